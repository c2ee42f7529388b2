// Consent and caps by channel: each has its own yes and no, and quiet hours are for what disturbs.

import { expect, test } from 'vitest'
import { compile, sourceOf } from '../../../src/engine/compile.ts'
import { newState, type SubscriberState } from '../../../src/engine/state.ts'
import { type Transition, transition } from '../../../src/engine/transition.ts'
import type { Command, Input } from '../../../src/model/input.ts'
import type { Policy } from '../../../src/model/policy.ts'

const noon = Date.UTC(2026, 10, 23, 12)
const hour = 3_600_000

/** Somebody with an address and a number, in a journey of one step of each kind. */
function somebody(policy: Policy = {}, topics: { topic: string; transactional?: boolean }[] = [{ topic: 'news' }, { topic: 'parcels', transactional: true }]) {
  const steps = [
    { id: 'mail', send: 'hello', topic: 'news' },
    { id: 'text', sms: 'Hello', topic: 'news' },
    { id: 'parcel', sms: 'On its way', topic: 'parcels' },
    { id: 'popup', popup: { title: 'Hello' }, topic: 'news' },
  ]
  const { program, problems } = compile(
    sourceOf({
      workspace: { workspace: 'Shop', policy: { consent: 'opt-out', ...policy }, topics },
      journeys: [{ journey: 'tour', enter: [{ on: 'Go' }], again: 'always', steps }],
      segments: [],
      templates: [{ template: 'hello', subject: 'Hello', html: '<p>Hello</p>' }],
    }),
  )
  if (program === undefined) throw new Error(JSON.stringify(problems))
  let state: SubscriberState = newState('somebody', noon)
  let position = 0
  const give = (input: Input): Transition => {
    const result = transition(program, state, input)
    state = result.state
    return result
  }
  const command = (of: Command, at = noon): Transition => {
    position += 1
    return give({ kind: 'command', at, command: of, source: 'admin', position })
  }
  command({ do: 'set attributes', set: { email: 'ann@example.com', phone: '+491701234567' } })
  return {
    command,
    /** What becomes of a message of each step, asked at this instant. */
    go(at = noon): Record<string, string> {
      position += 1
      const event = { name: 'Go', occurredAt: at, receivedAt: at, messageId: `m${position}`, properties: {} }
      const { effects } = give({ kind: 'event', at, event, position })
      return Object.fromEntries(
        effects.map(({ key, step }) => {
          const { authorization } = give({ kind: 'authorize', at, effect: key })
          if (authorization?.kind === 'transmit') give({ kind: 'outcome', at, effect: key, outcome: 'sent' })
          return [step, authorization?.kind === 'refused' ? authorization.reason : (authorization?.kind ?? 'nothing')]
        }),
      )
    },
  }
}

test('text messages need a yes to text messages, mails and popups do not; transactional ones need none', () => {
  const anna = somebody()
  expect(anna.go()).toEqual({ mail: 'transmit', text: 'no consent', parcel: 'transmit', popup: 'transmit' })
  anna.command({ do: 'subscribe', topic: 'sms' })
  expect(anna.go()).toEqual({ mail: 'transmit', text: 'transmit', parcel: 'transmit', popup: 'transmit' })
})

test('the workspace may ask for a yes to any channel, or for none', () => {
  expect(somebody({ channels: { sms: 'opt-out', popup: 'opt-in' } }).go()).toEqual({
    mail: 'transmit',
    text: 'transmit',
    parcel: 'transmit',
    popup: 'no consent',
  })
})

test('a no to a channel leaves the others; a no to text messages holds for transactional ones too', () => {
  const anna = somebody({ channels: { sms: 'opt-out' } })
  anna.command({ do: 'unsubscribe', topic: 'sms' })
  expect(anna.go()).toEqual({ mail: 'transmit', text: 'unsubscribed', parcel: 'unsubscribed', popup: 'transmit' })
  anna.command({ do: 'unsubscribe', topic: 'email' })
  expect(anna.go()).toMatchObject({ mail: 'unsubscribed', popup: 'transmit' })
})

test('a no to everything is a no to every channel, until a yes to one', () => {
  const anna = somebody({ channels: { sms: 'opt-out' } })
  anna.command({ do: 'unsubscribe', topic: 'all' })
  expect(anna.go()).toMatchObject({ mail: 'unsubscribed', text: 'unsubscribed', popup: 'unsubscribed' })
})

test('caps count each channel for itself', () => {
  const anna = somebody({ channels: { sms: 'opt-out' }, caps: [{ max: 1, within: '1d', channel: 'sms', then: 'skip' }] })
  expect(anna.go()).toMatchObject({ mail: 'transmit', text: 'transmit', popup: 'transmit' })
  expect(anna.go()).toMatchObject({ mail: 'transmit', text: 'capped', popup: 'transmit' })
})

test('quiet hours hold text messages back and leave popups, whose reader is here', () => {
  const anna = somebody({ channels: { sms: 'opt-out' }, quietHours: { from: '21:00', to: '08:00' } })
  expect(anna.go(noon + 10 * hour)).toMatchObject({ mail: 'deferred', text: 'deferred', parcel: 'transmit', popup: 'transmit' })
})

test('without a number in E.164 no text message goes out', () => {
  const anna = somebody({ channels: { sms: 'opt-out' } })
  anna.command({ do: 'set attributes', set: { phone: '0170 1234567' } })
  expect(anna.go()).toMatchObject({ text: 'no address', parcel: 'no address', mail: 'transmit' })
})

test('a number that was suppressed is not written to, and the address still is', () => {
  const anna = somebody({ channels: { sms: 'opt-out' } })
  anna.command({ do: 'suppress', channel: 'sms', reason: 'number rejected' })
  expect(anna.go()).toMatchObject({ mail: 'transmit', text: 'suppressed', parcel: 'suppressed' })
})

test('a topic cannot be called like a channel', () => {
  expect(() => somebody({}, [{ topic: 'sms' }, { topic: 'news' }, { topic: 'parcels' }])).toThrow('sms is a channel')
})
