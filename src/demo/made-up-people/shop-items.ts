// What the demo shop sells, as items of the catalogue of its definitions. How much is there of each is made up, the same each time; a few are sold out.

import type { JsonObject } from '../../model/json.ts'
import { seeded } from './seeded.ts'
import type { ShopProduct } from './shoppers.ts'
import { soldOutAtFirst } from './sold-out.ts'

/** `base`: where the shop is, such as http://127.0.0.1:4400. */
export function shopItems(products: readonly ShopProduct[], base: string): readonly JsonObject[] {
  return products.map(({ id, name, type, price }) => {
    const stock = seeded(Number(id) * 31 + 7).between(2, 60)
    const url = `${base}/demo/products/${id}`
    return {
      id,
      title: name,
      price,
      currency: 'EUR',
      category: type,
      url,
      image: `${base}/demo/pictures/${id}.webp`,
      stock: soldOutAtFirst.has(id) ? 0 : stock,
    }
  })
}
