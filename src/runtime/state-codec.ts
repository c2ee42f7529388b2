// States as bytes: the engine's array-shaped, versioned form, packed with msgpack. Less than half of the same as JSON.
// Records stay off, so that every value can be read by itself, with no shared dictionary that could be lost.

import { Packr } from 'msgpackr'
import type { MemoryState, SubscriberState } from '../engine/state.ts'
import type { Json } from '../model/json.ts'
import type { Engine } from './engine.ts'

const packr = new Packr({ useRecords: false, structuredClone: false, int64AsType: 'number', variableMapSize: true })

/** The state as it is stored. */
export function packState(engine: Engine, state: SubscriberState): Uint8Array {
  return packr.pack(engine.serializeState(state))
}

/** The state as it was stored. Throws on anything that `packState` did not write. */
export function unpackState(engine: Engine, packed: Uint8Array): SubscriberState {
  return engine.parseState(packr.unpack(packed) as Json)
}

/** Memories of one subscriber that were made beforehand, in the order of their filling; null where one is empty. */
export function packMemories(memories: readonly (MemoryState | undefined)[]): Uint8Array {
  return packr.pack(memories.map((memory) => memory ?? null))
}

/** The memories as they were packed. */
export function unpackMemories(packed: Uint8Array): (MemoryState | undefined)[] {
  return (packr.unpack(packed) as (MemoryState | null)[]).map((memory) => memory ?? undefined)
}
