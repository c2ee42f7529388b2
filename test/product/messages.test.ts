// Finding a message, through the whole product: the doors, the commands, and what a browser is shown of a mail that means no good.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { type SinkMail, startSmtpSink } from '../../bench/smtp-sink.ts'
import { launchBrowser } from '../browser.ts'
import { oncue } from '../cli/command-line.ts'
import { type Product, shop, startProduct } from './product.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser?.close())

const evil = 'http://evil.example'
/** Everything that a mail could try, and a link that is followed. */
const hostile = `<!doctype html><html><head><meta http-equiv="refresh" content="0;url=${evil}/refresh"><base href="${evil}/base/">
<link rel="stylesheet" href="${evil}/link.css"><link rel="prefetch" href="${evil}/prefetch"><link rel="dns-prefetch" href="//evil.example">
<style>@import "${evil}/import.css"; @font-face { font-family: x; src: url(${evil}/font.woff) } body { font-family: x; background: url(${evil}/background.png) }</style></head>
<body onload="document.title='taken'"><script>document.title='taken'; fetch('${evil}/fetch')</script>
<img src="${evil}/pixel.png" onerror="document.title='taken'" srcset="${evil}/srcset.png 2x"><img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">
<svg onload="document.title='taken'"><image href="${evil}/svg.png"/><script>document.title='taken'</script></svg>
<form action="${evil}/form"><input name="a" autofocus onfocus="document.title='taken'"><button id="send">Send</button></form>
<iframe src="${evil}/frame"></iframe><iframe srcdoc="<script>parent.document.title='taken'</script>"></iframe><object data="${evil}/object"></object><embed src="${evil}/embed">
<video src="${evil}/video" poster="${evil}/poster" autoplay></video><audio src="${evil}/audio" autoplay></audio><table background="${evil}/table.png"><tr><td>x</td></tr></table>
<a id="followed" href="https://shop.example/offer?a=1&amp;b=2" data-link="hero" ping="${evil}/ping">Offer</a> <a href="javascript:document.title='taken'" id="script">Script</a>
<a href="{{ unsubscribe_url }}">Unsubscribe</a> <a href="{{ view_url }}">Browser</a> {{ workspace.address }} Hello {{ subscriber.first_name }}</body></html>`

interface World {
  readonly product: Product
  readonly mails: readonly SinkMail[]
  readonly ask: (path: string, method?: 'GET' | 'POST') => Promise<Response>
  readonly run: (...words: string[]) => ReturnType<typeof oncue>
}

async function world(): Promise<World> {
  const mails: SinkMail[] = []
  const sink = await startSmtpSink()
  onTestFinished(() => sink.close())
  sink.onMail((mail) => mails.push(mail))
  const files = {
    ...shop,
    'workspace.yaml': shop['workspace.yaml'].replace('consent: opt-out', 'consent: opt-out, tracking: opt-out'),
    'templates.yaml': `template: hello\nsubject: Your offer, {{ subscriber.first_name }}\nhtml: { file: ./hello.html }\ntopic: news\n---\ntemplate: reminder\nsubject: Reminder\nhtml: <p>x</p>\n`,
    'hello.html': hostile,
  }
  const product = await startProduct({ smtpUrl: `smtp://127.0.0.1:${sink.port}`, files, adminKeys: ['owner:ak_owner'] })
  await product.identify('ann', { email: 'Ann@mail.example', first_name: 'Ann' })
  await product.identify('bob', { email: 'bob@mail.example', first_name: 'Bob' })
  await product.track('ann', 'Came By')
  await product.track('bob', 'Came By')
  await product.settle()
  const headers = { authorization: 'Bearer ak_owner' }
  const ask = (path: string, method = 'GET'): Promise<Response> => fetch(`${product.app.address}/admin/v1${path}`, { method, headers })
  const environment = { ONCUE_DATA: product.data, ONCUE_DEFINITIONS: product.definitions, ONCUE_ADMIN_KEY: 'ak_owner', PORT: '9' }
  return { product, mails, ask, run: (...words) => oncue(words, { environment }) }
}

test('a message is found by person, address and subject, shown with its why and what came back, and its source is what was received', async () => {
  const { product, mails, ask, run } = await world()
  const keys = async (query: string): Promise<string[]> =>
    ((await (await ask(`/messages?${query}`)).json()) as { messages: { key: string }[] }).messages.map(({ key }) => key)
  const [key = ''] = await keys('person=ann')
  expect(await keys('address=ANN@mail.example')).toEqual([key])
  expect(await keys('subject=%C3%96FFER%20ann')).toEqual([key])
  expect(await keys('subject=off%20ann')).toEqual([])
  expect(await keys('subject=offer%20ANN')).toEqual([key])
  expect(await keys('journey=greeting&step=greet&template=hello&channel=email&status=sent&from=2020-01-01&subject=ann')).toEqual([key])
  expect(await keys('until=2020-01-01')).toEqual([])
  expect((await ask('/messages?person=nobody')).status).toBe(404)
  expect((await ask('/messages?from=yesterday')).status).toBe(400)

  const received = mails.find(({ to }) => to[0] === 'Ann@mail.example')?.source ?? ''
  const source = await ask(`/messages/${encodeURIComponent(key)}/source`)
  expect([source.headers.get('content-type'), (await source.text()).trimEnd()]).toEqual(['message/rfc822', received.trimEnd()])
  const out = join(product.data, 'message.eml')
  expect((await run('message', 'source', key, '--out', out, '--server', product.app.address)).code).toBe(0)
  expect(readFileSync(out, 'utf8').trimEnd()).toBe(received.trimEnd())

  const followed = /http:\/\/127\.0\.0\.1:\d+\/c\/[\w=\r\n-]+/.exec(received)?.[0].replace(/=\r\n/g, '') ?? ''
  await fetch(followed, { redirect: 'manual', headers: { 'user-agent': 'curl/8.0' } })
  // Stopping judges what is held.
  await product.stop()
  await product.start()
  const shown = (await (await ask(`/messages/${encodeURIComponent(key)}`)).json()) as { why: { text: string }[] }
  expect(shown).toMatchObject({
    userId: 'ann',
    journey: 'greeting',
    journeyVersion: 1,
    publication: 1,
    status: 'sent',
    archived: { address: 'ann@mail.example', subject: 'Your offer, Ann', purpose: 'advertising', kept: 'whole' },
    cameBack: [{ what: 'clicked', by: 'machine', link: 'hero' }],
    links: [{ target: 'https://shop.example/offer?a=1&b=2', label: 'hero', clicks: { human: 0, proxy: 0, machine: 1 } }],
  })
  const why = shown.why.map(({ text }) => text.replace(/^\S+ +/, ''))
  expect(why[0]).toMatch(/^greeting#1 entered: /)
  expect(why.at(-1)).toMatch(/sent email hello of greet/)
  const printed = (await run('message', 'show', key, '--server', product.app.address)).out
  expect(printed).toMatch(/to +ann at ann@mail.example\n/)
  expect(printed).toMatch(/1 by machines +hero -> https:\/\/shop.example\/offer/)
  expect((await run('messages', '--address', 'bob@mail.example')).out).toMatch(/bob +hello +sent +Your offer, Bob/)
  expect((await run('messages', '--did', 'clicked', '--json')).out).toContain(key)
  expect((await run('audit', '--json')).out).toContain('"did": "messageSource"')

  const statistics = (await (await ask('/messages/statistics?purpose=advertising')).json()) as Record<string, never>
  expect(statistics).toMatchObject({
    sent: 2,
    clicked: { human: 0, machine: 1 },
    templates: [{ template: 'hello', channel: 'email', sent: 2 }],
    days: [{ sent: 2 }],
  })
  expect(await (await ask('/messages/statistics?purpose=transactional')).json()).toMatchObject({ sent: 0, templates: [], days: [] })
  expect((await ask('/messages/statistics?from=2020-01-01')).status).toBe(400)
})

test('who only looks, and who was given the link to its page, sees the mail without the links by which its reader acts', async () => {
  const { product, ask } = await world()
  const [key = ''] = ((await (await ask('/messages?person=ann')).json()) as { messages: { key: string }[] }).messages.map((one) => one.key)
  const headers = { authorization: 'Bearer ak_owner', 'content-type': 'application/json' }
  const made = await fetch(`${product.app.address}/admin/v1/keys`, { method: 'POST', headers, body: '{"name":"looks","role":"viewer"}' })
  const { key: looking } = (await made.json()) as { key: string }
  const look = (path: string, method = 'GET') =>
    fetch(`${product.app.address}/admin/v1/messages/${encodeURIComponent(key)}${path}`, { method, headers: { authorization: `Bearer ${looking}` } })
  const whole = await (await ask(`/messages/${encodeURIComponent(key)}/content`)).text()
  expect(whole).toMatch(/\/u\/[\w.-]{20,}/)
  const seen = await (await look('/content')).text()
  expect(seen).toContain('List-Unsubscribe')
  expect((await look('/source')).status).toBe(403)
  const { path } = (await (await look('/view', 'POST')).json()) as { path: string }
  const pages = await Promise.all(
    ['', '/html', '?view=headers', '?view=source', '/message.eml'].map(async (page) => (await fetch(`${product.app.address}${path}${page}`)).text()),
  )
  for (const text of [seen, ...pages]) expect(text).not.toMatch(/\/(?:u|preferences|confirm)\/[\w.-]{20,}/)
  expect(pages[1]).toContain('Unsubscribe</a>')

  const [, inMail = '', token = ''] = /href="(http[^"]+(\/mail\/[\w-]{20,}))"/.exec(pages[1] ?? '') ?? []
  expect(inMail).toBe(`${product.app.address}${token}`)
  const mail = await fetch(inMail)
  const html = await mail.text()
  expect(html).toContain('Hello Ann')
  expect(html).not.toMatch(/\/(?:u|preferences|confirm|c|o|mail)\/[\w.-]{20,}/)
  expect(html).toMatch(/<a>Unsubscribe<\/a>/)
  expect(html).toContain('href="https://shop.example/offer?a=1&amp;b=2"')
  expect(mail.headers.get('content-security-policy')).toMatch(/^sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'/)
  expect([mail.headers.get('referrer-policy'), mail.headers.get('cache-control'), mail.headers.get('x-robots-tag')]).toEqual([
    ...['no-referrer', 'no-store', 'noindex, nofollow'],
  ])
  await product.settle()
  expect(await (await ask(`/messages/${encodeURIComponent(key)}`)).json()).toMatchObject({ reports: {}, cameBack: [] })
  for (const bad of [`${inMail}x`, inMail.slice(0, -1), inMail.replace(/.{30}$/, 'A'.repeat(30))]) expect((await fetch(bad)).status).toBe(404)
})

test('in the browser a kept mail can do nothing: it loads nothing, runs nothing, sends nothing, leads nowhere, and looking counts as nothing', async () => {
  const { product, ask, run } = await world()
  const [key = ''] = ((await (await ask('/messages?person=ann')).json()) as { messages: { key: string }[] }).messages.map((one) => one.key)
  const url = /^(\S+)\n/.exec((await run('message', 'view', key, '--server', product.app.address)).out)?.[1] ?? ''
  const page = await browser.newPage()
  const left: string[] = []
  const asked: string[] = []
  await page.route('**', (route) => {
    const address = route.request().url()
    if (address.startsWith(product.app.address)) {
      asked.push(new URL(address).pathname)
      return route.continue()
    }
    left.push(address)
    return route.fulfill({ status: 200, body: '' })
  })
  const attack = async (...ids: string[]): Promise<void> => {
    const frame = page.frameLocator('iframe')
    await frame.getByText('Hello Ann').waitFor()
    expect(await frame.locator('#followed').getAttribute('href')).toBe('https://shop.example/offer?a=1&b=2')
    for (const id of ids) {
      await frame
        .locator(`#${id}`)
        .click({ timeout: 2000 })
        .catch(() => undefined)
      // A click that was blocked leaves the browser's own page in the frame.
      await page.reload()
      await frame.getByText('Hello Ann').waitFor()
    }
  }
  await page.goto(url)
  expect(await page.title()).toBe('Your offer, Ann')
  await attack('followed', 'script', 'send')
  expect(await page.title()).toBe('Your offer, Ann')
  expect(left).toEqual([])
  expect(asked.filter((path) => !path.startsWith('/view/'))).toEqual([])
  await page.getByText('Show pictures').click()
  await attack('followed')
  // What was asked for, and no more: pictures, and what a browser fetches ahead where pictures may be. Nothing that runs, and no click.
  const pictures = ['/background.png', '/pixel.png', '/svg.png', '/table.png', '/srcset.png', '/poster', '/prefetch']
  expect(left.map((address) => new URL(address).pathname).filter((path) => !pictures.includes(path))).toEqual([])
  expect(left.length).toBeGreaterThan(0)
  expect(asked.filter((path) => !path.startsWith('/view/'))).toEqual([])
  await page.close()
  await product.settle()
  expect(await (await ask(`/messages/${encodeURIComponent(key)}`)).json()).toMatchObject({ reports: {}, cameBack: [] })

  const document = await fetch(`${url}/html`)
  expect(document.headers.get('content-security-policy')).toBe(
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'; frame-ancestors 'self'",
  )
  expect([document.headers.get('x-content-type-options'), document.headers.get('referrer-policy'), document.headers.get('cache-control')]).toEqual([
    'nosniff',
    'no-referrer',
    'no-store',
  ])
  expect((await fetch(`${url}/html`, { headers: { 'sec-fetch-dest': 'document' }, redirect: 'manual' })).headers.get('location')).toBe(new URL(url).pathname)
  for (const bad of [`${url}x`, `${url.slice(0, -1)}`, `${product.app.address}/view/nothing`]) expect((await fetch(bad)).status).toBe(404)
})
