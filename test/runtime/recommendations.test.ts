// What is recommended is counted from what people really did: what goes together before what everybody wants, never what the person has or cannot get.

import { expect, test } from 'vitest'
import { catalogueProblems } from '../../src/engine/catalogue-problems.ts'
import { compile, sourceOf } from '../../src/engine/compile.ts'
import { recommend } from '../../src/insight/recommend.ts'
import type { Lookups } from '../../src/model/catalogue.ts'
import { readRecommended, readTogether } from '../../src/runtime/catalogue/recommended.ts'
import { type CatalogueWorld, catalogueWorld, products } from './catalogue-world.ts'
import { day, happened } from './workshop.ts'

const items = ['mug', 'pot', 'pan', 'bowl', 'rug'].map((id, index) => ({ id, title: id, price: 10 + index, category: 'home' }))
const ids = (found: readonly { readonly id: string }[]) => found.map(({ id }) => id)

/** Orders, each of one person. */
const orders = [
  ['a', 'mug', 'pot'],
  ['b', 'mug', 'pot'],
  ['c', 'mug', 'pot', 'rug'],
  ['d', 'pan', 'rug'],
  ['e', 'pan', 'rug'],
  ['f', 'rug'],
  ['g', 'mug', 'rug'],
  ['h', 'bowl'],
] as const

async function shopWith(catalogue: Lookups): Promise<CatalogueWorld> {
  const world = await catalogueWorld({ catalogue })
  await world.put(items)
  for (const [userId, ...bought] of orders) {
    await world.submit(happened('Order Completed', { userId, properties: { products: bought.map((product_id) => ({ product_id })) } }))
  }
  return world
}

const count = (world: CatalogueWorld, now = world.clock.now()) =>
  recommend({ store: world.store, changeCatalogue: world.runtime.changeCatalogue }, products, now)

test('what goes together comes before what everybody wants, which fills up; the item itself, the cart and what was bought stay out', async () => {
  const world = await shopWith({ also: { from: 'products', recommend: 'bought-together', to: 'trigger.product_id', without: ['bought', 'cart'], limit: 3 } })
  expect(await world.ask('new', { product_id: 'mug' })).toMatchObject({ catalogue: { also: [] } })
  const note = await count(world)
  expect(note).toMatchObject({
    people: 8,
    items: 4,
    popular: [
      ['rug', 5],
      ['mug', 4],
      ['pot', 3],
      ['pan', 2],
    ],
  })
  // Three people bought mug and pot: more often than chance would have it with a rug that most people buy anyway.
  expect(await readTogether(world.store, { collection: 'products', kind: 'bought', id: 'mug' })).toEqual([
    ['pot', 3],
    ['rug', 2],
  ])
  expect(ids((await world.ask('new', { product_id: 'mug' }))?.catalogue.also)).toEqual(['pot', 'rug', 'pan'])
  expect(ids((await world.ask('c', { product_id: 'mug' }))?.catalogue.also)).toEqual(['pan'])
  await world.submit(happened('Product Added', { userId: 'new', properties: { product_id: 'pot', quantity: 1, price: 1 } }))
  expect(ids((await world.ask('new', { product_id: 'mug' }))?.catalogue.also)).toEqual(['rug', 'pan'])
  const decisions = await world.store.decisions(9, 20)
  expect(decisions.findLast(({ kind }) => kind === 'authorized')).toMatchObject({
    with: 'products rug at 14 EUR (bought together), products pan at 12 EUR (bought together)',
  })
})

test('for several items those count that go with most of them; what is sold out or gone is not shown', async () => {
  const world = await shopWith({ also: { from: 'products', recommend: 'bought-together', to: 'trigger.ids', inStock: true } })
  await count(world)
  expect(ids((await world.ask('new', { ids: ['mug', 'pan'] }))?.catalogue.also)).toEqual(['rug', 'pot'])
  await world.put([{ id: 'rug', title: 'rug', price: 14, category: 'home', stock: 0 }])
  await world.runtime.changeCatalogue({ do: 'remove', collection: 'products', ids: ['pot'] })
  expect(ids((await world.ask('new', { ids: ['mug', 'pan'] }))?.catalogue.also)).toEqual([])
})

test('what is popular is so lately: after ninety days without an order nothing is', async () => {
  const world = await shopWith({ top: { from: 'products', recommend: 'popular', limit: 2 } })
  await count(world)
  expect(ids((await world.ask('new'))?.catalogue.top)).toEqual(['rug', 'mug'])
  await count(world, world.clock.now() + 91 * day)
  expect((await readRecommended(world.store, 'products'))?.popular).toEqual([])
  expect(ids((await world.ask('new'))?.catalogue.top)).toEqual([])
})

test('the same log gives the same counts, and hostile ids are ids', async () => {
  const world = await shopWith({ top: { from: 'products', recommend: 'popular' } })
  for (const userId of ['x', 'y']) {
    await world.submit(
      happened('Order Completed', {
        userId,
        properties: { products: [{ product_id: '__proto__' }, { product_id: 'constructor' }, { product_id: 7 }, { product_id: { a: 1 } }] },
      }),
    )
  }
  const [one, other] = [await count(world), await count(world)]
  expect(one).toEqual(other)
  expect(await readTogether(world.store, { collection: 'products', kind: 'bought', id: 'constructor' })).toEqual([
    ['7', 2],
    ['__proto__', 2],
  ])
  expect(await readTogether(world.store, { collection: 'products', kind: 'bought', id: '__proto__' })).toEqual([
    ['7', 2],
    ['constructor', 2],
  ])
  expect(await readTogether(world.store, { collection: 'products', kind: 'bought', id: 'toString' })).toEqual([])
})

test('a lookup that could recommend nothing is a mistake with what to do', () => {
  const problemsOf = (lookup: Lookups[string], collection: object = products) => {
    const template = { template: 'note', subject: 'Hi', html: '<p>Hi</p>', catalogue: { also: lookup } }
    const definitions = { workspace: { workspace: 'shop' }, journeys: [], segments: [], templates: [template], collections: [collection as typeof products] }
    expect(compile(sourceOf(definitions)).problems).toEqual([])
    return catalogueProblems(definitions).map(({ message, fix }) => `${message}; ${fix}`)
  }
  expect(problemsOf({ from: 'products', recommend: 'popular' })).toEqual([])
  expect(problemsOf({ from: 'products', recommend: 'bought-together', to: 'cart.items.product_id' })).toEqual([])
  expect(problemsOf({ from: 'products', recommend: 'bought-together' })).toEqual([
    expect.stringMatching(/^what is bought together with what is not said; add to:/),
  ])
  expect(problemsOf({ from: 'products', recommend: 'popular', to: 'trigger.id' })).toEqual([expect.stringMatching(/^what is popular is so for everybody/)])
  expect(problemsOf({ from: 'products', id: 'trigger.id', to: 'trigger.id' })).toEqual([expect.stringMatching(/^it belongs to what is recommended/)])
  expect(problemsOf({ from: 'products', recommend: 'viewed-together', to: 'trigger.id' }, { collection: 'products' })).toEqual([
    expect.stringMatching(/^products does not say which event means viewed; add viewed:/),
  ])
})
