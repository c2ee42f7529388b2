// What a mail shows of the catalogue is what is true at the moment of sending: prices change, items go, and what may not be true any more is not said.

import { expect, test } from 'vitest'
import { decisionText } from '../../src/engine/decision-text.ts'
import type { Decision } from '../../src/model/decision.ts'
import { limits } from '../../src/model/limits.ts'
import { catalogueWorld } from './catalogue-world.ts'
import { day, happened } from './workshop.ts'

const mug = { id: 'mug', title: 'Mug', price: 12, category: 'kitchen' }
const pan = { id: 'pan', title: 'Pan', price: 40, category: 'kitchen' }
const ids = (items: readonly { readonly id: string }[]) => items.map(({ id }) => id)

test('a price that changed before the mail is handed over is the price in the mail, also when it is tried again', async () => {
  const world = await catalogueWorld({ catalogue: { product: { from: 'products', id: 'trigger.product_id' } } })
  await world.put([mug])
  world.mail.answer = () => ({ kind: 'retry', reason: 'busy', afterMs: 60_000 })
  expect((await world.ask('ann', { product_id: 'mug' }))?.catalogue).toEqual({ product: { ...mug, currency: 'EUR' } })
  await world.put([{ ...mug, price: 9 }])
  world.mail.answer = () => ({ kind: 'sent' })
  await world.clock.advanceTo(world.clock.now() + 120_000)
  await world.runtime.settle()
  expect(world.mail.messages).toHaveLength(2)
  expect(world.mail.messages.at(-1)).toMatchObject({ subject: expect.stringContaining('"price":9') })
})

test('what is gone is not shown; where the template requires it the mail is not sent, and the trace says what was missing', async () => {
  const optional = await catalogueWorld({
    catalogue: { product: { from: 'products', id: 'trigger.product_id' }, list: { from: 'products', ids: 'trigger.ids' } },
  })
  await optional.put([mug])
  await optional.runtime.changeCatalogue({ do: 'remove', collection: 'products', ids: ['mug'] })
  expect((await optional.ask('ann', { product_id: 'mug', ids: ['mug'] }))?.catalogue).toEqual({ list: [] })
  const out = (await optional.store.decisions(1, 10)).find(({ kind }) => kind === 'authorized') as Decision
  expect(out).toMatchObject({ nothingFor: ['product (products)', 'list (products)'] })
  expect(decisionText(out)).toMatch(/may hand over email note of answer, nothing found for product \(products\), list \(products\)$/)
  // It stands in the log, so whoever asks why later, of the log alone, reads the same.
  const lines = await optional.store.entriesAt(Array.from({ length: (await optional.store.last()).position }, (_, index) => index + 1))
  expect(lines.map((line) => line?.body).join('\n')).toContain('"nothingFor":["product (products)","list (products)"]')
  const required = await catalogueWorld({ catalogue: { product: { from: 'products', id: 'trigger.product_id', required: true } } })
  expect(await required.ask('ann', { product_id: 'mug' })).toBeUndefined()
  expect(await required.last('ann')).toMatchObject({ kind: 'refused', reason: 'not in catalogue', because: 'nothing of products for product ("mug")' })
  await required.put([mug])
  expect((await required.ask('ann', { product_id: 'mug' }))?.catalogue.product.title).toBe('Mug')
  const decisions = await required.store.decisions(1, 10)
  expect(decisions.find(({ kind }) => kind === 'authorized')).toMatchObject({ with: 'products mug at 12 EUR' })
})

test('a list that lacks some of its items says which in the trace, and how many more', async () => {
  const world = await catalogueWorld({ catalogue: { list: { from: 'products', ids: 'trigger.ids' } } })
  await world.put([mug, pan])
  const noted = async (userId: string, asked: readonly string[]) => {
    await world.ask(userId, { ids: asked })
    const decisions = await Promise.all([1, 2, 3].map((number) => world.store.decisions(number, 10)))
    return decisions
      .flat()
      .filter(({ kind }) => kind === 'authorized')
      .toSorted((one, other) => one.at - other.at || ('effect' in one && 'effect' in other && one.effect < other.effect ? -1 : 1))
      .at(-1) as Decision
  }
  const some = await noted('ann', ['mug', 'gone', 'pan', 'gone', 'lost'])
  expect(some).toMatchObject({ nothingFor: ['list (products: gone, lost)'] })
  expect(decisionText(some)).toMatch(/, nothing found for list \(products: gone, lost\)$/)
  expect(await noted('bob', ['mug', ...Array.from({ length: 8 }, (_, index) => `x${index}`)])).toMatchObject({
    nothingFor: ['list (products: x0, x1, x2, x3, x4, +3)'],
  })
  expect(await noted('eve', ['mug', 'pan'])).not.toHaveProperty('nothingFor')
})

test('the items of a cart come fresh, each with its line of the cart', async () => {
  const world = await catalogueWorld({ catalogue: { cart: { from: 'products', ids: 'cart.items.product_id' } } })
  await world.put([mug, pan])
  for (const [product_id, quantity] of [
    ['mug', 2],
    ['gone', 1],
    ['pan', 1],
  ] as const) {
    await world.submit(happened('Product Added', { userId: 'ann', properties: { product_id, quantity, price: 99 } }))
  }
  const { cart } = (await world.ask('ann'))?.catalogue ?? {}
  expect(cart).toMatchObject([
    { id: 'mug', price: 12, line: { quantity: 2, price: 99 } },
    { id: 'pan', price: 40, line: { quantity: 1 } },
  ])
})

test('what somebody viewed comes newest first, and the cheapest of the category without what they bought, viewed or see above', async () => {
  const world = await catalogueWorld({
    catalogue: {
      viewed: { from: 'products', recent: 'viewed', limit: 2 },
      product: { from: 'products', id: 'trigger.product_id' },
      similar: { from: 'products', where: { category: 'catalogue.product.category' }, without: ['bought', 'product'], inStock: true, limit: 2 },
      dear: { from: 'products', where: { category: { is: 'kitchen' } }, order: 'highest', limit: 1 },
    },
  })
  const more = [1, 2, 3, 4].map((price) => ({ id: `p${price}`, title: 'P', price, category: 'kitchen', stock: price === 2 ? 0 : 5 }))
  await world.put([mug, pan, ...more, { id: 'hat', title: 'Hat', price: 1, category: 'hats' }])
  for (const product_id of ['p1', 'hat', 'mug', 'hat', 'none']) await world.submit(happened('Product Viewed', { userId: 'ann', properties: { product_id } }))
  await world.submit(happened('Order Completed', { userId: 'ann', properties: { products: [{ product_id: 'p1' }, { product_id: 7 }] } }))
  const found = (await world.ask('ann', { product_id: 'mug' }))?.catalogue
  expect(ids(found.viewed)).toEqual(['hat', 'mug'])
  expect(ids(found.similar)).toEqual(['p3', 'p4'])
  expect(ids(found.dear)).toEqual(['pan'])
})

test('stock and the end of an offer are not said when nobody confirmed them lately, or when the offer is over', async () => {
  const world = await catalogueWorld({ catalogue: { product: { from: 'products', id: 'trigger.product_id' } } })
  const now = world.clock.now()
  const urgent = { ...mug, stock: 3, offer_ends: new Date(now + 2 * day).toISOString() }
  await world.put([urgent])
  expect((await world.ask('ann', { product_id: 'mug' }))?.catalogue.product).toMatchObject({ stock: 3, offer_ends: urgent.offer_ends })
  await world.clock.advanceTo(now + day + 1)
  expect((await world.ask('ann', { product_id: 'mug' }))?.catalogue.product).toEqual({ ...mug, currency: 'EUR' })
  await world.put([urgent])
  expect((await world.ask('ann', { product_id: 'mug' }))?.catalogue.product).toMatchObject({ stock: 3 })
  await world.clock.advanceTo(now + 2 * day)
  await world.put([urgent])
  expect((await world.ask('ann', { product_id: 'mug' }))?.catalogue.product).toEqual({ ...mug, currency: 'EUR', stock: 3 })
})

test('an item is read in the language of its reader, and falls back attribute by attribute', async () => {
  const world = await catalogueWorld({ catalogue: { product: { from: 'products', id: 'trigger.product_id' } } })
  await world.put([{ ...mug, locales: { de: { title: 'Becher' } } }])
  const speak = (userId: string, locale: string) => world.submit(happened('Came', { userId, traits: { email: `${userId}@mail.example`, locale } }))
  await speak('uwe', 'de-AT')
  await speak('ann', 'fr')
  expect((await world.ask('uwe', { product_id: 'mug' }))?.catalogue.product).toEqual({ ...mug, title: 'Becher', currency: 'EUR' })
  expect((await world.ask('ann', { product_id: 'mug' }))?.catalogue.product.title).toBe('Mug')
})

test('however long a list is, a mail reads no more items than its limit', async () => {
  const world = await catalogueWorld({
    catalogue: Object.fromEntries(['a', 'b', 'c'].map((name) => [name, { from: 'products', ids: 'trigger.ids', limit: 50 }])),
  })
  await world.put([mug])
  const given = (await world.ask('ann', { ids: Array.from({ length: 500 }, () => 'mug') }))?.catalogue
  expect([given.a.length, given.b.length, given.c.length]).toEqual([50, 50, limits.itemsPerMail - 100])
})

test('hostile ids find nothing and harm nothing', async () => {
  const world = await catalogueWorld({ catalogue: { product: { from: 'products', id: 'trigger.product_id' } } })
  await world.put([mug])
  for (const product_id of ['__proto__', "mug' OR 1=1", '', { id: 'mug' }, ['mug'], null, 'x'.repeat(900)]) {
    expect((await world.ask('ann', { product_id }))?.catalogue).toEqual({})
  }
})
