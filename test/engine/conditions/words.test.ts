// Every condition can say what it asks, what it looked at and what it depends on.

import { expect, test } from 'vitest'
import { explain } from '../../../src/engine/conditions/explain.ts'
import type { Condition } from '../../../src/model/condition.ts'
import { asking, compiling, hour, passageOf } from './asking.ts'

const sentences: readonly (readonly [Condition, string])[] = [
  [{ event: 'Product Viewed', count: { gte: 3 }, within: '24h' }, 'Product Viewed at least 3 times within 24h'],
  [{ event: 'Order Completed', count: { eq: 0 }, within: 'session' }, 'Order Completed never in the current session'],
  [
    { event: 'Viewed', where: { price: { gte: 20, lt: 50 }, product_id: { eq: { ref: 'trigger.product_id' } } }, since: 'enrollment' },
    'Viewed at least once since the enrollment began where price is at least 20 and is under 50 of the same product_id (of the 100 latest values)',
  ],
  [{ event: 'Viewed', by: 'category', count: { gt: 1 } }, 'Viewed more than once for one category (of the 100 latest values)'],
  [{ sum: 'total', of: 'Order', within: '90d', gte: 100 }, 'the sum of total of Order within 90d is at least 100 (of the newest 500)'],
  [{ max: 'total', of: 'Order', gt: 9 }, 'the largest total of Order is over 9'],
  [{ distinct: 'category', of: 'Viewed', within: '7d', gte: 3 }, 'the number of different category of Viewed within 7d is at least 3'],
  [{ since: ['Opened', 'Clicked'], gte: '14d' }, 'no Opened or Clicked for 14d'],
  [{ 'in-order': [{ event: 'A' }, { event: 'B', where: { x: 1 } }], within: '1h' }, 'A, then B where x is 1 within 1h (of the newest 64 each)'],
  [{ latest: 'Order', where: { total: { gte: 50 } } }, 'the newest Order is one where total is at least 50'],
  [{ attribute: 'plan', in: ['pro', 'team plus'], for: '3d' }, 'plan is one of pro, "team plus" for 3d'],
  [{ attribute: 'city', eq: { ref: 'trigger.city' } }, "city is the trigger's city"],
  [
    { all: [{ list: 'vip' }, { any: [{ topic: 'news' }, { not: { segment: 'gold' } }] }] },
    '(is on the list vip) and ((is subscribed to news) or (not (is in the segment gold)))',
  ],
  [{ message: 'welcome', did: 'opened', within: '3d' }, 'welcome opened by a human at least once within 3d'],
  [{ message: 'any', did: 'sent', count: { lt: 3 }, within: '1d' }, 'any message sent fewer than 3 times within 1d'],
  [{ rate: 'opened', over: 'delivered', last: 10, lt: 0.2 }, 'the share opened by a human of the last 10 messages delivered is under 0.2'],
  [
    { rate: 'clicked', over: 'sent', within: '30d', by: 'proxy', gte: 0.5 },
    'the share clicked by a proxy of the messages sent within 30d is at least 0.5 (of the newest 100)',
  ],
  [{ journey: 'cart', is: 'active', at: 'wait' }, 'is in the journey cart at the step wait'],
  [{ journey: 'cart', is: 'completed', within: '30d' }, 'has completed the journey cart within 30d'],
  [{ cart: { items: { gte: 1 } } }, 'the number of pieces in the cart is at least 1'],
  [{ time: { between: ['09:00', '17:00'], days: ['mon', 'tue'] } }, "the time is between 09:00 and 17:00 on mon or tue in the subscriber's zone"],
  [{ trigger: 'value', gte: 50 }, "the trigger's value is at least 50"],
]

test.each(sentences)('%j reads well', (condition, words) => {
  expect(compiling(condition, { segment: () => ({ list: 'gold' }) }).condition.words).toBe(words)
})

test('why shows every part with its answer, its numbers and when it may turn', () => {
  const { condition, happened, view } = asking({ all: [{ event: 'Viewed', count: { gte: 3 }, within: '24h' }, { not: { event: 'Ordered' } }] })
  happened('Viewed', 1 * hour)
  happened('Viewed', 2 * hour)
  expect(explain(condition, view(3 * hour))).toEqual({
    words: '(Viewed at least 3 times within 24h) and (not (Ordered at least once))',
    value: false,
    until: Number.POSITIVE_INFINITY,
    detail: '',
    parts: [
      {
        words: 'Viewed at least 3 times within 24h',
        value: false,
        until: Number.POSITIVE_INFINITY,
        detail: '2 times, last 2026-11-21T02:00:00.000Z',
        parts: [],
      },
      {
        words: 'not (Ordered at least once)',
        value: true,
        until: Number.POSITIVE_INFINITY,
        detail: '',
        parts: [{ words: 'Ordered at least once', value: false, until: Number.POSITIVE_INFINITY, detail: 'never', parts: [] }],
      },
    ],
  })
})

test('every kind has something to say about a subscriber of whom nothing is known, and of whom something is', () => {
  for (const [written] of sentences) {
    const { condition, happened, view } = asking(written, { segment: () => ({ list: 'gold' }) })
    const flat = (explanation: ReturnType<typeof explain>): string[] => [explanation.detail, ...explanation.parts.flatMap(flat)]
    const passage = passageOf({ product_id: 'p', city: 'Bonn', value: 60 }, 0)
    const before = flat(explain(condition, view(0, passage))).join('')
    for (const name of condition.dependencies.events)
      happened(name, 0, { price: 30, product_id: 'p', category: 'c', total: 60, template: 'welcome', by: 'human', journey: 'cart', x: 1 })
    expect(before + flat(explain(condition, view(1, passage))).join('')).not.toMatch(/undefined|NaN|Infinity/)
    expect(before).not.toBe('')
  }
})

test('what a condition depends on is the union over its parts and segments', () => {
  const { condition } = compiling(
    {
      all: [
        { event: 'Viewed', within: 'session', where: { p: { eq: { ref: 'trigger.p.q' } }, r: { ne: { ref: 'attributes.home.city' } } } },
        { since: 'Opened', gte: '1d' },
        { time: { between: ['09:00', '10:00'] } },
        { segment: 's' },
        { cart: { items: { gte: 1 } } },
        { journey: 'j', is: 'active' },
        { journey: 'k', is: 'completed' },
        { trigger: 'value', gt: 1 },
      ],
    },
    { segment: () => ({ any: [{ list: 'l' }, { topic: 't' }, { attribute: 'plan', eq: 'pro' }] }) },
  )
  expect(condition.dependencies).toEqual({
    events: new Set(['Viewed', 'Opened', 'Journey Completed']),
    attributes: new Set(['home', 'timezone', 'plan']),
    lists: new Set(['l']),
    topics: new Set(['t']),
    journeys: new Set(['j']),
    cart: true,
    session: true,
    firstSeen: true,
  })
  expect(new Set(condition.triggerPaths)).toEqual(new Set(['value', 'p.q']))
  expect(condition.memories).toHaveLength(3)
})

test('a memory says what it keeps and what it holds', () => {
  const { condition, happened, state, view } = asking({ event: 'Viewed', by: 'product', where: { price: { gte: 5 } }, count: { gte: 2 }, within: '7d' })
  for (const product of ['a', 'b', 'c', 'd', 'e', 'f', 'f']) happened('Viewed', hour, { product, price: 9 })
  const [slot] = condition.memories
  expect(slot?.words()).toBe('the newest 2 times of the last 7d of Viewed where price is at least 5, for each product')
  expect(slot?.describe(state.memories.get(slot.id), view(hour).now)).toBe(
    '"f": 2 times, last 2026-11-21T01:00:00.000Z; "e": 1 time, last 2026-11-21T01:00:00.000Z; "d": 1 time, last 2026-11-21T01:00:00.000Z; "c": 1 time, last 2026-11-21T01:00:00.000Z; "b": 1 time, last 2026-11-21T01:00:00.000Z; and 1 more, back to 2026-11-21T01:00:00.000Z',
  )
  expect(slot?.describe(undefined, 0)).toBe('nothing yet')
})
