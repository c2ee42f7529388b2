// What clients send, as far as Oncue reads it: the messages of Segment's tracking API, plus `silent`. It says what shape a
// message has; what a message means is decided in to-arrival.ts. Fields that are not named here are ignored.

import { z } from 'zod'
import type { JsonObject } from '../../model/json.ts'
import { limits } from '../../model/limits.ts'

export const calls = ['track', 'identify', 'page', 'screen', 'group', 'alias'] as const
export type Call = (typeof calls)[number]

const identity = z.union([z.string().max(limits.idCharacters), z.int()], { error: 'must be text or a whole number' }).nullish()
const text = z.string().max(limits.idCharacters).nullish()
const instant = z.union([z.string().max(64), z.number()], { error: 'must be an ISO 8601 time or Unix milliseconds' }).nullish()
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

/** The first thing that is wrong with the shape, as a sentence: "userId must be text or a whole number". */
export function shapeFault(error: z.ZodError): string {
  const issue = error.issues[0]
  if (issue === undefined) return 'the message has an unknown fault'
  const path = issue.path.join('.')
  if (path === '') return 'the message must be a JSON object'
  if (path === 'type') return `type must be one of ${calls.join(', ')}`
  if (issue.code === 'too_big') return `${path} is longer than ${issue.maximum} characters`
  return issue.message.startsWith('must') ? `${path} ${issue.message}` : `${path} is not what it should be: ${issue.message}`
}
