// The doors of the admin keys themselves.

import { z } from 'zod'
import { roles } from '../../../model/admin-role.ts'
import { mistake } from '../../../model/mistake.ts'
import { AdminProblem, type AdminRoute, adminRoute } from '../admin-route.ts'
import { refuseTakenName } from './session.ts'

const name = z
  .string()
  .regex(/^[\w][\w .@-]{0,63}$/, 'letters, digits, space, . @ - and _, at most 64')
  .describe('What the audit log calls whoever holds it')
const role = z.enum(roles).describe('What whoever holds it may do')
const listed = z.strictObject({
  name: z.string(),
  role,
  from: z.enum(['settings', 'this machine', 'kept']).describe('`kept`: made here or with `oncue key create`; only these can be revoked here'),
  createdAt: z.int().nullable().describe('UTC milliseconds; null when it is not known'),
  lastUsedAt: z.int().nullable().describe('UTC milliseconds, to the minute after a crash; null for never'),
})

const group = 'Admin keys'

export const keyRoutes: readonly AdminRoute[] = [
  adminRoute({
    method: 'GET',
    path: '/keys',
    name: 'listKeys',
    group,
    summary: 'The admin keys by name; never a key itself',
    answer: z.strictObject({ keys: z.array(listed) }),
    handle: async (_request, { keys }) => ({
      keys: keys.list().map((key) => ({ ...key, createdAt: key.createdAt ?? null, lastUsedAt: key.lastUsedAt ?? null })),
    }),
  }),
  adminRoute({
    method: 'POST',
    path: '/keys',
    name: 'createKey',
    needs: 'owner',
    group,
    summary: 'Makes an admin key and shows it this once',
    description: 'Only a hash of it is kept. Give each program the lowest role with which it can do its work.',
    body: z.strictObject({ name, role: role.default('owner') }),
    answer: z.strictObject({ name: z.string(), role, key: z.string().describe('The key. Keep it; it is not shown again') }),
    status: 201,
    problems: ['conflict'],
    isSecret: true,
    audited: ({ body }) => ({ details: body }),
    async handle({ body, now }, parts) {
      refuseTakenName(body.name, parts)
      const key = parts.keys.create({ ...body, now })
      if (key === undefined) throw new AdminProblem('conflict', mistake('key-name-taken', { name: body.name }))
      return { ...body, key }
    },
  }),
  adminRoute({
    method: 'DELETE',
    path: '/keys/{name}',
    name: 'revokeKey',
    needs: 'owner',
    group,
    summary: 'Revokes an admin key, from the next request on',
    params: z.strictObject({ name: z.string() }),
    answer: z.undefined(),
    status: 204,
    problems: ['not-found'],
    audited: ({ params }) => ({ details: params }),
    async handle({ params }, { keys }) {
      if (keys.revoke(params.name)) return undefined
      const isThere = keys.list().some((key) => key.name === params.name)
      throw new AdminProblem('not-found', mistake(isThere ? 'key-from-settings' : 'no-such-key', { name: params.name }))
    },
  }),
]
