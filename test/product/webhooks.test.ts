// A webhook step, end to end: it arrives signed where it is allowed to, and nowhere else.

import { Webhook } from 'standardwebhooks'
import { expect, onTestFinished, test } from 'vitest'
import { startHttpReceiver } from '../channels/http-receiver.ts'
import { shop, startProduct } from './product.ts'

const adminKey = 'an-admin-key-for-tests-0123456789'
const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
const calling = (url: string) => ({
  ...shop,
  'journeys.yaml': `
journey: tell
enter: [{ on: Came By }]
again: always
steps:
  - { id: call, webhook: { url: "${url}", headers: { X-Plan: "{{ trigger.plan }}" }, body: { who: "{{ subscriber.email }}", plan: "{{ trigger.plan }}" } } }
`,
})

test('it arrives signed at a receiver that is allowed, and a standard library accepts the signature', async () => {
  const receiver = await startHttpReceiver()
  onTestFinished(() => receiver.close())
  const product = await startProduct({
    files: calling(`http://127.0.0.1:${receiver.port}/hook`),
    webhookSecret: secret,
    webhookAllow: [`127.0.0.1:${receiver.port}`],
  })
  await product.identify('ann', { email: 'ann@mail.example' })
  await product.track('ann', 'Came By', { plan: '"pro"' })
  await product.settle()
  const [call] = receiver.calls
  expect(receiver.calls).toHaveLength(1)
  expect(call).toMatchObject({ method: 'POST', path: '/hook' })
  expect(call?.headers['x-plan']).toBe('"pro"')
  const verified = new Webhook(secret).verify(call?.body ?? '', call?.headers as Record<string, string>)
  expect(verified).toEqual({ who: 'ann@mail.example', plan: '"pro"' })
  expect(() => new Webhook(secret).verify(`${call?.body} `, call?.headers as Record<string, string>)).toThrow()
  expect((await product.deliveries()).map(({ status }) => status)).toEqual(['sent'])
})

test('a private address that is not allowed is never called, however it is written, and the delivery says why and how to allow it', async () => {
  const receiver = await startHttpReceiver()
  onTestFinished(() => receiver.close())
  const hosts = ['127.0.0.1', 'localhost', '2130706433', '[::ffff:127.0.0.1]', '0x7f.1']
  const steps = hosts.map((host, index) => `  - { id: call-${index}, webhook: { url: "http://${host}:${receiver.port}/hook" } }`)
  const journey = `journey: tell\nenter: [{ on: Came By }]\nsteps:\n${steps.join('\n')}\n`
  const product = await startProduct({ files: { ...shop, 'journeys.yaml': journey } })
  await product.track('ann', 'Came By')
  await product.settle()
  const deliveries = await product.deliveries()
  expect(deliveries.map(({ status, attempts }) => `${status} ${attempts}`)).toEqual(hosts.map(() => 'failed 1'))
  for (const { reason } of deliveries) expect(reason).toMatch(/^not called: .*when it is meant, add .* to webhookAllow \(ONCUE_WEBHOOK_ALLOW\)$/)
  expect(receiver.calls).toEqual([])
})

test('a receiver that fails is called again later, and until then the delivery waits with the reason', async () => {
  const receiver = await startHttpReceiver((response) => response.writeHead(503).end())
  onTestFinished(() => receiver.close())
  const product = await startProduct({ files: calling(`http://127.0.0.1:${receiver.port}/`), webhookAllow: [`127.0.0.1:${receiver.port}`] })
  await product.track('ann', 'Came By')
  await product.settle()
  const [delivery] = await product.deliveries()
  expect(delivery).toMatchObject({ status: 'waiting', attempts: 1, reason: 'the receiver answered 503' })
  expect(delivery?.dueAt).toBeGreaterThan(delivery?.attemptedAt ?? 0)
  expect(receiver.calls).toHaveLength(1)
})

test('a call carries what is recommended and whom it is for, signed; without anything that it must carry it is not made, and the trace says why', async () => {
  const receiver = await startHttpReceiver()
  onTestFinished(() => receiver.close())
  const product = await startProduct({
    files: {
      ...shop,
      'products.yaml': `
collection: products
currency: EUR
viewed: { event: Product Viewed, id: product_id }
bought: { event: Order Completed, id: products.product_id }
`,
      'journeys.yaml': `
journey: tell
enter: [{ on: Product Viewed }]
again: always
steps:
  - id: call
    catalogue:
      seen: { from: products, id: trigger.product_id, required: true }
      picks: { from: products, recommend: bought-together, to: trigger.product_id, without: [bought], limit: 2 }
    webhook:
      url: http://127.0.0.1:${receiver.port}/picks
      body: { email: "{{ subscriber.email }}", seen: "{{ catalogue.seen.title }}", picks: "{{ catalogue.picks }}" }
`,
    },
    webhookSecret: secret,
    webhookAllow: [`127.0.0.1:${receiver.port}`],
    adminKeys: [adminKey],
  })
  const admin = (path: string, body: object) =>
    product.post(`/admin/v1${path}`, JSON.stringify(body), { authorization: `Bearer ${adminKey}`, 'content-type': 'application/json' })
  const items = ['mug', 'pot', 'tray'].map((id) => ({ id, title: id.toUpperCase(), price: 10 }))
  expect((await admin('/catalogue/products/items', { items })).status).toBe(200)
  await product.identify('ann', { email: 'ann@mail.example' })
  for (const who of ['ben', 'cat', 'dan']) await product.track(who, 'Order Completed', { products: [{ product_id: 'mug' }, { product_id: 'pot' }] })
  expect((await admin('/catalogue/products/recommendations/count', {})).status).toBe(200)

  await product.track('ann', 'Product Viewed', { product_id: 'mug' })
  await product.track('ann', 'Product Viewed', { product_id: 'gone' })
  await product.settle()
  expect(receiver.calls).toHaveLength(1)
  const [call] = receiver.calls
  const said = new Webhook(secret).verify(call?.body ?? '', call?.headers as Record<string, string>)
  expect(said).toMatchObject({ email: 'ann@mail.example', seen: 'MUG', picks: [{ id: 'pot', title: 'POT', price: 10, currency: 'EUR' }] })
  const decisions = await product.decisions('ann')
  expect(decisions.find(({ kind }) => kind === 'authorized')).toMatchObject({ with: expect.stringContaining('pot') })
  expect(decisions.find(({ kind }) => kind === 'refused')).toMatchObject({ reason: 'not in catalogue', because: 'nothing of products for seen ("gone")' })
})
