// The doors of the team's accounts, for owners.

import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { roles, roleWords } from '../../../model/admin-role.ts'
import { limits } from '../../../model/limits.ts'
import { mistake } from '../../../model/mistake.ts'
import { type AdminParts, AdminProblem, type AdminRoute, adminRoute } from '../admin-route.ts'
import { accountsOf, adminName, listedSession, password, refuseTakenName, refuseWeak, shownSession, spareCodesLeft } from './session.ts'

const role = z.enum(roles).describe(
  Object.entries(roleWords)
    .map(([name, words]) => `\`${name}\`: ${words}`)
    .join(' · '),
)
const listed = z.strictObject({
  name: z.string(),
  role,
  hasSecondFactor: z.boolean(),
  spareCodesLeft,
  createdAt: z.int().describe('UTC milliseconds'),
  lastSignInAt: z.int().nullable().describe('UTC milliseconds; null for never'),
})
const withPassword = z.strictObject({
  name: z.string(),
  role,
  password: z.string().nullable().describe('The password that was made up, shown once; null when one was given'),
})
const named = z.strictObject({ name: z.string() })

const group = 'Admins'

export const adminsRoutes: readonly AdminRoute[] = [
  adminRoute({
    method: 'GET',
    path: '/admins',
    name: 'listAdmins',
    group,
    summary: 'The people who may sign in',
    answer: z.strictObject({ admins: z.array(listed) }),
    handle: async (_request, parts) => ({
      admins: accountsOf(parts)
        .list()
        .map((account) => ({ ...account, lastSignInAt: account.lastSignInAt ?? null })),
    }),
  }),
  adminRoute({
    method: 'POST',
    path: '/admins',
    name: 'createAdmin',
    needs: 'owner',
    group,
    summary: 'Lets somebody sign in; without a password, one is made up and shown this once',
    body: z.strictObject({ name: adminName, role, password: password.optional() }),
    answer: withPassword,
    status: 201,
    problems: ['conflict'],
    isSecret: true,
    audited: ({ body }) => ({ details: { name: body.name, role: body.role } }),
    async handle({ body, now }, parts) {
      const accounts = accountsOf(parts)
      const given = body.password ?? madeUp()
      refuseTakenName(body.name, parts)
      refuseWeak(accounts, { name: body.name, password: given })
      if (accounts.list().length >= limits.admins) throw new AdminProblem('conflict', `There are ${limits.admins} admins already. Remove one first.`)
      const isMade = await accounts.create({ name: body.name, role: body.role, password: given, now })
      if (!isMade) throw new AdminProblem('conflict', mistake('admin-name-taken', { name: body.name }))
      return { name: body.name, role: body.role, password: body.password === undefined ? given : null }
    },
  }),
  adminRoute({
    method: 'PATCH',
    path: '/admins/{name}',
    name: 'changeAdmin',
    needs: 'owner',
    group,
    summary: 'Gives another role, from the next request on',
    params: named,
    body: z.strictObject({ role }),
    answer: z.undefined(),
    status: 204,
    problems: ['not-found', 'conflict'],
    audited: ({ params, body }) => ({ details: { ...params, ...body } }),
    handle: async ({ params, body }, parts) => settle(accountsOf(parts).setRole(params.name, body.role), params.name),
  }),
  adminRoute({
    method: 'POST',
    path: '/admins/{name}/password',
    name: 'resetPassword',
    needs: 'owner',
    group,
    summary: 'Makes up a new password, shows it this once, turns the second factor off and ends every session',
    params: named,
    answer: z.strictObject({ name: z.string(), password: z.string() }),
    problems: ['not-found'],
    isSecret: true,
    audited: ({ params }) => ({ details: params }),
    async handle({ params }, parts) {
      const given = madeUp()
      const isSet = await accountsOf(parts).setPassword(params.name, given, { forgetsSecondFactor: true })
      if (!isSet) throw new AdminProblem('not-found', mistake('no-such-admin', { name: params.name }))
      return { name: params.name, password: given }
    },
  }),
  adminRoute({
    method: 'GET',
    path: '/admins/{name}/sessions',
    name: 'listSessions',
    needs: 'owner',
    group,
    summary: 'Where somebody is signed in',
    params: named,
    answer: z.strictObject({ sessions: z.array(listedSession) }),
    problems: ['not-found'],
    async handle({ params, now, admin }, parts) {
      known(params.name, parts)
      const sessions = accountsOf(parts).sessionsOf(params.name, now, admin.session)
      return { sessions: sessions.map(shownSession) }
    },
  }),
  adminRoute({
    method: 'DELETE',
    path: '/admins/{name}/sessions',
    name: 'endSessions',
    needs: 'owner',
    group,
    summary: 'Signs somebody out everywhere; the password stays',
    params: named,
    answer: z.strictObject({ ended: z.int() }),
    problems: ['not-found'],
    audited: ({ params }) => ({ details: params }),
    async handle({ params }, parts) {
      known(params.name, parts)
      return { ended: accountsOf(parts).endSessions(params.name) }
    },
  }),
  adminRoute({
    method: 'DELETE',
    path: '/admins/{name}',
    name: 'removeAdmin',
    needs: 'owner',
    group,
    summary: 'Lets somebody sign in no more, and ends every session of theirs at once',
    params: named,
    answer: z.undefined(),
    status: 204,
    problems: ['not-found', 'conflict'],
    audited: ({ params }) => ({ details: params }),
    handle: async ({ params }, parts) => settle(accountsOf(parts).remove(params.name), params.name),
  }),
]

function known(name: string, parts: AdminParts): void {
  const isThere = accountsOf(parts)
    .list()
    .some((one) => one.name.toLowerCase() === name.toLowerCase())
  if (!isThere) throw new AdminProblem('not-found', mistake('no-such-admin', { name }))
}

function madeUp(): string {
  return randomBytes(15).toString('base64url')
}

function settle(outcome: 'done' | 'unknown' | 'last owner', name: string): undefined {
  if (outcome === 'unknown') throw new AdminProblem('not-found', mistake('no-such-admin', { name }))
  if (outcome === 'last owner') throw new AdminProblem('conflict', mistake('last-owner', { name }))
}
