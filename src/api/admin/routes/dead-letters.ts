// The doors to events that were refused: reading them with the reason, sending one again after it was mended, and throwing one away. What is sent again takes the
// way of any event, and is told from others by an id of its own, so that sending it twice counts once.

import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { JsonObject } from '../../../model/json.ts'
import { limits } from '../../../model/limits.ts'
import { mistake } from '../../../model/mistake.ts'
import { readRefusal } from '../../../model/read-sentence.ts'
import type { StoredDeadLetter } from '../../../runtime/store.ts'
import { isFromBrowser } from '../../tracking/dead-letter.ts'
import { toArrival } from '../../tracking/to-arrival.ts'
import { calls } from '../../tracking/wire-message.ts'
import { type AdminParts, AdminProblem, type AdminRoute, adminRoute } from '../admin-route.ts'
import { named } from '../named.ts'
import { fromCursor, nextCursor, pageOf, pageQuery } from '../paging.ts'
import { said } from '../said.ts'

const group = 'Events'
const params = z.strictObject({
  letter: z
    .string()
    .regex(/^\d{1,15}-\d{1,15}$/)
    .describe('As the list calls it'),
})
const letter = named('DeadLetter', {
  letter: z.string().describe('What it is called here'),
  receivedAt: z.int().describe('UTC milliseconds'),
  source: z.string().describe('Through which door, and with which key'),
  reason: z.string(),
  said: said.describe('The reason as data'),
  body: z.string().describe('As it came, without keys'),
})

const list = 'dead letters'

export const deadLetterRoutes: readonly AdminRoute[] = [
  adminRoute({
    method: 'GET',
    path: '/dead-letters',
    name: 'deadLetters',
    group,
    summary: 'Events that were refused, newest first, each with the reason',
    query: z.strictObject({ ...pageQuery, text: z.string().min(1).max(200).optional().describe('Something that the reason, the source or the body says') }),
    answer: z.strictObject({ letters: z.array(letter), next: nextCursor }),
    async handle({ query: { limit, cursor, text } }, { store }) {
      const found = await store.deadLetters({ limit: limit + 1, before: fromCursor(list, cursor, z.int()), text })
      const { items, next } = pageOf(found, { list, limit, placeOf: ({ id }) => id })
      return { letters: items.map(told), next }
    },
  }),
  adminRoute({
    method: 'POST',
    path: '/dead-letters/{letter}/replay',
    name: 'replayDeadLetter',
    group,
    summary: 'Sends a refused event again, mended or as it is; what is taken in is no dead letter any more',
    description:
      'The body is one message of the tracking API with its `type`. An event that is refused again stays where it is, and the answer says why. One that was refused within a browser’s rights is taken in within a browser’s rights. It happened when it says (`timestamp`), else when it came; whether a trigger still fires on it is decided by its `maxAge`.',
    params,
    body: z.strictObject({ body: z.string().max(limits.eventBytes).optional().describe('The mended message, as JSON; as it came when it is not given') }),
    answer: z.strictObject({ receipt: z.enum(['accepted', 'duplicate']), messageId: z.string(), event: z.string() }),
    problems: ['not-found', 'event-refused'],
    audited: ({ params: { letter: id } }, { event }) => ({ details: { letter: id, event } }),
    async handle({ params, body: { body }, now }, { store, runtime }) {
      const found = await letterOf(params.letter, store)
      const message = messageIn(body ?? found.body, found)
      const conversion = toArrival(message, {
        receivedAt: now,
        trust: cameFromBrowser(found) ? 'browser' : 'server',
        makeMessageId: () => `dead-letter/${createHash('sha256').update(`${found.receivedAt}\n${found.body}`).digest('base64url').slice(0, 22)}`,
      })
      if (!conversion.ok) throw new AdminProblem('event-refused', `It is still refused: ${conversion.reason}.`)
      const { event } = conversion.arrival
      const [receipt = 'accepted'] = await runtime.inbox.submit([conversion.arrival])
      await runtime.record({ droppedLetter: found.id })
      return { receipt, messageId: event.messageId, event: event.name }
    },
  }),
  adminRoute({
    method: 'DELETE',
    path: '/dead-letters/{letter}',
    name: 'discardDeadLetter',
    group,
    summary: 'Throws a refused event away',
    params,
    answer: z.undefined(),
    status: 204,
    problems: ['not-found'],
    audited: ({ params: { letter: id } }) => ({ details: { letter: id } }),
    async handle({ params }, { store, runtime }) {
      await runtime.record({ droppedLetter: (await letterOf(params.letter, store)).id })
      return undefined
    },
  }),
]

function told({ id, receivedAt, source, reason, body }: StoredDeadLetter): z.input<typeof letter> {
  return { letter: `${id}-${receivedAt}`, receivedAt, source, reason, said: readRefusal(reason), body }
}

/** A number alone may be given again after the newest was thrown away; with its instant it is the letter that was seen. */
async function letterOf(name: string, store: AdminParts['store']): Promise<StoredDeadLetter> {
  const [id, receivedAt] = name.split('-').map(Number)
  const found = await store.deadLetter(id as number)
  if (found === undefined || found.receivedAt !== receivedAt) throw new AdminProblem('not-found', mistake('letter-gone'))
  return found
}

/** The message as its door would have read it: a call of its own carries its type in the address, and what failed inside holds the arrival. */
function messageIn(text: string, { source, receivedAt }: StoredDeadLetter): JsonObject {
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch (error) {
    throw new AdminProblem('event-refused', mistake('body-not-json', { words: (error as Error).message }))
  }
  if (!isRecord(parsed)) throw new AdminProblem('event-refused', mistake('body-no-object'))
  if (Array.isArray(parsed['batch'])) throw new AdminProblem('event-refused', mistake('body-whole-batch'))
  if (source === 'engine' && isRecord(parsed['event'])) return wireOf(parsed)
  const [door = ''] = source.split(' ')
  const typed = parsed['type'] === undefined && calls.some((call) => call === door) ? { ...parsed, type: door } : parsed
  const isDated = typeof typed['timestamp'] === 'string' || typeof typed['originalTimestamp'] === 'string'
  return isDated ? typed : { ...typed, timestamp: new Date(receivedAt).toISOString() }
}

/** Whether it came with a key that everybody can read: a door says so in its letters, and what the engine set aside still carries it. What an admin writes changes nothing about that. */
function cameFromBrowser({ source, body }: StoredDeadLetter): boolean {
  if (source !== 'engine') return isFromBrowser(source)
  try {
    return (JSON.parse(body) as JsonObject)['fromBrowser'] === true
  } catch {
    return true
  }
}

/** What the engine could not digest is kept as it rests in the log; this is the message that it came from. */
function wireOf({ userId = null, anonymousId = null, previousId, fromBrowser, report, event }: JsonObject): JsonObject {
  if (report !== undefined) throw new AdminProblem('event-refused', 'It reports what became of a message, which nobody else can send. Throw it away.')
  const { name = null, occurredAt = null, properties = {}, traits, messageId = null } = event as JsonObject
  // Ids of browsers are marked where they come in, and will be once more.
  const id = fromBrowser === true && typeof messageId === 'string' ? messageId.replace(/^browser:/, '') : messageId
  const about = { userId, anonymousId, messageId: id, timestamp: occurredAt }
  if (previousId !== undefined) return { ...about, type: 'alias', previousId }
  if (name === 'Identified') return { ...about, type: 'identify', traits: traits ?? {} }
  return { ...about, type: 'track', event: name, properties }
}

function isRecord(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
