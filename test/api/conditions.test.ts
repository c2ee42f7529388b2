// The doors of conditions, segments and of what arrives, at a server that runs.

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type App, startApp } from '../../src/app.ts'
import { readConfiguration } from '../../src/settings/configuration.ts'

let app: App
let folder: string
const adminKey = 'an-admin-key-for-the-test-of-conditions'

// biome-ignore lint/suspicious/noExplicitAny: tests compare the JSON of answers with what they expect
async function ask(method: string, path: string, body?: object | string, key = adminKey): Promise<{ readonly status: number; readonly answer: any }> {
  const headers = { authorization: `Bearer ${key}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) }
  const response = await fetch(`${app.address}/admin/v1${path}`, {
    method,
    headers,
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  return { status: response.status, answer: await response.json() }
}

const post = (path: string, body: object) =>
  fetch(`${app.address}/v1/${path}`, { method: 'POST', headers: { authorization: `Basic ${btoa(`${app.writeKey}:`)}` }, body: JSON.stringify(body) })

/** Viewed the same product three times within a day, and bought nothing. */
const hesitating = {
  all: [{ event: 'Product Viewed', by: 'product_id', count: { gte: 3 }, within: '24h' }, { not: { event: 'Order Completed', within: '24h' } }],
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'oncue-conditions-'))
  await mkdir(join(folder, 'shop'))
  const write = (name: string, text: string) => writeFile(join(folder, 'shop', name), text)
  await write('workspace.yaml', 'workspace: shop\nsender: { address: shop@example.com }\naddress: 1 Market Street\nlists: [friends]\n')
  await write('buyers.yaml', 'segment: buyers\ndescription: Bought something\nif: { event: Order Completed }\n')
  await write('keen.yaml', 'segment: keen\nif: { all: [{ segment: buyers }, { event: Product Viewed, count: { gte: 2 } }] }\n')
  await write('thanks.yaml', 'journey: thanks\nenter: [{ joins: { segment: buyers } }]\nsteps: [{ id: put, list: { add: friends } }]\n')
  app = await startApp(
    readConfiguration({
      ONCUE_DATA: join(folder, 'data'),
      ONCUE_DEFINITIONS: join(folder, 'shop'),
      ONCUE_DEMO: 'false',
      PORT: '0',
      ONCUE_LOG_LEVEL: 'silent',
      ONCUE_ADMIN_KEYS: adminKey,
    }),
  )
  const view = (userId: string, product: string) => ({
    type: 'track',
    userId,
    event: 'Product Viewed',
    properties: { product_id: product, price: 20, loyalty: 491701234567, note: 'call me: +49 170 1234567' },
  })
  const batch = [
    ...['ada', 'bea', 'cyd'].map((userId) => ({ type: 'identify', userId, traits: { email: `${userId}@example.com`, plan: 'pro', first_name: userId } })),
    ...['p1', 'p1', 'p1', 'p2'].map((product) => view('ada', product)),
    ...['p1', 'p1', 'p1'].map((product) => view('bea', product)),
    ...['p1', 'p2', 'p3'].map((product) => view('cyd', product)),
    { type: 'track', userId: 'bea', event: 'Order Completed', properties: { total: 40 } },
  ]
  await post('batch', { batch: batch.map((one, index) => ({ ...one, messageId: `m${index}` })) })
  await app.runtime.settle()
})
afterAll(async () => {
  await app.stop()
  await rm(folder, { recursive: true, force: true })
})

test('a condition is counted whole and in parts, with people for whom it holds', async () => {
  const { status, answer } = await ask('POST', '/conditions/count', { condition: hesitating })
  expect(status).toBe(200)
  const end = answer.state === 'done' ? answer : (await ask('GET', `/conditions/count/${answer.id}?wait=30`)).answer
  const people = (count: number) => ({ count, low: count, high: count })
  expect(end).toMatchObject({
    state: 'done',
    exact: true,
    of: 3,
    asked: 3,
    parts: [
      { path: [], people: people(1) },
      { path: ['all', 0], people: people(2), words: 'Product Viewed at least 3 times within 24h for one product_id (of the 100 latest values)' },
      { path: ['all', 1], people: people(2) },
      { path: ['all', 1, 'not'], people: people(1) },
    ],
    sample: [{ subscriber: 1, userIds: ['ada'], email: 'ada@example.com' }],
  })
  expect(end.reach).toBeNull()
  const mailed = (await ask('POST', '/conditions/count', { condition: { event: 'Product Viewed' }, topic: '' })).answer
  const reached = mailed.state === 'done' ? mailed : (await ask('GET', `/conditions/count/${mailed.id}?wait=30`)).answer
  expect(reached.reach).toEqual({ sent: 3, noAddress: 0, suppressed: 0, unsubscribed: 0, noConsent: 0, mailPaused: 0, holdout: 0 })
  const { key } = (await ask('POST', '/keys', { name: 'looks', role: 'viewer' })).answer
  const path = `/conditions/count/${answer.id}`
  expect((await ask('DELETE', path, undefined, key)).status).toBe(403)
  expect((await ask('DELETE', path)).answer.state).toBe('done')
  expect((await ask('GET', '/conditions/count/999')).status).toBe(404)
})

test('what is wrong with a condition is said by its place, in form and in meaning', async () => {
  const form = await ask('POST', '/conditions/check', { condition: { all: [{ event: 'A', within: 'soon' }] } })
  expect(form.answer).toMatchObject({ problems: [{ path: ['all', 0, 'within'], severity: 'error' }], parts: [] })
  const meaning = await ask('POST', '/conditions/check', { condition: { any: [{ event: 'A' }, { segment: 'buyer' }, { list: 'fiends' }] } })
  expect(meaning.answer.problems).toMatchObject([{ path: ['any', 1, 'segment'], fix: expect.stringContaining('buyers') }, { path: ['any', 2, 'list'] }])
  expect(meaning.answer.problems[0].said).toEqual({
    message: { code: 'unknown-name', values: { kind: 'segment', name: 'buyer' } },
    fix: { code: 'meant-quoted', values: { name: 'buyers' } },
  })
  expect(meaning.answer.parts.map(({ path }: { path: unknown[] }) => path)).toEqual([[], ['any', 0], ['any', 1], ['any', 2]])
  const trigger = { event: 'A', where: { id: { eq: { ref: 'trigger.id' } } } }
  expect((await ask('POST', '/conditions/check', { condition: trigger })).answer.problems).toMatchObject([{ severity: 'error' }])
  expect((await ask('POST', '/conditions/check', { condition: trigger, place: 'journey' })).answer).toMatchObject({
    problems: [],
    parts: [{ needsTrigger: true }],
  })
  expect((await ask('POST', '/conditions/count', { condition: { all: [] } })).status).toBe(400)
  const deep = `{"condition":${'{"not":'.repeat(20_000)}{"event":"A"}${'}'.repeat(20_000)}}`
  expect((await ask('POST', '/conditions/check', deep)).answer.problems).toMatchObject([{ message: expect.stringContaining('100 deep') }])
})

test('a condition is tried on one person, part by part with what decided it', async () => {
  const { answer } = await ask('POST', '/conditions/try', { condition: hesitating, subscriber: 'bea@example.com' })
  expect(answer).toMatchObject({
    person: { userIds: ['bea'] },
    holds: false,
    reason: {
      value: false,
      parts: [
        { path: ['all', 0], value: true, evidence: [{ name: 'Product Viewed', counts: true }, {}, {}] },
        { path: ['all', 1], value: false, parts: [{ value: true, detail: expect.stringContaining('once'), evidence: [{ name: 'Order Completed' }] }] },
      ],
    },
  })
  const started = { condition: { event: 'Product Viewed', where: { product_id: { eq: { ref: 'trigger.product_id' } } }, count: { gte: 3 } }, place: 'journey' }
  expect((await ask('POST', '/conditions/try', { ...started, subscriber: 'bea', trigger: 'Product Viewed' })).answer).toMatchObject({
    holds: true,
    trigger: { name: 'Product Viewed', properties: { product_id: 'p1' } },
  })
  expect((await ask('POST', '/conditions/try', { condition: hesitating, subscriber: 'nobody' })).status).toBe(404)
})

test('segments in force have sizes, uses, members and days', async () => {
  const { answer } = await ask('GET', '/segments')
  expect(answer).toMatchObject({
    of: 3,
    exact: true,
    filling: null,
    segments: [
      {
        segment: 'buyers',
        description: 'Bought something',
        people: { count: 1 },
        usedIn: [
          { kind: 'journey', name: 'thanks' },
          { kind: 'segment', name: 'keen' },
        ],
      },
      { segment: 'keen', people: { count: 1 }, usedIn: [] },
    ],
  })
  expect((await ask('GET', '/segments/keen')).answer.condition).toEqual({ all: [{ segment: 'buyers' }, { event: 'Product Viewed', count: { gte: 2 } }] })
  expect((await ask('GET', '/segments/buyers/members')).answer).toMatchObject({ members: [{ userIds: ['bea'] }], next: null })
  const { days } = (await ask('GET', '/segments/buyers/days')).answer
  expect(days).toHaveLength(30)
  expect(days.at(-1)).toMatchObject({ entered: 1, left: 0 })
  for (const path of ['/segments/none', '/segments/none/members']) expect((await ask('GET', path)).status).toBe(404)
  expect((await ask('GET', '/segments/buyers/days?from=2026-01-01&to=2020-01-01')).status).toBe(400)
})

test('what arrives is listed with types and examples, and nothing in it says who somebody is', async () => {
  const { answer } = await ask('GET', '/schema?wait=true')
  expect(answer.events.map(({ name, count }: { name: string; count: number }) => [name, count])).toEqual([
    ['Product Viewed', 10],
    ['Identified', 3],
    ['Order Completed', 1],
  ])
  const [viewed] = answer.events
  expect(viewed.properties).toMatchObject([
    { path: 'loyalty', types: ['number'], samples: [], least: null, most: null, isWithheld: true },
    { path: 'note', types: ['text'], samples: [], isWithheld: true },
    { path: 'price', types: ['number'], share: 1, samples: [20], least: 20, most: 20 },
    { path: 'product_id', types: ['text'], samples: ['p1', 'p2', 'p3'], isWithheld: false },
  ])
  expect(answer.attributes).toMatchObject([
    { path: 'email', samples: [] },
    { path: 'first_name', samples: [], isWithheld: true },
    { path: 'plan', samples: ['pro'] },
  ])
  const names = (await ask('GET', '/schema/names')).answer
  expect(names).toMatchObject({ lists: ['friends'], segments: [{ name: 'buyers' }, { name: 'keen' }], journeys: [{ name: 'thanks', steps: ['put'] }] })
})

test('of somebody who is erased no example is left', async () => {
  await post('track', { userId: 'dora', event: 'Product Viewed', properties: { product_id: 'secret-of-dora' }, messageId: 'dora' })
  await app.runtime.settle()
  expect(JSON.stringify((await ask('GET', '/schema?wait=true')).answer)).toContain('secret-of-dora')
  expect((await ask('DELETE', '/subscribers/dora')).status).toBe(200)
  expect(JSON.stringify((await ask('GET', '/schema?wait=true')).answer)).not.toContain('secret-of-dora')
})
