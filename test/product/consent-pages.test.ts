// The pages of consent in a real browser: usable by keyboard and by screen readers, in light and dark, narrow and wide, under their own policy.

import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { axeFindings } from '../accessibility.ts'
import { launchBrowser } from '../browser.ts'
import { type Product, shop, startProduct } from './product.ts'

const optIn = {
  ...shop,
  'workspace.yaml': shop['workspace.yaml']
    .replace('consent: opt-out', 'consent: opt-in, tracking: opt-in')
    .replace('{ topic: reminders }', '{ topic: reminders, channels: [email, sms, popup] }'),
}
const looks = [
  { width: 1200, height: 800, colorScheme: 'light' },
  { width: 375, height: 700, colorScheme: 'dark' },
] as const

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser?.close())

test.each(looks)(
  'by keyboard alone somebody confirms, goes on to the preferences and saves ($width px, $colorScheme)',
  async ({ colorScheme, ...viewport }) => {
    const product = await startProduct({ files: optIn, browserKeys: ['page'] })
    await product.post('/v1/subscribe', { key: 'page', email: 'ada@mail.example', topics: ['news'] }, { authorization: '' })
    const page = await browser.newPage({ viewport, colorScheme, javaScriptEnabled: true })
    const faults: string[] = []
    page.on('console', (message) => void (message.type() === 'error' && faults.push(message.text())))
    const look = async (): Promise<void> => void faults.push(...(await faultsOf(page)))

    await page.goto(await confirmLink(product))
    await look()
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.getByRole('status').waitFor()
    await look()
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    const news = page.getByRole('group', { name: 'news' }).getByRole('checkbox')
    await news.waitFor()
    expect(await news.isChecked()).toBe(true)
    await look()
    await page.getByRole('group', { name: 'reminders' }).getByLabel('By text').focus()
    await page.keyboard.press('Space')
    await page.getByLabel('A break from mails').selectOption({ label: '30 days' })
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Save' }).press('Enter')
    await page.getByRole('status').waitFor()
    await look()
    expect(await page.getByRole('group', { name: 'reminders' }).getByLabel('By text').isChecked()).toBe(true)
    expect(faults).toEqual([])
    await page.close()
  },
)

test('where there is one way only, the topic itself is what is chosen; the question comes in the language that was asked for, else in the workspace’s own', async () => {
  const workspace = optIn['workspace.yaml']
    .replace(', channels: [email, sms, popup]', '')
    .replace('{ topic: news }', '{ topic: news, locales: { ar: { description: أخبار } } }')
  const product = await startProduct({ files: { ...shop, 'workspace.yaml': `${workspace}languages: [de]\n` }, browserKeys: ['page'] })
  await product.post('/v1/subscribe', { key: 'page', email: 'ada@mail.example', topics: ['news'] }, { authorization: '' })
  const page = await browser.newPage()
  await page.goto(await confirmLink(product))
  await page.getByRole('button').click()
  await page.getByRole('link').click()
  expect(await page.getByLabel('news').isChecked()).toBe(true)
  expect(await page.getByLabel('reminders').isChecked()).toBe(false)
  expect(await page.getByLabel('Language of our mails').count()).toBe(0)
  await page.close()
  // Topics keep their own, whatever stands around them.
  const asked: string[][] = []
  for (const locale of ['ru', 'ar', undefined]) {
    await product.post('/v1/subscribe', { key: 'page', email: `${locale}@mail.example`, topics: ['news'], ...(locale && { locale }) }, { authorization: '' })
    const mail = (await product.mails()).at(-1)
    const source = await (await product.get(`${mail?.url}/html`)).text()
    asked.push([/<html lang="(\w+)"/.exec(source)?.[1] ?? '', /<li><bdi>(.*?)<\/bdi>/.exec(source)?.[1] ?? ''])
  }
  expect(asked).toEqual([
    ['ru', 'news'],
    ['de', 'أخبار'],
    ['de', 'news'],
  ])
})

test('who is written to in several languages chooses theirs, in its own words, and the page and what follows go by it', async () => {
  const workspace = optIn['workspace.yaml'].replace('{ topic: news }', '{ topic: news, locales: { de: { description: Neues } } }')
  const product = await startProduct({ files: { ...shop, 'workspace.yaml': `${workspace}languages: [de, en, pt-BR]\n` }, browserKeys: ['page'] })
  await product.post('/v1/subscribe', { key: 'page', email: 'ada@mail.example', topics: ['news'], locale: 'en-GB' }, { authorization: '' })
  const page = await browser.newPage({ locale: 'en' })
  await page.goto(await confirmLink(product))
  await page.getByRole('button').click()
  await page.getByRole('link').click()
  const languages = page.getByLabel('Language of our mails')
  await languages.waitFor()
  expect(await languages.getByRole('option').allTextContents()).toEqual(['Deutsch', 'English', 'Português (Brasil)'])
  // By the language of the form, of which another region is written.
  expect(await languages.inputValue()).toBe('en')
  // What was left as it stood is no choice.
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('status').waitFor()
  await languages.selectOption({ label: 'Deutsch' })
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('group', { name: 'Neues' }).waitFor()
  expect(await page.getByLabel('Sprache unserer Mails').inputValue()).toBe('de')
  expect(await faultsOf(page)).toEqual([])
  await page.close()
})

test.each(['en', 'de', 'ru'])('what went wrong is said on a page in the language of the reader, without a fault of its own (%s)', async (locale) => {
  const product = await startProduct({ files: optIn, browserKeys: ['page'] })
  const { address } = product.app
  const page = await browser.newPage({ locale, colorScheme: locale === 'de' ? 'dark' : 'light', viewport: { width: 375, height: 700 } })
  const faults: string[] = []
  for (const path of ['/confirm/nonsense', '/preferences/nonsense', '/u/nonsense', '/c/nonsense']) {
    expect((await page.goto(`${address}${path}`))?.status()).toBe(404)
    expect(await page.locator('html').getAttribute('lang')).toBe(locale)
    faults.push(...(await faultsOf(page)))
  }
  for (const [key, email, status] of [
    ['page', 'no address', 400],
    ['wrong', 'ada@mail.example', 401],
  ] as const) {
    await page.setContent(
      `<form method="post" action="${address}/v1/subscribe"><input name="key" value="${key}"><input name="topics" value="news"><input name="email" value="${email}"><button>x</button></form>`,
    )
    const [answer] = await Promise.all([page.waitForResponse('**/v1/subscribe'), page.getByRole('button').click()])
    expect([answer.status(), answer.headers()['content-type']]).toEqual([status === 401 ? 400 : status, 'text/html; charset=utf-8'])
    await page.getByRole('heading').waitFor()
    faults.push(...(await faultsOf(page)))
  }
  expect(faults).toEqual([])
  await page.close()
})

async function confirmLink(product: Product): Promise<string> {
  const mail = (await product.mails()).at(-1)
  const source = await (await product.get(`${mail?.url}/html`)).text()
  const link = /http[^"]+\/confirm\/[\w-]+/.exec(source)?.[0]
  if (link === undefined) throw new Error('there is no link in the mail')
  return link
}

/** What a checker of accessibility finds, and whether the page is wider than its window. */
async function faultsOf(page: Page): Promise<readonly string[]> {
  const found = await axeFindings(page, 'all')
  const isWide = await page.evaluate('document.documentElement.scrollWidth > innerWidth')
  return isWide === true ? [...found, 'wider than its window'] : found
}
