// Calls of other systems, through the whole product: proven or refused, mapped, recognized when they come again, kept when they cannot be used.

import { createHmac } from 'node:crypto'
import { Webhook } from 'standardwebhooks'
import { expect, test } from 'vitest'
import { wallClock } from '../../src/app.ts'
import type { JsonObject } from '../../src/model/json.ts'
import { type Product, shop, startProduct } from './product.ts'

const stripeSecret = 'whsec_of-stripe-0123456789'
const shopSecret = 'a-secret-of-the-shop'
const standardSecret = `whsec_${Buffer.from('a secret of thirty-two bytes....').toString('base64')}`
const hooks = `
hooks:
  - hook: shop
    signature: shopify
    take:
      - if: { 'header:X-Shopify-Topic': orders/create }
        event: Order Completed
        userId: customer.id
        email: customer.email
        timestamp: created_at
        properties:
          order_id: id
          revenue: total_price
          currency: { value: EUR }
          products: { each: line_items, as: { product_id: product_id, price: price } }
        traits: { first_name: customer.first_name }
  - hook: payments
    signature: stripe
    take:
      - { if: { type: [invoice.paid, invoice.settled] }, event: Invoice Paid, email: data.object.customer_email, properties: { revenue: { from: data.object.amount, divide: 100 } } }
  - { hook: crm, signature: standard-webhooks, take: [{ userId: person, traits: { plan: plan } }] }
  - { hook: tool, signature: { token: X-Token }, take: [{ userId: id, event: Called, messageId: call }] }
  - { hook: woo, signature: woocommerce, take: [{ userId: customer_id, email: billing.email, event: Order Completed }] }
  - { hook: no-secret, signature: { header: X-Signature }, take: [{ userId: id, event: Called }] }
`
const files = { ...shop, 'workspace.yaml': shop['workspace.yaml'] + hooks }
const settings = { hooks: [`shop=${shopSecret}`, `payments=${stripeSecret}`, `crm=${standardSecret}`, 'tool=token-0123456789', `woo=${shopSecret}`] }

type Headers = Readonly<Record<string, string>>
const send = (product: Product, hook: string, body: string, headers: Headers): Promise<Response> =>
  product.post(`/v1/hooks/${hook}`, body, { 'content-type': 'application/json', ...headers })
const answer = async (response: Promise<Response>): Promise<JsonObject> => (await response).json() as Promise<JsonObject>
const taken = (accepted: number, duplicates = 0): JsonObject => ({ success: true, accepted, duplicates, refused: [] })

const fromShop = (body: string, topic = 'orders/create'): Headers => ({
  'x-shopify-topic': topic,
  'x-shopify-hmac-sha256': createHmac('sha256', shopSecret).update(body).digest('base64'),
})
const fromStripe = (body: string, at: number, secret = stripeSecret): Headers => ({
  'stripe-signature': `t=${at},v1=${'0'.repeat(64)},v1=${createHmac('sha256', secret).update(`${at}.${body}`).digest('hex')}`,
})
const seconds = (): number => Math.floor(wallClock().now() / 1000)

test('an order of a shop is the event that it means, once, and what proves nothing is refused', async () => {
  const product = await startProduct({ files, ...settings })
  const order = JSON.stringify({
    id: 4711,
    created_at: new Date(wallClock().now() - 60_000).toISOString(),
    total_price: '19.90',
    customer: { id: 900, email: 'ada@mail.example', first_name: 'Ada' },
    line_items: [{ product_id: 7, price: '19,90' }, 'odd'],
  })
  expect(await answer(send(product, 'shop', order, fromShop(order)))).toMatchObject(taken(2))
  expect(await answer(send(product, 'shop', order, fromShop(order)))).toMatchObject(taken(0, 2))
  expect(await answer(send(product, 'shop', order, fromShop(order, 'orders/paid')))).toEqual({ ...taken(0), ignored: 1 })
  for (const headers of [{}, fromShop(`${order} `), { ...fromShop(order), 'x-shopify-hmac-sha256': 'x' }]) {
    const refused = await send(product, 'shop', order, headers)
    expect([refused.status, ((await refused.json()) as JsonObject)['type']]).toEqual([401, 'urn:oncue:problem:hook-unauthorized'])
  }
  expect(await product.trace('900', 'u')).toEqual(['Identified', 'Order Completed'])
  for (const unknown of ['no-secret', 'nobody', 'postmark']) expect((await send(product, unknown, order, fromShop(order))).status).toBe(404)
})

test('of whom only the address is known is found by it, also before anybody else knows the person', async () => {
  const product = await startProduct({ files, ...settings })
  await product.identify('ada', { email: 'Ada@mail.example' })
  const paid = (id: string, email: string): string => JSON.stringify({ id, type: 'invoice.paid', data: { object: { customer_email: email, amount: 1999 } } })
  const body = paid('evt_1', 'ada@mail.example')
  expect(await answer(send(product, 'payments', body, fromStripe(body, seconds())))).toEqual(taken(2))
  // Stripe's second try says something else about its delivery.
  const again = body.replace('"type"', '"pending_webhooks":2,"type"')
  expect(await answer(send(product, 'payments', again, fromStripe(again, seconds())))).toEqual(taken(0, 2))
  expect((await product.trace('ada', 'u')).slice(-1)).toEqual(['Invoice Paid'])
  const stranger = paid('evt_2', 'bo@mail.example')
  expect(await answer(send(product, 'payments', stranger, fromStripe(stranger, seconds())))).toEqual(taken(2))
  // What names nobody becomes nobody: neither event nor attribute is taken in.
  const nobody = paid('evt_3', 'not an address')
  const refused = await answer(send(product, 'payments', nobody, fromStripe(nobody, seconds())))
  expect([refused['accepted'], (refused['refused'] as readonly unknown[]).length]).toEqual([0, 2])
  for (const headers of [fromStripe(body, seconds() - 301), fromStripe(body, seconds(), 'whsec_another-0123456789')])
    expect((await send(product, 'payments', body, headers)).status).toBe(401)
})

test('guests of a shop do not become one person, and its question whether somebody is there is answered', async () => {
  const product = await startProduct({ files, ...settings })
  for (const guest of ['ann', 'ben']) {
    const body = JSON.stringify({ customer_id: 0, billing: { email: `${guest}@mail.example` } })
    const signature = createHmac('sha256', shopSecret).update(body).digest('base64')
    expect(await answer(send(product, 'woo', body, { 'x-wc-webhook-signature': signature }))).toEqual(taken(2))
  }
  expect(await product.trace('0', 'u')).toEqual([])
  expect(await answer(product.post('/v1/hooks/woo', 'webhook_id=4'))).toEqual({ ...taken(0), ignored: 1 })
  expect((await product.post('/v1/hooks/shop', 'webhook_id=4')).status).toBe(401)
})

test('Standard Webhooks and tokens are understood, and what cannot be used waits among the refused events, to be mended', async () => {
  const product = await startProduct({ files, ...settings, adminKeys: ['an-admin-key-for-tests-0123456789'] })
  const body = JSON.stringify({ person: 'ada', plan: 'pro' })
  const at = new Date(seconds() * 1000)
  const signed = { 'webhook-id': 'msg_1', 'webhook-timestamp': String(seconds()), 'webhook-signature': new Webhook(standardSecret).sign('msg_1', at, body) }
  expect(await answer(send(product, 'crm', body, signed))).toEqual(taken(1))
  expect(await answer(send(product, 'crm', body, signed))).toEqual(taken(0, 1))
  expect((await send(product, 'crm', body.replace('pro', 'free'), signed)).status).toBe(401)
  const token = { 'x-token': 'Bearer token-0123456789' }
  expect(await answer(send(product, 'tool', '{"id":7,"call":"c-1"}', token))).toEqual(taken(1))
  expect((await send(product, 'tool', '{"id":7}', { 'x-token': 'token-012345678' })).status).toBe(401)
  expect(await answer(product.post('/v1/hooks/tool', 'id=7&call=c-3', token))).toEqual(taken(1))
  const unusable = [await answer(send(product, 'tool', '{"call":"c-2"}', token)), await answer(send(product, 'tool', 'id=7', token))]
  expect(unusable.map((one) => [one['accepted'], (one['refused'] as readonly JsonObject[])[0]?.['reason']])).toEqual([
    [0, 'userId or anonymousId is missing'],
    [0, 'the body is no JSON object'],
  ])
  const admin = { authorization: 'Bearer an-admin-key-for-tests-0123456789' }
  const { hooks: all } = (await (await product.get('/admin/v1/hooks', admin)).json()) as { hooks: readonly JsonObject[] }
  expect(all.map(({ hook, hasSecret, accepted, refused }) => [hook, hasSecret, accepted, refused])).toEqual([
    ['shop', true, 0, 0],
    ['payments', true, 0, 0],
    ['crm', true, 2, 0],
    ['tool', true, 2, 2],
    ['woo', true, 0, 0],
    ['no-secret', false, 0, 0],
  ])
  // A call is noted once its answer has gone.
  const calls = async (): Promise<readonly unknown[]> => {
    const answered = (await (await product.get('/admin/v1/hooks/tool', admin)).json()) as { calls: readonly { status: number; said: JsonObject | null }[] }
    return answered.calls.map(({ status, said }) => [status, said?.['code'] ?? null])
  }
  await expect.poll(calls).toEqual([
    [200, 'hook-body'],
    [200, 'no-person'],
    [200, null],
    [401, 'hook-token'],
    [200, null],
  ])
  expect((await product.get('/admin/v1/hooks/nobody', admin)).status).toBe(404)
  const { letters: items } = (await (await product.get('/admin/v1/dead-letters', admin)).json()) as {
    letters: readonly { letter: string; source: string; body: string }[]
  }
  expect(items.map(({ source }) => source)).toEqual(['hook tool', 'hook tool'])
  const mended = JSON.stringify({ ...(JSON.parse(items[1]?.body ?? '') as JsonObject), userId: '7' })
  const replayed = await product.post(`/admin/v1/dead-letters/${items[1]?.letter}/replay`, { body: mended }, { ...admin, 'content-type': 'application/json' })
  expect(await replayed.json()).toMatchObject({ receipt: 'accepted', event: 'Called', messageId: 'hook:tool:c-2' })
})
