// The events that started the passages of messages that are about to be handed over, read back from the log together.

import { arrivalOf } from '../log-entry.ts'
import type { Work } from '../requests.ts'
import type { Store } from '../store.ts'
import type { Authorized } from './apply-take.ts'

/** Adds what a template may say about the event that started it all. */
export async function withTriggers(store: Store, authorized: readonly Authorized[]): Promise<readonly Work[]> {
  const positions = [...new Set(authorized.flatMap(({ effect }) => effect.triggerPosition ?? []))]
  const entries = new Map((positions.length === 0 ? [] : await store.entriesAt(positions)).map((entry) => [entry?.position, entry]))
  return authorized.map((one) => {
    const entry = entries.get(one.effect.triggerPosition)
    const event = entry === undefined ? undefined : arrivalOf(entry)?.event
    const trigger = event && { name: event.name, occurredAt: event.occurredAt, receivedAt: event.receivedAt, properties: event.properties }
    return { ...one, trigger }
  })
}
