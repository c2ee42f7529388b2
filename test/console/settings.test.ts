// The first day of a team: the first owner is made with the link of the start, somebody is let in, a key is made and revoked, people are imported with
// their mistakes, and whoever may only look cannot do more.

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Secret, TOTP } from 'otpauth'
import type { Locator } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startLabel } from '../../console/src/areas/imports/start-label.ts'
import { temporaryFolder } from '../stores/temporary-folder.ts'
import { type ConsoleWorld, expectNoSeriousAxe, expectNoSidewaysScroll, openConsoleWorld, password } from './console-world.ts'

let world: ConsoleWorld
beforeAll(async () => {
  world = await openConsoleWorld({ isFresh: true })
})
afterAll(() => world?.close())

test('whoever has the link of the start becomes the first owner and is signed in; the link is worth nothing then', async () => {
  const link = String(world.product.app.setupLink)
  const path = link.slice(world.address.length)
  const sign = await world.stranger('/console/sign-in')
  await sign.getByRole('link', { name: 'Make the first owner' }).click()
  await sign.getByLabel('Link of the start').fill('not the link')
  await sign.getByLabel('Your name').fill('eve')
  await sign.getByRole('textbox', { name: 'Password' }).fill('three odd words')
  await sign.getByRole('button', { name: 'Make me the owner' }).click()
  await sign.getByRole('alert').getByText('not the link of this start').waitFor()
  await sign.close()
  const page = await world.stranger(path)
  await page.getByRole('heading', { name: 'Welcome to Oncue' }).waitFor()
  await page.waitForURL(`${world.address}/console/welcome`)
  await expectNoSeriousAxe(page)
  await world.picture(page, 'welcome')
  await page.getByLabel('Your name').fill('ann@shop.example')
  await page.getByRole('textbox', { name: 'Password' }).fill('three odd words')
  await page.getByRole('button', { name: 'Make me the owner' }).click()
  await page.getByRole('heading', { name: 'Good to have you, ann@shop.example' }).waitFor()
  await expectNoSeriousAxe(page)
  await world.picture(page, 'welcome-next')
  await page.getByRole('link', { name: 'To the console' }).click()
  await page.getByRole('heading', { name: 'Home', level: 1 }).waitFor()
  await page.close()
  const late = await world.stranger(path)
  await late.getByRole('heading', { name: 'There is an owner already' }).waitFor()
  await late.close()
})

test('where nothing has come yet stands what to send, with the key that there is', async () => {
  const { keys } = (await world.api('GET', '/write-keys')) as {
    readonly keys: readonly { readonly name: string; readonly kind: string; readonly key: string | null }[]
  }
  const first = keys.find(({ kind }) => kind === 'browser')
  const page = await world.page('/console/live')
  await page.getByText(`-u ${first?.key}:`, { exact: false }).waitFor()
  expect(await page.getByRole('link', { name: 'Make one' }).count()).toBe(0)
  await page.close()
})

test('an owner lets somebody in, makes a key that works, and revokes it', async () => {
  const page = await world.page('/console/settings')
  await page.getByRole('link', { name: 'Team Who may sign in' }).click()
  await page.getByRole('button', { name: 'Let somebody in' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name').fill('kim')
  await dialog.getByLabel('Role').selectOption('sender')
  await expectNoSeriousAxe(page)
  await dialog.getByRole('button', { name: 'Let somebody in' }).click()
  await dialog.getByText('The password of kim').waitFor()
  await dialog.getByRole('button', { name: 'Done' }).click()
  await page.getByLabel('Role of kim').selectOption('viewer')
  await page.getByText('The role holds from now on').waitFor()
  await expectNoSeriousAxe(page)
  await world.picture(page, 'settings-team')
  await page.getByRole('link', { name: 'Keys', exact: true }).click()
  const events = page.locator('section').filter({ has: page.getByRole('heading', { name: 'Keys for events' }) })
  await events.getByRole('button', { name: 'New key' }).click()
  await dialog.getByLabel('Name').fill('till')
  await dialog.getByRole('button', { name: 'New key' }).click()
  const key = String(await dialog.locator('code').textContent())
  // To press Enter twice does not close what is shown this once, and it is copied where the page came over plain HTTP, too.
  const copy = dialog.getByRole('button', { name: 'Copy' })
  await expect.poll(() => copy.evaluate((button) => button === button.ownerDocument.activeElement)).toBe(true)
  const copied = await page.evaluateHandle<{ text?: string }>(`(() => {
    const seen = {}
    Object.defineProperty(navigator, 'clipboard', { value: undefined })
    window.addEventListener('copy', (event) => { seen.text = event.clipboardData.getData('text/plain') })
    return seen
  })()`)
  // It says so for a moment only.
  const said = dialog.getByRole('button', { name: 'Copied' }).waitFor()
  await page.keyboard.press('Enter')
  await said
  expect(await copied.evaluate(({ text }) => text)).toBe(key)
  await dialog.getByRole('button', { name: 'Done' }).click()
  const track = () =>
    fetch(`${world.address}/v1/track`, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa(`${key}:`)}`, 'content-type': 'application/json' },
      body: JSON.stringify({ userId: 'ada', event: 'Product Added', properties: { price: 5 } }),
    })
  expect((await track()).status).toBe(200)
  await world.picture(page, 'settings-keys')
  await events.getByRole('listitem').filter({ hasText: 'till' }).getByRole('button', { name: 'Revoke' }).click()
  await dialog.getByRole('button', { name: 'Revoke' }).click()
  await dialog.waitFor({ state: 'detached' })
  expect((await track()).status).toBe(401)
  const programs = page.locator('section').filter({ has: page.getByRole('heading', { name: 'Keys for programs' }) })
  await programs.getByRole('button', { name: 'New key' }).click()
  await dialog.getByLabel('Name').fill('pager')
  await dialog.getByLabel('Role').selectOption('sender')
  await dialog.getByText('Also stops, pauses and resumes').waitFor()
  await dialog.getByRole('button', { name: 'New key' }).click()
  const headers = { authorization: `Bearer ${await dialog.locator('code').textContent()}`, 'content-type': 'application/json' }
  await dialog.getByRole('button', { name: 'Done' }).click()
  await programs.getByRole('listitem').filter({ hasText: 'pager' }).getByText('Sender').waitFor()
  const ask = (path: string, body: object) =>
    fetch(`${world.address}/admin/v1/${path}`, { method: 'POST', headers, body: JSON.stringify(body) }).then(({ status }) => status)
  expect([await ask('stops', { journey: 'no-such-journey', because: 'a try' }), await ask('publish', {})]).toEqual([404, 403])
  for (const [section, name] of [
    ['Your account', 'settings-account'],
    ['Sending and domains', 'settings-sending'],
    ['Topics, rules, brand', 'settings-policy'],
    ['Privacy', 'settings-privacy'],
    ['Server', 'settings-server'],
    ['Log of changes', 'settings-audit'],
  ] as const) {
    await page.getByRole('navigation', { name: 'Sections of the settings' }).getByRole('link', { name: section }).click()
    await page.getByRole('heading', { level: 2 }).or(page.getByRole('table')).first().waitFor()
    await expectNoSeriousAxe(page)
    await world.picture(page, name)
  }
  await page.getByRole('cell', { name: 'Revoked a key for events' }).first().waitFor()
  // The line says itself whether it waits for a yes: without a word nothing would come, and nobody would know why.
  await page.goto(`${world.address}/console/developers`)
  const line = page.getByRole('region', { name: 'In pages' })
  await line.getByText('data-consent="ask"').waitFor()
  await page.getByText("['consent', true]").waitFor()
  await page.getByText('This address works on this machine alone').waitFor()
  await page.getByLabel('What visitors are asked').selectOption('Begin at once')
  await line.getByText('data-consent="given"').waitFor()
  await page.getByText("['consent', true]").waitFor({ state: 'detached' })
  // The line alone tells of pages; what else pages say stands beside it.
  await page.getByRole('region', { name: 'What a page says' }).getByText('data-oncue-event="Product Added"', { exact: false }).waitFor()
  await expectNoSeriousAxe(page)
  await page.getByRole('tab', { name: 'curl' }).click()
  await page.getByText('"email":"ada@example.com"').waitFor()
  await page.getByRole('region', { name: 'Last requests' }).getByText('Product Added').waitFor()
  // What a robot sends is not counted, and why stands there too.
  const crawled = (await world.api('POST', '/write-keys', { name: 'crawled', kind: 'browser' })) as { readonly key: string }
  const seen = await fetch(`${world.address}/v1/page`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'user-agent': 'Googlebot/2.1' },
    body: JSON.stringify({ writeKey: crawled.key, anonymousId: 'a' }),
  })
  expect(await seen.json()).toMatchObject({ robot: 'crawler' })
  await page.getByRole('cell', { name: /^Not counted: a crawler, by what its browser calls itself\./ }).waitFor()
  await world.api('DELETE', '/write-keys/crawled')
  // Whatever is pressed is large enough for a finger, and says in its name alone what pressing does.
  for (const name of ['Pause', 'TRIAL']) expect((await page.getByRole('button', { name, exact: true }).boundingBox())?.height, name).toBeGreaterThanOrEqual(24)
  await page.getByRole('button', { name: 'Pause', exact: true }).click()
  expect(await page.getByRole('button', { name: 'Go on', exact: true }).getAttribute('aria-pressed')).toBeNull()
  await page.getByRole('button', { name: 'Go on', exact: true }).click()
  await expectNoSeriousAxe(page)
  await world.picture(page, 'developers')
  await page.getByRole('link', { name: 'Admin API' }).click()
  await page.getByLabel('Search', { exact: true }).fill('createWriteKey')
  await page.getByText('Makes a key and shows it').click()
  await page.getByText('Needs the role owner.').waitFor()
  await expectNoSeriousAxe(page)
  await world.picture(page, 'developers-api')
  // Who has no hook yet is led to where one is written.
  await page.goto(`${world.address}/console/developers/hooks`)
  await page.getByRole('link', { name: "Open the workspace's file" }).click()
  await page.getByRole('tab', { name: 'As code', selected: true }).waitFor()
  await page.goto(`${world.address}/console/experiments`)
  await page.getByRole('heading', { name: 'Nothing is being tried' }).waitFor()
  // Two subjects are a trial without a goal too, by what people do with the mails; and from there one of them is chosen for everybody.
  writeFileSync(
    join(world.product.definitions, 'subjects.yaml'),
    `journey: subjects
enter: [{ on: Order Completed }]
steps:
  - id: subject
    split:
      - { variant: plain, steps: [{ send: hello }] }
      - { variant: bold, steps: [{ send: hello }] }
---
journey: measured
enter: [{ on: Never Yet }]
goal: { event: Order Completed, within: 7d }
holdout: 10
steps: [{ send: hello }]
`,
  )
  await expect.poll(async () => ((await world.api('GET', '/experiments')) as { experiments: unknown[] }).experiments.length).toBe(2)
  await page.reload()
  await page
    .getByRole('region', { name: 'Mails of subjects subject' })
    .getByRole('row', { name: /^bold 0/ })
    .waitFor()
  // Who is held out stands there before the first of them came, and of nobody nothing is said.
  const measured = page.getByRole('region', { name: 'measured' })
  await measured.getByRole('row', { name: 'with messages 0 0 — — too few to say —', exact: true }).waitFor()
  await measured.getByRole('row', { name: 'without 0 0 — — — —', exact: true }).waitFor()
  await expect.poll(() => page.getByText('Too few people so far').count()).toBe(2)
  await page.getByText('The journey has no goal').waitFor()
  await expectNoSeriousAxe(page)
  await world.picture(page, 'experiments-mails')
  await page.getByRole('link', { name: 'Choose one for everybody …' }).click()
  await page.getByRole('combobox', { name: /^Winner/ }).waitFor()
  await page.close()
})

test('an owner changes the secret of webhooks over, and sets up a second factor with its picture', async () => {
  const page = await world.page('/console/settings/keys')
  const dialog = page.getByRole('dialog')
  const signing = page.locator('section').filter({ has: page.getByRole('heading', { name: 'Signing of webhooks' }) })
  await signing.getByRole('button', { name: 'New secret' }).click()
  await dialog.getByRole('button', { name: 'New secret' }).click()
  await dialog.getByText('This is the new secret.').waitFor()
  await expectNoSeriousAxe(page)
  await dialog.getByRole('button', { name: 'Done' }).click()
  await signing.getByText('signs beside it', { exact: true }).waitFor()
  await world.picture(page, 'settings-signing')
  await signing.getByRole('button', { name: 'End the older ones now' }).click()
  await signing.getByText('signs beside it', { exact: true }).waitFor({ state: 'detached' })
  await page.goto(`${world.address}/console/settings/account`)
  await page.getByRole('button', { name: 'Set up' }).click()
  await dialog.getByLabel('Current password').fill('a guess of mine')
  await dialog.getByRole('button', { name: 'Next' }).click()
  await dialog.getByText('The password is wrong').waitFor()
  await dialog.getByText('That is not your password.').waitFor()
  await world.picture(page, 'settings-second-factor-password')
  await dialog.getByLabel('Current password').fill(password)
  await dialog.getByRole('button', { name: 'Next' }).click()
  const code = page.getByRole('img', { name: 'QR code of the secret' })
  await code.waitFor()
  await expect.poll(() => code.evaluate((it) => (it as unknown as { naturalWidth: number }).naturalWidth)).toBeGreaterThan(0)
  await expect.poll(() => page.getByLabel('Six digits of the app').evaluate((it) => it.matches(':focus'))).toBe(true)
  await expectNoSeriousAxe(page)
  await world.picture(page, 'settings-second-factor')
  const secret = (await page.locator('code').first().textContent()) ?? ''
  const app = new TOTP({ secret: Secret.fromBase32(secret.replaceAll(' ', '')) })
  await page.getByLabel('Six digits of the app').fill('000000')
  await page.getByRole('button', { name: 'Turn on' }).click()
  await page.getByText('The code is wrong').waitFor()
  await page.getByLabel('Six digits of the app').fill(app.generate())
  await page.getByRole('button', { name: 'Turn on' }).click()
  // The codes for a lost phone are shown once: to copy, or as a file.
  const file = page.getByRole('link', { name: 'Save as a file' })
  const [download] = await Promise.all([page.waitForEvent('download'), file.click()])
  const [spare = ''] = readFileSync(await download.path(), 'utf8').split('\n')
  await expectNoSeriousAxe(page)
  await world.picture(page, 'settings-spare-codes')
  // Whoever has lost the phone comes in with one of them.
  const late = await world.stranger('/console/sign-in')
  await late.getByLabel('Name').fill('owner')
  await late.getByRole('textbox', { name: 'Password' }).fill(password)
  await late.getByRole('button', { name: 'Sign in' }).click()
  await late.getByLabel('Code', { exact: true }).fill(spare)
  await late.getByRole('button', { name: 'Sign in' }).click()
  await late.getByRole('heading', { name: 'Home', level: 1 }).waitFor()
  await late.close()
  // One is gone, which the account says, and all may be made anew.
  await page.reload()
  await page.getByText('9 codes for a lost phone are left.').waitFor()
  await page.getByRole('button', { name: 'New codes' }).click()
  await dialog.getByLabel('Current password').fill(password)
  await dialog.getByRole('button', { name: 'New codes' }).click()
  await page.getByText('10 codes for a lost phone are left.').waitFor()
  await expect
    .poll(() =>
      page
        .getByRole('listitem')
        .filter({ hasText: /^[0-9a-f]{10}$/ })
        .count(),
    )
    .toBe(10)
  await expect.poll(() => page.getByText(spare).count()).toBe(0)
  await expectNoSeriousAxe(page)
  await world.picture(page, 'settings-codes-renewed')
  await page.getByRole('button', { name: 'Turn off' }).click()
  await dialog.getByLabel('Current password').fill(password)
  await dialog.getByRole('button', { name: 'Turn off' }).click()
  await page.getByRole('button', { name: 'Set up' }).waitFor()
  await page.close()
})

test('a table with mistakes is imported: mapped, tried, taken in, and what was refused is handed out', async () => {
  const file = join(temporaryFolder(), 'people.csv')
  writeFileSync(
    file,
    'id,mail,first name,orders,newsletter,blocked\n7,ann@example.com,Ann,3,yes,\n8,bob@example.com,Bob,many,no,\n9,broken,Eve,1,,\n10,dan@example.com,Dan,2,no,hard bounce\n',
  )
  const page = await world.page('/console/imports', { role: 'editor' })
  await page.getByRole('heading', { name: 'Nothing was imported yet' }).waitFor()
  await expectNoSeriousAxe(page)
  await world.picture(page, 'imports-empty')
  await page.getByRole('button', { name: 'New import' }).click()
  await page.getByLabel('File', { exact: true }).setInputFiles(file)
  await page.getByRole('button', { name: 'Upload' }).click()
  await page.getByRole('heading', { name: 'people.csv' }).waitFor()
  await page.getByLabel('What mail means').waitFor()
  await expect.poll(() => page.getByLabel('What id means').inputValue()).toBe('userId')
  await expect.poll(() => page.getByLabel('What mail means').inputValue()).toBe('email')
  await expect.poll(() => page.getByLabel('What newsletter means').inputValue()).toBe('nothing')
  await page.getByLabel('Type of orders').selectOption('number')
  await page.getByLabel('What newsletter means').selectOption('topic')
  await page.getByRole('checkbox', { name: 'Nobody in this file is to be written to' }).waitFor()
  await page.getByLabel('What blocked means').selectOption('suppressed')
  await page.getByRole('button', { name: 'Try it' }).click()
  await page.getByText('Choose the topic.').waitFor()
  // Whoever pressed it by keyboard goes on at what is missing, and stays where they are while it is tried.
  const hasFocus = (one: Locator) => one.evaluate((element) => element === element.ownerDocument.activeElement)
  await expect.poll(() => hasFocus(page.getByLabel('Topic'))).toBe(true)
  await page.getByText('Say where it comes from, in three letters or more.').waitFor()
  await page.getByLabel('Where does the list come from?').fill('suppression list of the old shop')
  await page.getByText('Say where they come from').waitFor()
  await page.getByLabel('Where do the yeses come from?').fill('newsletter form of the old shop')
  // A topic that is made here is a draft, of which the import knows nothing before it is published, which is done here as well.
  await page.getByRole('button', { name: 'New', exact: true }).click()
  const made = page.getByRole('dialog', { name: 'New topic' })
  await made.getByLabel('Name').fill('letters')
  await made.getByRole('button', { name: 'Make the topic' }).click()
  await page.getByText('“letters” is a draft and holds once it is published.').waitFor()
  await page.getByRole('button', { name: 'Try it' }).click()
  await page.getByText('there is no topic “letters” in workspace.yaml').waitFor()
  await expectNoSeriousAxe(page)
  await world.picture(page, 'import-topic-draft')
  await page.getByRole('button', { name: 'Publish it' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Publish', exact: true }).click()
  await page.getByText('“letters” is a draft').waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Try it' }).click()
  await page.getByRole('cell', { name: 'yes to letters' }).waitFor()
  await page.getByLabel('Topic').fill('news')
  await page.getByRole('button', { name: 'Try it' }).click()
  await page.getByText('3 rows are good, 1 would be refused. 1 of the good ones lacks what cannot be read.').waitFor()
  await page.getByText('Line 3: taken in without this: orders: “many” is not a number').waitFor()
  await page.getByLabel('What cannot be read').selectOption('refused')
  await page.getByRole('button', { name: 'Try it' }).click()
  await page.getByText('2 rows are good, 2 would be refused').waitFor()
  await page.getByRole('region', { name: 'What the first rows become' }).getByRole('cell', { name: 'yes to news' }).waitFor()
  await page.getByRole('cell', { name: 'suppression list of the old shop: hard bounce' }).waitFor()
  await page.getByText('Line 3: orders: “many” is not a number').waitFor()
  expect(await hasFocus(page.getByRole('button', { name: 'Try it' }))).toBe(true)
  await expectNoSeriousAxe(page)
  await world.picture(page, 'import-try')
  // What is started is what was tried.
  await page.getByLabel('List · optional').fill('old-shop')
  await page.getByRole('button', { name: 'Take in 2 rows' }).waitFor({ state: 'detached' })
  await page.getByLabel('List · optional').fill('')
  await page.getByRole('button', { name: 'Take in 2 rows' }).click()
  await page.getByRole('link', { name: 'Download what was not taken in' }).waitFor()
  await page.getByText('done', { exact: true }).waitFor()
  await expectNoSeriousAxe(page)
  await world.picture(page, 'import-done')
  const { subscribers } = (await world.api('POST', '/subscribers/find', { id: '7' })) as { subscribers: readonly unknown[] }
  expect(subscribers).toHaveLength(1)
  // Whoever is on the list is taken off it on their page.
  await page.goto(`${world.address}/console/people/10`)
  await page.getByText('import: suppression list of the old shop: hard bounce.').waitFor()
  await page.getByRole('button', { name: 'May be written to again' }).click()
  const lift = page.getByRole('dialog', { name: 'Write to dan@example.com again?' })
  await expectNoSeriousAxe(page)
  await lift.getByRole('button', { name: 'May be written to again' }).click()
  await page.getByText('dan@example.com may be written to again').waitFor()
  await page.getByText('not written to', { exact: true }).waitFor({ state: 'detached' })
  await page.close()
})

test('a dry run names the rows that share an address, in the file and with who is known, and leads to them', async () => {
  const file = join(temporaryFolder(), 'families.csv')
  writeFileSync(file, 'id,mail\n70,ann@example.com\n71,new@example.com\n72,New@Example.com\n71,new@example.com\n73,zoe@example.com\n')
  const page = await world.page('/console/imports', { role: 'editor' })
  await page.getByRole('button', { name: 'New import' }).click()
  await page.getByLabel('File', { exact: true }).setInputFiles(file)
  await page.getByRole('button', { name: 'Upload' }).click()
  await page.getByRole('heading', { name: 'families.csv' }).waitFor()
  await expect.poll(() => page.getByLabel('What mail means').inputValue()).toBe('email')
  await page.getByRole('button', { name: 'Try it' }).click()
  await page.getByText('5 rows are good, 0 would be refused').waitFor()
  const lines = async (name: string) => page.getByRole('heading', { name }).locator('xpath=following-sibling::ul/li').allInnerTexts()
  await page.getByRole('heading', { name: '2 rows have the address of an earlier one' }).waitFor()
  expect(await lines('2 rows have the address of an earlier one')).toEqual([
    'Line 4 has the address of line 3 and another id: they become two people, and both may be written to.',
    'Line 5 is the person of line 3: what the later line says holds.',
  ])
  expect(await lines('1 row with a new id has the address of somebody who is known')).toEqual([
    expect.stringMatching(/^Line 2 becomes a second person with the address, and both may be written to. It is the address of #\d+$/),
  ])
  await expectNoSeriousAxe(page)
  await world.picture(page, 'import-shared')
  const { pathname } = new URL(page.url())
  await page.getByRole('link', { name: /^#\d+$/ }).click()
  await page.getByRole('heading', { name: /^Ann/ }).waitFor()
  await page.close()
  const phone = await world.page(pathname, { role: 'editor', width: 390, dark: true, language: 'de' })
  await phone.getByRole('button', { name: 'Probieren' }).click()
  await phone.getByRole('heading', { name: '1 Zeile mit einer neuen Kennung hat die Adresse' }).waitFor()
  await expectNoSidewaysScroll(phone)
  await expectNoSeriousAxe(phone)
  await phone.getByRole('heading', { name: '1 Zeile mit einer neuen Kennung hat die Adresse' }).scrollIntoViewIfNeeded()
  await world.picture(phone, 'import-shared-phone')
  await phone.close()
})

test('the last button of an import promises no number of rows where only the first ones were tried', () => {
  const say = (key: string, values?: Readonly<Record<string, unknown>>): string => [key, values?.count].join(' ').trim()
  expect([undefined, { good: 3, isWhole: true }, { good: 50_000, isWhole: false }].map((tried) => startLabel(say, tried))).toEqual([
    'start',
    'start-rows 3',
    'start-all',
  ])
})

test('somebody who was imported is found, and erased once the word is typed', async () => {
  const page = await world.page('/console/settings/privacy')
  // Every word about consent, with where it came from.
  const [consents] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'As CSV' }).click()])
  expect(consents.suggestedFilename()).toBe('consents.csv')
  expect(readFileSync(await consents.path(), 'utf8')).toContain('newsletter form of the old shop')
  await page.getByLabel('Mail address, user id').fill('dan@example.com')
  await page.getByRole('button', { name: 'Find' }).click()
  const found = page
    .getByRole('listitem')
    .filter({ hasText: '10' })
    .filter({ has: page.getByRole('button', { name: 'Erase' }) })
  const [download] = await Promise.all([page.waitForEvent('download'), found.getByRole('link', { name: 'Hand out as a file' }).click()])
  expect(download.suggestedFilename()).toMatch(/^subscriber-\d+\.json$/)
  await found.getByRole('button', { name: 'Erase' }).click()
  const dialog = page.getByRole('dialog')
  const deed = dialog.getByRole('button', { name: 'Erase' })
  await expect.poll(() => deed.isDisabled()).toBe(true)
  await dialog.getByLabel(/Type/).fill('erase')
  await expectNoSeriousAxe(page)
  await deed.click()
  await page.getByText('was erased.').waitFor()
  expect(await world.api('POST', '/subscribers/find', { id: '10' })).toEqual({ subscribers: [] })
  await page.close()
})

test('what the check of a sending domain found is said in the language of its reader, with what to do', async () => {
  const page = await world.page('/console/settings/sending?domain=shop.example', { language: 'de' })
  await page.getByRole('button', { name: 'Schlüssel und Einträge erzeugen' }).click()
  await page.getByText('Empfänger prüfen damit, dass die Mail von Ihnen ist', { exact: false }).waitFor()
  await page.getByRole('button', { name: 'DNS prüfen' }).click()
  const found = page.getByRole('region', { name: 'shop.example' }).getByRole('list')
  await found.getByText('Übereinstimmung: DKIM und SPF sprechen für shop.example selbst').waitFor()
  await found.getByText('TLS: Noch sendet niemand').waitFor()
  await found.getByText('→ Setzen Sie mailUrl (ONCUE_MAIL_URL)').waitFor()
  expect(await found.textContent()).not.toMatch(/\b(?:set|the|nobody|mails leave)\b/)
  await expectNoSeriousAxe(page)
  await world.picture(page, 'sending-checked-de')
  await page.close()
})

test('a viewer looks, and reads why nothing can be changed; on a phone, dark and in Russian it is the same, also what was refused', async () => {
  const page = await world.page('/console/settings/team', { role: 'viewer' })
  await page.locator('button[aria-disabled=true]', { hasText: 'Let somebody in' }).waitFor()
  await expect.poll(() => page.getByLabel('Role of viewer').isDisabled()).toBe(true)
  const refused = await page.evaluate<number>(
    "fetch('/admin/v1/keys', { method: 'POST', headers: { 'x-oncue-page': '1', 'content-type': 'application/json' }, body: JSON.stringify({ name: 'mine', role: 'owner' }) }).then((it) => it.status)",
  )
  expect(refused).toBe(403)
  await page.close()
  const phone = await world.page('/console/settings/keys', { width: 390, height: 844, dark: true, language: 'ru' })
  await phone.getByRole('heading', { name: 'Ключи для событий' }).waitFor()
  await expectNoSidewaysScroll(phone)
  await expectNoSeriousAxe(phone)
  await world.picture(phone, 'settings-keys-phone-dark-ru')
  for (const [path, name] of [
    ['imports', 'imports-phone-dark-ru'],
    ['developers', 'developers-phone-dark-ru'],
    ['settings/sending', 'sending-phone-dark-ru'],
    ['settings/audit', 'audit-phone-dark-ru'],
  ]) {
    await phone.goto(`${world.address}/console/${path}`)
    await phone.getByRole('heading', { level: 1 }).waitFor()
    await expectNoSidewaysScroll(phone)
    await expectNoSeriousAxe(phone)
    await world.picture(phone, String(name))
  }
  // What a request was refused for is said in words too, field by field.
  await phone.goto(`${world.address}/console/messages?status=lost`)
  await phone.getByText('status: "lost" не подходит; возможны: waiting').waitFor()
  // Four times the size on a screen of 1280 is as much room as this.
  await phone.setViewportSize({ width: 320, height: 512 })
  await phone.goto(`${world.address}/console/settings/server`)
  await phone.getByText('ONCUE_BROWSER_EVENTS_PER_SECOND').waitFor()
  await expectNoSidewaysScroll(phone)
  await phone.close()
})
