// What is said to be never true is never true: a table of plain cases, and random conditions held against the oracle over random lives.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compile, sourceOf } from '../../src/engine/compile.ts'
import { contradictionIn } from '../../src/engine/contradictions.ts'
import type { Condition } from '../../src/model/condition.ts'
import type { Step } from '../../src/model/journey.ts'
import { leavesByKind } from '../../src/testing/arbitraries/conditions.ts'
import { histories, triggerProperties } from '../../src/testing/arbitraries/histories.ts'
import { type Scale, scales } from '../../src/testing/arbitraries/vocabulary.ts'
import { evaluateNaively } from '../../src/testing/oracle/evaluate-naively.ts'
import { howMany } from '../how-many.ts'
import { conditionWorld } from './oracle/condition-world.ts'
import { interestingInstants } from './oracle/instants.ts'

const runs = howMany(150)

const gold: Condition = { attribute: 'plan', eq: 'gold' }
const viewed = (count: object, within?: string): Condition => ({ event: 'Viewed', count, ...(within === undefined ? {} : { within }) }) as Condition

describe('never true', () => {
  test.each<[string, Condition]>([
    ['a number that is both over and under', { attribute: 'age', gt: 5, lt: 5 }],
    ['two values of one attribute', { all: [gold, { attribute: 'plan', eq: 'silver' }] }],
    ['a value that is not there', { all: [gold, { attribute: 'plan', exists: false }] }],
    ['a whole number between two whole numbers', viewed({ gt: 2, lt: 3 })],
    ['fewer than never', viewed({ lt: 0 })],
    ['yes and no to one question', { all: [{ list: 'vip' }, { not: { list: 'vip' } }] }],
    ['more in an hour than in the day', { all: [viewed({ gte: 3 }, '1h'), viewed({ lt: 2 }, '24h')] }],
    ['more in an hour than ever', { all: [viewed({ gte: 1 }, '1h'), viewed({ eq: 0 })] }],
    ['a cart under and over', { all: [{ cart: { value: { gte: 50 } } }, { cart: { value: { lt: 20 } } }] }],
    ['every way of any', { all: [gold, { any: [{ attribute: 'plan', eq: 'silver' }, { not: gold }] }] }],
    ['the opposite of what always holds', { not: { any: [gold, { not: gold }] } }],
  ])('%s', (_, condition) => {
    expect(contradictionIn(condition)).toBeDefined()
  })
})

describe('not said to be never true', () => {
  test.each<[string, Condition]>([
    [
      'a count for one and the same value',
      {
        all: [
          { event: 'Viewed', by: 'p', count: { gte: 3 } },
          { event: 'Viewed', by: 'p', count: { lt: 2 } },
        ],
      },
    ],
    ['neither of two averages of nothing', { all: [{ not: { avg: 'n', of: 'Viewed', gte: 2 } }, { not: { avg: 'n', of: 'Viewed', lt: 2 } }] }],
    [
      'texts in order',
      {
        all: [
          { attribute: 'at', gte: '2026-01-02' },
          { attribute: 'at', lt: '2026-01-01' },
        ],
      },
    ],
    ['more in a day than in an hour', { all: [viewed({ gte: 3 }, '24h'), viewed({ lt: 2 }, '1h')] }],
    [
      'a missing value is not another',
      {
        all: [
          { attribute: 'plan', ne: 'gold' },
          { attribute: 'plan', ne: 'silver' },
        ],
      },
    ],
    [
      'a value of the trigger',
      {
        all: [
          { trigger: 'n', gt: 3 },
          { trigger: 'n', lt: 2 },
        ],
      },
    ],
  ])('%s', (_, condition) => {
    expect(contradictionIn(condition)).toBeUndefined()
  })
})

/** Parts that speak of one thing, so that they exclude each other often. */
function related(scale: Scale): fc.Arbitrary<Condition> {
  const kinds = leavesByKind(scale, 'in an enrollment')
  const number = fc.constantFrom(0, 1, 2, 3)
  const bounds = fc
    .record({ gte: number, lt: number, eq: number, ne: number }, { requiredKeys: [], noNullPrototype: true })
    .filter((one) => Object.keys(one).length > 0)
  const counted = fc.record(
    { event: fc.constant('Viewed'), count: bounds, within: fc.constantFrom('2m', '4m', '9m', 'session') },
    { requiredKeys: ['event', 'count'], noNullPrototype: true },
  )
  const valued = fc.record(
    { eq: fc.constantFrom(1, 'gold', null), ne: fc.constantFrom(1, 2), gt: number, lt: number, exists: fc.boolean() },
    { requiredKeys: [], noNullPrototype: true },
  )
  const own = fc.oneof<fc.Arbitrary<Condition>[]>(
    counted as fc.Arbitrary<Condition>,
    valued.filter((one) => Object.keys(one).length > 0).map((comparison) => ({ attribute: 'plan', ...comparison }) as Condition),
    bounds.map((comparison) => ({ cart: { items: comparison } }) as Condition),
    fc.tuple(fc.constantFrom('sum', 'avg', 'max'), bounds).map(([kind, comparison]) => ({ [kind]: 'n', of: 'Viewed', ...comparison }) as Condition),
    kinds['rate'] as fc.Arbitrary<Condition>,
    kinds['list'] as fc.Arbitrary<Condition>,
    kinds['time'] as fc.Arbitrary<Condition>,
  )
  const signed = fc.tuple(own, fc.boolean()).map(([one, isNo]): Condition => (isNo ? { not: one } : one))
  const either = fc.array(signed, { minLength: 1, maxLength: 2 }).map((any): Condition => ({ any }))
  return fc
    .array(fc.oneof({ weight: 4, arbitrary: signed }, { weight: 1, arbitrary: either }), { minLength: 1, maxLength: 4 })
    .map((all): Condition => ({ all }))
}

test('what is said to be never true is false at every instant of random lives', () => {
  let never = 0
  const worlds = fc
    .constantFrom(...scales.filter(({ unit }) => unit === 'm'))
    .chain((scale) =>
      fc.record({ scale: fc.constant(scale), condition: related(scale), history: histories(scale, 'with made events'), properties: triggerProperties() }),
    )
  fc.assert(
    fc.property(worlds, ({ scale, condition, history, properties }) => {
      if (contradictionIn(condition) === undefined) return
      never += 1
      const trigger = { name: 'Viewed', occurredAt: scale.startAt, properties }
      const { oracle } = conditionWorld(condition, { scale, enrollments: [], passage: { trigger, startedAt: scale.startAt, stepEnteredAt: scale.startAt } })
      for (const [index, input] of history.entries()) {
        const known = history.slice(0, index + 1)
        const next = history[index + 1]?.at ?? input.at + 26 * scale.unitMs
        for (const now of [input.at, ...interestingInstants(scale, known, input.at, next)]) expect(evaluateNaively(condition, known, now, oracle)).toBe(false)
      }
    }),
    { numRuns: runs },
  )
  expect(never).toBeGreaterThan(0)
})

test('a condition that never holds, and a branch that nobody takes, are warned of where they stand', () => {
  const end = (id: string): Step[] => [{ id, nothing: true }]
  const steps: Step[] = [
    { id: 'way', choose: [{ if: gold, steps: end('a') }, { if: { all: [gold, { list: 'vip' }] }, steps: end('b') }, { else: end('c') }] },
    { id: 'all', choose: [{ if: { list: 'vip' }, steps: end('d') }, { if: { not: { list: 'vip' } }, steps: end('e') }, { else: end('f') }] },
  ]
  const journeys = [
    {
      journey: 'ways',
      enter: [
        {
          on: 'Viewed',
          if: {
            all: [
              { attribute: 'age', gt: 5 },
              { attribute: 'age', lt: 3 },
            ],
          },
        },
      ],
      steps,
    },
  ]
  const { program, problems } = compile(sourceOf({ workspace: { workspace: 'shop', lists: ['vip'] }, segments: [], templates: [], journeys }))
  expect(program).toBeDefined()
  expect(problems.map(({ severity, code, path }) => `${severity} ${code} at ${path.join('.')}`)).toEqual(
    expect.arrayContaining([
      'warning condition.never at enter.0.if',
      'warning choose.shadowed at steps.0.choose.1',
      'warning choose.shadowed at steps.1.choose.2',
    ]),
  )
  expect(problems).toHaveLength(3)
})

test('what excludes each other is said in words, whatever it is a part of', () => {
  const said = (condition: Condition): readonly string[] =>
    compile(sourceOf({ workspace: { workspace: 'shop' }, segments: [{ segment: 'odd', if: condition }], templates: [], journeys: [] })).problems.map(
      ({ message }) => message,
    )
  expect(said({ any: [{ all: [viewed({ gte: 3 }, '1h'), viewed({ lte: 1 }, '1h')] }] })).toEqual([
    'this can never be true: "Viewed at least 3 times within 1h" and "Viewed at most once within 1h" exclude each other',
  ])
  expect(said({ all: [gold, { not: gold }] })).toEqual(['this can never be true: "plan is gold" and "not (plan is gold)" exclude each other'])
  expect(said(viewed({ gt: 2, lt: 3 }))).toHaveLength(1)
})
