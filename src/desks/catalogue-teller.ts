// Tells people what is new about an item that they viewed, put into their cart or asked about: each gets an event of their own, Price Dropped or Back In Stock,
// that journeys begin with like with any other. It reads a bounded stretch of the log, a little at a time, and decides nothing. After a crash it begins anew: the
// events have ids of their own, so nobody is told twice.

import { createHash } from 'node:crypto'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Arrival } from '../model/arrival.ts'
import { type Collection, eventsAbout, type StoredItem } from '../model/catalogue.ts'
import { durationMs } from '../model/duration.ts'
import { newsEvents } from '../model/event.ts'
import { idsAt } from '../model/item-ids.ts'
import type { JsonObject } from '../model/json.ts'
import { limits } from '../model/limits.ts'
import type { ChangeCatalogue } from '../runtime/catalogue/change-catalogue.ts'
import { type ItemNews, isStillSo, readNews } from '../runtime/catalogue/item-news.ts'
import type { Clock } from '../runtime/clock.ts'
import type { Inbox } from '../runtime/inbox.ts'
import { arrivalOf } from '../runtime/log-entry.ts'
import type { Logger } from '../runtime/logger.ts'
import { readPublished } from '../runtime/publishing/published.ts'
import type { Store } from '../runtime/store.ts'

export interface CatalogueTellerOptions {
  readonly store: Pick<Store, 'last' | 'readLogOf' | 'setting' | 'catalogue'>
  readonly inbox: Pick<Inbox, 'submit'>
  readonly changeCatalogue: ChangeCatalogue
  readonly clock: Clock
  readonly logger: Pick<Logger, 'info' | 'error'>
  /** How often it looks for something new; 15 seconds unless somebody watches. */
  readonly lookEveryMs?: number
}

export interface CatalogueTeller {
  start(): void
  /** Tells now what there is to tell; how many events came of it. */
  tell(): Promise<number>
  close(): Promise<void>
}

const usualLookMs = 15_000
const usualWithin = '30d'
/** Positions of the log that are read in one turn. */
const stretch = 5000
const batchSize = 200
/** People and items remembered as told; beyond that the store recognizes what comes twice. */
const remembered = 200_000

/** Makes it; it begins with `start`. */
export function createCatalogueTeller(options: CatalogueTellerOptions): CatalogueTeller {
  const { store, clock, logger, lookEveryMs = usualLookMs } = options
  let running: Promise<unknown> = Promise.resolve()
  let cancel = (): void => {}
  let isClosed = false
  const isOver = (): boolean => isClosed
  const tell = (): Promise<number> => {
    const run = running.then(async () => {
      let events = 0
      for (const collection of (await readPublished(store))?.collections ?? [])
        if (collection.tells !== undefined) events += await tellOf(options, collection, isOver)
      return events
    })
    running = run.catch(() => {})
    return run
  }
  const look = async (): Promise<void> => {
    try {
      const events = await tell()
      if (events > 0) logger.info({ events }, 'people were told of changes in the catalogue')
    } catch (error) {
      logger.error({ reason: String(error) }, 'people could not be told of changes in the catalogue; trying again')
    }
    if (!isClosed) cancel = clock.at(clock.now() + lookEveryMs, () => void look())
  }
  return {
    start: () => {
      cancel = clock.at(clock.now() + lookEveryMs, () => void look())
    },
    tell,
    async close() {
      isClosed = true
      cancel()
      await running
    },
  }
}

/** Tells everybody of what is new in a collection, and takes it off the list. */
async function tellOf(
  { store, inbox, changeCatalogue, clock, logger }: CatalogueTellerOptions,
  collection: Collection,
  isOver: () => boolean,
): Promise<number> {
  const name = collection.collection
  const { news, leftOut } = await readNews(store, name)
  if (news.length === 0) return 0
  if (leftOut > 0) logger.error({ collection: name, items: leftOut }, 'so much changed at once that nobody is told of some items')
  const items = await currentItems(store, name, news)
  const about = new Map<string, readonly ItemNews[]>()
  for (const one of news) if (isStillSo(one, items.get(one.id))) about.set(one.id, [...(about.get(one.id) ?? []), one])
  const sources = eventsAbout(collection)
  const names = [...new Set(sources.flatMap((source) => source.events))]
  const now = clock.now()
  const since = now - durationMs(collection.tells?.within ?? usualWithin)
  const { position } = await store.last()
  const told = new Set<string>()
  let batch: Arrival[] = []
  let events = 0
  const send = async (): Promise<void> => {
    events += batch.length
    if (batch.length > 0) await inbox.submit(batch)
    batch = []
  }
  if (about.size > 0 && names.length > 0) {
    for (let after = Math.max(0, position - limits.recommendedEntries); after < position; after += stretch) {
      for (const entry of await store.readLogOf(names, { after, upTo: Math.min(position, after + stretch) })) {
        const arrival = arrivalOf(entry)
        if (arrival === undefined || arrival.event.occurredAt <= since || arrival.report !== undefined) continue
        for (const { events: own, path } of sources) {
          if (!own.includes(entry.name)) continue
          for (const id of idsAt(arrival.event.properties, path)) {
            for (const one of about.get(id) ?? []) {
              const key = `${entry.subscriber} ${one.kind} ${id}`
              if (told.has(key)) continue
              if (told.size >= remembered) told.clear()
              told.add(key)
              batch.push(eventOf(one, { arrival, subscriber: entry.subscriber, item: items.get(id) as StoredItem, collection, now }))
              if (batch.length >= batchSize) await send()
            }
          }
        }
      }
      await nextTurn()
      // What is left is told after the next start.
      if (isOver()) return events
    }
    await send()
  }
  await changeCatalogue({ do: 'told', collection: name, news })
  return events
}

async function currentItems({ catalogue }: Pick<Store, 'catalogue'>, collection: string, news: readonly ItemNews[]): Promise<ReadonlyMap<string, StoredItem>> {
  const ids = [...new Set(news.map(({ id }) => id))]
  const found = new Map<string, StoredItem>()
  for (let at = 0; at < ids.length; at += limits.itemBatch) {
    for (const item of await catalogue.items(collection, ids.slice(at, at + limits.itemBatch))) if (item !== undefined) found.set(item.id, item)
    await nextTurn()
  }
  return found
}

interface ToldOf {
  /** How we know that they care: the identities that it came under are theirs. */
  readonly arrival: Arrival
  readonly subscriber: number
  readonly item: StoredItem
  readonly collection: Collection
  readonly now: number
}

function eventOf(news: ItemNews, { arrival, subscriber, item, collection, now }: ToldOf): Arrival {
  const attributes = JSON.parse(item.body) as JsonObject
  const shown = ['title', 'url', 'image', 'price', 'currency', 'stock'].flatMap((key) => (attributes[key] === undefined ? [] : [[key, attributes[key]]]))
  const drop = news.kind === 'price' ? { old_price: news.from, drop_percent: Math.round(((news.from - news.to) / news.from) * 1000) / 10 } : {}
  const currency = attributes['currency'] ?? collection.currency
  const properties: JsonObject = {
    product_id: news.id,
    collection: collection.collection,
    ...Object.fromEntries(shown),
    ...(currency === undefined ? {} : { currency }),
    ...drop,
  }
  const told = createHash('sha256')
    .update(JSON.stringify([collection.collection, news, subscriber]))
    .digest('hex')
    .slice(0, 40)
  const { userId, anonymousId } = arrival
  return {
    ...(userId === undefined ? {} : { userId }),
    ...(anonymousId === undefined ? {} : { anonymousId }),
    event: { name: newsEvents[news.kind], occurredAt: now, receivedAt: now, messageId: `catalogue ${told}`, properties },
  }
}
