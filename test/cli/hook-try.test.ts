// What a saved call would become is shown before anybody calls.

import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { newFolder, oncue } from './command-line.ts'

const workspace = `
workspace: Shop
hooks:
  - hook: shop
    signature: shopify
    take:
      - if: { 'header:X-Topic': orders/create }
        event: Order Completed
        userId: customer.id
        email: customer.email
        properties: { revenue: totl, order_id: id, products: { each: lines, as: { product_id: product, price: prise } } }
`

test('the entry that fits, what it makes and where nothing stands are shown; what fits none ends with 1', async () => {
  const folder = await newFolder()
  await writeFile(join(folder, 'workspace.yaml'), workspace)
  const file = join(await newFolder(), 'order.json')
  await writeFile(file, JSON.stringify({ id: 7, total: '19.90', customer: { id: 0, email: 'ada@mail.example' }, lines: [{ product: 3, price: 5 }] }))
  const words = ['hook', 'try', 'shop', '--call', file, '--definitions', folder]
  const { code, out } = await oncue([...words, '--header', 'X-Topic: orders/create'])
  expect([code, out.split('\n')]).toEqual([
    0,
    [
      'Entry 1 of 1 fits.',
      '{"type":"identify","messageId":"hook:shop:...:traits","traits":{"email":"ada@mail.example"}}',
      '{"type":"track","messageId":"hook:shop:...","event":"Order Completed","properties":{"order_id":7,"products":[{"product_id":3}]}}',
      'The person is whoever has the address ada@mail.example.',
      'Nothing stands at totl.',
      'Nothing stands at lines.0.prise.',
      '',
    ],
  ])
  const none = await oncue([...words, '--json'])
  expect([none.code, JSON.parse(none.out)]).toEqual([1, { hook: 'shop', rule: null, messages: [], byAddress: null, missing: [] }])
  expect((await oncue(['hook', 'try', 'crm', '--call', file, '--definitions', folder])).err).toBe(`oncue: there is no hook crm in ${folder}; there are: shop\n`)
  await writeFile(file, '[]')
  expect((await oncue(words)).err).toBe(`oncue: ${file} holds no JSON object; save the body of one call in it\n`)
})
