// The catalogue of a large shop: taking a million items in from a feed's rows, reading them as a mail does, and what memory that takes. In this process and
// thread, on a file: what the writer's thread would do.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { takeFeed } from '../src/feeds/take-feed.ts'
import type { Collection } from '../src/model/catalogue.ts'
import { lookUp } from '../src/runtime/catalogue/catalogue-facts.ts'
import { changeCatalogue } from '../src/runtime/catalogue/change-catalogue.ts'
import { openSqliteStore } from '../src/stores/sqlite/sqlite-store.ts'
import { type Effort, type Measurement, numberText } from './measurement.ts'

const products: Collection = { collection: 'products', currency: 'EUR', attributes: { brand: 'text', category: { type: 'text', find: true } } }

/** Items a second while a feed is taken in, lookups a second, and how far memory grows meanwhile. */
export async function measureCatalogue({ isQuick }: Effort): Promise<readonly Measurement[]> {
  const items = isQuick ? 20_000 : 1_000_000
  const folder = mkdtempSync(join(tmpdir(), 'oncue-catalogue-'))
  const store = await openSqliteStore({ path: join(folder, 'workspace.db') })
  try {
    const keeper = { changeCatalogue: ((change) => changeCatalogue(store, change)) as Parameters<typeof takeFeed>[0]['keeper']['changeCatalogue'] }
    let highest = 0
    const rows = async function* () {
      for (let index = 0; index < items; index += 1) {
        if (index % 10_000 === 0) highest = Math.max(highest, process.memoryUsage.rss())
        yield { row: rowOf(index) }
      }
    }
    const atStart = process.memoryUsage.rss()
    const startedAt = performance.now()
    await takeFeed({ collection: products, keeper, store, rows, now: Date.UTC(2026, 10, 21), maxLoss: 10, confirmed: false })
    const seconds = (performance.now() - startedAt) / 1000
    const mails = isQuick ? 500 : 20_000
    const collections = new Map([['products', products]])
    const lookedAt = performance.now()
    for (let index = 0; index < mails; index += 1) {
      const facts = { trigger: { product_id: `p${(index * 7919) % items}` }, subscriber: {}, cart: {} }
      await lookUp(lookups, { store, collections, facts, chains: [], locale: 'de', now: Date.UTC(2026, 10, 21) })
    }
    const perSecond = mails / ((performance.now() - lookedAt) / 1000)
    const mebibytes = (highest - atStart) / 1024 / 1024
    const note = `${numberText(items)} items of about 350 bytes, read twice (what would be lost is counted first), ${numberText(seconds)} s in all`
    return [
      { what: 'items of the catalogue taken in from a feed', value: items / seconds, unit: '/s', target: undefined, note },
      { what: 'growth of memory meanwhile', value: mebibytes, unit: 'MiB', target: undefined, note: 'resident, the store’s page cache of 32 MiB included' },
      {
        what: 'mails looked up in it: one item by id, three of its category',
        value: perSecond,
        unit: '/s',
        target: undefined,
        note: `${numberText(mails)} mails, ids all over the file`,
      },
    ]
  } finally {
    await store.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

const lookups = {
  product: { from: 'products', id: 'trigger.product_id' },
  similar: { from: 'products', where: { category: 'catalogue.product.category' }, without: ['product'], limit: 3 },
}

function rowOf(index: number): Record<string, string> {
  return {
    id: `p${index}`,
    title: `Product number ${index} with a name of usual length`,
    url: `https://shop.example/products/product-number-${index}`,
    image: `https://shop.example/pictures/${index % 1000}/${index}.webp`,
    price: `${(index % 9000) / 100 + 1}`,
    stock: `${index % 50}`,
    brand: `Brand ${index % 700}`,
    category: `category-${index % 2000}`,
  }
}
