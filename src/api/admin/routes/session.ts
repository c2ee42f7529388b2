// The doors of signing in: sessions, and what belongs to one's own account.

import { z } from 'zod'
import { roles } from '../../../model/admin-role.ts'
import { limits } from '../../../model/limits.ts'
import type { AdminAccounts, ListedSession } from '../accounts.ts'
import { type AdminParts, AdminProblem, type AdminRoute, adminRoute } from '../admin-route.ts'

export const adminName = z
  .string()
  .regex(/^[\w][\w .@-]{0,63}$/, 'letters, digits, space, . @ - and _, at most 64')
  .describe('What the audit log calls the person; a mail address does well')
export const password = z.string().max(1000).describe(`${limits.passwordCharactersLeast} to ${limits.passwordCharactersMost} characters`)
const code = z.string().max(40).describe('Six digits of the authenticator app, or one of the codes for a lost device')
const who = z.strictObject({
  name: z.string(),
  role: z.enum(roles),
  signedIn: z.boolean().describe('false: an admin key was shown'),
  secondFactor: z.boolean(),
})

/** An open session as lists show it. */
export const listedSession = z.strictObject({
  id: z.string(),
  isThisOne: z.boolean().describe('The one that asks'),
  openedAt: z.int().describe('UTC milliseconds'),
  seenAt: z.int().describe('When it was last used, to the minute'),
  from: z.string().nullable().describe('The network address that it was opened from'),
  browser: z.string().nullable().describe('In a few words, such as "Firefox on Linux"'),
})

const group = 'Signing in'

export const sessionRoutes: readonly AdminRoute[] = [
  adminRoute({
    method: 'POST',
    path: '/session',
    name: 'signIn',
    needs: 'nobody',
    group,
    summary: 'Signs in: the answer brings the cookie of a session',
    description: `A name may be tried ${limits.signInTries} times within ${limits.signInWindowSeconds / 60} minutes from one network address. Whoever has a second factor is first answered \`code-needed\`.`,
    body: z.strictObject({ name: z.string().max(100), password, code: code.optional() }),
    answer: who,
    problems: ['sign-in-failed', 'code-needed'],
    isSecret: true,
    audited: (_request, { name }) => ({ admin: name }),
    async handle({ body, now, visit }, parts) {
      const accounts = accountsOf(parts)
      const signedIn = await accounts.signIn({ ...body, from: visit.from, browser: visit.browser, now })
      if (signedIn.ok) {
        visit.keep(signedIn.token)
        return { name: signedIn.name, role: signedIn.role, signedIn: true, secondFactor: hasSecondFactor(accounts, signedIn.name) }
      }
      if (signedIn.why === 'code needed')
        throw new AdminProblem('code-needed', 'Give the six digits that the authenticator app shows, or a code for a lost device.')
      if (signedIn.why === 'wrong') throw new AdminProblem('sign-in-failed', 'Check the name, the password and the code. An owner can give you a new password.')
      const retryAfterSeconds = limits.signInWindowSeconds
      throw new AdminProblem('too-many-requests', 'It was tried too often. Try again in a quarter of an hour.', { retryAfterSeconds })
    },
  }),
  adminRoute({
    method: 'GET',
    path: '/session',
    name: 'getSession',
    group,
    summary: 'Who asks, and what they may do',
    answer: who,
    handle: async ({ admin }, { accounts }) => ({
      name: admin.name,
      role: admin.role,
      signedIn: admin.session !== undefined,
      secondFactor: admin.session !== undefined && accounts !== undefined && hasSecondFactor(accounts, admin.name),
    }),
  }),
  adminRoute({
    method: 'DELETE',
    path: '/session',
    name: 'signOut',
    needs: 'viewer',
    group,
    summary: 'Ends the session',
    answer: z.undefined(),
    status: 204,
    async handle({ admin, visit }, { accounts }) {
      if (admin.session !== undefined) accounts?.signOut(admin.session)
      visit.forget()
      return undefined
    },
  }),
  adminRoute({
    method: 'GET',
    path: '/account/sessions',
    name: 'listOwnSessions',
    group,
    summary: "Where one's own account is signed in",
    answer: z.strictObject({ sessions: z.array(listedSession) }),
    problems: ['conflict'],
    async handle({ admin, now }, parts) {
      const sessions = ownAccount(parts, admin.session).sessionsOf(admin.name, now, admin.session)
      return { sessions: sessions.map(shownSession) }
    },
  }),
  adminRoute({
    method: 'DELETE',
    path: '/account/sessions',
    name: 'endOtherSessions',
    needs: 'viewer',
    group,
    summary: "Signs one's own account out everywhere else",
    answer: z.strictObject({ ended: z.int() }),
    problems: ['conflict'],
    handle: async ({ admin }, parts) => ({ ended: ownAccount(parts, admin.session).endSessions(admin.name, { keeps: admin.session }) }),
  }),
  adminRoute({
    method: 'DELETE',
    path: '/account/sessions/{id}',
    name: 'endOwnSession',
    needs: 'viewer',
    group,
    summary: "Ends one of one's own sessions",
    params: z.strictObject({ id: z.string().min(8).max(64) }),
    answer: z.undefined(),
    status: 204,
    problems: ['not-found', 'conflict'],
    async handle({ admin, params }, parts) {
      if (ownAccount(parts, admin.session).endSessions(admin.name, params) === 0) throw new AdminProblem('not-found', 'That session has ended already.')
      return undefined
    },
  }),
  adminRoute({
    method: 'PUT',
    path: '/account/password',
    name: 'changePassword',
    needs: 'viewer',
    group,
    summary: "Changes one's own password and ends all other sessions",
    body: z.strictObject({ current: password, password }),
    answer: z.undefined(),
    status: 204,
    problems: ['sign-in-failed', 'conflict'],
    async handle({ body, admin }, parts) {
      const accounts = ownAccount(parts, admin.session)
      if (!(await accounts.isPassword(admin.name, body.current))) throw new AdminProblem('sign-in-failed', 'The current password is another one.')
      refuseWeak(accounts, { name: admin.name, password: body.password })
      await accounts.setPassword(admin.name, body.password, { keeps: admin.session })
      return undefined
    },
  }),
  adminRoute({
    method: 'POST',
    path: '/account/second-factor',
    name: 'beginSecondFactor',
    needs: 'viewer',
    group,
    summary: 'A new secret for an authenticator app (TOTP, RFC 6238); it counts once a code of it was given',
    answer: z.strictObject({
      secret: z.string().describe('Base32, to type'),
      uri: z.string().describe('The same as otpauth://'),
      picture: z.string().describe('The same as a QR code: an SVG picture'),
    }),
    status: 201,
    problems: ['conflict'],
    isSecret: true,
    async handle({ admin }, parts) {
      const begun = ownAccount(parts, admin.session).beginSecondFactor(admin.name)
      if (begun === undefined) throw new AdminProblem('conflict', 'Your account is gone. Sign in again.')
      return begun
    },
  }),
  adminRoute({
    method: 'PUT',
    path: '/account/second-factor',
    name: 'confirmSecondFactor',
    needs: 'viewer',
    group,
    summary: 'Turns the second factor on with a code of it, and shows once the codes for a lost device',
    body: z.strictObject({ code }),
    answer: z.strictObject({ spare: z.array(z.string()).describe('Each works once in place of the app') }),
    problems: ['sign-in-failed', 'conflict'],
    isSecret: true,
    async handle({ body, admin, now }, parts) {
      const spare = ownAccount(parts, admin.session).confirmSecondFactor(admin.name, body.code, now)
      if (spare === undefined) throw new AdminProblem('sign-in-failed', 'That is not the code of now. Is the clock of the device right?')
      return { spare: [...spare] }
    },
  }),
  adminRoute({
    method: 'DELETE',
    path: '/account/second-factor',
    name: 'dropSecondFactor',
    needs: 'viewer',
    group,
    summary: 'Turns the second factor off',
    body: z.strictObject({ password }),
    answer: z.undefined(),
    status: 204,
    problems: ['sign-in-failed', 'conflict'],
    async handle({ body, admin }, parts) {
      const accounts = ownAccount(parts, admin.session)
      if (!(await accounts.isPassword(admin.name, body.password))) throw new AdminProblem('sign-in-failed', 'That is not your password.')
      accounts.dropSecondFactor(admin.name)
      return undefined
    },
  }),
]

export function shownSession({ from, browser, ...session }: ListedSession): z.input<typeof listedSession> {
  return { ...session, from: from ?? null, browser: browser ?? null }
}

/** The accounts; a problem where there are none, such as for a command that works on the store itself. */
export function accountsOf({ accounts }: AdminParts): AdminAccounts {
  if (accounts === undefined) throw new AdminProblem('conflict', 'Nobody signs in here. Start the server.')
  return accounts
}

function ownAccount(parts: AdminParts, session: string | undefined): AdminAccounts {
  if (session === undefined) throw new AdminProblem('conflict', 'An admin key has no password. Sign in to change your own account.')
  return accountsOf(parts)
}

/** Ends a request whose password is too easy. */
export function refuseWeak(accounts: AdminAccounts, given: { readonly name: string; readonly password: string }): void {
  const refusal = accounts.refusalOf(given.password, given.name)
  if (refusal !== undefined) throw new AdminProblem('bad-request', refusal, { errors: [{ place: 'the body: password', detail: refusal }] })
}

function hasSecondFactor(accounts: AdminAccounts, name: string): boolean {
  return accounts.list().some((one) => one.name === name && one.hasSecondFactor)
}
