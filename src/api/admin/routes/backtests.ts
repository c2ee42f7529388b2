// The doors of backtests: begins one over the history of this server, says how far it is and what came of it, and stops it.

import { z } from 'zod'
import type { Journey } from '../../../model/journey.ts'
import { journeySchema } from '../../../model/journey.ts'
import type { Json } from '../../../model/json.ts'
import { limits } from '../../../model/limits.ts'
import { mistake } from '../../../model/mistake.ts'
import { readMistake } from '../../../model/read-mistake.ts'
import { accepted } from '../accepted.ts'
import { type AdminParts, AdminProblem, type AdminRoute, adminRoute, anyObject } from '../admin-route.ts'
import type { BacktestStatus } from '../backtests-door.ts'
import { named } from '../named.ts'
import { saidMistake, toldDecision } from '../said.ts'
import { backtestAnswer } from './backtest-answer.ts'

const instant = z.int().describe('UTC milliseconds')
const status = named('Backtest', {
  id: z.int(),
  wish: anyObject.describe('What was wished; a draft of a journey by its name'),
  state: z.enum(['running', 'done', 'cancelled', 'failed']),
  done: z.int().describe('Lines of the log that were gone through, by all threads'),
  of: z.int(),
  events: z.int().describe('Events that people caused, so far'),
  startedAt: instant,
  problem: z.string().nullable().describe('Why it failed'),
  said: saidMistake.nullable(),
  report: backtestAnswer.nullable(),
})
const body = z
  .strictObject({
    journey: anyObject
      .optional()
      .describe('A draft of one journey, as its file would say it in JSON; without one, all that the definitions folder of the server says'),
    against: z
      .union([z.enum(['in force', 'nothing']), z.strictObject({ journey: z.string().min(1).max(256), version: z.int().min(1) })])
      .default('in force')
      .describe('What the draft is held against: what is in force, nothing, or what is in force with an older version of one journey'),
    whatIf: z
      .strictObject({
        journey: z.string().min(1).max(256),
        path: z.array(z.string().min(1).max(256)).min(1).max(20).describe('Keys and places, or ids of steps, that lead to a value: ["enter", "0", "quiet"]'),
        values: z
          .array(z.union([z.string().max(1000), z.number(), z.boolean()]))
          .min(1)
          .max(limits.backtestArms - 1),
      })
      .optional()
      .describe('Values of one place to try side by side'),
    from: instant.optional().describe('As if published at this instant'),
    to: instant.optional().describe('Up to this instant. Without it, now; where all that is known was imported and ended more than a week ago, its last event'),
    responses: z.enum(['recorded', 'none', 'past']).default('recorded').describe('What people do with messages'),
    seed: z.string().max(100).default('1').describe('What past answers are drawn by'),
    imports: z.enum(['as it happened', 'as received']).default('as it happened').describe('When imported history counts'),
    drafts: z.boolean().default(false).describe('Drafts of the definitions folder stand in the place of their files'),
    thresholds: z.boolean().default(false).describe('Whether it is measured how far people were from each condition of a way in'),
    examples: z.int().min(1).max(100).default(10).describe('People who are named, for each journey and for each difference'),
  })
  .default({ drafts: false, against: 'in force', responses: 'recorded', seed: '1', imports: 'as it happened', thresholds: false, examples: 10 })
const params = z.strictObject({ id: z.coerce.number().int().min(1) })

const group = 'Backtests'

const traced = z.strictObject({
  name: z.string(),
  lines: z.array(z.string()),
  told: z
    .array(z.strictObject({ at: z.int(), event: z.string().nullable(), told: toldDecision.nullable() }))
    .describe('For each line the decision as data, or the name of what they did'),
})

export const backtestRoutes: readonly AdminRoute[] = [
  adminRoute({
    method: 'POST',
    path: '/backtests',
    name: 'beginBacktest',
    group,
    summary: 'Begins to try definitions over the stored history',
    description:
      'By the engine that decides in production, in threads that only read. One runs at a time. Answered at once; `GET /backtests/{id}` says how it goes on.',
    status: 202,
    body,
    answer: status,
    problems: ['conflict'],
    audited: ({ body: { journey, ...rest } }) => ({ details: { ...rest, journey: (journey?.['journey'] as string | undefined) ?? null } as never }),
    async handle({ body: { journey, whatIf, ...rest } }, parts) {
      const draft = journey === undefined ? undefined : draftOf(journey)
      const tried = whatIf === undefined ? undefined : { journey: whatIf.journey, tried: { path: whatIf.path, values: whatIf.values as readonly Json[] } }
      const begun = accepted(await doorOf(parts).begin({ ...rest, ...(draft && { journey: draft }), ...(tried && { whatIf: tried }) }))
      if ('busy' in begun) throw new AdminProblem('conflict', mistake('backtest-busy', { number: begun.busy }))
      return told(begun) as never
    },
  }),
  adminRoute({
    method: 'GET',
    path: '/backtests',
    name: 'listBacktests',
    group,
    summary: 'The backtests that are kept, newest first, without their reports',
    answer: z.strictObject({ backtests: z.array(status.omit({ report: true })) }),
    problems: ['conflict'],
    handle: async (_request, parts) =>
      ({
        backtests: doorOf(parts)
          .list()
          .map(({ report: _, ...about }) => told(about)),
      }) as never,
  }),
  adminRoute({
    method: 'GET',
    path: '/backtests/{id}',
    name: 'getBacktest',
    group,
    summary: 'How far a backtest is, and what came of it',
    description: `The newest ${limits.backtestsKept} are kept in the data folder; one that runs when the server stops is kept as stopped, without a report, and one that ran when it was killed as failed.`,
    params,
    query: z.strictObject({ wait: z.coerce.number().int().min(0).max(60).default(0).describe('Seconds to wait for its end before answering') }),
    answer: status,
    problems: ['not-found', 'conflict'],
    handle: async ({ params: { id }, query: { wait } }, parts) => told(known(await doorOf(parts).status(id, wait * 1000))) as never,
  }),
  adminRoute({
    method: 'GET',
    path: '/backtests/{id}/people/{subscriber}',
    name: 'traceBacktest',
    group,
    summary: 'What a backtest decides about one person, line by line, with what they did',
    params: params.extend({ subscriber: z.coerce.number().int().min(1).describe('The number of the person') }),
    answer: z.strictObject({ subscriber: z.int(), arms: z.array(traced) }),
    problems: ['not-found', 'conflict'],
    async handle({ params: { id, subscriber } }, parts) {
      const trace = await doorOf(parts).trace(id, subscriber)
      if (trace === undefined) throw new AdminProblem('not-found', mistake('no-such-backtest-person'))
      return { subscriber: trace.subscriber, arms: trace.arms as never }
    },
  }),
  adminRoute({
    method: 'DELETE',
    path: '/backtests/{id}',
    name: 'cancelBacktest',
    group,
    summary: 'Stops a backtest that runs; one that is done is forgotten',
    params,
    answer: status,
    problems: ['not-found', 'conflict'],
    handle: async ({ params: { id } }, parts) => told(known(await doorOf(parts).cancel(id))) as never,
  }),
]

function draftOf(journey: unknown): Journey {
  const parsed = journeySchema.safeParse(journey)
  if (parsed.success) return parsed.data as Journey
  const errors = parsed.error.issues.map(({ path, message }) => `journey.${path.join('.')}: ${message}`)
  throw new AdminProblem('bad-request', errors.slice(0, 5).join('\n'))
}

/** Why it failed, as data too. */
function told<Status extends Pick<BacktestStatus, 'problem'>>(status: Status) {
  return { ...status, said: status.problem === null ? null : readMistake(status.problem) }
}

function known<Status>(found: Status | undefined): Status {
  if (found === undefined) throw new AdminProblem('not-found', mistake('no-such-backtest'))
  return found
}

function doorOf({ backtests }: AdminParts): NonNullable<AdminParts['backtests']> {
  if (backtests === undefined) throw new AdminProblem('conflict', 'No server runs: use `oncue backtest` on this machine.')
  return backtests
}
