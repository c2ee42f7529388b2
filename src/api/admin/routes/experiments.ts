// The door to what is tried: every split and every holdout of the journeys in force, with what came of it. journeyStatistics has the same of one
// journey with all of its versions.

import { z } from 'zod'
import { journeyReport } from '../../../insight/journey-report.ts'
import { liftToCome } from '../../../insight/lift.ts'
import { probabilityOfMore, verdicts } from '../../../insight/proportions.ts'
import type { Journey } from '../../../model/journey.ts'
import { readInForce } from '../../../runtime/stopping/pauses.ts'
import { type AdminRoute, adminRoute } from '../admin-route.ts'
import { interval } from '../counted.ts'
import { named } from '../named.ts'
import { said } from '../said.ts'
import { splitPlace, variantMails } from './statistics.ts'
import { answerOf, trialAnswer } from './winner.ts'

const arm = named('ExperimentArm', {
  name: z.string().describe('The variant; for a holdout `messages` and `holdout`'),
  passages: z.int(),
  converted: z.int(),
  rate: z.number().nullable(),
  interval: interval.describe("Wilson's at 95 %"),
  revenue: z.record(z.string(), z.number()).describe('By currency; `none` for amounts that named no currency'),
  difference: z.number().nullable().describe('The rate less that of what it is compared with; null for what others are compared with'),
  differenceInterval: interval.nullable(),
  lift: z.number().nullable().describe('The difference as a part of the rate that it is compared with'),
  verdict: z.enum(verdicts).nullable(),
  probability: z
    .number()
    .nullable()
    .describe('How likely it is that its true rate is the higher one, from 0 to 1, with nothing known before (a uniform prior)'),
  mails: variantMails,
})
const experiment = named('Experiment', {
  journey: z.string(),
  version: z.int(),
  kind: z.enum(['split', 'holdout']),
  step: z.string().nullable().describe('The step of the split; null for a holdout'),
  place: splitPlace.nullable(),
  live: z.boolean(),
  hasGoal: z.boolean().describe('Without a goal of the journey variants are compared by what people did with their mails alone'),
  winner: z.string().nullable().describe('The variant that everybody gets from now on'),
  trial: trialAnswer
    .nullable()
    .describe('Where some go ahead and the others wait for the winner: how that stands. The mails of the arms are then those that went ahead'),
  arms: z.array(arm),
  extra: z
    .strictObject({ conversions: z.number(), interval })
    .nullable()
    .describe('For a holdout: conversions that there would not have been without the messages'),
  earlier: z.int().describe('Passages that earlier versions of the journey counted here, which are not among these; journeyStatistics has them'),
  caveats: z.array(z.string()).describe('What has to be said beside the numbers'),
  caveatsSaid: z.array(said).describe('The same, as data'),
})

export const experimentRoutes: readonly AdminRoute[] = [
  adminRoute({
    method: 'GET',
    path: '/experiments',
    name: 'listExperiments',
    group: 'Statistics',
    summary: 'Splits and holdouts of all journeys in force, with what came of them',
    answer: z.strictObject({ experiments: z.array(experiment) }),
    async handle(_request, { store }) {
      const published = await readInForce(store)
      const live = (published?.journeys ?? []).filter((one) => one.live).map(({ definition }) => definition)
      const found: z.input<typeof experiment>[] = []
      for (const definition of live.sort((one, other) => (one.journey < other.journey ? -1 : 1)))
        found.push(...experimentsIn(definition, journeyReport(definition.journey, published, await store.counts(definition.journey))))
      return { experiments: found }
    },
  }),
]

type Report = NonNullable<ReturnType<typeof journeyReport>>

function experimentsIn({ journey, goal, holdout = 0 }: Journey, report: Report | undefined): z.input<typeof experiment>[] {
  const version = report?.versions.find(({ live }) => live)
  if (version === undefined) return []
  const about = {
    journey,
    version: version.version,
    live: true,
    hasGoal: version.hasGoal,
    caveats: [...version.caveats],
    caveatsSaid: [...version.caveatsSaid] as z.input<typeof said>[],
  }
  const before = (number: number): Report['versions'] => report?.versions.filter((one) => one.version < number) ?? []
  // A trial goes on in the version that people entered, also when another was published since.
  const tried = report?.versions.flatMap((one) => one.experiments.filter(({ trial }) => trial !== null).map((split) => ({ version: one.version, split }))) ?? []
  const others = version.experiments.filter(({ step }) => !tried.some(({ split }) => split.step === step)).map((split) => ({ version: version.version, split }))
  const splits = [...tried, ...others].map(({ version: number, split: { step, place, winner, trial, variants } }): z.input<typeof experiment> => {
    const [first] = variants
    const arms = variants.map(({ variant, comparison, mails, ...group }) => ({ ...armOf(variant, group, comparison, first), mails }))
    const older = before(number).flatMap(({ experiments }) => experiments.filter((one) => one.step === step).flatMap((one) => one.variants))
    const told = trial === null ? null : answerOf(trial)
    return { ...about, version: number, kind: 'split', step, place, winner, trial: told, arms, extra: null, earlier: passagesOf(older) }
  })
  // Who is held out is tried from the first day on, also as long as nobody of them has come.
  const lift = version.lift ?? (goal !== undefined && holdout > 0 ? liftToCome(version) : null)
  if (lift === null) return splits
  const arms = [armOf('messages', lift.treated, lift.comparison, lift.holdout), armOf('holdout', lift.holdout, null, undefined)].map((one) => ({
    ...one,
    mails: null,
  }))
  const earlier = passagesOf(before(version.version).flatMap((one) => (one.lift === null ? [] : [one.lift.treated, one.lift.holdout])))
  return [{ ...about, kind: 'holdout', step: null, place: null, winner: null, trial: null, arms, extra: lift.extra, earlier }, ...splits]
}

function passagesOf(groups: readonly Pick<Group, 'passages'>[]): number {
  return groups.reduce((sum, { passages }) => sum + passages, 0)
}

type Group = Pick<Report['versions'][number]['experiments'][number]['variants'][number], 'passages' | 'converted' | 'rate' | 'interval' | 'revenue'>
type Comparison = Report['versions'][number]['experiments'][number]['variants'][number]['comparison']

function armOf(
  name: string,
  { passages, converted, rate, interval: own, revenue }: Group,
  comparison: Comparison,
  other: Group | undefined,
): Omit<z.input<typeof arm>, 'mails'> {
  const probability =
    comparison === null || other === undefined ? null : probabilityOfMore({ of: passages, count: converted }, { of: other.passages, count: other.converted })
  return {
    ...{ name, passages, converted, rate, interval: own, revenue: { ...revenue } },
    difference: comparison?.difference ?? null,
    differenceInterval: comparison?.interval ?? null,
    lift: comparison?.relative ?? null,
    verdict: comparison?.verdict ?? null,
    probability,
  }
}
