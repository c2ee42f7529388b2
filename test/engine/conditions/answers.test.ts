// When conditions hold and when they turn, to the millisecond. Every kind is held against the oracle on random histories in
// test/engine/oracle; here the edges are written out, and `until` is shown to be as late as it can be.

import { describe, expect, test } from 'vitest'
import { asking, day, hour, minute, passageOf, start } from './asking.ts'

describe('counting in a window', () => {
  test('three views within 24h turn false exactly 24h after the third newest', () => {
    const { happened, at } = asking({ event: 'Product Viewed', count: { gte: 3 }, within: '24h' })
    for (const when of [1, 2, 3, 4]) happened('Product Viewed', when * hour)
    expect(at(4 * hour)).toEqual({ value: true, until: 26 * hour })
    expect(at(26 * hour - 1)).toEqual({ value: true, until: 26 * hour })
    expect(at(26 * hour)).toEqual({ value: false, until: undefined })
  })

  test('what was too often turns true when enough has left', () => {
    const { happened, at } = asking({ event: 'Message Sent', count: { lt: 2 }, within: '1h' })
    for (const when of [0, 10, 20]) happened('Message Sent', when * minute)
    expect(at(20 * minute)).toEqual({ value: false, until: 70 * minute })
    expect(at(70 * minute)).toEqual({ value: true, until: undefined })
  })

  test('an exact count names both of its turns', () => {
    const { happened, at } = asking({ event: 'Viewed', count: { eq: 1 }, within: '1h' })
    for (const when of [0, 10]) happened('Viewed', when * minute)
    expect(at(10 * minute)).toEqual({ value: false, until: 60 * minute })
    expect(at(60 * minute)).toEqual({ value: true, until: 70 * minute })
    expect(at(70 * minute)).toEqual({ value: false, until: undefined })
  })

  test('occurrences of one instant leave together, and no count between is announced', () => {
    const { happened, at } = asking({ event: 'Viewed', count: { eq: 1 }, within: '1h' })
    happened('Viewed', 0)
    happened('Viewed', 0)
    expect(at(0)).toEqual({ value: false, until: undefined })
  })

  test('a late occurrence counts at its own instant', () => {
    const { happened, at } = asking({ event: 'Viewed', count: { gte: 2 }, within: '1h' })
    happened('Viewed', 50 * minute)
    happened('Viewed', 10 * minute, {}, 55 * minute)
    expect(at(55 * minute)).toEqual({ value: true, until: 70 * minute })
  })

  test('with by, it holds as long as the value that lasts longest', () => {
    const { happened, at } = asking({ event: 'Viewed', count: { gte: 2 }, within: '1h', by: 'product' })
    for (const [product, when] of [
      ['a', 0],
      ['a', 5],
      ['b', 10],
      ['b', 20],
      ['c', 30],
    ] as const)
      happened('Viewed', when * minute, { product })
    expect(at(30 * minute)).toEqual({ value: true, until: 70 * minute })
  })

  test('with by, what holds for no value names the first instant at which it does for one', () => {
    const { happened, at } = asking({ event: 'Viewed', count: { lt: 2 }, within: '1h', by: 'product' })
    for (const [product, when] of [
      ['a', 0],
      ['a', 20],
      ['b', 5],
      ['b', 10],
    ] as const)
      happened('Viewed', when * minute, { product })
    expect(at(20 * minute)).toEqual({ value: false, until: 60 * minute })
    expect(at(60 * minute)).toEqual({ value: true, until: 80 * minute })
  })

  test('with by, occurrences without the property are no value of their own', () => {
    const { happened, at } = asking({ event: 'Viewed', count: { lt: 3 }, by: 'product' })
    happened('Viewed', 0)
    happened('Viewed', 1, { product: null })
    expect(at(1)).toEqual({ value: false, until: undefined })
    happened('Viewed', 2, { product: 'a' })
    expect(at(2).value).toBe(true)
  })
})

describe('counting in a session and in an enrollment', () => {
  test('a count in the session ends with the session', () => {
    const { happened, at, state } = asking({ event: 'Viewed', count: { gte: 2 }, within: 'session' })
    happened('Viewed', 0)
    happened('Viewed', 10 * minute)
    state.session = { id: undefined, startedAt: start, lastAt: start + 10 * minute }
    expect(at(10 * minute)).toEqual({ value: true, until: 40 * minute })
    expect(at(40 * minute)).toEqual({ value: false, until: undefined })
  })

  test('only what happened in this session counts', () => {
    const { happened, at, state } = asking({ event: 'Viewed', count: { gte: 2 }, within: 'session' })
    happened('Viewed', 0)
    happened('Viewed', 60 * minute)
    state.session = { id: undefined, startedAt: start + 60 * minute, lastAt: start + 60 * minute }
    expect(at(60 * minute).value).toBe(false)
  })

  test('an order of events in the session ends with the session, and is not made of two of them', () => {
    const { condition, happened, at, state } = asking({ 'in-order': [{ event: 'Viewed' }, { event: 'Added' }], within: 'session' })
    happened('Viewed', 0)
    happened('Added', 10 * minute)
    state.session = { id: undefined, startedAt: start, lastAt: start + 10 * minute }
    expect(at(10 * minute)).toEqual({ value: true, until: 40 * minute })
    expect(at(40 * minute)).toEqual({ value: false, until: undefined })
    state.session = { id: undefined, startedAt: start + 5 * minute, lastAt: start + 10 * minute }
    expect(at(10 * minute)).toEqual({ value: false, until: undefined })
    expect(condition.dependencies.session).toBe(true)
  })

  test('since the enrollment counts what came strictly after the trigger, since the step what came after the step', () => {
    const enrollment = asking({ event: 'Viewed', since: 'enrollment' })
    enrollment.happened('Viewed', 10)
    expect(enrollment.at(20, passageOf({}, 10)).value).toBe(false)
    expect(enrollment.at(20, passageOf({}, 9)).value).toBe(true)
    const step = asking({ event: 'Viewed', since: 'step' })
    step.happened('Viewed', 10)
    expect(step.at(20, passageOf({}, 0, 10)).value).toBe(false)
    expect(step.at(20, passageOf({}, 0, 9)).value).toBe(true)
  })

  test("since the enrollment counts the passage's own message, even when it was sent in its first millisecond", () => {
    const { happened, at } = asking({ message: 'welcome', did: 'sent', since: 'enrollment' })
    happened('Message Sent', 10, { template: 'welcome' })
    expect(at(20, passageOf({}, 10)).value).toBe(true)
    expect(at(20, passageOf({}, 11)).value).toBe(false)
  })
})

describe('refs', () => {
  test('the same product is the one of the triggering event', () => {
    const { happened, at } = asking({ event: 'Viewed', where: { product: { eq: { ref: 'trigger.product' } } }, count: { gte: 2 }, within: '1h' })
    happened('Viewed', 0, { product: 'a' })
    happened('Viewed', 1 * minute, { product: 'b' })
    happened('Viewed', 2 * minute, { product: 'a' })
    expect(at(3 * minute, passageOf({ product: 'a' }, 0))).toEqual({ value: true, until: 60 * minute })
    expect(at(3 * minute, passageOf({ product: 'b' }, 0)).value).toBe(false)
    expect(at(3 * minute, passageOf({}, 0)).value).toBe(false)
  })

  test('two cart ids that differ only in type are two carts', () => {
    const { happened, at } = asking({ event: 'Ordered', where: { cart: { eq: { ref: 'trigger.cart' } } } })
    happened('Ordered', 0, { cart: 1 })
    expect(at(1, passageOf({ cart: 1 }, 0)).value).toBe(true)
    expect(at(1, passageOf({ cart: '1' }, 0)).value).toBe(false)
  })

  test('one instant written in two zones is the same slot, alone and beside another ref', () => {
    const given = { slot: '2026-03-21T00:00:00Z', room: 'a' }
    const asked = { slot: '2026-03-21T02:00:00+02:00', room: 'a' }
    for (const where of [{ slot: { eq: { ref: 'trigger.slot' } } }, { slot: { eq: { ref: 'trigger.slot' } }, room: { eq: { ref: 'trigger.room' } } }]) {
      const { happened, at } = asking({ event: 'Booked', where })
      happened('Booked', 0, given)
      expect(at(1, passageOf(asked, 0)).value).toBe(true)
      expect(at(1, passageOf({ ...asked, slot: '2026-03-21T02:00:00Z' }, 0)).value).toBe(false)
    }
    const { happened, at } = asking({ event: 'Booked', where: { slot: asked.slot } })
    happened('Booked', 0, given)
    expect(at(1).value).toBe(true)
  })

  test('another product than the trigger counts also what names no product', () => {
    const { happened, at } = asking({ event: 'Viewed', where: { product: { ne: { ref: 'trigger.product' } } }, count: { eq: 2 } })
    for (const [when, given] of [{ product: 'a' }, { product: 'b' }, {}].entries()) happened('Viewed', when, given)
    expect(at(9, passageOf({ product: 'a' }, 0)).value).toBe(true)
  })

  test('sums, different values and several refs at once follow the trigger and the attributes', () => {
    const where = { product: { eq: { ref: 'trigger.product' } }, price: { gte: { ref: 'attributes.budget' } } }
    const { happened, at, changed } = asking({
      all: [
        { sum: 'price', of: 'Viewed', where, gte: 50 },
        { distinct: 'color', of: 'Viewed', where, eq: 2 },
      ],
    })
    changed({ budget: 10 }, 0)
    happened('Viewed', 0, { product: 'a', price: 20, color: 'red' })
    happened('Viewed', 1, { product: 'a', price: 30, color: 'blue' })
    happened('Viewed', 2, { product: 'a', price: 5, color: 'green' })
    happened('Viewed', 3, { product: 'b', price: 90, color: 'red' })
    expect(at(9, passageOf({ product: 'a' }, 0)).value).toBe(true)
    changed({ budget: 25 }, 9)
    expect(at(9, passageOf({ product: 'a' }, 0)).value).toBe(false)
  })

  test('a list of tags can be asked for the one that the subscriber prefers', () => {
    const where = { tags: { contains: { ref: 'attributes.favorite' } }, product: { ne: { ref: 'trigger.product' } } }
    const { happened, at, changed } = asking({ event: 'Viewed', where, count: { eq: 2 } })
    happened('Viewed', 0, { tags: ['red', 'blue'], product: 'a' })
    happened('Viewed', 1, { tags: ['red'], product: 'b' })
    happened('Viewed', 2, { tags: ['red', 'green'] })
    happened('Viewed', 3, { tags: ['blue'] })
    changed({ favorite: 'red' }, 3)
    expect(at(4, passageOf({ product: 'a' }, 0)).value).toBe(true)
    expect(at(4, passageOf({ product: 'c' }, 0)).value).toBe(false)
    changed({ favorite: null }, 4)
    expect(at(4, passageOf({ product: 'a' }, 0)).value).toBe(false)
  })

  test('ids too long to be remembered whole are still told apart', () => {
    const { happened, at } = asking({ event: 'Viewed', where: { product: { eq: { ref: 'trigger.product' } } } })
    happened('Viewed', 0, { product: `${'x'.repeat(1000)}1` })
    expect(at(1, passageOf({ product: `${'x'.repeat(1000)}1` }, 0)).value).toBe(true)
    expect(at(1, passageOf({ product: `${'x'.repeat(1000)}2` }, 0)).value).toBe(false)
  })
})

describe('aggregates', () => {
  test('a sum in a window turns when the order leaves that makes the difference', () => {
    const { happened, at } = asking({ sum: 'total', of: 'Order', within: '1h', gte: 50 })
    for (const [total, when] of [
      [30, 0],
      [10, 10],
      [50, 20],
    ] as const)
      happened('Order', when * minute, { total })
    expect(at(20 * minute)).toEqual({ value: true, until: 80 * minute })
  })

  test('an average over none passes only ne, a sum over none is 0', () => {
    expect(asking({ avg: 'total', of: 'Order', lt: 5 }).at(0).value).toBe(false)
    expect(asking({ avg: 'total', of: 'Order', ne: 5 }).at(0).value).toBe(true)
    expect(asking({ sum: 'total', of: 'Order', lt: 5 }).at(0).value).toBe(true)
  })

  test('0.1 + 0.2 is 0.3, ever and in a window', () => {
    for (const within of [{}, { within: '1h' }]) {
      const { happened, at } = asking({ sum: 'total', of: 'Order', ...within, eq: 0.3 })
      happened('Order', 0, { total: 0.1 })
      happened('Order', 0, { total: 0.2 })
      expect(at(0).value).toBe(true)
    }
    const { happened, at } = asking({ sum: 'total', of: 'Order', gte: 0.8 })
    for (const total of [0.7, 0.1]) happened('Order', 0, { total })
    expect(at(0).value).toBe(true)
  })
})

describe('absence', () => {
  test('inactive for 14 days turns true exactly 14 days after the newest of any kind', () => {
    const { happened, at } = asking({ since: ['Opened', 'Clicked'], gte: '14d' })
    happened('Opened', 1 * day)
    happened('Clicked', 2 * day)
    expect(at(3 * day)).toEqual({ value: false, until: 16 * day })
    expect(at(16 * day)).toEqual({ value: true, until: undefined })
  })

  test('who never did it counts from when first seen, unless never is false', () => {
    expect(asking({ since: 'Opened', gte: '14d' }).at(1)).toEqual({ value: false, until: 14 * day })
    expect(asking({ since: 'Opened', gte: '14d', never: false }).at(15 * day)).toEqual({ value: false, until: undefined })
  })
})

describe('order', () => {
  test('a sequence lasts as long as the chain that began last', () => {
    const { happened, at } = asking({ 'in-order': [{ event: 'A' }, { event: 'B' }], within: '1h' })
    for (const [name, when] of [
      ['A', 0],
      ['A', 5],
      ['B', 10],
      ['A', 20],
    ] as const)
      happened(name, when * minute)
    expect(at(20 * minute)).toEqual({ value: true, until: 65 * minute })
  })

  test('one occurrence cannot be two items', () => {
    const { happened, at } = asking({ 'in-order': [{ event: 'A' }, { event: 'A' }] })
    happened('A', 0)
    expect(at(0).value).toBe(false)
    happened('A', 0)
    expect(at(0).value).toBe(true)
  })

  test('a late occurrence can complete a sequence that seemed broken', () => {
    const { happened, at } = asking({ 'in-order': [{ event: 'A' }, { event: 'B' }] })
    happened('B', 10)
    expect(at(10).value).toBe(false)
    happened('A', 5, {}, 20)
    expect(at(20).value).toBe(true)
  })

  test('the latest is the newest by its own instant, not by arrival', () => {
    const { happened, at } = asking({ latest: 'Order', where: { total: { gte: 50 } } })
    happened('Order', 10, { total: 60 })
    happened('Order', 5, { total: 1 }, 20)
    expect(at(20).value).toBe(true)
    happened('Order', 10, { total: 1 }, 30)
    expect(at(30).value).toBe(false)
  })
})

describe('attributes', () => {
  test('for counts from the change that made it so, and starts again after a break', () => {
    const { changed, at } = asking({ attribute: 'plan', eq: 'pro', for: '1d' })
    expect(at(0)).toEqual({ value: false, until: undefined })
    changed({ plan: 'pro' }, 1 * hour)
    expect(at(2 * hour)).toEqual({ value: false, until: 25 * hour })
    expect(at(25 * hour)).toEqual({ value: true, until: undefined })
    changed({ plan: 'free' }, 26 * hour)
    changed({ plan: 'pro' }, 27 * hour)
    expect(at(27 * hour)).toEqual({ value: false, until: 51 * hour })
  })

  test('what is missing from the start has been missing since first seen', () => {
    const { changed, at } = asking({ attribute: 'phone', exists: false, for: '1d' })
    expect(at(1 * hour)).toEqual({ value: false, until: 1 * day })
    changed({ phone: '1' }, 2 * hour)
    changed({ phone: null }, 3 * hour)
    expect(at(3 * hour)).toEqual({ value: false, until: 27 * hour })
  })
})

describe('all and any', () => {
  const views = { event: 'Viewed', count: { gte: 1 }, within: '1h' } as const
  const orders = { event: 'Ordered', within: '2h' } as const

  test('all that holds turns with its first part, any that holds with its last', () => {
    for (const [condition, until] of [
      [{ all: [views, orders] }, hour],
      [{ any: [views, orders] }, 2 * hour],
    ] as const) {
      const { happened, at } = asking(condition)
      happened('Viewed', 0)
      happened('Ordered', 0)
      expect(at(0)).toEqual({ value: true, until })
    }
  })

  test('all that fails cannot turn before the part that fails longest, and never when one can never turn', () => {
    const { happened, at } = asking({ all: [{ not: views }, { not: orders }] })
    happened('Viewed', 0)
    happened('Ordered', 0)
    expect(at(0)).toEqual({ value: false, until: 2 * hour })
    expect(asking({ all: [{ list: 'vip' }, { since: 'Viewed', gte: '1h' }] }).at(0)).toEqual({ value: false, until: undefined })
  })
})

describe('what is known now', () => {
  test('a topic holds while the last word about it was yes', () => {
    const { at, state } = asking({ topic: 'news' })
    expect(at(5).value).toBe(false)
    state.topics = { news: { subscribed: true, at: start + 1 } }
    expect(at(5).value).toBe(true)
    state.topics = { news: { subscribed: false, at: start + 2 } }
    expect(at(5).value).toBe(false)
  })

  test('a topic on another channel holds after a yes for that channel, or to the topic and to the channel as a whole, and never after a no to the channel', () => {
    const { at, state } = asking({ topic: 'news', channel: 'sms' })
    state.topics = { news: { subscribed: true, at: start + 1 } }
    expect(at(5).value).toBe(false)
    state.topics = { news: { subscribed: true, at: start + 1 }, sms: { subscribed: true, at: start + 2 } }
    expect(at(5).value).toBe(true)
    state.channelTopics = { sms: { news: { subscribed: false, at: start + 3 } } }
    expect(at(5).value).toBe(false)
    state.topics = {}
    state.channelTopics = { sms: { news: { subscribed: true, at: start + 3 } } }
    expect(at(5).value).toBe(true)
    state.topics = { all: { subscribed: false, at: start + 4 } }
    expect(at(5).value).toBe(false)
    state.topics = { sms: { subscribed: false, at: start + 2 } }
    expect(at(5).value).toBe(false)
  })

  test('the cart counts pieces and what they cost over all open carts', () => {
    const { at, state } = asking({ cart: { items: { gte: 3 }, value: { eq: 0.9 } } })
    const item = (quantity: number, price: number) => ({ product: 'p', changedAt: 0, quantity, price, name: undefined, image: undefined, url: undefined })
    state.carts = [
      { id: 'a', changedAt: 0, clearedAt: 0, items: [item(2, 0.3)] },
      { id: 'b', changedAt: 0, clearedAt: 0, items: [item(1, 0.3)] },
    ]
    expect(at(0)).toEqual({ value: true, until: undefined })
  })

  test('a segment is its condition, and knows of no enrollment', () => {
    const { happened, at } = asking({ segment: 'viewers' }, { segment: () => ({ event: 'Viewed', within: '1h' }) })
    happened('Viewed', 0)
    expect(at(0)).toEqual({ value: true, until: hour })
  })

  test('opened counts people only, unless said otherwise', () => {
    const human = asking({ message: 'welcome', did: 'opened' })
    const machine = asking({ message: 'any', did: 'opened', by: 'machine' })
    for (const { happened } of [human, machine]) happened('Message Opened', 0, { template: 'welcome', by: 'machine' })
    expect([human.at(0).value, machine.at(0).value]).toEqual([false, true])
    human.happened('Message Opened', 1, { template: 'other', by: 'human' })
    expect(human.at(1).value).toBe(false)
    human.happened('Message Opened', 2, { template: 'welcome', by: 'human' })
    expect(human.at(2).value).toBe(true)
  })
})

describe('whose opens and clicks count may be several', () => {
  test.each([
    ['human', [true, false, false]],
    [
      ['human', 'proxy'],
      [true, true, false],
    ],
    [
      ['proxy', 'machine'],
      [false, true, true],
    ],
  ] as const)('%j', (by, expected) => {
    const found = (['human', 'proxy', 'machine'] as const).map((who) => {
      const opened = asking({ message: 'any', did: 'opened', by })
      const rate = asking({ rate: 'opened', over: 'sent', last: 5, by, eq: 1 })
      rate.happened('Message Sent', 0, { message: 'm', template: 't' })
      for (const { happened } of [opened, rate]) happened('Message Opened', 1, { message: 'm', template: 't', by: who })
      expect(rate.at(1).value).toBe(opened.at(1).value)
      return opened.at(1).value
    })
    expect(found).toEqual(expected)
  })

  test('and the words say which', () => {
    expect(asking({ message: 'any', did: 'clicked', by: ['proxy', 'human'] }).condition.words).toContain('by a human or proxy')
  })
})

describe('the share of messages that somebody answers', () => {
  const delivered = (message: string) => ({ message, template: 't', journey: 'j', step: 's', channel: 'email' })
  const by = (message: string, who: string) => ({ ...delivered(message), by: who })

  test('is taken over the last so many, each counted once, and machines do not count', () => {
    const { happened, at, condition, view } = asking({ rate: 'opened', over: 'delivered', last: 3, gte: 0.5 })
    expect(at(0)).toEqual({ value: false, until: undefined })
    for (const [index, message] of ['a', 'b', 'c', 'd'].entries()) happened('Message Delivered', index * hour, delivered(message))
    happened('Message Opened', 4 * hour, by('a', 'human'))
    for (const when of [4, 5, 6]) happened('Message Opened', when * hour, by('b', 'human'))
    happened('Message Opened', 5 * hour, by('c', 'machine'))
    happened('Message Opened', 5 * hour, by('d', 'proxy'))
    expect(at(6 * hour)).toEqual({ value: false, until: undefined })
    expect(condition.detail(view(6 * hour))).toBe('1 of 3 (0.333)')
    happened('Message Opened', 7 * hour, by('c', 'human'))
    expect(at(7 * hour)).toEqual({ value: true, until: undefined })
  })

  test('turns by itself when a message leaves the window, exactly', () => {
    const { happened, at } = asking({ rate: 'clicked', over: 'delivered', within: '1d', gte: 0.5 })
    happened('Message Delivered', 0, delivered('a'))
    happened('Message Delivered', 2 * hour, delivered('b'))
    happened('Message Delivered', 3 * hour, delivered('c'))
    happened('Message Clicked', 4 * hour, by('c', 'human'))
    expect(at(4 * hour)).toEqual({ value: false, until: day })
    expect(at(day)).toEqual({ value: true, until: 27 * hour })
    expect(at(27 * hour)).toEqual({ value: false, until: undefined })
  })

  test('of the messages sent, for those whose mail server reports no delivery', () => {
    const { happened, at } = asking({ rate: 'opened', over: 'sent', last: 10, lt: 0.2 })
    expect(at(0).value).toBe(false)
    happened('Message Sent', 0, delivered('a'))
    expect(at(0).value).toBe(true)
    happened('Message Opened', 1, by('a', 'human'))
    expect(at(1).value).toBe(false)
  })
})
