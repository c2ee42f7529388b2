// Copies for staging as an owner meets them: one is made beside the running server, the server that runs it says on every page that it is a copy, and winds
// its clock on, and at the end it is thrown away.

import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runApp } from '../../src/run-app.ts'
import { readConfiguration } from '../../src/settings/configuration.ts'
import { oncue } from '../cli/command-line.ts'
import { adminKey, type ConsoleWorld, expectNoSeriousAxe, expectNoSidewaysScroll, openConsoleWorld, password } from './console-world.ts'

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

test('what was changed in a copy is taken over as drafts, and where both sides changed whoever takes it chooses', async () => {
  const here = world.product.definitions
  const there = join(world.product.data, 'staging', 'spring', 'definitions')
  const rewrite = (folder: string, file: string, change: (text: string) => string): void =>
    writeFileSync(join(folder, file), change(readFileSync(join(folder, file), 'utf8')))
  const of = async (path: string) => (await world.api('GET', `/definitions/file?path=${path}`)) as { drafted: { text: string | null } | null }
  const inTerminal = (...words: string[]) =>
    oncue(['staging', 'take-over', 'spring', '--data', world.product.data, '--server', world.address, '--key', adminKey, ...words])
  const page = await world.page('/console/settings/staging')
  await page.getByRole('button', { name: 'Take over changes' }).click()
  await page.getByText('Nothing was published in the copy that is not so here as well.').waitFor()
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click()
  // One file is changed there alone, one is new there, one is changed on both sides in different ways, and one in the same way.
  rewrite(there, 'journeys.yaml', (text) => text.replace('quiet: 30m', 'quiet: 20m'))
  writeFileSync(join(there, 'keen.yaml'), 'segment: keen\nif: { event: Signed Up }\n')
  rewrite(there, 'workspace.yaml', (text) => `# from the copy\n${text}`)
  rewrite(here, 'workspace.yaml', (text) => `# from here\n${text}`)
  await page.getByRole('button', { name: 'Take over changes' }).click()
  expect((await inTerminal('--preview')).out).toMatch(/journeys\.yaml +change *\n.*keen\.yaml +create *\n.*workspace\.yaml +change +changed too since/)
  const dialog = page.getByRole('dialog', { name: 'Take over changes from “spring”' })
  await dialog.getByText('It was changed here too since the copy was made.', { exact: false }).waitFor()
  await expectNoSeriousAxe(page)
  await world.picture(page, 'staging-take-over')
  expect(await dialog.getByLabel('workspace.yaml').isChecked()).toBe(false)
  await dialog.getByRole('button', { name: 'Take over 2 files' }).click()
  // Right after it stands what that changes; nothing is in force before.
  await page.getByText('Publish what was taken over from spring?').waitFor()
  const publish = page.getByRole('dialog')
  await publish.getByRole('button', { name: 'Publish', exact: true }).waitFor()
  await world.picture(page, 'staging-taken-over')
  expect((await of('journeys.yaml')).drafted?.text).toBe(readFileSync(join(there, 'journeys.yaml'), 'utf8'))
  expect((await of('workspace.yaml')).drafted).toBe(null)
  await publish.getByRole('button', { name: 'Publish', exact: true }).click()
  await expect.poll(() => existsSync(join(here, 'keen.yaml'))).toBe(true)
  await page.goto(`${world.address}/console/settings/staging`)
  await page.getByRole('button', { name: 'Take over changes' }).click()
  await dialog.getByLabel('workspace.yaml').check()
  await dialog.getByRole('button', { name: 'Take over 1 file' }).click()
  await publish.getByText('# from here').waitFor()
  expect((await of('workspace.yaml')).drafted?.text).toContain('# from the copy')
  await world.api('POST', '/drafts/discard', { paths: ['workspace.yaml'] })
  // What was changed on both sides is taken where it is named.
  expect(JSON.parse((await inTerminal('--json')).out)).toMatchObject({ changes: [{ path: 'workspace.yaml', isChangedHere: true }], drafts: [] })
  expect(JSON.parse((await inTerminal('--json', '--files', 'workspace.yaml')).out)).toMatchObject({ drafts: ['workspace.yaml'] })
  await world.api('POST', '/drafts/discard', { paths: ['workspace.yaml'] })
  await expect(world.api('POST', '/staging/spring/take-over', { paths: ['journeys.yaml'] })).rejects.toThrow('says nothing else')
  await expect(world.api('GET', '/staging/autumn/changes')).rejects.toThrow('no copy called')
  await page.close()
  const phone = await world.page('/console/settings/staging', { role: 'editor', width: 390, height: 844, language: 'de', dark: true })
  await phone.getByRole('button', { name: 'Änderungen übernehmen' }).click()
  await phone.getByRole('dialog').getByText('workspace.yaml').waitFor()
  await expectNoSidewaysScroll(phone)
  await expectNoSeriousAxe(phone)
  await world.picture(phone, 'staging-take-over-phone-de')
  await phone.close()
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
