// What the pages of the demo shop need of its workspace: their products, and a shelf over the catalogue. Where the definitions have no such collection nothing is ever sold out.

import { readDemoCatalog } from '../api/demo/demo-catalog.ts'
import type { DemoShelf } from '../api/demo/demo-shelf.ts'
import type { Collection, StoredItem } from '../model/catalogue.ts'
import type { JsonObject } from '../model/json.ts'
import type { ChangeCatalogue } from '../runtime/catalogue/change-catalogue.ts'
import { putRawItems } from '../runtime/catalogue/load-items.ts'
import type { Clock } from '../runtime/clock.ts'
import type { Store } from '../runtime/store.ts'
import { demoFolder } from './demo-shelves.ts'

export interface DemoShopOptions {
  readonly store: Pick<Store, 'catalogue'>
  readonly runtime: { readonly changeCatalogue: ChangeCatalogue }
  readonly inForce: () => { readonly collections?: readonly Collection[] }
  /** Tells people of what is new in the catalogue. */
  readonly news: { tell(): Promise<unknown> }
  readonly clock: Pick<Clock, 'now'>
}

/** Where the products are, and the shelf. */
export function demoShop({ store, runtime, inForce, news, clock }: DemoShopOptions): { readonly folder: string; readonly shelf: DemoShelf } {
  const ids = readDemoCatalog(demoFolder).products.map(({ id }) => id)
  const find = (): Collection | undefined => inForce().collections?.find(({ collection }) => collection === 'products')
  const shelf: DemoShelf = {
    async soldOut() {
      const collection = find()
      const items = collection === undefined ? [] : await store.catalogue.items(collection.collection, ids)
      // Before any was put there, nothing is said of any; afterwards one that was removed is not sold any more.
      if (items.every((item) => item === undefined)) return new Set()
      return new Set(ids.filter((_, index) => items[index] === undefined || attributesOf(items[index])['stock'] === 0))
    },
    async put(product, pieces) {
      const collection = find()
      const [item] = collection === undefined ? [] : await store.catalogue.items(collection.collection, [product])
      if (collection === undefined || item === undefined) return false
      const raw = { ...attributesOf(item), id: item.id, stock: pieces }
      await putRawItems(runtime, collection, [raw], { at: clock.now(), load: item.load })
      await news.tell()
      return true
    },
  }
  return { folder: demoFolder, shelf }
}

function attributesOf({ body }: StoredItem): JsonObject {
  return JSON.parse(body) as JsonObject
}
