// Topics, rules and the brand by form: each is read aloud, kept as a draft of the file with its comments, seen beside it as readers will see it, and holds
// once it is published.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FrameLocator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { usualGuard } from '../../console/src/areas/settings/usual-guard.ts'
import { usualVolumes as shownVolumes, usualWatch as shownWatch } from '../../console/src/areas/settings/usual-sending.ts'
import { writeYaml } from '../../console/src/kit/write-yaml.ts'
import { usualWatch } from '../../src/engine/policies/compile-domains.ts'
import { compileGuard } from '../../src/engine/policies/guard.ts'
import { pageWords } from '../../src/model/page-words.ts'
import { usualVolumes } from '../../src/model/sending-domain.ts'
import { hiddenByTab } from '../accessibility.ts'
import { shop } from '../product/product.ts'
import { type ConsoleWorld, expectNoSeriousAxe, expectNoSidewaysScroll, openConsoleWorld } from './console-world.ts'

const files = {
  ...shop,
  'workspace.yaml': `# Ours.
workspace: Shop
sender: { name: Shop, address: hello@shop.example }
address: Shop, 1 Market Street, London
policy: { consent: opt-out } # they said yes in the shop
topics:
  - { topic: news, description: What is new } # twice a month
  - { topic: reminders }
`,
}

let world: ConsoleWorld
beforeAll(async () => {
  world = await openConsoleWorld({ files })
})
afterAll(() => world?.close())

const frame = (page: Page, title: string): FrameLocator => page.frameLocator(`iframe[title="${title}"]:not([aria-hidden])`)

/** Runs in the page. */
const background = (it: unknown): string =>
  (globalThis as unknown as { getComputedStyle(of: unknown): { backgroundColor: string } }).getComputedStyle(it).backgroundColor

test('a rule is a form and a sentence, a topic and a color are seen at once, and all of it is one draft that keeps its comments', async () => {
  const page = await world.page('/console/settings/policy')
  await page.getByText('goes by mail to everybody who did not say no.').first().waitFor()
  await frame(page, 'Where people choose').getByText('What is new').waitFor()
  await page.getByRole('button', { name: 'New topic' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name').fill('all')
  await dialog.getByText('not “all”').waitFor()
  await dialog.getByLabel('Name').fill('tips')
  await dialog.getByLabel('What people read').fill('Tips for the garden')
  await expectNoSeriousAxe(page)
  await dialog.getByRole('button', { name: 'Make the topic' }).click()
  await frame(page, 'Where people choose').getByText('Tips for the garden').waitFor()
  await expectNoSeriousAxe(page)
  await world.picture(page, 'rules-topics')
  const tips = page.getByRole('listitem').filter({ has: page.getByText('tips', { exact: true }) })
  await tips.locator('summary').click()
  await tips.getByLabel('Language').fill('fr')
  await tips.getByLabel('What people read in it').fill('Conseils de jardin')
  await tips.getByRole('button', { name: 'Add' }).click()
  await tips.getByLabel('French (fr)').waitFor()
  await page.getByLabel('Language of the page').selectOption({ label: 'French' })
  await frame(page, 'Where people choose').getByText('Conseils de jardin').waitFor()
  await tips.getByLabel('Language').fill('french')
  await tips.getByText('This is no code of a language.').waitFor()
  await expectNoSeriousAxe(page)
  await world.picture(page, 'rules-topic-languages')
  const writtenIn = page.getByLabel('Languages you write in', { exact: true })
  for (const language of ['en', 'fr']) {
    await writtenIn.fill(language)
    await writtenIn.press('Enter')
    await page.getByRole('button', { name: `Take ${language} out` }).waitFor()
  }
  await frame(page, 'Where people choose').getByRole('option', { name: 'Français', selected: true }).waitFor({ state: 'attached' })
  await page.getByRole('tab', { name: 'Rules' }).click()
  await page.getByText('Mails go out at any hour.').waitFor()
  await page.getByLabel('Let mails wait at night').click()
  await page.getByLabel('From').fill('22:30')
  await page.getByText('No mail goes out from 22:30 to 08:00, by the clock of each person (UTC where it is not known).').waitFor()
  await page.getByRole('button', { name: 'New limit' }).click()
  await page.getByLabel('At most').fill('none')
  await page.getByText('A number from 1 to 1,000.').waitFor()
  await page.getByLabel('At most').fill('2')
  await page.getByLabel('One more', { exact: true }).selectOption('skip')
  await page.getByText('E-mail: at most 2 in any 7 days. One more is not sent.').waitFor()
  await page.getByLabel('Left out, in percent').fill('5')
  await page.getByText('5% of all people get no mail').waitFor()
  await page.getByText('when 10 times as much happens as in its busiest hour or day, from 2,000 in an hour').waitFor()
  await page.getByLabel('Times the usual').fill('1')
  await page.getByText('A number from 1.5 to 1,000.').waitFor()
  await page.getByLabel('Times the usual').fill('20')
  await page.getByLabel('In an hour, while nothing is known').fill('500')
  await page.getByText('when 20 times as much happens as in its busiest hour or day, from 500 in an hour').waitFor()
  // What stays at the top and at the bottom covers nothing that has the focus.
  await page.setViewportSize({ width: 1280, height: 600 })
  await page.getByRole('tab', { name: 'Rules' }).focus()
  expect(await hiddenByTab(page)).toEqual([])
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.getByLabel('Journeys are').selectOption('off')
  await page.getByText('No journey is paused by itself').waitFor()
  await page.getByLabel('Journeys are').selectOption('')
  await page.getByLabel('Complaints, in percent').fill('0.2')
  await expectNoSeriousAxe(page)
  await world.picture(page, 'rules-rules')
  await page.getByRole('tab', { name: 'Brand and sender' }).click()
  const mail = frame(page, 'The mail, light')
  await mail.getByText('Shop, 1 Market Street, London').waitFor()
  await page.getByLabel('Buttons, Light', { exact: true }).fill('#aa3300')
  await expect.poll(() => mail.locator('a.button').evaluate(background)).toBe('rgb(170, 51, 0)')
  await page.getByLabel('Which mail').selectOption('hello')
  await mail.getByText('Unsubscribe').waitFor()
  await expectNoSeriousAxe(page)
  await world.picture(page, 'rules-brand')
  await page.getByText('Kept as a draft').waitFor()
  await page.getByRole('tab', { name: 'As code' }).click()
  await page.getByText('# twice a month').waitFor()
  await page.getByRole('button', { name: 'Publish …' }).click()
  await expectNoSeriousAxe(page)
  await world.picture(page, 'rules-publish')
  await dialog.getByRole('button', { name: 'Publish', exact: true }).click()
  await page.getByText('workspace.yaml is in force as written.').waitFor()
  expect(readFileSync(join(world.product.definitions, 'workspace.yaml'), 'utf8')).toBe(`# Ours.
workspace: Shop
sender: { name: Shop, address: hello@shop.example }
address: Shop, 1 Market Street, London
policy: { consent: opt-out, quietHours: { from: 22:30, to: 08:00 }, caps: [ { max: 2, within: 7d, then: skip } ], holdout: 5 } # they said yes in the shop
topics:
  - { topic: news, description: What is new } # twice a month
  - { topic: reminders }
  - { topic: tips, description: Tips for the garden, locales: { fr: { description: Conseils de jardin } } }
languages:
  - en
  - fr
guard:
  complaints: 0.2
brand:
  colors:
    accent: "#aa3300"
`)
  await page.close()
})

test('a topic is made where one is chosen, and is published together with the mail that names it', async () => {
  const page = await world.page('/console/templates/hello?tab=settings', { role: 'editor' })
  await page.getByRole('button', { name: 'New', exact: true }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name').fill('events')
  await dialog.getByRole('button', { name: 'Make the topic' }).click()
  await page.getByText('The topic is in the draft of the workspace').waitFor()
  await page.getByText('Draft kept').waitFor()
  await page.getByRole('button', { name: 'Publish', exact: false }).click()
  await dialog.getByText('workspace.yaml', { exact: true }).waitFor()
  await dialog.getByRole('button', { name: 'Publish', exact: true }).click()
  await page.getByText('hello is in force as written.').waitFor()
  expect(await world.api('GET', '/schema/names')).toMatchObject({ topics: [{ name: 'events' }, {}, {}, {}] })
  await page.close()
})

test('a new domain, links, alerts, the archive and the events of the cart are forms too, each read aloud, and the file says who published it', async () => {
  const page = await world.page('/console/settings/policy?part=delivery', { role: 'editor' })
  await page.getByText('Nothing is said about a domain').waitFor()
  await page.getByRole('button', { name: 'Add the domain' }).click()
  await page.getByRole('heading', { name: 'shop.example' }).waitFor()
  await page.getByText('Slowed when, within 1 day, 0.1% complain or 2% come back. Stopped at 0.3% complaints or 5% returned mails.').waitFor()
  await page.getByLabel('Complaints that stop, in percent').fill('0.2')
  await page.getByText('Stopped at 0.2% complaints').waitFor()
  await page.getByLabel('Warm it up').click()
  await page.getByLabel('First day').fill('2026-12-01')
  await page.getByText('From Dec 1, 2026 on: 50 mails on the first day, more every day, 100,000 on day 21.').waitFor()
  await page.getByLabel('Mails a day').fill('50, many')
  await page.getByText('Whole numbers with commas').waitFor()
  await page.getByLabel('Mails a day').fill('50, 100 200')
  await page.getByText('200 on day 3').waitFor()
  await page.getByLabel('Add UTM parameters to links').click()
  await page.getByText('utm_source=Shop&utm_medium=email&utm_campaign=abandoned-cart').waitFor()
  await page.getByLabel('Medium', { exact: true }).fill('mail')
  await page.getByLabel('Medium', { exact: true }).fill('')
  await page.getByLabel('Source', { exact: true }).fill('letter')
  await page.getByText('utm_source=letter&utm_medium=email').waitFor()
  const addresses = page.getByLabel('Addresses of the team', { exact: true })
  await addresses.fill('ops@')
  await addresses.press('Enter')
  await page.getByText('Write an address such as hello@shop.example.').waitFor()
  await addresses.fill('ops@shop.example')
  await addresses.press('Enter')
  await page.getByRole('button', { name: 'Take ops@shop.example out' }).waitFor()
  await expectNoSeriousAxe(page)
  await world.picture(page, 'rules-delivery')
  await page.getByRole('tab', { name: 'Keeping and events' }).click()
  await page.getByLabel('What is kept').selectOption('without-body')
  await page.getByLabel('Advertising is kept for', { exact: true }).fill('90')
  await page.getByText('Advertising goes after 90 days, what people must get after 365 days.').waitFor()
  const bought = page.getByLabel('Bought', { exact: true })
  await bought.fill('Purchase')
  await page.getByRole('button', { name: 'Add', exact: true }).last().click()
  await page.getByText('“Purchase” buys it.').waitFor()
  await page.getByLabel('A visit ends after', { exact: true }).fill('45')
  await page.getByText('A visit is over after 45 minutes without an event.').waitFor()
  await expectNoSeriousAxe(page)
  await world.picture(page, 'rules-keeping')
  await page.getByText('Kept as a draft').waitFor()
  await page.getByRole('button', { name: 'Publish …' }).click()
  const publish = page.getByRole('dialog').getByRole('button', { name: 'Publish', exact: true })
  await expect.poll(() => publish.isEnabled()).toBe(true)
  // The file is answered after the list of files: what the bar below the form says must not depend on which of the two comes first.
  const listed = page.waitForResponse((response) => response.url().endsWith('/admin/v1/definitions'))
  await page.route(/definitions\/file/, async (route) => {
    await listed
    await route.continue()
  })
  await publish.click()
  await page.getByText('workspace.yaml is in force as written.').waitFor()
  expect(readFileSync(join(world.product.definitions, 'workspace.yaml'), 'utf8')).toContain(`domains:
  - domain: shop.example
    watch:
      complaints:
        stop: 0.2
    warmUp:
      from: 2026-12-01
      volumes:
        - 50
        - 100
        - 200
utm: { source: letter }
alerts:
  mail:
    - ops@shop.example
archive:
  keep: without-body
  advertising: 90d
events:
  ordered: Purchase
sessionGap: 45m
`)
  expect(await world.api('GET', '/alerts')).toMatchObject({ tells: { webhook: false, mail: 1 } })
  await page.getByRole('status').getByText('As published').waitFor()
  await page.getByText('Published by editor').waitFor()
  await page.close()
})

test('what the forms say of sending domains where nothing is written is what the server does', () => {
  expect(shownVolumes).toEqual(usualVolumes)
  expect(usualWatch).toMatchObject({ complaints: shownWatch.complaints, bounces: shownWatch.bounces, withinText: shownWatch.within })
})

test('pages for readers are put into another language by form, each sentence below ours, and are seen as they will be', async () => {
  const page = await world.page('/console/settings/policy?part=pages')
  const shown = frame(page, 'Unsubscribe: it asks')
  const sentences = Object.keys(pageWords).length
  await shown.getByText('Stop “What is new”?').waitFor()
  await page.getByLabel('Another language').fill('he')
  await page.getByLabel('Another language').press('Enter')
  await page
    .getByText(`0 of ${sentences} sentences are said in Hebrew; the others are in English. It is written from right to left`, { exact: false })
    .waitFor()
  // In the order in which they stand on the page, called what they say by themselves.
  await page.getByLabel('Unsubscribe', { exact: true }).last().fill('הסרה מהרשימה')
  const question = page.getByLabel('Stop “{topic}”?', { exact: true })
  expect(await question.getAttribute('dir')).toBe('rtl')
  await question.fill('להפסיק את {them}?')
  await page.getByText('Only {topic} can be filled in here.').waitFor()
  await question.fill('להפסיק את {topic}?')
  await page.getByText('Only {topic} can be filled in here.').waitFor({ state: 'detached' })
  await shown.getByRole('button', { name: 'הסרה מהרשימה' }).waitFor()
  await shown.getByText('להפסיק את', { exact: false }).waitFor()
  await page.getByText(`2 of ${sentences} sentences are said in Hebrew`, { exact: false }).waitFor()
  await expectNoSeriousAxe(page)
  await world.picture(page, 'rules-pages')
  await expect.poll(async () => JSON.stringify(await world.api('GET', '/definitions/file?path=workspace.yaml'))).toMatch(/pages:[^}]*he:[^}]*unsubscribe: /)
  // What is left empty is as we say it, and a language of ours begins with all of it.
  await page.getByRole('tabpanel').getByLabel('Language', { exact: true }).selectOption({ label: 'German' })
  await page.getByLabel('Page', { exact: true }).selectOption({ label: 'Choose what comes' })
  expect(await page.getByLabel('Save', { exact: true }).getAttribute('placeholder')).toBe('Speichern')
  for (const [of, sentence] of [
    ['Choose what comes', 'Was dürfen wir Ihnen schicken?'],
    ['Unsubscribed, and back again', 'Sie sind abgemeldet'],
    ['Confirm the address', 'Noch ein Klick'],
    ['What did not work', 'Dieser Link funktioniert nicht'],
  ] as const) {
    await page.getByLabel('Page', { exact: true }).selectOption({ label: of })
    await frame(page, of).getByText(sentence).waitFor()
  }
  await page.getByRole('tabpanel').getByLabel('Language', { exact: true }).selectOption({ label: 'Hebrew' })
  await page.getByRole('button', { name: 'Take Hebrew away' }).click()
  await expect.poll(async () => JSON.stringify(await world.api('GET', '/definitions/file?path=workspace.yaml'))).not.toContain('pages:')
  const phone = await world.page('/console/settings/policy?part=pages&language=ar', { width: 390, height: 844, dark: true, language: 'ru' })
  await phone.getByText('На нём пишут справа налево', { exact: false }).waitFor()
  await expectNoSidewaysScroll(phone)
  await expectNoSeriousAxe(phone)
  await world.picture(phone, 'rules-pages-phone-ru')
  await phone.close()
  const viewer = await world.page('/console/settings/policy?part=pages', { role: 'viewer', language: 'de' })
  await expect.poll(() => viewer.getByLabel('Abmelden', { exact: true }).first().getAttribute('readonly')).not.toBeNull()
  await world.picture(viewer, 'rules-pages-de')
  await viewer.close()
  await page.close()
})

test('a viewer reads the rules and changes none; on a phone, in the dark, in German and Russian they fit', async () => {
  const viewer = await world.page('/console/settings/policy?part=rules', { role: 'viewer', width: 390, height: 844, dark: true, language: 'de' })
  await viewer.getByText('Von 22:30 bis 08:00 geht keine Mail hinaus,').waitFor()
  await expect.poll(() => viewer.getByLabel('Nachts warten', { exact: false }).or(viewer.getByRole('switch')).first().isDisabled()).toBe(true)
  await expectNoSidewaysScroll(viewer)
  await expectNoSeriousAxe(viewer)
  await world.picture(viewer, 'rules-rules-phone-dark-de')
  await viewer.close()
  const phone = await world.page('/console/settings/policy?part=brand', { width: 390, height: 844, language: 'ru' })
  await frame(phone, 'Письмо, тёмная тема').getByText('Ваша корзина ждёт').waitFor()
  await expectNoSidewaysScroll(phone)
  await expectNoSeriousAxe(phone)
  await world.picture(phone, 'rules-brand-phone-ru')
  await phone.goto(`${world.address}/console/settings/policy`)
  await frame(phone, 'Где люди выбирают').getByText('Tips for the garden').waitFor()
  await expectNoSidewaysScroll(phone)
  await world.picture(phone, 'rules-topics-phone-ru')
  await phone.goto(`${world.address}/console/settings/policy?part=delivery`)
  await phone.getByText('С 1 дек. 2026 г.: 50 писем в первый день').waitFor()
  await expectNoSidewaysScroll(phone)
  await expectNoSeriousAxe(phone)
  await world.picture(phone, 'rules-delivery-phone-ru')
  await phone.close()
})

test('rules in which nobody works follow a draft that is changed elsewhere, and where something was changed it is asked first and nothing is overwritten', async () => {
  type File = { readonly text: string; readonly drafted: { readonly text: string } | null; readonly draft: { readonly revision: number } | null }
  const now = async (): Promise<File> => (await world.api('GET', '/definitions/file?path=workspace.yaml')) as File
  const saying = async (): Promise<string> => {
    const { text, drafted } = await now()
    return drafted?.text ?? text
  }
  const write = async (holdout: number): Promise<void> => {
    const text = (await saying()).replace(/holdout: \d+/, `holdout: ${holdout}`)
    await world.api('PUT', '/drafts', { path: 'workspace.yaml', text, revision: (await now()).draft?.revision ?? 0 })
  }
  await write(6)
  const page = await world.page('/console/settings/policy?part=rules')
  await page.getByText('6% of all people get no mail').waitFor()
  await write(7)
  await page.getByText('7% of all people get no mail').waitFor()
  const shown = page.getByRole('status').filter({ hasText: 'has just changed this elsewhere' })
  await shown.waitFor()
  await page.getByLabel('Left out, in percent').fill('8')
  await page.getByText('8% of all people get no mail').waitFor()
  await shown.waitFor({ state: 'detached' })
  await expect.poll(saying).toContain('holdout: 8')
  await write(9)
  const note = page.getByRole('status').filter({ hasText: 'has changed this draft elsewhere since.' })
  await note.waitFor()
  expect(await page.getByText('8% of all people get no mail').count()).toBe(1)
  await expectNoSeriousAxe(page)
  await world.picture(page, 'rules-elsewhere')
  // Whoever goes on is asked, and nothing of theirs is overwritten meanwhile.
  await page.getByLabel('Left out, in percent').fill('4')
  await page.getByRole('button', { name: 'Keep mine' }).waitFor()
  expect(await saying()).toContain('holdout: 9')
  await page.getByRole('button', { name: 'Take theirs' }).click()
  await page.getByText('9% of all people get no mail').waitFor()
  // What was taken is what the next change goes on from.
  await page.getByLabel('Left out, in percent').fill('3')
  await expect.poll(saying).toContain('holdout: 3')
  await write(2)
  await note.getByRole('button', { name: 'Take what is there now' }).click()
  await page.getByText('2% of all people get no mail').waitFor()
  await note.waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Throw the draft away' }).click()
  await page.getByText('5% of all people get no mail').waitFor()
  expect(await shown.count()).toBe(0)
  await page.close()
})

test('a value is put into a file below a key with nothing behind it, into lists as their neighbors are, and not at all where it cannot', () => {
  expect(writeYaml('workspace: a\npolicy:\n', { index: 0, path: ['policy', 'holdout'] }, 5)).toBe('workspace: a\npolicy:\n  holdout: 5\n')
  expect(writeYaml('a:\n  - { b: 1 }\n', { index: 0, path: ['a', 1] }, { b: 2 })).toBe('a:\n  - { b: 1 }\n  - { b: 2 }\n')
  expect(writeYaml('a:\n  b: [ { c: 1 } ]\nd: 1\n', { index: 0, path: ['a', 'b', 0] }, undefined)).toBe('d: 1\n')
  expect(writeYaml('a: word\n', { index: 0, path: ['a', 'b'] }, 5)).toBeUndefined()
  expect(writeYaml('a: [\n', { index: 0, path: ['b'] }, 5)).toBeUndefined()
})

test('what the guard goes by where nothing is said is what the engine takes', () => {
  const { unknown, lateMs, ...others } = compileGuard(undefined, undefined) as NonNullable<ReturnType<typeof compileGuard>>
  expect({ ...others, ...unknown }).toEqual(usualGuard)
  expect(lateMs).toBe(6 * 3_600_000)
})
