// People are told of changes of items that they care about: whom, of what, once, and never of what is no longer so.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createCatalogueTeller } from '../../src/desks/catalogue-teller.ts'
import { type Collection, collectionSchema, type StoredItem } from '../../src/model/catalogue.ts'
import type { Journey } from '../../src/model/journey.ts'
import type { JsonObject } from '../../src/model/json.ts'
import { limits } from '../../src/model/limits.ts'
import { newsOf, readNews } from '../../src/runtime/catalogue/item-news.ts'
import { putRawItems } from '../../src/runtime/catalogue/load-items.ts'
import { arrivalOf } from '../../src/runtime/log-entry.ts'
import { createMemoryStore } from '../../src/stores/memory/memory-store.ts'
import { day, happened, minute, plainRenderer, sourceWith, start, workshop } from './workshop.ts'

const products: Collection = {
  collection: 'products',
  currency: 'EUR',
  viewed: { event: 'Product Viewed', id: 'product_id' },
  tells: { priceDrop: 10, backInStock: true },
}
const cheaper: Journey = { journey: 'cheaper', enter: [{ on: 'Price Dropped' }], again: 'always', steps: [{ id: 'tell', send: 'note' }] }

async function shop(collection: Collection = products, journey: Journey = cheaper) {
  const base = sourceWith(journey)
  const store = createMemoryStore()
  const it = await workshop({ ...base, collections: [collection] }, { renderer: plainRenderer, store })
  const logger = { info: () => {}, error: (_: object, text: string) => void complaints.push(text) }
  const complaints: string[] = []
  const teller = createCatalogueTeller({
    store,
    inbox: it.runtime.inbox,
    changeCatalogue: it.runtime.changeCatalogue,
    clock: it.clock,
    logger: logger as never,
  })
  const put = (...items: readonly JsonObject[]) => putRawItems(it.runtime, collection, items, { at: it.clock.now(), load: 0 })
  const care = (userId: string, name: string, properties: JsonObject, at = it.clock.now()) =>
    it.submit(happened(name, { userId, traits: { email: `${userId}@mail.example` }, properties, at }))
  const told = async (name: string) => {
    const { position } = await store.last()
    const entries = await store.readLogOf([name], { after: 0, upTo: position })
    return entries.flatMap((entry) => {
      const arrival = arrivalOf(entry)
      return arrival === undefined ? [] : [{ userId: arrival.userId, ...arrival.event.properties }]
    })
  }
  return { ...it, store, teller, put, care, told, complaints }
}

test('who viewed it, or has it in the cart, is told of a price that fell far enough, and the journey writes; who cared for something else is not', async () => {
  const { put, care, teller, told, runtime, mail } = await shop()
  await put({ id: 'mug', title: 'Mug', price: 20, url: 'https://x.example/mug' }, { id: 'pot', price: 20 })
  await care('ann', 'Product Viewed', { product_id: 'mug' })
  await care('ann', 'Product Viewed', { product_id: 'mug' })
  await care('bob', 'Product Added', { product_id: 'mug', cart_id: 'c' })
  await care('cem', 'Product Viewed', { product_id: 'pot' })
  await put({ id: 'mug', title: 'Mug', price: 15, url: 'https://x.example/mug' }, { id: 'pot', price: 19 })
  expect(await teller.tell()).toBe(2)
  const mug = {
    product_id: 'mug',
    collection: 'products',
    title: 'Mug',
    url: 'https://x.example/mug',
    price: 15,
    currency: 'EUR',
    old_price: 20,
    drop_percent: 25,
  }
  expect(await told('Price Dropped')).toEqual([
    { userId: 'ann', ...mug },
    { userId: 'bob', ...mug },
  ])
  await runtime.settle()
  expect(mail.messages.map((message) => (message.kind === 'email' ? message.to : ''))).toEqual(['ann@mail.example', 'bob@mail.example'])
  expect(await teller.tell()).toBe(0)
})

test('to be told of news is no sign of life: a session does not go on by it', async () => {
  const twice: Journey = {
    journey: 'cheaper',
    enter: [{ becomes: { event: 'Product Viewed', count: { gte: 2 }, within: 'session' } }],
    steps: [{ id: 'tell', send: 'note' }],
  }
  const { put, care, teller, runtime, mail, clock } = await shop(products, twice)
  await put({ id: 'mug', price: 20 })
  await care('ann', 'Product Viewed', { product_id: 'mug' })
  clock.advanceTo(clock.now() + 20 * minute)
  await put({ id: 'mug', price: 15 })
  expect(await teller.tell()).toBe(1)
  clock.advanceTo(clock.now() + 20 * minute)
  await care('ann', 'Product Viewed', { product_id: 'mug' })
  await runtime.settle()
  expect(mail.messages).toEqual([])
  clock.advanceTo(clock.now() + 20 * minute)
  await care('ann', 'Product Viewed', { product_id: 'mug' })
  await runtime.settle()
  expect(mail.messages).toHaveLength(1)
})

test('who asked is told when it is there again; not when the stock was never known, and not when it is gone once more before', async () => {
  const asked: Collection = { ...products, tells: { backInStock: true, who: [{ event: 'Stock Alert Asked', id: 'products.id' }] } }
  const { put, care, teller, told } = await shop(asked)
  await put({ id: 'mug', stock: 0 }, { id: 'pot' }, { id: 'cup', stock: 0 })
  await care('ann', 'Stock Alert Asked', { products: [{ id: 'mug' }, { id: 'pot' }, { id: 'cup' }] })
  await care('bob', 'Product Viewed', { product_id: 'mug' })
  await put({ id: 'mug', stock: 4 }, { id: 'pot', stock: 4 }, { id: 'cup', stock: 1 })
  await put({ id: 'cup', stock: 0 })
  await teller.tell()
  expect(await told('Back In Stock')).toEqual([{ userId: 'ann', product_id: 'mug', collection: 'products', stock: 4, currency: 'EUR' }])
})

test('a teller that was killed before it could take the news off its list tells nobody twice', async () => {
  const { put, care, store, runtime, clock, told } = await shop()
  await put({ id: 'mug', price: 20 })
  await care('ann', 'Product Viewed', { product_id: 'mug' })
  await put({ id: 'mug', price: 10 })
  const logger = { info: () => {}, error: () => {} }
  const killed = createCatalogueTeller({
    store,
    inbox: runtime.inbox,
    clock,
    logger: logger as never,
    changeCatalogue: () => Promise.reject(new Error('the process ended here')),
  })
  await expect(killed.tell()).rejects.toThrow('ended here')
  await createCatalogueTeller({ store, inbox: runtime.inbox, clock, logger: logger as never, changeCatalogue: runtime.changeCatalogue }).tell()
  expect(await told('Price Dropped')).toHaveLength(1)
})

test('a price that falls in two steps is one fall from the first price; one that rises again is none; what was cared for long ago does not count', async () => {
  const { put, care, teller, told, clock } = await shop()
  await put({ id: 'mug', price: 20 }, { id: 'pot', price: 20 })
  await care('old', 'Product Viewed', { product_id: 'mug' }, start - 31 * day)
  await care('ann', 'Product Viewed', { product_id: 'mug' })
  await care('ann', 'Product Viewed', { product_id: 'pot' })
  await put({ id: 'mug', price: 16 }, { id: 'pot', price: 10 })
  clock.advanceTo(clock.now() + 1000)
  await put({ id: 'mug', price: 12 }, { id: 'pot', price: 20 })
  await teller.tell()
  expect(await told('Price Dropped')).toMatchObject([{ userId: 'ann', product_id: 'mug', price: 12, old_price: 20, drop_percent: 40 }])
})

test('more news than is kept is left out and said', async () => {
  const { put, care, teller, complaints, store } = await shop()
  const items = Array.from({ length: limits.itemNews + 3 }, (_, index) => ({ id: `i${index}`, price: 20 }))
  await put(...items)
  await care('ann', 'Product Viewed', { product_id: 'i1' })
  await put(...items.map((item) => ({ ...item, price: 10 })))
  expect((await readNews(store, 'products')).news).toHaveLength(limits.itemNews)
  expect(await teller.tell()).toBe(1)
  expect(complaints).toEqual([expect.stringContaining('nobody is told of some items')])
  expect(await readNews(store, 'products')).toEqual({ news: [], leftOut: 0 })
})

describe('what is news', () => {
  const item = (price: number | undefined, stock: number | undefined): StoredItem =>
    ({ collection: 'p', id: 'x', body: JSON.stringify({ price, stock }), changedAt: 1 }) as StoredItem

  test('a fall of at least the percent, in the same currency; a stock that was known to be none', () => {
    const number = fc.option(fc.integer({ min: 0, max: 50 }), { nil: undefined })
    fc.assert(
      fc.property(number, number, number, number, fc.integer({ min: 1, max: 99 }), (was, is, before, after, percent) => {
        const kinds = newsOf([item(was, before)], [item(is, after)], { priceDrop: percent, backInStock: true }).map(({ kind }) => kind)
        const fell = was !== undefined && is !== undefined && is < was && ((was - is) / was) * 100 >= percent - 1e-9
        expect(kinds).toEqual([...(fell ? ['price'] : []), ...(before === 0 && (after ?? 0) > 0 ? ['stock'] : [])])
      }),
    )
    expect(newsOf([undefined], [item(1, 1)], { priceDrop: 1, backInStock: true })).toEqual([])
  })

  test('a collection that tells of nothing is refused', () => {
    expect(collectionSchema.safeParse({ collection: 'p', tells: { within: '3d' } }).success).toBe(false)
    expect(collectionSchema.safeParse({ collection: 'p', tells: { backInStock: true } }).success).toBe(true)
  })
})
