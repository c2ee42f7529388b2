// Popups as the browser script draws them: asked for after a page was told, by keyboard and by screen reader, never as HTML, and what was done with
// them becomes events. Forms to subscribe that stay on their page, too: both need the whole product behind them.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { userHashOf } from '../../src/api/popups/visitor.ts'
import { axeFindings } from '../accessibility.ts'
import { launchBrowser } from '../browser.ts'
import { openProduct, type Product, writeKey } from '../product/product.ts'
import { agent, eventually, nonce, openShopSite, type ShopSite } from './shop-site.ts'

const browserKey = 'everybody-reads-this'

/** What each page of the shop sets off, by the name of its event. */
const popups = {
  'Look in the middle': `{ title: 'Still thinking about {{ trigger.name }}?', text: 10 % off today., placement: center, button: { text: To the cart, url: /cart } }`,
  'Look at a corner': `{ title: 'Still thinking about {{ trigger.name }}?', text: 10 % off today., button: { text: To the cart, url: /cart } }`,
  'Look at the top': `{ title: 'Still thinking about {{ trigger.name }}?', text: 10 % off today., placement: top, button: { text: To the cart, url: /cart } }`,
  'Look at markup': "{ title: '{{ trigger.name }}', text: '<img src=x onerror=alert(1)>', button: { text: Go, url: /cart } }",
  'Look often': '{ title: Free shipping, times: 5, every: 1s }',
  'Look without a way out': '{ title: Choose, placement: center, close: false, button: { text: Go, url: /cart } }',
} as const
type Look = keyof typeof popups

let browser: Browser
let product: Product
let site: ShopSite
let folder = ''
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'oncue-popups-'))
  const journeys = Object.entries(popups).map(
    ([event, popup], index) => `journey: look-${index}\nenter: [{ on: ${event} }]\nagain: always\nsteps: [{ id: offer, popup: ${popup} }]\n`,
  )
  const workspace = 'workspace: Shop\nsender: { name: Shop, address: hello@shop.example }\naddress: Shop, 1 Market Street, London\ntopics: [{ topic: news }]\n'
  const files = { 'workspace.yaml': workspace, 'journeys.yaml': journeys.join('---\n') }
  ;[browser, product] = await Promise.all([launchBrowser(), openProduct(folder, { files, browserKeys: [browserKey] })])
  site = await openShopSite(product.app.address)
  site.pages['/cart'] = `${tag()}<main><h1>Cart</h1></main>`
})
afterAll(async () => {
  await browser?.close()
  site?.close()
  await product?.stop()
  rmSync(folder, { recursive: true, force: true })
})

const tag = (consent = 'data-consent="given"'): string => `<script async src="${product.app.address}/oncue.js" data-key="${browserKey}" ${consent}></script>`

interface Visit {
  readonly page: Page
  readonly faults: string[]
}

/** Somebody new looks at a product. */
async function visit(look: Look, options: BrowserContextOptions = {}): Promise<Visit> {
  const view = `<main data-oncue-view="${look}" data-oncue-prop-name="<b>Mug</b> & Co"><h1>Mug</h1><a href="#x">Before</a><input aria-label="Search"></main>`
  site.pages['/'] = `${tag()}${view}`
  const context = await browser.newContext({ userAgent: agent, reducedMotion: 'reduce', ...options })
  onTestFinished(() => context.close())
  const page = await context.newPage()
  const faults: string[] = []
  page.on('console', (message) => void (/error|warning/.test(message.type()) && faults.push(message.text())))
  page.on('pageerror', (error) => void faults.push(error.message))
  // The popup comes when somebody is already at something, however slow the machine is.
  const { promise: isReading, resolve } = Promise.withResolvers<void>()
  await page.route(/\/v1\/popups$/, async (route) => {
    await isReading
    await route.continue()
  })
  await page.goto(`${site.address}/mug`)
  await page.focus('a')
  resolve()
  return { page, faults }
}

/** What a checker of accessibility finds, and whether the page is wider than its window. */
async function faultsOf(page: Page): Promise<readonly string[]> {
  const found = await axeFindings(page, 'all')
  const isWide = await page.evaluate('document.documentElement.scrollWidth > innerWidth')
  return isWide === true ? [...found, 'wider than its window'] : found
}

const visitorOf = (page: Page): Promise<string> => page.evaluate('oncue.visitor().anonymousId')
const reactions = async (page: Page): Promise<readonly string[]> =>
  (await product.trace(await visitorOf(page))).filter((name) => /^Message (Opened|Clicked|Closed)/.test(name))

test.each([
  { look: 'Look in the middle', width: 375, height: 700, colorScheme: 'dark' },
  { look: 'Look at a corner', width: 375, height: 700, colorScheme: 'light' },
  { look: 'Look at the top', width: 1200, height: 800, colorScheme: 'dark' },
] as const)('$look, $width px wide and $colorScheme: it is read out, reached and left by keyboard', async ({ look, colorScheme, ...viewport }) => {
  const { page, faults } = await visit(look, { viewport, colorScheme })
  const dialog = page.getByRole('dialog', { name: 'Still thinking about <b>Mug</b> & Co?' })
  await dialog.waitFor()
  const isModal = look === 'Look in the middle'
  await eventually(() => page.evaluate("document.activeElement.tagName === 'ONCUE-POPUP'")).toBe(isModal)
  // Beside the page it takes no focus, and is reached after everything else.
  await page.keyboard.press('Tab')
  if (!isModal) await page.keyboard.press('Tab')
  await eventually(() => page.evaluate("document.activeElement.tagName === 'ONCUE-POPUP'")).toBe(true)
  faults.push(...(await faultsOf(page)))
  // What a page tells in two requests may arrive in either order.
  await eventually(() => reactions(page)).toEqual(['Message Opened'])
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
  await eventually(() => page.evaluate('document.activeElement.tagName')).toBe(isModal ? 'A' : 'INPUT')
  await eventually(() => reactions(page)).toEqual(['Message Opened', 'Message Closed'])
  // Closed is closed, on the next page too.
  await page.goto(page.url().replace('/mug', '/cart'))
  await eventually(async () => (await product.trace(await visitorOf(page))).filter((name) => name === 'Page Viewed')).toHaveLength(2)
  expect(faults).toEqual([])
})

test('its button leads on, and that is a click; nothing in it is ever HTML or a script', async () => {
  const { page, faults } = await visit('Look at markup')
  await page.getByText('<img src=x onerror=alert(1)>').waitFor()
  await eventually(() => reactions(page)).toEqual(['Message Opened'])
  await page.getByRole('link', { name: 'Go' }).press('Enter')
  await page.waitForURL('**/cart')
  await eventually(() => reactions(page)).toEqual(['Message Opened', 'Message Clicked'])
  expect(faults).toEqual([])
})

test('what was closed stays closed, even when nobody heard of it', async () => {
  const { page } = await visit('Look often')
  const close = page.getByRole('button', { name: 'Close' })
  await close.waitFor()
  await page.route('**/closed', (route) => route.abort())
  await Promise.all([page.waitForEvent('requestfailed', (request) => request.url().endsWith('/closed')), close.click()])
  await page.unroute('**/closed')
  // Of the showing the page tells in its own time, which may be after the click.
  await eventually(() => reactions(page)).toEqual(['Message Opened'])
  // The server would have it shown once more; the page says instead what was done.
  await page.goto(`${site.address}/cart`)
  const offered = async (): Promise<number> => {
    const [answer] = await Promise.all([page.waitForResponse(/\/v1\/popups$/), page.reload()])
    return ((await answer.json()) as { readonly popups: readonly object[] }).popups.length
  }
  await expect.poll(offered, { interval: 250 }).toBe(1)
  await eventually(() => reactions(page)).toEqual(['Message Opened', 'Message Closed'])
  expect(await page.locator('oncue-popup').count()).toBe(0)
})

test('one without a button to close it cannot hold anybody: Escape puts it away, which is no answer', async () => {
  const { page } = await visit('Look without a way out')
  const dialog = page.getByRole('dialog', { name: 'Choose' })
  await dialog.waitFor()
  expect(await page.getByRole('button').count()).toBe(0)
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
  await eventually(() => reactions(page)).toEqual(['Message Opened'])
})

test('whoever is signed in sees their popups with the proof of the server, which stands in no address and is kept nowhere', async () => {
  const { page } = await visit('Look often')
  await page.getByRole('dialog').waitFor()
  const addresses: string[] = []
  page.on('request', (request) => void addresses.push(request.url()))
  const userHash = userHashOf('anna', writeKey)
  const signIn = (hash: string): string =>
    `<script nonce="${nonce}">(window.oncue = window.oncue || []).push(['identify', 'anna', {}, { userHash: '${hash}' }])</script>`
  const body = site.pages['/'] ?? ''
  site.pages['/'] = signIn(userHash) + body
  await page.reload()
  await page.getByRole('dialog').waitFor()
  expect(addresses.filter((address) => address.includes(userHash) || address.includes('anna'))).toEqual([])
  expect(JSON.stringify(await page.evaluate('({ ...localStorage })'))).not.toContain(userHash)
  await page.evaluate('oncue.reset()')
  expect(await page.locator('oncue-popup').count()).toBe(0)
})

test('a form to subscribe stays on its page, says what came of it, and needs no consent to be followed', async () => {
  const { page, faults } = await visit('Look often')
  site.pages['/form'] = `${tag('')}
    <form data-oncue-subscribe data-oncue-done="Look into your mail." data-oncue-failed="That did not work.">
      <label>Mail <input name="email"></label><input type="hidden" name="topics" value="news"><button>Send</button><p role="status" data-oncue-status></p></form>`
  await page.goto(`${site.address}/form`)
  await eventually(() => page.evaluate('Boolean(window.oncue && oncue.version)')).toBe(true)
  await page.evaluate('oncue.consent(false)')
  await page.fill('[name=email]', 'nobody')
  await page.click('button')
  await page.getByText('That did not work.').waitFor()
  await page.fill('[name=email]', 'ada@mail.example')
  await page.click('button')
  await page.getByText('Look into your mail.').waitFor()
  expect((await product.mails()).map(({ to }) => to)).toContain('ada@mail.example')
  expect(await page.evaluate("oncue.subscribe({ email: 'ben@mail.example', topics: ['news'] })")).toEqual({ ok: true })
  expect(await page.evaluate("oncue.subscribe({ email: 'ben@mail.example', topics: ['nothing'] })")).toMatchObject({ ok: false })
  expect(faults.filter((fault) => !fault.includes('400'))).toEqual([])
})
