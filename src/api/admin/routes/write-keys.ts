// The doors of the keys with which events are sent, and of the last requests that came with them.

import { z } from 'zod'
import { limits } from '../../../model/limits.ts'
import { mistake } from '../../../model/mistake.ts'
import { readRefusal } from '../../../model/read-sentence.ts'
import type { LoggedRequest } from '../../tracking/request-log.ts'
import { type AdminParts, AdminProblem, type AdminRoute, adminRoute } from '../admin-route.ts'
import { named } from '../named.ts'
import { said } from '../said.ts'
import type { WriteKeys } from '../write-keys-door.ts'

const group = 'Write keys'
const kind = z.enum(['server', 'browser']).describe('`browser`: for pages, where everybody can read it; it sends events and may not speak of consent')
const name = z
  .string()
  .regex(/^[\w][\w .@-]{0,63}$/, 'letters, digits, space, . @ - and _, at most 64')
  .describe('What lists and the log of requests call it')
const origin = z.string().regex(/^https?:\/\/(?:\*\.)?[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\d{1,5})?$/, 'an origin, such as https://shop.example')
const listed = z.strictObject({
  name: z.string(),
  kind,
  origins: z.array(z.string()).describe('Sites whose pages may use it; all when none is named'),
  made: z.boolean().describe('Made by somebody of the team: it can be revoked here'),
  createdAt: z.int().nullable(),
  lastUsedAt: z.int().nullable().describe('To the minute; null for never'),
  key: z.string().nullable().describe('Of keys for pages; never of a server’s key'),
})
export const logged = named('LoggedRequest', {
  id: z.int(),
  at: z.int(),
  door: z.string(),
  key: z.string().nullable().describe('The name of the key; null when none was recognized'),
  status: z.int(),
  durationMs: z.number(),
  events: z.array(z.string()).describe('Names of the first events'),
  accepted: z.int(),
  refused: z.int(),
  reason: z.string().nullable().describe('The first reason, when something was refused'),
  said: said.nullable().describe('The reason as data'),
  robot: z.string().nullable().describe('The rule by which a robot sent it, whose events count for nothing; null for everybody else'),
  library: z.string().nullable(),
})

export const writeKeyRoutes: readonly AdminRoute[] = [
  adminRoute({
    method: 'GET',
    path: '/write-keys',
    name: 'listWriteKeys',
    group,
    summary: 'The keys with which events are sent',
    answer: z.strictObject({ keys: z.array(listed) }),
    handle: async (_request, { writeKeys }) => ({ keys: (writeKeys?.list() ?? []).map((one) => ({ ...one, origins: [...one.origins] })) }),
  }),
  adminRoute({
    method: 'POST',
    path: '/write-keys',
    name: 'createWriteKey',
    needs: 'owner',
    group,
    summary: 'Makes a key and shows it; a server’s key this once',
    description: 'Of a server’s key only a hash is kept, so it cannot vouch for visitors of popups: that takes a key of the settings.',
    body: z.strictObject({ name, kind, origins: z.array(origin).max(20).default([]) }),
    answer: z.strictObject({ name: z.string(), kind, key: z.string() }),
    status: 201,
    problems: ['conflict'],
    isSecret: true,
    audited: ({ body }) => ({ details: body }),
    async handle({ body, now }, parts) {
      const keys = ringOf(parts)
      if (body.kind === 'server' && body.origins.length > 0) throw new AdminProblem('bad-request', 'Only keys for pages have sites.')
      if (keys.list().length >= limits.writeKeys) throw new AdminProblem('conflict', `There are ${limits.writeKeys} keys already. Revoke one first.`)
      const key = keys.create({ ...body, now })
      if (key === undefined) throw new AdminProblem('conflict', mistake('key-name-taken', { name: body.name }))
      return { name: body.name, kind: body.kind, key }
    },
  }),
  adminRoute({
    method: 'DELETE',
    path: '/write-keys/{name}',
    name: 'revokeWriteKey',
    needs: 'owner',
    group,
    summary: 'Revokes a key, from the next request on',
    params: z.strictObject({ name: z.string() }),
    answer: z.undefined(),
    status: 204,
    problems: ['not-found', 'conflict'],
    audited: ({ params }) => ({ details: params }),
    async handle({ params }, parts) {
      const keys = ringOf(parts)
      if (keys.revoke(params.name)) return undefined
      const isThere = keys.list().some((one) => one.name === params.name)
      throw new AdminProblem('not-found', mistake(isThere ? 'key-from-settings' : 'no-such-key', { name: params.name }))
    },
  }),
  adminRoute({
    method: 'GET',
    path: '/requests',
    name: 'listRequests',
    group,
    summary: `The last ${limits.requestsLogged} requests at the tracking doors, newest first: names only, nobody’s data`,
    answer: z.strictObject({ requests: z.array(logged) }),
    handle: async (_request, { requestLog }) => ({ requests: (requestLog?.list() ?? []).map(toldRequest) }),
  }),
]

/** A request with its reason as data. */
export function toldRequest(request: LoggedRequest): z.input<typeof logged> {
  return { ...request, events: [...request.events], said: request.reason === null ? null : readRefusal(request.reason) }
}

function ringOf({ writeKeys }: AdminParts): WriteKeys {
  if (writeKeys === undefined) throw new AdminProblem('conflict', 'This needs a running server. Start it with `oncue start`.')
  return writeKeys
}
