// The doors for what comes back: mails out of a mailbox dump, and the addresses that are not written to because of what came back.

import { z } from 'zod'
import { limits } from '../../../model/limits.ts'
import { mistake } from '../../../model/mistake.ts'
import type { CommandIdentity } from '../../../runtime/inbox.ts'
import type { StoredSuppression } from '../../../runtime/store.ts'
import { type AdminParts, AdminProblem, type AdminRoute, adminRoute, noteAbout } from '../admin-route.ts'
import { named } from '../named.ts'
import { fromCursor, nextCursor, pageOf, pageQuery } from '../paging.ts'

const group = 'Bounces and suppressions'

const taken = z.strictObject({
  kind: z
    .enum(['bounce', 'delivered', 'complaint', 'automatic answer', 'unsubscribe request', 'authentication report', 'delayed', 'other'])
    .describe('What the mail means'),
  outcome: z
    .enum(['recorded', 'repeated', 'unknown', 'nothing'])
    .describe('recorded; repeated: it was known already; unknown: it is about no message of this workspace; nothing: it says nothing to be recorded'),
  hard: z.boolean().optional().describe('Whether no mail will ever arrive there'),
  status: z.string().optional().describe('Such as 5.1.1'),
  reason: z.string().optional().describe('What it amounts to, and what the other server said'),
  message: z.string().optional().describe('The key of the message that it is about'),
})

const suppression = named('Suppression', {
  subscriber: z.int().describe('The number of the subscriber'),
  userIds: z.array(z.string()).describe('What the subscriber is known by'),
  address: z.string().describe('The address that is not written to'),
  isCurrent: z.boolean().describe('Whether it is the address that the subscriber has now'),
  reason: z.string().describe('Why'),
  since: z.int().describe('Since when, UTC milliseconds'),
})

/** Where a page of them ended. */
const suppressionPlace = z.strictObject({ at: z.number(), address: z.string(), subscriber: z.int() })

export const returnedMailRoutes: readonly AdminRoute[] = [
  adminRoute({
    method: 'POST',
    path: '/returned-mails',
    name: 'takeReturnedMail',
    group,
    summary: 'Reads a mail that came back: a bounce, a complaint or an automatic answer',
    description: 'The same mail may be sent again: it is recognized.',
    body: z.strictObject({ source: z.string().min(1).describe('The mail as it came, headers and body') }),
    answer: taken,
    problems: ['conflict'],
    audited: (_request, { kind, outcome }) => ({ details: { kind, outcome } }),
    async handle({ body }, { takeReturnedMail }) {
      if (takeReturnedMail === undefined) throw new AdminProblem('conflict', 'Returned mails are taken in by a running server only.')
      return takeReturnedMail(body.source)
    },
  }),
  adminRoute({
    method: 'GET',
    path: '/suppressions',
    name: 'listSuppressions',
    group,
    summary: 'Addresses that are not written to, with the reason',
    query: z.strictObject({
      ...pageQuery,
      channel: z.enum(['email', 'sms']).optional().describe('Only mail addresses, or only phone numbers'),
    }),
    answer: z.strictObject({ suppressions: z.array(suppression).describe('Newest first'), next: nextCursor }),
    async handle({ query: { limit, cursor, channel } }, { store }) {
      const before = fromCursor('suppressions', cursor, suppressionPlace)
      const found = await store.suppressions({ ...(channel === undefined ? {} : { channel }), before, limit: limit + 1 })
      const { items, next } = pageOf(found, { list: 'suppressions', limit, placeOf: ({ at, address, subscriber }) => ({ at, address, subscriber }) })
      return { suppressions: await Promise.all(items.map((one) => shown(one, store))), next }
    },
  }),
  adminRoute({
    method: 'POST',
    path: '/suppressions/find',
    name: 'findSuppressions',
    group,
    summary: 'Whether an address or number is not written to, for whom and why',
    description: `In the body, so that no address stands in a log of URLs. At most ${limits.adminPage}, newest first.`,
    body: z.strictObject({ address: z.string().min(3).max(320).describe('A mail address, or a phone number such as +491701234567') }),
    answer: z.strictObject({ suppressions: z.array(suppression).describe('Newest first; nothing holds it back when there is none') }),
    isReading: true,
    async handle({ body: { address } }, { store }) {
      const found = await store.suppressions({ address: address.trim().toLowerCase(), limit: limits.adminPage })
      return { suppressions: await Promise.all(found.map((one) => shown(one, store))) }
    },
  }),
  adminRoute({
    method: 'POST',
    path: '/suppressions/lift',
    name: 'liftSuppression',
    group,
    summary: 'Lets the present address of somebody be written to again',
    description: 'What the person said about topics stays: whoever complained has said no to all mail.',
    body: z
      .strictObject({
        userId: z.string().min(1).optional().describe('By userId'),
        subscriber: z.int().positive().optional().describe('Or by number'),
      })
      .refine(({ userId, subscriber }) => (userId === undefined) !== (subscriber === undefined), 'name either userId or subscriber'),
    answer: z.undefined(),
    status: 204,
    problems: ['not-found'],
    audited: async ({ body }, _answer, { runtime }) => noteAbout(await runtime.describe(identityIn(body))),
    async handle({ body }, { runtime }) {
      const identity = identityIn(body)
      if ((await runtime.describe(identity)) === undefined) throw new AdminProblem('not-found', mistake('nobody-with-id'))
      await runtime.inbox.command(identity, { do: 'lift suppression' }, 'admin')
      return undefined
    },
  }),
]

function identityIn({ userId, subscriber }: { readonly userId?: string | undefined; readonly subscriber?: number | undefined }): CommandIdentity {
  return { ...(userId === undefined ? {} : { userId }), ...(subscriber === undefined ? {} : { subscriber }) }
}

async function shown({ subscriber, address, isCurrent, reason, at }: StoredSuppression, store: AdminParts['store']): Promise<z.input<typeof suppression>> {
  const identities = await store.identitiesOf(subscriber)
  const userIds = identities.flatMap((identity) => (identity.startsWith('u:') ? [identity.slice(2)] : []))
  return { subscriber, userIds, address, isCurrent, reason, since: at }
}
