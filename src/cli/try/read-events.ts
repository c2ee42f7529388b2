// The events of a file by subscriber, as a trial takes them. What cannot be read is told with its line.

import { type Mapping, mapRow } from '../../imports/field-mapping.ts'
import { readInstant } from '../../imports/field-values.ts'
import type { Row } from '../../imports/read-rows.ts'
import { callEvents, type SubscriberEvent } from '../../model/event.ts'
import type { JsonObject } from '../../model/json.ts'
import { CommandFailure } from '../command-failure.ts'
import type { TrialEvent } from './condition-trial.ts'

/** Events that a trial holds in memory. */
const maxEvents = 5_000_000

export interface EventsBySubscriber {
  /** By userId, else anonymousId, in order of appearance. */
  readonly bySubscriber: ReadonlyMap<string, readonly TrialEvent[]>
  readonly refused: readonly { readonly line: number; readonly reason: string }[]
}

/** Reads all events; those of other subscribers are left out when one is asked for. */
export async function readEvents(rows: AsyncIterable<Row>, mapping: Mapping, only: string | undefined): Promise<EventsBySubscriber> {
  const bySubscriber = new Map<string, TrialEvent[]>()
  const refused: { line: number; reason: string }[] = []
  let count = 0
  for await (const row of rows) {
    if (row.problem !== undefined) {
      refused.push({ line: row.line, reason: row.problem })
      continue
    }
    const mapped = mapRow(mapping, row.row)
    if (mapped.kind === 'passed over') continue
    if (mapped.kind === 'problem') {
      refused.push({ line: row.line, reason: mapped.problem })
      continue
    }
    if (mapped.timestamp === undefined) {
      refused.push({ line: row.line, reason: 'there is no timestamp' })
      continue
    }
    const received = row.row['receivedAt'] === undefined ? undefined : readInstant(row.row['receivedAt'], { zone: mapping.zone })
    const receivedAt = received?.ok === true ? Math.max(received.value, mapped.timestamp) : mapped.timestamp
    for (const message of mapped.messages) {
      const read = eventOf({ message, occurredAt: mapped.timestamp, receivedAt, line: row.line })
      if (typeof read === 'string') {
        refused.push({ line: row.line, reason: read })
        continue
      }
      if (only !== undefined && read.subscriber !== only) continue
      count += 1
      if (count > maxEvents)
        throw new CommandFailure(`the file has more than ${maxEvents.toLocaleString('en')} events`, { fix: 'try one person with --subscriber' })
      const events = bySubscriber.get(read.subscriber)
      const known = { receivedAt, event: read.event }
      if (events === undefined) bySubscriber.set(read.subscriber, [known])
      else events.push(known)
    }
  }
  return { bySubscriber, refused }
}

interface Message {
  readonly message: JsonObject
  readonly occurredAt: number
  readonly receivedAt: number
  readonly line: number
}

function eventOf({ message, occurredAt, receivedAt, line }: Message): { readonly subscriber: string; readonly event: SubscriberEvent } | string {
  const { type = 'track', userId, anonymousId, event, properties, traits, context } = message
  const subscriber = userId ?? anonymousId
  if (typeof subscriber !== 'string' && typeof subscriber !== 'number') return 'there is neither a userId nor an anonymousId'
  const name = type === 'track' ? event : Object.hasOwn(callEvents, String(type)) ? callEvents[type as keyof typeof callEvents] : undefined
  if (typeof name !== 'string') return 'there is no event name'
  const sessionId = isObject(context) && typeof context['sessionId'] === 'string' ? context['sessionId'] : undefined
  return {
    subscriber: String(subscriber),
    event: {
      name,
      occurredAt,
      receivedAt,
      messageId: `line ${line}`,
      properties: isObject(properties) ? properties : {},
      ...(type === 'identify' && isObject(traits) ? { traits } : {}),
      ...(sessionId === undefined ? {} : { sessionId }),
    },
  }
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
