// What a backtest found, in the shape that the API and `--json` give: numbers for each arm, how journeys overlap, and what differs from the first arm.

import type { VolumePace } from '../../model/guard.ts'
import { versionKey } from '../../model/publication.ts'
import type { Said } from '../../model/said.ts'
import { theEngine } from '../../runtime/engine.ts'
import { type JourneyReport, journeyReport } from '../journey-report.ts'
import { tellerOf } from '../telling.ts'
import { type Assumption, assumptionsOf, assumptionText } from './assumptions.ts'
import type { BacktestSpec } from './backtest-spec.ts'
import { type ChannelLimits, type ChannelVolume, channelVolumes } from './channel-volume.ts'
import { countsTo, type GaugeReport, gaugeReport, Meters } from './meters.ts'
import type { ShareResult } from './replay-share.ts'
import { dayText, placesOf } from './series.ts'
import type { Example, Tally } from './tally.ts'
import { triedSegments } from './tried-segments.ts'

export interface BacktestReport {
  readonly from: number
  readonly to: number
  /** Days of the period in which anything is known, at least one. */
  readonly days: number
  readonly people: number
  readonly events: number
  /** What the result rests on, in words, and as data. */
  readonly assumptions: readonly string[]
  readonly restsOn: readonly Assumption[]
  readonly arms: readonly ArmReport[]
  /** One for each arm after the first: how it differs from that. */
  readonly differences: readonly DifferenceReport[]
}

export interface ArmReport {
  readonly name: string
  readonly journeys: readonly BacktestedJourney[]
  /** Those that not every arm defines alike. */
  readonly segments: readonly BacktestedSegment[]
  readonly channels: readonly ChannelVolume[]
  /** Who entered any journey, and who got a mail or a text message. */
  readonly peopleEntered: number
  readonly peopleMailed: number
  readonly weekly: WeeklyMails
  readonly overlaps: readonly Overlap[]
}

export interface BacktestedJourney {
  readonly journey: string
  readonly version: number
  readonly entered: number
  readonly people: number
  /** Why people who were at the door did not enter. */
  readonly notEntered: Readonly<Record<string, number>>
  /** How often messages had to wait, and for how long in all, by what held them up. */
  readonly heldUp: Readonly<Record<string, { readonly times: number; readonly hours: number }>>
  readonly messages: number
  readonly hasGoal: boolean
  /** Whether this version ever ran. If not, whoever reached the goal did so without any of its messages. */
  readonly hasRun: boolean
  readonly report: JourneyReport['versions'][number]
  /** The reasons in the report's `exitedBecause`, as data. */
  readonly exitsSaid: readonly { readonly because: string; readonly said: Said }[]
  /** How far people were from each condition of the ways in; empty where it was not asked. */
  readonly thresholds: readonly GaugeReport[]
  readonly perDay: readonly { readonly day: string; readonly entered: number; readonly messages: number }[]
  /** What an hour and a day of the period are like. */
  readonly pace: { readonly entries: VolumePace; readonly messages: VolumePace }
  readonly examples: readonly Example[]
}

export interface BacktestedSegment {
  readonly segment: string
  /** Who was in it when the period began. A publication at that instant would count those of them as coming in who were not in it before. */
  readonly before: number
  /** How often somebody came in and left in the period, and how many came in. */
  readonly entered: number
  readonly left: number
  readonly people: number
  /** Who is in it at the end of the period. */
  readonly held: number
  readonly perDay: readonly { readonly day: string; readonly entered: number; readonly left: number }[]
  readonly examples: readonly Example[]
}

/** Mails and text messages of one person in one week, over those person-weeks in which there was any. */
export interface WeeklyMails {
  readonly personWeeks: number
  readonly mean: number
  readonly median: number
  readonly p95: number
  readonly most: number
}

export interface Overlap {
  readonly journeys: readonly [string, string]
  /** Who entered both in the period. */
  readonly people: number
}

export interface DifferenceReport {
  readonly before: string
  readonly after: string
  readonly peopleWhoDiffer: number
  readonly journeys: readonly {
    readonly journey: string
    readonly onlyBefore: number
    readonly onlyAfter: number
    /** In both, at the same instants and with the same messages. */
    readonly alike: number
    readonly otherwise: number
  }[]
  /** Who is in a segment at the end of the period in one of both only, or in both. */
  readonly segments: readonly { readonly segment: string; readonly onlyBefore: number; readonly onlyAfter: number; readonly both: number }[]
  readonly examples: readonly Example[]
}

const dayMs = 86_400_000
const hourMs = 3_600_000

/** Makes the report of a run. */
export function backtestReport(spec: BacktestSpec, result: ShareResult, channelLimits: ChannelLimits = {}): BacktestReport {
  const from = Number.isFinite(spec.from) ? spec.from : (result.firstAt ?? spec.to)
  const restsOn = assumptionsOf(spec)
  const tried = triedSegments(spec.arms)
  const days = Math.max(1, Math.ceil((spec.to - Math.max(from, result.firstAt ?? from)) / dayMs))
  return {
    from,
    to: spec.to,
    days,
    people: result.people,
    events: result.events,
    assumptions: restsOn.map(assumptionText),
    restsOn,
    arms: spec.arms.map((arm, index) => armReport(arm, result.arms[index] as Tally, { channelLimits, gauges: gaugesOf(spec, arm), days, tried })),
    differences: spec.arms.slice(1).map((arm, index) => differenceReport(spec.arms[0]?.name ?? '', arm.name, result.differences[index] as Tally)),
  }
}

interface ArmContext {
  readonly channelLimits: ChannelLimits
  readonly gauges: Meters['gauges']
  readonly days: number
  readonly tried: readonly string[]
}

function armReport({ name, source, ran }: BacktestSpec['arms'][number], tally: Tally, { channelLimits, gauges, days, tried }: ArmContext): ArmReport {
  const numbers = new Numbers(tally)
  const counts = [...numbers.under('count')].map(([[journey = '', version, step = '', measure = ''], count]) => {
    return { journey, version: Number(version), step, measure, count }
  })
  const live = source.journeys.filter((one) => one.live)
  // Compiled only where somebody left.
  const teller = counts.some(({ measure }) => measure.startsWith('exited: ')) ? tellerOf(theEngine.compile(source)) : undefined
  return {
    name,
    journeys: live.map(({ definition, version }): BacktestedJourney => {
      const { journey } = definition
      const own = counts.filter((one) => one.journey === journey && one.version === version)
      const report = journeyReport(journey, { ...source, journeys: live }, own)?.versions.find((one) => one.version === version)
      if (report === undefined) throw new Error(`${journey} is not among its own definitions`)
      const [entered, messages] = [countsOf(tally, `day\n${journey}\nentered`), countsOf(tally, `day\n${journey}\nmessages`)]
      return {
        journey,
        version,
        entered: report.entered,
        people: numbers.get(`people\n${journey}`),
        notEntered: Object.fromEntries(numbers.of(`not entered\n${journey}`)),
        heldUp: Object.fromEntries(
          [...numbers.of(`deferred\n${journey}`)].map(([rule, times]) => {
            return [rule, { times, hours: Math.round((numbers.get(`deferred ms\n${journey}\n${rule}`) / hourMs) * 10) / 10 }]
          }),
        ),
        messages: sumOf(messages),
        hasGoal: definition.goal !== undefined,
        hasRun: ran.includes(versionKey(journey, version)),
        report,
        exitsSaid: Object.keys(report.exitedBecause).flatMap((because) => (teller === undefined ? [] : [{ because, said: teller.reason(because) }])),
        thresholds: gauges
          .filter((gauge) => gauge.journey === journey)
          .map((gauge) => gaugeReport(gauge, numbers.of(`near\n${journey}\n${gauge.words}`), numbers.get(`alone\n${journey}\n${gauge.words}`))),
        perDay: daysOf(entered, messages).map((day) => ({ day: dayText(day), entered: entered.get(day) ?? 0, messages: messages.get(day) ?? 0 })),
        pace: {
          entries: paceOf([...entered.values()], [...countsOf(tally, `hour\n${journey}\nentered`).values()], days),
          messages: paceOf([...messages.values()], [...countsOf(tally, `hour\n${journey}\nmessages`).values()], days),
        },
        examples: tally.examples.get(`entered\n${journey}`) ?? [],
      }
    }),
    segments: tried.filter((segment) => source.segments.some((one) => one.segment === segment)).map((segment) => segmentReport(segment, tally, numbers)),
    channels: channelVolumes(tally, channelLimits),
    peopleEntered: numbers.get('people in any'),
    peopleMailed: numbers.get('people mailed'),
    weekly: weeklyOf(numbers),
    overlaps: [...numbers.under('both')]
      .map(([[one = '', other = ''], people]): Overlap => ({ journeys: [one, other], people }))
      .sort((one, other) => other.people - one.people),
  }
}

function segmentReport(segment: string, tally: Tally, numbers: Numbers): BacktestedSegment {
  const [joined, left] = [countsOf(tally, `day\n${segment}\njoined`), countsOf(tally, `day\n${segment}\nleft`)]
  return {
    segment,
    before: numbers.get(`segment before\n${segment}`),
    entered: sumOf(joined),
    left: sumOf(left),
    people: numbers.get(`segment people\n${segment}`),
    held: numbers.get(`segment held\n${segment}`),
    perDay: daysOf(joined, left).map((day) => ({ day: dayText(day), entered: joined.get(day) ?? 0, left: left.get(day) ?? 0 })),
    examples: tally.examples.get(`joined\n${segment}`) ?? [],
  }
}

function sumOf(counts: ReadonlyMap<number, number>): number {
  return [...counts.values()].reduce((sum, one) => sum + one, 0)
}

/** Days on which either counted anything, earliest first. */
function daysOf(...counts: readonly ReadonlyMap<number, number>[]): readonly number[] {
  return [...new Set(counts.flatMap((one) => [...one.keys()]))].sort((one, other) => one - other)
}

/** What an hour and a day are like, days and hours without anything among them. */
function paceOf(ofDays: readonly number[], ofHours: readonly number[], days: number): VolumePace {
  const sum = ofDays.reduce((all, one) => all + one, 0)
  const mean = sum / days
  const squares = ofDays.reduce((all, one) => all + (one - mean) ** 2, 0) + Math.max(0, days - ofDays.length) * mean ** 2
  return {
    perHour: { mean: rounded(mean / 24), most: Math.max(0, ...ofHours) },
    perDay: { mean: rounded(mean), most: Math.max(0, ...ofDays), spread: rounded(Math.sqrt(squares / days)) },
  }
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100
}

function gaugesOf({ thresholds }: BacktestSpec, { source }: BacktestSpec['arms'][number]): Meters['gauges'] {
  return thresholds ? new Meters(theEngine.compile({ ...source, countsTo })).gauges : []
}

function weeklyOf(numbers: Numbers): WeeklyMails {
  const weeks = [...numbers.of('mails in a week')].map(([mails, count]) => [Number(mails), count] as const).sort(([one], [other]) => one - other)
  const personWeeks = weeks.reduce((sum, [, count]) => sum + count, 0)
  const at = (share: number): number => {
    let passed = 0
    for (const [mails, count] of weeks) {
      passed += count
      if (passed >= share * personWeeks) return mails
    }
    return 0
  }
  const mails = weeks.reduce((sum, [each, count]) => sum + each * count, 0)
  return {
    personWeeks,
    mean: personWeeks === 0 ? 0 : Math.round((mails / personWeeks) * 100) / 100,
    median: at(0.5),
    p95: at(0.95),
    most: weeks.at(-1)?.[0] ?? 0,
  }
}

function differenceReport(before: string, after: string, tally: Tally): DifferenceReport {
  const numbers = new Numbers(tally)
  const of = (how: string): ReadonlyMap<string, number> => numbers.of(how)
  const names = new Set(['only before', 'only after', 'alike', 'otherwise'].flatMap((how) => [...of(how).keys()]))
  return {
    before,
    after,
    peopleWhoDiffer: numbers.get('people who differ'),
    journeys: [...names].sort().map((journey) => ({
      journey,
      onlyBefore: of('only before').get(journey) ?? 0,
      onlyAfter: of('only after').get(journey) ?? 0,
      alike: of('alike').get(journey) ?? 0,
      otherwise: of('otherwise').get(journey) ?? 0,
    })),
    segments: [...new Set(['only before', 'only after', 'both'].flatMap((how) => [...of(`segment ${how}`).keys()]))].sort().map((segment) => ({
      segment,
      onlyBefore: of('segment only before').get(segment) ?? 0,
      onlyAfter: of('segment only after').get(segment) ?? 0,
      both: of('segment both').get(segment) ?? 0,
    })),
    examples: tally.examples.get('people who differ') ?? [],
  }
}

/** What was counted by day or hour, earliest first. */
function countsOf({ series }: Tally, name: string): ReadonlyMap<number, number> {
  return new Map(placesOf(series.get(name)))
}

type Counted = readonly [parts: readonly string[], count: number]

/** Numbers by the parts of their keys. */
class Numbers {
  readonly #numbers: ReadonlyMap<string, number>

  constructor(tally: Tally) {
    this.#numbers = tally.numbers
  }

  get(key: string): number {
    return this.#numbers.get(key) ?? 0
  }

  /** What follows a prefix, with its number. */
  of(prefix: string): ReadonlyMap<string, number> {
    const start = `${prefix}\n`
    return new Map([...this.#numbers].flatMap(([key, count]) => (key.startsWith(start) ? [[key.slice(start.length), count] as const] : [])))
  }

  under(first: string): readonly Counted[] {
    return [...this.of(first)].map(([key, count]) => [key.split('\n'), count] as const)
  }
}
