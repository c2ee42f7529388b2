// Changes the catalogue and the pools of codes, a bounded transaction at a time. It decides nothing: what an item may hold was checked before.

import type { DatabaseSync } from 'node:sqlite'
import type { PutCounts, StoredItem } from '../../model/catalogue.ts'
import type { StoredCode } from '../../model/code-pool.ts'
import type { ItemPage } from '../../runtime/store.ts'
import { inTransaction } from './in-transaction.ts'
import { addCode } from './queries/discount-codes.ts'
import { addToItemTotal, confirmItem, deleteItem, deleteItemKeys, markItem, readItems, readItemsAfter, writeItem, writeItemKeys } from './queries/items.ts'

export interface CatalogueWriter {
  put(items: readonly StoredItem[]): PutCounts
  remove(collection: string, ids: readonly string[]): number
  mark(collection: string, ids: readonly string[], load: number): number
  removeStale(collection: string, load: number, page: ItemPage): { readonly next: string | undefined; readonly removed: number }
  addCodes(pool: string, codes: readonly Pick<StoredCode, 'code' | 'expiresAt'>[]): number
}

/** Prepares every statement that it needs. */
export function createCatalogueWriter(database: DatabaseSync): CatalogueWriter {
  const statements = {
    readItems: readItems(database),
    readItemsAfter: readItemsAfter(database),
    writeItem: writeItem(database),
    confirmItem: confirmItem(database),
    markItem: markItem(database),
    deleteItem: deleteItem(database),
    writeItemKeys: writeItemKeys(database),
    deleteItemKeys: deleteItemKeys(database),
    addToItemTotal: addToItemTotal(database),
    addCode: addCode(database),
  }
  const once = <Result>(work: () => Result): Result => inTransaction(database, work)
  const putOne = (item: StoredItem): keyof PutCounts => {
    const [before] = statements.readItems(item.collection, [item.id])
    if (before !== undefined && saysTheSame(before, item)) {
      statements.confirmItem(item)
      return 'unchanged'
    }
    if (before !== undefined) statements.deleteItemKeys(before)
    else statements.addToItemTotal(item.collection, 1)
    statements.writeItem({ ...item, load: Math.max(item.load, before?.load ?? 0) })
    statements.writeItemKeys(item)
    return before === undefined ? 'added' : 'changed'
  }
  const removeOne = (item: StoredItem): void => {
    statements.deleteItemKeys(item)
    statements.deleteItem(item.collection, item.id)
    statements.addToItemTotal(item.collection, -1)
  }
  return {
    put: (items) =>
      once(() => {
        const counts = { added: 0, changed: 0, unchanged: 0 }
        for (const item of items) counts[putOne(item)] += 1
        return counts
      }),
    remove: (collection, ids) =>
      once(() => {
        const found = statements.readItems(collection, [...new Set(ids)]).flatMap((item) => item ?? [])
        for (const item of found) removeOne(item)
        return found.length
      }),
    mark: (collection, ids, load) => once(() => ids.reduce((sum, id) => sum + (statements.markItem(collection, id, load) ? 1 : 0), 0)),
    removeStale: (collection, load, page) =>
      once(() => {
        const items = statements.readItemsAfter(collection, page)
        const stale = items.filter((item) => item.load < load)
        for (const item of stale) removeOne(item)
        return { next: items.length < page.limit ? undefined : items.at(-1)?.id, removed: stale.length }
      }),
    addCodes: (pool, codes) => once(() => codes.reduce((sum, code) => sum + (statements.addCode(pool, code) ? 1 : 0), 0)),
  }
}

/** Whether nothing about an item has changed but that it was said again. */
function saysTheSame(before: StoredItem, item: StoredItem): boolean {
  return before.body === item.body && before.rank === item.rank && JSON.stringify(before.keys) === JSON.stringify(item.keys)
}
