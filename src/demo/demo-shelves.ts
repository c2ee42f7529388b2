// Puts what the demo shop sells into the catalogue of a demo, as an import would. Where the definitions have no such collection, nothing is put anywhere.

import { join } from 'node:path'
import { readDemoCatalog } from '../api/demo/demo-catalog.ts'
import type { Collection, StoredItem } from '../model/catalogue.ts'
import { readItem } from '../model/catalogue-item.ts'
import type { ChangeCatalogue } from '../runtime/catalogue/change-catalogue.ts'
import { shopItems } from './made-up-people/shop-items.ts'

export interface Shelves {
  readonly changeCatalogue: ChangeCatalogue
  readonly collections: readonly Collection[]
  /** Where the shop is, such as http://127.0.0.1:4400. */
  readonly base: string
  /** UTC milliseconds. */
  readonly at: number
}

/** Where the demo shop lies. */
export const demoFolder = join(import.meta.dirname, '../../demo')

/** Resolves when it is durable. */
export async function fillShelves({ changeCatalogue, collections, base, at }: Shelves): Promise<void> {
  const collection = collections.find((one) => one.collection === 'products')
  if (collection === undefined) return
  const load = await changeCatalogue({ do: 'begin load', collection: collection.collection })
  const items = shopItems(readDemoCatalog(demoFolder).products, base).flatMap((raw): readonly StoredItem[] => {
    const read = readItem(collection, raw, { at, load })
    // A collection that somebody has changed may want what the shop does not say.
    return read.ok ? [read.item] : []
  })
  if (items.length > 0) await changeCatalogue({ do: 'put', items })
}
