// What a journey brings: those who got its messages against those who were held out, and the variants of each split against its first. The unit
// is the passage; where people may enter again their passages are not independent of each other, and the report says so.

import { mailsIn } from '../engine/trial.ts'
import { idFromPlace, walkSteps } from '../engine/walk-steps.ts'
import type { Journey, Step } from '../model/journey.ts'
import type { Said } from '../model/said.ts'
import { type Amounts, type Counted, lessAmounts } from './counted.ts'
import { type Comparison, compare, type Interval, type Share, wilsonInterval } from './proportions.ts'
import { mailsOfTrial, type TrialReport } from './trial-report.ts'

/** A group of passages and what became of them. */
export interface Group {
  readonly passages: number
  readonly converted: number
  /** Of the passages; null when there are none. */
  readonly rate: number | null
  /** Wilson's at 95 %. */
  readonly interval: Interval
  readonly revenue: Amounts
}

export interface Lift {
  readonly treated: Group
  readonly holdout: Group
  readonly comparison: Comparison
  /** Conversions that there would not have been without the messages: the difference of the rates, for all who were treated; with its interval. */
  readonly extra: { readonly conversions: number; readonly interval: Interval }
}

export interface Experiment {
  readonly step: string
  /** Where it stands in the definition, such as steps.2 */
  readonly place: string
  /** In the order of the definition; the first is what the others are compared with. */
  readonly variants: readonly (Group & {
    readonly variant: string
    /** With the first variant by who reached the goal; null for the first, without a goal, and once a winner is declared. */
    readonly comparison: Comparison | null
    /** Null where no step of the variant sends mails. */
    readonly mails: VariantMails | null
  })[]
  readonly winner: string | null
  /** Null where nobody waits for the outcome. */
  readonly trial: TrialReport | null
}

/** What people did with the mails of a variant's own steps. The unit is the mail. */
export interface VariantMails {
  readonly sent: number
  readonly opened: Reaction
  readonly clicked: Reaction
}

/** Of the mails that were sent: each counts once, and only for people. */
export interface Reaction {
  readonly count: number
  readonly rate: number | null
  /** Wilson's at 95 %. */
  readonly interval: Interval
  /** With the mails of the first variant; null for the first, where that one sends none, and once a winner is declared. */
  readonly comparison: Comparison | null
}

/** Undefined when nobody was held out. */
export function liftOf(counted: Counted): Lift | undefined {
  const heldOut = counted.of('', 'held out')
  if (heldOut === 0) return undefined
  const holdout = { of: heldOut, count: counted.of('', 'converted held out'), revenue: counted.revenue('', ' held out') }
  // Who moved to another version converts there; who had converted before counts where they did.
  const movedIn = counted.of('', 'moved in') - counted.of('', 'moved in converted')
  const movedOut = counted.of('', 'moved out') - counted.of('', 'moved out converted')
  const passages = counted.of('', 'entered') + movedIn - movedOut
  const treated = { of: passages - heldOut, count: counted.of('', 'converted') - holdout.count, revenue: lessAmounts(counted.revenue(''), holdout.revenue) }
  return liftBetween(treated, holdout)
}

/** Of a journey that holds people out and has met none of them yet: all that it counted got its messages. */
export function liftToCome({ entered, converted, revenue }: { readonly entered: number; readonly converted: number; readonly revenue: Amounts }): Lift {
  return liftBetween({ of: entered, count: converted, revenue }, { of: 0, count: 0, revenue: {} })
}

interface Counts extends Share {
  readonly revenue: Amounts
}

function liftBetween(sentTo: Counts, heldOut: Counts): Lift {
  const [treated, holdout] = [groupOf(sentTo, sentTo.revenue), groupOf(heldOut, heldOut.revenue)]
  const comparison = compare(sentTo, heldOut)
  const times = (share: number): number => Math.round(share * treated.passages * 10) / 10
  const { low, high } = comparison.interval
  return { treated, holdout, comparison, extra: { conversions: times(comparison.difference), interval: { low: times(low), high: times(high) } } }
}

/** One for each split, those who were held out left aside: they were shown no variant. */
export function experimentsOf(
  splits: readonly SplitPlace[],
  counted: Counted,
  { hasGoal, trial }: { readonly hasGoal: boolean; readonly trial?: TrialReport | undefined },
): readonly Experiment[] {
  return splits.map(({ step, place, variants, winner }) => {
    const own = trial?.step === step ? trial : undefined
    const ofMails = mailsOfTrial(own, variants, counted)
    const shares = variants.map(({ variant }): Share => {
      const of = counted.of(step, `variant: ${variant}`) - counted.of(step, `variant held out: ${variant}`)
      // Who went through a split again before converting took it twice and converted once.
      return { of, count: Math.min(of, counted.of(step, `converted: ${variant}`)) }
    })
    const [first] = shares
    return {
      step,
      place,
      winner,
      trial: own ?? null,
      variants: variants.map(({ variant, mails }, index) => {
        const share = shares[index] as Share
        const against = (one: Share, other: Share | undefined): Comparison | null =>
          index === 0 || other === undefined || winner !== null ? null : compare(one, other, variants.length - 1)
        return {
          variant,
          ...groupOf(share, counted.revenue(step, `: ${variant}`)),
          comparison: hasGoal ? against(share, first) : null,
          mails: mails.length === 0 ? null : mailsOf(mails, variants[0]?.mails ?? [], ofMails, against),
        }
      }),
    }
  })
}

function mailsOf(
  steps: readonly string[],
  first: readonly string[],
  counted: Counted,
  against: (one: Share, other: Share | undefined) => Comparison | null,
): VariantMails {
  // A mail of which nobody knows whether it left may be opened, and is not among those that were sent.
  const share = (of: readonly string[], did: string): Share => {
    const sent = sum(of, 'sent', counted)
    return { of: sent, count: Math.min(sent, sum(of, `${did} by human`, counted)) }
  }
  const reaction = (did: string): Reaction => {
    const own = share(steps, did)
    const { converted: count, rate, interval } = groupOf(own, {})
    return { count, rate, interval, comparison: against(own, first.length === 0 ? undefined : share(first, did)) }
  }
  return { sent: sum(steps, 'sent', counted), opened: reaction('opened'), clicked: reaction('clicked') }
}

function sum(steps: readonly string[], measure: string, counted: Counted): number {
  return steps.reduce((all, step) => all + counted.of(step, measure), 0)
}

export interface SplitPlace {
  readonly step: string
  readonly place: string
  /** With the own steps of each that send mails. */
  readonly variants: readonly { readonly variant: string; readonly mails: readonly string[] }[]
  readonly winner: string | null
}

/** The splits of a journey, in order. */
export function splitsOf(steps: readonly Step[]): readonly SplitPlace[] {
  const idOf = ([step, place]: readonly [Step, readonly (string | number)[]]): string => step.id ?? idFromPlace(place)
  return [...walkSteps(steps, ['steps'])].flatMap(([step, place]) => {
    if (!('split' in step)) return []
    const variants = step.split.map(({ variant, steps: own }, at) => ({
      variant,
      mails: mailsIn(own, [...place, 'split', at, 'steps']),
    }))
    return [{ step: idOf([step, place]), place: place.join('.'), variants, winner: step.winner ?? null }]
  })
}

/** What has to be said beside the numbers. */
export function caveatsOf(journey: Journey | undefined): readonly Said[] {
  if (journey === undefined || (journey.goal === undefined && splitsOf(journey.steps).length === 0)) return []
  const once = journey.again === undefined || journey.again === 'never'
  return [{ code: 'shown-when', values: {} }, ...(once ? [] : [{ code: 'enter-again', values: {} } as const])]
}

function groupOf(share: Share, revenue: Amounts): Group {
  return {
    passages: share.of,
    converted: share.count,
    rate: share.of === 0 ? null : share.count / share.of,
    interval: wilsonInterval(share, 1.959964),
    revenue,
  }
}
