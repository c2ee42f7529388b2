// The clock of a demo over the whole product: wound by the door and the command, kept over a restart, and never where people live.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openSqliteStore } from '../../src/stores/sqlite/sqlite-store.ts'
import { oncue } from '../cli/command-line.ts'
import { openProduct, type Product, startProduct } from './product.ts'

const minute = 60_000
const day = 24 * 60 * minute

interface Clock {
  readonly of: string | null
  readonly now: number
  readonly leadMs: number
  readonly next: number | null
}

const key = 'ak_owner-of-the-test'
const settings = { demo: true, adminKeys: [`owner:${key}`] }

let product: Product
let folder = ''
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'oncue-clock-'))
  product = await openProduct(folder, settings)
})
afterAll(async () => {
  await product?.stop()
  rmSync(folder, { recursive: true, force: true })
})

async function ask(product: Product, body?: object): Promise<{ readonly status: number; readonly clock: Clock & { readonly detail?: string } }> {
  const headers = { authorization: `Bearer ${key}` }
  const response = body === undefined ? await product.get('/admin/v1/demo/clock', headers) : await product.post('/admin/v1/demo/clock', body as never, headers)
  return { status: response.status, clock: (await response.json()) as Clock & { readonly detail?: string } }
}

test('half an hour of a demo passes in a moment, its mails say its time, and a restart goes on from there', async () => {
  const before = (await ask(product)).clock
  expect(before).toMatchObject({ of: 'demo', leadMs: 0 })
  await product.identify('ada', { email: 'ada@mail.example' })
  await product.track('ada', 'Product Added', { cart_id: 'c1', product_id: 'boots', price: 90 })
  const wound = await ask(product, { toNextOf: 'ada' })
  expect(wound.clock.leadMs).toBeGreaterThan(29 * minute)
  const [mail] = (await product.mails()).filter(({ journey }) => journey === 'reminder')
  expect(Math.abs(Date.parse(mail?.at ?? '') - wound.clock.now)).toBeLessThan(5 * minute)
  expect((await ask(product, { forward: '1d' })).clock.now).toBeGreaterThanOrEqual(wound.clock.now + day)

  await product.stop()
  await product.start({ mailUrl: 'smtp://127.0.0.1:9' })
  expect((await ask(product)).clock.leadMs).toBeGreaterThan(day)
  // Whatever mail server is set by now: what a wound clock brings about reaches nobody.
  await product.track('ada', 'Came By', {})
  expect((await product.mails()).map(({ journey }) => journey)).toContain('greeting')
})

test('what a browser tells after the clock was wound happens at the time of the demo', async () => {
  const { clock } = await ask(product, { forward: '10d' })
  const real = clock.now - clock.leadMs
  const stamp = (instant: number): string => new Date(instant).toISOString()
  const batch = [
    { type: 'track', anonymousId: 'a1', event: 'By script', timestamp: stamp(real - 5000) },
    { type: 'track', anonymousId: 'a1', event: 'Long ago', timestamp: stamp(real - 400 * day), silent: true },
  ]
  await product.post('/v1/batch', { batch: batch.slice(0, 1), sentAt: stamp(real - 3000) } as never)
  await product.post('/v1/batch', { batch: [{ ...batch[0], event: 'By curl' }, batch[1]] } as never)
  const lines = await linesOf(product, 'a:a1')
  const lead = (name: string): number => Math.round(((lines.get(name) ?? 0) - real) / day)
  expect([lead('By script'), lead('By curl'), lead('Long ago')]).toEqual([Math.round(clock.leadMs / day), Math.round(clock.leadMs / day), -400])
})

test('the link that makes the first owner grows no older when the clock is wound', async () => {
  expect((await ask(product)).clock.leadMs).toBeGreaterThan(day)
  await ask(product, { forward: '2d' })
  expect(await (await product.get('/admin/v1/setup')).json()).toEqual({ state: 'open' })
})

test('who has signed in stays signed in when the clock is wound', async () => {
  const password = 'three words of mine'
  await product.post('/admin/v1/admins', { name: 'kim', role: 'sender', password } as never, { authorization: `Bearer ${key}` })
  const page = { 'x-oncue-page': '1', 'content-type': 'application/json' }
  const send = (path: string, body: object, cookie = '') =>
    fetch(`${product.app.address}/admin/v1${path}`, { method: 'POST', body: JSON.stringify(body), headers: { ...page, cookie } })
  const signedIn = await send('/session', { name: 'kim', password })
  const cookie = signedIn.headers.get('set-cookie')?.split(';', 1)[0] ?? ''
  expect((await send('/demo/clock', { forward: '90d' }, cookie)).status).toBe(200)
  expect((await product.get('/admin/v1/session', { ...page, cookie })).status).toBe(200)
})

test('where people live nobody can wind the clock, and who may not send may not wind', async () => {
  const live = await startProduct({ ...settings, demo: false })
  expect((await ask(live)).clock).toMatchObject({ of: null, leadMs: 0 })
  expect(await ask(live, { forward: '1d' })).toMatchObject({ status: 409, clock: { detail: expect.stringContaining('People live in this workspace') } })
  // A demo only from its first moment on.
  await live.identify('ada', { email: 'ada@mail.example' })
  await live.stop()
  await live.start({ demo: true })
  expect((await ask(live, { forward: '1d' })).status).toBe(409)
  expect(await ask(product, { forward: '400d' })).toMatchObject({ status: 400, clock: { detail: expect.stringContaining('366 days') } })
})

test('oncue demo forward winds it from the command line', async () => {
  const environment = { ONCUE_ADMIN_KEY: key }
  const nothing = await oncue(['demo', 'forward', '--server', product.app.address], { environment })
  expect([nothing.code, nothing.err]).toEqual([1, expect.stringContaining('Nothing is due')])
  const soon = await oncue(['demo', 'forward', 'soon', '--server', product.app.address], { environment })
  expect([soon.code, soon.err]).toEqual([2, 'oncue: "soon" is no duration; write one like 30m, 24h or 1d12h\n'])
  const { code, out } = await oncue(['demo', 'forward', '2d', '--server', product.app.address], { environment })
  expect([code, out]).toEqual([0, expect.stringMatching(/^It is \d{4}-.+ there\./)])
})

/** When each event of somebody occurred, by its name. */
async function linesOf(product: Product, identity: string): Promise<ReadonlyMap<string, number>> {
  const store = await openSqliteStore({ path: join(product.data, 'workspace.db'), readOnly: true })
  const [number = 0] = await store.resolve([identity])
  const [stored] = await store.load([number])
  const lines = await store.history(stored?.head ?? 0, 100)
  await store.close()
  return new Map(lines.map(({ name, body }) => [name, (JSON.parse(body) as { event?: { occurredAt: number } }).event?.occurredAt ?? 0]))
}
