// A mail to many as a marketer sends it: who gets it with what keeps it from the others, looked over, scheduled, moved, sent on its day, and the next one called off.

import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { domainNotes, type StandingDomain } from '../../console/src/areas/journeys/mailing/domain-notes.ts'
import { type Stands, standingOf } from '../../console/src/areas/journeys/mailing/standing.ts'
import { shop } from '../product/product.ts'
import { type ConsoleWorld, expectNoSeriousAxe, expectNoSidewaysScroll, openConsoleWorld, readersZone } from './console-world.ts'

let world: ConsoleWorld
/** What time it is in the workspace at the beginning. */
let now = 0
beforeAll(async () => {
  // The clock of a demo can be wound, so that the day of the mail comes.
  const once = (name: string, at: string): string => `journey: ${name}\nenter: [{ at: ${at}, zone: UTC }]\nsteps: [{ id: mail, send: hello }]\n`
  world = await openConsoleWorld({
    demo: true,
    files: {
      ...shop,
      'viewers.yaml': 'segment: viewers\nif: { event: Product Viewed }\n',
      'later.yaml': once('later', '2099-01-01 10:00'),
      'over.yaml': once('over', '2020-01-01 10:00'),
    },
  })
  now = ((await world.api('GET', '/workspace')) as { now: number }).now
  for (const userId of ['anna', 'bea', 'cyd', 'dan']) {
    await world.product.identify(userId, { email: `${userId}@example.com`, first_name: userId })
    await world.product.track(userId, 'Product Viewed', { product_id: 'p1' })
  }
  await world.product.settle()
  await world.api('POST', '/subscribers/dan/topics', { topic: 'news', subscribed: false, because: 'By phone' })
})
afterAll(() => world?.close())

/** So many days from now, as the field for a date and a time takes it. */
function dayAhead(days: number): string {
  return `${new Date(now + days * 86_400_000).toISOString().slice(0, 10)}T10:00`
}

/** The same as the page says it. */
function clockOf(local: string): string {
  return new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' }).format(Date.parse(`${local}Z`))
}

async function look(page: Page, name: string): Promise<void> {
  await expectNoSeriousAxe(page)
  await world.picture(page, name)
}

/** From the page of the one before. */
async function begin(page: Page, name: string): Promise<void> {
  await page.getByRole('link', { name: 'Write the next one' }).click()
  await expect.poll(() => page.getByLabel('Segment', { exact: true }).inputValue()).toBe('viewers')
  await expect.poll(() => page.getByLabel('Mail', { exact: true }).inputValue()).toBe('hello')
  await page.getByLabel('Name', { exact: true }).fill(name)
}

test('a mail goes out once to everybody of a segment, on its day, and its page says how it stands', async () => {
  const page = await world.page('/console/journeys')
  await page.getByRole('button', { name: 'New mail to a segment' }).press('Enter')
  await page.getByRole('heading', { name: 'New mail to a segment' }).waitFor()
  // The button is gone with its page: whoever works by keyboard goes on where the new one begins, and later at what is missing.
  await page.locator('main:focus').waitFor()
  await look(page, 'mailing-empty')
  await page.getByRole('button', { name: 'Look it over …' }).click()
  await page.getByText('Something is missing still').waitFor()
  await page.getByText('Give it a name.').waitFor()
  await page.getByLabel('Name', { exact: true }).and(page.locator(':focus')).waitFor()

  await page.getByLabel('Name', { exact: true }).fill('December news')
  await page.getByLabel('Segment', { exact: true }).fill('viewers')
  await page.getByRole('option', { name: 'viewers' }).click()
  await page.getByLabel('Mail', { exact: true }).fill('hello')
  await page.getByRole('option', { name: /hello/ }).click()
  // Its topic is that of the template, and whom it reaches follows from that.
  await expect.poll(() => page.getByLabel('Topic', { exact: true }).inputValue()).toBe('news')
  await page.getByText('people get it').waitFor()
  await expect.poll(() => page.getByText('people get it').textContent()).toContain('3')
  await page.getByText('Unsubscribed', { exact: true }).waitFor()
  await page.getByText('Hello anna', { exact: false }).first().waitFor()
  await page.getByLabel('Date and time', { exact: true }).fill('2020-01-01T10:00')
  await page.getByText('This has passed.', { exact: false }).waitFor()
  await page.getByLabel('Date and time', { exact: true }).fill(dayAhead(2))
  await look(page, 'mailing-full')

  // Whoever goes to write its words and comes back finds it as it was, and so does whoever loads the page anew.
  const asItWas = async (): Promise<void> => {
    await page.getByText('You began this one before.', { exact: false }).waitFor()
    await expect.poll(() => page.getByLabel('Name', { exact: true }).inputValue()).toBe('December news')
    await expect.poll(() => page.getByLabel('Mail', { exact: true }).inputValue()).toBe('hello')
    await expect.poll(() => page.getByLabel('Date and time', { exact: true }).inputValue()).toBe(dayAhead(2))
  }
  await page.getByRole('link', { name: 'Open in the editor' }).click()
  await page.getByRole('heading', { name: 'hello', level: 1 }).waitFor()
  await page.goBack()
  await asItWas()
  await page.reload()
  await asItWas()
  await look(page, 'mailing-from-before')

  await page.getByRole('button', { name: 'Look it over …' }).click()
  const review = page.getByRole('dialog')
  await review.getByText('It goes out on', { exact: false }).waitFor()
  // What time that is where somebody reads is said only where it is another.
  await review.getByText('Where you are:', { exact: false }).waitFor()
  const clock = async (zone: string): Promise<void> => {
    await page.keyboard.press('Escape')
    await review.waitFor({ state: 'detached' })
    await page.getByRole('combobox', { name: 'On whose clock' }).fill(zone)
    await page.getByRole('option', { name: zone }).first().click()
    await page.getByRole('button', { name: 'Look it over …' }).click()
    await review.getByText('It goes out on', { exact: false }).waitFor()
  }
  await clock(readersZone)
  expect(await review.getByText('Where you are:', { exact: false }).count()).toBe(0)
  await clock('UTC')
  await review.getByRole('button', { name: 'Schedule' }).waitFor()
  await look(page, 'mailing-review')
  await review.getByRole('button', { name: 'Schedule' }).click()
  await page.getByRole('heading', { name: 'December news', exact: true }).waitFor()
  await page.getByText(`Goes out on ${clockOf(dayAhead(2))}`, { exact: true }).waitFor()
  await page.getByText('Scheduled · v1', { exact: true }).waitFor()
  // What is scheduled is finished: the next one begins empty. One that is given up does so too, and takes its draft along.
  const other = await page.context().newPage()
  await other.goto(`${world.address}/console/journeys/new/mail`)
  await other.getByLabel('Name', { exact: true }).fill('Given up')
  await other.reload()
  await other.getByRole('button', { name: 'Begin anew' }).click()
  await expect.poll(() => other.getByLabel('Name', { exact: true }).inputValue()).toBe('')
  await other.getByRole('button', { name: 'Begin anew' }).waitFor({ state: 'detached' })
  await other.reload()
  await other.getByLabel('Name', { exact: true }).waitFor()
  expect(await other.getByLabel('Name', { exact: true }).inputValue()).toBe('')
  await other.close()
  await look(page, 'mailing-waiting')

  await page.getByRole('button', { name: 'Move …' }).click()
  await page.getByRole('dialog').getByLabel('Date and time', { exact: true }).fill(dayAhead(3))
  await page.getByRole('dialog').getByRole('button', { name: 'Look it over …' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Publish', exact: true }).click()
  await page.getByText(`Goes out on ${clockOf(dayAhead(3))}`, { exact: true }).waitFor()
  await world.api('POST', '/demo/clock', { forward: '2d' })
  expect(await world.product.mails()).toEqual([])
  await world.api('POST', '/demo/clock', { forward: '2d' })
  await expect.poll(async () => (await world.product.mails()).map(({ to }) => to).sort()).toEqual(['anna@example.com', 'bea@example.com', 'cyd@example.com'])
  await page.reload()
  await page.getByText('Done', { exact: true }).waitFor()
  await page.getByText('Live · v2', { exact: true }).waitFor()
  await look(page, 'mailing-done')

  // Who already got one stands in the window that stops it, also where the first messages that are looked through wait all: their page holds none.
  const { next } = (await world.api('GET', '/messages?journey=December%20news&status=sent&limit=1')) as { next: string }
  await page.route(/v1\/messages\?/, (route) =>
    route.request().url().includes('cursor=') ? route.continue() : route.fulfill({ json: { messages: [], next } }),
  )
  await page.getByRole('button', { name: 'More', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Stop its messages …' }).click()
  await page.getByRole('region', { name: 'What became of its messages' }).getByRole('listitem').first().waitFor()
  await page.unroute(/v1\/messages\?/)
  await page.keyboard.press('Escape')

  // The next one begins as this one was, and goes out at once.
  await begin(page, 'January news')
  await page.getByRole('radio', { name: /^Now/ }).check()
  await page.getByRole('button', { name: 'Look it over …' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Send', exact: true }).click()
  await page.getByRole('heading', { name: 'January news', exact: true }).waitFor()
  await world.api('POST', '/demo/clock', { forward: '5m' })
  await expect.poll(async () => (await world.product.mails()).length).toBe(6)

  // One that is called off before its day reaches nobody.
  await begin(page, 'February news')
  await page.getByLabel('Date and time', { exact: true }).fill(dayAhead(30))
  await page.getByRole('button', { name: 'Look it over …' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Schedule' }).click()
  await page.getByRole('heading', { name: 'February news', exact: true }).waitFor()
  await page.getByRole('button', { name: 'Call off …' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Look it over …' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Publish', exact: true }).click()
  await page.getByText('Called off', { exact: true }).waitFor()
  await world.api('POST', '/demo/clock', { forward: '31d' })
  expect(await world.product.mails()).toHaveLength(6)
  await page.close()
})

test('words that came with a ready design and were not replaced are named before anything is sent', async () => {
  const page = await world.page('/console/journeys/new/mail', { language: 'de' })
  await page.getByRole('button', { name: 'Neu …' }).click()
  const making = page.getByRole('dialog')
  await making.getByLabel('Name', { exact: true }).fill('spring')
  await making.getByLabel('Betreff', { exact: true }).fill('Frühling')
  await making.getByRole('button', { name: 'Anlegen', exact: true }).click()
  await making.waitFor({ state: 'detached' })
  const warning = page.getByText('In der Mail steht noch „Ein guter Grund zu schreiben“', { exact: false })
  await warning.waitFor()
  await page.getByLabel('Name', { exact: true }).fill('Spring news')
  await page.getByRole('radio', { name: /^Alle/ }).check()
  await page.getByRole('radio', { name: /^Jetzt/ }).check()
  await page.getByRole('button', { name: 'Durchsehen …' }).click()
  await page.getByRole('dialog').getByText('In der Mail steht noch „Schreiben Sie hier in zwei oder drei Sätzen', { exact: false }).waitFor()
  await look(page, 'mailing-left-of-design')
  await page.keyboard.press('Escape')
  await page.getByLabel('Mail', { exact: true }).fill('hello')
  await page.getByRole('option', { name: /hello/ }).click()
  await warning.waitFor({ state: 'detached' })
  await page.close()
})

test('a phone shows it without scrolling sideways, in the dark and in other languages', async () => {
  for (const language of ['de', 'ru'] as const) {
    const page = await world.page('/console/journeys/new/mail?like=December%20news', { width: 390, height: 844, dark: true, language })
    await expect.poll(() => page.locator('dl dd').first().textContent()).toBe('1')
    await expectNoSidewaysScroll(page)
    await look(page, `mailing-phone-dark-${language}`)
    await page.goto(`${world.address}/console/journeys/December%20news`)
    await page.locator('dl').first().waitFor()
    await expectNoSidewaysScroll(page)
    await look(page, `mailing-done-phone-dark-${language}`)
    await page.close()
  }
})

test('a mail to many that is paused before its day says that nobody gets it then, and one that nobody was in can begin again', async () => {
  await world.api('POST', '/journeys/later/pause', { because: 'a wrong price' })
  const page = await world.page('/console/journeys/later')
  await page.getByRole('heading', { name: 'One mail to many' }).waitFor()
  await page.getByText('Paused', { exact: true }).waitFor()
  await page.getByText('nobody gets it, and it does not go out later', { exact: false }).waitFor()
  await page.getByRole('button', { name: 'Move …' }).waitFor()
  await world.picture(page, 'mailing-paused')
  await page.goto(`${world.address}/console/journeys/over`)
  await page.getByText('Nobody got it', { exact: true }).waitFor()
  await page.getByRole('button', { name: 'Begin again' }).waitFor()
  await world.picture(page, 'mailing-nobody')
  await page.close()
})

test('a mail to many is done when everybody who is meant came in and is settled, and not said to be anything before that is known', () => {
  const at = 1_000
  const stands = (more: Partial<Stands>): Stands => ({
    status: 'live',
    isStopped: false,
    at,
    now: at + 60_000,
    isOwn: false,
    counted: { entered: 4, left: 0, decidedUpTo: at },
    ...more,
  })
  expect(standingOf(stands({ counted: undefined }))).toBeUndefined()
  // Nobody has come in yet, because everybody is still being let in.
  expect(standingOf(stands({ counted: { entered: 0, left: 0, decidedUpTo: at - 1 } }))).toBe('under-way')
  expect(standingOf(stands({ counted: { entered: 2, left: 0, decidedUpTo: null } }))).toBe('under-way')
  expect(standingOf(stands({ counted: { entered: 4, left: 1, decidedUpTo: at } }))).toBe('under-way')
  expect(standingOf(stands({ isStopped: true, counted: { entered: 4, left: 1, decidedUpTo: at } }))).toBe('held')
  expect(standingOf(stands({}))).toBe('done')
  // A segment without people is over as well; one whose people live everywhere is not before its time has come everywhere.
  expect(standingOf(stands({ counted: { entered: 0, left: 0, decidedUpTo: at } }))).toBe('nobody')
  expect(standingOf(stands({ isOwn: true }))).toBe('under-way')
  expect(standingOf(stands({ status: 'paused', now: at - 1, counted: { entered: 0, left: 0, decidedUpTo: at - 1 } }))).toBe('paused')
  expect(standingOf(stands({ now: at - 1, counted: { entered: 0, left: 0, decidedUpTo: at - 1 } }))).toBe('waiting')
})

test('a mail to many says which sending domain lets out only so many, and when it goes on', () => {
  const again = 86_400_000
  const domain = (advertising: StandingDomain['advertising'], more: Partial<StandingDomain> = {}): StandingDomain => ({
    domain: `${advertising}.example`,
    advertising,
    perHour: null,
    warmUp: null,
    ...more,
  })
  expect(
    domainNotes([
      domain('goes'),
      domain('goes', { domain: 'young.example', warmUp: { number: 200, sent: 50, again } }),
      // More than the number of the day may have left: what does not advertise always goes.
      domain('waits', { warmUp: { number: 50, sent: 60, again } }),
      domain('slowed', { perHour: 40, warmUp: { number: 50, sent: 0, again } }),
      domain('stopped'),
    ]),
  ).toEqual([
    { domain: 'young.example', key: 'new', count: 150, again },
    { domain: 'waits.example', key: 'waits', count: 0, again },
    { domain: 'slowed.example', key: 'slowed', count: 40, again: undefined },
    { domain: 'stopped.example', key: 'stopped', count: 0, again: undefined },
  ])
})
