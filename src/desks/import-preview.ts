// What an import would set off: messages of the tracking API become arrivals as they would at the door, and are decided over copies.

import { toArrival } from '../api/tracking/to-arrival.ts'
import type { Arrival } from '../model/arrival.ts'
import type { ImportPreview } from '../model/import-preview.ts'
import type { JsonObject } from '../model/json.ts'
import { theEngine } from '../runtime/engine.ts'
import { readPublished } from '../runtime/publishing/published.ts'
import type { Store } from '../runtime/store.ts'
import { workspaceClock } from '../runtime/time/workspace-clock.ts'
import { type Tried, tryArrivals } from '../runtime/writing/try-arrivals.ts'

/** Closes the store. Undefined when nothing was published yet. */
export async function previewOver(store: Store, messages: AsyncIterable<JsonObject>): Promise<ImportPreview | undefined> {
  try {
    const now = (await workspaceClock(store)).now()
    return await previewOf(store, arrivalsOf(messages, now), now)
  } finally {
    await store.close()
  }
}

/** The same of what is read already, over a store that stays open. */
export async function previewOf(store: Store, tried: AsyncIterable<Tried>, now: number): Promise<ImportPreview | undefined> {
  const source = await readPublished(store)
  return source && tryArrivals({ store, engine: theEngine, program: theEngine.compile(source), arrivals: tried, now })
}

/** Messages of the tracking API as they arrive with a server key; those that would be refused are left out. */
export async function* arrivalsOf(messages: AsyncIterable<JsonObject>, receivedAt: number): AsyncIterable<Arrival> {
  for await (const message of messages) {
    const converted = toArrival(message, { receivedAt, trust: 'server', makeMessageId: () => '' })
    if (converted.ok) yield converted.arrival
  }
}
