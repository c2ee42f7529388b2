// The first five minutes of somebody who has never seen Oncue, in one browser: the console leads into the demo shop, a cart is left, half an hour passes, the mail is read, an event is
// sent by hand, a backtest is looked into, and the demo ends for a site of one's own.

import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { agent } from '../snippet/shop-site.ts'
import { type ConsoleWorld, expectNoSeriousAxe, expectNoSidewaysScroll, openConsoleWorld, password, readersZone } from './console-world.ts'
import { slowDown } from './delays.ts'

let world: ConsoleWorld
let context: BrowserContext
let page: Page
beforeAll(async () => {
  world = await openConsoleWorld({ demo: undefined, definitions: undefined })
  // What comes from a browser without a window counts for nothing, so this one says that it has one.
  context = await world.browser.newContext({
    userAgent: agent,
    viewport: { width: 1440, height: 900 },
    locale: 'en',
    timezoneId: readersZone,
    reducedMotion: 'reduce',
  })
  await slowDown(context)
  page = await context.newPage()
  await page.request.post(`${world.address}/admin/v1/session`, { data: { name: 'owner', password }, headers: { 'x-oncue-page': '1' } })
})
afterAll(async () => {
  await context?.close()
  await world?.close()
})

const step = (name: string) => page.getByRole('listitem').filter({ has: page.getByRole('button', { name: new RegExp(name) }) })

test('a cart is left in the shop, the clock is wound, and the reminder is there to read', async () => {
  await page.goto(`${world.address}/console/`)
  await step('See it work').getByText('Open the demo shop').waitFor()
  await page.getByText('Look around in a full demo').waitFor()
  await expectNoSeriousAxe(page)
  await world.picture(page, 'first-steps')
  const [shop] = await Promise.all([context.waitForEvent('page'), page.getByRole('link', { name: 'Open the shop' }).click()])
  await shop.getByRole('region', { name: 'Privacy' }).getByRole('button', { name: 'Yes' }).click()
  await shop.getByLabel('First name').fill('Ada')
  await shop.getByLabel('Mail address').fill('ada@mail.example')
  // Beside the panel of a laptop, too, it is one line.
  const before = shop.viewportSize()
  await shop.setViewportSize({ width: 1280, height: 800 })
  const [field, button] = [shop.getByLabel('Mail address').first(), shop.getByRole('button', { name: 'Sign up' })]
  const middleOf = async (one: typeof field): Promise<number> => one.boundingBox().then((box) => (box?.y ?? 0) + (box?.height ?? 0) / 2)
  expect(Math.abs((await middleOf(field)) - (await middleOf(button)))).toBeLessThan(2)
  if (before !== null) await shop.setViewportSize(before)
  await button.click()
  await shop.getByRole('link', { name: 'Summit Pro Harness' }).first().click()
  await shop.getByRole('button', { name: 'Add to cart' }).click()
  const panel = shop.getByRole('complementary', { name: 'What Oncue sees' })
  await panel.getByText(/enters “abandoned-cart”/).waitFor()
  await panel.getByRole('button', { name: 'Jump to next' }).click()
  await panel.getByRole('link', { name: 'Your cart is still here' }).waitFor()
  await world.picture(shop, 'demo-shop')
  await panel.getByRole('link', { name: 'Your cart is still here' }).click()
  await shop.getByRole('heading', { name: 'Your cart is still here' }).waitFor()
  // The shop's own pictures show without being asked for.
  const picture = shop.frameLocator('iframe').getByRole('img', { name: 'Summit Pro Harness' }).first()
  await expect.poll(() => picture.evaluate((it: unknown) => (it as { readonly naturalWidth: number }).naturalWidth)).toBeGreaterThan(0)
  await shop.close()
  await step('See it work').getByText('Done').waitFor()
  // On the smallest phone, or at four times the size, nothing of the header lies on anything else.
  await page.setViewportSize({ width: 320, height: 640 })
  await page.getByRole('button', { name: /^Stop/ }).waitFor()
  await expect.poll(() => overlapping(page)).toEqual([])
  await page.setViewportSize({ width: 1440, height: 900 })
})

/** Links and buttons of the header less than 3 pixels apart, each by its words. */
function overlapping(of: Page): Promise<string[]> {
  return of.evaluate(`(() => {
    const places = [...document.querySelector('header').querySelectorAll('a, button')]
      .map((one) => ({ name: one.textContent, box: one.getBoundingClientRect() }))
      .filter(({ box }) => box.width > 0 && box.top < 56)
      .sort((one, other) => one.box.left - other.box.left)
    return places.flatMap(({ name, box }, at) => (at > 0 && box.left - places[at - 1].box.right < 3 ? [places[at - 1].name + ' | ' + name] : []))
  })()`)
}

test('the event is sent with a button, or with a line for a terminal, and ticks its step', async () => {
  const event = step('Send an event yourself')
  const line = (await event.getByText(/^curl /).textContent()) ?? ''
  const [, key = '', body = ''] = /-u (\S+): .* -d '(.*)'$/s.exec(line) ?? []
  await event.getByText('Waiting for your event').waitFor()
  await event.getByRole('button', { name: 'Send the event' }).click()
  await event.getByText('Done').waitFor()
  const headers = { authorization: `Basic ${btoa(`${key}:`)}`, 'content-type': 'application/json' }
  expect((await fetch(`${world.address}/v1/track`, { method: 'POST', headers, body })).status).toBe(200)
})

test('a trigger has a line for a terminal of its own, with what it asks for', async () => {
  await page.goto(`${world.address}/console/journeys/abandoned-cart?view=outline&step=enter.0`)
  const side = page.getByRole('complementary', { name: 'Selected part' })
  await side.getByRole('button', { name: 'Send this event yourself' }).click()
  await side.getByText(/^curl \S+ -u (?!YOUR_WRITE_KEY)/).waitFor()
  const line = (await side.getByText(/^curl /).textContent()) ?? ''
  const [, key = '', body = ''] = /-u (\S+): .* -d '(.*)'$/s.exec(line) ?? []
  expect(JSON.parse(body)).toEqual({ userId: 'anna', event: 'Product Added', properties: { cart_id: 'example' } })
  await expectNoSeriousAxe(page)
  await world.picture(page, 'journey-trigger-line')
  const headers = { authorization: `Basic ${btoa(`${key}:`)}`, 'content-type': 'application/json' }
  expect((await fetch(`${world.address}/v1/track`, { method: 'POST', headers, body })).status).toBe(200)
})

test('a backtest is begun, and the trace of one of its people opened', async () => {
  await page.getByRole('navigation').getByRole('link', { name: 'Backtests' }).click()
  await page.getByRole('heading', { name: 'No backtests yet' }).waitFor()
  await expectNoSeriousAxe(page)
  // Before a draft is made there is nothing to compare, which is said before somebody waits for it.
  await page.getByText('Nothing is drafted, so both sides would be the same.').waitFor()
  await page.getByLabel('Held against').selectOption('nothing')
  await expect.poll(() => page.getByText('so both sides would be the same').count()).toBe(0)
  await page.getByRole('button', { name: 'Begin the backtest' }).click()
  await page.getByRole('heading', { name: 'One journey in detail' }).waitFor()
  await page.getByLabel('Journey', { exact: true }).selectOption('second-look')
  // Views of one product, and what was not to be put into the cart: the other side of its number.
  await page.getByText('How many came to how much: 1: 1', { exact: true }).waitFor()
  await page.getByText('How many came to how much: 0: 1', { exact: true }).waitFor()
  await page.getByRole('cell', { name: 'at most 0', exact: true }).waitFor()
  await page.getByLabel('Journey', { exact: true }).selectOption('abandoned-cart')
  await page
    .getByRole('button', { name: /^Person #/ })
    .first()
    .click()
  await page
    .getByRole('list', { name: /^Trace of person/ })
    .getByText(/30 minutes without “Product Added”/)
    .waitFor()
  await expect.poll(() => new URL(page.url()).searchParams.get('journey')).toBe('abandoned-cart')
  await expectNoSeriousAxe(page)
  await world.picture(page, 'backtest')
  await page.setViewportSize({ width: 390, height: 844 })
  await page.reload()
  await page.getByRole('list', { name: /^Trace of person/ }).waitFor()
  await expectNoSidewaysScroll(page)
  await world.picture(page, 'backtest-phone')
  await page.setViewportSize({ width: 1440, height: 900 })
})

test('a backtest tells of a segment that a draft makes', async () => {
  const text = 'segment: lookers\nif: { event: Product Viewed }\n'
  await world.api('PUT', '/drafts', { path: 'segments/lookers.yaml', text })
  await page.goto(`${world.address}/console/backtests?what=drafts`)
  await page.getByRole('button', { name: 'Begin the backtest' }).click()
  const segments = page.getByRole('region', { name: 'Segments that are defined otherwise' })
  await segments.getByRole('row', { name: 'lookers · the draft 0 1 0 1 1' }).waitFor()
  await segments.scrollIntoViewIfNeeded()
  await expectNoSeriousAxe(page)
  await world.picture(page, 'backtest-segments')
  await world.api('POST', '/drafts/discard', { paths: ['segments/lookers.yaml'] })
})

test('an older version is what a draft is held against, or several values of one place are tried side by side', async () => {
  await page.getByRole('navigation', { name: 'Areas' }).getByRole('link', { name: 'Backtests' }).click()
  await page.getByLabel('Held against').selectOption('version')
  await page.getByLabel('Version', { exact: true }).selectOption('1')
  await page.getByText('Try several values side by side').click()
  const values = page.getByRole('group').filter({ hasText: 'Try several values side by side' })
  await values.getByLabel('Journey').selectOption('abandoned-cart')
  await values.getByLabel('Place').selectOption('enter.0.quiet')
  await values.getByLabel('Values').fill('soon')
  const begin = page.getByRole('button', { name: 'Begin the backtest' })
  await expect.poll(() => begin.getAttribute('aria-disabled')).toBe('true')
  await expectNoSeriousAxe(page)
  await world.picture(page, 'backtest-values')
  await values.getByLabel('Values').fill('15m, 2h')
  await begin.click()
  for (const arm of ['the draft as it is', 'quiet 15m', 'quiet 2h']) {
    await page
      .getByRole('columnheader', { name: new RegExp(arm) })
      .first()
      .waitFor()
  }
  // How many fare otherwise stands by journey, and the journey in which most do is the one in detail.
  await page.getByRole('columnheader', { name: 'With both, otherwise' }).first().waitFor()
  await expect.poll(() => page.getByLabel('Journey', { exact: true }).last().inputValue()).toBe('abandoned-cart')
  await page.getByText(/^[\d,]+ anyway quiet 15m$/).waitFor()
  await expectNoSidewaysScroll(page)
  await world.picture(page, 'backtest-side-by-side')
})

test('a journey says what lets people in before anything of it was opened', async () => {
  const reader = await context.newPage()
  await reader.goto(`${world.address}/console/journeys/win-back?view=outline`)
  await reader.getByText('is in the segment “lapsed-customers”').first().waitFor()
  await reader.close()
})

test('what is tried stands under experiments, and says that there are too few people', async () => {
  await page.getByRole('navigation').getByRole('link', { name: 'Experiments' }).click()
  const card = page.getByRole('region', { name: 'abandoned-cart nudge', exact: true })
  await card.getByRole('row', { name: /ten-percent/ }).waitFor()
  await page.getByRole('region', { name: 'Mails of abandoned-cart nudge' }).getByRole('columnheader', { name: 'Opened', exact: true }).waitFor()
  await page.getByText('Too few people so far').first().waitFor()
  await page.getByRole('link', { name: 'abandoned-cart' }).waitFor()
  // What has to be said beside the numbers: once for all, and beside each journey that somebody may enter again.
  await expect.poll(() => page.getByText(/^A difference counts as shown when/).count()).toBe(1)
  await page.getByText('People may enter this journey again, so the ranges are somewhat too narrow.').first().waitFor()
  await expectNoSeriousAxe(page)
})

test('the demo ends for a site of one’s own, and the page goes on with it', async () => {
  await page.goto(`${world.address}/console/start`)
  await page.getByRole('button', { name: /Go on with your own site/ }).click()
  await page.getByRole('button', { name: 'Begin with my own site' }).click()
  const dialog = page.getByRole('dialog', { name: 'Begin with my own site' })
  await dialog.getByRole('button', { name: 'Wipe the demo and begin' }).click()
  await dialog.getByText('Give the site a name.').waitFor()
  await expectNoSeriousAxe(page)
  await dialog.getByLabel('Name of the site').fill('Nora’s Books')
  await dialog.getByLabel('Address that mails come from').fill('hello@books.example')
  await dialog.getByLabel('Postal address').focus()
  await expect.poll(() => dialog.getByLabel('Web address').inputValue()).toBe('https://books.example')
  await dialog.getByLabel('Postal address').fill('1 Market Street, Bergen')
  await dialog.getByRole('button', { name: 'Wipe the demo and begin' }).click()
  await page.getByRole('banner').getByText('Nora’s Books').waitFor()
  expect(await world.api('GET', '/first-steps')).toMatchObject({ of: null, people: 0 })
  // The steps are those of a site now, and lead to the first mail.
  await step('Connect your site').getByRole('link', { name: 'How to connect it' }).waitFor()
  await step('Let mails leave').getByRole('button').click()
  await step('Let mails leave').getByText('Name a mail server or a sending service').waitFor()
  await step('Get your first mail').getByRole('button').click()
  await step('Get your first mail').getByText('the journey “welcome” writes to whoever is new').waitFor()
  await expectNoSeriousAxe(page)
  await world.picture(page, 'first-steps-of-a-site')
  await page.getByRole('link', { name: 'Add a person' }).click()
  const adding = page.getByRole('dialog', { name: 'Add a person' })
  await adding.getByLabel('Mail address').fill('nora@books.example')
  await adding.getByRole('button', { name: 'Add', exact: true }).click()
  await page.getByText('nora@books.example was added').waitFor()
  await expect.poll(async () => ((await world.api('GET', '/messages')) as { readonly messages: readonly object[] }).messages.length).toBe(1)
})
