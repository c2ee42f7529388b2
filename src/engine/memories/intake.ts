// Which memories take in an event of one name. Those that take in only events with one value of a property ("viewed something of this category") are
// found by that value, so that what an event costs grows with the memories it changes and not with the categories that somebody asked about.

import type { Json } from '../../model/json.ts'
import type { MemorySlot, Occurrence } from '../answer.ts'
import type { SubscriberState } from '../state.ts'
import { compileReader, type Reader } from './component.ts'

export interface Intake {
  readonly slots: readonly MemorySlot[]
  /** Those of them that look at every event. */
  readonly always: readonly MemorySlot[]
  readonly byValue: readonly { readonly read: Reader; readonly slots: ReadonlyMap<Json | undefined, readonly MemorySlot[]> }[]
}

/** The intake of these memories, all of which take in events of the name. */
export function intakeOf(slots: readonly MemorySlot[]): Intake {
  const byPath = Map.groupBy(slots, ({ only }) => only?.path)
  const byValue = [...byPath].flatMap(([path, group]) => {
    if (path === undefined) return []
    return [{ read: compileReader(path), slots: Map.groupBy(group, ({ only }) => only?.value) }]
  })
  return { slots, always: byPath.get(undefined) ?? [], byValue }
}

/** Lets the memories take an event in. */
export function takeIn(state: SubscriberState, { always, byValue }: Intake, occurrence: Occurrence, now: number): void {
  for (let index = 0; index < always.length; index += 1) record(state, always[index] as MemorySlot, occurrence, now)
  for (let index = 0; index < byValue.length; index += 1) {
    const { read, slots } = byValue[index] as Intake['byValue'][number]
    const found = slots.get(read(occurrence.properties))
    if (found !== undefined) for (const slot of found) record(state, slot, occurrence, now)
  }
}

function record({ memories }: SubscriberState, slot: MemorySlot, occurrence: Occurrence, now: number): void {
  const { instants } = slot
  if (instants !== undefined) {
    if (!instants.passes(occurrence.properties)) return
    if (memories.addInstant(slot.id, occurrence.occurredAt, { now, retentions: instants.retentions })) return
  }
  const before = memories.get(slot.id)
  const after = slot.record(before, occurrence, now)
  if (after !== undefined && after !== before) memories.set(slot.id, after)
}
