// The part of the port `store` that keeps what a shop sells, and the codes it gives away. It changes in transactions of its own, all but the giving of
// codes, which is part of a commit.

import type { PutCounts, StoredItem } from '../model/catalogue.ts'
import type { PoolCounts, StoredCode } from '../model/code-pool.ts'

/** A place in the order of items that are found by a value. */
export interface ItemsQuery {
  readonly attribute: string
  readonly value: string
  /** lowest: by rank, what has none at the end · highest: only what has one. Equal ranks in order of id. */
  readonly order: 'lowest' | 'highest'
  readonly limit: number
}

/** One step of a walk through a collection, in order of id. */
export interface ItemPage {
  readonly after: string
  readonly limit: number
}

/** What a shop sells, and the codes it gives away. Codes are given by a commit of the store. */
export interface CatalogueStore {
  /** Puts items, each over the one of its id, in one transaction. What says the same as before is only confirmed. */
  putItems(items: readonly StoredItem[]): Promise<PutCounts>
  /** Removes items; how many were there. */
  removeItems(collection: string, ids: readonly string[]): Promise<number>
  /** Says of items that they are still there, without a change; how many are. */
  markItems(collection: string, ids: readonly string[], load: number): Promise<number>
  /** Looks at one page and removes what no load from `load` on spoke of. `next`: where to go on; undefined at the end. */
  removeStaleItems(collection: string, load: number, page: ItemPage): Promise<{ readonly next: string | undefined; readonly removed: number }>
  /** The same without removing. */
  countStaleItems(collection: string, load: number, page: ItemPage): Promise<{ readonly next: string | undefined; readonly found: number }>
  /** Items by id, in the order asked; undefined where there is none. */
  items(collection: string, ids: readonly string[]): Promise<readonly (StoredItem | undefined)[]>
  /** Items with a value, in the order of their rank. */
  itemsBy(collection: string, query: ItemsQuery): Promise<readonly StoredItem[]>
  /** Items in code point order of their ids. */
  itemsAfter(collection: string, page: ItemPage): Promise<readonly StoredItem[]>
  countItems(collection: string): Promise<number>

  /** Adds codes to a pool, free to be given; those that are known already, in whatever case and pool, are left alone. How many were new. */
  addCodes(pool: string, codes: readonly Pick<StoredCode, 'code' | 'expiresAt'>[]): Promise<number>
  /** Free codes of a pool that are good at `now`, the first to expire first; `skip`: how many of them were taken from before. */
  freeCodes(pool: string, now: number, page: { readonly skip: number; readonly limit: number }): Promise<readonly StoredCode[]>
  /** The code that was given to a subscriber for a scope; the first, where a merge brought several together. */
  codeOf(subscriber: number, pool: string, scope: string): Promise<StoredCode | undefined>
  /** A code by its text, in whatever case. */
  findCode(code: string): Promise<StoredCode | undefined>
  /** Given codes of a pool in the order in which they came into it, after an id. */
  givenCodes(pool: string, after: number, limit: number): Promise<readonly (StoredCode & { readonly id: number })[]>
  /** All codes of a subscriber. */
  codesOf(subscriber: number): Promise<readonly StoredCode[]>
  countCodes(pool: string): Promise<PoolCounts>
  /** How many codes are free and good at `now`, counted up to `limit`. */
  countFreeCodes(pool: string, now: number, limit: number): Promise<number>
}
