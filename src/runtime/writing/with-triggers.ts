// The events that started the passages of messages that are about to be handed over, read back from the log together, or from what is about to be committed to it.

import { arrivalOf } from '../log-entry.ts'
import type { Work } from '../requests.ts'
import type { Authorized } from './apply-take.ts'
import type { Group } from './group.ts'

/** Adds what a template may say about the event that started it all. */
export async function withTriggers(group: Group, authorized: readonly Authorized[]): Promise<readonly Work[]> {
  const positions = [...new Set(authorized.flatMap(({ effect }) => effect.triggerPosition ?? []))].filter((position) => group.lineAt(position) === undefined)
  const entries = new Map((positions.length === 0 ? [] : await group.ledger.store.entriesAt(positions)).map((entry) => [entry?.position, entry]))
  return authorized.map((one) => {
    const { triggerPosition } = one.effect
    const entry = triggerPosition === undefined ? undefined : (group.lineAt(triggerPosition) ?? entries.get(triggerPosition))
    const event = entry === undefined ? undefined : arrivalOf(entry)?.event
    const trigger = event && { name: event.name, occurredAt: event.occurredAt, receivedAt: event.receivedAt, properties: event.properties }
    return { ...one, trigger }
  })
}
