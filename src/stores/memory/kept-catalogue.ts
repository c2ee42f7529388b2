// The catalogue and the discount codes of the store in memory, behind the same promises as those of a file.

import type { StoredItem } from '../../model/catalogue.ts'
import type { StoredCode } from '../../model/code-pool.ts'
import type { CatalogueStore, ItemPage, ItemsQuery, SubscriberNumber } from '../../runtime/store.ts'
import { KeptCodes } from './kept-codes.ts'
import { KeptItems } from './kept-items.ts'

export class KeptCatalogue implements CatalogueStore {
  readonly #items = new KeptItems()
  readonly codes = new KeptCodes()
  readonly #requireOpen: () => void

  constructor(requireOpen: () => void) {
    this.#requireOpen = requireOpen
  }

  async putItems(items: readonly StoredItem[]) {
    this.#requireOpen()
    return this.#items.put(items)
  }

  async removeItems(collection: string, ids: readonly string[]) {
    this.#requireOpen()
    return this.#items.remove(collection, ids)
  }

  async markItems(collection: string, ids: readonly string[], load: number) {
    this.#requireOpen()
    return this.#items.mark(collection, ids, load)
  }

  async removeStaleItems(collection: string, load: number, page: ItemPage) {
    this.#requireOpen()
    const { next, stale } = this.#items.stale(collection, load, page)
    return { next, removed: this.#items.remove(collection, stale) }
  }

  async countStaleItems(collection: string, load: number, page: ItemPage) {
    this.#requireOpen()
    const { next, stale } = this.#items.stale(collection, load, page)
    return { next, found: stale.length }
  }

  async items(collection: string, ids: readonly string[]) {
    this.#requireOpen()
    return ids.map((id) => this.#items.get(collection, id))
  }

  async itemsBy(collection: string, query: ItemsQuery) {
    this.#requireOpen()
    return this.#items.by(collection, query)
  }

  async itemsAfter(collection: string, page: ItemPage) {
    this.#requireOpen()
    return this.#items.after(collection, page)
  }

  async countItems(collection: string) {
    this.#requireOpen()
    return this.#items.count(collection)
  }

  async addCodes(pool: string, codes: readonly Pick<StoredCode, 'code' | 'expiresAt'>[]) {
    this.#requireOpen()
    return this.codes.add(pool, codes)
  }

  async freeCodes(pool: string, now: number, page: { readonly skip: number; readonly limit: number }) {
    this.#requireOpen()
    return this.codes.free(pool, now).slice(page.skip, page.skip + page.limit)
  }

  async codeOf(subscriber: SubscriberNumber, pool: string, scope: string) {
    this.#requireOpen()
    return this.codes.find((code) => code.subscriber === subscriber && code.pool === pool && code.scope === scope)[0]
  }

  async findCode(code: string) {
    this.#requireOpen()
    return this.codes.find((one) => one.code.toLowerCase() === code.toLowerCase())[0]
  }

  async givenCodes(pool: string, after: number, limit: number) {
    this.#requireOpen()
    return this.codes.find((code) => code.pool === pool && code.givenAt !== undefined && code.id > after).slice(0, limit)
  }

  async codesOf(subscriber: SubscriberNumber) {
    this.#requireOpen()
    return this.codes.of(subscriber)
  }

  async countCodes(pool: string) {
    this.#requireOpen()
    return this.codes.count(pool)
  }

  async countFreeCodes(pool: string, now: number, limit: number) {
    this.#requireOpen()
    return Math.min(limit, this.codes.free(pool, now).length)
  }
}
