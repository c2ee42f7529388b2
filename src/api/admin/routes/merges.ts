// The doors at which a merge is taken back: which there were, what taking one back would make of the two, and to do it.

import { z } from 'zod'
import { type PartedPerson, type PlannedParting, planParting } from '../../../insight/parting/plan-parting.ts'
import { isMergeOf } from '../../../insight/parting/whose-lines.ts'
import { limits } from '../../../model/limits.ts'
import { mistake } from '../../../model/mistake.ts'
import type { MergeBody } from '../../../runtime/log-entry.ts'
import { type AdminParts, AdminProblem, type AdminRoute, adminRoute, anyObject } from '../admin-route.ts'
import { named } from '../named.ts'
import { numberOf } from '../number-of.ts'

const group = 'People'

const params = z.strictObject({ subscriber: z.string().max(300).describe('A userId, an anonymousId, or # and the number (`%23` in an address)') })

const person = named('PersonParted', {
  subscriber: z.int().describe('The number'),
  identities: z.array(z.string()).describe('Ids that lead to the person, each with `u:` or `a:` before it'),
  attributes: anyObject,
  lists: z.array(z.string()),
  topics: z.record(z.string(), z.boolean()).describe('What was said about mail on each topic; a no of the time as one holds for both'),
  suppressed: z.int().describe('How many addresses must not be written to'),
  journeys: z.array(z.strictObject({ journey: z.string(), version: z.int(), step: z.string() })).describe('Where the person is inside'),
  waiting: z.array(z.strictObject({ message: z.string(), journey: z.string(), step: z.string() })).describe('Messages that wait'),
  messages: z.int().describe('Messages that were ever decided for the person'),
  events: z.int(),
})

const both = { kept: person.describe('The one who keeps the number'), parted: person.describe('The one who has their old number again') }

const from = z.int().min(1).describe('The number that was merged away, as the list of merges names it')

export const mergeRoutes: readonly AdminRoute[] = [
  adminRoute({
    method: 'GET',
    path: '/subscribers/{subscriber}/merges',
    name: 'listMerges',
    group,
    summary: 'Who was merged into a person, and why',
    description: 'Only merges right into the person: what was merged into somebody before is taken back there, after these.',
    params,
    answer: z.strictObject({
      subscriber: z.int(),
      merges: z.array(
        z.strictObject({ from: z.int().describe('The number that was merged away'), at: z.int().describe('UTC milliseconds'), because: z.string() }),
      ),
    }),
    problems: ['not-found', 'conflict'],
    async handle({ params: { subscriber } }, { store }) {
      const number = await numberOf(subscriber, store)
      const [row] = await store.load([number])
      const entries = row === undefined ? [] : await store.history(row.head, limits.historyEntries)
      const merges = entries.flatMap((entry) => {
        if (entry.merged === 0 || entry.subscriber !== number) return []
        const { from, because } = JSON.parse(entry.body) as MergeBody
        return isMergeOf(entry, from) ? { from, at: entry.receivedAt, because } : []
      })
      return { subscriber: number, merges: merges.toReversed() }
    },
  }),
  adminRoute({
    method: 'POST',
    path: '/subscribers/{subscriber}/unmerge/preview',
    name: 'previewUnmerge',
    group,
    summary: 'What each of the two would have if a merge were taken back',
    description: 'Changes nothing. Found out from the log: attributes, lists, consent and carts of each are those of their own events.',
    params,
    body: z.strictObject({ from }),
    answer: z.strictObject(both),
    problems: ['not-found', 'conflict'],
    isReading: true,
    async handle({ params: { subscriber }, body }, { store }) {
      const { people } = await planned({ store }, { into: await numberOf(subscriber, store), from: body.from, because: 'preview' })
      return { kept: told(people.into), parted: told(people.from) }
    },
  }),
  adminRoute({
    method: 'POST',
    path: '/subscribers/{subscriber}/unmerge',
    name: 'unmerge',
    group,
    summary: 'Takes a merge back: two people again, each with their own history',
    description:
      'In one transaction. Passages go on with whose event began them, nobody enters or is mailed anew, a no of the time as one holds for both, and no device or alias makes the two one again.',
    params,
    body: z.strictObject({ from, because: z.string().trim().min(1).max(300).describe('Why, for the two histories and the audit log') }),
    answer: z.strictObject(both),
    problems: ['not-found', 'conflict'],
    audited: ({ body }, { kept }) => ({ subscriber: kept.subscriber, details: { from: body.from, because: body.because } }),
    async handle({ params: { subscriber }, body }, { store, runtime }) {
      const wish = { into: await numberOf(subscriber, store), ...body }
      await planned({ store }, wish)
      for (let attempt = 0; attempt < attempts; attempt += 1) {
        // Brings the person up to now and to the definitions in force.
        await runtime.inbox.command({ subscriber: wish.into }, { do: 'look again' }, 'admin')
        const { parting, people } = await planned({ store }, wish)
        if (await runtime.takeApart(parting)) return { kept: told(people.into), parted: told(people.from) }
      }
      throw new AdminProblem('conflict', mistake('too-much-happens'))
    },
  }),
]

/** How often it is tried again because something happened to the person meanwhile. */
const attempts = 5

async function planned(
  { store }: Pick<AdminParts, 'store'>,
  wish: { readonly into: number; readonly from: number; readonly because: string },
): Promise<PlannedParting> {
  const plan = await planParting(store, wish)
  if (plan === 'not merged') {
    throw new AdminProblem('not-found', mistake('not-merged', { number: wish.from, into: wish.into }))
  }
  if (plan === 'too long') {
    throw new AdminProblem(
      'conflict',
      `The history of #${wish.into} is longer than ${limits.historyEntries} lines, which is more than can be taken apart at once.`,
    )
  }
  return plan
}

function told({ number, identities, state, events, messages }: PartedPerson): z.input<typeof person> {
  const inside = state.enrollments.filter(({ status }) => status === 'active')
  const waiting = messages.filter(({ status }) => status === 'waiting')
  return {
    subscriber: number,
    identities: [...identities],
    attributes: state.attributes as never,
    lists: Object.keys(state.lists),
    topics: Object.fromEntries(Object.entries(state.topics).map(([topic, { subscribed }]) => [topic, subscribed])),
    suppressed: state.suppressed.length,
    journeys: inside.map(({ journey, version, step }) => ({ journey, version, step })),
    waiting: waiting.map(({ key, journey, step }) => ({ message: key, journey, step })),
    messages: messages.length,
    events,
  }
}
