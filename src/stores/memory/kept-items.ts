// The catalogue as the store in memory keeps it.

import { noRank, type PutCounts, type StoredItem } from '../../model/catalogue.ts'
import type { ItemPage, ItemsQuery } from '../../runtime/store.ts'
import { compareByCodePoint } from './code-point-order.ts'

export class KeptItems {
  readonly #collections = new Map<string, Map<string, StoredItem>>()

  put(items: readonly StoredItem[]): PutCounts {
    const counts = { added: 0, changed: 0, unchanged: 0 }
    for (const item of items) {
      const kept = this.#of(item.collection)
      const before = kept.get(item.id)
      const load = Math.max(item.load, before?.load ?? 0)
      const isSame = before !== undefined && before.body === item.body && before.rank === item.rank && JSON.stringify(before.keys) === JSON.stringify(item.keys)
      if (isSame) kept.set(item.id, { ...before, load, confirmedAt: Math.max(before.confirmedAt, item.confirmedAt) })
      else kept.set(item.id, { ...item, load })
      counts[before === undefined ? 'added' : isSame ? 'unchanged' : 'changed'] += 1
    }
    return counts
  }

  remove(collection: string, ids: readonly string[]): number {
    return ids.reduce((sum, id) => sum + (this.#of(collection).delete(id) ? 1 : 0), 0)
  }

  mark(collection: string, ids: readonly string[], load: number): number {
    let found = 0
    for (const id of ids) {
      const item = this.get(collection, id)
      if (item === undefined) continue
      this.#of(collection).set(id, { ...item, load: Math.max(item.load, load) })
      found += 1
    }
    return found
  }

  get(collection: string, id: string): StoredItem | undefined {
    return this.#of(collection).get(id)
  }

  after(collection: string, { after, limit }: ItemPage): StoredItem[] {
    const items = [...this.#of(collection).values()].filter(({ id }) => compareByCodePoint(id, after) > 0)
    return items.sort((one, other) => compareByCodePoint(one.id, other.id)).slice(0, limit)
  }

  stale(collection: string, load: number, page: ItemPage): { readonly next: string | undefined; readonly stale: readonly string[] } {
    const items = this.after(collection, page)
    return { next: items.length < page.limit ? undefined : items.at(-1)?.id, stale: items.filter((item) => item.load < load).map(({ id }) => id) }
  }

  by(collection: string, { attribute, value, order, limit }: ItemsQuery): StoredItem[] {
    const fits = [...this.#of(collection).values()].filter(
      ({ keys, rank }) => keys.some(([name, kept]) => name === attribute && kept === value) && (order === 'lowest' || rank < noRank),
    )
    const lowest = fits.sort((one, other) => one.rank - other.rank || compareByCodePoint(one.id, other.id))
    return (order === 'lowest' ? lowest : lowest.reverse()).slice(0, limit)
  }

  count(collection: string): number {
    return this.#of(collection).size
  }

  #of(collection: string): Map<string, StoredItem> {
    const known = this.#collections.get(collection)
    if (known !== undefined) return known
    const made = new Map<string, StoredItem>()
    this.#collections.set(collection, made)
    return made
  }
}
