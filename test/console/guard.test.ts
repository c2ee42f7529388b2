// The guard in the console: what to expect before a journey is published, how it runs against that, and why its guard paused it.

import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
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
  'steps: [{ id: rest, wait: 2s }, { id: mail, send: hello }]',
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

test('a problem before publishing leads to its step, and a test that fails says in the language of the reader what it expected and what came', async () => {
  const steps = ['steps:', '  - { id: rest, wait: 1d }', '  - { id: mail, send: helo }', '']
  await world.api('PUT', '/drafts', { path: 'journeys/misled.yaml', text: ['journey: misled', 'enter: [{ on: Product Viewed }]', ...steps].join('\n') })
  const page = await world.page('/console/journeys/misled?tab=results', { language: 'de' })
  await page.getByRole('button', { name: 'Veröffentlichen …' }).click()
  const publish = page.getByRole('dialog')
  await publish.getByText('1 Fehler', { exact: true }).waitFor()
  await expectNoSeriousAxe(page)
  await publish.getByRole('link', { name: 'journeys/misled.yaml:5' }).click()
  await publish.waitFor({ state: 'detached' })
  await page.getByRole('complementary', { name: 'Ausgewählter Teil' }).getByText('Es gibt keine Vorlage helo').waitFor()
  await expect.poll(() => new URL(page.url()).search).toBe('?step=steps.1')
  // Whoever tries it on somebody first is told the same, and led there.
  await page.getByRole('button', { name: 'An einer Person ausprobieren' }).click()
  await page.getByRole('radio', { name: 'Jemand Erdachtes' }).click()
  await page.getByRole('button', { name: 'Ausprobieren', exact: true }).click()
  await page.getByRole('alert').getByRole('link', { name: 'journeys/misled.yaml:5' }).waitFor()
  await expectNoSeriousAxe(page)
  await page.getByRole('alert').getByRole('link', { name: 'journeys/misled.yaml:5' }).click()
  await page.getByRole('complementary', { name: 'Ausgewählter Teil' }).getByText('Es gibt keine Vorlage helo').first().waitFor()

  const story = '  - { event: Product Viewed, expect: { sends: [hello], inside: { misled: mail } } }'
  await world.api('PUT', '/drafts', {
    path: 'journeys/misled.yaml',
    text: ['journey: misled', 'enter: [{ on: Product Viewed }]', ...steps].join('\n').replace('helo', 'hello'),
  })
  const tests = join(world.product.definitions, 'misled.test.yaml')
  writeFileSync(tests, ['test: looks twice', 'journey: misled', 'story:', story, ''].join('\n'))
  await page.reload()
  await page.getByRole('button', { name: 'Veröffentlichen …' }).click()
  await publish.getByText('Der Test „looks twice“ schlägt fehl – gesendet: erwartet war hello, gefunden wurde nichts').waitFor()
  await world.picture(page, 'guard-test-fails-de')
  await page.close()
  await world.api('POST', '/drafts/discard', { paths: ['journeys/misled.yaml'] })
  rmSync(tests)
})

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

  // A broken trigger: it lets in whoever looks.
  const visitors = Array.from({ length: 60 }, (_, index) => `v${index}`)
  await post(visitors.map((userId) => ({ type: 'identify', userId, traits: { email: `${userId}@shop.example` } })))
  await post(visitors.map((userId) => ({ type: 'track', userId, event: 'Product Viewed' })))
  await page.reload()
  await page.getByText(/^Its guard paused it: \d+ people entered within an hour/).waitFor()
  await page.getByRole('tab', { name: 'Results' }).click()
  await page
    .getByRole('region', { name: 'As expected?' })
    .getByRole('row', { name: /^People who enter/ })
    .waitFor()
  await page.getByText('Counted since', { exact: false }).waitFor()
  await page.getByText(/^Its guard paused it on /).waitFor()
  await page.getByRole('region', { name: 'Review' }).getByRole('rowheader', { name: 'Reached the goal' }).waitFor()
  await page.getByRole('combobox', { name: 'Over which time' }).selectOption({ label: 'The last 28 days, all versions' })
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
  await phone
    .getByText(/^Eingetreten /)
    .first()
    .waitFor()
  await world.picture(phone, 'guard-near-misses-de')
  // Of a journey that lets nobody in that is said, with how near people came, instead of a page of zeros.
  const rare = { ...tried, journey: { ...tried.journey, journey: 'rare', enter: [{ ...often, if: { ...often.if, count: { gte: 300 } } }] } }
  for (const [thresholds, words] of [
    [true, 'Wie nahe Personen dem kamen, was verlangt wird, steht darunter.'],
    [false, 'Mit „Knapp Verfehltes messen“ sagt ein Backtest'],
  ] as const) {
    const begun = (await world.api('POST', '/backtests', { ...rare, thresholds })) as { readonly id: number }
    await world.api('GET', `/backtests/${begun.id}?wait=60`)
    await phone.goto(`${world.address}/console/backtests/${begun.id}?journey=rare`)
    await phone.getByText('In dieser Zeit wäre niemand eingetreten').filter({ hasText: words }).waitFor()
    expect(await near.count()).toBe(thresholds ? 1 : 0)
    expect(await phone.getByText('Eintritte je Tag').count()).toBe(0)
    await expectNoSidewaysScroll(phone)
    await world.picture(phone, `guard-untouched-de-${String(thresholds)}`)
  }
  await phone.close()
})

test('before a journey goes on, the window says how many go on, leave and are sent something at once; pressed, they are', async () => {
  // What the guard held: everybody inside came to the end of the wait meanwhile.
  const inside = await heldBy('looked')
  const phone = await world.page('/console/journeys/looked', { width: 375, height: 812, dark: true, language: 'ru' })
  await phone.getByRole('button', { name: 'Продолжить …' }).click()
  await phone.getByRole('dialog').getByRole('radio').nth(2).check()
  await expect.poll(() => phone.getByRole('dialog').locator('dl').nth(2).locator('dd').nth(1).textContent()).toBe(inside)
  await expectNoSidewaysScroll(phone)
  await world.picture(phone, 'guard-resume-phone-ru')
  await phone.close()
  const page = await world.page('/console/journeys/looked')
  const asked: string[] = []
  page.on('request', (request) => request.url().endsWith('/journeys/looked/resume') && asked.push(request.method()))
  await page.getByRole('button', { name: 'Resume …' }).click()
  const resume = page.getByRole('dialog', { name: 'Let looked go on?' })
  // All three ways stand there with their numbers before one is chosen.
  await resume.getByText(`${inside} people are inside.`, { exact: false }).waitFor()
  const how = resume.getByRole('group', { name: 'How it goes on' })
  for (const [index, numbers] of [
    ['0', '0', '0', '0'],
    [inside, '0', inside, '0'],
    ['0', inside, '0', '0'],
  ].entries())
    for (const [place, name] of ['Move on at once', 'Leave', 'Messages at once', 'Not sent any more'].entries())
      await expect.poll(() => how.locator('dl').nth(index).locator('div', { hasText: name }).locator('dd').textContent()).toBe(numbers[place])
  // The engine goes through everybody once for all three.
  expect(asked).toEqual(['GET'])
  await how.getByRole('radio', { name: 'Catch up: what is due goes out now' }).check()
  await expectNoSeriousAxe(page)
  await world.picture(page, 'guard-resume')
  await resume.getByRole('button', { name: `Resume and send ${inside} messages` }).click()
  await page.getByText('Live · v1').waitFor()
  await expect.poll(() => countOf('looked', 'completed')).toBe(Number(inside))
  await expect.poll(async () => (await messagesOf('looked')).filter(({ status }) => status === 'sent').length).toBe(Number(inside))
  await page.close()
})

/** How many are inside a journey that is paused, once the time of all of them is over. */
async function heldBy(journey: string): Promise<string> {
  let people = 0
  await expect
    .poll(async () => {
      const { preview } = (await world.api('POST', `/journeys/${journey}/resume`, { mode: 'catch-up', preview: true })) as {
        readonly preview: { readonly people: number; readonly messages: number }
      }
      people = preview.people
      return people > 0 && preview.messages === people
    })
    .toBe(true)
  return String(people)
}

async function countOf(journey: string, measure: 'completed'): Promise<number | undefined> {
  const { journeys } = (await world.api('GET', '/journeys')) as { readonly journeys: readonly Readonly<Record<string, unknown>>[] }
  return journeys.find((one) => one.journey === journey)?.[measure] as number | undefined
}

async function messagesOf(journey: string): Promise<readonly { readonly status: string }[]> {
  const { messages } = (await world.api('GET', `/messages?journey=${journey}&limit=100`)) as { readonly messages: readonly { readonly status: string }[] }
  return messages
}
