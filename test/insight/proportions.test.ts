// Intervals against the worked examples of the papers that they are taken from, and against chance itself.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compare, differenceInterval, fewest, normalQuantile, wilsonInterval } from '../../src/insight/proportions.ts'

const z = 1.959964

test.each([
  [0.975, 1.959964],
  [0.995, 2.575829],
  [0.95, 1.644854],
  [0.5, 0],
])('the normal quantile of %d is %d', (probability, quantile) => {
  expect(normalQuantile(probability)).toBeCloseTo(quantile, 5)
})

// Newcombe 1998, "Two-sided confidence intervals for the single proportion", table I, method 3.
test.each([
  [81, 263, 0.2553, 0.3662],
  [15, 148, 0.0624, 0.1605],
  [0, 20, 0, 0.1611],
  [1, 29, 0.0061, 0.1718],
])('the interval of %i of %i', (count, of, low, high) => {
  const interval = wilsonInterval({ of, count }, z)
  expect(interval.low).toBeCloseTo(low, 4)
  expect(interval.high).toBeCloseTo(high, 4)
})

// Newcombe 1998, "Interval estimation for the difference between independent proportions", table II, method 10.
test.each([
  [56, 70, 48, 80, 0.0524, 0.3339],
  [9, 10, 3, 10, 0.1705, 0.809],
  [6, 7, 2, 7, 0.0582, 0.8062],
  [5, 56, 0, 29, -0.0381, 0.1926],
  [0, 10, 0, 20, -0.1611, 0.2775],
  [0, 10, 0, 10, -0.2775, 0.2775],
  [10, 10, 0, 20, 0.6791, 1],
  [10, 10, 0, 10, 0.6075, 1],
])('the interval of %i of %i less %i of %i', (a, m, b, n, low, high) => {
  const interval = differenceInterval({ of: m, count: a }, { of: n, count: b }, z)
  expect(interval.low).toBeCloseTo(low, 4)
  expect(interval.high).toBeCloseTo(high, 4)
})

const shares = fc.integer({ min: 0, max: 5000 }).chain((of) => fc.integer({ min: 0, max: of }).map((count) => ({ of, count })))

test('an interval holds its difference, and turning the groups about turns it about', () => {
  fc.assert(
    fc.property(shares, shares, (one, other) => {
      const there = differenceInterval(one, other, z)
      const back = differenceInterval(other, one, z)
      const difference = (one.of === 0 ? 0 : one.count / one.of) - (other.of === 0 ? 0 : other.count / other.of)
      expect(there.low).toBeLessThanOrEqual(difference + 1e-12)
      expect(there.high).toBeGreaterThanOrEqual(difference - 1e-12)
      expect(there.low).toBeCloseTo(-back.high, 12)
      expect(there.low).toBeGreaterThanOrEqual(-1 - 1e-12)
    }),
  )
})

test('nothing is said about thin data, however large the difference', () => {
  expect(compare({ of: 99, count: 60 }, { of: 10_000, count: 100 }).verdict).toBe('too few to say')
  expect(compare({ of: 1000, count: 4 }, { of: 1000, count: 400 }).verdict).toBe('too few to say')
  fc.assert(
    fc.property(shares, shares, (one, other) => {
      const { verdict } = compare(one, other)
      const isThin = [one, other].some(({ of, count }) => of < fewest.of || count < fewest.each || of - count < fewest.each)
      expect(verdict === 'too few to say').toBe(isThin)
    }),
  )
})

test('of two groups that are the same, a difference is said to be shown 1 time in 20 at most', () => {
  // Numbers that anybody can make again: a linear congruential generator (Knuth, TAOCP 3.3.4, table 1, line 26).
  let seed = 42n
  const draw = (): number => {
    seed = (seed * 6364136223846793005n + 1442695040888963407n) % 2n ** 64n
    return Number(seed >> 11n) / 2 ** 53
  }
  const count = (of: number): number => Array.from({ length: of }, draw).filter((one) => one < 0.1).length
  let shown = 0
  const rounds = 1000
  for (let round = 0; round < rounds; round += 1) {
    const { verdict } = compare({ of: 400, count: count(400) }, { of: 400, count: count(400) })
    if (verdict === 'higher' || verdict === 'lower') shown += 1
  }
  expect(shown / rounds).toBeLessThan(0.065)
})

test('who compares several with one must see more', () => {
  const [one, other] = [
    { of: 1000, count: 130 },
    { of: 1000, count: 100 },
  ]
  expect(compare(one, other).verdict).toBe('higher')
  expect(compare(one, other, 4).verdict).toBe('no difference shown')
})
