// A real case as a test: nothing in it may tell who it was, and what conditions ask about stays.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { writeYaml } from '../../src/authoring/write-yaml.ts'
import type { Decision } from '../../src/model/decision.ts'
import type { Definitions } from '../../src/model/definitions.ts'
import type { Input } from '../../src/model/input.ts'
import type { JsonObject } from '../../src/model/json.ts'
import { recordStory } from '../../src/testing/story/record-story.ts'
import { day, sourceWith, start } from '../runtime/workshop.ts'

const { workspace, templates } = sourceWith()
const definitions: Definitions = {
  // Somebody of the team and a city that also stand with people.
  workspace: { ...workspace, sender: { name: 'Anna', address: 'anna@shop.example' } },
  templates,
  segments: [{ segment: 'near', if: { attribute: 'city', eq: 'Berlin' } }],
  journeys: [{ journey: 'cart', enter: [{ on: 'Order Completed', where: { coupon: { eq: 'NOV' } } }], steps: [{ id: 'mail', send: 'note' }] }],
}

function recorded(name: string, fields: { readonly properties?: JsonObject; readonly traits?: JsonObject }): string {
  const event = { name, occurredAt: start, receivedAt: start, messageId: 'm1', properties: {}, ...fields }
  const inputs: readonly Input[] = [{ kind: 'event', at: start, event, position: 1 }]
  return writeYaml(recordStory({ subscriber: 7, inputs, decisions: [], journey: 'cart', definitions, until: start }, 'each time').test)
}

test('whatever tells somebody apart by its field is replaced, also where the definitions say the same, and also as a number or as the name of a field', () => {
  const traits = {
    email: 'ann@mail.example',
    first_name: 'BOB',
    lastName: 'Anna',
    name: 'Eve',
    phone: '+49 151 23456789',
    mobile: 4915123456789,
    contact: 49_151_234_567_890,
    birthday: '1987-05-14',
    address: { street: 'Main Street 5', zip: 10115, city: 'Berlin', latitude: 52.520008 },
    'calls +4915123456': 3,
    last_seen: '2026-01-02T03:04:05Z',
    currency: 'EUR',
    zone: 'Europe/Berlin',
    visits: 12,
  }
  const text = recorded('Order Completed', { traits, properties: { order_id: 4711, coupon: 'NOV', revenue: 64.5, url: 'https://shop.example/ann' } })
  for (const secret of ['ann@', 'BOB', 'Anna', 'Eve', '23456', '4915', '49_151', '1987', 'Main Street', '10115', '52.52', '4711', 'shop.example/ann'])
    expect(text).not.toContain(secret)
  for (const kept of [
    '1992-05-14',
    'Berlin',
    '2026-01-02T03:04:05Z',
    'EUR',
    'Europe/Berlin',
    'visits: 12',
    'coupon: NOV',
    '64.5',
    'email: person-1@example.com',
  ])
    expect(text).toContain(kept)
})

test('no text that somebody typed is left, whatever it looks like and whatever it is called', () => {
  const secret = fc.string({ minLength: 6, maxLength: 20 }).filter((one) => /^[a-z]{6,}$/i.test(one) && !/^(person|example|name|identified)/i.test(one))
  const typed = fc.tuple(secret, secret).map(([one, two]) => [`${one}${two}q`, two] as const)
  fc.assert(
    fc.property(typed, fc.constantFrom('note', 'first_name', 'iban', 'anything', 'Straße', 'x'), ([one, two], field) => {
      const text = recorded('Identified', { traits: { [field]: one, more: [{ deep: `${two} <${one}@mail.example>` }] } })
      expect(text).not.toContain(one)
    }),
  )
})

test('an event whose name holds an address is another one, the same everywhere', () => {
  const text = recorded('Wrote to ann@mail.example', { properties: { about: 'Wrote to ann@mail.example' } })
  expect(text).not.toContain('ann@')
})

test('what was decided is expected where it was decided, together with what a server did a moment later, and reactions stay those of people', () => {
  const passage = { journey: 'cart', journeyVersion: 1, enrollment: 1 }
  const sent = { ...passage, kind: 'handed over', step: 'mail', effect: '7/cart/1/1/mail/1', channel: 'email', template: 'note', outcome: 'sent' } as const
  const decisions: readonly Decision[] = [
    { ...passage, kind: 'entered', at: start, trigger: 'Order Completed', because: 'Order Completed' },
    { ...sent, at: start + 900 },
    { ...passage, kind: 'completed', at: start + day },
  ]
  const event = (name: string, at: number, properties: JsonObject): Input => {
    return { kind: 'event', at, event: { name, occurredAt: at, receivedAt: at, messageId: `m${at}`, properties }, position: at }
  }
  const opened = { message: sent.effect, by: 'human', channel: 'email', agent: 'Somebody’s own' }
  const inputs = [event('Order Completed', start, {}), event('Message Opened', start + 500, opened)]
  const recording = { subscriber: 7, inputs, decisions, journey: 'cart', definitions, until: start + 2 * day }
  const none = { enters: [], sends: [], exits: [], completes: [], converts: [] }
  expect(recordStory(recording, 'each time').test.story).toEqual([
    { event: 'Order Completed' },
    { at: iso(start + 500), event: 'Message Opened', properties: { ...opened, agent: 'agent-1' } },
    { at: iso(start + 900), expect: { ...none, enters: ['cart'], sends: [{ template: 'note', step: 'mail' }] } },
    { at: iso(start + day), expect: { ...none, completes: ['cart'] } },
    { at: iso(start + 2 * day), expect: none },
  ])
  expect(recordStory(recording, 'at the end').test.story.at(-1)).toEqual({
    at: iso(start + 2 * day),
    expect: { ...none, enters: ['cart'], sends: [{ template: 'note', step: 'mail' }], completes: ['cart'] },
  })
})

function iso(at: number): string {
  return new Date(at).toISOString()
}
