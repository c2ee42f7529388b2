// Data that is made to break things: names that objects already have, numbers that are none, instants beyond the calendar.

import { describe, expect, test } from 'vitest'
import { decisionText } from '../../../src/engine/decision-text.ts'
import { newState } from '../../../src/engine/state.ts'
import { parseState, serializeState } from '../../../src/engine/stored-state.ts'
import { transition } from '../../../src/engine/transition.ts'
import type { Json, JsonObject } from '../../../src/model/json.ts'
import { oneSubscriber } from '../../../src/testing/one-subscriber.ts'
import { begin, definitionsOf, of, programOf, sent, start, startAt } from './world.ts'

const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf']

describe('names that objects have already', () => {
  test('as attributes neither give anybody an address nor change what is stored', () => {
    const it = oneSubscriber(definitionsOf([]), start)
    it.identify(JSON.parse('{"__proto__":{"email":"mallory@example.com","timezone":"Asia/Tokyo"},"constructor":1,"toString":{"__proto__":2}}') as JsonObject)
    expect((it.state.attributes as { email?: string }).email).toBeUndefined()
    expect(Object.keys(it.state.attributes).sort()).toEqual(['constructor', 'toString'])
    expect(parseState(JSON.parse(JSON.stringify(serializeState(it.state))) as Json)).toEqual(it.state)
  })

  test('as lists, topics and events are names like any other', () => {
    for (const name of names) {
      const it = begin([{ journey: name, enter: [{ on: name }], steps: [{ id: 's', send: 'a' }] }])
      it.command({ do: 'join list', list: name })
      it.command({ do: 'subscribe', topic: name })
      it.command({ do: 'unsubscribe', topic: name })
      it.event(name, JSON.parse(`{"${name}": 1}`) as JsonObject)
      expect(sent(it), name).toHaveLength(1)
      expect(parseState(JSON.parse(JSON.stringify(serializeState(it.state))) as Json)).toEqual(it.state)
      if (name !== '__proto__') expect([Object.keys(it.state.lists), it.state.topics[name]?.subscribed]).toEqual([[name], false])
    }
  })

  test('on one side of a merger are taken along', () => {
    const program = programOf([])
    const command = (command: object): Parameters<typeof transition>[2] => ({
      kind: 'command',
      at: startAt,
      command: command as never,
      source: 'api',
      position: 1,
    })
    const other = newState('2', startAt)
    transition(program, other, command({ do: 'join list', list: 'constructor' }))
    transition(program, other, command({ do: 'unsubscribe', topic: 'constructor' }))
    const state = newState('1', startAt)
    transition(program, state, { kind: 'merge', at: startAt, other: serializeState(other), because: 'same' })
    expect([state.lists, Object.hasOwn(state.topics, 'constructor')]).toEqual([{ constructor: startAt }, true])
  })
})

describe('instants beyond the calendar', () => {
  const waiting = (date: Json, more: JsonObject = {}) => {
    const it = begin([
      {
        journey: 'j',
        enter: [{ on: 'Go' }],
        steps: [
          { id: 'w', wait: { date: 'trigger.date', ...more } },
          { id: 's', send: 'a' },
        ],
      },
    ])
    it.event('Go', { date })
    return it
  }

  test('are no dates', () => {
    for (const date of [1e18, -1e18, Number.MAX_VALUE]) expect(sent(waiting(date))).toHaveLength(1)
    for (const date of ['2026-13-01', '2026-02-31', '2027-00-10', '2027-01-00', '2027-02-30T10:00:00Z'])
      expect([date, sent(waiting(date)).length]).toEqual([date, 1])
  })

  test('are told without failing', () => {
    const it = waiting(8.64e15, { offset: '36500d', at: '09:00' })
    expect(of(it.decisions, 'waiting')).toHaveLength(1)
    for (const decision of it.decisions) expect(decisionText(decision)).not.toBe('')
    expect(waiting(8.64e15, { offset: '36500d', zone: 'Asia/Tokyo' }).trace).toContain('waits')
    expect(sent(waiting(-8.64e15, { offset: '-36500d', at: '09:00' }))).toHaveLength(1)
  })
})

describe('numbers that are none', () => {
  test('stay out of the cart', () => {
    const it = begin([])
    it.event('Product Added', { product_id: 'p', price: Number.POSITIVE_INFINITY, quantity: Number.NaN })
    it.event('Product Added', { product_id: 'p', price: 2, quantity: Number.POSITIVE_INFINITY })
    for (let times = 0; times < 3; times += 1) it.event('Product Added', { product_id: 'q', price: 2, quantity: Number.MAX_VALUE })
    const [cart] = it.state.carts
    expect(cart?.items.every(({ quantity, price }) => Number.isFinite(quantity) && Number.isFinite(price))).toBe(true)
    expect(parseState(JSON.parse(JSON.stringify(serializeState(it.state))) as Json)).toEqual(it.state)
  })
})

test('a very long cart_id does not make the state large, not even by clearing', () => {
  const it = begin([])
  for (let cart = 0; cart < 12; cart += 1) it.event('Cart Cleared', { cart_id: `${cart}${'x'.repeat(30_000)}` })
  expect(JSON.stringify(serializeState(it.state)).length).toBeLessThan(10_000)
})

test('a passage hears of its own messages only, also where names of journeys hold slashes and numbers', () => {
  const steps = [
    { id: 's', send: 'a' },
    { id: 'o', on: [{ event: 'Message Clicked', steps: [{ id: 'u', update: { set: { clicked: { ref: 'trigger.who' } } } }] }] },
  ]
  const it = begin([
    { journey: 'a', enter: [{ on: 'A' }], key: 'properties.who', again: 'always', steps },
    { journey: 'a/1', enter: [{ on: 'B' }], key: 'properties.who', again: 'always', steps },
  ])
  it.event('B', { who: 'first' })
  it.event('B', { who: 'second' })
  it.event('A', { who: 'third' })
  // The third is a, version 1, enrollment 3. What starts with its key: a/1, version 3, which is a later edit of the other journey.
  it.event('Message Clicked', { message: '1/a/1/3/7/s/1', by: 'human' })
  expect(it.state.attributes['clicked']).toBeUndefined()
  it.event('Message Clicked', { message: '1/a/1/3/s/1', by: 'human' })
  expect(it.state.attributes['clicked']).toBe('third')
})

test('what a machine opened or clicked moves nobody, unless it is asked for', () => {
  const journey = (where: JsonObject) => ({
    journey: 'j',
    enter: [{ on: 'Go' }],
    steps: [
      { id: 's', send: 'a' },
      { id: 'o', on: [{ event: 'Message Clicked', ...where, steps: [{ id: 'u', update: { set: { clicked: true } } }] }] },
    ],
  })
  for (const [where, by, moves] of [
    [{}, 'machine', false],
    [{}, 'proxy', false],
    [{}, 'human', true],
    [{ where: { by: 'machine' } }, 'machine', true],
  ] as const) {
    const it = begin([journey(where)])
    it.event('Go')
    it.event('Message Clicked', { message: '1/j/1/1/s/1', by })
    expect(it.state.attributes['clicked'] === true, `${JSON.stringify(where)} ${by}`).toBe(moves)
  }
})

test('a stored state of a form that is not known is refused with a way out', () => {
  const stored = serializeState(begin([]).state) as Json[]
  expect(() => parseState([99, ...stored.slice(1)])).toThrow(/form 99.*form 1.*newer/)
  expect(() => parseState({} as Json)).toThrow(/no known form/)
})
