// The first minutes of a server: the steps tick by what really happened, the demo fills with people beside the server, and a site of one's own begins in its place.

import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { getPriority, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { outlineOf } from '../../console/src/areas/templates/blocks/outline.ts'
import type { App } from '../../src/app.ts'
import { runApp } from '../../src/run-app.ts'
import { readConfiguration } from '../../src/settings/configuration.ts'
import { startProduct } from './product.ts'

const key = 'ak_owner-of-the-steps'
let app: App
let folder = ''
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'oncue-steps-'))
  // With the secret from the settings, which the product itself cannot make another of.
  const secret = 'the-secret-of-the-settings-stays-as-it-is'
  const settings = { data: join(folder, 'data'), port: 0, writeKeys: ['write-key-of-the-steps'], adminKeys: [`owner:${key}`], secret, logLevel: 'silent' }
  app = await runApp(readConfiguration({}, settings), (error) => {
    throw error
  })
})
afterAll(async () => {
  await app?.stop()
  rmSync(folder, { recursive: true, force: true })
})

interface Steps {
  readonly of: string | null
  readonly people: number
  readonly steps: readonly { readonly step: string; readonly done: boolean }[]
  readonly filling: { readonly state: string; readonly mails: number } | null
  readonly ownSite: string | null
}

async function ask(method: string, path: string, body?: object): Promise<{ readonly status: number; readonly body: unknown }> {
  const headers = { authorization: `Bearer ${key}`, ...(body && { 'content-type': 'application/json' }) }
  const response = await fetch(`${app.address}/admin/v1${path}`, { method, headers, ...(body && { body: JSON.stringify(body) }) })
  const text = await response.text()
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) }
}
/** Filling and starting anew take as long as the machine lets them. */
const changedOver = <Seen>(read: () => Promise<Seen>) => expect.poll(read, { interval: 200 })
/** While it changes over nobody answers. */
const steps = async (): Promise<Steps | undefined> => (await ask('GET', '/first-steps').catch(() => undefined))?.body as Steps | undefined
const done = async (): Promise<readonly string[]> => (await steps())?.steps.filter((one) => one.done).map(({ step }) => step) ?? []

async function post(path: string, body: object): Promise<void> {
  const headers = { authorization: `Basic ${btoa('write-key-of-the-steps:')}`, 'content-type': 'application/json' }
  expect((await fetch(`${app.address}/v1/${path}`, { method: 'POST', headers, body: JSON.stringify(body) })).status).toBe(200)
}

/** The links of the newest mail by which its reader unsubscribes and sees what they get, and the reader's number. */
async function linksOfAMail(): Promise<{ readonly number: number; readonly links: readonly string[] }> {
  const { mails } = (await (await fetch(`${app.address}/mailbox.json`)).json()) as { readonly mails: readonly { readonly key: string; readonly url: string }[] }
  const [mail] = mails
  const source = await (await fetch(`${app.address}${mail?.url}/message.eml`)).text()
  const [unsubscribe = '/none'] = /\/u\/[\w.~-]+/.exec(source.replaceAll(/\r\n /g, '')) ?? []
  const page = await (await fetch(`${app.address}${unsubscribe}`, { method: 'POST', body: new URLSearchParams({ by: 'page' }) })).text()
  const [preferences = '/none'] = /\/preferences\/[\w.~-]+/.exec(page) ?? []
  return { number: Number.parseInt(mail?.key ?? '', 10), links: [unsubscribe, preferences] }
}

/** How many threads of this process leave the processor to the others: their niceness is the seventeenth of the figures behind the name. */
function threadsThatGoLast(): number {
  const niceness = readdirSync('/proc/self/task').map((thread) => {
    const line = readFileSync(`/proc/self/task/${thread}/stat`, 'utf8')
    return Number(line.slice(line.lastIndexOf(')') + 2).split(' ')[16])
  })
  return niceness.filter((one) => one > getPriority()).length
}

test('a demo fills beside the server, which changes over to it; the same people each time, with mails that reached them; drafts stay', async () => {
  expect(await steps()).toMatchObject({ of: 'demo', people: 1, filling: { state: 'none' }, ownSite: null })
  expect((await ask('PUT', '/drafts', { path: 'templates/mine.mjml', text: '<mjml></mjml>', revision: 0 })).status).toBe(200)
  expect((await ask('POST', '/first-steps/demo', { people: 12, days: 20 })).status).toBe(202)
  // Whoever clicks meanwhile goes first.
  if (process.platform === 'linux') await expect.poll(threadsThatGoLast).toBeGreaterThan(0)
  const link = app.setupLink
  await changedOver(async () => (await steps())?.people).toBe(12)
  // The link that was printed at the start goes on leading in.
  expect(link).toContain('/console/welcome#')
  expect(app.setupLink).toBe(link)
  expect(await done()).toEqual([])
  expect((await ask('GET', '/definitions/file?path=templates/mine.mjml')).body).toMatchObject({ drafted: { text: '<mjml></mjml>' }, draft: { revision: 1 } })
  const { body } = await ask('GET', '/messages?limit=500')
  const { messages } = body as { readonly messages: readonly { readonly status: string; readonly journey: string; readonly decidedAt: number }[] }
  expect(messages.filter(({ status }) => status === 'sent').length).toBeGreaterThan(12)
  expect(new Set(messages.map(({ journey }) => journey))).toContain('abandoned-cart')
  const of = async (path: string, name: string) => ((await ask('GET', path)).body as { readonly [name: string]: unknown })[name]
  const tried = (await of('/experiments', 'experiments')) as readonly { readonly journey: string; readonly kind: string; readonly arms: readonly object[] }[]
  expect(tried.map(({ journey, kind, arms }) => [journey, kind, arms.length])).toContainEqual(['abandoned-cart', 'split', 2])
  expect(await of('/catalogue/products/items?limit=5', 'items')).toHaveLength(5)
  expect(((await of('/dead-letters', 'letters')) as readonly object[]).length).toBeGreaterThan(3)
  // What was played in virtual time took no time that anybody measured.
  expect(await of('/overview', 'latency')).toBe(null)
  const { body: clock } = await ask('GET', '/demo/clock')
  expect(clock).toMatchObject({ of: 'demo', leadMs: 0 })
})

test('each step ticks when it really happened, and stays ticked', async () => {
  await post('identify', { userId: 'ada', traits: { email: 'ada@mail.example' } })
  await post('track', { userId: 'ada', event: 'Product Added', properties: { cart_id: 'c1', product_id: '2', name: 'Summit Pro Harness', price: 89.99 } })
  expect(await done()).toEqual(['event'])
  expect((await ask('POST', '/demo/clock', { toNextOf: 'ada' })).status).toBe(200)
  expect(await done()).toEqual(['see', 'event'])
  await ask('GET', '/subscribers/ada/why/abandoned-cart')
  expect(await done()).toEqual(['see', 'event', 'why'])
})

test('a site of one’s own begins in place of the demo, with nobody in it, and cannot be wound', async () => {
  expect((await ask('POST', '/first-steps/own-site', { name: 'x', sender: 'nonsense', address: '' })).status).toBe(400)
  const site = {
    name: 'Nora "Books" & Co',
    sender: 'hello@books.example',
    address: '1 Market Street, Bergen',
    zone: 'Europe/Oslo',
    site: 'https://books.example',
  }
  const ofDemo = await linksOfAMail()
  expect(ofDemo.links.map((link) => link.split('/')[1])).toEqual(['u', 'preferences'])
  expect((await ask('POST', '/first-steps/own-site', site)).status).toBe(202)
  await changedOver(async () => ((await ask('GET', '/workspace').catch(() => undefined))?.body as { workspace?: string } | undefined)?.workspace).toBe(
    site.name,
  )
  expect(await steps()).toMatchObject({ of: null, people: 0, filling: null })
  // What was tried in the demo is not done on one's own site, where the site comes first.
  expect(await done()).toEqual([])
  expect((await steps())?.steps.map(({ step }) => step)).toEqual(['event', 'see', 'publish', 'why', 'own'])
  expect((await ask('POST', '/demo/clock', { forward: '1d' })).status).toBe(409)
  expect((await ask('POST', '/first-steps/own-site', site)).status).toBe(409)
  expect((await fetch(`${app.address}/demo`)).status).toBe(404)
  expect(existsSync(join(folder, 'data', 'site', 'journeys', 'welcome.yaml'))).toBe(true)
  await post('identify', { userId: 'grace', traits: { email: 'grace@mail.example', first_name: 'Grace' } })
  await app.runtime.settle()
  const { mails } = (await (await fetch(`${app.address}/mailbox.json`)).json()) as { readonly mails: readonly { readonly subject: string }[] }
  expect(mails.map(({ subject }) => subject)).toEqual(['Welcome, Grace'])
  // Its button leads to the site, and its page can be changed as blocks.
  const file = (name: string) => readFileSync(join(folder, 'data', 'site', name), 'utf8')
  expect(file('workspace.yaml')).toContain('brand: { site: "https://books.example" }')
  expect(outlineOf(file('templates/welcome.mjml'))?.blocks.length).toBe(3)
  expect(await done()).toEqual(['event', 'see'])
  // Numbers of people begin anew, so a link of the demo would be that of somebody else here.
  for (let number = 2; number <= ofDemo.number; number += 1)
    await post('identify', { userId: `reader-${number}`, traits: { email: `reader-${number}@mail.example` } })
  for (const link of ofDemo.links) {
    const answer = await fetch(app.address + link, { method: 'POST', body: new URLSearchParams({ leave: 'all' }) })
    expect([answer.status >= 400, link.split('/')[1]]).toEqual([true, link.split('/')[1]])
  }
  const { links } = await linksOfAMail()
  for (const link of links) expect((await fetch(app.address + link)).status).toBe(200)
})

test('a workspace that people live in can neither be filled nor wiped', async () => {
  const live = await startProduct({ adminKeys: [`owner:${key}`] })
  const headers = { authorization: `Bearer ${key}` }
  for (const path of ['/first-steps/demo', '/first-steps/own-site']) {
    const body = path.endsWith('demo') ? {} : { name: 'x', sender: 'a@b.example', address: '12345' }
    expect((await live.post(`/admin/v1${path}`, body, headers)).status).toBe(409)
  }
})
