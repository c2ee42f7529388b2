// The demo shop as somebody uses it who tries Oncue for the first time: look, put into the cart, order, and read the mail. In a real browser, through the
// real script, under the shop's own policy.

import { mkdtempSync, rmSync } from 'node:fs'
import { get } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { axeFindings } from '../accessibility.ts'
import { launchBrowser } from '../browser.ts'
import { agent, eventually } from '../snippet/shop-site.ts'
import { openProduct, type Product, startProduct } from './product.ts'

const looks = [
  { viewport: { width: 1200, height: 800 }, colorScheme: 'light' },
  { viewport: { width: 375, height: 700 }, colorScheme: 'dark' },
] as const

let browser: Browser
let product: Product
let folder = ''
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'oncue-demo-'))
  ;[browser, product] = await Promise.all([launchBrowser(), openProduct(folder, { demo: true, definitions: 'examples/shop' })])
})
afterAll(async () => {
  await browser?.close()
  await product?.stop()
  rmSync(folder, { recursive: true, force: true })
})

async function enter(options: BrowserContextOptions): Promise<{ readonly page: Page; readonly faults: string[] }> {
  const context = await browser.newContext({ userAgent: agent, reducedMotion: 'reduce', ...options })
  onTestFinished(() => context.close())
  const page = await context.newPage()
  const faults: string[] = []
  page.on('console', (message) => void (/error|warning/.test(message.type()) && faults.push(message.text())))
  page.on('pageerror', (error) => void faults.push(error.message))
  await page.goto(`${product.app.address}/demo`)
  return { page, faults }
}

/** The page with this heading is there, and the browser script has counted it: one that is left before that was not seen. */
async function isSeen(page: Page, heading: string): Promise<void> {
  await page.getByRole('heading', { name: heading, level: 1 }).waitFor()
  await page.waitForFunction("typeof window.oncue?.visitor === 'function'")
}

test.each(looks)('somebody looks, puts into the cart, orders, and all of it is known in its order ($viewport.width px, $colorScheme)', async (look) => {
  const { page, faults } = await enter(look)
  const check = async (): Promise<void> => void faults.push(...(await faultsOf(page)))
  await page.getByRole('region', { name: 'Privacy' }).getByRole('button', { name: 'Yes' }).click()
  await check()
  await page.getByRole('link', { name: 'Climbing', exact: true }).click()
  await isSeen(page, 'Climbing')
  await page.getByRole('link', { name: 'Summit Pro Harness' }).click()
  await isSeen(page, 'Summit Pro Harness')
  await check()
  await page.getByRole('button', { name: 'Add to cart' }).click()
  await page
    .getByRole('link', { name: 'Look around' })
    .or(page.getByRole('heading', { name: 'Your cart' }))
    .waitFor()
  await check()
  const anonymousId: string = await page.evaluate('oncue.visitor().anonymousId')
  await page.getByRole('link', { name: 'To the checkout' }).click()
  await isSeen(page, 'Checkout')
  await page.getByLabel('First name').fill('Ada')
  await page.getByLabel('Mail address').fill('ada@mail.example')
  await check()
  await page.getByRole('button', { name: 'Order' }).click()
  await isSeen(page, 'Thank you')
  await page.reload()
  // Sixty days without an order are nobody's step and yet what comes next.
  await eventually(() => page.locator('#panel-next').textContent()).toMatch(/conditions about time are asked again/)
  expect(await page.locator('[data-wind=next]').isEnabled()).toBe(true)
  await eventually(async () => (await product.trace(anonymousId)).filter((name) => name === 'Page Viewed').length).toBe(7)
  const shopping = /^(?:Product|Checkout|Order|Form|Identified)/
  expect((await product.trace(anonymousId)).filter((name) => shopping.test(name))).toEqual([
    'Product Viewed',
    'Product Added',
    'Checkout Started',
    'Form Started',
    'Form Submitted',
    'Identified',
    'Order Completed',
  ])
  expect(faults).toEqual([])
})

test.each(looks)(
  'who signs up and leaves a cart sees what Oncue sees, winds the clock, and reads the reminder ($viewport.width px, $colorScheme)',
  async (look) => {
    const { page, faults } = await enter(look)
    const panel = page.getByRole('complementary', { name: 'What Oncue sees' })
    const open = page.getByRole('button', { name: 'What Oncue sees' })
    const isNarrow = look.viewport.width < 1000
    const privacy = page.getByRole('region', { name: 'Privacy' })
    // Whoever said no, or had everything forgotten, is asked again.
    await privacy.getByRole('button', { name: 'No' }).click()
    if (isNarrow) await open.click()
    await panel.getByText('Nobody: you said no').waitFor()
    faults.push(...(await faultsOf(page)))
    await panel.getByRole('button', { name: 'Ask me again' }).click()
    await eventually(() => privacy.getByRole('button', { name: 'Yes' }).evaluate((it) => it.matches(':focus'))).toBe(true)
    await privacy.getByRole('button', { name: 'Yes' }).click()
    await page.getByLabel('First name').fill('Ada')
    await page.getByLabel('Mail address').fill('ada@mail.example')
    await page.getByRole('button', { name: 'Sign up' }).click()
    await page.getByRole('link', { name: 'Summit Pro Harness' }).first().click()
    await page.getByRole('button', { name: 'Add to cart' }).click()
    if (isNarrow) await open.click()
    await panel.getByText('Product Added: Summit Pro Harness').waitFor()
    await panel.getByText(/enters “abandoned-cart”/).waitFor()
    faults.push(...(await faultsOf(page)))
    await panel.getByRole('button', { name: 'Jump to next' }).click()
    await eventually(() => panel.textContent()).toContain('A message arrived.')
    await panel.getByRole('button', { name: '+1 day' }).click()
    // Of another day, so that it is told apart from what comes at the same time of this one.
    await eventually(() => panel.locator('#panel-mails time').last().textContent()).toMatch(/^\d+ \w+, \d\d:\d\d$/)
    await panel.getByRole('link', { name: 'Your cart is still here' }).click()
    await page.getByRole('heading', { name: 'Your cart is still here' }).waitFor()
    expect(faults).toEqual([])
  },
)

test('who asks for what is sold out is told when it is put back, as a stranger and as somebody who is known', async () => {
  const { page, faults } = await enter(looks[0])
  const panel = page.getByRole('complementary', { name: 'What Oncue sees' })
  const ask = page.getByRole('button', { name: 'Tell me when it is back' })
  const alert = page.getByRole('form', { name: 'Stock alert' })
  await page.getByRole('listitem').filter({ hasText: 'Expedition Backpack' }).getByText('Sold out').first().waitFor()
  await page.getByRole('link', { name: 'Expedition Backpack' }).first().click()
  await alert.getByLabel('Mail address').fill('mia@mail.example')
  // Whoever has said nothing yet is asked first, and what was typed stays.
  await ask.click()
  await page.getByText('Say yes first').waitFor()
  faults.push(...(await faultsOf(page)))
  await page.getByRole('region', { name: 'Privacy' }).getByRole('button', { name: 'Yes' }).click()
  await ask.click()
  await page.getByText('We will write to you once').waitFor()
  await panel.getByText('Enters “back-in-stock”').waitFor()
  await panel.getByRole('button', { name: 'Put it back: Expedition Backpack' }).click()
  await panel.getByRole('link', { name: 'Expedition Backpack: back in stock' }).waitFor()
  await page.getByRole('button', { name: 'Add to cart' }).waitFor()
  // Known by now: nobody asks for an address a second time.
  await panel.getByRole('button', { name: 'Sell it out: Expedition Backpack' }).click()
  await ask.click()
  expect(await alert.getByLabel('Mail address').count()).toBe(0)
  await panel.getByText('Enters “back-in-stock”').nth(1).waitFor()
  await panel.getByRole('button', { name: 'Put it back: Expedition Backpack' }).click()
  await panel.getByRole('link', { name: 'Expedition Backpack: back in stock' }).nth(1).waitFor()
  await page.getByRole('button', { name: 'Add to cart' }).click()
  await page.getByRole('heading', { name: 'Your cart' }).waitFor()
  await panel.getByText('Product Added: Expedition Backpack').waitFor()
  expect(await panel.getByRole('heading', { name: 'On the shelf' }).count()).toBe(0)
  faults.push(...(await faultsOf(page)))
  expect(faults).toEqual([])
})

test('what was removed from the catalogue is not sold any more', async () => {
  const cart = async () => {
    const body = new URLSearchParams({ add: '101' })
    const headers = { origin: product.app.address }
    return (await fetch(`${product.app.address}/demo/cart`, { method: 'POST', body, headers, redirect: 'manual' })).headers.getSetCookie().join()
  }
  expect(await cart()).toContain('101')
  await product.app.runtime.changeCatalogue({ do: 'remove', collection: 'products', ids: ['101'] })
  expect(await cart()).not.toContain('101')
})

test('to a German the panel and the question are German, with what comes next and why', async () => {
  const { page, faults } = await enter({ locale: 'de' })
  const panel = page.getByRole('complementary', { name: 'Was Oncue sieht' })
  await page.getByRole('region', { name: 'Datenschutz' }).getByRole('button', { name: 'Ja' }).click()
  await page.getByRole('link', { name: 'Summit Pro Harness' }).first().click()
  await page.getByRole('button', { name: 'Add to cart' }).click()
  await panel.getByText('kommt in „abandoned-cart“: 30 Minuten ohne Product Added').waitFor()
  await panel.getByRole('button', { name: 'Zum Nächsten' }).click()
  await panel.getByText('Kommt in „abandoned-cart“').waitFor()
  await panel.getByText('Erledigt.').waitFor()
  faults.push(...(await faultsOf(page)))
  expect(faults).toEqual([])
})

test('whoever is faster than the browser script finds nothing to press yet, so that nothing that is put into the cart is lost', async () => {
  const { page } = await enter(looks[0])
  await page.getByRole('region', { name: 'Privacy' }).getByRole('button', { name: 'Yes' }).click()
  const anonymousId: string = await page.evaluate('oncue.visitor().anonymousId')
  const [asked, held] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  await page.route('**/oncue.js', async (route) => {
    asked.resolve()
    await held.promise
    await route.continue()
  })
  const address = await page.getByRole('link', { name: 'Summit Pro Harness' }).first().getAttribute('href')
  await page.goto(`${product.app.address}${address}`, { waitUntil: 'commit' })
  await asked.promise
  // Whatever is going to be drawn without the script is drawn by then.
  await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))')
  expect(await page.getByRole('button', { name: 'Add to cart' }).count()).toBe(0)
  held.resolve()
  await page.getByRole('button', { name: 'Add to cart' }).click()
  await eventually(async () => (await product.trace(anonymousId)).includes('Product Added')).toBe(true)
})

test('what the panel shows is for this machine and this site alone, and only in a demo from its first moment on', async () => {
  expect((await product.get('/demo/seen?visitor=nobody')).status).toBe(200)
  for (const headers of [{ 'sec-fetch-site': 'cross-site' }, { 'x-forwarded-for': '203.0.113.9' }, { host: 'shop.evil.example' }] as const) {
    expect([421, 403]).toContain(await statusOf('/demo/seen?visitor=nobody', headers))
  }
  expect((await product.get(`/demo/seen?visitor=${'x'.repeat(300)}`)).status).toBe(400)
  const wind = (body: string, type: string): Promise<Response> =>
    fetch(`${product.app.address}/demo/clock`, { method: 'POST', body, headers: { 'content-type': type } })
  expect((await wind('{"forward":"1m"}', 'text/plain')).status).toBe(415)
  expect((await wind('{"forward":"9999d"}', 'application/json')).status).toBe(400)
  expect((await wind('nonsense', 'application/json')).status).toBe(400)
  expect((await wind('{"toNextOf":"nobody"}', 'application/json')).status).toBe(409)
  const put = async (body: object): Promise<number> =>
    (await fetch(`${product.app.address}/demo/shelf`, { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } })).status
  expect([await put({ product: '4', pieces: -1 }), await put({ product: 'none', pieces: 6 }), await put({ product: '4', pieces: 6 })]).toEqual([400, 404, 200])
  const live = await startProduct({ demo: false })
  await live.identify('ada', { email: 'ada@mail.example' })
  await live.stop()
  await live.start({ demo: true })
  expect((await live.get('/demo')).status).toBe(200)
  expect((await live.get('/demo/seen?visitor=nobody')).status).toBe(404)
})

test('without a yes the shop works, and nothing is known', async () => {
  const { page } = await enter({})
  const told: string[] = []
  page.on('request', (request) => void (request.url().includes('/v1/') && told.push(request.url())))
  await page.getByRole('region', { name: 'Privacy' }).getByRole('button', { name: 'No' }).click()
  await page.goto(`${product.app.address}/demo/products/2`)
  await page.getByRole('button', { name: 'Add to cart' }).click()
  await page.getByRole('button', { name: 'Remove Summit Pro Harness' }).click()
  await page.getByText('Your cart is empty').waitFor()
  expect(await page.evaluate('Object.keys(localStorage)')).toEqual(['demo-privacy'])
  expect(told).toEqual([])
})

test('there is no shop where nobody asked for a demo, and what it is asked for stays below its folder', async () => {
  const shopless = await startProduct()
  expect((await shopless.get('/demo')).status).toBe(404)
  for (const path of ['pictures/..%2fcatalog.json', 'pictures/999.webp', 'pictures/.webp']) expect((await product.get(`/demo/${path}`)).status).toBe(404)
  expect((await product.get('/demo/products/%3Cscript%3E')).status).toBe(404)
  const strange = await product.get('/demo/cart', { cookie: 'demo_cart=c-12345678:2x99999.777x1.x.1x' })
  expect(await strange.text()).toMatch(/9 &times; €89\.99.+1 &times; €109\.99/s)
})

/** With headers that fetch would not let through. */
function statusOf(path: string, headers: Readonly<Record<string, string>>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    get(`${product.app.address}${path}`, { headers }, (response) => {
      response.resume()
      resolve(response.statusCode)
    }).on('error', reject)
  })
}

/** What a checker of accessibility finds, and whether the page is wider than its window. */
async function faultsOf(page: Page): Promise<readonly string[]> {
  const found = await axeFindings(page, 'all')
  const isWide = await page.evaluate('document.documentElement.scrollWidth > innerWidth')
  return isWide === true ? [...found, 'wider than its window'] : found
}
