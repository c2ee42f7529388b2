// Opens and clicks, end to end: what leaves for the mail server, byte by byte, and what comes back.

import { expect, onTestFinished, test } from 'vitest'
import { type SinkMail, startSmtpSink } from '../../bench/smtp-sink.ts'
import { openSqliteStore } from '../../src/stores/sqlite/sqlite-store.ts'
import { type Product, shop, startProduct } from './product.ts'

const page =
  '<body><a href="https://shop.example/?a=1&amp;b=2">Shop</a> <a href="mailto:hello@shop.example">Write</a> <a href="{{ unsubscribe_url }}">Unsubscribe</a></body>'

function files(tracking: string, template = ''): Readonly<Record<string, string>> {
  return {
    ...shop,
    'workspace.yaml': `${shop['workspace.yaml'].replace('consent: opt-out', `consent: opt-out, tracking: ${tracking}`)}utm: { source: shop-mail }\n`,
    'templates.yaml': `template: hello\nsubject: Hello\nhtml: '${page}'\n${template}\n---\ntemplate: reminder\nsubject: Reminder\nhtml: <p>x</p>\n`,
  }
}

/** The HTML part of the one mail that a shop sends to Ann, and the whole of it. */
async function mailOf(definitions: Readonly<Record<string, string>>): Promise<{ readonly product: Product; readonly source: string; readonly html: string }> {
  const mails: SinkMail[] = []
  const sink = await startSmtpSink()
  onTestFinished(() => sink.close())
  sink.onMail((mail) => mails.push(mail))
  const product = await startProduct({ smtpUrl: `smtp://127.0.0.1:${sink.port}`, files: definitions })
  await product.identify('ann-the-user-id', { email: 'ann.address@mail.example', first_name: 'Ann' })
  await product.track('ann-the-user-id', 'Came By')
  await product.settle()
  const source = mails[0]?.source ?? ''
  const part = source.slice(source.indexOf('Content-Type: text/html'))
  const encoded = part.slice(part.indexOf('\r\n\r\n') + 4, part.indexOf('\r\n--'))
  const html = /base64/i.test(part.slice(0, 300))
    ? Buffer.from(encoded, 'base64').toString()
    : encoded.replace(/=\r\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
  return { product, source, html }
}

async function eventsOf(product: Product): Promise<{ name: string; properties: Record<string, unknown> }[]> {
  await product.settle()
  const store = await openSqliteStore({ path: `${product.data}/workspace.db`, readOnly: true })
  try {
    return (await store.readLog(0, 1000))
      .map(({ body }) => JSON.parse(body))
      .filter(({ report }) => report !== undefined)
      .map(({ event }) => event)
  } finally {
    await store.close()
  }
}

test.each([
  ['nobody said yes (opt-in)', files('opt-in')],
  ['it is off', files('off')],
  ['the template says so', files('opt-out', 'follow: false')],
])('no picture, no followed link and no trap leave when %s; UTM parameters are nobody’s affair', async (_, definitions) => {
  const { source, html } = await mailOf(definitions)
  expect(html).not.toMatch(/<img|\/c\/|\/o\/|display:none/)
  expect(source).not.toMatch(/\/c\/|\/o\//)
  expect(html).toContain(
    'href="https://shop.example/?a=1&amp;b=2&amp;utm_source=shop-mail&amp;utm_medium=email&amp;utm_campaign=greeting&amp;utm_content=hello"',
  )
})

test('a journey and its step say UTM parameters of their own, over those of the workspace', async () => {
  const step = "steps: [{ id: greet, send: hello, utm: { content: 'first try' } }]\nutm: { campaign: winter }"
  const { html } = await mailOf({ ...files('off'), 'journeys.yaml': shop['journeys.yaml'].replace('steps: [{ id: greet, send: hello }]', step) })
  expect(html).toContain('utm_source=shop-mail&amp;utm_medium=email&amp;utm_campaign=winter&amp;utm_content=first%20try"')
})

test('with consent the links lead through this server and say nothing, the rest is untouched, and a click reaches the log', async () => {
  const { product, source, html } = await mailOf(files('opt-out'))
  const { address } = product.app
  expect(html).not.toContain('https://shop.example')
  expect(html).toContain('href="mailto:hello@shop.example"')
  expect(html).toMatch(new RegExp(`href="${address}/u/[\\w-]+"`))
  const urls = [...source.matchAll(/https?:\/\/[^\s"<>]+/g)].map(([url]) => url)
  const readable = urls.flatMap((url) => [url, Buffer.from(new URL(url).pathname.split('/').at(-1) ?? '', 'base64url').toString('latin1')])
  for (const word of ['ann', 'address', 'greeting', 'greet'])
    expect(readable.filter((text) => text.toLowerCase().includes(word) && !text.includes('utm_'))).toEqual([])
  const [, click = ''] = /href="([^"]+\/c\/[^"]+)"/.exec(html) ?? []
  const [, picture = ''] = /src="([^"]+\/o\/[^"]+)"/.exec(html) ?? []
  const answer = await fetch(click, { redirect: 'manual' })
  expect(answer.status).toBe(302)
  expect(answer.headers.get('location')).toBe('https://shop.example/?a=1&b=2&utm_source=shop-mail&utm_medium=email&utm_campaign=greeting&utm_content=hello')
  expect((await fetch(picture)).headers.get('content-type')).toBe('image/gif')
  const { data } = product
  await product.stop()
  await product.start()
  expect(product.data).toBe(data)
  // Stopping judges what is held: nothing that was seen is lost.
  const events = await eventsOf(product)
  expect(events.map(({ name, properties: { by, rule, link } }) => [name, by, rule, link ?? ''])).toEqual(
    expect.arrayContaining([
      ['Message Opened', 'machine', 'too-soon', ''],
      ['Message Clicked', 'machine', 'too-soon', 'https://shop.example/?a=1&b=2'],
    ]),
  )
  // Links in mails that rest in mailboxes work on after a restart of the server, wherever it listens by then.
  expect((await fetch(click.replace(address, product.app.address), { redirect: 'manual' })).status).toBe(302)
})

test('where a link leads is kept before the mail leaves', async () => {
  const seen: number[] = []
  const sink = await startSmtpSink()
  onTestFinished(() => sink.close())
  const followed: Promise<void>[] = []
  sink.onMail(({ source }) => {
    const url = /http:\/\/127\.0\.0\.1:\d+\/c\/[\w-]+/.exec(source.replace(/=\r\n/g, ''))?.[0] ?? ''
    followed.push(fetch(url, { redirect: 'manual' }).then(({ status }) => void seen.push(status)))
  })
  const product = await startProduct({ smtpUrl: `smtp://127.0.0.1:${sink.port}`, files: files('opt-out') })
  for (let index = 0; index < 20; index += 1) {
    await product.identify(`user-${index}`, { email: `user-${index}@mail.example` })
    await product.track(`user-${index}`, 'Came By')
  }
  await product.settle()
  await Promise.all(followed)
  expect(seen).toEqual(new Array(20).fill(302))
})
