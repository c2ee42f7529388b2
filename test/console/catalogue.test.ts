// The catalogue as somebody of the team meets it: items found by words, one looked at, a file put with what cannot be read named, codes added.

import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type AttributeAsked, attributeMistake, changesOf, collectionAsked } from '../../console/src/areas/catalogue/collection-file.ts'
import { typedOf, valuesOf } from '../../console/src/areas/catalogue/item-values.ts'
import { tellsOf, toldChanges } from '../../console/src/areas/catalogue/told-changes.ts'
import { type ConsoleWorld, expectNoSeriousAxe, expectNoSidewaysScroll, openConsoleWorld } from './console-world.ts'

const files = {
  'workspace.yaml': 'workspace: Shop\nsender: { address: shop@example.com }\n',
  'products.yaml':
    'collection: products\ndescription: What the shop sells\ncurrency: EUR\nattributes: { category: { type: text, find: true } }\nbought: { event: Order Completed, id: products.product_id }\nfeed: { url: https://127.0.0.1:9/products.csv, at: "04:10" }\n',
  'codes.yaml': 'codes: summer\n',
  'more-codes.yaml': 'codes: birthday\ngenerate: { prefix: BDAY- }\n',
}

let world: ConsoleWorld
beforeAll(async () => {
  world = await openConsoleWorld({ files })
  const items = Array.from({ length: 150 }, (_, number) => ({
    id: `cup-${number}`,
    title: `Cup number ${number}`,
    price: 10 + number,
    stock: number % 3,
    category: 'cups',
    image: `${world.address}/console/no-such-cup-${number}.webp`,
  }))
  await world.api('POST', '/catalogue/products/items', { items })
  for (const who of ['ada', 'bo', 'cy']) await world.product.track(who, 'Order Completed', { products: [{ product_id: 'cup-77' }, { product_id: 'cup-5' }] })
})
afterAll(() => world?.close())

async function open(path: string, look?: Parameters<ConsoleWorld['page']>[1]): Promise<Page> {
  const at = await world.page(path, look)
  return at
}

test('an item is found by words and looked at, and a file brings more: what cannot be read is named by its line', async () => {
  const at = await open('/console/catalogue')
  await at.getByText('150 items').waitFor()
  await at.getByText('Every day at 04:10 from https://127.0.0.1:9/products.csv').waitFor()
  await expectNoSeriousAxe(at)
  await world.picture(at, 'catalogue')
  await at.getByRole('link', { name: 'products' }).click()
  // Nothing inside the network is fetched: it is said at once, and in the language of the reader.
  await at.getByRole('button', { name: 'Fetch now' }).click()
  await at.getByText('not fetched: 127.0.0.1 is not a public address').waitFor()
  const german = await world.page('/console/catalogue/products', { language: 'de' })
  await german.getByText('nicht abgeholt: 127.0.0.1').waitFor()
  await german.getByRole('button', { name: 'Einträge hochladen' }).click()
  await german.getByLabel('Datei').setInputFiles({ name: 'items.csv', mimeType: 'text/csv', buffer: Buffer.from('nummer,name\n1,Becher\n') })
  await german.getByRole('alert').getByText('Keine Spalte enthält die Kennung. Nennen Sie eine Spalte der Datei „id“; es gibt: nummer, name').waitFor()
  await german.close()
  await at.getByRole('button', { name: 'Count what goes together' }).click()
  await at.getByText('2 items have something that goes with them.').waitFor()
  await at.getByRole('searchbox').fill('number 77')
  await at.getByRole('link', { name: 'Cup number 77' }).click()
  await at.getByRole('heading', { name: 'Cup number 77', level: 1 }).waitFor()
  await at.getByText('87', { exact: true }).waitFor()
  // Its picture is asked for by nobody but who wants to see it; one that is not there leaves its title.
  const picture = at.frameLocator('iframe[title="Picture of Cup number 77"]:not([aria-hidden])').getByRole('img', { name: 'Cup number 77' })
  expect(await picture.getAttribute('src')).toBeNull()
  await at.getByRole('button', { name: 'Load the picture from elsewhere' }).click()
  await expect.poll(() => picture.getAttribute('src')).toBe(`${world.address}/console/no-such-cup-77.webp`)
  await at.getByRole('listitem').filter({ hasText: 'Cup number 5' }).getByText('3 people').waitFor()
  await expectNoSeriousAxe(at)
  await at.goBack()
  await at.getByRole('button', { name: 'Upload items' }).click()
  const dialog = at.getByRole('dialog', { name: 'Upload items' })
  const csv = '\ufeffsku;name;unit_price;colour;title:de\nbowl-1;"Bowl; deep";32;blue;Schale\nbowl-2;Bowl;much;red;\nbowl-1;"Bowl; deep";32;green;Schale\n'
  await dialog.getByLabel('File').setInputFiles({ name: 'items.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) })
  await dialog.getByRole('row', { name: /name title Bowl; deep/ }).waitFor()
  await dialog.getByText(/Line 3: .*“much”, which is no number/).waitFor()
  await dialog.getByText('1 row repeats the id of an earlier one (“bowl-1” in lines 2 and 4); the last row counts.').waitFor()
  await expectNoSeriousAxe(at)
  await world.picture(at, 'catalogue-upload')
  await dialog.getByRole('button', { name: 'Put 2 rows' }).click()
  await dialog.getByText('3 of 3 rows: 1 new, 0 changed').waitFor()
  expect(await world.api('GET', '/catalogue/products/items/bowl-1')).toMatchObject({
    attributes: { title: 'Bowl; deep', price: 32, locales: { de: { title: 'Schale' } } },
  })
  await at.close()
})

test('codes are added to a pool that is uploaded, and counted; on a phone, in the dark', async () => {
  const at = await open('/console/catalogue', { width: 390, height: 844, dark: true })
  await at.getByRole('button', { name: 'Add codes' }).click()
  const dialog = at.getByRole('dialog', { name: 'Add codes to summer' })
  // A heading that was copied along is no code.
  await dialog.getByLabel('Discount codes').fill('Coupon-Code\nSUN-1\nSUN-2 SUN-1\n')
  await expectNoSeriousAxe(at)
  await dialog.getByRole('button', { name: 'Add 2 codes' }).click()
  await at.getByText('2 codes are added.').waitFor()
  expect(await world.api('GET', '/codes')).toMatchObject({ pools: expect.arrayContaining([expect.objectContaining({ pool: 'summer', given: 0, left: 2 })]) })
  await expectNoSidewaysScroll(at)
  await expectNoSeriousAxe(at)
  await world.picture(at, 'catalogue-phone')
  await at.close()
})

test('an item is added, changed and removed in a form, which says at the field what cannot be; what nobody touched stays to the last digit', async () => {
  const known = ['text', 'number', 'boolean', 'date', 'list', 'url', 'object'].map((type) => ({ attribute: `of-${type}`, type, required: false }))
  const was = { 'of-date': '2026-12-01T10:00:30.500Z', 'of-list': [36, 37], 'of-object': { deep: [1] }, 'of-boolean': false, elsewhere: 'kept' }
  const typed = typedOf(was, known)
  expect(valuesOf(typed, { known, was })).toEqual(was)
  const next = { ...typed, 'of-number': '19,90', 'of-list': '36\n\n 38 ', 'of-boolean': 'true', 'of-date': '', 'of-object': '{"deep":', 'of-text': ' tall ' }
  expect(valuesOf(next, { known, was })).toEqual({
    elsewhere: 'kept',
    'of-text': 'tall',
    'of-number': 19.9,
    'of-boolean': true,
    'of-list': [36, 38],
    'of-object': '{"deep":',
  })
  expect(valuesOf({ ...typed, 'of-number': '1,234' }, { known, was })['of-number']).toBe('1,234')

  const at = await open('/console/catalogue/products')
  await at.getByRole('button', { name: 'Add an item' }).click()
  const added = at.getByRole('dialog', { name: 'New item' })
  await added.getByText('at 04:10 it is fetched again', { exact: false }).waitFor()
  await added.getByLabel('id').fill('cup-7')
  await added.getByLabel('title').fill('Tea pot')
  await added.getByRole('button', { name: 'Save' }).click()
  await added.getByText('There is an item with this id already: change that one.').waitFor()
  await added.getByLabel('id').fill('pot-1')
  await added.getByLabel('price').fill('much')
  await added.getByRole('button', { name: 'Save' }).click()
  await added.getByText('price is "much", and must be a number').waitFor()
  await added.getByLabel('price').fill('24,90')
  await added.getByLabel('image').fill(`${world.address}/console/no-such-pot.webp`)
  const picture = at.frameLocator('iframe[title="Picture of Tea pot"]:not([aria-hidden])').getByRole('img')
  await expect.poll(() => picture.count()).toBe(1)
  expect(await picture.getAttribute('src')).toBeNull()
  await added.getByLabel('In another language').fill('de')
  await added.getByRole('button', { name: 'Add it' }).click()
  await added.getByRole('group', { name: 'In German' }).getByLabel('title').fill('Teekanne')
  await expectNoSeriousAxe(at)
  await world.picture(at, 'catalogue-new-item')
  await added.getByRole('button', { name: 'Save' }).click()
  await added.waitFor({ state: 'detached' })
  const item = () => world.api('GET', '/catalogue/products/items/pot-1')
  expect(await item()).toMatchObject({ attributes: { title: 'Tea pot', price: 24.9, locales: { de: { title: 'Teekanne' } } } })

  await at.goto(`${world.address}/console/catalogue/products/pot-1`)
  await at.getByRole('button', { name: 'Change …' }).click()
  const changed = at.getByRole('dialog', { name: 'Change the item' })
  await changed.getByLabel('stock').fill('0')
  await changed.getByRole('button', { name: 'Save' }).click()
  await changed.waitFor({ state: 'detached' })
  expect(await item()).toMatchObject({ attributes: { title: 'Tea pot', price: 24.9, stock: 0, locales: { de: { title: 'Teekanne' } } } })
  await at.getByRole('button', { name: 'Remove …' }).click()
  const removed = at.getByRole('dialog', { name: 'Remove Tea pot?' })
  await expectNoSeriousAxe(at)
  await removed.getByRole('button', { name: 'Remove' }).click()
  await at.waitForURL(/\/catalogue\/products$/)
  await expect(item()).rejects.toThrow('404')
  // What goes with an item is what mails show with it: nothing that is gone.
  const together = () => world.api('GET', '/catalogue/products/recommendations?id=cup-77')
  await world.api('POST', '/catalogue/products/recommendations/count', {})
  expect(await together()).toMatchObject({ boughtTogether: [{ id: 'cup-5', title: 'Cup number 5', people: 3 }] })
  await world.api('POST', '/catalogue/products/items/remove', { ids: ['cup-5'] })
  expect(await together()).toMatchObject({ boughtTogether: [] })
  await at.close()
})

test('people are told of what is back in stock and costs less, as a window says it, and what it does not know stays as it was written', async () => {
  const written = { priceDrop: 15, who: [{ event: ['Wished', 'Asked'], id: 'products.product_id' }], within: '36h' }
  expect(tellsOf({ ...toldChanges(written), isBackInStock: true }, written)).toEqual({ ...written, backInStock: true })
  expect(tellsOf({ isBackInStock: false, priceDrop: '', event: 'Asked', days: '9' }, written)).toBeUndefined()
  const at = await open('/console/catalogue/products')
  await at.getByRole('button', { name: 'Tell people …' }).click()
  const dialog = at.getByRole('dialog', { name: 'Tell people of changes' })
  await dialog.getByRole('checkbox', { name: 'When something is back in stock' }).click()
  await dialog.getByLabel('When it costs less, by at least so many percent').fill('much')
  await dialog.getByText('A whole number from 1 to 99.').waitFor()
  await dialog.getByLabel('When it costs less, by at least so many percent').fill('10')
  await dialog.getByLabel('Only those who did').fill('Stock Alert Asked')
  await dialog.getByLabel('No longer ago than, in days').fill('90')
  await expectNoSeriousAxe(at)
  await world.picture(at, 'catalogue-tells')
  await dialog.getByRole('button', { name: 'Look it over …' }).click()
  await at.getByRole('dialog', { name: 'Publish products?' }).getByRole('button', { name: 'Publish', exact: true }).click()
  await expect
    .poll(
      async () =>
        ((await world.api('GET', '/definitions/file?path=products.yaml')) as { documents: { value: { tells?: unknown } }[] }).documents[0]?.value.tells,
    )
    .toEqual({ priceDrop: 10, backInStock: true, who: [{ event: 'Stock Alert Asked', id: 'product_id' }], within: '90d' })
  await at.close()
})

test('a collection is made, published and changed, with its feed, all without a file; what its window does not know stays', async () => {
  const was = { attributes: { brand: { type: 'text', example: 'Acme' }, pages: 'number' }, feed: { url: 'https://shop.example/a.csv', map: { id: 'sku' } } }
  const asked = collectionAsked(was)
  expect(changesOf(asked, was)).toEqual([])
  const [brand, pages] = asked.attributes
  expect(changesOf({ ...asked, attributes: [{ ...brand, isNeeded: true } as AttributeAsked], feedAt: '04:30' }, was)).toEqual([
    ['attributes', { brand: { type: 'text', required: true, example: 'Acme' } }],
    ['feed', { url: 'https://shop.example/a.csv', map: { id: 'sku' }, at: '04:30' }],
  ])
  expect(
    [{ ...pages, name: 'price' }, { ...pages, name: 'Pages' }, pages, pages].map((_, index, attributes) =>
      attributeMistake({ attributes: attributes as AttributeAsked[] }, index),
    ),
  ).toEqual(['attribute-own', 'attribute-wrong', undefined, 'attribute-twice'])
  const at = await open('/console/catalogue')
  await at.getByRole('button', { name: 'New collection' }).click()
  const dialog = at.getByRole('dialog', { name: 'New collection' })
  await dialog.getByLabel('Name').fill('products')
  await dialog.getByText('There is a collection or a file of this name already.').waitFor()
  await dialog.getByLabel('Name').fill('courses')
  await dialog.getByLabel('Currency').fill('eu')
  await dialog.getByText('Three capital letters, such as EUR.').waitFor()
  await dialog.getByLabel('Currency').fill('eur')
  await dialog.getByRole('button', { name: 'Add an attribute' }).click()
  await dialog.getByLabel('Attribute 1', { exact: true }).fill('price')
  await dialog.getByText('Every item may have this one without a word.').waitFor()
  await dialog.getByLabel('Attribute 1', { exact: true }).fill('level')
  await dialog.getByLabel('Items are found by it').click()
  await dialog.getByLabel('Feed').fill('127.0.0.1/courses.csv')
  await dialog.getByText('An address that begins with https:// or http://.').waitFor()
  await dialog.getByLabel('Feed').fill('http://127.0.0.1:9/courses.csv')
  await dialog.getByLabel('Fetched at').fill('05:15')
  await expectNoSeriousAxe(at)
  await world.picture(at, 'catalogue-new-collection')
  await dialog.getByRole('button', { name: 'Create …' }).click()
  // Whoever does not publish it at once finds it again as a draft.
  const publish = at.getByRole('dialog', { name: 'Publish courses?' })
  await publish.getByRole('button', { name: 'Cancel' }).click()
  await at.getByText('It is a draft: nothing of it is in force before it is published.').waitFor()
  await at.getByRole('button', { name: 'Publish …', exact: true }).click()
  await publish.getByRole('button', { name: 'Publish', exact: true }).click()
  await at.getByText('Every day at 05:15 from http://127.0.0.1:9/courses.csv').waitFor()
  await at.getByRole('link', { name: 'courses' }).click()
  await at.getByRole('heading', { name: 'courses', level: 1 }).waitFor()
  // What came of its feed is told on its page.
  await at.getByRole('button', { name: 'Fetch now' }).click()
  await at.getByText('not fetched: 127.0.0.1 is not a public address').waitFor()
  await at.getByRole('button', { name: 'Settings …' }).click()
  const settings = at.getByRole('dialog', { name: 'Settings of courses' })
  await settings.getByLabel('Attribute 1', { exact: true }).waitFor()
  await expectNoSeriousAxe(at)
  await settings.getByRole('button', { name: 'Take attribute 1 away' }).click()
  await settings.getByLabel('What it is for').fill('What can be learned')
  await settings.getByLabel('Feed').fill('')
  await settings.getByRole('button', { name: 'Look it over …' }).click()
  await publish.getByRole('button', { name: 'Publish', exact: true }).click()
  await at.getByText('What can be learned').waitFor()
  await expect
    .poll(async () => ((await world.api('GET', '/definitions/file?path=catalogue/courses.yaml')) as { documents: { value: unknown }[] }).documents[0]?.value)
    .toEqual({
      collection: 'courses',
      description: 'What can be learned',
      currency: 'EUR',
      viewed: { event: 'Product Viewed', id: 'product_id' },
      bought: { event: 'Order Completed', id: 'products.product_id' },
    })
  await at.close()
})

test('a pool of codes is made, published and filled, and a template gives its codes, all without a file', async () => {
  const at = await open('/console/catalogue')
  await at.getByRole('button', { name: 'New pool' }).click()
  const dialog = at.getByRole('dialog', { name: 'New pool of codes' })
  await dialog.getByLabel('Name').fill('Come back')
  await dialog.getByText('Small letters, digits, - and _, beginning with a letter.').waitFor()
  await dialog.getByLabel('Name').fill('summer')
  await dialog.getByText('There is a pool or a file of this name already.').waitFor()
  // Enter gives the main answer, and only where it may be given.
  await dialog.getByLabel('Name').press('Enter')
  await dialog.getByLabel('Name').fill('come-back')
  await dialog.getByLabel('What it is for').fill('10 % for people who were away')
  await expectNoSeriousAxe(at)
  await world.picture(at, 'catalogue-new-pool')
  await dialog.getByLabel('What it is for').press('Enter')
  await at.getByRole('dialog', { name: 'Publish come-back?' }).getByRole('button', { name: 'Publish', exact: true }).click()
  const row = at.getByRole('row', { name: /come-back/ })
  await row.getByRole('button', { name: 'Add codes' }).click()
  await at.getByRole('dialog').getByLabel('Discount codes').fill('BACK-1 BACK-2')
  await at.getByRole('button', { name: 'Add 2 codes' }).click()
  await row.getByRole('cell', { name: '2', exact: true }).waitFor()

  await at.goto(`${world.address}/console/templates`)
  await at.getByRole('button', { name: 'New template' }).first().click()
  const template = at.getByRole('dialog', { name: 'New template' })
  await template.getByLabel('Name').fill('A gift')
  await template.getByLabel('Subject').fill('Something for you')
  await template.getByRole('radio', { name: 'One product' }).click()
  await template.getByRole('button', { name: 'Create' }).click()
  // It shows the product of the catalogue whose id the event names, and an example of one to write with.
  const mail = at.frameLocator('iframe[title="The mail on a wide screen"]:not([aria-hidden])')
  await mail.getByText('Sample item 1').waitFor()
  await mail.getByText('€19.90').waitFor()
  await expectNoSeriousAxe(at)
  await at.getByRole('tab', { name: 'Settings' }).click()
  await at.getByLabel('Discount code').selectOption('come-back')
  await expectNoSeriousAxe(at)
  await expect
    .poll(async () => ((await world.api('GET', '/definitions/file?path=templates/a-gift.yaml')) as { drafted: { text: string } }).drafted.text)
    .toContain('code: come-back')
  await at.close()
})
