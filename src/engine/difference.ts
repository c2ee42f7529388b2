// How far apart two shares are: Newcombe's hybrid score interval for the difference of two (R. G. Newcombe, "Interval estimation for the difference between
// independent proportions", Statistics in Medicine 17, 1998, method 10), out of Wilson's for each. It holds for small numbers and for shares near 0 and 1,
// where the textbook's interval does not.

import { type Interval, type Share, wilsonInterval } from './wilson.ts'

/** Newcombe's interval for the first share less the second. */
export function differenceInterval(one: Share, other: Share, z: number): Interval {
  if (one.of === 0 || other.of === 0) return { low: -1, high: 1 }
  const [p1, p2] = [one.count / one.of, other.count / other.of]
  const [w1, w2] = [wilsonInterval(one, z), wilsonInterval(other, z)]
  return {
    low: p1 - p2 - Math.hypot(p1 - w1.low, w2.high - p2),
    high: p1 - p2 + Math.hypot(w1.high - p1, p2 - w2.low),
  }
}

/** Of each group there must be so many, and in each so many who did and so many who did not, before anything is said. */
export const fewest = { of: 100, each: 5 } as const

/**
 * The quantile of the standard normal distribution, by bisection of its distribution function: W. J. Cody's approximation is not needed for the
 * few digits that an interval shows. Right to 1e-7 for probabilities from 0.5 to 1 - 1e-9.
 */
export function normalQuantile(probability: number): number {
  let [low, high] = [0, 10]
  for (let round = 0; round < 60; round += 1) {
    const middle = (low + high) / 2
    if (normalBelow(middle) < probability) low = middle
    else high = middle
  }
  return (low + high) / 2
}

/** Abramowitz and Stegun, "Handbook of Mathematical Functions", 26.2.11: a series that converges for every x. */
export function normalBelow(x: number): number {
  let term = x
  let sum = x
  for (let n = 1; n < 400 && Math.abs(term) > 1e-17; n += 1) {
    term *= (x * x) / (2 * n + 1)
    sum += term
  }
  return 0.5 + (sum * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI)
}
