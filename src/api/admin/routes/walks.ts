// The door that leads one person through a journey as it is written now, drafts included: what would have been decided about them, and what is to come.

import { z } from 'zod'
import type { MadeUp } from '../../../insight/backtest/walk-person.ts'
import type { JsonObject } from '../../../model/json.ts'
import { limits } from '../../../model/limits.ts'
import { mistake } from '../../../model/mistake.ts'
import { accepted } from '../accepted.ts'
import { AdminProblem, type AdminRoute, adminRoute, anyObject } from '../admin-route.ts'
import { numberOf } from '../number-of.ts'
import { toldDecision } from '../said.ts'

const instant = z.int()
const dayMs = 86_400_000
const line = z.strictObject({
  at: instant.describe('UTC milliseconds'),
  kind: z.string().describe('`event` for what the person did, else the kind of decision'),
  step: z.string().nullable(),
  passage: z.int().nullable().describe('Which passage of the person it belongs to'),
  until: instant.nullable().describe('Until when it waits'),
  reason: z.string().nullable().describe('Why something was not done'),
  words: z.string(),
  event: z.string().nullable().describe('The name of what the person did'),
  data: anyObject.nullable().describe('What came with it: its properties, and what it says of the person'),
  told: toldDecision.nullable().describe('The decision as data'),
})
const event = z.strictObject({
  name: z.string().min(1).max(256),
  at: instant.min(0).describe('UTC milliseconds'),
  properties: anyObject.default({}),
})

export const walkRoutes: readonly AdminRoute[] = [
  adminRoute({
    method: 'POST',
    path: '/journeys/{journey}/walk',
    name: 'walkJourney',
    group: 'Journeys',
    summary: 'Leads one person through a journey as it is written now, drafts included',
    description: [
      'By the engine that decides in production, in virtual time: nothing is written and nobody is sent anything. `subscriber` goes through their stored history',
      'as if this had been published at `from`; `events` are of somebody made up, who has the `attributes` and said yes to every topic. Up to `to`, which may lie',
      'ahead: nothing more is taken to happen until then.',
    ].join(' '),
    isReading: true,
    params: z.strictObject({ journey: z.string().min(1).max(256) }),
    body: z.strictObject({
      subscriber: z.string().min(1).max(300).optional().describe('A userId, an anonymousId, or # and the number'),
      events: z.array(event).min(1).max(limits.walkEvents).optional().describe('What somebody made up does, instead of `subscriber`'),
      attributes: anyObject.default({}).describe('Of somebody made up'),
      from: instant.min(0).optional().describe('As if published at this instant, UTC milliseconds; ever by default'),
      to: instant.min(0).optional().describe('Up to this instant, at most so many days ahead; now by default'),
      drafts: z.boolean().default(true).describe('Drafts stand in the place of their files'),
    }),
    answer: z.strictObject({
      subscriber: z.int().nullable().describe('Null for somebody made up'),
      to: instant,
      lines: z.array(line).describe('In order; of a long way the newest 500'),
      isCut: z.boolean().describe('There are earlier lines'),
    }),
    problems: ['not-found', 'conflict'],
    async handle({ params: { journey }, body, now }, { store, backtests }) {
      if (backtests === undefined) throw new AdminProblem('conflict', 'No server runs, so there is no folder to read: start it.')
      const { subscriber, events, attributes, from, to = now, drafts } = body
      if ((subscriber === undefined) === (events === undefined))
        throw new AdminProblem('bad-request', 'Name a "subscriber", or the "events" of somebody made up.')
      if (to > now + limits.walkDaysAhead * dayMs) throw new AdminProblem('bad-request', `"to" lies more than ${limits.walkDaysAhead} days ahead.`)
      if (from !== undefined && from > to) throw new AdminProblem('bad-request', '"from" lies after "to".')
      const who = subscriber === undefined ? madeUp({ events: events as Events, attributes, to }) : await numberOf(subscriber, store)
      const found = await backtests.walk({ journey, who, from, to, drafts })
      if (found === undefined) throw new AdminProblem('not-found', mistake('nobody-with-id'))
      const walk = accepted(found)
      return { subscriber: walk.subscriber, to, lines: walk.lines as never, isCut: walk.isCut }
    },
  }),
]

type Events = readonly z.infer<typeof event>[]

function madeUp({ events, attributes, to }: { readonly events: Events; readonly attributes: object; readonly to: number }): MadeUp {
  const ordered = events.toSorted((one, other) => one.at - other.at).map(({ name, at, properties }) => ({ name, at, properties: properties as JsonObject }))
  const [first] = ordered
  if (first !== undefined && first.at < to - limits.walkDaysAhead * dayMs)
    throw new AdminProblem('bad-request', `The first event lies more than ${limits.walkDaysAhead} days before "to".`)
  if ((ordered.at(-1)?.at ?? 0) > to) throw new AdminProblem('bad-request', 'An event lies after "to".')
  return { attributes: attributes as JsonObject, events: ordered }
}
