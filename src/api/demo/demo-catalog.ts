// What the demo shop sells: the products and pictures of demo/, read once.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'

export interface DemoProduct {
  readonly id: string
  readonly name: string
  readonly brand: string
  readonly type: string
  readonly price: number
  readonly text: string
}

export interface DemoCatalog {
  readonly products: readonly DemoProduct[]
  /** Kinds of products, in order. */
  readonly types: readonly string[]
  find(id: string): DemoProduct | undefined
  picture(id: string): Buffer | undefined
}

export function readDemoCatalog(folder: string): DemoCatalog {
  const products = JSON.parse(readFileSync(join(folder, 'catalog.json'), 'utf8')) as readonly DemoProduct[]
  const byId = new Map(products.map((product) => [product.id, product]))
  const pictures = new Map<string, Buffer>()
  return {
    products,
    types: [...new Set(products.map(({ type }) => type))].sort(),
    find: (id) => byId.get(id),
    picture(id) {
      // Only ids of products reach the disk.
      if (!byId.has(id)) return undefined
      const known = pictures.get(id) ?? readFileSync(join(folder, 'pictures', `${id}.webp`))
      pictures.set(id, known)
      return known
    },
  }
}
