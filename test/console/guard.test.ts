// The guard in the console: what to expect before a journey is published, how it runs against that, and why its guard paused it.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ConsoleWorld, expectNoSeriousAxe, expectNoSidewaysScroll, openConsoleWorld } from './console-world.ts'

let world: ConsoleWorld
const day = 86_400_000
const path = 'journeys/looked.yaml'
const looked = [
  'journey: looked',
  'enter: [{ on: Product Viewed }]',
  'again: always',
  'guard: { times: 3, atLeast: 20 }',
  // Written from the event on, which never fits: a warning.
  'exit: [{ when: { event: Order Completed, by: properties.cart_id } }]',
  'steps: [{ id: mail, send: hello }]',
  '',
].join('\n')

async function post(batch: readonly object[]): Promise<void> {
  const headers = { authorization: `Basic ${btoa(`${world.product.app.writeKey}:`)}` }
  const answer = await fetch(`${world.address}/v1/batch`, { method: 'POST', headers, body: JSON.stringify({ batch }) })
  expect(answer.status).toBe(200)
  await world.product.app.runtime.settle()
}

beforeAll(async () => {
  world = await openConsoleWorld()
  const { at } = ((await world.api('POST', '/forecast', { wait: 30 })) as { readonly forecast: { readonly at: number } }).forecast
  const ago = (days: number, more: number) => new Date(at - days * day + more).toISOString()
  const people = Array.from({ length: 12 }, (_, index) => {
    return { type: 'identify', userId: `g${index}`, traits: { email: `g${index}@shop.example` }, timestamp: ago(21, 0), silent: true }
  })
  const views = Array.from({ length: 60 }, (_, index) => {
    return { type: 'track', userId: `g${index % 12}`, event: 'Product Viewed', timestamp: ago(1 + (index % 20), index * 1000), silent: true }
  })
  await post([...people, ...views])
})
afterAll(() => world?.close())

test('what to expect is said before, and how it runs after; what is far too much is paused, with why', async () => {
  await world.api('PUT', '/drafts', { path, text: looked })
  const page = await world.page('/console/journeys/looked')
  await page.getByRole('button', { name: 'Publish …' }).click()
  const publish = page.getByRole('dialog')
  await publish.getByText(/^About 3 people a day enter, \d+ at most/).waitFor()
  await publish.getByText('on its guard pauses it.', { exact: false }).waitFor()
  await publish.getByText('1 warning', { exact: true }).waitFor()
  await publish.getByText('Did you mean "cart_id"?', { exact: false }).waitFor()
  await expectNoSeriousAxe(page)
  await world.picture(page, 'guard-publish')
  await publish.getByRole('button', { name: 'Publish', exact: true }).click()
  await page.getByText('Live · v1').waitFor()

  await expect.poll(() => world.api('GET', '/journeys/looked/volume')).not.toMatchObject({ forecast: null })

  // A broken trigger: everybody, again and again.
  await post(Array.from({ length: 60 }, (_, index) => ({ type: 'track', userId: `g${index % 12}`, event: 'Product Viewed' })))
  await page.reload()
  await page.getByText(/^Its guard paused it: \d+ people entered within an hour/).waitFor()
  await page.getByRole('tab', { name: 'Results' }).click()
  await page
    .getByRole('region', { name: 'As expected?' })
    .getByRole('row', { name: /^People who enter/ })
    .waitFor()
  await page.getByText(/^Its guard paused it on /).waitFor()
  await page.getByRole('region', { name: 'Review' }).getByRole('rowheader', { name: 'Reached the goal' }).waitFor()
  await page.getByRole('combobox', { name: 'Over which time' }).selectOption({ label: 'The last 28 days, all versions' })
  await page.getByRole('region', { name: 'Review' }).getByText('28 days', { exact: true }).waitFor()
  await expect.poll(() => page.url()).toContain('review=weeks')
  await expectNoSeriousAxe(page)
  await page.getByText('What follows').scrollIntoViewIfNeeded()
  await world.picture(page, 'guard-paused')

  // So many were right: the first page leads to where more is allowed for a while, and that can be ended.
  await page.goto(`${world.address}/console/`)
  await page.getByRole('link', { name: 'Allow more …' }).first().click()
  const more = page.getByRole('dialog', { name: 'Allow more for looked for a while?' })
  await more.getByText('The journey is paused and stays so').waitFor()
  await more.getByRole('textbox', { name: 'How many times as much' }).fill('1')
  await more.getByText('A whole number from 2 to 1000.').waitFor()
  await more.getByRole('textbox', { name: 'How many times as much' }).fill('7')
  await more.getByRole('textbox', { name: 'Why', exact: false }).fill('Black Friday')
  await expectNoSeriousAxe(page)
  await world.picture(page, 'guard-allow')
  await more.getByRole('button', { name: 'Allow', exact: true }).click()
  await page.getByText(/^More is right for now: 7 times as much until .* Black Friday/).waitFor()
  await expect.poll(() => world.api('GET', '/journeys/looked/volume')).toMatchObject({ allowance: { times: 7, because: 'Black Friday' } })
  await page.getByText('Allowed.').first().waitFor({ state: 'detached' })
  await page.getByText(/^More is right for now/).scrollIntoViewIfNeeded()
  await world.picture(page, 'guard-allowed')
  await page.close()

  const phone = await world.page('/console/journeys/looked?tab=results', { width: 390, height: 844, dark: true, language: 'de' })
  await phone.getByText(/^Der Wächter hat sie pausiert/).waitFor()
  await phone.getByRole('region', { name: 'Wie erwartet?' }).waitFor()
  await phone.getByText(/^Vorübergehend ist mehr in Ordnung: das 7-Fache/).scrollIntoViewIfNeeded()
  await world.picture(phone, 'guard-allowed-phone')
  await phone.getByRole('button', { name: 'Ändern …' }).click()
  await phone.getByRole('dialog').getByText('Das Wievielfache', { exact: true }).waitFor()
  await expectNoSidewaysScroll(phone)
  await world.picture(phone, 'guard-allow-phone')
  await phone.getByRole('button', { name: 'Abbrechen' }).click()
  await phone.getByRole('button', { name: 'Jetzt beenden' }).click()
  await phone.getByRole('button', { name: 'Vorübergehend mehr zulassen …' }).waitFor()
  await phone.getByText(/^Der Wächter hat sie am .* pausiert\./).scrollIntoViewIfNeeded()
  await expectNoSidewaysScroll(phone)
  await world.picture(phone, 'guard-paused-phone')

  // How far people were from a condition stands in the language of the reader too.
  const often = { on: 'Product Viewed', if: { event: 'Product Viewed', count: { gte: 3 }, within: '30d' } }
  const exit = [{ when: { event: 'Product Viewed', count: { gte: 4 }, within: '30d' } }]
  const steps = [
    { id: 'rest', wait: '20d' },
    { id: 'mail', send: 'hello' },
  ]
  const tried = { journey: { journey: 'often', enter: [often], exit, steps }, thresholds: true, against: 'nothing' }
  const { id } = (await world.api('POST', '/backtests', tried)) as { readonly id: number }
  await world.api('GET', `/backtests/${id}?wait=60`)
  await phone.goto(`${world.address}/console/backtests/${id}`)
  const near = phone.getByRole('region', { name: 'Knapp Verfehltes und Schwellen' })
  await near.getByText('hat ein Produkt mindestens 3-mal innerhalb von 30 Tagen angesehen').waitFor()
  await near.scrollIntoViewIfNeeded()
  // And so does why they left.
  await phone.getByRole('cell', { name: 'hat ein Produkt mindestens 4-mal innerhalb von 30 Tagen angesehen' }).waitFor()
  await expectNoSidewaysScroll(phone)
  await world.picture(phone, 'guard-near-misses-de')
  await phone.close()
})
