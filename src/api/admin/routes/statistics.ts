// The doors to what was counted: how a journey is doing and what it brings, and what became of the messages of each template.

import { z } from 'zod'
import { journeyReport, templateReport } from '../../../insight/journey-report.ts'
import { dayOfInstant } from '../../../insight/message-statistics.ts'
import { programInForce } from '../../../insight/program-in-force.ts'
import { verdicts } from '../../../insight/proportions.ts'
import { tellerOf } from '../../../insight/telling.ts'
import { isCountedByDay } from '../../../model/journey-day-count.ts'
import { limits } from '../../../model/limits.ts'
import { mistake } from '../../../model/mistake.ts'
import { readInForce } from '../../../runtime/stopping/pauses.ts'
import { Sweep } from '../../../runtime/writing/sweep.ts'
import { AdminProblem, type AdminRoute, adminRoute } from '../admin-route.ts'
import { interval, visitors } from '../counted.ts'
import { named } from '../named.ts'
import { said } from '../said.ts'
import { trialAnswer } from './winner.ts'

const number = z.number()
const whole = z.int()
const byReason = z.record(z.string(), whole)
const amounts = z.record(z.string(), number).describe('By currency; `none` for amounts that named no currency')
const comparison = named('Comparison', {
  difference: number.describe('The rate less the rate of the group that it is compared with'),
  interval: interval.describe("Newcombe's at 95 %, wider when several are compared"),
  relative: number.nullable(),
  verdict: z.enum(verdicts),
})
const group = {
  passages: whole,
  converted: whole,
  rate: number.nullable(),
  interval: interval.describe("Wilson's at 95 %"),
  revenue: amounts,
}
const messages = {
  sent: whole,
  failed: whole,
  refused: whole,
  unknown: whole,
  refusedBecause: byReason,
  delivered: whole,
  opened: visitors.describe('Messages, each once for every kind of visitor'),
  clicked: visitors,
  bounced: whole,
  complained: whole,
  unsubscribed: whole,
  closed: whole.describe('Popups that were closed'),
  converted: whole.describe('Conversions that are credited to the message'),
  revenue: amounts,
}
const stayed = z
  .strictObject({ people: whole, medianMs: whole.describe('Exact where all stay equally long, else within a factor of two') })
  .nullable()
  .describe('How long those who left the step after some time there stood there; null where nobody did, or before that was counted')
const step = named('StepStatistics', {
  step: z.string(),
  hereNow: whole,
  waiting: whole.describe('Messages that were decided and neither left nor were given up: held back by a limit, quiet hours or a stop, or to be tried again'),
  reached: whole,
  stayed,
  skipped: whole,
  skippedBecause: byReason,
  variants: byReason,
  ...messages,
})
const conversions = named('Conversions', group)
export const lift = named('Lift', {
  treated: conversions,
  holdout: conversions,
  comparison,
  extra: z.strictObject({ conversions: number, interval }).describe('Conversions that there would not have been without the messages'),
})
const reaction = named('Reaction', {
  count: whole.describe('Mails, each once; by people alone'),
  rate: number.nullable().describe('Of the mails that were sent'),
  interval: interval.describe("Wilson's at 95 %"),
  comparison: comparison.nullable().describe('With the mails of the first variant'),
})
export const variantMails = named('VariantMails', { sent: whole, opened: reaction, clicked: reaction })
  .nullable()
  .describe("What people did with the mails of the variant's own steps; null where none of them sends any")
export const splitPlace = z.string().describe('Where the split stands in the definition, such as steps.2')
const experiment = z.strictObject({
  step: z.string(),
  place: splitPlace,
  variants: z.array(
    z.strictObject({
      ...group,
      variant: z.string(),
      comparison: comparison.nullable().describe('With the first variant, by who reached the goal; null without a goal'),
      mails: variantMails,
    }),
  ),
  winner: z.string().nullable(),
  trial: trialAnswer.nullable(),
})
const version = named('VersionStatistics', {
  version: whole,
  live: z.boolean(),
  entered: whole,
  inside: whole,
  completed: whole,
  exited: whole,
  hasGoal: z.boolean().describe('Without a goal nobody converts'),
  converted: whole,
  heldOut: whole,
  revenue: amounts,
  exitedBecause: byReason,
  exitsSaid: z.array(z.strictObject({ because: z.string(), said })).describe('The reasons in `exitedBecause`, as data'),
  steps: z.array(step),
  lift: lift.nullable().describe('Null when nobody was held out, or there is no goal'),
  experiments: z.array(experiment),
  caveats: z.array(z.string()).describe('What has to be said beside the numbers'),
  caveatsSaid: z.array(said).describe('The same, as data'),
})

export const statisticsRoutes: readonly AdminRoute[] = [
  adminRoute({
    method: 'GET',
    path: '/journeys/{journey}/statistics',
    name: 'journeyStatistics',
    group: 'Statistics',
    summary: 'How a journey is doing and what it brings, for each of its versions, newest first',
    description:
      'Since the beginning; with `days`, only what happened over so many days, today included. Who is inside, at which step, and what waits is as it is now in both.',
    query: z.strictObject({ days: z.coerce.number().int().min(1).max(limits.statisticsDays).optional() }),
    params: z.strictObject({ journey: z.string().min(1).max(256) }),
    answer: z.strictObject({
      journey: z.string(),
      decidedUpTo: whole
        .nullable()
        .describe(
          'UTC milliseconds. What was due up to then is in the numbers, for everybody; earlier than now while many are let in at one instant, and null while people are brought up to what was published',
        ),
      versions: z.array(version),
    }),
    problems: ['not-found'],
    async handle({ params: { journey }, query: { days }, now }, { store }) {
      const to = dayOfInstant(now)
      const all = await store.counts(journey)
      const counts =
        days === undefined ? all : [...all.filter((one) => !isCountedByDay(one)), ...(await store.journeyDays({ journey, from: to - days + 1, to }))]
      const published = await readInForce(store)
      const report = journeyReport(journey, published, counts, all)
      if (report === undefined) throw new AdminProblem('not-found', mistake('no-such-journey', { name: journey }))
      const teller = tellerOf(await programInForce(store))
      const versions = report.versions.map((one) => ({
        ...one,
        exitsSaid: Object.keys(one.exitedBecause).map((because) => ({ because, said: teller.reason(because) })),
      }))
      const due = await store.nextDeadline()
      const decidedUpTo = (await Sweep.isDone(store, published)) ? Math.min(now, (due ?? Number.POSITIVE_INFINITY) - 1) : null
      return { ...report, decidedUpTo, versions } as never
    },
  }),
  adminRoute({
    method: 'GET',
    path: '/templates/statistics',
    name: 'templateStatistics',
    group: 'Statistics',
    summary: 'What became of the messages of each template, over all journeys',
    answer: z.strictObject({ templates: z.array(z.strictObject({ template: z.string(), ...messages })) }),
    async handle(_request, { store }) {
      return { templates: templateReport(await store.counts('')) } as never
    },
  }),
]
