// What an import would set off: messages of the tracking API become arrivals as they would at the door, and are decided over copies.

import { toArrival } from './api/tracking/to-arrival.ts'
import type { Arrival } from './model/arrival.ts'
import type { ImportPreview } from './model/import-preview.ts'
import type { JsonObject } from './model/json.ts'
import { theEngine } from './runtime/engine.ts'
import { readPublished } from './runtime/published.ts'
import type { Store } from './runtime/store.ts'
import { tryArrivals } from './runtime/try-arrivals.ts'
import { workspaceClock } from './runtime/workspace-clock.ts'

/** Closes the store. Undefined when nothing was published yet. */
export async function previewOver(store: Store, messages: AsyncIterable<JsonObject>): Promise<ImportPreview | undefined> {
  try {
    const source = await readPublished(store)
    if (source === undefined) return undefined
    const now = (await workspaceClock(store)).now()
    return await tryArrivals({ store, engine: theEngine, program: theEngine.compile(source), arrivals: arrivalsOf(messages, now), now })
  } finally {
    await store.close()
  }
}

async function* arrivalsOf(messages: AsyncIterable<JsonObject>, receivedAt: number): AsyncIterable<Arrival> {
  for await (const message of messages) {
    const converted = toArrival(message, { receivedAt, trust: 'server', makeMessageId: () => '' })
    if (converted.ok) yield converted.arrival
  }
}
