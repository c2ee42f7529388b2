// States as bytes: the engine's array-shaped, versioned form, packed with msgpack. Less than half of the same as JSON.
// Records stay off, so that every value can be read by itself, with no shared dictionary that could be lost.

import { Packr } from 'msgpackr'
import type { SubscriberState } from '../engine/state.ts'
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
