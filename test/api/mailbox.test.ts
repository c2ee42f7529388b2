// The mailbox's pages and list over HTTP.

import { execFileSync } from 'node:child_process'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { createMailbox } from '../../src/channels/mailbox/mailbox-channel.ts'
import type { Delivery } from '../../src/runtime/store.ts'
import { createMemoryMailbox } from './memory-mailbox.ts'
import { browserKey, createTestServer, emptyStore, start, type TestServer } from './test-server.ts'

let server: TestServer
afterEach(() => server.app.close())

const hostile = `"><script>alert(1)</script><img src=x onerror=alert(1)>'\`{{7*7}}`
const key = '42:abandoned-cart:1:1:remind:1'

const delivery = { key, subscriber: 42, journey: 'abandoned-cart', step: 'remind', template: 'cart-reminder', decidedAt: start } as Delivery
const store = {
  ...emptyStore,
  delivery: async (asked: string) => (asked === key ? delivery : undefined),
  identitiesOf: async () => ['a:anon-1', 'u:anna'],
}

test('the list as JSON says to whom, what, from which journey and step, and when', async () => {
  const mailbox = createMemoryMailbox()
  server = createTestServer({ mailbox, store })
  mailbox.add({ key: 'older', at: start - 1000 })
  mailbox.add({ key, subject: 'Your cart', at: start + 30_000 })
  const answer = await server.app.inject('/mailbox.json')
  expect(answer.json()).toEqual({
    count: 2,
    mails: [
      {
        key,
        to: 'anna@example.com',
        from: 'hello@hillside.example',
        subject: 'Your cart',
        at: '2026-11-21T10:00:30.000Z',
        decidedAt: '2026-11-21T10:00:00.000Z',
        journey: 'abandoned-cart',
        step: 'remind',
        template: 'cart-reminder',
        userId: 'anna',
        url: `/mailbox/${encodeURIComponent(key)}`,
      },
      { key: 'older', to: 'anna@example.com', from: 'hello@hillside.example', subject: 'Welcome', at: '2026-11-21T09:59:59.000Z', url: '/mailbox/older' },
    ],
  })
})

test('long lists come in pages that miss and repeat nothing', async () => {
  const mailbox = createMemoryMailbox()
  server = createTestServer({ mailbox })
  for (let index = 0; index < 7; index++) mailbox.add({ key: `m/${index}` })
  const keys: string[] = []
  let url: string | undefined = '/mailbox.json?limit=3'
  while (url !== undefined) {
    const page: { mails: { key: string }[]; next?: string } = (await server.app.inject(url)).json()
    keys.push(...page.mails.map((mail) => mail.key))
    url = page.next === undefined ? undefined : `/mailbox.json?limit=3&before=${encodeURIComponent(page.next)}`
  }
  expect(keys).toEqual(['m/6', 'm/5', 'm/4', 'm/3', 'm/2', 'm/1', 'm/0'])
  for (const limit of ['0', '1001', 'x', '1.5']) expect((await server.app.inject(`/mailbox.json?limit=${limit}`)).statusCode).toBe(400)
})

test('every view of a mail has its page, and a mail that left says so', async () => {
  const mailbox = createMemoryMailbox()
  server = createTestServer({ mailbox, store })
  mailbox.add({ key: 'a/b:c', subject: 'Good to have you here' })
  const url = `/mailbox/${encodeURIComponent('a/b:c')}`
  for (const view of ['mail', 'text', 'headers', 'source', 'nonsense']) {
    const answer = await server.app.inject(`${url}?view=${view}`)
    expect([view, answer.statusCode]).toEqual([view, 200])
    expect(answer.body).toContain('<h1><bdi>Good to have you here</bdi></h1>')
  }
  const eml = await server.app.inject(`${url}/message.eml`)
  expect([eml.headers['content-type'], eml.body]).toEqual(['message/rfc822', 'Subject: Good to have you here\r\n\r\nHello'])
  for (const tail of ['', '/html', '/message.eml']) expect((await server.app.inject(`/mailbox/gone${tail}`)).statusCode).toBe(404)
})

test('a message leads to where the console tells why it was sent, where there is a console that knows', async () => {
  const whyOf = async (asked: string): Promise<string | undefined> => {
    const { body } = await server.app.inject(`/mailbox/${encodeURIComponent(asked)}`)
    return /<p class="why"><a href="([^"]+)">Why was it sent\?/.exec(body)?.[1]
  }
  const mailbox = createMemoryMailbox()
  server = createTestServer({ mailbox, store, console: { prepare: async () => '', ready: () => undefined } })
  mailbox.add({ key })
  mailbox.add({ key: 'a test mail' })
  expect(await whyOf(key)).toBe(`../console/messages/${encodeURIComponent(key)}`)
  expect(await whyOf('a test mail')).toBeUndefined()
  await server.app.close()
  server = createTestServer({ mailbox, store })
  expect(await whyOf(key)).toBeUndefined()
})

test('what subscribers and authors wrote is text on every page', async () => {
  const mailbox = createMemoryMailbox()
  server = createTestServer({ mailbox, links: { tokens: createTestServer().tokens, workspace: () => hostile } })
  mailbox.add({
    key: hostile,
    subject: hostile,
    to: hostile,
    from: { name: hostile, address: hostile },
    text: hostile,
    source: hostile,
    headers: [{ name: hostile, value: hostile }],
  })
  const url = `/mailbox/${encodeURIComponent(hostile)}`
  for (const page of ['/mailbox', `${url}?view=mail`, `${url}?view=text`, `${url}?view=headers`, `${url}?view=source`]) {
    const answer = await server.app.inject(page)
    expect([page, answer.statusCode]).toEqual([page, 200])
    expect(answer.body).not.toContain('<script>alert')
    expect(answer.body).not.toContain('<img')
    expect(answer.headers['content-security-policy']).not.toContain('unsafe')
  }
})

test("a mail's own HTML is served only under a policy that lets nothing run, and its links open in a new tab", async () => {
  const mailbox = createMemoryMailbox()
  server = createTestServer({ mailbox })
  mailbox.add({ key: 'k', html: '<!doctype html><html lang="en"><head><title>x</title></head><body><script>alert(1)</script></body></html>' })
  mailbox.add({ key: 'bare', html: '<p>Hello</p>' })
  const answer = await server.app.inject('/mailbox/k/html')
  const policy = String(answer.headers['content-security-policy']).split('; ')
  expect(policy).toEqual(
    expect.arrayContaining(["default-src 'none'", 'sandbox allow-popups allow-popups-to-escape-sandbox', "form-action 'none'", "frame-ancestors 'self'"]),
  )
  expect(policy.some((directive) => directive.startsWith('script-src'))).toBe(false)
  expect(answer.body.startsWith('<!doctype html><html lang="en"><head><base target="_blank"><title>')).toBe(true)
  expect((await server.app.inject('/mailbox/bare/html')).body).toBe('<base target="_blank"><p>Hello</p>')
})

test('a foreign name that points to this machine is shown nothing', async () => {
  server = createTestServer({ mailbox: createMemoryMailbox(), publicUrl: 'https://mail.shop.example' })
  for (const host of ['127.0.0.1:4400', 'localhost:4400', '[::1]:4400', '192.168.1.7', 'oncue.localhost', 'mail.shop.example']) {
    expect([host, (await server.app.inject({ url: '/mailbox', headers: { host } })).statusCode]).toEqual([host, 200])
  }
  for (const host of ['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example', 'a b']) {
    for (const url of ['/mailbox', '/mailbox.json', '/mailbox/changes', '/mailbox/k/html']) {
      expect([host, url, (await server.app.inject({ url, headers: { host } })).statusCode]).toEqual([host, url, 421])
    }
  }
})

test('without a mailbox there are no such pages, with one the root leads there', async () => {
  server = createTestServer()
  expect((await server.app.inject('/mailbox')).statusCode).toBe(404)
  expect((await server.app.inject('/')).statusCode).toBe(404)
  const other = createTestServer({ mailbox: createMemoryMailbox() })
  expect((await other.app.inject('/')).headers.location).toBe('/mailbox')
  await other.app.close()
})

test('the empty page teaches with lines that work as pasted', async () => {
  server = createTestServer({ mailbox: createMemoryMailbox(), exampleKey: browserKey })
  await server.app.listen({ host: '127.0.0.1', port: 0 })
  const address = `http://127.0.0.1:${(server.app.server.address() as AddressInfo).port}`
  const page = await (await fetch(`${address}/mailbox`)).text()
  const lines = [...page.matchAll(/<code>(.*?)<\/code>/g)].map((match) =>
    (match[1] ?? '').replaceAll(/&(#39|quot|amp);/g, (_, name) => ({ '#39': "'", quot: '"', amp: '&' })[name as string] ?? ''),
  )
  expect(lines).toHaveLength(3)
  for (const line of lines) {
    // The shell splits the line into words, and then what curl does with them is done here.
    const [program, , user, url, , body] = execFileSync('sh', ['-c', `printf '%s\\n' ${line}`], { encoding: 'utf8' }).split('\n')
    expect(program).toBe('curl')
    const headers = { authorization: `Basic ${btoa(user ?? '')}`, 'content-type': 'application/x-www-form-urlencoded' }
    const answer = await fetch(url ?? '', { method: 'POST', headers, body: body ?? '' })
    expect(await answer.json()).toMatchObject({ accepted: 1, refused: [] })
  }
  expect(server.inbox.arrivals.map((arrival) => [arrival.userId, arrival.event.name])).toEqual([
    ['anna', 'Identified'],
    ['anna', 'Product Added'],
    ['anna', 'Order Completed'],
  ])
})

test('the built-in mailbox is shown as it is: what the channel kept is on the pages', async () => {
  const mailbox = createMailbox()
  server = createTestServer({ mailbox, store })
  await mailbox.channel.deliver({
    kind: 'email',
    key,
    from: { name: 'Hillside Outdoor', address: 'hello@hillside.example' },
    to: 'anna@example.com',
    subject: 'Grüße aus dem Laden',
    html: '<p>Hello Anna</p>',
    text: 'Hello Anna',
    messageId: '<1@hillside.example>',
    unsubscribeUrl: 'https://hillside.example/u/x',
    date: start,
  })
  expect((await server.app.inject('/mailbox.json')).json()).toMatchObject({
    count: 1,
    mails: [{ key, subject: 'Grüße aus dem Laden', journey: 'abandoned-cart', userId: 'anna' }],
  })
  const url = `/mailbox/${encodeURIComponent(key)}`
  expect((await server.app.inject('/mailbox')).body).toContain('Grüße aus dem Laden')
  expect((await server.app.inject(`${url}/html`)).body).toContain('Hello Anna')
  expect((await server.app.inject(`${url}?view=headers`)).body).toContain('List-Unsubscribe=One-Click')
  expect((await server.app.inject(`${url}?view=source`)).body).toContain('Message-ID: &lt;1@hillside.example&gt;')
  mailbox.close()
})

test('open pages are told of a mail, and do not hold up a server that stops', async () => {
  const mailbox = createMemoryMailbox()
  server = createTestServer({ mailbox })
  await server.app.listen({ host: '127.0.0.1', port: 0 })
  const stream = await fetch(`http://127.0.0.1:${(server.app.server.address() as AddressInfo).port}/mailbox/changes`)
  expect(stream.headers.get('content-type')).toBe('text/event-stream')
  const reader = (stream.body as ReadableStream<Uint8Array>).pipeThrough(new TextDecoderStream()).getReader()
  expect((await reader.read()).value).toContain('retry:')
  mailbox.add({ key: 'k' })
  expect((await reader.read()).value).toBe('data: mail\n\n')
  await server.app.close()
  expect((await reader.read()).done).toBe(true)
})

test('its pages speak the language that the console was set to, else that of the browser', async () => {
  const mailbox = createMemoryMailbox()
  server = createTestServer({ mailbox, store })
  const page = async (path: string, headers: Record<string, string>) => (await server.app.inject({ url: path, headers })).body
  expect(await page('/mailbox', { 'accept-language': 'de-AT,en;q=0.5' })).toContain('<html lang="de">')
  expect(await page('/mailbox', { 'accept-language': 'de' })).toContain('Noch keine Mail')
  mailbox.add({ key, subject: '' })
  const russian = { 'accept-language': 'de', cookie: 'a=b; oncue_language=ru' }
  expect(await page('/mailbox', russian)).toContain('1 сообщение')
  expect(await page(`/mailbox/${encodeURIComponent(key)}`, russian)).toMatch(/\(без темы\)[\s\S]*Все сообщения[\s\S]*Заголовки/)
  expect(await page('/mailbox/nothing', { ...russian, cookie: 'oncue_language=xx' })).toContain('Diese Nachricht ist nicht hier')
  expect(await page('/mailbox', {})).toContain('1 message')
})
