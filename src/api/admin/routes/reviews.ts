// The door of reviews: how a journey ran, against what was expected and against the others, and what follows from it.

import { z } from 'zod'
import { suggestionKinds } from '../../../insight/review-suggestions.ts'
import { mistake } from '../../../model/mistake.ts'
import { AdminProblem, type AdminRoute, adminRoute } from '../admin-route.ts'
import { named } from '../named.ts'
import { said } from '../said.ts'
import { lift } from './statistics.ts'

const whole = z.int()
const messages = named('ReviewedMessages', {
  sent: whole,
  delivered: whole,
  opened: whole.describe('By people'),
  clicked: whole.describe('By people'),
  bounced: whole.describe('Came back, for good or for now'),
  unsubscribed: whole,
  complained: whole,
  refused: whole.describe('Not sent, by a rule'),
})

const review = named('JourneyReview', {
  journey: z.string(),
  version: whole.describe('The version in force'),
  over: z.enum(['version', 'weeks']),
  days: whole.describe('The first and today counted whole'),
  since: whole.describe('UTC milliseconds'),
  entered: whole,
  expected: z
    .strictObject({
      entries: whole.describe('In as many days'),
      giveOrTake: whole.describe('Standard deviation of that'),
      perDay: z.number(),
      most: z.number().describe('On the busiest day'),
    })
    .nullable()
    .describe('What the forecast says; null where nothing could be expected, and for more days than it rests on'),
  messages,
  others: messages.describe('The same of all other journeys together'),
  median: z
    .strictObject({ bounced: z.number(), unsubscribed: z.number(), complained: z.number() })
    .nullable()
    .describe('Shares of what was sent, of the journey in the middle; null where fewer than three others sent a hundred messages'),
  hasGoal: z.boolean(),
  hasHoldout: z.boolean(),
  converted: whole,
  lift: lift.nullable().describe('Null when nobody was held out, or there is no goal'),
  refusedBecause: z.record(z.string(), whole),
  guard: z.strictObject({ since: whole, because: z.string() }).nullable().describe('Whether its guard paused it'),
  near: z
    .array(
      z.strictObject({
        condition: z.string(),
        said: said.describe('The condition as data'),
        unit: z.enum(['times', 'amount', 'share', 'parts', 'ms']),
        wanted: z.number(),
        asks: z.enum(['gte', 'gt', 'lte', 'lt']).describe('On which side of `wanted` it holds'),
        people: whole,
        reached: whole,
        onlyThis: whole.nullable().describe('People for whom everything else held at least once, and never everything; null where nothing else is asked'),
      }),
    )
    .nullable()
    .describe('How near people came to each condition of its ways in; null as long as that is measured, or where the log is too long to be read'),
  suggestions: z.array(
    z.strictObject({
      kind: z.enum(suggestionKinds),
      evidence: z.string().describe('The numbers that it rests on, in English'),
      advice: z.string().describe('What could be done'),
      numbers: z.record(z.string(), z.number()),
      about: z.string().nullable().describe('A condition or a reason'),
    }),
  ),
})

export const reviewRoutes: readonly AdminRoute[] = [
  adminRoute({
    method: 'GET',
    path: '/journeys/{journey}/review',
    name: 'reviewJourney',
    group: 'Statistics',
    summary: 'How a journey ran since its version or over four weeks, against what was expected and against the others, and what follows from that',
    description: [
      'All numbers but the near misses are there at once; those are measured by a backtest over the same days, and `state` says how far that is. Every suggestion',
      'names the numbers that it rests on; differences count as far as they are sure.',
    ].join(' '),
    params: z.strictObject({ journey: z.string().min(1).max(256).describe('The name of the journey') }),
    query: z.strictObject({
      over: z
        .enum(['version', 'weeks'])
        .default('version')
        .describe('version: since the version in force was published · weeks: the last 28 days, all versions'),
      wait: z.coerce.number().min(0).max(60).default(0).describe('Seconds to wait for the near misses'),
    }),
    answer: z.strictObject({
      state: z.enum(['reading', 'ready', 'failed']),
      done: whole.describe('Lines of the log that were read for the near misses'),
      of: whole,
      problem: z.string().nullable(),
      review,
    }),
    problems: ['not-found', 'conflict'],
    async handle({ params: { journey }, query: { over, wait } }, { reviews }) {
      if (reviews === undefined) throw new AdminProblem('conflict', 'No server runs: `oncue journey review` makes it without one.')
      const found = await reviews.ask({ journey, over }, wait * 1000)
      if (found === undefined) throw new AdminProblem('not-found', mistake('no-journey-in-force', { name: journey }))
      return found as never
    },
  }),
]
