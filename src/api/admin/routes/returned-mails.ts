// The doors for what comes back: mails out of a mailbox dump, and the addresses that are not written to because of what came back.

import { z } from 'zod'
import { theEngine } from '../../../runtime/engine.ts'
import type { CommandIdentity } from '../../../runtime/inbox.ts'
import { unpackState } from '../../../runtime/state-codec.ts'
import { AdminProblem, type AdminRoute, adminRoute, noteAbout } from '../admin-route.ts'
import { fromCursor, nextCursor, pageQuery, toCursor } from '../paging.ts'

const group = 'Bounces and suppressions'
/** Subscribers that one request looks at. */
const lookedAt = 2_000

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

const suppression = z.strictObject({
  subscriber: z.int().describe('The number of the subscriber'),
  userIds: z.array(z.string()).describe('What the subscriber is known by'),
  address: z.string().describe('The address that is not written to'),
  isCurrent: z.boolean().describe('Whether it is the address that the subscriber has now'),
  reason: z.string().describe('Why'),
  since: z.int().describe('Since when, UTC milliseconds'),
})

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
    description: 'Looks at 2,000 subscribers for a page, so a page may hold nothing; go on until `next` is null.',
    query: z.strictObject({ cursor: pageQuery.cursor }),
    answer: z.strictObject({
      suppressions: z.array(suppression).describe('In order of subscribers'),
      next: nextCursor,
    }),
    async handle({ query: { cursor } }, { store }) {
      const after = fromCursor(cursor, z.int().min(0)) ?? 0
      const numbers = await store.subscribersAfter(after, lookedAt)
      const found: z.input<typeof suppression>[] = []
      for (const [index, stored] of (await store.load(numbers)).entries()) {
        const number = numbers[index]
        if (stored === undefined || number === undefined) continue
        const state = unpackState(theEngine, stored.state)
        if (state.suppressed.length === 0) continue
        const userIds = (await store.identitiesOf(number)).filter((identity) => identity.startsWith('u:')).map((identity) => identity.slice(2))
        const current = String(state.attributes['email'] ?? '').toLowerCase()
        for (const { address, reason, at } of state.suppressed) {
          found.push({ subscriber: number, userIds, address, isCurrent: address === current, reason, since: at })
        }
      }
      const last = numbers.at(-1)
      return { suppressions: found, next: numbers.length < lookedAt || last === undefined ? null : toCursor(last) }
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
      if ((await runtime.describe(identity)) === undefined) throw new AdminProblem('not-found', 'There is no such subscriber.')
      await runtime.inbox.command(identity, { do: 'lift suppression' }, 'admin')
      return undefined
    },
  }),
]

function identityIn({ userId, subscriber }: { readonly userId?: string | undefined; readonly subscriber?: number | undefined }): CommandIdentity {
  return { ...(userId === undefined ? {} : { userId }), ...(subscriber === undefined ? {} : { subscriber }) }
}
