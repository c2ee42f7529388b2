// Turns one message of the tracking API into an arrival, or says why it cannot. A pure function: the same message and terms
// give the same answer, whether it came over HTTP or from an import. It never half-applies: one fault refuses the whole message.

import type { Arrival } from '../../model/arrival.ts'
import { callEvents, isSystemEvent, type SubscriberEvent } from '../../model/event.ts'
import type { Json, JsonObject } from '../../model/json.ts'
import { limits } from '../../model/limits.ts'
import { sentence } from '../../model/sentence.ts'
import { readAmounts } from './amounts.ts'
import { jsonFault } from './json-fault.ts'
import { misplacedIn } from './misplaced.ts'
import { occurredAt, parseInstant } from './occurred-at.ts'
import { isReservedId } from './reserved-ids.ts'
import { isReservedTrait } from './reserved-traits.ts'
import { isCertainlyWire, shapeFault, type WireMessage, wireMessageSchema } from './wire-message.ts'

/** What is known about a message besides the message. */
export interface ArrivalTerms {
  readonly receivedAt: number
  /** How far the workspace's clock was wound ahead of the world's. History keeps its own instants all the same. */
  readonly leadMs?: number
  /** A browser key is public: it may neither set traits of consent nor import history, nor make two users one. */
  readonly trust: 'browser' | 'server'
  /** What the batch said for all of its messages; a message's own word wins. */
  readonly batch?: { readonly sentAt?: Json; readonly context?: Json }
  /** Gives a message that came without one a messageId; an import derives it from the line, so that a repeat is recognized. */
  readonly makeMessageId: () => string
}

export type Conversion =
  | {
      readonly ok: true
      readonly arrival: Arrival /** What its sender had better send otherwise; only where there is something. */
      readonly notes?: readonly string[]
    }
  | { readonly ok: false; readonly reason: string }

/** Converts a message whose `type` names the call. */
export function toArrival(message: unknown, terms: ArrivalTerms): Conversion {
  const parsed = isCertainlyWire(message) ? undefined : wireMessageSchema.safeParse(message)
  if (parsed?.success === false) return refused(shapeFault(parsed.error))
  const wire = parsed?.data ?? (message as WireMessage)
  const fault = jsonFault(message as JsonObject, messageBounds) ?? identitiesFault(wire, terms) ?? traitsFault(wire, terms)
  if (fault !== undefined) return refused(fault)
  if (wire.silent === true && terms.trust === 'browser') return refused(sentence('silent-by-browser'))

  const sentAt = readSentAt(wire.sentAt ?? terms.batch?.sentAt)
  if (typeof sentAt === 'string') return refused(sentAt)
  const leadMs = wire.silent === true ? 0 : terms.leadMs
  const instant = occurredAt({ timestamp: wire.timestamp ?? wire.originalTimestamp ?? undefined, sentAt, receivedAt: terms.receivedAt, leadMs })
  if (typeof instant === 'string') return refused(instant)
  const said = readCall(wire, readContext(wire.context, terms.batch?.context))
  if (typeof said === 'string') return refused(said)

  const amounts = wire.type === 'track' ? readAmounts(said.properties) : { properties: said.properties, notes: [] }
  const misplaced = misplacedIn(wire)
  const notes = misplaced === undefined ? amounts.notes : [misplaced, ...amounts.notes]
  const sessionId = readSessionId(wire.context?.sessionId ?? contextOf(terms.batch?.context)?.sessionId)
  const event: SubscriberEvent = {
    name: said.name,
    occurredAt: instant,
    receivedAt: terms.receivedAt,
    messageId: messageIdOf(wire, terms),
    properties: amounts.properties,
    ...(said.traits !== undefined && { traits: said.traits }),
    ...(sessionId !== undefined && { sessionId }),
    ...(wire.silent === true && { silent: true as const }),
  }
  const userId = identity(wire.userId)
  const isFromBrowser = terms.trust === 'browser'
  const aliased = wire.type === 'alias' ? identity(wire.previousId) : undefined
  // An alias could make any two users one. From a browser it only says which anonymous visitor is this user.
  const anonymousId = isFromBrowser && aliased !== undefined ? aliased : identity(wire.anonymousId)
  const previousId = isFromBrowser ? undefined : aliased
  return {
    ok: true,
    ...(notes.length > 0 && { notes }),
    arrival: {
      ...(userId !== undefined && { userId }),
      ...(anonymousId !== undefined && { anonymousId }),
      ...(previousId !== undefined && { previousId }),
      ...(isFromBrowser && { fromBrowser: true as const }),
      event,
    },
  }
}

/** Ids of browsers are told apart from those of servers: otherwise a stranger could use up the one that a server is going to send. */
function messageIdOf(wire: WireMessage, terms: ArrivalTerms): string {
  if (!wire.messageId) return terms.makeMessageId()
  return terms.trust === 'browser' ? `browser:${wire.messageId}` : wire.messageId
}

function refused(reason: string): Conversion {
  return { ok: false, reason }
}

const messageBounds = { depth: limits.eventDepth, keys: limits.eventKeys, bytes: limits.eventBytes }

/** null and "" are how some SDKs say "nobody". */
function identity(value: string | number | null | undefined): string | undefined {
  return value === null || value === undefined || value === '' ? undefined : String(value)
}

function identitiesFault(wire: WireMessage, { trust }: ArrivalTerms): string | undefined {
  const fault =
    idFault(wire.userId, 'userId') ?? idFault(wire.anonymousId, 'anonymousId') ?? idFault(wire.previousId, 'previousId') ?? idFault(wire.messageId, 'messageId')
  if (fault !== undefined) return fault
  if (trust === 'browser' && [wire.anonymousId, wire.previousId].some((id) => isReservedId(String(id)))) return sentence('own-id')
  if (identity(wire.userId) === undefined && identity(wire.anonymousId) === undefined) return sentence('no-person')
  if (wire.type !== 'alias') return undefined
  if (identity(wire.userId) === undefined) return sentence('no-user-for-alias')
  return identity(wire.previousId) === undefined ? sentence('no-previous') : undefined
}

/** What programs write when they have no id. Taken for ids, they would make one person of thousands. */
const brokenIds = new Set(['undefined', 'null', 'NaN', '[object Object]', 'true', 'false'])
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const controlCharacter = /[\u0000-\u001f\u007f]/

function idFault(value: string | number | null | undefined, field: string): string | undefined {
  if (value === null || value === undefined || typeof value === 'number' || value === '') return undefined
  if (brokenIds.has(value)) return sentence('broken-id', { field, words: value })
  return textFault(value, field)
}

function textFault(value: string, field: string): string | undefined {
  if (value.trim() === '') return sentence('blank', { field })
  if (controlCharacter.test(value)) return sentence('control-character', { field })
  return value.isWellFormed() ? undefined : sentence('half-character', { field })
}

// One mailbox, no display name, nothing that could start a second recipient or a header.
const addressPattern = /^[^\s@<>()[\]\\,;:"]{1,64}@[^\s@<>()[\]\\,;:"]{1,255}$/

function traitsFault(wire: WireMessage, terms: ArrivalTerms): string | undefined {
  if (wire.type !== 'identify' || wire.traits === null || wire.traits === undefined) return undefined
  let count = 0
  for (const name in wire.traits) {
    if (++count > limits.attributes) return sentence('too-many-keys', { field: 'traits', count: limits.attributes })
    if (name === '' || name.length > limits.idCharacters) return sentence('trait-name', { count: limits.idCharacters })
    if (terms.trust === 'browser' && isReservedTrait(name)) return sentence('consent-by-browser', { attribute: name })
  }
  const email = wire.traits.email
  if (email !== undefined && email !== null && !(typeof email === 'string' && addressPattern.test(email))) return sentence('bad-email')
  return jsonFault(wire.traits, { ...messageBounds, bytes: limits.attributeBytes })?.replace(/^the message/, 'traits')
}

function readSentAt(value: Json | undefined): number | undefined | string {
  if (value === undefined || value === null) return undefined
  const instant = typeof value === 'string' || typeof value === 'number' ? parseInstant(value) : undefined
  return instant ?? sentence('not-a-time', { field: 'sentAt' })
}

interface Said {
  readonly name: string
  readonly properties: JsonObject
  readonly traits?: JsonObject
}

/** What the call says, by its kind; a text is the reason for a refusal. */
function readCall(wire: WireMessage, context: JsonObject | undefined): Said | string {
  const properties = wire.properties ?? {}
  switch (wire.type) {
    case 'track': {
      const fault = wire.event ? textFault(wire.event, 'event') : sentence('no-event')
      if (fault !== undefined) return fault
      const name = wire.event as string
      if (isSystemEvent(name)) return sentence('own-event', { event: name })
      return { name, properties: withContext(properties, context) }
    }
    case 'identify':
      return { name: callEvents.identify, properties: withContext({}, context), ...(wire.traits && { traits: wire.traits }) }
    case 'page':
    case 'screen':
      // A page view's own properties already say where; only the campaign is news.
      return {
        name: callEvents[wire.type],
        properties: withContext(named(wire, properties), context?.campaign === undefined ? undefined : { campaign: context.campaign }),
      }
    case 'group':
      if (identity(wire.groupId) === undefined) return sentence('no-group')
      // The traits are the group's, not the subscriber's.
      return { name: callEvents.group, properties: withContext({ group_id: identity(wire.groupId) as string, traits: wire.traits ?? {} }, context) }
    case 'alias':
      return { name: callEvents.alias, properties: {} }
  }
}

function named(wire: WireMessage, properties: JsonObject): JsonObject {
  return { ...(wire.name && { name: wire.name }), ...(wire.category && { category: wire.category }), ...properties }
}

function withContext(properties: JsonObject, context: JsonObject | undefined): JsonObject {
  return context === undefined || Object.hasOwn(properties, 'context') ? properties : { ...properties, context }
}

const pageFields = ['url', 'path', 'referrer', 'title'] as const
const contextCharacters = 2048

/** Of everything that SDKs send about the surroundings, where it happened and which campaign led there are kept. */
function readContext(own: JsonObject | null | undefined, shared: Json | undefined): JsonObject | undefined {
  const sharedContext = contextOf(shared)
  const page = contextOf(own?.page ?? sharedContext?.page)
  const campaign = contextOf(own?.campaign ?? sharedContext?.campaign)
  if (page === undefined && campaign === undefined) return undefined
  const kept: Record<string, Json> = {}
  if (page !== undefined) {
    for (const field of pageFields) {
      const value = page[field]
      if (typeof value === 'string' && value !== '') kept[field] = cut(value)
    }
  }
  if (campaign !== undefined) {
    const fields = Object.entries(campaign).filter(([, value]) => typeof value === 'string' && value !== '')
    if (fields.length > 0) kept.campaign = Object.fromEntries(fields.slice(0, 16).map(([name, value]) => [name, cut(value as string)]))
  }
  for (const _ in kept) return kept
  return undefined
}

/** Surroundings are decoration: a monstrous address is cut rather than refused. */
function cut(value: string): string {
  return value.length <= contextCharacters ? value : value.slice(0, contextCharacters).toWellFormed()
}

function contextOf(value: Json | undefined): JsonObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined
}

function readSessionId(value: Json | undefined): string | undefined {
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' && value !== '' && value.length <= limits.idCharacters ? value : undefined
}
