// Two subjects of a mail to many, tried on some first: made in the window that makes the mail, seen and decided on its page, and set up by the form of a split.

import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { differences, expectedOf, missingOf, nothingSaid, triedStep, triesBegin, triesBy } from '../../console/src/areas/journeys/mailing/variants.ts'
import { journeyTree } from '../../console/src/areas/journeys/step-tree.ts'
import { shop } from '../product/product.ts'
import { type ConsoleWorld, expectNoSeriousAxe, expectNoSidewaysScroll, openConsoleWorld } from './console-world.ts'

const people = Array.from({ length: 12 }, (_, index) => `person${index}`)
const manual = `
journey: manual
enter: [{ at: '2099-01-01 10:00', zone: Europe/Berlin, for: { segment: viewers } }]
again: never
steps:
  - id: parts
    split:
      - { variant: plain, steps: [{ id: plain-mail, send: hello }] }
      - { variant: bold, steps: [{ id: bold-mail, send: hello, subject: Look }] }
  - id: later
    split:
      - { variant: one, steps: [] }
      - { variant: two, steps: [] }
`

/** A mail in two languages. */
const two = `
template: two
subject: Hello there
html: <p>Hello. <a href="{{ unsubscribe_url }}">Unsubscribe</a> {{ workspace.address }}</p>
topic: news
locales: { de: { subject: Guten Tag, html: '<p>Guten Tag. <a href="{{ unsubscribe_url }}">Abmelden</a> {{ workspace.address }}</p>' } }
`

/** A mail that is about something else. */
const other =
  'template: other\nsubject: About your cart\nhtml: \'<p><a href="{{ unsubscribe_url }}">Unsubscribe</a> {{ workspace.address }}</p>\'\ntopic: reminders\n'

let world: ConsoleWorld
let now = 0
beforeAll(async () => {
  world = await openConsoleWorld({
    demo: true,
    files: {
      ...shop,
      'viewers.yaml': 'segment: viewers\nif: { event: Product Viewed }\n',
      'manual.yaml': manual,
      'keyed.yaml': manual.replace('journey: manual', 'journey: keyed'),
      'two.yaml': two,
      'other.yaml': other,
    },
  })
  now = ((await world.api('GET', '/workspace')) as { now: number }).now
  for (const userId of people) {
    await world.product.identify(userId, { email: `${userId}@example.com`, first_name: userId })
    await world.product.track(userId, 'Product Viewed', { product_id: 'p1' })
  }
  await world.product.settle()
})
afterAll(() => world?.close())

/** The clock of the workspace, and so of the mail; whoever reads is in Berlin. */
const zone = 'UTC'

/** What the field for a date and a time takes, as pages say it. */
function clockOf(local: string): string {
  return new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' }).format(Date.parse(`${local}Z`))
}

function dayAhead(days: number): string {
  return `${new Date(now + days * 86_400_000).toISOString().slice(0, 10)}T10:00`
}

/** Winds the clock to five minutes after that, whatever the time of day is where the test runs. */
async function windTo(local: string): Promise<void> {
  const from = ((await world.api('GET', '/workspace')) as { now: number }).now
  await world.api('POST', '/demo/clock', { forward: `${Math.ceil((Date.parse(`${local}Z`) - from) / 60_000) + 5}m` })
}

async function look(page: Page, name: string): Promise<void> {
  await expectNoSeriousAxe(page)
  await expectNoSidewaysScroll(page)
  await world.picture(page, name)
}

async function subjects(): Promise<Readonly<Record<string, number>>> {
  const counts: Record<string, number> = {}
  for (const { subject } of await world.product.mails()) {
    const kind = subject.startsWith('Hello') ? 'Hello' : subject
    counts[kind] = (counts[kind] ?? 0) + 1
  }
  return counts
}

test('two subjects are tried on some, and the others get the one that somebody chooses on the page of the mail', async () => {
  const page = await world.page('/console/journeys/new/mail', { height: 1400 })
  await page.getByLabel('Name', { exact: true }).fill('Spring')
  await page.getByLabel('Segment', { exact: true }).fill('viewers')
  await page.getByRole('option', { name: 'viewers' }).click()
  await page.getByLabel('Mail', { exact: true }).fill('hello')
  await page.getByRole('option', { name: /hello/ }).click()
  await page.getByLabel('Date and time', { exact: true }).fill(dayAhead(2))
  await page.getByRole('switch', { name: 'Try versions on some people first' }).click()
  const subjectOfB = page.getByLabel('Version B: Subject', { exact: true })
  await page.getByRole('button', { name: 'Look it over …' }).click()
  await page.getByText('Two versions are the same', { exact: false }).waitFor()
  // Only what they differ in is asked: of each version one line, and the mail's own where it says none.
  const asked = page.getByLabel(/^Version [AB]: /)
  expect(await asked.count()).toBe(2)
  expect(await page.getByLabel('Version A: Subject', { exact: true }).getAttribute('placeholder')).toBe('Hello {{ subscriber.first_name }}')
  await subjectOfB.fill('Spring is here, {{ subscriber.first_name }}')
  // What is written of something that they do not differ in after all means nothing, and is there again when they do.
  const differs = page.getByRole('group', { name: 'What the versions differ in' })
  const sender = differs.getByRole('checkbox', { name: 'Sender’s name' })
  await sender.focus()
  await page.keyboard.press('Space')
  await differs.getByText('Of versions that differ in several you learn which one did better', { exact: false }).waitFor()
  await page.getByLabel('Version B: Sender’s name', { exact: true }).fill('Nobody at all')
  await look(page, 'trial-mailing-two')
  await sender.click()
  await expect.poll(() => asked.count()).toBe(2)
  // What cannot be meant is not passed over for what was said before.
  const [share, length] = [page.getByLabel('How many go ahead'), page.getByRole('textbox', { name: 'The others wait' })]
  const isHeldBack = page.getByText('Something is missing still: see the fields above.')
  for (const [field, wrong, right] of [
    [share, ['101', '0', ''], '20'],
    [length, ['0', ''], '4'],
  ] as const) {
    for (const text of wrong) {
      await field.fill(text)
      await page.getByRole('button', { name: 'Look it over …' }).click()
      await isHeldBack.waitFor()
      expect(await page.getByRole('dialog').count()).toBe(0)
      expect(await field.getAttribute('aria-invalid')).toBe('true')
    }
    await field.fill(right)
    await field.blur()
    await isHeldBack.waitFor({ state: 'detached' })
  }
  // A fifth of twelve over two versions is one each.
  await page.getByText('each version goes to about 1 person first, and the chosen one to about 10 then.', { exact: false }).waitFor()
  await share.fill('50')
  await page.getByLabel('The winner is chosen by').selectOption('converted')
  await page.getByText('Say what counts as success, or choose by opens or clicks.').waitFor()
  await page.getByLabel('The winner is chosen by').selectOption('hand')
  // Twelve people are too few to tell anything by their numbers, and that is said before.
  await page.getByText('With fewer than 100 mails each there is too little to tell', { exact: false }).waitFor()
  await page.getByRole('combobox', { name: 'Which version is shown' }).selectOption({ label: 'Version B' })
  await page.getByText('Spring is here, person', { exact: false }).first().waitFor()
  await look(page, 'trial-mailing')
  await page.getByRole('button', { name: 'Look it over …' }).click()
  const review = page.getByRole('dialog')
  await review.getByText('50% get a version first; the others wait 4 hours.', { exact: false }).waitFor()
  await look(page, 'trial-review')
  await review.getByRole('button', { name: 'Schedule' }).click()
  await page.getByRole('heading', { name: 'Spring', exact: true }).waitFor()
  const card = page.locator('section').filter({ has: page.getByRole('heading', { name: 'Tried on 50% first' }) })
  // On the clock of the mail, as the card above it; and each version with the subject that its mail has.
  await card.getByText(`The first get it on ${clockOf(dayAhead(2))}, ${zone}.`, { exact: false }).waitFor()
  await card.getByRole('rowheader', { name: 'A Hello {{ subscriber.first_name }}', exact: true }).waitFor()
  await card.getByRole('rowheader', { name: 'B Spring is here, {{ subscriber.first_name }}', exact: true }).waitFor()
  // What the drawing says of it is not cut short.
  const drawn = page.getByText('50% go 4 hours ahead', { exact: true })
  expect(await drawn.evaluate((line) => line.scrollWidth - line.clientWidth)).toBe(0)

  await windTo(dayAhead(2))
  await expect.poll(async () => Object.values(await subjects()).reduce((sum, one) => sum + one, 0)).toBeGreaterThan(0)
  const first = await subjects()
  const ahead = (first['Hello'] ?? 0) + (await worded('Spring is here'))
  await page.reload()
  await card.getByText(`${people.length - ahead} people wait for the winner.`, { exact: false }).waitFor()
  await look(page, 'trial-running')
  const viewer = await world.page('/console/journeys/Spring', { role: 'viewer' })
  await viewer.getByRole('button', { name: 'Choose “B” now' }).waitFor()
  expect(await viewer.getByRole('button', { name: 'Choose “B” now' }).getAttribute('aria-disabled')).toBe('true')
  await viewer.close()

  // Who has to choose is reminded of it on the first page.
  await page.goto(`${world.address}/console/`)
  await page.getByText(`${people.length - ahead} people wait for one of you to choose in “Spring”`, { exact: false }).waitFor()
  await page.goto(`${world.address}/console/experiments`)
  await page.getByRole('link', { name: 'Choose one for those who wait …' }).click()
  await card.getByRole('button', { name: 'Choose “B” now' }).focus()
  await page.keyboard.press('Enter')
  const choice = page.getByRole('dialog')
  await choice.getByText(`${people.length - ahead} people wait and get it`, { exact: false }).waitFor()
  await look(page, 'trial-choose')
  await choice.getByRole('button', { name: `Send it to ${people.length - ahead} people` }).click()
  await card.getByText('“B” was chosen on', { exact: false }).waitFor()
  await card.getByText('somebody of the team chose it', { exact: false }).waitFor()
  await world.api('POST', '/demo/clock', { forward: '5m' })
  await expect.poll(async () => (await world.product.mails()).length).toBe(people.length)
  expect((await subjects())['Hello']).toBe(first['Hello'])
  await page.reload()
  await card.getByText(`${people.length - ahead} people who waited went on with “B”.`, { exact: false }).waitFor()
  await expect.poll(() => card.getByRole('button', { name: 'Choose “B” now' }).count()).toBe(0)
  await look(page, 'trial-chosen')
  // How many were sent leads to them.
  await page
    .getByRole('link', { name: String(people.length), exact: true })
    .first()
    .click()
  await page.waitForURL(/\/messages\?.*journey=Spring.*status=sent/)
  await expect.poll(() => page.getByRole('row').count()).toBe(people.length + 1)
  await page.goBack()

  expect(JSON.stringify(await world.api('GET', '/overview'))).not.toContain('"kind":"choice"')
  await page.goto(`${world.address}/console/experiments`)
  await page.getByText('the others get B').waitFor()
  await page.getByText('somebody of the team chose it', { exact: false }).waitFor()
  await look(page, 'trial-experiments')

  // What somebody writes meanwhile has not run: the versions are called what they were when it did.
  const file = (await world.api('GET', '/definitions/file?journey=Spring')) as { path: string; text: string; hash: string }
  await world.api('PUT', '/drafts', { path: file.path, text: file.text.replace('Spring is here', 'Never sent'), base: file.hash, revision: 0 })
  await page.goto(`${world.address}/console/journeys/Spring`)
  await page.getByText('Never sent', { exact: false }).first().waitFor()
  await card.getByRole('rowheader', { name: /^B .*Spring is here/ }).waitFor()
  // What ran is told of also where the draft lets people in otherwise.
  const otherwise = file.text.replace(/^enter:[\s\S]*?^(?=\w)/m, 'enter: [{ on: Signed Up }]\n')
  expect(otherwise).not.toBe(file.text)
  await world.api('PUT', '/drafts', { path: file.path, text: otherwise, base: file.hash })
  await page.reload()
  await page.getByText('Signed Up', { exact: false }).first().waitFor()
  await card.getByRole('rowheader', { name: /^B .*Spring is here/ }).waitFor()
  await world.api('POST', '/drafts/discard', { paths: [file.path] })

  // The next one begins with the same versions.
  await page.goto(`${world.address}/console/journeys/new/mail?like=Spring`)
  await expect.poll(() => subjectOfB.inputValue()).toBe('Spring is here, {{ subscriber.first_name }}')
  expect(await asked.count()).toBe(2)
  expect(await page.getByLabel('How many go ahead').inputValue()).toBe('50')
  await page.close()
})

/** Mails that begin so. */
async function worded(begin: string): Promise<number> {
  return (await world.product.mails()).filter(({ subject }) => subject.startsWith(begin)).length
}

test('a trial is set up in the outline by keyboard alone, and Escape leads back to its step', async () => {
  const page = await world.page('/console/journeys/keyed?view=outline', { height: 1400 })
  const row = page.getByRole('button', { name: /^A\/B split/ }).first()
  const focused = (): Promise<string | null> =>
    page.evaluate(`document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.labels?.[0]?.textContent ?? null`)
  const tabTo = async (wanted: string): Promise<void> => {
    for (let presses = 0; presses < 20 && !(await focused())?.startsWith(wanted); presses++) await page.keyboard.press('Tab')
    expect(await focused()).toMatch(new RegExp(`^${wanted}`))
  }
  await row.focus()
  await page.keyboard.press('Enter')
  const panel = page.getByRole('complementary', { name: 'Selected part' })
  await panel.getByRole('switch', { name: 'Try on some first' }).waitFor()
  await expect.poll(() => panel.evaluate((part) => part.contains(part.ownerDocument.activeElement))).toBe(true)
  await tabTo('Try on some first')
  await page.keyboard.press('Space')
  await panel.getByLabel('How many go ahead').waitFor()
  await tabTo('How many go ahead')
  await page.keyboard.press('Control+a')
  await page.keyboard.type('40')
  await tabTo('The winner is chosen by')
  await page.keyboard.press('End')
  await tabTo('When nobody has chosen by then')
  await page.keyboard.press('End')
  await page.keyboard.press('Escape')
  await expect.poll(() => row.evaluate((one) => one === one.ownerDocument.activeElement)).toBe(true)
  await expect
    .poll(async () => JSON.stringify(await world.api('GET', '/definitions/file?path=keyed.yaml')))
    .toMatch(/trial:[\s\S]*share: 40[\s\S]*by: hand[\s\S]*otherwise: bold/)
  await look(page, 'trial-outline')
  await page.close()
})

test('the form of a split says how many go ahead and how the winner is chosen, with what is wrong at its field', async () => {
  const page = await world.page('/console/journeys/manual?step=steps.0', { height: 1400 })
  const part = page.getByRole('region', { name: 'Try on some first' })
  await part.getByRole('switch').focus()
  await page.keyboard.press('Space')
  await expect.poll(() => part.getByLabel('How many go ahead').inputValue()).toBe('20')
  await part.getByLabel('How many go ahead').fill('95')
  await page.keyboard.press('Enter')
  await part.getByText('Write a number from 1 to 90, such as 20.').waitFor()
  await part.getByLabel('How many go ahead').fill('30')
  await page.keyboard.press('Enter')
  await part.getByLabel('The winner is chosen by').selectOption('converted')
  await part.getByText('To choose by who reached the goal, the journey needs a goal', { exact: false }).waitFor()
  await look(page, 'trial-form')
  await part.getByLabel('The winner is chosen by').selectOption('opened')
  await part.getByText('To choose by who reached the goal', { exact: false }).waitFor({ state: 'detached' })
  // A variant that gets another name keeps its part in the trial.
  expect(await part.getByLabel('When nothing tells them apart').inputValue()).toBe('plain')
  await page.getByLabel('Name', { exact: true }).first().fill('calm')
  await page.keyboard.press('Enter')
  await expect.poll(() => part.getByLabel('When nothing tells them apart').inputValue()).toBe('calm')
  await expect
    .poll(async () => JSON.stringify(await world.api('GET', '/definitions/file?path=manual.yaml')))
    .toMatch(/trial:[\s\S]*share: 30[\s\S]*by: opened[\s\S]*otherwise: calm/)

  // A variant's mail has the template's page and a subject of its own.
  await page
    .getByRole('button', { name: /hello · Look/ })
    .first()
    .click()
  const subject = page.getByLabel('Subject · optional', { exact: true })
  await expect.poll(() => subject.inputValue()).toBe('Look')
  await subject.fill('Look here')
  await page.keyboard.press('Enter')
  await page
    .getByRole('button', { name: /hello · Look here/ })
    .first()
    .waitFor()
  await page.getByText('Look here', { exact: true }).waitFor()
  await look(page, 'trial-subject')

  // Only the first step can be tried: elsewhere the switch says why not.
  await page.goto(`${world.address}/console/journeys/manual?step=steps.1`)
  await part.getByText('Only the first step of a journey can be tried on some first.', { exact: false }).waitFor()
  expect(await part.getByRole('switch').isDisabled()).toBe(true)
  await page.close()
})

test('a version of a mail in several languages has a subject in each of them, and is shown to a reader in theirs', async () => {
  await world.product.identify('person0', { locale: 'de-AT' })
  await world.product.settle()
  const page = await world.page('/console/journeys/new/mail', { height: 1400 })
  await page.getByLabel('Name', { exact: true }).fill('Languages')
  await page.getByLabel('Segment', { exact: true }).fill('viewers')
  await page.getByRole('option', { name: 'viewers' }).click()
  await page.getByLabel('Mail', { exact: true }).fill('two')
  await page.getByRole('option', { name: /two/ }).click()
  await page.getByLabel('Date and time', { exact: true }).fill(dayAhead(40))
  await page.getByRole('switch', { name: 'Try versions on some people first' }).click()
  const ofB = (what: string) => page.getByLabel(`Version B: ${what}`, { exact: true })
  for (const name of ['Preview line', 'Sender’s name', 'The mail itself']) await page.getByRole('checkbox', { name }).click()
  await ofB('Subject').fill('Only today')
  await ofB('Subject in: German').fill('Nur heute')
  await ofB('Preview line').fill('Until midnight')
  await ofB('Preview line in: German').fill('Bis Mitternacht')
  await ofB('Sender’s name').fill('Anna of the Shop')
  await page.getByRole('combobox', { name: 'Which version is shown' }).selectOption({ label: 'Version B' })
  await page.getByRole('combobox', { name: 'Shown to' }).selectOption({ label: 'As person0@example.com gets it' })
  await page.getByText('Nur heute', { exact: true }).waitFor()
  await page.getByText('Bis Mitternacht', { exact: true }).waitFor()
  await page.getByText('Anna of the Shop <', { exact: false }).waitFor()
  await look(page, 'trial-heads')
  await page.getByRole('combobox', { name: 'Shown to' }).selectOption({ label: 'As person1@example.com gets it' })
  await page.getByText('Only today', { exact: true }).waitFor()
  await page.getByRole('combobox', { name: 'Version B: The mail itself' }).fill('other')
  await page.getByRole('option', { name: /other/ }).click()
  await page.getByRole('button', { name: 'Look it over …' }).click()
  // All versions go by one topic, and it is said where a mail has another by itself.
  await page.getByRole('dialog').getByText('“other” is about “reminders” by itself.', { exact: false }).waitFor()
  expect(JSON.stringify(await world.api('GET', '/definitions/file?journey=Languages'))).toMatch(/send: other[\s\S]*topic: news/)
  await look(page, 'trial-other-topic')
  await page.getByRole('dialog').getByText('Only today · Until midnight · Anna of the Shop', { exact: false }).waitFor()
  expect(JSON.stringify(await world.api('GET', '/definitions/file?journey=Languages'))).toMatch(
    /subject: Only today[\s\S]*subjects:[\s\S]*de: Nur heute[\s\S]*preheader: Until midnight[\s\S]*de: Bis Mitternacht[\s\S]*name: Anna of the Shop/,
  )
  await page.close()
})

test('a phone shows a trial without scrolling sideways, in the dark and in other languages', async () => {
  for (const language of ['de', 'ru'] as const) {
    const page = await world.page('/console/journeys/Spring', { width: 390, height: 1600, dark: true, language })
    await page.getByRole('rowheader').first().waitFor()
    await look(page, `trial-phone-${language}`)
    await page.goto(`${world.address}/console/journeys/new/mail?like=Spring`)
    await page.getByLabel(/B: /).scrollIntoViewIfNeeded()
    await look(page, `trial-mailing-phone-${language}`)
    await page.goto(`${world.address}/console/experiments`)
    await page.getByRole('rowheader').first().waitFor()
    await look(page, `trial-experiments-phone-${language}`)
    await page.close()
  }
})

test('versions that are the same, or cannot be compared as they are, are told of before anything is kept', () => {
  const around = { template: 'hello', known: new Set(['hello', 'other']), hasGoal: false, isOwnClock: false }
  const with2 = (...variants: Partial<typeof nothingSaid>[]) => ({
    ...triesBegin,
    differs: differences,
    variants: variants.map((one) => ({ ...nothingSaid, ...one })),
  })
  expect(missingOf(with2({}, { template: 'hello', subject: ' ' }), around)).toEqual(['variants-same'])
  expect(missingOf(with2({}, { template: 'other' }), around)).toEqual([])
  expect(missingOf(with2({ preheader: 'x' }, { sender: 'Anna' }), around)).toEqual([])
  expect(missingOf(with2({}, { template: 'gone' }), around)).toEqual(['variant-template'])
  expect(missingOf({ ...with2({}, { template: 'gone', subject: 'x' }), differs: ['subject'] }, around)).toEqual([])
  expect(missingOf({ ...with2({ sender: 'A' }, { sender: 'B' }), differs: ['subject'] }, around)).toEqual(['variants-same'])
  expect(missingOf({ ...with2({}, { subject: 'x' }), by: 'converted' }, { ...around, isOwnClock: true })).toEqual(['trial-goal', 'trial-clock'])
})

test('each version goes to somebody first, and where nobody is left for the chosen one no number is said', () => {
  expect(expectedOf(triesBegin, 1000)).toEqual({ each: 100, rest: 800 })
  expect(expectedOf(triesBegin, 4)).toEqual({ each: 1, rest: 2 })
  expect([2, 1, 0].map((sent) => expectedOf(triesBegin, sent))).toEqual([undefined, undefined, undefined])
  expect(expectedOf({ ...triesBegin, share: 90 }, 3)).toEqual({ each: 1, rest: 1 })
})

test('what is tried is read back from the file as it was said', () => {
  const said = { subject: 'Now', subjects: { de: 'Jetzt' }, preheader: 'Soon', preheaders: { de: 'Bald' }, sender: 'Anna', template: 'other' }
  const tries = { ...triesBegin, otherwise: 'B', variants: [nothingSaid, said], differs: ['subject', 'preheader', 'sender', 'template'] as const }
  const step = triedStep(tries, { send: 'hello', topic: 'news' })
  expect(step).toMatchObject({
    split: [
      { steps: [{ id: 'write-a', send: 'hello', topic: 'news' }] },
      { steps: [{ send: 'other', subject: 'Now', subjects: { de: 'Jetzt' }, preheader: 'Soon', preheaders: { de: 'Bald' }, from: { name: 'Anna' } }] },
    ],
  })
  expect(triesBy(journeyTree({ steps: [step] }).steps[0])).toEqual(tries)
})
