// Shares and their differences, with how far they can be trusted. Intervals are Wilson's score interval for one share (E. B. Wilson, "Probable
// inference, the law of succession, and statistical inference", JASA 22, 1927) and Newcombe's hybrid score interval for the
// difference of two (R. G. Newcombe, "Interval estimation for the difference between independent proportions", Statistics in Medicine 17,
// 1998, method 10). They hold for small numbers and for shares near 0 and 1, where the textbook's interval does not.

import { differenceInterval, fewest, normalBelow, normalQuantile } from '../engine/difference.ts'
import { type Interval, type Share, wilsonInterval } from '../engine/wilson.ts'

export { differenceInterval, fewest, type Interval, normalQuantile, type Share, wilsonInterval }

export const verdicts = ['too few to say', 'no difference shown', 'higher', 'lower'] as const
export type Verdict = (typeof verdicts)[number]

export interface Comparison {
  /** The first share less the second. */
  readonly difference: number
  /** At 95 %; narrower demands when several are compared with one: 1 - 5 % / comparisons (Bonferroni). */
  readonly interval: Interval
  /** The difference as a part of the second share; null when that is 0. */
  readonly relative: number | null
  readonly verdict: Verdict
}

/** Compares a share with another; `comparisons` is how many are made with the same other one. */
export function compare(one: Share, other: Share, comparisons = 1): Comparison {
  const interval = differenceInterval(one, other, normalQuantile(1 - 0.05 / comparisons / 2))
  const [p1, p2] = [one.of === 0 ? 0 : one.count / one.of, other.of === 0 ? 0 : other.count / other.of]
  return { difference: p1 - p2, interval, relative: p2 === 0 ? null : p1 / p2 - 1, verdict: verdictOf(one, other, interval) }
}

function verdictOf(one: Share, other: Share, { low, high }: Interval): Verdict {
  if ([one, other].some(({ of, count }) => of < fewest.of || count < fewest.each || of - count < fewest.each)) return 'too few to say'
  if (low > 0) return 'higher'
  return high < 0 ? 'lower' : 'no difference shown'
}

/**
 * How likely it is that the first true share is the higher one, with nothing known before (uniform priors): the two Beta distributions that follow from
 * the counts, each taken for a normal one of the same mean and variance.
 */
export function probabilityOfMore(one: Share, other: Share): number {
  const [first, second] = [one, other].map(({ of, count }) => {
    const [yes, no] = [count + 1, of - count + 1]
    const all = yes + no
    return { mean: yes / all, variance: (yes * no) / (all * all * (all + 1)) }
  }) as [Moments, Moments]
  const distance = (first.mean - second.mean) / Math.sqrt(first.variance + second.variance)
  return distance >= 0 ? normalBelow(distance) : 1 - normalBelow(-distance)
}

interface Moments {
  readonly mean: number
  readonly variance: number
}
