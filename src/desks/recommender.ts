// Counts what goes together in each collection once a day, in the background, and when somebody asks. It decides nothing: a lookup of a template reads what was
// counted last.

import { recommend } from '../insight/recommend.ts'
import type { Collection } from '../model/catalogue.ts'
import type { ChangeCatalogue } from '../runtime/catalogue/change-catalogue.ts'
import { type RecommendedNote, readRecommended } from '../runtime/catalogue/recommended.ts'
import type { Clock } from '../runtime/clock.ts'
import type { Logger } from '../runtime/logger.ts'
import { readPublished } from '../runtime/publishing/published.ts'
import type { Store } from '../runtime/store.ts'

export interface RecommenderOptions {
  readonly store: Pick<Store, 'last' | 'readLogOf' | 'setting'>
  readonly changeCatalogue: ChangeCatalogue
  readonly clock: Clock
  readonly logger: Pick<Logger, 'info' | 'error'>
}

export interface Recommender {
  start(): void
  /** Counts a collection now. */
  count(collection: Collection): Promise<RecommendedNote | undefined>
  close(): Promise<void>
}

const dayMs = 86_400_000
const lookEveryMs = 3_600_000
/** After a start, so that the first minute is the visitors'. */
const firstLookMs = 60_000

/** Makes it; it begins with `start`. */
export function createRecommender({ store, changeCatalogue, clock, logger }: RecommenderOptions): Recommender {
  let running: Promise<unknown> = Promise.resolve()
  let cancel = (): void => {}
  let isClosed = false
  const count = (collection: Collection): Promise<RecommendedNote | undefined> => {
    const run = running.then(() => recommend({ store, changeCatalogue }, collection, clock.now()))
    running = run.catch(() => {})
    return run
  }
  const look = async (): Promise<void> => {
    try {
      for (const collection of (await readPublished(store))?.collections ?? []) {
        const last = await readRecommended(store, collection.collection)
        if (isClosed || (last !== undefined && clock.now() - last.at < dayMs)) continue
        const note = await count(collection)
        if (note !== undefined) logger.info({ collection: collection.collection, people: note.people, items: note.items }, 'what goes together was counted')
      }
    } catch (error) {
      logger.error({ reason: String(error) }, 'what goes together could not be counted; trying again')
    }
    if (!isClosed) cancel = clock.at(clock.now() + lookEveryMs, () => void look())
  }
  return {
    start: () => {
      cancel = clock.at(clock.now() + firstLookMs, () => void look())
    },
    count,
    async close() {
      isClosed = true
      cancel()
      await running
    },
  }
}
