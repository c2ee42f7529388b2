// The browser script on pages of another origin, in the system's Chromium, under a policy that allows nothing it does not name.

import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { SubscriberEvent } from '../../src/model/event.ts'
import { readSiteScript, type SiteScript } from '../../src/site-script/site-script.ts'
import { browserKey, createTestServer, start, type TestServer } from '../api/test-server.ts'
import { launchBrowser } from '../browser.ts'
import { agent, eventually, nonce, openShopSite, type ShopSite } from './shop-site.ts'

let made: SiteScript
let browser: Browser
let server: TestServer
let oncue = ''
let site: ShopSite
let context: BrowserContext
let faults: string[]
let requests: string[]

beforeAll(async () => {
  ;[made, browser] = await Promise.all([readSiteScript(), launchBrowser()])
})
afterAll(() => browser?.close())
beforeEach(async () => {
  server = createTestServer({ siteScript: () => readSiteScript() })
  oncue = await server.app.listen({ host: '127.0.0.1', port: 0 })
  site = await openShopSite(oncue)
  faults = []
  requests = []
})
afterEach(async () => {
  await context?.close()
  site.close()
  await server.app.close()
})

const tag = (more = 'data-consent="given"'): string => `<script async src="${oncue}/oncue.js" data-key="${browserKey}" data-popups="off" ${more}></script>`
const inline = (text: string): string => `<script nonce="${nonce}">${text}</script>`

/** A page of the shop, in a browser of its own. */
async function visit(body: string, { path = '/', ...options }: BrowserContextOptions & { path?: string } = {}): Promise<Page> {
  site.pages['/'] = body
  context = await browser.newContext({ userAgent: agent, ...options })
  const page = await context.newPage()
  page.on('console', (message) => void (/error|warning/.test(message.type()) && faults.push(message.text())))
  page.on('pageerror', (error) => void faults.push(error.message))
  page.on('request', (request) => void requests.push(`${request.method()} ${request.url().replace(oncue, '').replace(site.address, 'shop ')}`))
  await page.goto(site.address + path)
  return page
}

/** A page whose time stands still until the test winds it on. */
async function steppedPage(): Promise<Page> {
  const page = await visit('')
  await page.clock.install({ time: start })
  // Until it stands still it runs, and it cannot be set back: an hour is more than any machine takes to say so.
  await page.clock.pauseAt(start + 3_600_000)
  site.pages['/'] = tag()
  return page
}

const events = (): readonly SubscriberEvent[] => server.inbox.arrivals.map(({ event }) => event)
const names = (): readonly string[] => events().map(({ name }) => name)
const stored = (page: Page): Promise<readonly string[]> => page.evaluate('Object.keys(localStorage).concat(document.cookie || [])')
const ready = (page: Page): Promise<void> => eventually(() => page.evaluate('Boolean(window.oncue && oncue.version)')).toBe(true)
const waitingOf = (page: Page): Promise<number> => page.evaluate("Object.keys(localStorage).filter((name) => name.startsWith('oncue.event.')).length")
const sent = (page: Page): Promise<void> => eventually(() => waitingOf(page)).toBe(0)

test('it is under 6 KB with gzip', () => {
  expect(gzipSync(made.script, { level: 9 }).length).toBeLessThan(6 * 1024)
  expect(gzipSync(made.module, { level: 9 }).length).toBeLessThan(6 * 1024)
})

test('a page is told with what its attributes say, under a strict policy, with one script, one address and no cookie', async () => {
  const page = await visit(
    `${inline(`window.oncue = window.oncue || []; oncue.push(['track', 'Came Early', { plan: 'pro' }])`)}${tag('data-consent="given" data-query="q"')}
    <main data-oncue-view="Product Viewed" data-oncue-prop-product_id="p7" data-oncue-num-price="24.5">
      <button data-oncue-event="Product Added" data-oncue-num-quantity="2"><b>Add</b></button></main>`,
    { path: '/p/shoes?q=red&token=secret&utm_source=mail&utm_campaign=spring' },
  )
  await ready(page)
  await page.click('b')
  await eventually(names).toEqual(['Page Viewed', 'Product Viewed', 'Came Early', 'Product Added'])
  const [view, product, early, added] = events()
  const url = `${site.address}/p/shoes?q=red`
  expect(view?.properties).toEqual({ url, path: '/p/shoes', title: 'Shoes', context: { campaign: { source: 'mail', name: 'spring' } } })
  expect(product?.properties).toEqual({ product_id: 'p7', price: 24.5, context: { url, path: '/p/shoes', title: 'Shoes' } })
  expect(early?.properties).toMatchObject({ plan: 'pro' })
  expect(added?.properties).toMatchObject({ product_id: 'p7', price: 24.5, quantity: 2 })
  expect(new Set(events().map(({ sessionId }) => sessionId)).size).toBe(1)
  expect(new Set(server.inbox.arrivals.map(({ anonymousId }) => anonymousId)).size).toBe(1)
  expect(await context.cookies()).toEqual([])
  expect(new Set(requests.filter((request) => !request.startsWith('GET shop')))).toEqual(new Set(['GET /oncue.js', 'POST /v1/batch']))
  expect(faults).toEqual([])
})

test('a page that comes slowly is told when all of it is there', async () => {
  const page = await visit('')
  const { promise, resolve } = Promise.withResolvers<void>()
  site.later = promise
  site.pages['/slow'] = `${tag()}<a id="oncue"></a><!--later--><main data-oncue-view="Product Viewed"></main>`
  await page.goto(`${site.address}/slow`, { waitUntil: 'commit' })
  await ready(page)
  resolve()
  await eventually(names).toEqual(['Page Viewed', 'Product Viewed'])
})

test('whatever a page hands over, the page goes on', async () => {
  const page = await visit(tag())
  await ready(page)
  await page.evaluate(
    "const ring = {}; ring.ring = ring; oncue.track('Ring', ring); oncue.track('Big', { size: 1n }); oncue.push(['walk']); oncue.track('Fine')",
  )
  await eventually(names).toEqual(['Page Viewed', 'Fine'])
  await eventually(() => faults).toHaveLength(3)
})

test('before a yes nothing is kept and nothing is sent; what was done before it is not told; a no leaves nothing', async () => {
  const page = await visit(`${tag('')}<button data-oncue-event="Pressed">Press</button>`)
  await ready(page)
  await page.click('button')
  await page.evaluate("oncue.identify('anna', { email: 'anna@example.com' }); oncue.track('Too Early')")
  expect(await page.evaluate('[oncue.consent(), oncue.visitor()]')).toEqual(['unknown', undefined])
  await page.reload()
  await ready(page)
  expect(await stored(page)).toEqual([])
  expect(requests.filter((request) => request.startsWith('POST'))).toEqual([])

  await page.evaluate("oncue.identify('anna', { email: 'anna@example.com' })")
  expect(await page.evaluate('oncue.consent(true)')).toBe('given')
  await eventually(names).toEqual(['Identified', 'Page Viewed'])
  await page.reload()
  await ready(page)
  expect(await page.evaluate('oncue.consent()')).toBe('given')
  await eventually(() => names().length).toBeGreaterThan(2)

  await context.setOffline(true)
  await page.evaluate("oncue.track('Waits')")
  expect(await stored(page)).not.toEqual([])
  expect(await page.evaluate('oncue.consent(false)')).toBe('unknown')
  expect(await stored(page)).toEqual([])
  await context.setOffline(false)
  await page.click('button')
  await page.goto(`${site.address}/elsewhere`)
  await ready(page)
  expect(await stored(page)).toEqual([])
  expect(names()).not.toContain('Waits')
  expect(names()).not.toContain('Pressed')
})

test('where nobody is asked, a no is remembered, and nothing else', async () => {
  const page = await visit(tag())
  await ready(page)
  await sent(page)
  await page.evaluate('oncue.consent(false)')
  await page.reload()
  await ready(page)
  expect(await page.evaluate('oncue.consent()')).toBe('refused')
  expect(await stored(page)).toEqual(['oncue.no'])
})

test('Global Privacy Control is a no that nothing on the page takes back', async () => {
  const page = await visit(tag())
  await ready(page)
  await sent(page)
  await page.addInitScript("Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', { get: () => true })")
  await page.reload()
  await ready(page)
  requests.length = 0
  expect(await page.evaluate("oncue.track('Followed'), oncue.consent(true)")).toBe('refused')
  await page.reload()
  await ready(page)
  expect(await stored(page)).toEqual([])
  expect(requests.filter((request) => request.startsWith('POST'))).toEqual([])
})

test('what happens without a network waits, also over a reload, and counts once when its answer was lost', async () => {
  const page = await visit(tag())
  await ready(page)
  await sent(page)
  const bodies: string[] = []
  await context.route('**/v1/batch', async (route) => {
    bodies.push(route.request().postData() ?? '')
    // The server has it on disk, but its answer gets lost.
    if (bodies.length === 1) await route.fetch()
    await route.abort()
  })
  await page.evaluate("oncue.track('First'); oncue.track('Second')")
  await eventually(() => bodies.length).toBeGreaterThan(0)
  await page.reload()
  await ready(page)
  await page.evaluate("oncue.track('Third')")
  expect(await waitingOf(page)).toBeGreaterThanOrEqual(4)
  await context.unroute('**/v1/batch')
  await page.evaluate("dispatchEvent(new Event('online'))")
  await sent(page)
  // On a slow machine the page was seen for a second, which it says when it is left.
  expect(names().filter((name) => name !== 'Page Left')).toEqual(['Page Viewed', 'First', 'Second', 'Page Viewed', 'Third'])
})

test('offline and online again, the browser sends by itself', async () => {
  const page = await visit(tag())
  await ready(page)
  await sent(page)
  await context.setOffline(true)
  await page.evaluate("oncue.track('On The Train'); oncue.flush()")
  await eventually(() => requests.filter((request) => request.startsWith('POST')).length).toBeGreaterThanOrEqual(2)
  expect(await waitingOf(page)).toBe(1)
  await context.setOffline(false)
  await eventually(names).toContain('On The Train')
})

test('a server that is too busy is left alone for as long as it asks', async () => {
  server.inbox.isFull = true
  const page = await visit('')
  site.pages['/'] = tag()
  const [refused] = await Promise.all([page.waitForResponse('**/v1/batch'), page.reload()])
  expect(refused.status()).toBe(503)
  server.inbox.isFull = false
  await eventually(names).toEqual(['Page Viewed'])
})

test('a key that is not known stops the page from sending, and what waits is not lost', async () => {
  const page = await visit(tag().replace(browserKey, 'wrong'))
  await ready(page)
  await eventually(() => faults.join()).toContain('writeKey')
  await page.evaluate("oncue.track('Kept'); oncue.flush()")
  expect(await waitingOf(page)).toBe(2)
  expect(requests.filter((request) => request.startsWith('POST'))).toHaveLength(1)
})

test('a site that changes the page itself is followed, and each page says how long it was seen', async () => {
  const page = await steppedPage()
  await page.goto(`${site.address}/a`)
  await ready(page)
  await page.clock.runFor(45_500)
  await page.evaluate("history.pushState({}, '', '/b?x=1'); document.title = 'Boots'; history.replaceState({ scroll: 1 }, '')")
  await page.clock.runFor(2_000)
  await page.evaluate("history.pushState({}, '', '#/c')")
  await page.clock.runFor(2_000)
  await page.evaluate('history.back()')
  await eventually(() => page.evaluate('location.hash')).toBe('')
  await page.clock.runFor(2_000)
  await eventually(names).toHaveLength(8)
  expect(events().map(({ name, properties }) => [name, properties['path'], properties['seconds'] ?? properties['title']])).toEqual([
    ['Page Viewed', '/a', 'Shoes'],
    ['Time on Page', '/a', 30],
    ['Page Left', '/a', 45],
    ['Page Viewed', '/b', 'Boots'],
    ['Page Left', '/b', 1],
    ['Page Viewed', '/b#/c', 'Boots'],
    ['Page Left', '/b#/c', 1],
    ['Page Viewed', '/b', 'Boots'],
  ])
  expect(events()[3]?.properties['referrer']).toBe(`${site.address}/a`)
})

test('a page that goes out of sight says so at once, and says only the new time when it was seen again', async () => {
  const page = await steppedPage()
  await page.goto(`${site.address}/a`)
  await ready(page)
  const turn = (state: string): Promise<unknown> =>
    page.evaluate(
      `Object.defineProperty(document, 'visibilityState', { value: '${state}', configurable: true }); document.dispatchEvent(new Event('visibilitychange'))`,
    )
  await page.clock.runFor(10_000)
  await turn('hidden')
  await page.clock.runFor(100_000)
  await turn('visible')
  await page.clock.runFor(5_000)
  await page.goto(`${site.address}/b`)
  await page.clock.runFor(1_000)
  await eventually(() => names().filter((name) => name === 'Page Left')).toHaveLength(2)
  expect(
    events()
      .filter(({ name }) => name === 'Page Left')
      .map(({ properties }) => [properties['seconds'], properties['new_seconds']]),
  ).toEqual([
    [10, 10],
    [15, 5],
  ])
  expect(names()).not.toContain('Time on Page')
})

test('half an hour without a sign of life begins another visit of the same visitor', async () => {
  const page = await steppedPage()
  await page.goto(site.address)
  await ready(page)
  const sessionAfter = async (ms: number): Promise<unknown> => {
    await page.clock.fastForward(ms)
    await page.evaluate("oncue.track('Alive')")
    return page.evaluate('oncue.visitor().sessionId')
  }
  await page.evaluate("Object.defineProperty(document, 'visibilityState', { value: 'hidden' }); document.dispatchEvent(new Event('visibilitychange'))")
  const first = await sessionAfter(0)
  const anonymousId = await page.evaluate('oncue.visitor().anonymousId')
  expect(await sessionAfter(29 * 60_000)).toBe(first)
  expect(await sessionAfter(29 * 60_000)).toBe(first)
  expect(await sessionAfter(30 * 60_000)).not.toBe(first)
  expect(await page.evaluate('oncue.visitor().anonymousId')).toBe(anonymousId)
})

test('whoever signs in is told once for each visit, and whoever signs out is somebody else', async () => {
  const page = await visit(tag())
  await ready(page)
  const known = "oncue.identify('anna', { plan: 'pro' }, { userHash: 'a'.repeat(64) })"
  await page.evaluate(`${known}; ${known}; oncue.track('As Anna')`)
  const anonymousId = await page.evaluate('oncue.visitor().anonymousId')
  await page.evaluate("oncue.reset(); oncue.track('As Nobody')")
  await page.evaluate("oncue.identify('ben'); oncue.identify('cleo'); oncue.track('As Cleo')")
  await eventually(names).toEqual(['Page Viewed', 'Identified', 'As Anna', 'As Nobody', 'Identified', 'Identified', 'As Cleo'])
  const arrivals = server.inbox.arrivals
  expect(arrivals[2]).toMatchObject({ userId: 'anna', anonymousId })
  expect(arrivals[3]).not.toHaveProperty('userId')
  expect(new Set([arrivals[2], arrivals[3], arrivals[6]].map((arrival) => arrival?.anonymousId)).size).toBe(3)
  expect(arrivals[6]?.userId).toBe('cleo')
  expect(JSON.stringify(await page.evaluate('({ ...localStorage })'))).not.toContain('aaaa')
})

test('a form tells what it was told to tell, and never a secret', async () => {
  const page = await visit(`${tag()}
    <form data-oncue-form="contact" data-oncue-event="Asked" data-oncue-prop-place="footer" method="dialog">
      <input name="city" data-oncue-field> <input name="pets" type="number" data-oncue-field="animals"> <input name="private">
      <input type="checkbox" name="news" data-oncue-field> <input type="radio" name="size" value="s" data-oncue-field> <input type="radio" name="size" value="l" data-oncue-field>
      <input type="password" name="password" data-oncue-field> <input name="card" autocomplete="cc-number" data-oncue-field>
      <button>Send</button></form>
    <select data-oncue-event="Sorted" name="order" data-oncue-field><option>new<option>cheap</select>
    ${inline("addEventListener('submit', (event) => event.preventDefault())")}`)
  await ready(page)
  for (const [name, value] of Object.entries({ city: 'Bonn', pets: '2', private: 'mine', password: 'hunter2', card: '4111111111111111' }))
    await page.fill(`[name=${name}]`, value)
  await page.check('[name=news]')
  await page.check('[value=l]')
  await page.click('form button')
  await page.selectOption('select', 'cheap')
  await eventually(names).toEqual(['Page Viewed', 'Form Started', 'Asked', 'Form Submitted', 'Sorted'])
  const fields = { city: 'Bonn', animals: 2, news: true, size: 'l', place: 'footer' }
  const { context: _, ...asked } = events()[2]?.properties ?? {}
  expect(asked).toEqual(fields)
  expect(events()[3]?.properties).toMatchObject({ ...fields, form: 'contact' })
  expect(events()[4]?.properties).toMatchObject({ order: 'cheap' })
  expect(JSON.stringify(events())).not.toMatch(/hunter2|4111|mine/)
})

test('two hundred events wait at most, and one of more than 32 KB is left out', async () => {
  const page = await visit(tag(''))
  await ready(page)
  await context.setOffline(true)
  await page.evaluate("oncue.consent(true); for (let n = 1; n <= 250; n += 1) oncue.track('Event ' + n); oncue.track('Big', { text: 'x'.repeat(33000) })")
  expect(await waitingOf(page)).toBe(200)
  await eventually(() => faults.join()).toContain('32 KB')
  await context.setOffline(false)
  await sent(page)
  expect(names()).toEqual(Array.from({ length: 200 }, (_, index) => `Event ${index + 51}`))
})

test('a page whose storage is closed is told all the same', async () => {
  const page = await visit('')
  await page.addInitScript("Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('closed', 'SecurityError') } })")
  site.pages['/'] = tag()
  await page.reload()
  await ready(page)
  await page.evaluate("oncue.productAdded({ product_id: 'p7', price: 5 })")
  await eventually(names).toEqual(['Page Viewed', 'Product Added'])
})

test('as a module it does the same', async () => {
  const page = await visit(
    `<script type="module" nonce="${nonce}">import { load } from '${oncue}/oncue.mjs'
      load({ key: '${browserKey}', endpoint: '${oncue}', consent: 'given', pages: 'by-hand', popups: 'off' }).page({ name: 'Start' })</script>`,
  )
  await ready(page)
  await eventually(names).toEqual(['Page Viewed'])
  expect(events()[0]?.properties).toMatchObject({ name: 'Start' })
  expect(faults).toEqual([])
})

test('its types are the ones that it serves', () => {
  expect(made.types).toBe(readFileSync('snippet/site-api.ts', 'utf8'))
})
