// The first page: what was sent, what needs attention and the way out of it, for a person at a desk and on the way.

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { shop } from '../product/product.ts'
import { type ConsoleWorld, expectNoSeriousAxe, expectNoSidewaysScroll, openConsoleWorld } from './console-world.ts'

let world: ConsoleWorld
beforeAll(async () => {
  world = await openConsoleWorld({ files: shop })
})
afterAll(() => world?.close())

test('an empty workspace says what will stand here', async () => {
  const page = await world.page('/console/')
  await page.getByText('Nothing was sent in this period').waitFor()
  await expectNoSeriousAxe(page)
  await world.picture(page, 'home-empty')
  await page.close()
})

test('numbers, the chart and its table, and what needs attention with its way out', async () => {
  const { product } = world
  for (const name of ['ada', 'ben', 'cem', 'dan']) {
    await product.identify(name, { email: `${name}@example.com`, first_name: name })
    await product.post('/v1/track', { userId: name, event: 'Came By' })
    await product.post('/v1/track', { userId: name, event: 'Signed Up' })
  }
  await product.settle()
  await world.api('POST', '/journeys/welcome/pause', { because: 'new words on Monday' })
  await world.api('POST', '/stops', { journey: 'greeting', because: 'wrong price' })
  await product.post('/v1/track', { event: 'Nobody Did' })

  const page = await world.page('/console/?days=7')
  await page.getByText('4 people in this workspace').waitFor()
  const sent = (await product.deliveries()).filter(({ status }) => status === 'sent').length
  expect(sent).toBeGreaterThan(0)
  await page
    .getByRole('definition')
    .filter({ hasText: String(sent) })
    .first()
    .waitFor()
  await page.getByText('The journey “welcome” is paused').waitFor()
  await page.getByText('new words on Monday').waitFor()
  await page.getByText('A stop switch is on: journey greeting').waitFor()
  const refused = page.getByRole('listitem').filter({ hasText: 'was refused today' })
  await refused.getByRole('button', { name: 'I know of it' }).click()
  await refused.getByText('owner knows of it').waitFor()
  await page.locator('.uplot canvas').waitFor()
  await expectNoSeriousAxe(page)
  await world.picture(page, 'home')

  await page.getByRole('button', { name: 'As a table' }).click()
  await page.getByRole('columnheader', { name: 'Opened' }).waitFor()
  await expect.poll(() => page.getByRole('row').count()).toBe(8)
  await page.getByRole('radio', { name: 'Time to send' }).click()
  await page.getByRole('columnheader', { name: 'Half of the messages' }).waitFor()
  await page.waitForURL(/chart=latency/)
  await expectNoSeriousAxe(page)

  await page.getByRole('listitem').filter({ hasText: 'journey greeting' }).getByRole('button', { name: 'Resume' }).click()
  await page.getByText('A stop switch is on').waitFor({ state: 'detached' })
  expect(await world.api('GET', '/stops')).toEqual({ stops: [], held: 0 })
  await page.getByLabel('Period').selectOption('Last 90 days')
  await page.waitForURL(/days=90/)
  // Whoever comes back to the page finds the numbers of now, however soon.
  await product.identify('eva', { email: 'eva@example.com' })
  await page.getByRole('navigation').getByRole('link', { name: 'Live events' }).click()
  await page.getByRole('heading', { name: 'Live events', level: 1 }).waitFor()
  // From here on the page asks nothing again by itself.
  await page.evaluate('globalThis.setInterval = () => 0')
  await page.getByRole('navigation').getByRole('link', { name: 'Home' }).click()
  await page.getByText('5 people in this workspace').waitFor()
  await page.close()
})

test('a file that was saved with a mistake leads to its journey, which goes on and says what is wrong', async () => {
  const { product } = world
  const file = join(product.definitions, 'journeys.yaml')
  const whole = readFileSync(file, 'utf8')
  writeFileSync(file, `${whole}steps: [\n`)
  const page = await world.page('/console/')
  const finding = page.getByRole('listitem').filter({ hasText: 'What was saved of the journey reminder has a mistake' })
  await finding.getByRole('link', { name: 'Look into it' }).click()
  await page.getByRole('heading', { name: 'reminder', level: 1 }).waitFor()
  await page.getByText('Its file cannot be read').waitFor()
  await page.getByText('journeys.yaml:').first().waitFor()
  await page.getByText('Live', { exact: true }).first().waitFor()
  await expectNoSeriousAxe(page)
  writeFileSync(file, whole)
  await page.close()
})

test('on a phone, dark and in Russian, it stays readable', async () => {
  const page = await world.page('/console/', { width: 390, height: 844, dark: true, language: 'ru' })
  await page.getByText('Сценарий «welcome» на паузе').waitFor()
  await expectNoSidewaysScroll(page)
  // The last day of a chart stands below the end of its line, and half of it beyond.
  await page.locator('.uplot canvas').waitFor()
  const room = await page.evaluate<number>(`(() => {
    const right = (part) => document.querySelector(part).getBoundingClientRect().right
    const pen = document.createElement('canvas').getContext('2d')
    pen.font = '12px system-ui'
    return right('.uplot') - right('.uplot .u-over') - pen.measureText('22 нояб.').width / 2
  })()`)
  expect(room).toBeGreaterThan(0)
  await expectNoSeriousAxe(page)
  await world.picture(page, 'home-phone-dark-ru')
  await page.close()
})
