// New memories of a coming program, folded from the events of the log as they would have been had they always been there. Only what those
// memories read is looked at. Memories of attributes and of what the engine itself made happen are filled when a state adopts the program.

import { isSystemEvent } from '../model/event.ts'
import type { MemorySlot, Occurrence } from './answer.ts'
import type { Program } from './program.ts'
import type { MemoryState } from './state.ts'

/** What is known so far of one subscriber's new memories, in the order of `Filling.ids`; undefined while empty. */
export type FilledMemories = (MemoryState | undefined)[]

export interface Filling {
  readonly ids: readonly number[]
  /** Names of the events that they take in. */
  readonly names: readonly string[]
  /** Whether nothing is read of events of this name but when they happened. */
  readonly readsOnlyInstants: (name: string) => boolean
  /** Takes one event in, in place. */
  readonly take: (memories: FilledMemories, event: Occurrence, receivedAt: number) => void
  /** Takes in what is known of a subscriber who turned out to be the same, in place. */
  readonly merge: (memories: FilledMemories, other: FilledMemories, at: number) => void
}

/** The filling of those of these memories that can be folded from events alone. */
export function fillingOf(program: Program, ids: Iterable<number>): Filling {
  const slots = Array.from(ids, (id) => program.memories.get(id)).filter((slot) => slot !== undefined && isFoldable(slot)) as MemorySlot[]
  const byName = new Map<string, { readonly slot: MemorySlot; readonly index: number }[]>()
  for (const [index, slot] of slots.entries()) {
    for (const name of new Set(slot.events)) byName.set(name, [...(byName.get(name) ?? []), { slot, index }])
  }
  return {
    ids: slots.map((slot) => slot.id),
    names: [...byName.keys()],
    readsOnlyInstants: (name) => byName.get(name)?.every(({ slot }) => slot.readsOnlyInstants === true) === true,
    take: (memories, event, receivedAt) => {
      const readers = byName.get(event.name)
      if (readers === undefined) return
      for (const { slot, index } of readers) memories[index] = slot.record(memories[index], event, receivedAt)
    },
    merge: (memories, other, at) => {
      for (const [index, slot] of slots.entries()) {
        const one = memories[index]
        const theirs = other[index]
        if (theirs !== undefined) memories[index] = one === undefined ? theirs : slot.merge(one, theirs, at)
      }
    },
  }
}

function isFoldable(slot: MemorySlot): boolean {
  return slot.attribute === undefined && !slot.events.some(isSystemEvent)
}
