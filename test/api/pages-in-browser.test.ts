// The pages in a real browser: nothing hostile runs, new mails appear without losing the reader's place, and people can
// unsubscribe without scripts.

import { mkdirSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import fastify from 'fastify'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { consoleRoutes } from '../../src/api/console/console-routes.ts'
import { languages } from '../../src/api/language.ts'
import { launchBrowser } from '../browser.ts'
import { temporaryFolder } from '../stores/temporary-folder.ts'
import { createMemoryMailbox, type MemoryMailbox } from './memory-mailbox.ts'
import { createTestServer, type TestServer } from './test-server.ts'

let browser: Browser
let server: TestServer
let mailbox: MemoryMailbox
let address: string

beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser?.close())
afterEach(() => server?.app.close())

async function open(): Promise<void> {
  mailbox = createMemoryMailbox()
  server = createTestServer({ mailbox })
  await server.app.listen({ host: '127.0.0.1', port: 0 })
  address = `http://127.0.0.1:${(server.app.server.address() as AddressInfo).port}`
}

/** A page that notes every dialog, every error and every request that leaves this server. */
async function watchedPage(): Promise<{ readonly page: Page; readonly alarms: string[] }> {
  const page = await browser.newPage({ viewport: { width: 1000, height: 600 } })
  const alarms: string[] = []
  page.on('dialog', async (dialog) => {
    alarms.push(`dialog ${dialog.message()}`)
    await dialog.dismiss()
  })
  page.on('pageerror', (error) => alarms.push(`error ${error.message}`))
  page.on('request', (request) => {
    if (!request.url().startsWith(address) && !request.url().startsWith('data:')) alarms.push(`request ${request.url()}`)
  })
  return { page, alarms }
}

const polyglots = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(2)>',
  `javascript:/*--></title></style></textarea></script></xmp><svg/onload='+/"/+/onmouseover=1/+/[*/[]/+alert(3)//'>`,
  '</pre><iframe srcdoc="<script>alert(4)</script>">',
]

test('nothing that a mail brings along runs, in any view', async () => {
  await open()
  const { page, alarms } = await watchedPage()
  polyglots.forEach((text, index) => {
    const html = `<body onload="alert(5)">${text}<form action="${address}/v1/track" method="post"><button>x</button></form><script>parent.document.title='taken'</script></body>`
    mailbox.add({
      key: `k${index}`,
      subject: text,
      to: text,
      text,
      source: text,
      html,
      from: { name: text, address: text },
      headers: [{ name: text, value: text }],
    })
  })
  await page.goto(`${address}/mailbox`)
  expect(await page.locator('.subject').allTextContents()).toEqual(polyglots.toReversed())
  for (const index of polyglots.keys()) {
    for (const view of ['mail', 'text', 'headers', 'source']) await page.goto(`${address}/mailbox/k${index}?view=${view}`, { waitUntil: 'load' })
  }
  expect(await page.title()).not.toBe('taken')
  expect(alarms).toEqual([])
  await page.close()
})

test('the first mail takes the place of the empty page, and further ones come on top', async () => {
  await open()
  const { page, alarms } = await watchedPage()
  await page.goto(`${address}/mailbox`)
  await page.getByText('No mail yet').waitFor()
  mailbox.add({ key: 'first', subject: 'The first mail' })
  await page.getByText('The first mail').waitFor()
  mailbox.add({ key: 'second', subject: 'The second mail' })
  await page.getByText('The second mail').waitFor()
  await expect.poll(() => page.locator('.subject').allTextContents()).toEqual(['The second mail', 'The first mail'])
  await expect.poll(() => page.locator('#count').textContent()).toBe('2 messages')
  expect(alarms).toEqual([])
  await page.close()
})

test('who is reading further down keeps their place, and is told', async () => {
  await open()
  const { page } = await watchedPage()
  for (let index = 0; index < 40; index++) mailbox.add({ key: `k${index}`, subject: `Mail ${index}` })
  await page.goto(`${address}/mailbox`)
  const row = page.locator('[data-key=k10]')
  await row.scrollIntoViewIfNeeded()
  const before = (await row.boundingBox())?.y
  mailbox.add({ key: 'new', subject: 'A new mail' })
  const news = page.getByRole('button', { name: '1 new message' })
  await news.waitFor()
  expect(Math.abs(((await row.boundingBox())?.y ?? 0) - (before ?? 0))).toBeLessThan(1)
  await news.click()
  await expect.poll(() => page.evaluate('scrollY')).toBe(0)
  await page.close()
})

test('a mail opens from the list with the keyboard alone', async () => {
  await open()
  const { page } = await watchedPage()
  mailbox.add({ key: 'a/b:1', subject: 'Open me' })
  await page.goto(`${address}/mailbox`)
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Open me' }).waitFor()
  expect(await page.frameLocator('iframe').getByText('Hello').textContent()).toBe('Hello')
  await page.close()
})

test('people unsubscribe, and come back, without scripts and on a phone', async () => {
  await open()
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 320, height: 568 } })
  const page = await context.newPage()
  await page.goto(`${address}/u/${server.tokens.sign({ subscriber: 42, topic: 'offers', effect: 'e' })}`)
  expect(server.inbox.commands).toEqual([])
  await page.getByRole('button', { name: 'Unsubscribe' }).click()
  await page.getByRole('heading', { name: 'You are unsubscribed' }).waitFor()
  await page.getByRole('button', { name: 'Subscribe me again' }).click()
  await page.getByRole('heading', { name: 'You are subscribed again' }).waitFor()
  expect(server.inbox.commands.map(({ command }) => command.do)).toEqual(['unsubscribe', 'subscribe'])
  await context.close()
})

test('who leaves by a double click has left: what stands under the second half of it is not pressed', async () => {
  await open()
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 390, height: 780 }, reducedMotion: 'reduce' })
  const page = await context.newPage()
  // The page's own time stands still, however long this machine takes for what a double click does in an instant.
  const devtools = await context.newCDPSession(page)
  await devtools.send('Animation.enable')
  await devtools.send('Animation.setPlaybackRate', { playbackRate: 0 })
  await page.goto(`${address}/u/${server.tokens.sign({ subscriber: 42, topic: 'offers', effect: 'e' })}`)
  await page.getByRole('button', { name: 'Unsubscribe' }).click()
  await page.getByRole('heading', { name: 'You are unsubscribed' }).waitFor()
  for (const name of ['Subscribe me again', 'Stop all mails from Hillside']) {
    const box = await page.getByRole('button', { name }).boundingBox()
    await page.mouse.dblclick((box?.x ?? 0) + 20, (box?.y ?? 0) + 20)
  }
  expect(server.inbox.commands.map(({ command }) => command.do)).toEqual(['unsubscribe'])
  await page.getByRole('heading', { name: 'You are unsubscribed' }).waitFor()
  await devtools.send('Animation.setPlaybackRate', { playbackRate: 1 })
  await page.getByRole('button', { name: 'Subscribe me again' }).click()
  await page.getByRole('heading', { name: 'You are subscribed again' }).waitFor()
  expect(server.inbox.commands.map(({ command }) => command.do)).toEqual(['unsubscribe', 'subscribe'])
  await context.close()
})

test('no page is wider than a small phone', async () => {
  await open()
  const page = await browser.newPage({ viewport: { width: 320, height: 568 } })
  const long = 'a'.repeat(200)
  const paths = ['/mailbox', '/u/x', `/u/${server.tokens.sign({ subscriber: 1, topic: long, effect: 'e' })}`, '/mailbox/none']
  for (const path of paths) {
    await page.goto(address + path)
    expect([path, await page.evaluate('document.documentElement.scrollWidth')]).toEqual([path, 320])
  }
  mailbox.add({ key: 'k', subject: long, to: `${long}@example.com`, headers: [{ name: 'X', value: long }], text: long, source: long })
  for (const path of ['/mailbox', '/mailbox/k', '/mailbox/k?view=text', '/mailbox/k?view=headers', '/mailbox/k?view=source']) {
    await page.goto(address + path)
    expect([path, await page.evaluate('document.documentElement.scrollWidth')]).toEqual([path, 320])
  }
  await page.close()
})

test('who opens the link of the first owner while the console is being built gets there by themselves, with the link whole', async () => {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>Oncue</title><h1>The console</h1>')
  writeFileSync(join(folder, 'stamp'), '0123456789abcdef0123')
  for (const name of ['.vite', 'words']) mkdirSync(join(folder, name))
  writeFileSync(join(folder, '.vite/manifest.json'), '{}')
  for (const language of languages) writeFileSync(join(folder, 'words', `${language}.json`), '{}')
  let built: string | undefined
  const app = fastify()
  await app.register(consoleRoutes, { console: { ready: () => built, prepare: () => new Promise(() => {}) } })
  await app.listen({ host: '127.0.0.1', port: 0 })
  const page = await browser.newPage()
  try {
    await page.goto(`http://127.0.0.1:${(app.server.address() as AddressInfo).port}/console/welcome#secret`)
    await page.getByRole('heading', { name: 'The console is being built' }).waitFor()
    built = folder
    await page.getByRole('heading', { name: 'The console', exact: true }).waitFor()
    await expect.poll(() => new URL(page.url()).hash).toBe('#secret')
  } finally {
    await page.close()
    await app.close()
  }
})
