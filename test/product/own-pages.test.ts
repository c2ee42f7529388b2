// The pages for readers in the words of the workspace, also from right to left; and a link of a question that was answered, or whose time is over.

import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { checkDefinitions } from '../../src/app.ts'
import { problemText } from '../../src/authoring/source-document.ts'
import { pageWords } from '../../src/model/page-words.ts'
import { readerWords } from '../../src/model/reader-words.ts'
import { axeFindings } from '../accessibility.ts'
import { folderOf } from '../authoring/folder.ts'
import { launchBrowser } from '../browser.ts'
import { type Product, shop, startProduct } from './product.ts'

const hebrew = {
  tab: 'הסרה',
  'stop-topic': 'להפסיק את ”{topic}“?',
  'promise-topic': 'לא יגיעו עוד הודעות כאלה מ־{workspace}.',
  unsubscribe: 'הסרה מהרשימה',
  'stop-all-button': 'להפסיק את כל ההודעות של {workspace}',
  'done-title': 'הוסרת מהרשימה',
  'done-topic': 'לא יגיעו עוד הודעות על ”{topic}“.',
  again: 'להירשם שוב',
  'to-preferences': 'לבחור מה לקבל',
  'preferences-title': 'מה מותר לשלוח לך?',
  'mail-subject': 'עוד לחיצה: לקבל הודעות מ־{workspace}?',
  // What looks like Liquid or markup is what it says.
  'mail-title': 'זו הכתובת שלך {{ 1 | plus: 1 }} <b>?',
  'mail-text': 'מישהו ביקש מ־{workspace} לכתוב לכתובת הזו:',
  'confirm-title': 'עוד לחיצה אחת',
  'confirm-button': 'כן, כתבו לי',
  save: 'שמירה',
  'dead-title': 'הקישור אינו מוביל לשום מקום',
}
const pages = `pages: ${JSON.stringify({ he: hebrew, de: { unsubscribe: 'Abbestellen' } })}\n`
const workspace = shop['workspace.yaml']
  .replace('consent: opt-out', 'consent: opt-in')
  .replace('{ topic: news }', '{ topic: news, locales: { he: { description: חדשות } } }')
const files = { ...shop, 'workspace.yaml': `${workspace.trimEnd()}\n${pages}` }

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser?.close())

async function faultsOf(page: Page): Promise<readonly string[]> {
  const isWide = await page.evaluate('document.documentElement.scrollWidth > innerWidth')
  return [...(await axeFindings(page, 'all')), ...(isWide === true ? ['wider than its window'] : [])]
}

async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env['ONCUE_SCREENSHOTS']
  if (folder !== undefined) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true })
}

async function confirmLink(product: Product): Promise<string> {
  const mail = (await product.mails()).at(-1)
  const source = await (await product.get(`${mail?.url}/html`)).text()
  return /http:\/\/[^"\s]*\/confirm\/[\w-]+/.exec(source)?.[0] ?? ''
}

test('in Hebrew somebody confirms, chooses and leaves on pages that run from right to left, in the words of the workspace, on a phone without scripts', async () => {
  const product = await startProduct({ files, browserKeys: ['page'] })
  await product.post('/v1/subscribe', { key: 'page', email: 'noa@mail.example', topics: ['news'], locale: 'he-IL' }, { authorization: '' })
  const context = await browser.newContext({ viewport: { width: 390, height: 800 }, colorScheme: 'dark', javaScriptEnabled: false, locale: 'en' })
  const page = await context.newPage()
  const looked = await browser.newPage({ viewport: { width: 390, height: 800 }, colorScheme: 'dark' })
  const faults: string[] = []
  const look = async (name: string): Promise<void> => {
    expect(await page.locator('html').getAttribute('dir')).toBe('rtl')
    expect(await page.locator('html').getAttribute('lang')).toBe('he')
    await picture(page, `own-pages-${name}`)
    // What looks for faults is a script, and runs over the same page where scripts may.
    await looked.setContent(await page.content())
    faults.push(...(await faultsOf(looked)))
  }
  // The mail that asks speaks as the pages do.
  const [mail] = await product.mails()
  expect(mail?.subject).toMatch(/^עוד לחיצה: לקבל הודעות מ־\P{L}*Shop\P{L}*\?$/u)
  await page.goto(`${product.app.address}${mail?.url}/html`)
  expect(await page.getByRole('heading').textContent()).toBe('זו הכתובת שלך {{ 1 | plus: 1 }} <b>?')
  expect(await page.getByText('מישהו ביקש מ').textContent()).toContain('Shop')
  expect(await page.getByRole('link').textContent()).toBe('כן, כתבו לי')
  expect(await page.locator('html[lang=he][dir=rtl]').count()).toBe(1)
  await picture(page, 'own-pages-mail')
  const confirm = await confirmLink(product)
  await page.goto(confirm)
  expect(await page.getByRole('heading').textContent()).toBe('עוד לחיצה אחת')
  expect(await page.getByRole('listitem').textContent()).toBe('חדשות')
  await look('confirm')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await page.getByRole('status').waitFor()
  await look('confirmed')
  // Opened once more, as from the mail a week later, it does not ask again; and changes nothing.
  await page.goto(confirm)
  expect(await page.getByRole('button').count()).toBe(0)
  await page.getByRole('link', { name: 'לבחור מה לקבל' }).click()
  await page.getByRole('button', { name: 'שמירה' }).waitFor()
  expect(await page.getByLabel('חדשות').isChecked()).toBe(true)
  await look('preferences')
  await page.getByLabel('חדשות').uncheck()
  await page.getByRole('button', { name: 'שמירה' }).click()
  await page.getByRole('status').waitFor()
  // The yes is taken back: the old link neither asks nor says that it holds.
  expect((await page.goto(confirm))?.status()).toBe(404)
  expect((await page.goto(`${product.app.address}/c/nonsense`))?.status()).toBe(404)
  expect(await page.locator('html').getAttribute('lang')).toBe('en')
  expect(faults).toEqual([])
  await looked.close()
  await context.close()
})

test('a question of somebody who was erased meanwhile is told of as any other that is over, by the button too', async () => {
  const product = await startProduct({ files, browserKeys: ['page'] })
  await product.post('/v1/subscribe', { key: 'page', email: 'noa@mail.example', topics: ['news'] }, { authorization: '' })
  const link = await confirmLink(product)
  await product.app.runtime.erase(1)
  for (const method of ['GET', 'POST']) {
    const answer = await fetch(link, { method })
    expect([answer.status, answer.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8'])
    expect(await answer.text()).toContain('This link is no longer good')
  }
})

test('a mail that is not written in a language of the workspace is warned of, and one of the language alone is enough for its regions', async () => {
  const template = (name: string, locales: object) =>
    `template: ${name}\nsubject: Hi\nhtml: '<p>{{ workspace.address }}</p>'\ntopic: news\nlocales: ${JSON.stringify(locales)}\n`
  const folder = await folderOf({
    ...shop,
    'workspace.yaml': `${shop['workspace.yaml']}languages: [en, de-AT, pt-BR, zh-Hant]\n`,
    'whole.yaml': template('whole', { de: { subject: 'Hallo' }, pt: { subject: 'Olá' }, 'zh-Hant': { subject: '你好' } }),
    'part.yaml': template('part', { pt: { subject: 'Olá' } }),
  })
  const { problems } = await checkDefinitions(folder)
  const found = problems.filter(({ code }) => code === 'template.languages').map((one) => problemText(one))
  expect(found.some((text) => text.includes('whole.yaml'))).toBe(false)
  expect(found.find((text) => text.includes('part.yaml'))).toContain(
    'it is not written in de-AT, zh-Hant, which the workspace names: whoever reads that gets it in en',
  )
})

test('a word of the workspace stands before ours, a region goes by its language, and what is in braces is filled in', () => {
  const own = { de: { unsubscribe: 'Abbestellen' }, 'de-CH': { again: 'Doch wieder' }, he: hebrew }
  const swiss = readerWords(own, 'de-CH,en;q=0.5')
  expect([swiss.language, swiss.say('unsubscribe'), swiss.say('again'), swiss.say('save')]).toEqual(['de-CH', 'Abbestellen', 'Doch wieder', 'Speichern'])
  expect(readerWords(own, 'fr, de-AT;q=0.8').say('unsubscribe')).toBe('Abbestellen')
  expect(readerWords(own, 'fr').say('unsubscribe')).toBe('Unsubscribe')
  expect(readerWords(undefined, undefined, 'he').direction).toBe('ltr')
  expect(readerWords({ 'de-12': {}, 'az-Arab': {} }, 'az-Arab').direction).toBe('rtl')
  expect(readerWords({ 'de-12': {} }, 'de-12').direction).toBe('ltr')
  // A Latin name in a Hebrew sentence is set apart, so that nothing around it moves.
  expect(readerWords(own, 'he').say('stop-topic', { topic: 'News' })).toBe('להפסיק את ”\u2068News\u2069“?')
})

test('a placeholder that nothing fills in is a mistake, words that a language lacks are told of', async () => {
  const problemsOf = async (said: object): Promise<readonly string[]> => {
    const folder = await folderOf({
      'workspace.yaml': `workspace: Shop\nsender: { address: a@shop.example }\npages: ${JSON.stringify(said)}\n`,
    })
    return (await checkDefinitions(folder)).problems.map(problemText)
  }
  expect(await problemsOf({ de: { unsubscribe: 'Abbestellen' }, 'de-CH': { again: 'Doch' } })).toEqual([])
  expect(await problemsOf({ fr: pageWords })).toEqual([])
  expect((await problemsOf({ fr: { ...pageWords, 'stop-topic': 'Arrêter {sujet} ?' } })).join()).toMatch(/^workspace\.yaml:3:.*\{sujet\}.*\{topic\}/s)
  expect((await problemsOf({ fr: { unsubscribe: 'Se désabonner' } })).join()).toMatch(/^workspace\.yaml:3:.*stay English: tab, stop-all/s)
  expect((await problemsOf({ fr: { ...pageWords, unsubscrib: 'x' } })).join()).toMatch(/unsubscrib/)
})
