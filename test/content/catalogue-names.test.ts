// What a folder says of its catalogue is checked when it is saved: names, lookups that no index answers, and mails with holes in them.

import { expect, test } from 'vitest'
import { checkDefinitions } from '../../src/app.ts'
import { problemText } from '../../src/authoring/source-document.ts'
import { folderOf } from '../authoring/folder.ts'

const workspace = 'workspace: Shop\nsender: { address: a@shop.example }\n'
const products = `
collection: products
attributes: { category: { type: text, find: true }, brand: text }
viewed: { event: Product Viewed, id: product_id }
`

async function problemsOf(template: string, collection = products): Promise<readonly string[]> {
  const folder = await folderOf({ 'workspace.yaml': workspace, 'products.yaml': collection, 'mail.yaml': template })
  return (await checkDefinitions(folder)).problems.map(problemText)
}

const mail = (html: string, lookups: string, more = ''): string => `template: mail\nsubject: Hello\nhtml: |\n  ${html}\ncatalogue:\n  ${lookups}\n${more}`
const one = 'product: { from: products, id: trigger.product_id }'
const sample = 'samples: { a: { subscriber: {}, trigger: { product_id: x } } }'

test.each([
  ['an attribute that is misspelt', mail('{{ catalogue.product.titel }}', one), 'products has no attribute "titel"; did you mean title?'],
  [
    'one inside a loop',
    mail('{% for p in catalogue.list %}{{ p.prise }}{% endfor %}', 'list: { from: products, recent: viewed }'),
    'products has no attribute "prise"',
  ],
  ['a lookup that is not there', mail('{{ catalogue.prodct.title }}', one), 'the template has no lookup "prodct"'],
  ['a code without a pool', mail('{{ code }}', one), 'the template says no pool'],
  ['a pool that nobody declared', mail('{{ code }}', one, 'code: spring'), 'there is no pool of codes "spring"; declare it: a file with codes: spring'],
  ['a collection that is misspelt', mail('x', 'product: { from: product, id: trigger.id }'), 'there is no collection "product"; did you mean products?'],
  ['nothing to find by', mail('x', 'product: { from: products }'), 'it says nothing by which items are found'],
  ['two ways to find', mail('x', 'product: { from: products, id: trigger.id, recent: viewed }'), 'it says id and recent, and only one can be'],
  [
    'what no index answers',
    mail('x', 'list: { from: products, where: { brand: { is: Acme } } }'),
    'items cannot be found by brand; declare it in the collection',
  ],
  ['a path from nowhere', mail('x', 'product: { from: products, id: event.product_id }'), '"event" is nothing that a lookup can ask'],
  ['a lookup below', mail('x', 'list: { from: products, where: { category: catalogue.product.category } }'), 'there is no lookup "product" above'],
  ['an event that is not said', mail('x', 'list: { from: products, recent: bought }'), 'products does not say which event means bought'],
  ['a sample of another type', mail('x', one, 'samples: { a: { catalogue: { product: { price: dear } } } }'), 'price is "dear", and must be a number'],
  ['a hole where an item is gone', mail('{{ catalogue.product.title }}', one, sample), 'and without what is not required of the catalogue it cannot be made'],
])('%s is a mistake', async (_, template, expected) => {
  expect((await problemsOf(template)).join('\n')).toContain(expected)
})

test.each([
  ['what is asked for first', mail('{% if catalogue.product %}{{ catalogue.product.title }}{% endif %}', one, sample)],
  [
    'what is required',
    mail('{{ catalogue.product.title }} {{ catalogue.product.brand }}', 'product: { from: products, id: trigger.product_id, required: true }', sample),
  ],
  [
    'a loop, its size and its lines',
    mail(
      '{{ catalogue.list.size }}{% for p in catalogue.list %}{{ p.title }} {{ p.line.quantity }}{% endfor %}',
      'list: { from: products, ids: cart.items.product_id }',
    ),
  ],
  [
    'a name that stands for something else as well',
    mail('{% for p in catalogue.list %}{{ p.title }}{% endfor %}{% for p in cart.items %}{{ p.name }}{% endfor %}', 'list: { from: products, recent: viewed }'),
  ],
])('%s is none', async (_, template) => {
  expect(await problemsOf(template)).toEqual([])
})

test.each([
  ['a type that is fixed', 'collection: products\nattributes: { price: text }\n', 'price is number in every collection'],
  ['an order that is none', 'collection: products\norder: title\n', 'title is no number or date of this collection'],
  ['finding by what cannot be found', 'collection: products\nattributes: { data: { type: object, find: true } }\n', 'items cannot be found by a object'],
  [
    'a feed that fills nothing',
    'collection: products\nfeed: { url: "https://shop.example/feed.csv", map: { colour: farbe } }\n',
    'there is no attribute colour',
  ],
])('in a collection, %s is a mistake', async (_, collection, expected) => {
  expect((await problemsOf('template: mail\nsubject: x\nhtml: x\n', collection)).join('\n')).toContain(expected)
})
