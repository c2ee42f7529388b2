// A load replaces a whole collection: everything it speaks of is put under its number, and at its end what it did not speak of is removed. When that
// would be more than a declared share, or when rows could not be read, nothing is removed until somebody confirms it: a feed that broke must not
// empty the shop.

import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Collection, PutCounts, StoredItem } from '../../model/catalogue.ts'
import { readItem } from '../../model/catalogue-item.ts'
import type { JsonObject } from '../../model/json.ts'
import type { ItemPage, Store } from '../store.ts'
import type { ChangeCatalogue } from './change-catalogue.ts'

/** Percent of a collection that a load may lose without being asked. */
export const usualMaxLoss = 10
const pageItems = 2000

export interface CatalogueKeeper {
  readonly changeCatalogue: ChangeCatalogue
}

export interface PutResult extends PutCounts {
  readonly refused: readonly { readonly index: number; readonly id: string | null; readonly problem: string }[]
}

/** Puts raw items that were not checked yet. One that is refused leaves what is there as it is, and counts as spoken of. */
export async function putRawItems(
  keeper: CatalogueKeeper,
  collection: Collection,
  raws: readonly JsonObject[],
  said: { readonly at: number; readonly load: number },
): Promise<PutResult> {
  const items: StoredItem[] = []
  const refused: PutResult['refused'][number][] = []
  for (const [index, raw] of raws.entries()) {
    const read = readItem(collection, raw, said)
    const id = raw['id']
    if (read.ok) items.push(read.item)
    else refused.push({ index, id: typeof id === 'string' || typeof id === 'number' ? String(id).slice(0, 256) : null, problem: read.problem })
  }
  const counts =
    items.length === 0
      ? { added: 0, changed: 0, unchanged: 0 }
      : await keeper.changeCatalogue({ do: 'put', items, ...(collection.tells && { tells: collection.tells }) })
  const kept = refused.flatMap(({ id }) => id ?? [])
  if (said.load > 0 && kept.length > 0) await keeper.changeCatalogue({ do: 'mark', collection: collection.collection, ids: kept, load: said.load })
  return { ...counts, refused }
}

export interface LoadEnd {
  readonly collection: string
  readonly load: number
  /** Rows that could not be read. */
  readonly refused: number
  /** In percent. */
  readonly maxLoss: number
  readonly confirmed: boolean
}

export type LoadOutcome =
  | { readonly kind: 'finished'; readonly removed: number; readonly items: number }
  /** More than `maxLoss` percent would have been lost. */
  | { readonly kind: 'to be confirmed'; readonly missing: number; readonly refused: number; readonly items: number }

/** Whether a load would lose more than it may; what it would lose. */
export async function lossOf(store: Pick<Store, 'catalogue'>, { collection, load, refused, maxLoss }: LoadEnd) {
  const items = await store.catalogue.countItems(collection)
  let missing = 0
  await eachPage(async (page) => {
    const { next, found } = await store.catalogue.countStaleItems(collection, load, page)
    missing += found
    return next
  })
  return { missing, items, isTooMuch: items > 0 && (missing + refused) * 100 > items * maxLoss }
}

/** Ends a load: removes what it did not speak of, unless that is too much and nobody confirmed it. */
export async function finishLoad(keeper: CatalogueKeeper, store: Pick<Store, 'catalogue'>, end: LoadEnd): Promise<LoadOutcome> {
  const { collection, load, refused, confirmed } = end
  const loss = await lossOf(store, end)
  if (loss.isTooMuch && !confirmed) return { kind: 'to be confirmed', missing: loss.missing, refused, items: loss.items }
  let removed = 0
  await eachPage(async (page) => {
    const answer = await keeper.changeCatalogue({ do: 'remove stale', collection, load, page })
    removed += answer.removed
    return answer.next
  })
  return { kind: 'finished', removed, items: await store.catalogue.countItems(collection) }
}

/** Walks through a collection, letting other work have its turn. */
async function eachPage(look: (page: ItemPage) => Promise<string | undefined>): Promise<void> {
  let after: string | undefined = ''
  while (after !== undefined) {
    after = await look({ after, limit: pageItems })
    await nextTurn()
  }
}
