// Copies for staging as an owner meets them: one is made beside the running server, the server that runs it says on every page that it is a copy, and winds
// its clock on, and at the end it is thrown away.

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runApp } from '../../src/run-app.ts'
import { readConfiguration } from '../../src/settings/configuration.ts'
import { type ConsoleWorld, expectNoSeriousAxe, expectNoSidewaysScroll, openConsoleWorld, password } from './console-world.ts'

let world: ConsoleWorld
beforeAll(async () => {
  world = await openConsoleWorld()
  await world.product.identify('ada', { email: 'ada@mail.example', first_name: 'Ada' })
  await world.product.track('ada', 'Product Added', { cart_id: 'c1' })
})
afterAll(() => world?.close())

test('an owner makes a copy and is told how to start it; a name that is taken, and whoever may not, are told why', async () => {
  const page = await world.page('/console/settings/staging')
  await page.getByText('There is no copy yet.').waitFor()
  await expectNoSeriousAxe(page)
  await world.picture(page, 'staging-empty')
  const make = async (name: string): Promise<void> => {
    await page.getByRole('button', { name: 'Make a copy' }).click()
    await page.getByLabel('Name').fill(name)
    await page.getByLabel('How many people').selectOption('all')
    await expectNoSeriousAxe(page)
    await page.getByRole('button', { name: 'Make it' }).click()
  }
  // A name that cannot be one is said so in the window, and not by the browser in words and a language of its own.
  await make('Spring Sale')
  await page.getByText('Small letters, digits and - only').waitFor()
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click()
  await make('spring')
  await page.getByText('1 person, 2 events').waitFor()
  await page.getByText(/npm run oncue -- staging start .*staging\/spring/).waitFor()
  await expectNoSeriousAxe(page)
  await world.picture(page, 'staging-full')
  await make('spring')
  await page.getByText('There is a copy of this name already').waitFor()
  await page.close()
  const viewer = await world.page('/console/settings/staging', { role: 'editor', width: 390, height: 844, language: 'de', dark: true })
  await viewer.getByText('1 Person, 2 Ereignisse').waitFor()
  await expect.poll(() => viewer.getByRole('button', { name: 'Kopie anlegen' }).getAttribute('aria-disabled')).toBe('true')
  await expectNoSidewaysScroll(viewer)
  await world.picture(viewer, 'staging-phone-de')
  await viewer.close()
  // Whoever may not look is told so, as on every other page, and nothing is asked for in vain.
  const barred = await world.page('/console/settings/staging', { role: 'viewer' })
  await barred.getByRole('main').getByText('Your role is viewer').waitFor()
  expect(await barred.getByRole('alert').count()).toBe(0)
  await barred.close()
})

test('every page of the copy says that it is one, and winding its clock on brings what was waiting into its mailbox; it is thrown away once it has ended', async () => {
  const folder = join(world.product.data, 'staging', 'spring')
  const settings = { data: join(folder, 'data'), definitions: join(folder, 'definitions'), port: 0, logLevel: 'silent', adminKeys: ['ak_copy'] }
  const app = await runApp(readConfiguration({}, settings), (error) => {
    throw error
  })
  const home = await world.page('/console/settings/staging')
  try {
    const setup = new URL(String(app.setupLink))
    // Another server than that of the world.
    const page = await world.browser.newPage({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' })
    await page.goto(setup.href)
    await page.getByLabel('Your name').fill('ann')
    await page.getByRole('textbox', { name: 'Password' }).fill(password)
    await page.getByRole('button', { name: 'Make me the owner' }).click()
    // Nobody connects a site to a copy.
    await page.getByText('You have signed in to a copy for staging').waitFor()
    expect(await page.getByText('Connect my own site').count()).toBe(0)
    await expectNoSeriousAxe(page)
    await world.picture(page, 'staging-welcome')
    await page.getByRole('link', { name: 'To the console' }).click()
    const bar = page.getByRole('region', { name: 'A copy for staging.' })
    await bar.getByText('every message stays in the mailbox').waitFor()
    // Nobody begins in a copy, and no mail can be let out of it.
    await page.getByText('Nothing was sent in this period').waitFor()
    expect(await page.getByText('Your first five minutes').count()).toBe(0)
    await expectNoSeriousAxe(page)
    await world.picture(page, 'staging-bar')
    await page.setViewportSize({ width: 390, height: 844 })
    await expectNoSidewaysScroll(page)
    await world.picture(page, 'staging-bar-phone')
    await bar.getByRole('button', { name: '1 hour on' }).click()
    await expect.poll(async () => ((await (await fetch(`${app.address}/mailbox.json`)).json()) as { mails: { subject: string }[] }).mails.length).toBe(1)
    // Which of the two it is can be told from the head of every page, also where the bar was scrolled away, and from the tab.
    await page.getByRole('banner').getByText('COPY', { exact: true }).waitFor()
    await expect.poll(() => page.title()).toMatch(/^COPY · /)
    await page.goto(`${app.address}/console/settings/sending`)
    await page.getByText('no setting changes that').waitFor()
    expect(await page.getByText('ONCUE_MAIL_URL').count()).toBe(0)
    await page.goto(`${app.address}/console/settings/staging`)
    await page.getByRole('main').getByText('This is a copy already').waitFor()
    await page.locator('button[aria-disabled=true]', { hasText: 'Make a copy' }).waitFor()
    await page.close()
    await home.getByText(`It is running, at ${app.address}`).waitFor()
    await home.locator('button[aria-disabled=true]', { hasText: 'Throw away' }).waitFor()
    // Whoever asks all the same changes nothing.
    await expect(world.api('DELETE', '/staging/spring')).rejects.toThrow('is running. Stop its server first')
    expect(existsSync(join(folder, 'data', 'workspace.db'))).toBe(true)
  } finally {
    await app.stop()
  }
  await home.getByText('It is running, at').waitFor({ state: 'detached' })
  await home.locator('button:not([aria-disabled])', { hasText: 'Throw away' }).click()
  await home.getByRole('dialog', { name: 'Throw “spring” away?' }).waitFor()
  await expectNoSeriousAxe(home)
  await world.picture(home, 'staging-throw-away')
  await home.getByRole('button', { name: 'Throw it away' }).click()
  await home.getByText('There is no copy yet.').waitFor()
  expect(existsSync(folder)).toBe(false)
  await expect(world.api('DELETE', '/staging/spring')).rejects.toThrow('no copy called')
  await home.close()
})
