// What is said to be never true is never true: a table of plain cases, and random conditions held against the oracle over random lives.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compile, sourceOf } from '../../src/engine/compile.ts'
import { contradictionIn } from '../../src/engine/contradictions.ts'
import type { Condition } from '../../src/model/condition.ts'
import type { Journey, Step } from '../../src/model/journey.ts'
import { leavesByKind } from '../../src/testing/arbitraries/conditions.ts'
import { histories, triggerProperties } from '../../src/testing/arbitraries/histories.ts'
import { type Scale, scales } from '../../src/testing/arbitraries/vocabulary.ts'
import { oneSubscriber } from '../../src/testing/one-subscriber.ts'
import { evaluateNaively } from '../../src/testing/oracle/evaluate-naively.ts'
import { howMany } from '../how-many.ts'
import { conditionWorld } from './oracle/condition-world.ts'
import { interestingInstants } from './oracle/instants.ts'

const runs = howMany(150)

const gold: Condition = { attribute: 'plan', eq: 'gold' }
const viewed = (count: object, within?: string): Condition => ({ event: 'Viewed', count, ...(within === undefined ? {} : { within }) }) as Condition

test('of an instant it is not said how it is written', () => {
  const instant: Condition = { attribute: 'met', eq: '2026-03-21T00:00:00Z' }
  expect(contradictionIn({ all: [instant, { attribute: 'met', starts: '2026-03-21T02' }] })).toBeUndefined()
  expect(contradictionIn({ ...instant, starts: '2026-03-21T02' } as Condition)).toBeUndefined()
  expect(contradictionIn({ all: [instant, { attribute: 'met', eq: '2026-03-21T02:00:00+02:00' }] })).toBeUndefined()
  expect(contradictionIn({ all: [instant, { attribute: 'met', eq: '2026-03-21T00:00:00.001Z' }] })).toBeDefined()
})

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
    ['a text that does not begin so', { all: [gold, { attribute: 'plan', starts: 'si' }] }],
    ['none of the texts that it may be', { attribute: 'plan', in: ['gold', 'silver'], contains: 'bronze' }],
    ['an event that none is like', { event: 'Viewed', where: { price: { gt: 5, lt: 3 } } }],
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
    ['a text that begins and ends so', { attribute: 'plan', starts: 'go', ends: 'ld', contains: 'x' }],
    ['a list that has the text', { all: [{ attribute: 'plans', contains: 'gold' }, { not: { attribute: 'plans', eq: 'gold' } }] }],
    ['fewer than once what never happens', { event: 'Viewed', where: { price: { gt: 5, lt: 3 } }, count: { lt: 1 } }],
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
    { event: fc.constant('Viewed'), count: bounds, within: fc.constantFrom('2m', '4m', '9m', 'session'), where: bounds.map((n) => ({ n })) },
    { requiredKeys: ['event', 'count'], noNullPrototype: true },
  )
  const valued = fc.record(
    {
      eq: fc.constantFrom(1, 'gold', null),
      ne: fc.constantFrom(1, 2),
      in: fc.constantFrom<(string | number)[]>(['gold', 'free'], [1, 2]),
      gt: number,
      lt: number,
      exists: fc.boolean(),
      starts: fc.constantFrom('go', 'fr'),
      ends: fc.constantFrom('ld', 'ee'),
      contains: fc.constantFrom('ol', 'gold'),
    },
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

test('what segments ask is looked into, however deep, and named as it stands there', () => {
  const asked = new Map<string, Condition>([
    ['golds', gold],
    ['rich', { all: [{ segment: 'golds' }, { attribute: 'total', gt: 100 }] }],
    ['round', { segment: 'round' }],
  ])
  const clash = (condition: Condition) => contradictionIn(condition, (name) => asked.get(name))
  const silver: Condition = { attribute: 'plan', eq: 'silver' }
  expect(clash({ all: [{ segment: 'rich' }, silver] })).toEqual([{ segment: 'rich' }, silver])
  expect(clash({ all: [{ not: { segment: 'golds' } }, gold] })).toEqual([{ not: { segment: 'golds' } }, gold])
  expect(clash({ all: [{ not: { segment: 'rich' } }, gold] })).toBeUndefined()
  expect(clash({ all: [{ segment: 'round' }, { segment: 'nobody' }] })).toBeUndefined()
})

const journeyOf = (parts: object): Journey => ({ journey: 'j', enter: [], steps: [{ id: 'rest', wait: '1d' }], ...parts })
const warnedOf = (parts: object): readonly string[] =>
  compile(
    sourceOf({ workspace: { workspace: 'shop', lists: ['vip'] }, segments: [{ segment: 'golds', if: gold }], templates: [], journeys: [journeyOf(parts)] }),
  ).problems.map(({ code, path }) => `${code} at ${path.join('.')}`)

test.each<[string, object, string]>([
  ['of a trigger', { enter: [{ on: 'Viewed', where: { price: { gt: 5, lt: 3 } } }] }, 'where.never at enter.0.where'],
  ['of an exit', { enter: [{ on: 'Viewed' }], exit: [{ event: 'Bought', where: { n: { gt: 5, lt: 3 } } }] }, 'where.never at exit.0.where'],
  ['of a goal', { enter: [{ on: 'Viewed' }], goal: { event: 'Bought', within: '1d', where: { n: { in: [1], gt: 1 } } } }, 'where.never at goal.where'],
  [
    'of a pair',
    { enter: [{ on: 'Viewed' }], steps: [{ id: 'o', on: [{ event: 'Bought', where: { n: { eq: 'a', starts: 'b' } }, steps: [] }] }] },
    'where.never at steps.0.on.0.where',
  ],
])('an event that none can be like is warned of: %s', (_, parts, expected) => {
  expect(warnedOf(parts)).toEqual([expected])
})

test.each<[string, object]>([
  ['that never happened', { not: { event: 'Viewed' } }],
  ['of which there was none in a day', { event: 'Viewed', count: { eq: 0 }, within: '1d' }],
])('whoever asks, when an event lets in, for people %s is warned, and nobody comes in', (_, condition) => {
  const enter = [{ on: 'Viewed', if: condition }]
  expect(warnedOf({ enter })).toEqual(['condition.never at enter.0.if'])
  const one = oneSubscriber({ workspace: { workspace: 'shop' }, segments: [], templates: [], journeys: [journeyOf({ enter })] }, '2026-11-20T09:00:00Z')
  one.event('Viewed')
  one.event('Viewed', {}, { occurredAt: '2026-11-20T08:00:00Z' })
  expect(one.decisions.filter(({ kind }) => kind === 'entered')).toEqual([])
})

test('an event that lets in may be the first, or one of another kind, or of less than the time that it may come late', () => {
  expect(warnedOf({ enter: [{ on: 'Viewed', if: { event: 'Viewed', count: { eq: 1 } } }] })).toEqual([])
  expect(warnedOf({ enter: [{ on: ['Viewed', 'Added'], if: { not: { event: 'Viewed' } } }] })).toEqual([])
  expect(warnedOf({ enter: [{ on: 'Viewed', if: { not: { event: 'Viewed', where: { n: 1 } } } }] })).toEqual([])
  expect(warnedOf({ enter: [{ on: 'Viewed', if: { not: { event: 'Viewed', within: '30m' } } }] })).toEqual([])
  expect(warnedOf({ maxAge: '10m', enter: [{ on: 'Viewed', if: { not: { event: 'Viewed', within: '30m' } } }] })).toEqual(['condition.never at enter.0.if'])
})

test('an exit that holds for whoever comes in is warned of, and lets nobody stay', () => {
  const parts = { enter: [{ on: 'Viewed', if: { segment: 'golds' } }], exit: [{ when: gold }] }
  expect(warnedOf(parts)).toEqual(['exit.at-once at exit.0.when'])
  const definitions = { workspace: { workspace: 'shop' }, segments: [{ segment: 'golds', if: gold }], templates: [], journeys: [journeyOf(parts)] }
  const one = oneSubscriber(definitions, '2026-11-20T09:00:00Z')
  one.identify({ plan: 'gold' })
  one.event('Viewed')
  expect(one.decisions.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['entered', 'exited']))
  expect(one.state.enrollments.filter(({ status }) => status === 'active')).toEqual([])
})

test.each<[string, object]>([
  ['the first step may change it', { enter: [{ on: 'Viewed', if: gold }], exit: [{ when: gold }], steps: [{ id: 'u', update: { set: { plan: 'free' } } }] }],
  [
    'being inside is what it asks',
    { enter: [{ on: 'Viewed', if: { not: { journey: 'j', is: 'active' } } }], exit: [{ when: { not: { journey: 'j', is: 'active' } } }] },
  ],
  ['some come in for whom it does not hold', { enter: [{ on: 'Viewed' }], exit: [{ when: gold }] }],
  ['nobody comes in at all', { enter: [{ on: 'Viewed', if: { all: [gold, { not: gold }] } }], exit: [{ when: gold }] }],
])('an exit is not said to hold at once where %s', (_, parts) => {
  expect(warnedOf(parts).filter((one) => one.startsWith('exit.'))).toEqual([])
})
