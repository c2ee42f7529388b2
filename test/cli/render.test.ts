// oncue render: a mail as it would look, from a sample or a person's own data, on the terminal, in files and in the browser.

import { chmodSync, existsSync, mkdirSync, readFileSync, watch, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { shop, startProduct } from '../product/product.ts'
import { temporaryFolder } from '../stores/temporary-folder.ts'
import { oncue } from './command-line.ts'

const files = {
  ...shop,
  'cart.yaml': `
template: cart
subject: '{{ subscriber.first_name | default: "You" }}, {{ cart.items.size }} in your cart'
html: '<p>{% for item in cart.items %}{{ item.name }} {% endfor %}<a href="{{ unsubscribe_url }}">Leave</a> {{ workspace.address }}</p>'
topic: reminders
samples:
  full: { subscriber: { first_name: Sam }, cart: { items: [{ name: Mug }, { name: Jug }] } }
  empty: { cart: { items: [] } }
`,
}

test('a person’s own data is filled in, found by userId or address, and written to files when a folder is named', async () => {
  const product = await startProduct({ files })
  await product.identify('ada', { email: 'ada@mail.example', first_name: 'Ada <3' })
  await product.track('ada', 'Product Added', { product_id: 'mug', name: 'Blue mug', price: 9 })
  const environment = { ONCUE_DATA: product.data, ONCUE_DEFINITIONS: product.definitions }
  const render = (...words: string[]) => oncue(['render', 'cart', ...words], { environment })
  const out = join(temporaryFolder(), 'mails')
  const shown = JSON.parse((await render('--subscriber', 'ada@mail.example', '--out', out, '--json')).out) as {
    html: string
    files: { html: string; text: string }
  }
  expect(readFileSync(shown.files.html, 'utf8')).toBe(shown.html)
  expect(readFileSync(shown.files.text, 'utf8')).toContain('Blue mug')
  expect((await render('--sample', 'empty')).out).toContain('Subject: You, 0 in your cart')
  expect((await render('--sample', 'full', '--subscriber', 'ada')).err).toContain('give either --sample or --subscriber')
})

test.skipIf(process.platform !== 'linux')('--open shows the file in the browser', async () => {
  const folder = temporaryFolder()
  const definitions = join(folder, 'definitions')
  mkdirSync(definitions)
  for (const [name, text] of Object.entries(files)) writeFileSync(join(definitions, name), text)
  const opened = join(folder, 'opened')
  writeFileSync(join(folder, 'xdg-open'), `#!/bin/sh\nprintf %s "$1" > '${opened}.part' && mv '${opened}.part' '${opened}'\n`)
  chmodSync(join(folder, 'xdg-open'), 0o755)
  const seen = new Promise<void>((resolve) => {
    const watcher = watch(folder, () => {
      if (!existsSync(opened)) return
      watcher.close()
      resolve()
    })
  })
  const path = process.env['PATH']
  process.env['PATH'] = `${folder}:${path}`
  try {
    const { out } = await oncue(['render', 'cart', '--open'], { environment: { ONCUE_DEFINITIONS: definitions } })
    await seen
    expect(out).toContain(readFileSync(opened, 'utf8'))
    expect(readFileSync(readFileSync(opened, 'utf8'), 'utf8')).toContain('Mug Jug')
  } finally {
    process.env['PATH'] = path
  }
})
