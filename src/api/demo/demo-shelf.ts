// What lies on the demo shop's shelf, as the catalogue has it: what is sold out, and putting it back. A shop of one's own tells the catalogue by a feed or by its server; here a button of
// the panel does.

import type { DemoCatalog } from './demo-catalog.ts'

export interface DemoShelf {
  /** Ids of products that are sold out. */
  soldOut(): Promise<ReadonlySet<string>>
  /** Puts pieces of a product there, 0 for none. Resolves when whoever is to be told of it has been told; false where the catalogue has no such product. */
  put(product: string, pieces: number): Promise<boolean>
}

export interface ShelfLine {
  readonly id: string
  readonly name: string
  readonly isSoldOut: boolean
}

/** Stands for the pages that show everything. */
export const everything = 'all'

/** What the panel shows of the shelf: the product that is looked at, beside everything what is sold out, and nothing beside other pages. */
export async function shelfLines(shelf: DemoShelf, catalog: DemoCatalog, lookedAt: string): Promise<readonly ShelfLine[]> {
  const gone = await shelf.soldOut()
  const here = catalog.find(lookedAt)
  const soldOut = lookedAt === everything ? catalog.products.filter(({ id }) => gone.has(id)) : []
  const shown = here === undefined ? soldOut : [here]
  return shown.map(({ id, name }) => ({ id, name, isSoldOut: gone.has(id) }))
}
