// Text messages through the whole product: only with a yes, to a number in E.164, with what the provider and the person answer.

import { createHmac } from 'node:crypto'
import { expect, onTestFinished, test } from 'vitest'
import { smsSignature } from '../../src/api/sms/sms-routes.ts'
import { startHttpReceiver } from '../channels/http-receiver.ts'
import { type Product, startProduct } from './product.ts'

const files = {
  'workspace.yaml':
    'workspace: Shop\nsender: { name: Shop, address: hello@shop.example }\ntopics: [{ topic: parcels, consent: opt-out, channels: [email, sms] }]\naddress: Shop, London\n',
  'templates.yaml': `
template: hello
subject: Hello
html: '<p>Hello. <a href="{{ preferences_url }}">Choose</a> {{ workspace.address }}</p>'
topic: parcels
`,
  'journeys.yaml': `
journey: greeting
enter: [{ on: Came By }]
steps: [{ id: greet, send: hello }]
---
journey: parcel
enter: [{ on: Parcel Shipped }]
again: always
steps: [{ id: tell, sms: 'Hello {{ subscriber.first_name }}, parcel {{ trigger.parcel }} is on its way.', topic: parcels }]
`,
}

const phone = '+491701234567'

async function shop(): Promise<{ product: Product; bodies: () => URLSearchParams[]; publicUrl: string }> {
  const receiver = await startHttpReceiver((response) => response.writeHead(201).end('{"sid":"SM1"}'))
  onTestFinished(() => receiver.close())
  const publicUrl = 'https://hooks.shop.example'
  const smsUrl = `http://AC1:token@127.0.0.1:${receiver.port}?from=+15550001111`
  const product = await startProduct({ files, smsUrl, publicUrl, mailbox: true })
  await product.identify('anna', { email: 'anna@example.com', first_name: 'Anna', phone })
  return { product, bodies: () => receiver.calls.map(({ body }) => new URLSearchParams(body)), publicUrl }
}

function signed(product: Product, url: string, form: Record<string, string>): Promise<Response> {
  const path = new URL(url).pathname
  return product.post(path, new URLSearchParams(form).toString(), { 'x-twilio-signature': smsSignature(url, form, 'token') })
}

async function sayYes(product: Product): Promise<void> {
  await product.app.runtime.inbox.command({ userId: 'anna' }, { do: 'subscribe', topic: 'sms' }, 'admin')
}

test('a text message goes out only after a yes to text messages', async () => {
  const { product, bodies } = await shop()
  await product.track('anna', 'Parcel Shipped', { parcel: 7 })
  await product.settle()
  expect(bodies()).toEqual([])
  expect((await product.deliveries())[0]).toMatchObject({ channel: 'sms', status: 'refused', reason: expect.stringContaining('never said yes to sms') })
  await sayYes(product)
  await product.track('anna', 'Parcel Shipped', { parcel: 8 })
  await product.settle()
  expect(bodies().map((form) => [form.get('To'), form.get('Body')])).toEqual([[phone, 'Hello Anna, parcel 8 is on its way.']])
})

test('whoever answers STOP gets no more, and START takes it back', async () => {
  const { product, bodies, publicUrl } = await shop()
  await sayYes(product)
  await product.track('anna', 'Parcel Shipped', { parcel: 1 })
  await product.settle()
  const inbound = `${publicUrl}/v1/sms/inbound`
  expect((await signed(product, inbound, { From: phone, Body: ' Stop ', MessageSid: 'SM9' })).status).toBe(200)
  await product.track('anna', 'Parcel Shipped', { parcel: 2 })
  await product.settle()
  expect(bodies()).toHaveLength(1)
  expect((await product.decisions('anna')).filter(({ kind }) => kind === 'topic').at(-1)).toMatchObject({
    topic: 'sms',
    subscribed: false,
    reason: 'answered STOP',
  })
  await signed(product, inbound, { From: phone, Body: 'START', MessageSid: 'SM10' })
  await product.track('anna', 'Parcel Shipped', { parcel: 3 })
  await product.settle()
  expect(bodies()).toHaveLength(2)
})

test('an answer that nobody signed changes nothing', async () => {
  const { product, bodies } = await shop()
  await sayYes(product)
  await product.track('anna', 'Parcel Shipped', { parcel: 1 })
  await product.settle()
  const form = new URLSearchParams({ From: phone, Body: 'STOP' }).toString()
  expect((await product.post('/v1/sms/inbound', form)).status).toBe(404)
  const wrong = createHmac('sha1', 'guess').update('x').digest('base64')
  expect((await product.post('/v1/sms/inbound', form, { 'x-twilio-signature': wrong })).status).toBe(404)
  await product.track('anna', 'Parcel Shipped', { parcel: 2 })
  await product.settle()
  expect(bodies()).toHaveLength(2)
})

test('an answer speaks for whoever has the number now, and not for whoever had it', async () => {
  const { product, publicUrl } = await shop()
  await sayYes(product)
  await product.track('anna', 'Parcel Shipped', { parcel: 1 })
  await product.settle()
  await product.identify('anna', { phone: '+491709999999' })
  await product.settle()
  const topics = async () => (await product.decisions('anna')).filter(({ kind }) => kind === 'topic').map((one) => ('reason' in one ? one.reason : ''))
  const before = await topics()
  for (const Body of ['STOP', 'START']) await signed(product, `${publicUrl}/v1/sms/inbound`, { From: phone, Body, MessageSid: `SM-${Body}` })
  expect(await topics()).toEqual(before)
})

test('what the provider is given to report by opens no page of the person', async () => {
  const { product, bodies } = await shop()
  await sayYes(product)
  await product.track('anna', 'Parcel Shipped', { parcel: 1 })
  await product.settle()
  const token = new URL(bodies()[0]?.get('StatusCallback') ?? '').pathname.split('/').at(-1)
  expect((await product.post(`/u/${token}`, 'List-Unsubscribe=One-Click', { 'content-type': 'application/x-www-form-urlencoded' })).status).toBe(404)
})

test('a number that cannot be reached is not written to again', async () => {
  const { product, bodies } = await shop()
  await sayYes(product)
  await product.track('anna', 'Parcel Shipped', { parcel: 1 })
  await product.settle()
  const statusUrl = bodies()[0]?.get('StatusCallback') ?? ''
  const answer = await signed(product, statusUrl, { MessageSid: 'SM1', MessageStatus: 'undelivered', ErrorCode: '30006' })
  expect(answer.status).toBe(204)
  await product.track('anna', 'Parcel Shipped', { parcel: 2 })
  await product.settle()
  expect(bodies()).toHaveLength(1)
  expect((await product.deliveries()).at(-1)?.reason).toContain('the number is suppressed')
})

test('without a provider a text message is in the mailbox', async () => {
  const product = await startProduct({ files })
  await product.identify('anna', { email: 'anna@example.com', first_name: 'Anna', phone })
  await sayYes(product)
  await product.track('anna', 'Parcel Shipped', { parcel: 7 })
  const [kept] = await product.mails()
  expect(kept).toMatchObject({ channel: 'sms', to: phone, journey: 'parcel', step: 'tell' })
  const page = await (await product.get(kept?.url ?? '')).text()
  expect(page).toContain('Hello Anna, parcel 7 is on its way.')
  expect(await (await product.get(`${kept?.url}?view=headers`)).text()).toContain('GSM-7')
})

test('after STOP the page of preferences says how text messages come back, and a tick there brings none; new consent with evidence does', async () => {
  const { product, bodies, publicUrl } = await shop()
  await sayYes(product)
  await product.track('anna', 'Parcel Shipped', { parcel: 1 })
  await product.settle()
  await signed(product, `${publicUrl}/v1/sms/inbound`, { From: phone, Body: 'STOP', MessageSid: 'SM1' })
  await product.track('anna', 'Came By')
  const [mail] = await product.mails()
  const source = await (await product.get(`${mail?.url}/html`)).text()
  const preferences = /https:[^"]+(\/preferences\/[\w-]+)/.exec(source)?.[1] ?? ''
  const page = await (await product.get(preferences)).text()
  expect(page).toContain('name="sms:parcels" value="yes" disabled')
  expect(page).toContain('text START to the number that they came from')
  await product.post(preferences, 'email:parcels=yes&sms:parcels=yes')
  await product.track('anna', 'Parcel Shipped', { parcel: 2 })
  await product.settle()
  expect(bodies()).toHaveLength(1)
  const evidence = { page: 'https://shop.example/account', wording: 'sms-2' }
  await product.post('/v1/consents', { userId: 'anna', topic: 'sms', given: true, evidence })
  await product.track('anna', 'Parcel Shipped', { parcel: 3 })
  await product.settle()
  expect(bodies()).toHaveLength(2)
  expect((await product.app.runtime.describe({ userId: 'anna' }))?.state.topics['sms']).toMatchObject({ subscribed: true, evidence })
  expect(await (await product.get(preferences)).text()).not.toContain('value="yes" disabled')
})
