// Whoever waits inside a journey for a condition, or leaves it by one, hears of everything that may change the answer.

import { expect, test } from 'vitest'
import { templateSchema, workspaceSchema } from '../../src/model/definitions.ts'
import { journeySchema } from '../../src/model/journey.ts'
import type { JsonObject } from '../../src/model/json.ts'
import { type OneSubscriber, oneSubscriber } from '../../src/testing/one-subscriber.ts'

const start = '2026-11-21T10:00:00.000Z'

function begin(journeys: readonly JsonObject[]): OneSubscriber {
  const definitions = {
    workspace: workspaceSchema.parse({ workspace: 'shop' }),
    journeys: journeys.map((journey) => journeySchema.parse(journey)),
    segments: [],
    templates: ['a', 'b'].map((template) => templateSchema.parse({ template, subject: template, html: `<p>${template}</p>` })),
  }
  const subscriber = oneSubscriber(definitions, start)
  subscriber.identify({ email: 'anna@example.com' })
  return subscriber
}

function sent({ decisions }: OneSubscriber): string[] {
  return decisions.flatMap((one) => (one.kind === 'handed over' ? [`${one.template} ${new Date(one.at).toISOString().slice(0, 16)}`] : []))
}

function left({ decisions }: OneSubscriber): string[] {
  return decisions.flatMap((one) => (one.kind === 'exited' ? [one.journey] : []))
}

test('an older event moves back when the subscriber was first seen, and ends a wait for inactivity', () => {
  const it = begin([
    {
      journey: 'j',
      enter: [{ on: 'Signed Up' }],
      steps: [
        { id: 'w', wait: { for: { since: 'Login', gte: '2d' }, 'at most': '30d' } },
        { id: 's', send: 'a' },
      ],
    },
  ])
  it.event('Signed Up')
  it.event('Anything', {}, { occurredAt: '2026-11-19T10:00:00Z' })
  expect(sent(it)).toEqual(['a 2026-11-21T10:00'])
})

test('a new session ends a wait for few views in the session', () => {
  const few = { not: { event: 'Product Viewed', count: { gte: 1 }, within: 'session' } }
  const it = begin([
    {
      journey: 'j',
      enter: [{ on: 'Product Viewed' }],
      steps: [
        { id: 'w', wait: { for: few, 'at most': '30d' } },
        { id: 's', send: 'a' },
      ],
    },
  ])
  it.event('Product Viewed', {}, { sessionId: 'one' })
  it.advanceTo('2026-11-21T10:05:00Z')
  it.event('Page Viewed', {}, { sessionId: 'two' })
  expect(sent(it)).toEqual(['a 2026-11-21T10:05'])
})

test('a fuller cart ends a wait for it, and a passage whose exit is about it', () => {
  const full = { cart: { value: { gte: 50 } } }
  const steps = [{ id: 'w', wait: { for: full, 'at most': '30d' } }, { send: 'a' }]
  const it = begin([
    { journey: 'waits', enter: [{ on: 'Signed Up' }], steps },
    { journey: 'leaves', enter: [{ on: 'Signed Up' }], exit: [{ when: full }], steps: [{ wait: '30d' }, { send: 'b' }] },
  ])
  it.event('Signed Up')
  it.event('Product Added', { product_id: 'p1', price: 40 })
  expect(left(it)).toEqual([])
  it.advanceTo('2026-11-21T10:05:00Z')
  it.event('Product Added', { product_id: 'p2', price: 40 })
  expect(sent(it)).toEqual(['a 2026-11-21T10:05'])
  expect(left(it)).toEqual(['leaves'])
})

test('a wait for being in another journey, or for being there no more, ends with the first and the last step of that', () => {
  const other = { journey: 'other', is: 'active' }
  const waiting = (condition: JsonObject, send: string): readonly JsonObject[] => [{ id: 'w', wait: { for: condition, 'at most': '30d' } }, { send }]
  const it = begin([
    { journey: 'other', enter: [{ on: 'Invited' }], exit: [{ event: 'Declined' }], steps: [{ wait: '5d' }] },
    { journey: 'until-in', enter: [{ on: 'Signed Up' }], steps: waiting(other, 'a') },
    { journey: 'until-out', enter: [{ on: 'Invited' }], steps: waiting({ not: other }, 'b') },
  ])
  it.event('Signed Up')
  it.advanceTo('2026-11-21T10:05:00Z')
  it.event('Invited')
  it.advanceTo('2026-11-21T10:10:00Z')
  it.event('Declined')
  expect(sent(it)).toEqual(['a 2026-11-21T10:05', 'b 2026-11-21T10:10'])
})
