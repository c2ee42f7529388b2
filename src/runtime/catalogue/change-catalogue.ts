// Changes of the catalogue and of the pools of codes, as the writer's thread makes them: each one transaction of bounded size, between two groups.
// What an item may hold was checked before. Nothing of it is an input of the engine.

import type { PutCounts, StoredItem, Tells } from '../../model/catalogue.ts'
import type { StoredCode } from '../../model/code-pool.ts'
import type { JsonObject } from '../../model/json.ts'
import type { ItemPage, Store } from '../store.ts'
import { forgetNews, type ItemNews, keepNews, newsOf } from './item-news.ts'

export type CatalogueChange =
  /** `tells`: what of it people are to be told of; the items are of one collection then. */
  | { readonly do: 'put'; readonly items: readonly StoredItem[]; readonly tells?: Tells }
  /** Says of news that everybody was told. */
  | { readonly do: 'told'; readonly collection: string; readonly news: readonly ItemNews[] }
  | { readonly do: 'remove'; readonly collection: string; readonly ids: readonly string[] }
  /** Says of items that a load spoke of them. */
  | { readonly do: 'mark'; readonly collection: string; readonly ids: readonly string[]; readonly load: number }
  | { readonly do: 'remove stale'; readonly collection: string; readonly load: number; readonly page: ItemPage }
  /** The number of a new load. */
  | { readonly do: 'begin load'; readonly collection: string }
  /** Keeps how the feed of a collection stands. */
  | { readonly do: 'note feed'; readonly collection: string; readonly feed: JsonObject }
  /** Keeps a piece of what goes together (src/runtime/catalogue/recommended.ts). */
  | { readonly do: 'note recommended'; readonly setting: string; readonly content: JsonObject }
  | { readonly do: 'add codes'; readonly pool: string; readonly codes: readonly Pick<StoredCode, 'code' | 'expiresAt'>[] }

/** What each change answers. */
export interface CatalogueAnswers {
  readonly put: PutCounts
  readonly told: undefined
  readonly remove: number
  readonly mark: number
  readonly 'remove stale': { readonly next: string | undefined; readonly removed: number }
  readonly 'begin load': number
  readonly 'note feed': undefined
  readonly 'note recommended': undefined
  readonly 'add codes': number
}

/** Makes a change, and answers when it is durable. */
export type ChangeCatalogue = <Change extends CatalogueChange>(change: Change) => Promise<CatalogueAnswers[Change['do']]>

/** Makes a change. */
export async function changeCatalogue<Change extends CatalogueChange>(store: Store, change: Change): Promise<CatalogueAnswers[Change['do']]> {
  return (await answerTo(store, change)) as CatalogueAnswers[Change['do']]
}

function answerTo(store: Store, change: CatalogueChange): Promise<CatalogueAnswers[keyof CatalogueAnswers]> {
  switch (change.do) {
    case 'put':
      return put(store, change)
    case 'told':
      return forgetNews(store, change.collection, change.news).then(() => undefined)
    case 'remove':
      return store.catalogue.removeItems(change.collection, change.ids)
    case 'mark':
      return store.catalogue.markItems(change.collection, change.ids, change.load)
    case 'remove stale':
      return store.catalogue.removeStaleItems(change.collection, change.load, change.page)
    case 'begin load':
      return beginLoad(store, change.collection)
    case 'note feed':
      return store.setSetting(feedSetting(change.collection), change.feed).then(() => undefined)
    case 'note recommended':
      return store.setSetting(change.setting, change.content).then(() => undefined)
    case 'add codes':
      return store.catalogue.addCodes(change.pool, change.codes)
  }
}

/** What people are to be told of is durable before the change that it speaks of: after a crash between the two the same is put again. */
async function put(store: Store, { items, tells }: Extract<CatalogueChange, { readonly do: 'put' }>): Promise<PutCounts> {
  const [first] = items
  if (tells !== undefined && first !== undefined) {
    const before = await store.catalogue.items(
      first.collection,
      items.map(({ id }) => id),
    )
    await keepNews(store, first.collection, newsOf(before, items, tells))
  }
  return store.catalogue.putItems(items)
}

async function beginLoad(store: Store, collection: string): Promise<number> {
  const before = (await store.setting(loadSetting(collection))) as { readonly load: number } | undefined
  const load = (before?.load ?? 0) + 1
  await store.setSetting(loadSetting(collection), { load })
  return load
}

/** How the feed of a collection stands; undefined when it was never fetched. */
export async function readFeedNote(store: Pick<Store, 'setting'>, collection: string): Promise<JsonObject | undefined> {
  return store.setting(feedSetting(collection))
}

function loadSetting(collection: string): string {
  return `load of ${collection}`
}

function feedSetting(collection: string): string {
  return `feed of ${collection}`
}
