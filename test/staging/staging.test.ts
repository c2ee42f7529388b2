// A copy for staging as a whole: made beside a running server, with nobody's address or name in any of its files, deciding as the workspace decided, and
// reaching nobody whatever it is set to.

import { existsSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import { stageWorkspace } from '../../src/app.ts'
import { runApp } from '../../src/run-app.ts'
import { readPublications } from '../../src/runtime/publishing/published.ts'
import type { Store } from '../../src/runtime/store.ts'
import { readClockMark } from '../../src/runtime/time/workspace-clock.ts'
import { readConfiguration } from '../../src/settings/configuration.ts'
import { copyDefinitions, missingInCopy } from '../../src/staging/definitions-of-copy.ts'
import { openSqliteStore } from '../../src/stores/sqlite/sqlite-store.ts'
import { oncue } from '../cli/command-line.ts'
import { openProduct, type Product, shop } from '../product/product.ts'
import { temporaryFolder } from '../stores/temporary-folder.ts'

const webhook = (url: string): string => `
journey: tell
enter: [{ on: Signed Up }]
steps: [{ id: call, webhook: { url: '${url}', body: '{"who": "{{ subscriber.email }}"}' } }]
---
journey: later
enter: [{ on: Signed Up }]
steps: [{ id: wait, wait: 3d }, { id: again, webhook: { url: '${url}' } }, { id: mail, send: hello }]
`

const secrets = [
  'anna.schmidt',
  'Annegret',
  'Schmidtbauer',
  '491701234567',
  'lindenweg',
  'bert.secret',
  'Berthold',
  'cart-of-anna',
  'please ring me',
  'visitor-99',
]

/** A server that notes whoever calls it. */
async function listener(whenDone: (() => unknown)[]): Promise<{ readonly url: string; readonly calls: string[] }> {
  const calls: string[] = []
  const server = createServer((request, response) => {
    calls.push(request.url ?? '')
    response.end('ok')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  whenDone.push(() => server.close())
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}/hook`, calls }
}

let product: Product
let called: readonly string[]
const root = mkdtempSync(join(tmpdir(), 'oncue-staging-'))

beforeAll(async () => {
  const { url, calls } = await listener(closing)
  called = calls
  const elsewhere = join(root, 'elsewhere')
  mkdirSync(elsewhere, { recursive: true })
  writeFileSync(join(elsewhere, 'linked.yaml'), 'journey: linked\nenter: [{ on: Nothing }]\nsteps: [{ id: hello, send: hello }]\n')
  product = await openProduct(root, { files: { ...shop, 'tell.yaml': webhook(url) }, webhookAllow: [new URL(url).host] })
  await product.identify('anna.schmidt', {
    email: 'Anna.Schmidt@mail.example',
    first_name: 'Annegret',
    last_name: 'Schmidtbauer',
    phone: '+491701234567',
    address: { street: 'Lindenweg 4' },
    timezone: 'Europe/Berlin',
  })
  await product.identify('bert.secret', { email: 'bert.secret@mail.example', name: 'Berthold Secret', note: 'please ring me' })
  await product.post('/v1/track', {
    anonymousId: 'visitor-99',
    event: 'Product Viewed',
    properties: { url: 'https://shop.example/x?mail=anna.schmidt@mail.example' },
  })
  await product.post('/v1/identify', { anonymousId: 'visitor-99', userId: 'bert.secret', traits: {} })
  for (const person of ['anna.schmidt', 'bert.secret']) await product.track(person, 'Signed Up', { referrer: 'anna.schmidt@mail.example' })
  await product.track('anna.schmidt', 'Product Added', { cart_id: 'cart-of-anna', price: 12.5 })
  // A second publication in the middle of it: in the copy it comes into force at the same place.
  await product.track('anna.schmidt', 'Came Back')
  symlinkSync(root, join(product.definitions, 'around'))
  symlinkSync(join(elsewhere, 'linked.yaml'), join(product.definitions, 'linked.yaml'))
  writeFileSync(join(product.definitions, 'more.yaml'), 'journey: more\nenter: [{ on: Came Back }]\nsteps: [{ id: hello, send: hello }]\n')
  const store = await opened(join(product.data, 'workspace.db'))
  await vi.waitFor(async () => expect(await readPublications(store)).toHaveLength(2), { timeout: 120_000, interval: 20 })
  await product.track('bert.secret', 'Came Back')
  await product.track('bert.secret', 'Met anna.schmidt@mail.example')
  await product.settle()
})

const closing: (() => unknown)[] = []
afterAll(async () => {
  await product.stop()
  for (const close of closing) await close()
  rmSync(root, { recursive: true, force: true })
})

async function opened(path: string): Promise<Store> {
  const store = await openSqliteStore({ path, readOnly: true })
  closing.push(() => store.close())
  return store
}

test('a copy holds nobody, decided what the workspace decided, and is refused where something stands', async () => {
  expect(called).toHaveLength(2)
  const folder = join(temporaryFolder(), 'copy')
  const environment = { ONCUE_DATA: product.data, ONCUE_DEFINITIONS: product.definitions }
  const made = await oncue(['staging', 'create', folder, '--people', 'all', '--json'], { environment })
  expect(made).toMatchObject({ code: 0 })
  expect(JSON.parse(made.out)).toMatchObject({ folder, people: 2, unmatched: 0, missing: [] })
  expect(existsSync(`${folder}.unfinished`)).toBe(false)
  for (const file of filesOf(join(folder, 'data'))) {
    const bytes = readFileSync(file)
    const both = `${bytes.toString('latin1')}\n${bytes.toString('utf16le')}`.toLowerCase()
    for (const secret of secrets) expect(both, `${secret} in ${file}`).not.toContain(secret.toLowerCase())
  }
  // What a link shows is the copy's own: publishing there writes into nothing of the workspace.
  expect(lstatSync(join(folder, 'definitions', 'linked.yaml')).isFile()).toBe(true)
  expect(existsSync(join(folder, 'definitions', 'around'))).toBe(false)
  const store = await opened(join(folder, 'data', 'workspace.db'))
  expect(await readClockMark(store)).toMatchObject({ of: 'staging' })
  const counts = await store.counts()
  expect(counts).toEqual(await (await opened(join(product.data, 'workspace.db'))).counts())
  expect(counts).toContainEqual({ journey: 'more', version: 1, step: '', measure: 'entered', count: 1 })
  expect(await readPublications(store)).toHaveLength(2)
  // The mails that were kept are packed: they are read as whoever opens them reads them.
  for (const { key } of await store.messages({ limit: 100 })) {
    const kept = JSON.stringify((await store.archived(key)) ?? '').toLowerCase()
    for (const secret of secrets) expect(kept).not.toContain(secret.toLowerCase())
  }
  expect(await oncue(['staging', 'create', folder], { environment })).toMatchObject({
    code: 1,
    err: expect.stringContaining('exists already and is not empty'),
  })
  expect(await oncue(['staging', 'create', join(product.definitions, 'copy')], { environment })).toMatchObject({
    code: 1,
    err: expect.stringContaining('inside the definitions folder'),
  })
  expect(await oncue(['staging', 'create', `${folder}-2`, '--keep', 'category,Email'], { environment })).toMatchObject({
    code: 1,
    err: expect.stringContaining('the field Email tells who somebody is'),
  })
  // Where it listens is the environment's to say; what it is, and how to bring a site to it, is not.
  const started = await oncue(['staging', 'start', folder], { environment: { PORT: '0', ONCUE_DATA: product.data }, interrupted: AbortSignal.abort() })
  expect(started).toMatchObject({ code: 0, out: expect.stringContaining('Oncue runs a copy of the workspace') })
  expect(started.out).not.toMatch(/:4401|curl|For your website/)
  expect(await oncue(['staging', 'start', product.data])).toMatchObject({ code: 1, err: expect.stringContaining('There is no copy for staging') })
  expect(called).toHaveLength(2)
})

test('what is wound forward in a copy reaches nobody, whatever mail server and webhooks are set, and its messages are in its mailbox', async () => {
  const outside = await listener(closing)
  const folder = join(temporaryFolder(), 'copy')
  await stageWorkspace({ data: product.data, definitions: product.definitions }, { folder, people: 'all', keep: [] }, {})
  const settings = {
    data: join(folder, 'data'),
    definitions: join(folder, 'definitions'),
    port: 0,
    logLevel: 'silent',
    mailbox: false,
    smtpUrl: outside.url.replace('http', 'smtp'),
    webhookAllow: [new URL(outside.url).host],
  }
  const app = await runApp(readConfiguration({}, settings), (error) => {
    throw error
  })
  onTestFinished(() => app.stop())
  expect(await oncue(['demo', 'forward', '4d', '--server', app.address, '--data', settings.data])).toMatchObject({ code: 0 })
  const mails = (await (await fetch(`${app.address}/mailbox.json`)).json()) as { readonly mails: readonly { readonly channel?: string; readonly to: string }[] }
  const reached = JSON.stringify(mails)
  expect(reached).toContain('"webhook"')
  expect(reached).toContain('@people.example')
  expect(called).toHaveLength(2)
  expect(outside.calls).toEqual([])
})

test('so many people as were asked for come along, and a copy that is stopped leaves nothing', async () => {
  const folder = join(temporaryFolder(), 'copy')
  const wish = { folder, people: 1, keep: [] }
  await expect(stageWorkspace(product, wish, { signal: AbortSignal.abort() })).rejects.toThrow()
  expect(existsSync(folder) || existsSync(`${folder}.unfinished`)).toBe(false)
  expect(await stageWorkspace(product, wish, {})).toMatchObject({ people: 1 })
})

function filesOf(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) => (entry.isFile() ? [join(entry.parentPath, entry.name)] : []))
}

test('definitions that import a package find it in a copy, and what stands outside of their folder is named with the way out', async () => {
  const around = temporaryFolder()
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(around, path)), { recursive: true })
    writeFileSync(join(around, path), text)
  }
  write('node_modules/our-words/package.json', '{ "name": "our-words", "type": "module", "exports": "./index.js" }')
  write('node_modules/our-words/index.js', "export const greeting = 'hello'\n")
  write('shop/parts/names.ts', "export const name = 'welcome'\n")
  write('shared/waits.ts', "export const short = '1h'\n")
  const journey = (imports: string, step: string): string =>
    `import { enter, journey, send, wait } from 'oncue'\n${imports}\nexport default journey(name, { enter: [enter.on('Signed Up')], steps: [${step}] })\n`
  write('shop/found.ts', journey("import { greeting } from 'our-words'\nimport { name } from './parts/names.ts'", "send(greeting, { id: 'greet' })"))
  write('shop/lost.ts', journey("import { short } from '../shared/waits.ts'\nconst name = 'lost'", "wait(short, { id: 'rest' })"))
  const copy = join(temporaryFolder(), 'definitions')
  copyDefinitions({ definitions: join(around, 'shop'), store: product.data }, copy)
  expect(lstatSync(join(dirname(copy), 'node_modules')).isSymbolicLink()).toBe(true)
  const missing = await missingInCopy(copy)
  expect(missing).toHaveLength(1)
  expect(missing[0]).toMatch(
    /^lost\.ts:\d+: the module cannot be loaded: Cannot find module .*shared\/waits\.ts.*; what stands outside of the definitions folder does not come along/,
  )
  // Where it is put there, it is found.
  mkdirSync(join(dirname(copy), 'shared'))
  writeFileSync(join(dirname(copy), 'shared', 'waits.ts'), "export const short = '1h'\n")
  expect(await missingInCopy(copy)).toEqual([])
})
