// The doors of signing in: sessions, and what belongs to one's own account.

import { z } from 'zod'
import { roles } from '../../../model/admin-role.ts'
import { limits } from '../../../model/limits.ts'
import { mistake } from '../../../model/mistake.ts'
import type { AdminAccounts, ListedSession } from '../accounts.ts'
import { type AdminParts, AdminProblem, type AdminRoute, adminRoute } from '../admin-route.ts'
import { named } from '../named.ts'

export const adminName = z
  .string()
  .regex(/^[\w][\w .@-]{0,63}$/, 'letters, digits, space, . @ - and _, at most 64')
  .describe('What the audit log calls the person; a mail address does well')
export const password = z.string().max(1000).describe(`${limits.passwordCharactersLeast} to ${limits.passwordCharactersMost} characters`)
const code = z.string().max(40).describe('Six digits of the authenticator app, or one of the codes for a lost device')
export const spareCodesLeft = z.int().describe('Codes for a lost device that were not used')
const spareCodes = z.strictObject({ spare: z.array(z.string()).describe('Each works once in place of the app') })
const who = named('SignedIn', {
  name: z.string(),
  role: z.enum(roles),
  signedIn: z.boolean().describe('false: an admin key was shown'),
  secondFactor: z.boolean(),
  spareCodesLeft,
})

/** An open session as lists show it. */
export const listedSession = named('Session', {
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
    answer: who.extend({ wrongCodesBefore: z.int().describe('Codes that were wrong since the last right one; whoever gave them had the password') }),
    problems: ['sign-in-failed', 'code-needed'],
    isSecret: true,
    audited: (_request, { name, wrongCodesBefore }) => ({ admin: name, details: wrongCodesBefore === 0 ? {} : { wrongCodesBefore } }),
    async handle({ body, now, visit }, parts) {
      const accounts = accountsOf(parts)
      const signedIn = await accounts.signIn({ ...body, from: visit.from, browser: visit.browser, now })
      if (signedIn.ok) {
        visit.keep(signedIn.token)
        const { name, role, wrongCodes: wrongCodesBefore } = signedIn
        return { name, role, signedIn: true, ...secondFactorOf(accounts, name), wrongCodesBefore }
      }
      if (signedIn.why === 'code needed') throw new AdminProblem('code-needed', mistake('code-of-the-app'))
      if (signedIn.why === 'wrong') throw new AdminProblem('sign-in-failed', mistake('check-name-and-password'))
      if (signedIn.why === 'codes wait') {
        const detail = mistake('codes-wait')
        throw new AdminProblem('too-many-requests', detail, { retryAfterSeconds: limits.signInWindowSeconds })
      }
      throw triedTooOften()
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
      ...secondFactorOf(admin.session === undefined ? undefined : accounts, admin.name),
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
      if (ownAccount(parts, admin.session).endSessions(admin.name, params) === 0) throw new AdminProblem('not-found', mistake('session-ended-already'))
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
    problems: ['password-wrong', 'conflict'],
    async handle({ body, admin, visit, now }, parts) {
      const accounts = ownAccount(parts, admin.session)
      await proveOwner(accounts, { name: admin.name, password: body.current, from: visit.from, now })
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
    description: 'Needs the password: whoever sits down at an open session must not put their own device in place of yours.',
    body: z.strictObject({ password }),
    answer: z.strictObject({
      secret: z.string().describe('Base32, to type'),
      uri: z.string().describe('The same as otpauth://'),
      picture: z.string().describe('The same as a QR code: an SVG picture'),
    }),
    status: 201,
    problems: ['password-wrong', 'conflict'],
    isSecret: true,
    async handle({ body, admin, visit, now }, parts) {
      const accounts = ownAccount(parts, admin.session)
      await proveOwner(accounts, { name: admin.name, password: body.password, from: visit.from, now })
      const begun = accounts.beginSecondFactor(admin.name)
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
    answer: spareCodes,
    problems: ['code-wrong', 'conflict'],
    isSecret: true,
    async handle({ body, admin, now }, parts) {
      const spare = ownAccount(parts, admin.session).confirmSecondFactor(admin.name, body.code, now)
      if (spare === undefined) throw new AdminProblem('code-wrong', mistake('code-not-of-now'))
      return { spare: [...spare] }
    },
  }),
  adminRoute({
    method: 'POST',
    path: '/account/second-factor/spare',
    name: 'renewSpareCodes',
    needs: 'viewer',
    group,
    summary: 'Makes new codes for a lost device, shown this once; those before hold no more',
    body: z.strictObject({ password }),
    answer: spareCodes,
    problems: ['password-wrong', 'conflict'],
    isSecret: true,
    async handle({ body, admin, visit, now }, parts) {
      const accounts = ownAccount(parts, admin.session)
      await proveOwner(accounts, { name: admin.name, password: body.password, from: visit.from, now })
      const spare = accounts.renewSpareCodes(admin.name)
      if (spare === undefined) throw new AdminProblem('conflict', mistake('no-second-factor'))
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
    problems: ['password-wrong', 'conflict'],
    async handle({ body, admin, visit, now }, parts) {
      const accounts = ownAccount(parts, admin.session)
      await proveOwner(accounts, { name: admin.name, password: body.password, from: visit.from, now })
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

/** Ends a request of whoever does not know the password of the account that is signed in. */
async function proveOwner(accounts: AdminAccounts, given: Parameters<AdminAccounts['prove']>[0]): Promise<void> {
  const proven = await accounts.prove(given)
  if (proven === 'wait') throw triedTooOften()
  if (proven === 'wrong') throw new AdminProblem('password-wrong', mistake('not-your-password'))
}

function triedTooOften(): AdminProblem {
  const retryAfterSeconds = limits.signInWindowSeconds
  return new AdminProblem('too-many-requests', mistake('tried-too-often'), { retryAfterSeconds })
}

/** What the audit log calls the program itself, and whoever did not say who it is. */
const ownNames = ['oncue', 'nobody']

/** Ends a request that would give a person and a key one name: nobody could tell from the audit log who it was. */
export function refuseTakenName(name: string, { keys, accounts }: Pick<AdminParts, 'keys' | 'accounts'>): void {
  const isName = (one: string): boolean => one.toLowerCase() === name.toLowerCase()
  if (ownNames.some(isName)) throw new AdminProblem('conflict', mistake('name-of-the-log', { name }))
  if (keys.list().some((key) => isName(key.name))) throw new AdminProblem('conflict', mistake('key-name-taken', { name }))
  if (accounts?.list().some((one) => isName(one.name)) === true) throw new AdminProblem('conflict', mistake('admin-name-taken', { name }))
}

/** Ends a request whose password is too easy. */
export function refuseWeak(accounts: AdminAccounts, given: { readonly name: string; readonly password: string }): void {
  const refusal = accounts.refusalOf(given.password, given.name)
  if (refusal !== undefined) throw new AdminProblem('bad-request', refusal, { errors: [{ place: 'the body: password', detail: refusal }] })
}

function secondFactorOf(accounts: AdminAccounts | undefined, name: string): { readonly secondFactor: boolean; readonly spareCodesLeft: number } {
  const own = accounts?.list().find((one) => one.name === name)
  return { secondFactor: own?.hasSecondFactor === true, spareCodesLeft: own?.spareCodesLeft ?? 0 }
}
