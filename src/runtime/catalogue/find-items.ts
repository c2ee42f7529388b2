// Items of a collection by what somebody typed: whose id begins with it, then any that has the words in what it says. A bounded number is looked through at
// a time, with the place where to go on, so that a million items never hold anybody up.

import type { StoredItem } from '../../model/catalogue.ts'
import { limits } from '../../model/limits.ts'
import type { CatalogueStore } from '../store.ts'

export interface FoundItems {
  readonly items: readonly StoredItem[]
  /** The id after which to go on; undefined at the end. However few were found, there may be more. */
  readonly next: string | undefined
}

export interface ItemSearch {
  readonly collection: string
  readonly text: string
  /** The id after which to look; "" at the beginning. */
  readonly after: string
  readonly limit: number
}

const pageItems = 1000

/** Looks through at most `limits.itemsSearched` items. */
export async function findItems(catalogue: Pick<CatalogueStore, 'itemsAfter' | 'items'>, { collection, text, after, limit }: ItemSearch): Promise<FoundItems> {
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
  const exact = after === '' ? (await catalogue.items(collection, [text.trim()])).filter((item) => item !== undefined) : []
  const found: StoredItem[] = [...exact]
  let from = after
  for (let looked = 0; looked < limits.itemsSearched; looked += pageItems) {
    const page = await catalogue.itemsAfter(collection, { after: from, limit: pageItems })
    for (const item of page) {
      if (!exact.includes(item) && exact[0]?.id !== item.id && says(item, words)) found.push(item)
      if (found.length >= limit) return { items: found, next: item.id }
    }
    from = page.at(-1)?.id ?? from
    if (page.length < pageItems) return { items: found, next: undefined }
  }
  return { items: found, next: from }
}

/** Keys are words of everybody, so only what stands after a colon counts, but for the id. */
function says({ id, body }: StoredItem, words: readonly string[]): boolean {
  const text = `${id} ${body.replaceAll(/"[a-z_][A-Za-z0-9_]*":/g, ' ')}`.toLowerCase()
  return words.every((word) => text.includes(word))
}
