// The limits of a subscriber's state, each at its edge, and the bound that they add up to.

import { describe, expect, test } from 'vitest'
import { compile, sourceOf } from '../../src/engine/compile.ts'
import { stateBound } from '../../src/engine/state-bound.ts'
import { serializeState } from '../../src/engine/stored-state.ts'
import { type Definitions, templateSchema, workspaceSchema } from '../../src/model/definitions.ts'
import { journeySchema } from '../../src/model/journey.ts'
import type { JsonObject } from '../../src/model/json.ts'
import { limits } from '../../src/model/limits.ts'
import { oneSubscriber } from '../../src/testing/one-subscriber.ts'

const start = '2026-11-21T10:00:00Z'

function definitions(...journeys: readonly JsonObject[]): Definitions {
  return {
    workspace: workspaceSchema.parse({ workspace: 'shop' }),
    journeys: journeys.map((journey) => journeySchema.parse(journey)),
    segments: [],
    templates: [templateSchema.parse({ template: 'a', subject: 'a', html: '<p>a</p>' })],
  }
}

function because(subscriber: { readonly decisions: readonly { readonly kind: string }[] }): number {
  return subscriber.decisions.filter((decision) => decision.kind === 'cut').length
}

describe('limits of one subscriber', () => {
  test('the last attribute that fits is kept, the next is not, and a decision says so', () => {
    const it = oneSubscriber(definitions(), start)
    it.identify(Object.fromEntries(Array.from({ length: limits.attributes }, (_, index) => [`a${index}`, 1])))
    expect([Object.keys(it.state.attributes).length, because(it)]).toEqual([limits.attributes, 0])
    it.identify({ more: 1, a0: 2 })
    expect([Object.keys(it.state.attributes).length, it.state.attributes['a0'], because(it)]).toEqual([limits.attributes, 2, 1])
  })

  test('attributes that would be larger than the limit are not kept', () => {
    const it = oneSubscriber(definitions(), start)
    it.identify({ note: 'x'.repeat(limits.attributeBytes - 100) })
    it.identify({ other: 'x'.repeat(200) })
    expect([Object.keys(it.state.attributes), because(it)]).toEqual([['note'], 1])
  })

  test('a value that grows past the limit is not kept, and the one before stays', () => {
    const it = oneSubscriber(definitions(), start)
    it.identify({ note: 'x'.repeat(limits.attributeBytes - 100), other: 'short' })
    it.identify({ other: 'x'.repeat(200) })
    expect([it.state.attributes['other'], because(it)]).toEqual(['short', 1])
    it.identify({ other: 'tiny' })
    expect([it.state.attributes['other'], because(it)]).toEqual(['tiny', 1])
  })

  test('a cart takes so many products and no more', () => {
    const it = oneSubscriber(definitions(), start)
    for (let index = 0; index <= limits.cartItems; index += 1) it.event('Product Added', { product_id: `p${index}` })
    expect(it.state.carts[0]?.items).toHaveLength(limits.cartItems)
  })

  test('of many carts the one that changed longest ago is forgotten', () => {
    const it = oneSubscriber(definitions(), start)
    for (let index = 0; index <= limits.carts; index += 1) {
      it.advanceTo(new Date(Date.parse(start) + index * 1000).toISOString())
      it.event('Product Added', { product_id: 'p', cart_id: `c${index}` })
    }
    expect(it.state.carts.map((cart) => cart.id)).toEqual(Array.from({ length: limits.carts }, (_, index) => `c${index + 1}`))
  })

  test('products with long texts are taken in up to the bytes that carts may have', () => {
    const it = oneSubscriber(definitions(), start)
    for (let index = 0; index < 20; index += 1) it.event('Product Added', { product_id: `p${index}`, name: 'x'.repeat(5000) })
    expect(it.state.carts[0]?.items.length).toBeLessThan(4)
  })

  test('so many passages may be active at a time, and the next is refused with the reason', () => {
    const it = oneSubscriber(definitions({ journey: 'j', enter: [{ on: 'Go' }], key: 'properties.key', steps: [{ id: 'w', wait: '1d' }] }), start)
    for (let index = 0; index <= limits.enrollments; index += 1) it.event('Go', { key: index })
    expect(it.state.enrollments).toHaveLength(limits.enrollments)
    expect(it.decisions.at(-1)).toMatchObject({ kind: 'not entered', reason: 'too many enrollments' })
  })

  test('past entries are remembered for so many keys', () => {
    const it = oneSubscriber(definitions({ journey: 'j', enter: [{ on: 'Go' }], key: 'properties.key', steps: [] }), start)
    for (let index = 0; index <= limits.entries; index += 1) it.event('Go', { key: index })
    expect(it.state.entries).toHaveLength(limits.entries)
    expect(it.state.entries.some((entry) => entry.key === '0')).toBe(false)
  })

  test('a cascade is cut after so many steps and events, with a decision, and the passage ends', () => {
    const it = oneSubscriber(
      definitions(
        {
          journey: 'ping',
          enter: [{ on: 'Go' }, { on: 'Journey Completed', where: { journey: 'pong' } }],
          again: 'always',
          steps: [{ id: 'n', nothing: true }],
        },
        { journey: 'pong', enter: [{ on: 'Journey Completed', where: { journey: 'ping' } }], again: 'always', steps: [{ id: 'n', nothing: true }] },
      ),
      start,
    )
    it.event('Go')
    expect(because(it)).toBe(1)
    expect(it.state.enrollments.filter((enrollment) => enrollment.status === 'active')).toEqual([])
    it.event('Go')
    expect(it.decisions.filter((decision) => decision.kind === 'entered').length).toBeGreaterThan(limits.cascade / 4)
  })

  test('so many messages of one passage may wait, and a further one is not decided', () => {
    const steps = [
      { id: 's', send: 'a' },
      { id: 'w', wait: '1m' },
      { id: 'g', goto: 's' },
    ]
    const it = oneSubscriber(definitions({ journey: 'j', enter: [{ on: 'Go' }], steps }), start)
    it.identify({ email: 'anna@example.com' })
    it.holdMessages()
    it.event('Go')
    it.advanceTo(new Date(Date.parse(start) + (limits.pendingEffects + 5) * 60_000).toISOString())
    expect(it.state.enrollments[0]?.pending).toHaveLength(limits.pendingEffects)
  })

  test('a large value of the triggering event is not remembered, a small one is', () => {
    const it = oneSubscriber(
      definitions({
        journey: 'j',
        enter: [{ on: 'Go' }],
        steps: [
          { id: 'u', update: { set: { a: { ref: 'trigger.small' }, b: { ref: 'trigger.large' } } } },
          { id: 'w', wait: '1d' },
        ],
      }),
      start,
    )
    it.event('Go', { small: 'x'.repeat(limits.triggerValueBytes), large: 'x'.repeat(limits.triggerValueBytes + 1) })
    expect(Object.keys(it.state.attributes)).toEqual(['a'])
  })
})

test('a state that was filled to its limits stays under the bound that the program states', () => {
  const journey = {
    journey: 'j',
    enter: [
      { on: 'Go', if: { event: 'Go', by: 'product', count: { gte: 3 }, within: '30d' } },
      { quiet: '1d', on: 'Go' },
    ],
    key: 'properties.key',
    again: { max: 5, within: '1d' } as JsonObject,
    exit: [{ event: 'Stop', where: { note: { eq: { ref: 'trigger.note' } } } }],
    steps: [{ id: 'w', wait: '9d' }],
  }
  const { program } = compile(sourceOf(definitions(journey)))
  if (program === undefined) throw new Error('does not compile')
  const it = oneSubscriber(definitions(journey), start)
  it.identify(Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`attribute-${index}`, 'x'.repeat(30)])))
  for (let index = 0; index < 1500; index += 1) {
    it.event('Go', { key: index % 150, product: `product ${index % 140}`, note: 'n'.repeat(900) })
    it.event('Product Added', { product_id: index, cart_id: index % 12, name: 'a thing with a name' })
  }
  expect(JSON.stringify(serializeState(it.state)).length).toBeLessThan(stateBound(program))
})
