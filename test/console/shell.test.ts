// The frame of the console as a person meets it: signing in, stopping everything, going on, by mouse and by keyboard, in three languages, light and
// dark, wide and on a phone.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { namedAddresses, wordsOfPage } from '../../src/api/console/parts-of-pages.ts'
import { buildConsole } from '../../src/console/built-console.ts'
import { type ConsoleWorld, expectNoSeriousAxe, expectNoSidewaysScroll, openConsoleWorld, password } from './console-world.ts'

let world: ConsoleWorld
beforeAll(async () => {
  world = await openConsoleWorld()
})
afterAll(() => world?.close())

test('whoever comes without a session signs in, and is then where they wanted to be', async () => {
  const page = await world.stranger('/console/?period=7d')
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  await expectNoSeriousAxe(page)
  await world.picture(page, 'sign-in')
  await page.getByLabel('Name').fill('owner')
  await page.getByLabel('Password').fill('something else')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('alert').getByText('Check the name').waitFor()
  await page.getByLabel('Password').fill(password)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Home', level: 1 }).waitFor()
  await page.getByText('TRIAL', { exact: true }).waitFor()
  await page.waitForURL(`${world.address}/console/?period=7d`)
  // A session that runs out says so, and leads back.
  await page.context().clearCookies({ name: 'oncue_session' })
  await page.getByRole('link', { name: 'Segments' }).click()
  await page.getByText('Your session has ended.').waitFor()
  await page.getByLabel('Name').fill('owner')
  await page.getByLabel('Password').fill(password)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Segments', level: 1 }).waitFor()
  await page.getByRole('button', { name: 'Your account' }).click()
  await page.getByText('owner · owner').waitFor()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  expect(await page.getByText('Your session has ended.').count()).toBe(0)
  await page.close()
})

test('the frame is there while the first page is still on its way, and a page that was opened stays until the next one is there', async () => {
  const page = await world.page('/console/')
  const held = new Map<string, (release: undefined) => void>()
  await page.route(/\/(?:people|segments)-page-[\w-]+\.js/, async (route) => {
    await new Promise((release) => held.set(/people|segments/.exec(route.request().url())?.[0] ?? '', release))
    await route.continue()
  })
  await page.goto(`${world.address}/console/people`, { waitUntil: 'commit' })
  await page.getByRole('link', { name: 'Segments' }).waitFor()
  await page.getByText('Loading').waitFor()
  await expect.poll(() => held.has('people')).toBe(true)
  held.get('people')?.(undefined)
  await page.getByRole('heading', { name: 'People', level: 1 }).waitFor()
  await page.getByRole('link', { name: 'Segments' }).click()
  await expect.poll(() => held.has('segments')).toBe(true)
  expect(await page.getByRole('heading', { name: 'People', level: 1 }).isVisible()).toBe(true)
  held.get('segments')?.(undefined)
  await page.getByRole('heading', { name: 'Segments', level: 1 }).waitFor()
  await page.close()
})

test('whatever the server names for an address to be asked early, its page asks for, and takes that answer; words that the page brought are not fetched again', async () => {
  const manifest = JSON.parse(readFileSync(join(await buildConsole(), '.vite/manifest.json'), 'utf8')) as Readonly<Record<string, { readonly file: string }>>
  const page = await world.page('/console/nowhere')
  for (const address of namedAddresses) {
    const named = address
      .replace('journeys/one', 'journeys/welcome')
      .replace('templates/one', 'templates/hello')
      .replace(/^(people|segments)\/one$/, '$1')
    await page.goto(`${world.address}/console/${named}`)
    expect(await page.evaluate<number>('JSON.parse(document.documentElement.dataset.asks).length'), named).toBeGreaterThanOrEqual(3)
    await expect.poll(() => page.evaluate<string[]>('[...globalThis.oncueAsked.keys()]'), { message: named }).toEqual([])
    const fetched = await page.evaluate<string[]>("performance.getEntriesByType('resource').map(({ name }) => name)")
    const words = wordsOfPage(named).map(({ folder }) => manifest[`src/${folder}/words/en.json`]?.file ?? folder)
    expect(
      words.filter((file) => fetched.some((name) => name.endsWith(file))),
      named,
    ).toEqual([])
  }
  // What nobody asked for is not the answer to what somebody asks much later.
  await page.clock.install()
  await page.reload()
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.evaluate("globalThis.oncueAsked.set('something', Promise.resolve())")
  await page.clock.fastForward(10_000)
  await expect.poll(() => page.evaluate<number>('globalThis.oncueAsked.size')).toBe(0)
  await page.close()
})

test('all sending is stopped with a reason and a typed word, every page says so, and one click goes on', async () => {
  const page = await world.page('/console/')
  await page.getByRole('button', { name: 'Stop all sending' }).click()
  const dialog = page.getByRole('dialog', { name: 'Stop all sending?' })
  await expectNoSeriousAxe(page)
  await world.picture(page, 'stop-dialog')
  const deed = dialog.getByRole('button', { name: 'Stop all sending' })
  await dialog.getByLabel('Why?').fill('wrong price')
  await expect.poll(() => deed.isDisabled()).toBe(true)
  await dialog.getByLabel(/Type “stop”/).fill('STOP')
  await page.keyboard.press('Enter')
  const bar = page.getByRole('alert').filter({ hasText: 'All sending is stopped' })
  await bar.getByText('by owner · Why: wrong price').waitFor()
  // What people would get meanwhile waits, and the bar counts it.
  await world.product.identify('ada', { email: 'ada@example.com', first_name: 'Ada' })
  await world.product.post('/v1/track', { userId: 'ada', event: 'Signed Up' })
  await world.product.settle()
  await page.reload()
  await bar.getByText('1 message waits').waitFor()
  expect(await world.api('GET', '/stops')).toMatchObject({ stops: [{ all: true, because: 'wrong price' }] })
  await expectNoSeriousAxe(page)
  await world.picture(page, 'stopped')
  await bar.getByRole('button', { name: 'Resume' }).click()
  // A window without fields begins at the answer that changes nothing.
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).and(page.locator(':focus')).waitFor()
  await page.getByRole('dialog').getByRole('button', { name: 'Resume' }).click()
  // By its text: while the dialog is open, nothing behind it has a role.
  await page.getByText('All sending is stopped').waitFor({ state: 'detached' })
  expect(await world.api('GET', '/stops')).toEqual({ stops: [], held: 0 })
  await page.close()
})

test('a viewer reads why they may not stop anything', async () => {
  const page = await world.page('/console/', { role: 'viewer' })
  const stop = page.getByRole('button', { name: 'Stop all sending' })
  await page.locator('button[aria-disabled=true]', { hasText: 'Stop all sending' }).waitFor()
  await stop.focus()
  await page.getByRole('tooltip').getByText('Your role is viewer').waitFor()
  await page.close()
})

test('the palette, the language and the look are reached by keyboard, and stay chosen', async () => {
  const page = await world.page('/console/')
  await page.getByRole('heading', { name: 'Home', level: 1 }).waitFor()
  await page.keyboard.press('Control+k')
  await page.getByRole('dialog').getByRole('combobox').fill('hom')
  await page.getByRole('option', { name: 'Home' }).waitFor()
  await expectNoSeriousAxe(page)
  await world.picture(page, 'palette')
  await page.getByRole('dialog').getByRole('combobox').fill('ada@')
  await page.getByRole('option', { name: /ada@example.com/ }).waitFor()
  // What is in force is found by its name, and again by its area: it stands once, so that one thing is chosen.
  await page.getByRole('dialog').getByRole('combobox').fill('welcome')
  await page
    .getByRole('option', { name: /welcome/ })
    .first()
    .waitFor()
  const links = await page.getByRole('option').evaluateAll((options) => options.map((option) => option.getAttribute('data-value')))
  expect(new Set(links).size).toBe(links.length)
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  // Where the system chooses the colors and takes grounds away, it is still seen where one is and which view is open.
  await page.emulateMedia({ forcedColors: 'active' })
  const ground = (at: Locator) =>
    at.evaluate((part) => (globalThis as unknown as { getComputedStyle(of: unknown): { backgroundColor: string } }).getComputedStyle(part).backgroundColor)
  const areas = page.getByRole('navigation', { name: 'Areas' })
  expect(await ground(areas.getByRole('link', { name: 'Home' }))).not.toBe(await ground(areas.getByRole('link', { name: 'Journeys' })))
  expect(await ground(page.getByRole('radio', { name: 'Messages' }))).not.toBe(await ground(page.getByRole('radio', { name: 'Time to send' })))
  await page.emulateMedia({ forcedColors: 'none' })
  await page.getByRole('button', { name: 'Language' }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('menuitemcheckbox', { name: 'Русский' }).waitFor()
  await expectNoSeriousAxe(page)
  await page.getByRole('menuitemcheckbox', { name: 'Русский' }).click()
  await page.getByRole('heading', { name: 'Главная', level: 1 }).waitFor()
  await page.getByRole('button', { name: 'Оформление' }).click()
  await page.getByRole('menuitemcheckbox', { name: 'Тёмное' }).click()
  await page.reload()
  await page.getByRole('heading', { name: 'Главная', level: 1 }).waitFor()
  await expect.poll(() => page.evaluate<boolean>("document.documentElement.classList.contains('dark')")).toBe(true)
  await expect.poll(() => page.locator('html').getAttribute('lang')).toBe('ru')
  await expectNoSeriousAxe(page)
  await world.picture(page, 'home-dark-ru')
  await page.close()
})

test('windows open by their opener and the keyboard alone, keep the focus, close by Escape, and give the focus back', async () => {
  await world.product.identify('dora', { email: 'dora@example.com' })
  const windows: readonly (readonly [path: string, opener: string, item?: string])[] = [
    ['journeys', 'New journey'],
    ['journeys/welcome', 'Keys'],
    ['journeys/welcome', 'Pause'],
    ['journeys/welcome', 'More', 'Stop its messages …'],
    ['templates', 'New template'],
    ['templates/hello', 'Send a test'],
    ['templates/hello?tab=versions', 'Compare version 1'],
    ['templates/hello?tab=versions', 'Bring back version 1'],
    ['catalogue', 'New collection'],
    ['catalogue', 'New pool'],
    ['people', 'Add a person'],
    ['people', 'Stop all sending'],
    ['people/dora', 'As JSON'],
    ['people/dora', 'More', 'Change attributes'],
    ['people/dora', 'More', 'Record a yes or a no'],
    ['people/dora', 'More', 'Put on a list, or take off'],
    ['people/dora', 'More', 'Send a test event'],
    ['people/dora', 'More', 'Forget this person'],
    ['settings/keys', 'New key'],
    ['settings/team', 'Let somebody in'],
  ]
  const page = await world.page('/console/')
  const window = page.locator('[role=dialog], [role=alertdialog]')
  const isInside = () => page.evaluate<boolean>("document.activeElement.closest('[role=dialog], [role=alertdialog]') !== null")
  for (const [path, opener, item] of windows) {
    const message = `${path}: ${item ?? opener}`
    if (!page.url().endsWith(`/console/${path}`)) await page.goto(`${world.address}/console/${path}`)
    const button = page.getByRole('button', { name: opener, exact: true }).first()
    await button.press('Enter')
    if (item !== undefined) await page.getByRole('menuitem', { name: item }).press('Enter')
    await expect.poll(() => window.isVisible(), { message }).toBe(true)
    await expect.poll(isInside, { message }).toBe(true)
    for (let tab = 0; tab < 30; tab += 1) {
      await page.keyboard.press('Tab')
      await expect.poll(isInside, { message: `${message}, tab ${tab + 1}` }).toBe(true)
    }
    // A mail in its frame, which runs nothing, keeps the keys to itself until the focus has gone on.
    while (await page.evaluate<boolean>("document.activeElement.matches('iframe')")) await page.keyboard.press('Tab')
    await page.keyboard.press('Escape')
    await window.waitFor({ state: 'detached' })
    await expect.poll(() => button.evaluate((one) => one.matches(':focus')), { message }).toBe(true)
  }
  await page.close()
})

test('on a phone everything is reached from the bar below, and sending can be stopped', async () => {
  const page = await world.page('/console/', { width: 390, height: 844, language: 'de' })
  await page.getByRole('heading', { name: 'Start', level: 1 }).waitFor()
  await page.getByRole('button', { name: 'Versand stoppen' }).waitFor()
  await expectNoSidewaysScroll(page)
  await page.getByRole('button', { name: 'Mehr' }).click()
  await page.getByRole('dialog', { name: 'Bereiche' }).getByRole('link', { name: 'Start' }).waitFor()
  await expectNoSeriousAxe(page)
  await world.picture(page, 'drawer-phone-de')
  await page.keyboard.press('Escape')
  await world.picture(page, 'home-phone-de')
  await page.close()
})

test('an address that leads nowhere says so inside the console', async () => {
  const page = await world.page('/console/journeys/nowhere', { language: 'de' })
  await page.getByRole('heading', { name: 'Diese Journey gibt es nicht', level: 1 }).waitFor()
  // The kind of a problem stands in the reader's language, and so does what is wrong this time.
  for (const [path, wrong] of [
    ['templates/nowhere', 'Im Ordner gibt es keine Vorlage nowhere.'],
    ['messages/nowhere', 'Es gibt keine Nachricht mit diesem Schlüssel.'],
    ['people/nobody-at-all', 'Diese Kennung hat niemand.'],
  ] as const) {
    await page.goto(`${world.address}/console/${path}`)
    await page.getByRole('alert').getByText('Hier ist nichts').waitFor()
    await page.getByRole('alert').getByText(wrong).waitFor()
  }
  await page.goto(`${world.address}/console/nowhere`)
  await page.getByRole('heading', { name: 'Hier ist nichts', level: 1 }).waitFor()
  await page.getByRole('navigation').getByRole('link', { name: 'Journeys' }).waitFor()
  await page.getByRole('main').getByRole('link', { name: 'Start' }).click()
  await page.getByRole('heading', { name: 'Start', level: 1 }).waitFor()
  await page.close()
})

test('a tab that is older than the server says so, stays as it is, and is loaded anew by the reader alone', async () => {
  const page = await world.page('/console/', { language: 'de' })
  // The browser says by itself that a part is not there.
  page.removeAllListeners('console')
  const gone = (part: string) => page.route(new RegExp(`assets/${part}`), (route) => route.fulfill({ status: 404 }))
  await gone('palette')
  await page.getByRole('button', { name: 'Versand stoppen' }).waitFor()
  await page.keyboard.press('Control+k')
  const bar = page.getByRole('alert').filter({ hasText: 'Oncue wurde aktualisiert' })
  await bar.getByText('Speichern Sie vorher').waitFor()
  await page.getByRole('heading', { level: 1 }).waitFor()
  await expectNoSeriousAxe(page)
  await world.picture(page, 'updated-bar')
  await page.unrouteAll()
  await bar.getByRole('button', { name: 'Neu laden' }).click()
  await bar.waitFor({ state: 'detached' })
  await page.getByRole('heading', { level: 1 }).waitFor()
  // A page that is not there is tried once more, and then says what happened.
  await gone('live-page')
  await page.getByRole('navigation').getByRole('link', { name: 'Live-Ereignisse' }).click()
  await page.getByRole('alert').getByText('Dieser Tab ist älter als der Server').waitFor()
  await page.unrouteAll()
  await page.getByRole('button', { name: 'Neu laden' }).click()
  await page.getByRole('heading', { name: 'Live-Ereignisse', level: 1 }).waitFor()
  // A server that was updated names another console with each answer: whoever fetches no new part is told as well.
  await page.route('**/admin/v1/**', async (route) => {
    const response = await route.fetch()
    await route.fulfill({ response, headers: { ...response.headers(), 'oncue-console': 'another' } })
  })
  expect(await bar.count()).toBe(0)
  await page.getByRole('navigation').getByRole('link', { name: 'Journeys' }).click()
  await bar.waitFor()
  await page.getByRole('heading', { name: 'Journeys', level: 1 }).waitFor()
  await page.unrouteAll({ behavior: 'wait' })
  await page.close()
})

test('while the server is away a page keeps what it shows and what is typed, says so, and goes on by itself', async () => {
  const page = await world.page('/console/journeys/welcome')
  // The browser says by itself that nothing can be fetched.
  page.removeAllListeners('console')
  const purpose = page.getByLabel('What it is for')
  await purpose.waitFor()
  await page.evaluate('window.isTheSameTab = true')
  await page.context().setOffline(true)
  await purpose.fill('Typed while nobody listened')
  const bar = page.getByRole('alert').filter({ hasText: 'Leave the tab open' })
  await bar.waitFor()
  await expectNoSeriousAxe(page)
  await world.picture(page, 'away')
  await page.context().setOffline(false)
  await bar.waitFor({ state: 'detached' })
  expect(await purpose.inputValue()).toBe('Typed while nobody listened')
  const kept = async (): Promise<string> => JSON.stringify(await world.api('GET', '/definitions/file?path=journeys.yaml'))
  await expect.poll(kept).toContain('Typed while nobody listened')
  // However much is said of it, the canvas stays in sight.
  await purpose.fill('One sentence after the other. '.repeat(60))
  const about = page.locator('main header p').filter({ hasText: 'One sentence after the other.' })
  await about.waitFor()
  await expect.poll(async () => (await about.boundingBox())?.height ?? Number.POSITIVE_INFINITY).toBeLessThan(60)
  // A page that was not fetched yet comes when it can.
  await page.context().setOffline(true)
  await page.getByRole('navigation').getByRole('link', { name: 'Imports' }).click()
  await page.getByRole('main').getByText('The server does not answer').waitFor()
  // Nobody knows what a request did of which the answer was lost.
  await page.getByRole('main').getByText('Check the connection, and whether the server is running.', { exact: true }).waitFor()
  await bar.waitFor()
  await page.context().setOffline(false)
  await page.getByRole('heading', { name: 'Imports', level: 1 }).waitFor()
  expect(await page.evaluate('window.isTheSameTab')).toBe(true)
  await page.close()
})
