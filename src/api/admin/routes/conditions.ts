// The doors of conditions that nobody has published: whether one is right, how many people it holds for now, and what it says of one person.

import { z } from 'zod'
import type { MailReach } from '../../../insight/matching/count-people.ts'
import type { CountStatus } from '../../../insight/matching/desk-door.ts'
import type { TriedPart } from '../../../insight/matching/try-on.ts'
import { isAllowed } from '../../../model/admin-role.ts'
import { limits } from '../../../model/limits.ts'
import { mistake } from '../../../model/mistake.ts'
import type { Store } from '../../../runtime/store.ts'
import { AdminProblem, type AdminRoute, adminRoute, anyObject } from '../admin-route.ts'
import { conditionIn, deskOf, pathOf, peopleOf, peopleShown, personOf, placeIn, problemLines, problemOf, refuse } from '../condition-desk.ts'
import { percentiles } from '../counted.ts'
import { named } from '../named.ts'
import { numberOf } from '../number-of.ts'

const group = 'Conditions and segments'

const status = named('ConditionCount', {
  id: z.int(),
  state: z.enum(['counting', 'done', 'stopped', 'failed']),
  exact: z.boolean().describe('Whether everybody was asked; before that the numbers are an estimate from a sample'),
  of: z.int().nullable().describe('Everybody there is; null before the first people were asked'),
  asked: z.int().describe('How many of everybody were asked so far for the exact number'),
  progress: z.number().describe('How much of counting everybody is done, from 0 to 1'),
  parts: z
    .array(z.strictObject({ path: pathOf, words: z.string().describe('What is asked, in English'), people: peopleOf }))
    .describe('The condition itself first, then each of its parts alone'),
  reach: z
    .strictObject({
      sent: z.int(),
      noAddress: z.int(),
      suppressed: z.int().describe('Their address bounced or complained'),
      unsubscribed: z.int(),
      noConsent: z.int().describe('Where a yes is needed: they never said it'),
      mailPaused: z.int().describe('They want no mail for a while'),
      holdout: z.int().describe('Held out of everything by the workspace, to measure'),
    })
    .nullable()
    .describe(
      'Of those for whom it holds: how many a mail on `topic` would be sent to, and what keeps it from the others; null where no topic was asked about',
    ),
  sample: z.array(personOf).describe('Some of those for whom it holds'),
  problems: z.array(problemOf).describe('What is wrong with the condition; then nobody was asked'),
})

/** How long the first answer waits for an estimate. */
const firstWaitMs = 800
const params = z.strictObject({ id: z.coerce.number().int().min(1) })
const body = z.strictObject({ condition: conditionIn, place: placeIn })

export const conditionRoutes: readonly AdminRoute[] = [
  adminRoute({
    method: 'POST',
    path: '/conditions/check',
    name: 'checkCondition',
    group,
    summary: 'What is wrong with a condition, and what each of its parts asks, in words',
    description: 'Against what is in force: names of segments, lists, topics, templates and journeys that a condition speaks of are known from there.',
    body,
    answer: z.strictObject({
      problems: z.array(problemOf),
      parts: z
        .array(
          z.strictObject({
            path: pathOf,
            words: z.string(),
            needsTrigger: z.boolean().describe('Whether it speaks of the event that starts a passage, so that it cannot be counted'),
          }),
        )
        .describe('The condition itself first; empty when its form is wrong'),
    }),
    problems: ['conflict'],
    isReading: true,
    async handle({ body: { condition, place } }, parts) {
      const desk = deskOf(parts)
      const read = desk.read(condition)
      if ('problems' in read) return { problems: problemLines(read.problems), parts: [] }
      const checked = await desk.ask('check', { condition: read.condition, place })
      return { problems: problemLines(checked.problems), parts: checked.parts.map((part) => ({ ...part, path: [...part.path] })) }
    },
  }),
  adminRoute({
    method: 'POST',
    path: '/conditions/count',
    name: 'countCondition',
    group,
    summary: 'How many people a condition holds for now, and each of its parts alone',
    description:
      'Answered within a second with an estimate from a sample, or the exact number where there are few people; everybody is asked after that, and `GET /conditions/count/{id}` says how it goes on. Counting only reads. ' +
      `At most ${limits.countsAtOnce} counts go on at a time; a further one stops the oldest of whoever has the most.`,
    body: body.extend({
      topic: z.string().max(limits.idCharacters).optional().describe('Also says whom a mail on this topic would reach; an empty text is mail without a topic'),
      instead: z.int().min(1).optional().describe('A count that this one takes the place of: it is stopped'),
    }),
    answer: status,
    problems: ['conflict'],
    isReading: true,
    async handle({ body: { condition, place, instead, topic }, now, admin }, parts) {
      const desk = deskOf(parts)
      // A count of somebody else goes on: only its number was guessed.
      if (instead !== undefined) desk.stop(instead, admin)
      const read = desk.read(condition)
      if ('problems' in read) refuse(read.problems)
      const { id } = desk.count({ condition: read.condition, place, now, by: admin.name, topic: topic === '' ? null : topic })
      const found = await desk.status(id, { waitMs: firstWaitMs, until: 'an estimate' })
      return shown(found as CountStatus, parts.store)
    },
  }),
  adminRoute({
    method: 'GET',
    path: '/conditions/count/{id}',
    name: 'getCount',
    group,
    summary: 'How far a count is',
    description: `The newest ${limits.countsKept} are kept until the server stops.`,
    params,
    query: z.strictObject({ wait: z.coerce.number().int().min(0).max(30).default(0).describe('Seconds to wait for its end before answering') }),
    answer: status,
    problems: ['not-found', 'conflict'],
    async handle({ params: { id }, query: { wait } }, parts) {
      return shown(known(await deskOf(parts).status(id, { waitMs: wait * 1000, until: 'the end' })), parts.store)
    },
  }),
  adminRoute({
    method: 'DELETE',
    path: '/conditions/count/{id}',
    name: 'stopCount',
    group,
    summary: 'Stops a count of one’s own; what it found so far stays',
    description: 'Whoever began it may stop it, and an owner.',
    params,
    answer: status,
    isReading: true,
    problems: ['not-found', 'conflict', 'admin-forbidden'],
    async handle({ params: { id }, admin }, parts) {
      const stopped = deskOf(parts).stop(id, isAllowed(admin.role, 'owner') ? 'anybody' : admin)
      if (stopped === 'not yours') throw new AdminProblem('admin-forbidden', 'Somebody else began this count. They can stop it, and an owner.')
      return shown(known(stopped), parts.store)
    },
  }),
  adminRoute({
    method: 'POST',
    path: '/conditions/history',
    name: 'measureCondition',
    group,
    needs: 'editor',
    summary: 'What people came to in the past, for each number that a condition asks for: percentiles, and how many came to how much',
    description:
      'By the same measure as the near misses of a backtest, over the last days of the log, in a thread beside the server; of each person the most counts. Asked again with ' +
      'the same body it says how far it is. Only what asks for at least so much is measured: how often, an amount, a silence or how long something has been so; nothing of shares and of what comes in order.',
    body: body.extend({
      when: z
        .string()
        .min(1)
        .max(limits.idCharacters)
        .optional()
        .describe('Measured when this happens, such as Order Completed; when missing, at each event that the condition reads'),
      days: z.int().min(1).max(730).default(90),
      wait: z.number().min(0).max(60).default(20).describe('Seconds to wait for it'),
    }),
    answer: z.strictObject({
      state: z.enum(['reading', 'ready', 'failed']),
      done: z.int().describe('Lines of the log that were read'),
      of: z.int(),
      problem: z.string().nullable(),
      baselines: z.array(
        z.strictObject({
          condition: z.string().describe('What is asked, in English'),
          unit: z.enum(['times', 'amount', 'ms']),
          wanted: z.number().describe('From which number on it holds'),
          people: z.int().describe('Everybody who was measured'),
          reached: z.int().describe('Who came to it'),
          percentiles: percentiles.describe('So many of 100 people came to no more'),
          values: z.array(z.strictObject({ value: z.number(), people: z.int().describe('Who came to at least so much') })),
        }),
      ),
    }),
    problems: ['conflict'],
    isReading: true,
    async handle({ body: { condition, place, when, days, wait } }, parts) {
      const desk = deskOf(parts)
      if (parts.baselines === undefined) throw new AdminProblem('conflict', 'No server runs: start it with `oncue start`.')
      const read = desk.read(condition)
      if ('problems' in read) refuse(read.problems)
      const { problems } = await desk.ask('check', { condition: read.condition, place })
      if (problems.some(({ severity }) => severity === 'error')) refuse(problems)
      const { baselines, ...status } = await parts.baselines.ask({ condition: read.condition, when, days }, wait * 1000)
      return { ...status, baselines: baselines.map(({ values, ...one }) => ({ ...one, values: [...values] })) }
    },
  }),
  adminRoute({
    method: 'POST',
    path: '/conditions/try',
    name: 'tryCondition',
    group,
    summary: 'What a condition says of one person now, part by part, with the events that decided it',
    body: body.extend({
      subscriber: z.string().min(1).max(320).describe('A userId, an anonymousId, # and the number, a mail address, or a phone number'),
      trigger: z
        .string()
        .min(1)
        .max(limits.idCharacters)
        .optional()
        .describe('In a journey: the event that starts the passage, of which the newest of this person stands in'),
    }),
    answer: z.strictObject({
      person: personOf,
      at: z.int().describe('UTC milliseconds'),
      holds: z.boolean(),
      reason: anyObject.describe(
        'The condition: `path`, `words`, `value`, `until`, `detail`, `nearMiss`, `evidence` (the events that decided it) and `parts` of the same form',
      ),
      trigger: anyObject.nullable().describe('The event that stood in'),
      isCut: z.boolean().describe('Whether events older than those that were looked at are not named'),
    }),
    problems: ['not-found', 'conflict'],
    isReading: true,
    async handle({ body: { condition, place, subscriber, trigger }, now }, parts) {
      const desk = deskOf(parts)
      const read = desk.read(condition)
      if ('problems' in read) refuse(read.problems)
      const number = await numberOf(subscriber, parts.store)
      const tried = await desk.ask('tryOn', { condition: read.condition, place, number, now, trigger })
      if (tried === undefined) throw new AdminProblem('not-found', mistake('person-not-known'))
      if ('problems' in tried) refuse(tried.problems)
      const [person] = await peopleShown(parts.store, [number])
      const { at, reason, isCut } = tried
      return {
        person: person as z.input<typeof personOf>,
        at,
        holds: reason.value,
        reason: reason as unknown as TriedJson,
        trigger: tried.trigger as never,
        isCut,
      }
    },
  }),
]

type TriedJson = TriedPart & Record<string, never>

async function shown(
  { id, state, count, asked, share, problems }: CountStatus,
  store: Pick<Store, 'identitiesOf' | 'reachOf'>,
): Promise<z.input<typeof status>> {
  return {
    id,
    state,
    exact: count?.phase === 'exact',
    of: count?.of ?? null,
    asked,
    progress: share,
    parts: count?.parts.map((part) => ({ ...part, path: [...part.path] })) ?? [],
    reach: count?.reach == null ? null : reachShown(count.reach),
    sample: await peopleShown(store, count?.sample.slice(0, 10) ?? []),
    problems: problemLines(problems),
  }
}

function reachShown(reach: MailReach): NonNullable<z.input<typeof status>['reach']> {
  const { 'no address': noAddress, 'no consent': noConsent, 'mail paused': mailPaused, ...others } = reach
  return { ...others, noAddress, noConsent, mailPaused }
}

function known(found: CountStatus | undefined): CountStatus {
  if (found === undefined) throw new AdminProblem('not-found', mistake('no-such-count'))
  return found
}
