// How far people were from the conditions of a way in.

import { expect, test } from 'vitest'
import { backtestReport } from '../../src/insight/backtest/backtest-report.ts'
import type { BacktestSpec } from '../../src/insight/backtest/backtest-spec.ts'
import type { Arrival } from '../../src/model/arrival.ts'
import type { Journey } from '../../src/model/journey.ts'
import type { Json, JsonObject } from '../../src/model/json.ts'
import { day, happened, minute, signedUp, sourceWith, start } from '../runtime/workshop.ts'
import { backtestOf, livedThrough } from './lived-through.ts'

const keen: Journey = {
  journey: 'keen',
  enter: [
    {
      on: 'Product Viewed',
      if: {
        all: [
          { event: 'Product Viewed', count: { gte: 3 }, within: '1d' },
          { sum: 'price', of: 'Product Viewed', within: '1d', gte: 50 },
        ],
      },
    },
  ],
  steps: [{ id: 'offer', send: 'note' }],
}
const lapsed: Journey = { journey: 'lapsed', enter: [{ becomes: { since: 'Product Viewed', gte: '5d', never: false } }], steps: [{ id: 'miss', send: 'note' }] }
const source = { ...sourceWith(keen, lapsed), workspace: { ...sourceWith().workspace, policy: { consent: 'opt-out' as const } } }

/** Views of four people, in minutes after the start, each with its price. */
const views: Readonly<Record<string, readonly (readonly [after: number, price: number])[]>> = {
  ada: [
    [0, 10],
    [10, 10],
    [20, 10],
  ],
  bo: [
    [0, 30],
    [10, 30],
  ],
  cleo: [
    [0, 60],
    [10, 20],
    [20, 20],
    [30, 20],
    [40, 20],
  ],
  dan: [[0, 5]],
}

test('the most that each came to, how many came to what is asked, and whom one part alone kept out', async () => {
  const arrivals = Object.entries(views)
    .flatMap(([userId, own]) => [
      signedUp(userId),
      ...own.map(([after, price]) => happened('Product Viewed', { userId, at: start + after * minute, properties: { price } })),
    ])
    .sort((one, other) => one.event.receivedAt - other.event.receivedAt)
  const { store } = await livedThrough(source, arrivals)
  const spec = { arms: [{ name: 'draft', source, ran: [] }], to: start + 7 * day, thresholds: true } satisfies Partial<BacktestSpec>
  const { result } = await backtestOf(store, spec)
  const whole: BacktestSpec = { before: [], pauses: [], from: start, responses: { kind: 'none' }, imports: 'as received', examples: 3, ...spec }
  const [draft] = backtestReport(whole, result).arms
  const [count, sum] = draft?.journeys[0]?.thresholds ?? []
  expect(count).toEqual({
    condition: 'Product Viewed at least 3 times within 1d',
    said: {
      code: 'condition',
      values: { words: 'Product Viewed at least 3 times within 1d', condition: { event: 'Product Viewed', count: { gte: 3 }, within: '1d' } },
    },
    unit: 'times',
    wanted: 3,
    asks: 'gte',
    people: 4,
    reached: 2,
    // Bo had seen enough that costs enough, but only two of it. So had Cleo, until she had seen a third: nothing kept her out.
    onlyThis: 1,
    // More than is asked for is counted too.
    distribution: [
      { value: 1, people: 1 },
      { value: 2, people: 1 },
      { value: 3, people: 1 },
      { value: 5, people: 1 },
    ],
    percentiles: { p50: 2, p75: 3, p90: 5, p95: 5 },
  })
  expect(sum).toMatchObject({ unit: 'amount', wanted: 50, reached: 2, onlyThis: 1, distribution: [5, 30, 60, 140].map((value) => ({ value, people: 1 })) })
  // Silence is measured right before it is broken, and at the end.
  expect(draft?.journeys[1]?.thresholds).toMatchObject([{ unit: 'ms', wanted: 5 * day, people: 4, reached: 4, onlyThis: null }])
})

test('a condition that stands in several ways in, or twice in one, is told of once, and each person once, with the most that they came to', async () => {
  const often = { event: 'Product Viewed', count: { gte: 3 }, within: '1d' } as const
  const twice: Journey = {
    journey: 'keen',
    enter: [
      { on: 'Product Viewed', if: { all: [often, { any: [often, { attribute: 'plan', eq: 'gold' }] }] } },
      { on: 'Asked', if: often },
    ],
    steps: [{ id: 'offer', send: 'note' }],
  }
  const arrivals = [0, 10, 20].flatMap((after) => [
    happened('Product Viewed', { userId: 'ada', at: start + after * minute }),
    happened('Asked', { userId: 'ada', at: start + (after + 1) * minute }),
    happened('Asked', { userId: 'bo', at: start + (after + 1) * minute }),
  ])
  const { store } = await livedThrough(source, [signedUp('ada'), signedUp('bo'), ...arrivals])
  const spec = { arms: [{ name: 'draft', source: sourceWith(twice), ran: [] }], to: start + day, thresholds: true } satisfies Partial<BacktestSpec>
  const { result } = await backtestOf(store, spec)
  const whole: BacktestSpec = { before: [], pauses: [], from: start, responses: { kind: 'none' }, imports: 'as received', examples: 3, ...spec }
  const [draft] = backtestReport(whole, result).arms
  expect(draft?.journeys[0]?.thresholds).toMatchObject([
    {
      condition: 'Product Viewed at least 3 times within 1d',
      people: 2,
      reached: 1,
      distribution: [
        { value: 0, people: 1 },
        { value: 3, people: 1 },
      ],
    },
  ])
  expect(draft?.journeys[0]?.thresholds).toHaveLength(1)
})

test('of a cart and of a number that is known of a person it is measured how far they were, too', async () => {
  const full: Journey = {
    journey: 'full',
    enter: [{ on: 'Product Added', if: { all: [{ cart: { value: { gte: 50 } } }, { cart: { items: { gte: 2 } } }, { attribute: 'age', gte: 18 }] } }],
    steps: [{ id: 'offer', send: 'note' }],
  }
  const own = { ...sourceWith(full), workspace: source.workspace }
  const added = (userId: string, after: number, price: number) =>
    happened('Product Added', { userId, at: start + after * minute, properties: { cart_id: userId, product_id: `p${after}`, price, quantity: 1 } })
  const arrivals = [
    signedUp('ada', { traits: { email: 'ada@mail.example', age: 30 } }),
    signedUp('bo', { traits: { email: 'bo@mail.example', age: 16 } }),
    signedUp('cleo'),
    added('ada', 1, 20),
    added('bo', 2, 30),
    added('bo', 3, 40),
    added('cleo', 4, 60),
  ]
  const { store } = await livedThrough(own, arrivals)
  const spec = { arms: [{ name: 'draft', source: own, ran: [] }], to: start + day, thresholds: true } satisfies Partial<BacktestSpec>
  const { result } = await backtestOf(store, spec)
  const whole: BacktestSpec = { before: [], pauses: [], from: start, responses: { kind: 'none' }, imports: 'as received', examples: 3, ...spec }
  const [draft] = backtestReport(whole, result).arms
  expect(
    draft?.journeys[0]?.thresholds.map(({ wanted, people, reached, onlyThis, distribution }) => ({ wanted, people, reached, onlyThis, distribution })),
  ).toEqual([
    { wanted: 50, people: 3, reached: 2, onlyThis: 0, distribution: [20, 60, 70].map((value) => ({ value, people: 1 })) },
    {
      wanted: 2,
      people: 3,
      reached: 1,
      onlyThis: 0,
      distribution: [
        { value: 1, people: 2 },
        { value: 2, people: 1 },
      ],
    },
    // Bo's cart was full enough. Of Cleo no age is known.
    {
      wanted: 18,
      people: 2,
      reached: 1,
      onlyThis: 1,
      distribution: [
        { value: 16, people: 1 },
        { value: 30, people: 1 },
      ],
    },
  ])
})

/** What was measured of the one way into a journey, by a backtest over the whole of what is kept. */
async function measured(enter: Journey['enter'], arrivals: readonly Arrival[], days = 1) {
  const welcome: Journey = { journey: 'welcome', enter: [{ on: 'Signed Up' }], steps: [{ id: 'hello', send: 'note' }] }
  const own = { ...sourceWith({ journey: 'tried', enter, steps: [{ id: 'offer', send: 'note' }] }, welcome), workspace: source.workspace }
  const inTurn = arrivals.toSorted((one, other) => one.event.receivedAt - other.event.receivedAt)
  const { store } = await livedThrough({ ...own, journeys: [] }, inTurn)
  const spec = { arms: [{ name: 'draft', source: own, ran: [] }], to: start + days * day, thresholds: true } satisfies Partial<BacktestSpec>
  const { result } = await backtestOf(store, spec)
  const [draft] = backtestReport(
    { before: [], pauses: [], from: start, responses: { kind: 'none' }, imports: 'as received', examples: 3, ...spec },
    result,
  ).arms
  return draft?.journeys[0]?.thresholds.map(({ unit, asks, wanted, reached, onlyThis, distribution }) => {
    return { unit, asks, wanted, reached, onlyThis, came: distribution.map(({ value, people }) => [value, people]) }
  })
}

const after = (userId: string, minutes: number, name: string, properties: Json = {}) =>
  happened(name, { userId, at: start + minutes * minute, properties: properties as JsonObject })

test('where little is asked, the least that each had counts, and what is not to be is the other side of its number', async () => {
  const enter: Journey['enter'] = [
    {
      on: 'Product Viewed',
      if: {
        all: [
          { event: 'Order Completed', count: { eq: 0 } },
          { attribute: 'age', lt: 30 },
          { not: { sum: 'price', of: 'Product Viewed', gte: 50 } },
          { cart: { items: { lte: 1 } } },
          { not: { event: 'Product Viewed', count: { gte: 2 } } },
        ],
      },
    },
  ]
  const found = await measured(enter, [
    signedUp('ada', { traits: { age: 30 } }),
    signedUp('bo', { traits: { age: 20 } }),
    signedUp('cleo', { traits: { age: 25 } }),
    after('ada', 1, 'Product Viewed', { price: 60 }),
    after('bo', 2, 'Order Completed'),
    after('bo', 3, 'Order Completed'),
    after('bo', 4, 'Product Viewed', { price: 10 }),
    after('cleo', 5, 'Product Viewed', { price: 40 }),
    after('cleo', 6, 'Order Completed'),
    after('cleo', 7, 'Product Viewed', { price: 40 }),
  ])
  const common = { unit: 'amount', onlyThis: 0 }
  expect(found).toEqual([
    // Cleo viewed something before the first order. Of Bo it was the orders alone.
    {
      unit: 'times',
      asks: 'lte',
      wanted: 0,
      reached: 2,
      onlyThis: 1,
      came: [
        [0, 2],
        [2, 1],
      ],
    },
    { ...common, asks: 'lt', wanted: 30, reached: 2, came: [20, 25, 30].map((age) => [age, 1]) },
    { ...common, asks: 'lt', wanted: 50, reached: 2, came: [10, 40, 60].map((price) => [price, 1]) },
    { ...common, asks: 'lte', wanted: 1, reached: 3, came: [[0, 3]] },
    // Not twice is at most once.
    { ...common, unit: 'times', asks: 'lte', wanted: 1, reached: 3, came: [[1, 3]] },
  ])
})

test('of what is to come in order the parts that came count, of shares the share, and of what was to be so for a while the longest time', async () => {
  const views = (userId: string, ...names: readonly string[]) => names.map((name, index) => after(userId, index + 1, name))
  const steps = ['Product Viewed', 'Product Added', 'Checkout Started']
  const inOrder: Journey['enter'] = [{ becomes: { 'in-order': steps.map((event) => ({ event })) as never } }]
  const people = ['ada', 'bo', 'cleo'].map((userId) => signedUp(userId))
  expect(
    await measured(inOrder, [
      ...people,
      ...views('ada', ...steps),
      ...views('bo', 'Product Added', 'Product Viewed', 'Checkout Started', 'Product Added'),
      ...views('cleo', 'Checkout Started', 'Product Added'),
    ]),
  ).toEqual([{ unit: 'parts', asks: 'gte', wanted: 3, reached: 1, onlyThis: null, came: [0, 2, 3].map((parts) => [parts, 1]) }])

  const seldom: Journey['enter'] = [{ on: 'Product Viewed', if: { rate: 'opened', over: 'sent', lt: 0.5 } }]
  // Whoever signs up is sent one, which nobody opens. Dan never did, so there is no share.
  const viewed = ['ada', 'bo', 'dan'].map((userId) => after(userId, 1, 'Product Viewed'))
  expect(await measured(seldom, [...people, ...viewed])).toEqual([{ unit: 'share', asks: 'lt', wanted: 0.5, reached: 2, onlyThis: null, came: [[0, 2]] }])

  const trial = (userId: string, at: number, plan: string) => signedUp(userId, { at: start + at * day, traits: { plan } })
  const onTrial: Journey['enter'] = [
    {
      becomes: {
        all: [
          { attribute: 'plan', eq: 'trial', for: '7d' },
          { attribute: 'age', gte: 18 },
        ],
      },
    },
  ]
  const lives = [trial('ada', 0, 'trial'), trial('bo', 0, 'trial'), trial('bo', 5, 'paid'), trial('cleo', 0, 'paid')]
  expect(await measured(onTrial, lives, 10)).toEqual([
    // Of Cleo it never was so, and of nobody an age is known.
    { unit: 'ms', asks: 'gte', wanted: 7 * day, reached: 1, onlyThis: 0, came: [5, 10].map((days) => [Number((days * day).toPrecision(2)), 1]) },
    { unit: 'amount', asks: 'gte', wanted: 18, reached: 0, onlyThis: 0, came: [] },
  ])
})
