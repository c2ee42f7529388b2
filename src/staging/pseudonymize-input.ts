// A line of the log as it is played into a copy: an event or a command, with everything that tells who it was replaced. What the engine itself said about
// messages (authorizations, outcomes) is no part of it: the copy decides that itself.

import type { Arrival } from '../model/arrival.ts'
import { isReportEvent, type SubscriberEvent } from '../model/event.ts'
import type { Command } from '../model/input.ts'
import type { Json, JsonObject } from '../model/json.ts'
import type { Pseudonymizer } from './pseudonymize.ts'

/** The key of a message in the copy. */
export type KeyOf = (key: string) => string

/** The event as somebody else's. A report says of which message it is by the key in the copy. */
export function pseudonymizeArrival(arrival: Arrival, hide: Pseudonymizer): Arrival {
  const { userId, anonymousId, previousId, fromBrowser, event } = arrival
  const { id } = hide
  return {
    ...(userId === undefined ? {} : { userId: id(userId) }),
    ...(anonymousId === undefined ? {} : { anonymousId: id(anonymousId) }),
    ...(previousId === undefined ? {} : { previousId: id(previousId) }),
    ...(fromBrowser && { fromBrowser }),
    event: pseudonymizeEvent(event, hide),
  }
}

/** What a report says beside whose it is: which link, and what a mail server answered, may name somebody. */
export function pseudonymizeReport(
  arrival: Arrival,
  { subscriber, message }: { readonly subscriber: number; readonly message: string },
  hide: Pseudonymizer,
): Arrival {
  const { event } = arrival
  const { link, reason, ip, agent, ...said } = event.properties
  const replaced = Object.fromEntries(Object.entries({ link, reason, ip, agent }).filter(([, value]) => value !== undefined)) as JsonObject
  const properties = { ...said, ...hide.fields(replaced, 'event'), message }
  return { report: { subscriber, message }, event: { ...event, messageId: hide.id(event.messageId), properties } }
}

function pseudonymizeEvent(event: SubscriberEvent, { id, name, fields }: Pick<Pseudonymizer, 'id' | 'name' | 'fields'>): SubscriberEvent {
  const { messageId, properties, traits, sessionId } = event
  return {
    ...event,
    name: name(event.name),
    messageId: id(messageId),
    properties: isReportEvent(event.name) ? properties : fields(properties, 'event'),
    ...(traits === undefined ? {} : { traits: fields(traits, 'person') }),
    ...(sessionId === undefined ? {} : { sessionId: id(sessionId) }),
  }
}

/** Names of the definitions, and what has but a few values. */
const structure = new Set([
  'do',
  'list',
  'topic',
  'topics',
  'channel',
  'journey',
  'template',
  'step',
  'ownTopic',
  'silent',
  'until',
  'tracking',
  'locale',
  'replaces',
  'unset',
])

/** The command as it is given in the copy; undefined for one that has no place there. */
export function pseudonymizeCommand(command: Command, hide: Pseudonymizer, keyOf: KeyOf): Command | undefined {
  // Two that were told apart come into the copy as what their ids say; the erased do not come at all; and what a correction names is not in the copy.
  if (command.do === 'take apart' || command.do === 'erase' || command.do === 'correct' || command.do === 'look again') return undefined
  const made: Record<string, Json> = {}
  for (const [name, value] of Object.entries(command as unknown as JsonObject)) if (value !== undefined) made[name] = part(name, value, { hide, keyOf })
  return made as unknown as Command
}

function part(name: string, value: Json, { hide, keyOf }: { readonly hide: Pseudonymizer; readonly keyOf: KeyOf }): Json {
  if (structure.has(name)) return named(value, hide)
  if (name === 'set' || name === 'evidence') return hide.fields(value as JsonObject, 'person')
  if (typeof value !== 'string') return value
  if (name === 'message' || name === 'ask') return keyOf(value)
  if (name === 'address') return hide.reached(value)
  if (name === 'messageId' || name === 'device') return hide.id(value)
  return hide.text(value)
}

/** Names of lists and the like; whoever made one may have put somebody's address or number into it. */
function named(value: Json, hide: Pseudonymizer): Json {
  if (typeof value === 'string') return hide.name(value)
  return Array.isArray(value) ? value.map((one) => named(one, hide)) : value
}
