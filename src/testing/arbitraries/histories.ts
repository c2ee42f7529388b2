// Random histories of one subscriber: few names, small times, late and disordered arrivals, equal instants, the same
// event twice, commands in between.

import fc from 'fast-check'
import type { SubscriberEvent } from '../../model/event.ts'
import type { Command, Input } from '../../model/input.ts'
import type { Json, JsonObject } from '../../model/json.ts'
import { cartEvents, eventNames, journeys, lists, type Scale, scalars, scales, templates, topics, zones } from './vocabulary.ts'

/** `with made events`: with messages and journeys that the engine would have made itself, for conditions tried without it. */
export type Contents = 'only from outside' | 'with made events'

/** What most of a history is about, so that something comes of it: twelve inputs about everything are about nothing. */
export type Theme = 'behavior' | 'cart' | 'attributes' | 'subscriptions' | 'messages'

/** Inputs in order of arrival. Positions count from 1; every event has a messageId of its own. */
export function histories(scale: Scale, contents: Contents, theme?: Theme): fc.Arbitrary<Input[]> {
  const themes = theme === undefined ? fc.constantFrom<Theme[]>('behavior', 'behavior', 'cart', 'attributes', 'subscriptions', 'messages') : fc.constant(theme)
  return themes.chain((chosen) => themed(scale, contents, chosen === 'messages' && contents === 'only from outside' ? 'behavior' : chosen))
}

const made = new Map<string, fc.Arbitrary<Input[]>>()

function themed(scale: Scale, contents: Contents, theme: Theme): fc.Arbitrary<Input[]> {
  const name = `${scales.indexOf(scale)} ${contents} ${theme}`
  const known = made.get(name) ?? arrivals(scale, happenings(contents, theme))
  made.set(name, known)
  return known
}

function happenings(contents: Contents, theme: Theme): fc.Arbitrary<Happening | Command> {
  const weight = (of: Theme): number => (of === theme ? 12 : 1)
  return fc.oneof(
    { weight: weight('behavior'), arbitrary: inSessions(behavior()) },
    { weight: weight('cart'), arbitrary: inSessions(cartEvent()) },
    { weight: weight('attributes'), arbitrary: fc.oneof({ weight: 3, arbitrary: identify() }, { weight: 1, arbitrary: attributeCommands() }) },
    { weight: weight('subscriptions'), arbitrary: subscriptionCommands() },
    ...(contents === 'with made events' ? [{ weight: weight('messages'), arbitrary: madeEvents() }] : []),
  )
}

function arrivals(scale: Scale, happening: fc.Arbitrary<Happening | Command>): fc.Arbitrary<Input[]> {
  const arrival = fc.record({ happening, pause: pauses(scale), lateness: latenesses(scale) })
  return fc.array(arrival, { minLength: 1, maxLength: 14, size: 'max' }).map((list) => {
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

function behavior(): fc.Arbitrary<Happening> {
  return fc.record({ name: fc.constantFrom(...eventNames, 'Viewed', 'Viewed', 'Page Viewed'), properties: properties() })
}

function cartEvent(): fc.Arbitrary<Happening> {
  const names = [...cartEvents.added, ...cartEvents.added, ...cartEvents.added, ...cartEvents.removed, ...cartEvents.cleared, ...cartEvents.ordered]
  return fc.record({ name: fc.constantFrom(...names), properties: cartProperties() })
}

function identify(): fc.Arbitrary<Happening> {
  return traits().map((given) => ({ name: 'Identified', properties: {}, traits: given }))
}

/** A session id now and then. */
function inSessions(events: fc.Arbitrary<Happening>): fc.Arbitrary<Happening> {
  const sessionId = fc.option(fc.constantFrom('s1', 's2'), { nil: undefined, freq: 1 })
  return fc.tuple(events, sessionId).map(([event, id]) => (id === undefined ? event : { ...event, sessionId: id }))
}

function madeEvents(): fc.Arbitrary<Happening> {
  const outcome = fc.constantFrom('Message Sent', 'Message Delivered', 'Message Opened', 'Message Clicked', 'Message Bounced')
  const by = fc.constantFrom('human', 'human', 'proxy', 'machine')
  const message = fc
    .record({ template: fc.constantFrom(...templates), by, message: fc.constantFrom('m1', 'm2', 'm3') })
    .map((one) => ({ ...one, journey: 'welcome', step: 'one', channel: 'email' }))
  const journey = fc.record({ journey: fc.constantFrom(...journeys) })
  return fc.oneof(
    fc.record({ name: outcome, properties: message, made: fc.constant(true as const) }),
    fc.record({ name: fc.constantFrom('Journey Completed', 'Journey Exited'), properties: journey, made: fc.constant(true as const) }),
  )
}

function attributeCommands(): fc.Arbitrary<Command> {
  return fc.oneof<fc.Arbitrary<Command>[]>(
    traits().map((set) => ({ do: 'set attributes', set })),
    fc.constantFrom('plan', 'age', 'home').map((name) => ({ do: 'set attributes', set: {}, unset: [name] })),
  )
}

function subscriptionCommands(): fc.Arbitrary<Command> {
  return fc.oneof<fc.Arbitrary<Command>[]>(
    fc.record({ do: fc.constantFrom('join list', 'join list', 'leave list'), list: fc.constantFrom(...lists) }),
    fc.record({ do: fc.constantFrom('subscribe', 'subscribe', 'unsubscribe'), topic: fc.constantFrom(...topics, 'sms') }),
    fc.record({ do: fc.constantFrom('subscribe', 'subscribe', 'unsubscribe'), topic: fc.constantFrom(...topics), channel: fc.constantFrom('email', 'sms') }),
  )
}

/** A quarter of the properties is missing. */
function properties(): fc.Arbitrary<JsonObject> {
  const number = fc.constantFrom<Json[]>(0, 1, 1, 2, 2, 2.5, 0.1, 0.2, -1, '2')
  const maybe = <T>(values: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(values, { nil: undefined, freq: 3 })
  return fc
    .record({ p: maybe(scalars), n: maybe(number), deep: maybe(fc.record({ q: fc.oneof(scalars, number) }, { noNullPrototype: true })) })
    .map(withoutMissing)
}

function cartProperties(): fc.Arbitrary<JsonObject> {
  const maybe = <T>(values: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(values, { nil: undefined, freq: 1 })
  return fc
    .record({
      cart_id: maybe(fc.constantFrom<Json[]>('c1', 'c2', 1, null, '')),
      product_id: fc.option(fc.constantFrom<Json[]>('a', 'a', 'b', 1, '1'), { nil: undefined, freq: 6 }),
      sku: maybe(fc.constantFrom<Json[]>('a', 7)),
      quantity: maybe(fc.constantFrom<Json[]>(1, 2, 3, 0, -1, '2')),
      price: maybe(fc.constantFrom<Json[]>(0.1, 1, 2, '3')),
      n: maybe(fc.constantFrom<Json[]>(1, 2)),
    })
    .map(withoutMissing)
}

function traits(): fc.Arbitrary<JsonObject> {
  const values = {
    plan: scalars,
    email: fc.constantFrom<Json[]>('somebody@mail.example', 'somebody@mail.example', null),
    age: fc.constantFrom<Json[]>(1, 2, 2.5, '1', null),
    home: fc.oneof(fc.record({ city: scalars }, { noNullPrototype: true }), scalars),
    timezone: fc.constantFrom<Json[]>(...zones, 'Nowhere/At_All', 1, null),
  }
  return fc.record(values, { requiredKeys: [], noNullPrototype: true })
}

function withoutMissing(properties: Readonly<Record<string, Json | undefined>>): JsonObject {
  return Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== undefined)) as JsonObject
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
