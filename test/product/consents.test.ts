// What a shop's own server records of consent, and how it is shown and handed out, through the whole product.

import { expect, test } from 'vitest'
import type { JsonObject } from '../../src/model/json.ts'
import { oncue } from '../cli/command-line.ts'
import { type Product, shop, startProduct } from './product.ts'

const optIn = { ...shop, 'workspace.yaml': shop['workspace.yaml'].replace('consent: opt-out', 'consent: opt-in') }
const adminKey = 'an-admin-key-for-tests-0123456789'
const evidence = { page: 'https://shop.example/checkout', ip: '203.0.113.77', agent: '=HYPERLINK("x")', wording: '2026-11' }

const say = (product: Product, word: JsonObject, headers?: Record<string, string>): Promise<Response> => product.post('/v1/consents', word, headers)
const said = async (product: Product): Promise<readonly unknown[]> =>
  (await product.decisions('ada')).flatMap((one) => (one.kind === 'topic' ? [`${one.subscribed ? '+' : '-'}${one.topic} ${one.channel ?? 'email'}`] : []))

test('a yes of the shop’s server lets the mail go, a no holds it back, and each is recorded once by its messageId', async () => {
  const product = await startProduct({ files: optIn })
  await product.identify('ada', { email: 'ada@mail.example' })
  await product.track('ada', 'Came By')
  expect(await product.mails()).toHaveLength(0)
  expect((await say(product, { userId: 'ada', topic: 'news', given: true, messageId: 'order-1', evidence })).status).toBe(200)
  await product.track('ada', 'Came By')
  expect(await product.mails()).toHaveLength(1)
  await say(product, { userId: 'ada', topic: 'news', given: false, messageId: 'account-1' })
  // The shop's queue delivers the yes a second time, after the no.
  expect((await say(product, { userId: 'ada', topic: 'news', given: true, messageId: 'order-1', evidence })).status).toBe(200)
  await product.track('ada', 'Came By')
  expect(await product.mails()).toHaveLength(1)
  await product.stop()
  await product.start()
  await say(product, { userId: 'ada', topic: 'news', given: true, messageId: 'order-1', evidence })
  expect(await said(product)).toEqual(['+news email', '-news email'])
  const [first] = (await product.decisions('ada')).filter(({ kind }) => kind === 'topic')
  expect(first).toMatchObject({ evidence: { page: evidence.page, ip: '203.0.113.0', wording: '2026-11' } })
})

test('what is missing is named, and curl may call its JSON a form', async () => {
  const product = await startProduct({ files: optIn })
  await product.identify('ada', { email: 'ada@mail.example' })
  const asForm = { 'content-type': 'application/x-www-form-urlencoded' }
  expect((await say(product, { userId: 'ada', topic: 'news', given: true }, asForm)).status).toBe(200)
  const missing = await say(product, { userId: 'ada', topic: 'news' }, asForm)
  expect([missing.status, await missing.json()]).toMatchObject([400, { detail: 'given is missing.' }])
})

test('a word that comes late does not take the place of a newer one, and an event may have the same messageId', async () => {
  const product = await startProduct({ files: optIn })
  await product.identify('ada', { email: 'ada@mail.example' })
  await say(product, {
    batch: [
      { userId: 'ada', topic: 'news', given: true },
      { userId: 'ada', topic: 'all', given: false, messageId: 'm' },
    ],
  })
  await say(product, { userId: 'ada', topic: 'news', channel: 'sms', given: true, messageId: 'x', timestamp: '2020-01-01T00:00:00Z' })
  await say(product, { userId: 'ada', topic: 'news', given: true, timestamp: '2020-01-01T00:00:00Z' })
  await product.track('ada', 'Came By', {}, { messageId: 'm' })
  expect(await said(product)).toEqual(['+news email', '-all email'])
  expect(await product.trace('ada', 'u')).toContain('Came By')
})

test('a page may not speak of consent, and what cannot be understood is refused as a whole with its place', async () => {
  const product = await startProduct({ files: optIn, browserKeys: ['page'] })
  const page = { authorization: `Basic ${btoa('page:')}` }
  expect((await say(product, { userId: 'ada', topic: 'news', given: true }, page)).status).toBe(401)
  const refused = async (word: JsonObject): Promise<string> => {
    const response = await say(product, word)
    expect(response.status).toBe(400)
    return ((await response.json()) as { detail: string }).detail
  }
  expect(await refused({ userId: 'ada', topic: 'nws', given: true })).toBe('topic: there is nothing called "nws" in workspace.yaml.')
  expect(await refused({ topic: 'news', given: true })).toBe('userId or anonymousId is missing.')
  expect(await refused({ userId: 'ada', given: true })).toContain('name a topic')
  expect(
    await refused({
      batch: [
        { userId: 'ada', topic: 'news', given: true },
        { userId: 'ada', topic: 'x', given: true },
      ],
    }),
  ).toContain('batch.1: topic')
  expect(await product.decisions('ada')).toEqual([])
})

test('consents are handed out with their evidence, as CSV that no spreadsheet runs and as JSON, in the export of a person too', async () => {
  const product = await startProduct({ files: optIn, browserKeys: ['page'], adminKeys: [adminKey] })
  await say(product, { userId: 'ada', topic: 'news', channel: 'sms', given: true, evidence })
  await product.post('/v1/subscribe', { email: 'ada@mail.example', userId: 'ada', topics: ['news'] })
  await product.settle()
  const ask = (path: string): Promise<Response> => product.get(path, { authorization: `Bearer ${adminKey}` })
  const csv = await ask('/admin/v1/consents/export?format=csv')
  expect(csv.headers.get('content-type')).toContain('text/csv')
  const lines = (await csv.text()).split('\r\n')
  expect(lines[0]?.split(',').slice(0, 7)).toEqual(['subscriber', 'userId', 'at', 'what', 'topic', 'channel', 'given'])
  expect(lines[1]).toContain('topic,news,sms,true,api')
  expect(lines[1]).toContain(`"'=HYPERLINK(""x"")"`)
  expect(lines[2]).toContain('asked,news,email')
  const { consents } = (await (await ask('/admin/v1/consents/export')).json()) as { consents: { what: string; address: string | null }[] }
  expect(consents.map(({ what, address }) => `${what} ${address}`)).toEqual(['topic null', 'asked ada@mail.example'])
  const person = (await (await ask('/admin/v1/subscribers/ada/export')).json()) as { consents: { kind: string }[]; subscriber: { topics: JsonObject[] } }
  expect(person.consents.map(({ kind }) => kind)).toEqual(['topic', 'asked'])
  expect(person.subscriber.topics).toMatchObject([{ topic: 'news', channel: 'sms', subscribed: true, evidence: { page: evidence.page } }])
})

test('only a proxy that is trusted says where a visitor is', async () => {
  const from = async (trustedProxies: string[]): Promise<unknown> => {
    const product = await startProduct({ files: optIn, browserKeys: ['page'], trustedProxies })
    await product.post('/v1/subscribe', { userId: 'ada', email: 'ada@mail.example', topics: ['news'] }, { 'x-forwarded-for': '198.51.100.9, 203.0.113.77' })
    return (await product.decisions('ada')).find(({ kind }) => kind === 'asked')
  }
  expect(await from([])).toMatchObject({ evidence: { ip: '127.0.0.0' } })
  // What the visitor wrote into the header itself stands before what the proxy added, and is not believed.
  expect(await from(['127.0.0.1'])).toMatchObject({ evidence: { ip: '203.0.113.0' } })
})

test('a form of a page names nobody: the userId in it is not believed, whoever confirms', async () => {
  const product = await startProduct({ files: optIn, browserKeys: ['page'] })
  await product.identify('ada', { email: 'ada@mail.example' })
  for (const userId of ['ada', 'never-seen']) {
    const email = `mallory-${userId}@mail.example`
    const sent = await product.post('/v1/subscribe', { key: 'page', email, userId, topics: ['news'] }, { authorization: '' })
    expect(sent.status).toBe(202)
    const question = (await product.mails()).find(({ to }) => to === email)
    const link = /http[^"]+(\/confirm\/[\w-]+)/.exec(await (await product.get(`${question?.url}/html`)).text())?.[1] ?? ''
    await product.post(link, '')
  }
  expect(await product.decisions('never-seen')).toEqual([])
  expect((await product.decisions('ada')).filter(({ kind }) => kind === 'asked' || kind === 'topic')).toEqual([])
  // Whose userId it is, is still reached where she was, and has said yes to nothing.
  await product.track('ada', 'Came By')
  expect((await product.mails()).filter(({ step }) => step === 'greet')).toEqual([])
})

test('the yes of a form reaches the user whose address the shop’s server named, who is found by that address', async () => {
  const product = await startProduct({ files: optIn, browserKeys: ['page'], adminKeys: [adminKey] })
  await product.identify('ada', { email: 'Ada@mail.example' })
  await product.post('/v1/subscribe', { key: 'page', email: 'ada@mail.example', topics: ['news'], anonymousId: 'phone' }, { authorization: '' })
  const [question] = await product.mails()
  const link = /http[^"]+(\/confirm\/[\w-]+)/.exec(await (await product.get(`${question?.url}/html`)).text())?.[1] ?? ''
  await product.post(link, '')
  await product.track('ada', 'Came By')
  expect((await product.mails()).map(({ to }) => to)).toEqual(['ada@mail.example', 'Ada@mail.example'])
  const environment = { ONCUE_DATA: product.data }
  const shown = await oncue(['subscriber', 'show', 'ada@MAIL.example'], { environment })
  expect(shown.out).toContain('news by mail: yes since')
  expect(shown.out).toContain('for ada@mail.example')
  // Another account with the same address: nobody is meant until one of them is named.
  await product.identify('bob', { email: 'ada@mail.example' })
  expect((await oncue(['trace', 'ada@mail.example'], { environment })).err).toContain('2 people have the address "ada@mail.example": #1, #2')
  const door = ['--server', product.app.address, '--key', adminKey, '--data', product.data]
  expect((await oncue(['subscriber', 'erase', 'ada@mail.example', '--yes', ...door])).err).toContain('2 people have the address')
  expect((await oncue(['subscriber', 'erase', '#2', '--yes', ...door])).code).toBe(0)
  expect(JSON.parse((await oncue(['subscriber', 'export', 'ada@mail.example', ...door])).out)).toMatchObject({ subscriber: { userIds: ['ada'] } })
  expect((await oncue(['subscriber', 'export', 'nobody@mail.example', ...door])).err).toContain('nobody has the id')
})
