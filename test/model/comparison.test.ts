// What a comparison says of one value: the ground rules of docs/reference/conditions.md, written out, because the oracle asks the same function.

import { describe, expect, test } from 'vitest'
import { type ComparisonObject, compileComparison } from '../../src/model/comparison.ts'
import type { Json } from '../../src/model/json.ts'

const midnight = ['2026-03-21T00:00:00Z', '2026-03-21T00:00:00.000Z', '2026-03-21T00:00Z', '2026-03-21T02:00:00+02:00', '2026-03-20T18:30:00-0530'] as const

describe('of texts that name one instant', () => {
  test.each(midnight.flatMap((one) => midnight.map((other) => [one, other])))('%s is %s', (one, other) => {
    expect(verdicts(one, other)).toEqual({ eq: true, ne: false, in: true, gt: false, gte: true, lt: false, lte: true })
  })

  test('one a millisecond later is another', () => {
    for (const one of midnight) {
      expect(verdicts('2026-03-21T01:00:00.001+01:00', one)).toEqual({ eq: false, ne: true, in: false, gt: true, gte: true, lt: false, lte: false })
    }
  })

  test('what only looks like an instant is a text like any other', () => {
    for (const text of ['2026-02-31T25:00:00Z', '2026-02-31T00:00:00Z', '2026-03-21', '2026-03-21T00:00:00', '2026-03-21 00:00:00Z']) {
      expect(verdicts(text, text)).toEqual({ eq: true, ne: false, in: true, gt: false, gte: true, lt: false, lte: true })
      for (const one of midnight) expect(verdicts(text, one)).toMatchObject({ eq: false, ne: true, in: false })
    }
  })
})

const values: readonly Json[] = [
  ...midnight,
  '2026-03-21T00:00:01Z',
  '2026-03-21',
  '2026-02-31T25:00:00Z',
  'a',
  'B',
  'b',
  '😀',
  '｡',
  '',
  '1',
  '10',
  1,
  10,
  9.5,
  -0,
  0,
]

test('of two values of one type exactly one holds: less, equal, more', () => {
  for (const one of values) {
    for (const other of values.filter((value) => typeof value === typeof one)) {
      const { eq, lt, gt, ne, in: among, gte, lte } = verdicts(one, other)
      expect(
        [eq, lt, gt].filter((holds) => holds),
        `${one} and ${other}`,
      ).toHaveLength(1)
      expect({ ne, among, gte, lte }, `${one} and ${other}`).toEqual({ ne: !eq, among: eq, gte: eq || gt, lte: eq || lt })
    }
  }
})

test('values of different types are different, and neither is more', () => {
  const one = ['1', 1, true, null, ['1'], { one: 1 }] as const
  for (const [place, value] of one.entries()) {
    for (const other of ['1', 1, true].filter((_, index) => index !== place)) {
      expect(verdicts(value, other), JSON.stringify([value, other])).toEqual({ eq: false, ne: true, in: false, gt: false, gte: false, lt: false, lte: false })
    }
  }
})

test('a missing value fails everything but ne and exists: false', () => {
  expect(verdicts(undefined, '1')).toEqual({ eq: false, ne: true, in: false, gt: false, gte: false, lt: false, lte: false })
  for (const asked of [{ contains: 'a' }, { starts: '' }, { ends: '' }, { matches: '' }, { exists: true }]) expect(says(undefined, asked)).toBe(false)
  expect(says(undefined, { exists: false })).toBe(true)
})

test('a value compares with what a ref names as with what is written', () => {
  for (const one of values) {
    for (const other of values) {
      for (const operator of ['eq', 'ne', 'gt', 'gte', 'lt', 'lte'] as const) {
        const byRef = compileComparison({ [operator]: { ref: 'trigger.other' } })(one, () => other)
        expect(byRef, `${one} ${operator} ${other}`).toBe(says(one, { [operator]: other }))
      }
    }
  }
  expect(compileComparison({ eq: { ref: 'trigger.other' } })(undefined, () => undefined)).toBe(false)
  expect(compileComparison({ ne: { ref: 'trigger.other' } })('a', () => undefined)).toBe(false)
})

function verdicts(value: Json | undefined, operand: Json) {
  const [eq, ne, gt, gte, lt, lte] = (['eq', 'ne', 'gt', 'gte', 'lt', 'lte'] as const).map((operator) => says(value, { [operator]: operand }))
  return { eq, ne, in: says(value, { in: ['other', operand as string] }), gt, gte, lt, lte }
}

function says(value: Json | undefined, comparison: Partial<ComparisonObject>): boolean {
  return compileComparison(comparison)(value, () => undefined)
}
