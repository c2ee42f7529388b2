// The catalogue and discount codes through the whole product: declared by files, filled over the admin doors and the command line.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { JsonObject } from '../../src/model/json.ts'
import { oncue, type Ran } from '../cli/command-line.ts'
import { type Product, shop, startProduct } from './product.ts'

const adminKey = 'an-admin-key-for-tests-0123456789'

const catalogueFiles = {
  ...shop,
  'products.yaml': `
collection: products
currency: EUR
attributes:
  brand: text
  category: { type: text, find: true, required: true }
`,
  'codes.yaml': `
codes: spring
low: 1
---
codes: thanks
generate: { prefix: TY- }
for: enrollment
`,
  'again.yaml': `
template: again
subject: "{{ catalogue.product.title }} {{ catalogue.product.price | money: catalogue.product.currency }} {{ code }}"
html: <p>Again</p>
catalogue: { product: { from: products, id: trigger.product_id, required: true } }
code: spring
---
journey: again
enter: [{ on: Seen Again }]
again: always
steps: [{ id: again, send: again }]
`,
}

interface World {
  readonly product: Product
  // biome-ignore lint/suspicious/noExplicitAny: tests compare the JSON of answers with what they expect
  ask(method: string, path: string, body?: JsonObject): Promise<{ readonly status: number; readonly body: any }>
  run(...words: string[]): Promise<Ran>
  file(name: string, text: string): string
}

async function startWorld(): Promise<World> {
  const product = await startProduct({ files: catalogueFiles, adminKeys: [adminKey] })
  return {
    product,
    async ask(method, path, body) {
      const headers = { authorization: `Bearer ${adminKey}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) }
      const response = await fetch(`${product.app.address}/admin/v1${path}`, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
      const text = await response.text()
      return { status: response.status, body: text.startsWith('{') ? JSON.parse(text) : text }
    },
    run: (...words) => oncue([...words, '--server', product.app.address, '--key', adminKey]),
    file(name, text) {
      const path = join(product.data, name)
      writeFileSync(path, text)
      return path
    },
  }
}

const mug = { id: 'mug', title: 'Mug', price: 12, category: 'kitchen', url: 'https://shop.example/mug', stock: 3 }

test('items are put, read, listed in pages and removed over the admin doors; the same again changes nothing, and what does not fit is refused', async () => {
  const world = await startWorld()
  const { ask } = world
  const items = [mug, { id: 7, title: 'Seven', category: 'numbers', locales: { de: { title: 'Sieben' } } }]
  expect((await ask('POST', '/catalogue/products/items', { items })).body).toEqual({ added: 2, changed: 0, unchanged: 0, refused: [] })
  expect((await ask('POST', '/catalogue/products/items', { items })).body).toMatchObject({ unchanged: 2 })
  expect((await ask('GET', '/catalogue/products/items/7')).body).toMatchObject({
    id: '7',
    attributes: { title: 'Seven', locales: { de: { title: 'Sieben' } } },
  })
  const page = (await ask('GET', '/catalogue/products/items?limit=1')).body
  expect(page.items.map((item: JsonObject) => item['id'])).toEqual(['7'])
  expect((await ask('GET', `/catalogue/products/items?limit=1&cursor=${page.next}`)).body).toMatchObject({ items: [{ id: 'mug' }], next: null })
  expect((await ask('POST', '/catalogue/products/items/remove', { ids: ['mug', 'none'] })).body).toEqual({ removed: 1 })
  expect((await ask('GET', '/catalogue/products/items/mug')).status).toBe(404)
  expect((await ask('GET', '/catalogue')).body.collections).toMatchObject([{ collection: 'products', items: 1, feed: null }])
  expect((await ask('POST', '/catalogue/produkts/items', { items })).body.detail).toBe('There is no collection produkts; there are: products.')
  await expectRefusals(world)
})

/** What does not fit the collection is refused with the reason, item by item, and leaves what was there. */
async function expectRefusals({ ask }: World): Promise<void> {
  await ask('POST', '/catalogue/products/items', { items: [mug] })
  const bad = [
    { ...mug, price: '12' },
    { ...mug, id: '' },
    { ...mug, colour: 'red' },
    { ...mug, category: null },
    { ...mug, url: 'javascript:alert(1)' },
    { ...mug, offer_ends: '2026-12-01' },
    { ...mug, locales: { deutsch: {} } },
    { ...mug, brand: 'x'.repeat(4001) },
    { ...mug, id: 'ok' },
  ]
  const { body } = await ask('POST', '/catalogue/products/items', { items: bad })
  expect(body).toMatchObject({ added: 1, changed: 0 })
  expect(body.refused[0].said).toEqual({
    code: 'item-must-be',
    values: { field: 'price', written: '"12"', wanted: { code: 'must-number', values: {} } },
  })
  expect(body.refused.map(({ said }: { said: { code: string } }) => said.code)).not.toContain('plain')
  expect(body.refused.map(({ index, problem }: { index: number; problem: string }) => `${index} ${problem}`)).toEqual([
    '0 price is "12", and must be a number',
    '1 it has no id',
    '2 there is no attribute colour; there are: title, url, image, price, currency, stock, offer_ends, brand, category',
    '3 category is missing',
    '4 url is "javascript:alert(1)", and must be an address that begins with https:// or http://',
    '5 offer_ends is "2026-12-01", and must be a time with its zone, such as 2026-12-01T18:00:00+01:00',
    '6 locales has "deutsch", which is no language such as de or pt-BR',
    '7 brand has more than 4000 characters',
  ])
  expect((await ask('GET', '/catalogue/products/items/mug')).body.attributes.price).toBe(12)
}

test('a file is shown first, imported with --yes, and one that lost much removes nothing until it is confirmed; codes are uploaded', async () => {
  const world = await startWorld()
  const { run, file, ask } = world
  await expectUploads(world)
  const rows = Array.from({ length: 20 }, (_, index) => `p${index};Product ${index};Produkt ${index};${index + 1}.50;tools;x`)
  const csv = file('products.csv', ['sku;name;name_de;price;category;weight', ...rows, 'bad;Bad;Schlecht;12,500;tools;x'].join('\n'))
  const words = ['catalogue', 'import', csv, '--collection', 'products', '--map', 'title:de=name_de']
  const preview = await run(...words)
  expect(preview.code).toBe(3)
  expect(preview.out).toContain('20 rows can be read, 1 cannot. The collection has 0 items.')
  expect(preview.out).toContain('id is column sku')
  expect(preview.out).toContain('not taken in: weight')
  expect(preview.out).toContain('Nothing was imported')
  expect(preview.err).toBe('line 22: price is "12,500", which has two readings: write 12500 or 12.500\n')
  expect((await run(...words, '--yes')).out).toBe('products: 20 items added, 0 changed, 0 as they were, 1 rows refused; what they are about stays as it was.\n')
  expect((await ask('GET', '/catalogue/products/items/p3')).body.attributes).toMatchObject({ price: 4.5, locales: { de: { title: 'Produkt 3' } } })
  const twice = file('twice.csv', ['sku;name;name_de;price;category;weight', ...rows, rows[3], rows[3], rows[5]].join('\n'))
  const told = await run('catalogue', 'import', twice, '--collection', 'products', '--map', 'title:de=name_de')
  expect([told.code, told.err]).toEqual([0, '3 rows repeat the id of an earlier one (the first: p3 in lines 5 and 22); the last row of each counts\n'])
  const half = file(
    'half.ndjson',
    rows
      .slice(0, 10)
      .map((_, index) => JSON.stringify({ id: `p${index}`, title: 'New', category: 'tools' }))
      .join('\n'),
  )
  const refused = await run('catalogue', 'import', half, '--collection', 'products', '--replace', '--yes')
  expect(refused.err).toContain('nothing was removed: 10 of 20 items are not in it')
  expect((await run('catalogue', 'list', '--json')).out).toContain('"items": 20')
  const confirmed = await run('catalogue', 'import', half, '--collection', 'products', '--replace', '--confirm', '--yes')
  expect(confirmed.out).toBe('products: 0 items added, 0 changed, 10 as they were, 10 removed.\n')
  expect((await run('catalogue', 'show', 'products', 'p3')).out).toContain('title      New')
  expect((await run('catalogue', 'import', csv, '--collection', 'products', '--map', 'titel=name')).err).toContain('there is no attribute titel')
})

test('a mail shows the item as it is now and its reader’s own code; the pool warns, doctor names it, and the export says who has which', async () => {
  const { product, ask, run } = await startWorld()
  await ask('POST', '/catalogue/products/items', { items: [{ ...mug, locales: { de: { title: 'Becher' } } }] })
  await ask('POST', '/codes/spring', { codes: ['AAA', 'BBB'] })
  for (const [userId, locale] of [
    ['ada', 'de'],
    ['bob', 'en'],
  ] as const) {
    await product.identify(userId, { email: `${userId}@mail.example`, locale })
    await product.track(userId, 'Seen Again', { product_id: 'mug' })
  }
  await product.settle()
  const mails = await product.mails()
  expect(mails.map(({ to, subject }) => `${to} ${subject}`)).toEqual(['ada@mail.example Becher 12,00\u00a0€ AAA', 'bob@mail.example Mug €12.00 BBB'])
  expect(await product.decisions('ada')).toContainEqual(expect.objectContaining({ kind: 'authorized', with: 'products mug at 12 EUR, code AAA' }))
  expect(await (await product.get('/metrics')).text()).toContain('oncue_codes_left{pool="spring"} 0')
  const doctor = await oncue(['doctor', '--data', product.data])
  expect(doctor.out).toContain('the pool of codes spring has none left, fewer than 1; upload more')
  expect((await ask('GET', '/codes/spring/export')).body).toMatch(/^code,.*\nAAA,\d+,ada,2\S+Z,,person,\S+\nBBB,\d+,bob,/)
  expect((await run('subscriber', 'export', 'ada')).out).toContain('"code":"AAA"')
  await ask('POST', '/catalogue/products/items/remove', { ids: ['mug'] })
  await product.track('ada', 'Seen Again', { product_id: 'mug' })
  await product.settle()
  expect((await product.decisions('ada')).at(-1)).toMatchObject({ kind: 'refused', reason: 'not in catalogue' })
  expect((await ask('POST', '/templates/again/test', { to: 'team@shop.example', as: 'ada', trigger: { product_id: 'gone' } })).status).toBe(200)
  expect((await product.mails()).at(-1)?.subject).toBe('[Test] Sample item 1 19,90\u00a0€ SAMPLE-CODE')
  expect((await ask('GET', '/codes')).body.pools[0]).toMatchObject({ given: 2, left: 0 })
})

/** Codes are uploaded once each, whatever their case, and only into a pool that takes them. */
async function expectUploads({ run, file, ask }: World): Promise<void> {
  const codes = file('codes.csv', 'code,expires\nAAA,\nBBB,2099-01-01T00:00:00Z\naaa,\nC D,\nEEE,tomorrow\n')
  const uploaded = await run('codes', 'upload', codes, '--pool', 'spring')
  expect(uploaded.out).toBe('spring: 2 codes added, 1 known already, 2 lines refused.\n')
  expect(uploaded.err).toContain('line 5: "C D" is no code')
  expect((await run('codes', 'upload', file('plain.txt', 'FFF\nGGG\n'), '--pool', 'spring')).out).toBe('spring: 2 codes added.\n')
  expect(JSON.parse((await run('codes', 'list', '--json')).out).pools).toMatchObject([
    { pool: 'spring', source: 'uploaded', given: 0, left: 4 },
    { pool: 'thanks', source: 'generated', for: 'enrollment', left: null },
  ])
  expect((await ask('POST', '/codes/thanks', { codes: ['X'] })).status).toBe(409)
  expect((await ask('GET', '/codes/spring/bbb')).body).toMatchObject({ code: 'BBB', status: 'free', subscriber: null })
  expect((await ask('GET', '/codes/spring/nope')).status).toBe(404)
  expect((await ask('GET', '/codes/spring/export')).body).toBe('code,subscriber,userId,givenAt,expiresAt,for,message\n')
}
