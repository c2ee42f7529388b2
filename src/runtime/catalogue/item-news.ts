// News of items that people are to be told of: a price that fell, something that is there again. Found when an item is put over the one before, kept beside the
// collection until everybody was told (src/desks/catalogue-teller.ts), and bounded. It tells nobody itself.

import type { StoredItem, Tells } from '../../model/catalogue.ts'
import type { JsonObject } from '../../model/json.ts'
import { limits } from '../../model/limits.ts'
import type { Store } from '../store.ts'

export type ItemNews =
  | { readonly kind: 'price'; readonly id: string; readonly at: number; readonly from: number; readonly to: number }
  | { readonly kind: 'stock'; readonly id: string; readonly at: number; readonly to: number }

export interface NewsRecord {
  readonly news: readonly ItemNews[]
  /** How many were left out since, because too many waited. */
  readonly leftOut: number
}

/** What is news about items, put over those before. */
export function newsOf(before: readonly (StoredItem | undefined)[], after: readonly StoredItem[], { priceDrop, backInStock }: Tells): readonly ItemNews[] {
  return after.flatMap((item, index): readonly ItemNews[] => {
    const old = before[index]
    if (old === undefined || old.body === item.body) return []
    const [was, is] = [attributesOf(old), attributesOf(item)]
    const { id, changedAt: at } = item
    const fell = priceDrop !== undefined && was.currency === is.currency && hasFallen(was.price, is.price, priceDrop)
    const returned = backInStock === true && was.stock !== undefined && was.stock <= 0 && is.stock !== undefined && is.stock > 0
    return [
      ...(fell ? [{ kind: 'price' as const, id, at, from: was.price as number, to: is.price as number }] : []),
      ...(returned ? [{ kind: 'stock' as const, id, at, to: is.stock as number }] : []),
    ]
  })
}

/** Whether news still says what is so: of something that went up again, or is gone, nobody is told. */
export function isStillSo(news: ItemNews, item: StoredItem | undefined): boolean {
  if (item === undefined) return false
  const { price, stock } = attributesOf(item)
  return news.kind === 'price' ? price !== undefined && price <= news.to : stock !== undefined && stock > 0
}

/** Keeps news until it is told. A price that falls twice before is one fall, from the first price. */
export async function keepNews(store: Pick<Store, 'setting' | 'setSetting'>, collection: string, fresh: readonly ItemNews[]): Promise<void> {
  if (fresh.length === 0) return
  const { news, leftOut } = await readNews(store, collection)
  const waiting = new Map(news.map((one) => [keyOf(one), one]))
  for (const one of fresh) {
    const known = waiting.get(keyOf(one))
    waiting.set(keyOf(one), one.kind === 'price' && known?.kind === 'price' ? { ...one, from: Math.max(known.from, one.from) } : one)
  }
  const all = [...waiting.values()]
  await write(store, collection, { news: all.slice(0, limits.itemNews), leftOut: leftOut + Math.max(0, all.length - limits.itemNews) })
}

/** What waits to be told. */
export async function readNews(store: Pick<Store, 'setting'>, collection: string): Promise<NewsRecord> {
  return ((await store.setting(settingOf(collection))) as unknown as NewsRecord | undefined) ?? { news: [], leftOut: 0 }
}

/** Takes away what was told. What changed once more meanwhile stays. */
export async function forgetNews(store: Pick<Store, 'setting' | 'setSetting'>, collection: string, told: readonly ItemNews[]): Promise<void> {
  const { news } = await readNews(store, collection)
  const gone = new Set(told.map((one) => JSON.stringify(one)))
  const left = news.filter((one) => !gone.has(JSON.stringify(one)))
  await write(store, collection, { news: left, leftOut: 0 })
}

function attributesOf({ body }: StoredItem): { readonly price?: number; readonly stock?: number; readonly currency?: string } {
  return JSON.parse(body) as { readonly price?: number; readonly stock?: number; readonly currency?: string }
}

function hasFallen(was: number | undefined, is: number | undefined, percent: number): boolean {
  return was !== undefined && is !== undefined && is >= 0 && is < was && (was - is) * 100 >= was * percent
}

function keyOf({ kind, id }: ItemNews): string {
  return `${kind} ${id}`
}

function write(store: Pick<Store, 'setSetting'>, collection: string, record: NewsRecord): Promise<void> {
  return store.setSetting(settingOf(collection), record as unknown as JsonObject)
}

function settingOf(collection: string): string {
  return `news of ${collection}`
}
