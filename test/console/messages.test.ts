// Messages and events in the console: what was sent and what was not, the mail itself, an event as it arrives, and one that was refused and is mended.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { shop, writeFiles, writeKey } from '../product/product.ts'
import { type ConsoleWorld, expectNoSeriousAxe, expectNoSidewaysScroll, openConsoleWorld, readersZone } from './console-world.ts'

const hooks = `
hooks:
  - hook: automation
    description: What our automation tells
    signature: { token: X-Token }
    take:
      - { if: { what: [demo, trial] }, event: Demo Requested, email: person.mail, properties: { seats: seats, rooms: { each: rooms, as: { name: title } } } }
      - { if: { what: plan }, userId: user, traits: { plan: plan } }
  - { hook: quiet, signature: shopify, take: [{ userId: id, event: Called }] }
`
const caps = 'consent: opt-out, caps: [{ topic: reminders, max: 1, within: 7d, then: defer }]'
const files = {
  ...shop,
  'workspace.yaml': shop['workspace.yaml'].replace('consent: opt-out', caps) + hooks,
  'nudge.yaml': 'journey: nudge\nenter: [{ on: Nudge Due }]\nagain: always\nsteps: [{ id: nudge, send: reminder, if: { attribute: away, exists: false } }]\n',
}
const token = 'token-of-the-automation'

let world: ConsoleWorld
beforeAll(async () => {
  world = await openConsoleWorld({ files, hooks: [`automation=${token}`] })
  const { product } = world
  for (const userId of ['ann', 'ben']) await product.identify(userId, { email: `${userId}@mail.example`, first_name: userId })
  await world.api('POST', '/subscribers/ben/topics', { topic: 'news', subscribed: false, because: 'said so on the telephone' })
  for (const userId of ['ann', 'ben']) await product.track(userId, 'Signed Up')
  await product.settle()
})
afterAll(() => world?.close())

test('a message that waits is among the numbers of its journey, and says until when in the list and on its own page', async () => {
  for (const at of ['first', 'second']) await world.product.track('ann', 'Nudge Due', { cart_id: at })
  await world.product.settle()
  const page = await world.page('/console/journeys/nudge?tab=results')
  const steps = page.getByRole('region', { name: 'Step by step' })
  await steps.getByRole('columnheader', { name: 'Waiting to go out' }).waitFor()
  // Two came to the step, nobody stands there, one message waits and one was sent.
  const [waits, sent] = [0, 1].map((index) =>
    steps
      .getByRole('row', { name: /^E-mail reminder nudge 2 0 1 1 / })
      .getByRole('link', { name: '1', exact: true })
      .nth(index),
  )
  // What was sent leads to what was sent by this step within these days, which the list says and lets go of.
  await sent?.click()
  await page.getByRole('row', { name: / nudge ann@mail\.example sent/ }).waitFor()
  expect(await page.getByRole('row').count()).toBe(2)
  await page.getByRole('button', { name: 'Filters, 3 set' }).click()
  await expect.poll(() => page.getByLabel('Step').locator('option:checked').textContent()).toBe('E-mail reminder · nudge')
  await page.getByLabel('Happened since').waitFor()
  await page.getByLabel('Status').selectOption('waiting')
  await page.getByText('Nothing fits').waitFor()
  await expectNoSeriousAxe(page)
  await page.getByLabel('Happened since').fill('')
  await page.getByRole('row', { name: /^reminder nudge ann waiting/ }).waitFor()
  await world.picture(page, 'messages-by-step')
  await page.goto(`${world.address}/console/journeys/nudge?tab=results`)
  await waits?.click()
  await page.waitForURL(/\/messages\?.*status=waiting/)
  const row = page.getByRole('row', { name: /^reminder nudge ann waiting until \w+ \d+, \d{4}.*: at most 1 on “reminders” by e-mail within 7 days/ })
  await row.getByRole('link', { name: 'reminder', exact: true }).click()
  await page.getByText(/It is asked again on \w+ \d+, \d{4}.* whether it may go\./).waitFor()
  await world.picture(page, 'message-waits')
  // Whoever is about to raise the limit reads how much that lets go.
  const drafted = files['workspace.yaml'].replace('max: 1', 'max: 2')
  await world.api('PUT', '/drafts', { path: 'workspace.yaml', text: drafted })
  const rules = await world.page('/console/settings/policy')
  await rules.getByRole('button', { name: 'Publish …' }).click()
  await rules.getByRole('dialog').getByText('1 message is waiting for room or for the end of quiet hours.').waitFor()
  await expectNoSeriousAxe(rules)
  await world.picture(rules, 'publish-limit-raised')
  await rules.close()
  await world.api('POST', '/drafts/discard', { paths: ['workspace.yaml'] })
  // A limit that is raised lets go what waits for it, but what its own step is against just then: that waits for its instant.
  await world.product.identify('ann', { away: true })
  writeFiles(world.product.definitions, { 'workspace.yaml': files['workspace.yaml'].replace('max: 1', 'max: 9') })
  await world.api('POST', '/publish', {})
  await world.api('GET', '/publish?wait=60')
  await world.product.settle()
  await world.product.identify('ann', { away: null })
  await page.goto(`${world.address}/console/people/ann/why?journey=nudge`)
  const held = page.getByRole('listitem').filter({ hasText: /Nothing is against it any more\. It waits until \w+ \d+, \d{4}.* all the same/ })
  await held.getByText('has to wait', { exact: true }).waitFor()
  await expectNoSeriousAxe(page)
  await world.picture(page, 'message-put-off')
  await page.close()
})

test('every message is found by its filters, also one that was not sent, and is opened as it was sent', async () => {
  const page = await world.page('/console/messages')
  await page.getByRole('link', { name: 'Hello ann' }).waitFor()
  // What a message is known by has the most room.
  const widthOf = async (name: string) => (await page.getByRole('columnheader', { name }).boundingBox())?.width ?? 0
  expect(await widthOf('Subject')).toBeGreaterThan((await widthOf('To')) * 1.5)
  // The journey stands below the subject, and what an address needs is what it has.
  await page.getByRole('cell', { name: 'Hello ann welcome' }).waitFor()
  await expectNoSeriousAxe(page)
  await world.picture(page, 'messages')
  await page.getByRole('button', { name: 'Filters' }).click()
  await page.getByRole('combobox', { name: 'Why not sent' }).selectOption('unsubscribed')
  await page.getByRole('link', { name: 'Hello ann' }).waitFor({ state: 'detached' })
  await page.getByText('unsubscribed: the person said no to “news”').waitFor()
  await page.waitForURL(/[?&]reason=unsubscribed/)
  await page.getByRole('link', { name: 'hello', exact: true }).click()
  await page.getByText('There is no message').waitFor()
  await page.goBack()
  await page.getByRole('main').getByRole('button', { name: 'Clear filters' }).first().click()
  // Up to the very day on which it was sent, where the reader is.
  const [sent] = (await world.product.deliveries()).filter(({ status }) => status === 'sent')
  const date = new Intl.DateTimeFormat('sv', { timeZone: readersZone }).format(sent?.decidedAt)
  await page.getByRole('button', { name: 'Filters' }).click()
  await page.getByLabel('Decided until').fill(date)
  await page.waitForURL(/[?&]until=/)
  await page.getByLabel('Decided from').fill(date)
  await page.waitForURL(/[?&]from=/)
  await page.getByRole('link', { name: 'Hello ann' }).waitFor()
  await page.getByRole('button', { name: 'Clear filters' }).first().click()
  const refused = page.getByText('unsubscribed: the person said no to “news”')
  await refused.waitFor()
  await page.getByRole('searchbox', { name: 'Subject' }).fill('ann')
  // The list is that of the word once what has no such subject is gone; before, a row may be drawn anew under the pointer.
  await refused.waitFor({ state: 'detached' })
  await page.getByRole('link', { name: 'Hello ann' }).click()
  await page.getByRole('heading', { name: 'Hello ann', level: 1 }).waitFor()
  await page.frameLocator('iframe').getByText('Hello ann.').waitFor()
  await expectNoSeriousAxe(page)
  await world.picture(page, 'message')
  await page.getByRole('tab', { name: 'Headers' }).click()
  await page.getByText('List-Unsubscribe', { exact: true }).waitFor()
  await page.getByRole('tab', { name: 'Source' }).click()
  await page.getByRole('region', { name: 'Source' }).getByText('Subject: Hello ann').waitFor()
  await page.getByRole('button', { name: 'Send again' }).click()
  const dialog = page.getByRole('dialog', { name: 'Send again' })
  await dialog.getByText('would be sent at once').waitFor()
  await dialog.getByLabel('Why?').fill('asked for it on the telephone')
  await expectNoSeriousAxe(page)
  await world.picture(page, 'resend')
  await dialog.getByLabel('Why?').press('Enter')
  await page.getByText('resend · version 0').waitFor()
  await page.getByRole('link', { name: 'ann@mail.example' }).click()
  await page.getByRole('heading', { name: 'Timeline' }).waitFor()
  await page.close()
})

test('the mailbox is shown inside the console, with a mail opened in it; on a phone it fits', async () => {
  const page = await world.page('/console/')
  await page.getByRole('link', { name: 'Mailbox' }).click()
  const mailbox = page.frameLocator('iframe[title="Mailbox"]')
  await mailbox.getByText('Hello ann').first().click()
  await mailbox.frameLocator('iframe').getByText('Hello ann.').waitFor()
  await expectNoSeriousAxe(page)
  await world.picture(page, 'mailbox')
  await page.close()
  const phone = await world.page('/console/mailbox', { width: 390, height: 844, dark: true, language: 'de' })
  await phone
    .frameLocator('iframe[title="Postfach"]')
    .getByRole('link', { name: /Hello ann/ })
    .first()
    .waitFor()
  await expectNoSidewaysScroll(phone)
  await expectNoSeriousAxe(phone)
  await world.picture(phone, 'mailbox-phone-dark-de')
  await phone.close()
})

test('an event is on screen a moment after it arrives, with what it matched; a refused one is mended and taken in', async () => {
  const { product } = world
  const page = await world.page('/console/live?event=Came')
  await page.getByText('listening').waitFor()
  await page.getByText('Waiting for the first event').waitFor()
  await expectNoSeriousAxe(page)
  await world.picture(page, 'live-waiting')
  await product.track('ann', 'Came By', { page: 'home' })
  await page.getByRole('button', { name: /Came By ann entered greeting/ }).waitFor()
  await page.getByRole('button', { name: /Came By/ }).click()
  await page.getByRole('complementary', { name: 'The event you opened' }).getByRole('link', { name: 'greeting' }).first().waitFor()
  await page.getByRole('region', { name: 'What it carried' }).getByText('"page": "home"').waitFor()
  await expectNoSeriousAxe(page)
  await world.picture(page, 'live')
  await page.getByRole('combobox', { name: 'Event' }).fill('')
  await page.keyboard.press('Escape')
  // The list stands still under the pointer.
  await page.getByRole('heading', { level: 1 }).hover()
  await product.post('/v1/track', { userId: 'ann', properties: { plan: 'gold' } }, { authorization: `Basic ${btoa(`${writeKey}:`)}` })
  await page.getByRole('button', { name: /event is missing/ }).click()
  await page.getByRole('link', { name: 'Mend it' }).click()
  const dialog = page.getByRole('dialog', { name: 'Mend and send again' })
  await dialog.getByRole('button', { name: 'Send again' }).click()
  await dialog.getByText('It is still refused').waitFor()
  await expectNoSeriousAxe(page)
  await world.picture(page, 'mend')
  await dialog.getByRole('textbox').fill('{"type":"track","event":"Mended","userId":"ann"}')
  await dialog.getByRole('button', { name: 'Send again' }).click()
  await page.getByText('Nothing was refused').waitFor()
  expect(await product.trace('ann', 'u')).toContain('Mended')
  expect(await world.api('GET', '/sources')).toMatchObject({ sources: [{ name: 'key 1', kind: 'server', refused: 1, lastSeenAt: expect.any(Number) }] })
  await page.close()
})

test('a hook says how it stands, what it may write and what its calls came to, and a call is tried before anybody calls', async () => {
  const { product } = world
  const page = await world.page('/console/developers')
  await page.getByRole('link', { name: 'Hooks' }).click()
  await page.getByRole('row', { name: /quiet .*without a secret/ }).waitFor()
  await page.getByRole('row', { name: /automation .*waits for a call.*Demo Requested, attributes only/ }).waitFor()
  await expectNoSeriousAxe(page)
  await world.picture(page, 'hooks')
  await page.getByRole('link', { name: 'automation' }).click()
  await page.getByText('A call proves itself by carrying the secret in the header X-Token.').waitFor()
  await page.getByText('what = demo | trial').waitFor()
  await page.getByRole('heading', { name: 'Nobody has called since the start' }).waitFor()
  const result = page.getByRole('region', { name: 'What it would become' })
  await page.getByRole('button', { name: 'Try it' }).click()
  await result.getByText('Entry 1 fits.').waitFor()
  await result.getByText('The person is whoever has the address ada@example.com.').waitFor()
  await expectNoSeriousAxe(page)
  await world.picture(page, 'hook')
  const body = page.getByRole('textbox', { name: 'Body of the call' })
  await body.fill('{ "what": "trial", "person": { "mail": "nobody" } }')
  await page.getByRole('button', { name: 'Try it' }).click()
  await result.getByText('Nothing stands at seats, rooms.').waitFor()
  await result.getByText('It would be refused: traits.email is not one mail address').first().waitFor()
  await body.fill('{ "what": "else" }')
  await page.getByRole('button', { name: 'Try it' }).click()
  await result.getByText('No entry fits').waitFor()
  await page.getByRole('combobox', { name: 'Example of' }).selectOption('Entry 2')
  await page.getByRole('button', { name: 'Try it' }).click()
  await result.getByText('Entry 2 fits.').waitFor()
  const call = (body: Parameters<typeof product.post>[1], presented: string): Promise<Response> =>
    product.post('/v1/hooks/automation', body, { 'x-token': presented })
  expect((await call({ what: 'demo', person: { mail: 'ann@mail.example' }, seats: 4 }, 'another token')).status).toBe(401)
  for (const one of [{ what: 'demo', person: { mail: 'ann@mail.example' }, seats: 4 }, { what: 'else' }, { what: 'demo' }])
    expect((await call(one, token)).status).toBe(200)
  const calls = page.getByRole('region', { name: 'Last calls' })
  for (const text of ['2 taken in: Identified, Demo Requested', 'the token is another one', 'No entry fitted: nothing changed.', 'nobody knows whose it is'])
    await calls.getByText(text).waitFor()
  await page.getByText('last one refused').waitFor()
  await page.getByRole('link', { name: 'Refused events of this hook' }).click()
  await page.getByRole('cell', { name: 'hook automation' }).waitFor()
  await page.close()
  for (const language of ['de', 'ru'] as const) {
    const phone = await world.page('/console/developers/hooks/automation', { width: 390, height: 844, dark: language === 'de', language })
    await phone.getByText(language === 'de' ? 'das Token ist ein anderes' : 'токен другой').waitFor()
    await expectNoSidewaysScroll(phone)
    await expectNoSeriousAxe(phone)
    await world.picture(phone, `hook-phone-${language}`)
    await phone.close()
  }
})

const asksFor = {
  de: {
    look: 'Ansehen, für wen sie ist',
    send: 'An 1 Person senden',
    twice: 'bekäme sie zweimal',
    why: 'Warum',
    correction: 'Berichtigung',
    cancel: 'Abbrechen',
    failed: 'Der Zeitraum endet, bevor er beginnt',
    again: 'Noch einmal beginnen',
    changeFirst: 'Erst etwas ändern',
    begin: 'Backtest beginnen',
    mistakes: 'Im Ordner der Definitionen stehen Fehler',
    mistake: 'Die Liste braucht mindestens einen Eintrag',
  },
  ru: {
    look: 'Посмотреть, кому оно',
    send: 'Отправить 1 человеку',
    twice: 'получил бы его дважды',
    why: 'Почему',
    correction: 'Исправление',
    cancel: 'Отмена',
    failed: 'Период кончается раньше, чем начинается',
    again: 'Начать снова',
    changeFirst: 'Сначала изменить',
    begin: 'Начать бэктест',
    mistakes: 'В папке определений есть ошибки',
    mistake: 'В списке должна быть хотя бы одна запись',
  },
} as const

test('a correction goes to exactly those who got what was wrong, once it was seen whom it is for; the same once more is refused', async () => {
  const page = await world.page('/console/messages')
  await page.getByRole('link', { name: 'Correct what was sent' }).click()
  await page.getByText('Nothing was ever corrected').waitFor()
  await expectNoSeriousAxe(page)
  await world.picture(page, 'corrections-empty')
  const order = async () => {
    await page.getByRole('textbox', { name: 'Why' }).fill('the price was wrong')
    await page.getByRole('button', { name: 'See whom it is for' }).click()
    await page.getByRole('heading', { name: 'The correction is for 1 person' }).waitFor()
    await page.getByText('1 gets it at once.').waitFor()
    await page.getByRole('button', { name: 'Send to 1 person' }).click()
    const dialog = page.getByRole('dialog', { name: 'Send the correction?' })
    await dialog.getByRole('button', { name: 'Send to 1 person' }).click()
    return dialog
  }
  await page.getByRole('combobox', { name: 'What was wrong' }).selectOption('A template')
  await page.getByRole('combobox', { name: 'Template', exact: true }).selectOption('hello')
  await page.getByRole('combobox', { name: 'The mail that corrects' }).selectOption('hello')
  await order()
  const list = page.getByRole('region', { name: 'Corrections so far' })
  await list.getByText('Template hello').waitFor()
  await world.product.settle()
  await list.getByText('1 sent').waitFor()
  await expectNoSeriousAxe(page)
  await world.picture(page, 'corrections')
  const dialog = await order()
  await dialog.getByText('would get it twice').waitFor()
  // The form has a field for that.
  await dialog.getByText('give this one a name of its own').waitFor()
  await expectNoSeriousAxe(page)
  await world.picture(page, 'corrections-refused')
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await dialog.waitFor({ state: 'detached' })
  // Meant so: under a name of its own it goes out.
  const named = page.getByRole('textbox', { name: 'Name' })
  await named.fill('Once More!')
  await page.getByText('Small letters, digits and -').waitFor()
  await named.fill('once-more')
  await order()
  await list.getByText('Template hello').nth(1).waitFor()
  await page.close()
  for (const language of ['de', 'ru'] as const) {
    const phone = await world.page('/console/corrections', { width: 390, height: 844, dark: language === 'de', language })
    await phone.getByText('the price was wrong').first().waitFor()
    // Which journey a message is of stands where there is room for it.
    await phone.setViewportSize({ width: 1440, height: 900 })
    await phone.goto(`${new URL(phone.url()).origin}/console/messages`)
    await phone.getByRole('main').getByText(asksFor[language].correction, { exact: true }).first().waitFor()
    await phone.setViewportSize({ width: 390, height: 844 })
    await phone.goto(`${new URL(phone.url()).origin}/console/corrections?of=template&wrong=hello`)
    await phone.getByRole('combobox').last().selectOption('hello')
    await phone.getByRole('textbox', { name: asksFor[language].why }).fill('noch einmal')
    await phone.getByRole('button', { name: asksFor[language].look }).click()
    await phone.getByRole('button', { name: asksFor[language].send }).click()
    const refused = phone.getByRole('dialog')
    await refused.getByRole('button', { name: asksFor[language].send }).click()
    await refused.getByText(asksFor[language].twice).waitFor()
    await expectNoSeriousAxe(phone)
    await world.picture(phone, `corrections-refused-${language}`)
    await refused.getByRole('button', { name: asksFor[language].cancel }).click()
    await refused.waitFor({ state: 'detached' })
    const { id } = (await world.api('POST', '/backtests', { from: Date.UTC(2090, 0, 1), against: 'nothing' })) as { readonly id: number }
    await phone.goto(`${new URL(phone.url()).origin}/console/backtests/${id}`)
    await phone.getByText(asksFor[language].failed).waitFor()
    await expectNoSidewaysScroll(phone)
    await expectNoSeriousAxe(phone)
    await world.picture(phone, `backtest-without-report-${language}`)
    // It is asked again as it was, or with something changed.
    await phone.getByRole('button', { name: asksFor[language].again }).click()
    await phone.waitForURL(`**/console/backtests/${id + 1}`)
    await phone.getByText(asksFor[language].failed).waitFor()
    await phone.getByRole('link', { name: asksFor[language].changeFirst }).click()
    await expect
      .poll(() => phone.locator('select').evaluateAll((lists) => lists.map((list) => (list as unknown as { value: string }).value)))
      .toContain('nothing')
    await world.api('PUT', '/drafts', { path: 'broken.yaml', text: 'journey: broken\nenter: []\nsteps: []\n' })
    await phone.goto(`${new URL(phone.url()).origin}/console/backtests`)
    await phone.getByRole('button', { name: asksFor[language].begin }).click()
    const mistakes = phone.getByRole('alert').filter({ hasText: asksFor[language].mistakes })
    await mistakes.getByRole('listitem').filter({ hasText: 'broken.yaml:2' }).getByText(asksFor[language].mistake).waitFor()
    await expectNoSidewaysScroll(phone)
    await expectNoSeriousAxe(phone)
    await world.api('POST', '/drafts/discard', { paths: ['broken.yaml'] })
    await phone.close()
  }
})

test('on a phone, in the dark, and in German and Russian, nothing is cut off', async () => {
  const page = await world.page('/console/messages', { width: 390, height: 844, dark: true, language: 'de' })
  await page.getByRole('link', { name: 'Hello ann' }).first().waitFor()
  await expectNoSidewaysScroll(page)
  await world.picture(page, 'messages-phone-de')
  await page.getByRole('link', { name: 'Hello ann' }).first().click()
  await page.getByRole('tab', { name: 'Ansicht' }).waitFor()
  await expectNoSidewaysScroll(page)
  await page.close()
  const russian = await world.page('/console/live', { width: 390, height: 844, language: 'ru' })
  await russian
    .getByRole('button', { name: /Came By/ })
    .first()
    .waitFor()
  await expectNoSidewaysScroll(russian)
  await world.picture(russian, 'live-phone-ru')
  await russian.close()
})
