// Makes a fetched feed the whole collection, in two readings of the file: the first only counts what would be lost, and nothing changes when that is
// too much; the second puts the items, and removes what the feed does not have. Never more than a batch is in memory.

import type { Collection, StoredItem } from '../model/catalogue.ts'
import { readItem } from '../model/catalogue-item.ts'
import { mapColumns, mapRow, type RowMapping } from '../model/catalogue-row.ts'
import type { JsonObject } from '../model/json.ts'
import { limits } from '../model/limits.ts'
import { type CatalogueKeeper, finishLoad, lossOf, putRawItems } from '../runtime/catalogue/load-items.ts'
import type { Store } from '../runtime/store.ts'
import type { FeedRow } from './feed-rows.ts'

export interface TakeFeed {
  readonly collection: Collection
  readonly keeper: CatalogueKeeper
  readonly store: Pick<Store, 'catalogue'>
  /** Opens the rows anew. */
  readonly rows: () => AsyncIterable<FeedRow>
  readonly now: number
  readonly maxLoss: number
  /** Whether somebody said that however much may be lost. */
  readonly confirmed: boolean
}

export type TakenFeed =
  | {
      readonly kind: 'taken'
      readonly load: number
      readonly added: number
      readonly changed: number
      readonly unchanged: number
      readonly removed: number
      readonly refused: number
      readonly firstProblem?: string
      /** Rows whose id stood in an earlier one, and the first such id. */
      readonly repeated: number
      readonly firstRepeated?: string
    }
  | { readonly kind: 'refused'; readonly missing: number; readonly refused: number; readonly items: number; readonly firstProblem?: string }

/** Takes it in, or says what it would lose. Throws when the file cannot be read, or has no column for the id. */
export async function takeFeed(feed: TakeFeed): Promise<TakenFeed> {
  const { collection, keeper, store, maxLoss, confirmed } = feed
  const name = collection.collection
  const seen = await keeper.changeCatalogue({ do: 'begin load', collection: name })
  const faults = new Faults()
  let readable = 0
  for await (const batch of batches(feed, faults)) {
    readable += batch.length
    const ids = batch.map(idOf)
    await keeper.changeCatalogue({ do: 'mark', collection: name, ids, load: seen })
  }
  const end = { collection: name, load: seen, refused: faults.count, maxLoss, confirmed }
  const loss = await lossOf(store, end)
  // A feed of nothing that can be read is broken, however new the collection is.
  if (readable === 0 && !confirmed) return { kind: 'refused', missing: loss.missing, refused: faults.count, items: loss.items, ...faults.told }
  if (loss.isTooMuch && !confirmed) return { kind: 'refused', missing: loss.missing, refused: faults.count, items: loss.items, ...faults.told }
  return put(feed, seen)
}

async function put(feed: TakeFeed, seen: number): Promise<TakenFeed> {
  const { collection, keeper, store, now } = feed
  const load = await keeper.changeCatalogue({ do: 'begin load', collection: collection.collection })
  const faults = new Faults()
  const counts = { added: 0, changed: 0, unchanged: 0 }
  const faultyIds: string[] = []
  const repeats = new Repeats()
  for await (const batch of batches(feed, faults, faultyIds)) {
    repeats.note(batch, await store.catalogue.items(collection.collection, batch.map(idOf)), load)
    const answer = await putRawItems(keeper, collection, batch, { at: now, load })
    counts.added += answer.added
    counts.changed += answer.changed
    counts.unchanged += answer.unchanged
    await keepFaulty()
  }
  await keepFaulty()
  const finished = await finishLoad(keeper, store, { collection: collection.collection, load, refused: 0, maxLoss: 100, confirmed: true })
  const removed = finished.kind === 'finished' ? finished.removed : 0
  return { kind: 'taken', load: Math.max(load, seen), ...counts, removed, refused: faults.count, ...faults.told, repeated: repeats.count, ...repeats.told }

  /** What is there for a row that cannot be read stays as it is. */
  async function keepFaulty(): Promise<void> {
    const ids = faultyIds.splice(0)
    if (ids.length > 0) await keeper.changeCatalogue({ do: 'mark', collection: collection.collection, ids, load })
  }
}

/** Rows that speak of what this load has spoken of already. What is stored says so, so that no id is held here. */
class Repeats {
  count = 0
  told: { readonly firstRepeated?: string } = {}

  note(batch: readonly JsonObject[], stored: readonly (StoredItem | undefined)[], load: number): void {
    const ids = new Set<string>()
    for (const [index, item] of batch.entries()) {
      const id = idOf(item)
      if (ids.has(id) || stored[index]?.load === load) this.add(id)
      ids.add(id)
    }
  }

  add(id: string): void {
    this.count += 1
    if (this.count === 1) this.told = { firstRepeated: id.slice(0, 100) }
  }
}

function idOf({ id }: JsonObject): string {
  return String(id)
}

class Faults {
  count = 0
  told: { readonly firstProblem?: string } = {}

  add(problem: string): void {
    this.count += 1
    if (this.count === 1) this.told = { firstProblem: problem.slice(0, 300) }
  }
}

/** Rows that can be read, as items, a batch at a time; the others are counted, with the ids they have. */
async function* batches({ collection, rows }: TakeFeed, faults: Faults, faultyIds?: string[]): AsyncIterable<readonly JsonObject[]> {
  let mapping: RowMapping | undefined
  let batch: JsonObject[] = []
  for await (const one of rows()) {
    if ('problem' in one) {
      faults.add(one.problem)
      continue
    }
    mapping ??= mappingOf(collection, one.row)
    const mapped = mapRow(collection, mapping, one.row)
    const problem = mapped.ok ? problemOf(collection, mapped.raw) : mapped.problem
    if (problem !== undefined || !mapped.ok) {
      faults.add(problem ?? 'it cannot be read')
      const id = one.row[mapping.columns.get('id') ?? '']
      if (typeof id === 'string' || typeof id === 'number') faultyIds?.push(String(id))
      continue
    }
    batch.push(withLocales(mapped.raw, one.row))
    if (batch.length < limits.itemBatch) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}

function withLocales(raw: JsonObject, { locales }: JsonObject): JsonObject {
  return typeof locales === 'object' && locales !== null && raw['locales'] === undefined ? { ...raw, locales } : raw
}

function mappingOf(collection: Collection, row: JsonObject): RowMapping {
  const mapping = mapColumns(collection, Object.keys(row), collection.feed?.map)
  if (typeof mapping === 'string') throw new Error(mapping)
  return mapping
}

function problemOf(collection: Collection, raw: JsonObject): string | undefined {
  const read = readItem(collection, raw, { at: 0, load: 0 })
  return read.ok ? undefined : read.problem
}
