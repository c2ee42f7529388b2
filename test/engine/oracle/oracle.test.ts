// The oracle is written to be obviously right; these examples, worked out by hand from docs/reference/conditions.md, say that it is.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Condition, conditionSchema } from '../../../src/model/condition.ts'
import { isSystemEvent } from '../../../src/model/event.ts'
import type { Command, Input } from '../../../src/model/input.ts'
import { journeySchema } from '../../../src/model/journey.ts'
import type { JsonObject } from '../../../src/model/json.ts'
import { conditions } from '../../../src/testing/arbitraries/conditions.ts'
import { definitions } from '../../../src/testing/arbitraries/definitions.ts'
import { histories } from '../../../src/testing/arbitraries/histories.ts'
import { cartEvents, scales } from '../../../src/testing/arbitraries/vocabulary.ts'
import { evaluateNaively } from '../../../src/testing/oracle/evaluate-naively.ts'
import type { OracleContext } from '../../../src/testing/oracle/history.ts'

const context: OracleContext = {
  zone: 'UTC',
  sessionGapMs: 30,
  cartEvents,
  segments: {},
  enrollments: [{ journey: 'welcome', step: 'two' }],
  passage: undefined,
}

interface Happened {
  readonly name: string
  readonly at: number
  readonly properties?: JsonObject
  readonly traits?: JsonObject
  /** Received this much after it occurred. */
  readonly late?: number
  readonly sessionId?: string
}

function history(...list: (Happened | { readonly at: number; readonly command: Command })[]): Input[] {
  return list.map((one, index): Input => {
    if ('command' in one) return { kind: 'command', at: one.at, command: one.command, source: 'api', position: index + 1 }
    const { name, at, properties = {}, traits, late = 0, sessionId } = one
    const more = { ...(traits === undefined ? {} : { traits }), ...(sessionId === undefined ? {} : { sessionId }) }
    const event = { name, occurredAt: at, receivedAt: at + late, messageId: `m${index}`, properties, ...more }
    return { kind: 'event', at: at + late, event, position: index + 1 }
  })
}

/** The instants from 0 to 100 at which the answer changes, beginning with the answer at 0. */
function changes(condition: Condition, inputs: Input[], inside: Partial<OracleContext> = {}): (boolean | number)[] {
  const found: (boolean | number)[] = []
  let last: boolean | undefined
  for (let now = 0; now <= 100; now += 1) {
    const value = evaluateNaively(conditionSchema.parse(condition), [...history({ name: 'Seen', at: 0 }), ...inputs], now, { ...context, ...inside })
    if (last === undefined) found.push(value)
    else if (value !== last) found.push(now)
    last = value
  }
  return found
}

describe('worked out by hand', () => {
  const views = history(
    { name: 'Viewed', at: 10, properties: { p: 1, n: 3 } },
    { name: 'Viewed', at: 20, properties: { p: '1', n: 4 } },
    { name: 'Viewed', at: 20, properties: { p: 1 } },
  )
  const late = history({ name: 'Viewed', at: 30 }, { name: 'Viewed', at: 5, late: 30 })
  const examples: [string, Condition, Input[], (boolean | number)[]][] = [
    [
      'three within a window: true at the third, false when the first of them is exactly as old as the window',
      { event: 'Viewed', count: { gte: 3 }, within: '15ms' },
      views,
      [false, 20, 25],
    ],
    [
      'a late occurrence counts from when it was received on, at its own instant',
      { event: 'Viewed', count: { gte: 2 }, within: '40ms' },
      late,
      [false, 35, 45],
    ],
    ['by a property: two of one value, and 1 is not "1"', { event: 'Viewed', count: { gte: 2 }, by: 'p' }, views, [false, 20]],
    ['by a property without a floor: only values that occur', { event: 'Viewed', count: { lte: 1 }, within: '9ms', by: 'p' }, views, [false, 10, 19, 20, 29]],
    ['a sum over none is 0', { sum: 'n', of: 'Viewed', within: '5ms', eq: 0 }, views, [true, 10, 15, 20, 25]],
    ['an average over none is nothing', { avg: 'n', of: 'Viewed', within: '5ms', lt: 9 }, views, [false, 10, 15, 20, 25]],
    ['nothing is not equal to anything', { max: 'n', of: 'Viewed', ne: 3 }, views, [true, 10, 20]],
    ['different values', { distinct: 'p', of: 'Viewed', gte: 2 }, views, [false, 20]],
    ['since the latest, inclusive', { since: 'Viewed', gte: '30ms' }, views, [false, 50]],
    ['never happened counts from first seen', { since: 'Bought', gte: '30ms' }, views, [false, 30]],
    ['never happened does not count when the author says so', { since: 'Bought', gte: '30ms', never: false }, views, [false]],
    [
      'in order means strictly after, by instant and then arrival',
      { 'in-order': [{ event: 'Viewed', where: { p: '1' } }, { event: 'Viewed' }], within: '9ms' },
      views,
      [false, 20, 29],
    ],
    [
      'not in order',
      {
        'in-order': [
          { event: 'Viewed', where: { n: 4 } },
          { event: 'Viewed', where: { n: 3 } },
        ],
      },
      views,
      [false],
    ],
    ['the latest of equal instants is the one that arrived last', { latest: 'Viewed', where: { p: '1' } }, views, [false]],
    [
      'a session ends a gap after its last event',
      { event: 'Viewed', count: { gte: 1 }, within: 'session' },
      history({ name: 'Viewed', at: 40 }),
      [false, 40, 70],
    ],
    [
      'another session id begins another session',
      { event: 'Viewed', within: 'session' },
      history({ name: 'Viewed', at: 10, sessionId: 'a' }, { name: 'Shared', at: 20, sessionId: 'b' }),
      [false, 10, 20],
    ],
    ['an active enrollment at a step', { journey: 'welcome', is: 'active', at: 'one' }, [], [false]],
    ['not, all and any', { not: { any: [{ event: 'Viewed' }, { all: [{ event: 'Bought' }] }] } }, views, [true, 10]],
    [
      'mail opened by a machine is not opened',
      { message: 'any', did: 'opened' },
      history({ name: 'Message Opened', at: 9, properties: { template: 't', by: 'machine' } }),
      [false],
    ],
    [
      'a rate over nothing, then 1 of 1, then 1 of 2',
      { rate: 'opened', over: 'delivered', last: 5, gt: 0.5 },
      history(
        { name: 'Message Delivered', at: 10, properties: { message: 'a' } },
        { name: 'Message Opened', at: 20, properties: { message: 'a', by: 'machine' } },
        { name: 'Message Opened', at: 30, properties: { message: 'a', by: 'human' } },
        { name: 'Message Delivered', at: 40, properties: { message: 'b' } },
      ),
      [false, 30, 40],
    ],
    [
      'a list that was left',
      { list: 'vip' },
      history({ at: 5, command: { do: 'join list', list: 'vip' } }, { at: 9, command: { do: 'leave list', list: 'vip' } }),
      [false, 5, 9],
    ],
    [
      'leaving all leaves every topic, and coming back to all brings none of them back',
      { topic: 'news' },
      history(
        { at: 5, command: { do: 'subscribe', topic: 'news' } },
        { at: 9, command: { do: 'unsubscribe', topic: 'all' } },
        { at: 12, command: { do: 'subscribe', topic: 'all' } },
      ),
      [false, 5, 9],
    ],
  ]

  test.each(examples)('%s', (_, condition, inputs, expected) => {
    expect(changes(condition, inputs)).toEqual(expected)
  })

  test('an attribute that has passed for so long, however often it was said again', () => {
    const said = history(
      { name: 'Identified', at: 10, traits: { plan: 'gold' } },
      { name: 'Identified', at: 15, traits: { plan: 'gold' } },
      { name: 'Identified', at: 40, traits: { plan: null } },
    )
    expect(changes({ attribute: 'plan', eq: 'gold', for: '20ms' }, said)).toEqual([false, 30, 40])
    expect(changes({ attribute: 'plan', exists: false, for: '20ms' }, said)).toEqual([false, 60])
    expect(changes({ attribute: 'plan', exists: false, for: '5ms' }, said)).toEqual([false, 5, 10, 45])
  })

  test('an older value never replaces a newer one', () => {
    const said = history({ name: 'Identified', at: 10, traits: { plan: 'gold' } }, { name: 'Identified', at: 5, late: 15, traits: { plan: 'free' } })
    expect(changes({ attribute: 'plan', eq: 'gold' }, said)).toEqual([false, 10])
  })

  test('the cart holds what was added and is still there', () => {
    const cart = history(
      { name: 'Product Added', at: 10, properties: { product_id: 'a', quantity: 2, price: 3 } },
      { name: 'Product Added', at: 12, properties: { product_id: 'b', cart_id: 'other' } },
      { name: 'Product Removed', at: 20, properties: { product_id: 'a', quantity: 1 } },
      { name: 'Order Completed', at: 30, properties: {} },
      { name: 'Product Added', at: 25, late: 10, properties: { product_id: 'a' } },
    )
    expect(changes({ cart: { items: { gte: 3 } } }, cart)).toEqual([false, 12, 20])
    expect(changes({ cart: { value: { eq: 3 } } }, cart)).toEqual([false, 20, 30])
    expect(changes({ cart: { items: { eq: 0 } } }, cart)).toEqual([true, 10, 30])
  })

  test("counting since the enrollment leaves out what happened at the trigger's own instant", () => {
    const passage = { trigger: { properties: { p: 1 } }, startedAt: 10, stepEnteredAt: 15 }
    expect(changes({ event: 'Viewed', since: 'enrollment' }, views, { passage })).toEqual([false, 20])
    expect(changes({ event: 'Viewed', where: { p: { eq: { ref: 'trigger.p' } } } }, views, { passage })).toEqual([false, 10])
    expect(changes({ trigger: 'p', eq: 1 }, views, { passage })).toEqual([true])
  })

  test('a time of day over midnight, in the zone of the subscriber', () => {
    const condition: Condition = { time: { between: ['23:00', '01:00'], days: ['sat'] } }
    const identified = history({ name: 'Identified', at: 0, traits: { timezone: 'Europe/Berlin' } })
    const at = (text: string, zone: string): boolean =>
      evaluateNaively(condition, zone === 'UTC' ? history({ name: 'Seen', at: 0 }) : identified, Date.parse(text), context)
    expect(at('2026-11-21T22:59:59.999Z', 'UTC')).toBe(false)
    expect(at('2026-11-21T23:00:00.000Z', 'UTC')).toBe(true)
    expect(at('2026-11-21T22:00:00.000Z', 'Europe/Berlin')).toBe(true)
    expect(at('2026-11-21T23:00:00.000Z', 'Europe/Berlin')).toBe(false)
  })
})

describe('random material', () => {
  test.each(scales)('conditions and journeys are ones that an author may write ($unit from $startAt)', (scale) => {
    fc.assert(
      fc.property(conditions(scale, 'in an enrollment'), (condition) => conditionSchema.safeParse(condition).success),
      { numRuns: 200 },
    )
    fc.assert(
      fc.property(definitions(scale), ({ journeys }) => journeys.every((journey) => journeySchema.safeParse(journey).success)),
      { numRuns: 30 },
    )
  })

  test.each(scales)('histories arrive in order, and nothing happens after it was received ($unit from $startAt)', (scale) => {
    fc.assert(
      fc.property(histories(scale, 'with made events'), (inputs) => {
        for (const [index, input] of inputs.entries()) {
          expect(input.at).toBeGreaterThanOrEqual(inputs[index - 1]?.at ?? 0)
          if (input.kind === 'event') expect(input.event.occurredAt).toBeLessThanOrEqual(input.at)
        }
      }),
    )
  })

  test('histories made for the whole engine hold only events that a client may send', () => {
    fc.assert(
      fc.property(histories(scales[0] as (typeof scales)[number], 'only from outside'), (inputs) =>
        inputs.every((input) => input.kind !== 'event' || !isSystemEvent(input.event.name)),
      ),
    )
  })
})
