// The door to what the team did.

import { z } from 'zod'
import type { JsonObject } from '../../../model/json.ts'
import { type AdminRoute, adminRoute, anyObject } from '../admin-route.ts'
import { fromCursor, nextCursor, pageOf, pageQuery } from '../paging.ts'

const entry = z.strictObject({
  id: z.int(),
  at: z.int().describe('UTC milliseconds'),
  admin: z.string().describe('The name of the key that it was done with'),
  through: z.enum(['api', 'command line', 'watch']).describe('watch: complaints or bounces of a sending domain, nobody of the team'),
  did: z.string().describe('The name of the operation, as in this document'),
  subscriber: z.int().nullable().describe('The number of the person it was done to; null when it was not about one'),
  details: anyObject.describe('What the operation says about itself'),
})

export const auditRoutes: readonly AdminRoute[] = [
  adminRoute({
    method: 'GET',
    path: '/audit',
    name: 'listAudit',
    group: 'Audit log',
    summary: 'What the team did, newest first',
    description: 'People stand in it by number only, so that nothing about them outlives their erasure.',
    query: z.strictObject({
      ...pageQuery,
      subscriber: z.coerce.number().int().min(1).optional().describe('Only what was done to the person with this number'),
    }),
    answer: z.strictObject({ entries: z.array(entry), next: nextCursor }),
    async handle({ query: { limit, cursor, subscriber } }, { store }) {
      const before = fromCursor(cursor, z.int().min(1))
      const { items, next } = pageOf(await store.audit({ subscriber, before, limit: limit + 1 }), limit, ({ id }) => id)
      const entries = items.map((item) => ({ ...item, subscriber: item.subscriber ?? null, details: JSON.parse(item.details) as JsonObject }))
      return { entries, next }
    },
  }),
]
