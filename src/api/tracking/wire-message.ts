// What clients send, as far as Oncue reads it: the messages of Segment's tracking API, plus `silent`. It says what shape a
// message has; what a message means is decided in to-arrival.ts. Fields that are not named here are ignored.

import { z } from 'zod'
import type { JsonObject } from '../../model/json.ts'
import { limits } from '../../model/limits.ts'
import { sentence } from '../../model/sentence.ts'

export const calls = ['track', 'identify', 'page', 'screen', 'group', 'alias'] as const
export type Call = (typeof calls)[number]

const identity = z.union([z.string().max(limits.idCharacters), z.int()], { error: 'must be text or a whole number' }).nullish()
const text = z.string().max(limits.idCharacters).nullish()
const instantCharacters = 64
const instant = z.union([z.string().max(instantCharacters), z.number()], { error: 'must be an ISO 8601 time or Unix milliseconds' }).nullish()
const object = z.custom<JsonObject>((value) => typeof value === 'object' && value !== null && !Array.isArray(value), { error: 'must be an object' }).nullish()

export const wireMessageSchema = z.object({
  type: z.enum(calls),
  messageId: text,
  userId: identity,
  anonymousId: identity,
  previousId: identity,
  groupId: identity,
  event: text,
  name: text,
  category: text,
  properties: object,
  traits: object,
  context: object,
  timestamp: instant,
  originalTimestamp: instant,
  sentAt: instant,
  silent: z.boolean().nullish().meta({ description: 'A historical import: memories and attributes take it in, triggers do not fire. Needs a server key.' }),
})
export type WireMessage = z.infer<typeof wireMessageSchema>

/**
 * Whether the message certainly has this shape. The schema would say the same, but make several objects for each event on the way to it; where
 * this says no, the schema is asked.
 */
export function isCertainlyWire(message: unknown): message is WireMessage {
  if (typeof message !== 'object' || message === null || Array.isArray(message)) return false
  const wire = message as Partial<Record<keyof WireMessage, unknown>>
  return (
    isCall(wire.type) &&
    isText(wire.messageId, limits.idCharacters) &&
    isIdentity(wire.userId) &&
    isIdentity(wire.anonymousId) &&
    isIdentity(wire.previousId) &&
    isIdentity(wire.groupId) &&
    isText(wire.event, limits.idCharacters) &&
    isText(wire.name, limits.idCharacters) &&
    isText(wire.category, limits.idCharacters) &&
    isObject(wire.properties) &&
    isObject(wire.traits) &&
    isObject(wire.context) &&
    isInstant(wire.timestamp) &&
    isInstant(wire.originalTimestamp) &&
    isInstant(wire.sentAt) &&
    isFlag(wire.silent)
  )
}

function isCall(value: unknown): boolean {
  return (calls as readonly unknown[]).includes(value)
}

function isText(value: unknown, most: number): boolean {
  return value === undefined || value === null || (typeof value === 'string' && value.length <= most)
}

function isIdentity(value: unknown): boolean {
  return Number.isSafeInteger(value) || isText(value, limits.idCharacters)
}

function isInstant(value: unknown): boolean {
  return Number.isFinite(value) || isText(value, instantCharacters)
}

function isObject(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === 'object' && !Array.isArray(value))
}

function isFlag(value: unknown): boolean {
  return value === undefined || value === null || typeof value === 'boolean'
}

/** The first thing that is wrong with the shape, as a sentence: "userId must be text or a whole number". */
export function shapeFault(error: z.ZodError): string {
  const issue = error.issues[0]
  if (issue === undefined) return 'the message has an unknown fault'
  const path = issue.path.join('.')
  if (path === '') return sentence('not-an-object')
  if (path === 'type') return sentence('unknown-type', { types: calls.join(', ') })
  if (issue.code === 'too_big') return sentence('too-long', { field: path, count: Number(issue.maximum) })
  return issue.message.startsWith('must') ? `${path} ${issue.message}` : sentence('wrong-form', { field: path, words: issue.message })
}
