// How far people were from the conditions of a way in.

import { expect, test } from 'vitest'
import { backtestReport } from '../../src/insight/backtest/backtest-report.ts'
import type { BacktestSpec } from '../../src/insight/backtest/backtest-spec.ts'
import type { Journey } from '../../src/model/journey.ts'
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
