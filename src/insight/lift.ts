// What a journey brings: those who got its messages against those who were held out, and the variants of each split against its first. The unit
// is the passage; where people may enter again their passages are not independent of each other, and the report says so.

import type { Journey, Step } from '../model/journey.ts'
import type { Said } from '../model/said.ts'
import { type Amounts, type Counted, lessAmounts } from './counted.ts'
import { type Comparison, compare, type Interval, type Share, wilsonInterval } from './proportions.ts'

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
  /** In the order of the definition; the first is what the others are compared with. */
  readonly variants: readonly (Group & { readonly variant: string; readonly comparison: Comparison | null })[]
  readonly winner: string | null
}

/** Undefined when nobody was held out. */
export function liftOf(counted: Counted): Lift | undefined {
  const heldOut = counted.of('', 'held out')
  if (heldOut === 0) return undefined
  const holdout = groupOf({ of: heldOut, count: counted.of('', 'converted held out') }, counted.revenue('', ' held out'))
  // Who moved to another version converts there; who had converted before counts where they did.
  const movedIn = counted.of('', 'moved in') - counted.of('', 'moved in converted')
  const movedOut = counted.of('', 'moved out') - counted.of('', 'moved out converted')
  const passages = counted.of('', 'entered') + movedIn - movedOut
  const treatedShare = { of: passages - heldOut, count: counted.of('', 'converted') - holdout.converted }
  const treated = groupOf(treatedShare, lessAmounts(counted.revenue(''), holdout.revenue))
  const comparison = compare(treatedShare, { of: holdout.passages, count: holdout.converted })
  const times = (share: number): number => Math.round(share * treated.passages * 10) / 10
  const { low, high } = comparison.interval
  return { treated, holdout, comparison, extra: { conversions: times(comparison.difference), interval: { low: times(low), high: times(high) } } }
}

/** One for each split, those who were held out left aside: they were shown no variant. */
export function experimentsOf(splits: readonly SplitPlace[], counted: Counted): readonly Experiment[] {
  return splits.map(({ step, variants, winner }) => {
    const shares = variants.map((variant): Share => {
      const of = counted.of(step, `variant: ${variant}`) - counted.of(step, `variant held out: ${variant}`)
      // Who went through a split again before converting took it twice and converted once.
      return { of, count: Math.min(of, counted.of(step, `converted: ${variant}`)) }
    })
    const [first] = shares
    return {
      step,
      winner,
      variants: variants.map((variant, index) => {
        const share = shares[index] as Share
        const comparison = index === 0 || first === undefined || winner !== null ? null : compare(share, first, variants.length - 1)
        return { variant, ...groupOf(share, counted.revenue(step, `: ${variant}`)), comparison }
      }),
    }
  })
}

export interface SplitPlace {
  readonly step: string
  readonly variants: readonly string[]
  readonly winner: string | null
}

/** The splits among steps, in order. */
export function splitsOf(steps: Iterable<readonly [step: Step, id: string]>): readonly SplitPlace[] {
  const found: SplitPlace[] = []
  for (const [step, id] of steps) {
    if ('split' in step) found.push({ step: id, variants: step.split.map(({ variant }) => variant), winner: step.winner ?? null })
  }
  return found
}

/** What has to be said beside the numbers. */
export function caveatsOf(journey: Journey | undefined): readonly Said[] {
  if (journey?.goal === undefined) return []
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
