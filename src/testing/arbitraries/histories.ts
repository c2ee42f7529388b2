// Random histories of one subscriber: few names, small times, late and disordered arrivals, equal instants, the same
// event twice, commands in between.

import fc from 'fast-check'
import type { SubscriberEvent } from '../../model/event.ts'
import type { Command, Input } from '../../model/input.ts'
import type { Json, JsonObject } from '../../model/json.ts'
import { cartEvents, eventNames, journeys, lists, type Scale, scalars, templates, topics, zones } from './vocabulary.ts'

/** `with made events`: with messages and journeys that the engine would have made itself, for conditions tried without it. */
export type Contents = 'only from outside' | 'with made events'

/** Inputs in order of arrival. Positions count from 1; every event has a messageId of its own. */
export function histories(scale: Scale, contents: Contents, length: { readonly max: number } = { max: 12 }): fc.Arbitrary<Input[]> {
  const happening = fc.oneof(
    { weight: 8, arbitrary: clientEvents() },
    { weight: 1, arbitrary: commands() },
    ...(contents === 'with made events' ? [{ weight: 2, arbitrary: madeEvents() }] : []),
  )
  const arrivals = fc.array(fc.record({ happening, pause: pauses(scale), lateness: latenesses(scale) }), { minLength: 1, maxLength: length.max })
  return arrivals.map((list) => {
    let at = scale.startAt
    return list.map(({ happening: what, pause, lateness }, index) => {
      at += pause
      const position = index + 1
      if ('do' in what) return { kind: 'command', at, command: what, source: 'api', position }
      const event: SubscriberEvent = { ...what, occurredAt: at - ('made' in what ? 0 : lateness), receivedAt: at, messageId: `message-${position}` }
      return { kind: 'event', at, event: withoutMade(event), position }
    })
  })
}

/** The properties of an event that starts an enrollment. */
export function triggerProperties(): fc.Arbitrary<JsonObject> {
  return properties()
}

type Happening = Omit<SubscriberEvent, 'occurredAt' | 'receivedAt' | 'messageId'> & { readonly made?: true }

function clientEvents(): fc.Arbitrary<Happening> {
  const sessionId = fc.option(fc.constantFrom('s1', 's2'), { nil: undefined, freq: 1 })
  const plain = fc.record({ name: fc.constantFrom(...eventNames, 'Page Viewed'), properties: properties() })
  const cartNames = [...cartEvents.added, ...cartEvents.added, ...cartEvents.removed, ...cartEvents.cleared, ...cartEvents.ordered]
  const cart = fc.record({ name: fc.constantFrom(...cartNames), properties: cartProperties() })
  const inSession = fc.tuple(fc.oneof({ weight: 2, arbitrary: plain }, { weight: 1, arbitrary: cart }), sessionId)
  const identify = traits().map((given) => ({ name: 'Identified', properties: {}, traits: given }))
  return fc.oneof(
    { weight: 5, arbitrary: inSession.map(([event, id]) => (id === undefined ? event : { ...event, sessionId: id })) },
    { weight: 2, arbitrary: identify },
  )
}

function madeEvents(): fc.Arbitrary<Happening> {
  const outcome = fc.constantFrom('Message Sent', 'Message Delivered', 'Message Opened', 'Message Clicked', 'Message Bounced')
  const by = fc.constantFrom('human', 'human', 'proxy', 'machine')
  const message = fc
    .record({ template: fc.constantFrom(...templates), by })
    .map((one) => ({ ...one, message: 'm', journey: 'welcome', step: 'one', channel: 'email' }))
  const journey = fc.record({ journey: fc.constantFrom(...journeys) })
  return fc.oneof(
    fc.record({ name: outcome, properties: message, made: fc.constant(true as const) }),
    fc.record({ name: fc.constantFrom('Journey Completed', 'Journey Exited'), properties: journey, made: fc.constant(true as const) }),
  )
}

function commands(): fc.Arbitrary<Command> {
  return fc.oneof<fc.Arbitrary<Command>[]>(
    traits().map((set) => ({ do: 'set attributes', set })),
    fc.constantFrom('plan', 'age', 'home').map((name) => ({ do: 'set attributes', set: {}, unset: [name] })),
    fc.record({ do: fc.constantFrom('join list', 'leave list'), list: fc.constantFrom(...lists) }),
    fc.record({ do: fc.constantFrom('subscribe', 'unsubscribe'), topic: fc.constantFrom(...topics) }),
  )
}

function properties(): fc.Arbitrary<JsonObject> {
  const number = fc.constantFrom<Json[]>(0, 1, 2, 2.5, -1, '2')
  return fc.record({ p: scalars, n: number, deep: fc.record({ q: fc.oneof(scalars, number) }) }, { requiredKeys: [], noNullPrototype: true })
}

function cartProperties(): fc.Arbitrary<JsonObject> {
  const values = {
    cart_id: fc.constantFrom<Json[]>('c1', 'c2', 1, null, ''),
    product_id: fc.constantFrom<Json[]>('a', 'b', 1, '1'),
    sku: fc.constantFrom<Json[]>('a', 7),
    quantity: fc.constantFrom<Json[]>(1, 2, 3, 0, -1, '2'),
    price: fc.constantFrom<Json[]>(0.5, 1, 2, '3'),
    n: fc.constantFrom<Json[]>(1, 2),
  }
  return fc.record(values, { requiredKeys: [], noNullPrototype: true })
}

function traits(): fc.Arbitrary<JsonObject> {
  const values = {
    plan: scalars,
    age: fc.constantFrom<Json[]>(1, 2, 2.5, '1', null),
    home: fc.oneof(fc.record({ city: scalars }, { noNullPrototype: true }), scalars),
    timezone: fc.constantFrom<Json[]>(...zones, 'Nowhere/At_All', 1, null),
  }
  return fc.record(values, { requiredKeys: [], noNullPrototype: true })
}

/** Often nothing, so that instants are equal; sometimes beside the unit by a millisecond. */
function pauses(scale: Scale): fc.Arbitrary<number> {
  const units = fc.constantFrom(0, 0, 1, 1, 2, 3, 4, 6, 9).map((count) => count * scale.unitMs)
  return fc.oneof(
    { weight: 6, arbitrary: units },
    { weight: 1, arbitrary: units.map((pause) => pause + 1) },
    { weight: 1, arbitrary: units.map((pause) => Math.max(pause - 1, 0)) },
  )
}

function latenesses(scale: Scale): fc.Arbitrary<number> {
  const units = fc.constantFrom(1, 2, 3, 5, 6, 8, 13).map((count) => count * scale.unitMs)
  return fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, { weight: 2, arbitrary: units }, { weight: 1, arbitrary: units.map((late) => late - 1) })
}

function withoutMade(event: SubscriberEvent & { readonly made?: true }): SubscriberEvent {
  const { made: _, ...rest } = event
  return rest
}
