// Popups through the whole product: they wait for a visit, are asked about when it happens, and tell nothing to strangers.

import { expect, test } from 'vitest'
import { userHashOf } from '../../src/api/popups/visitor.ts'
import { type Product, startProduct, writeKey } from './product.ts'

const files = {
  'workspace.yaml': 'workspace: Shop\nsender: { name: Shop, address: hello@shop.example }\n',
  'journeys.yaml': `
journey: hesitating
enter: [{ on: Product Viewed }]
exit: [{ event: Order Completed }]
steps:
  - id: offer
    popup:
      title: 'Still thinking about {{ trigger.name }}?'
      text: '<b>10 %</b> off today.'
      button: { text: To the cart, url: '/cart?name={{ trigger.name }}' }
      times: 2
      every: 1h
`,
}

interface Shown {
  readonly id: string
  readonly title: string
  readonly text: string
  readonly button: { readonly url: string }
}

const browserKey = 'everybody-reads-this'

function shop(): Promise<Product> {
  return startProduct({ files, browserKeys: [browserKey] })
}

async function popupsOf(product: Product, query: Record<string, string>): Promise<readonly Shown[]> {
  const response = await product.post('/v1/popups', { writeKey: browserKey, ...query }, { authorization: '' })
  expect(response.status).toBe(200)
  return ((await response.json()) as { popups: Shown[] }).popups
}

function say(product: Product, id: string, what: string, visitor: Record<string, string>): Promise<Response> {
  return product.post(`/v1/popups/${id}/${what}`, visitor, { authorization: `Basic ${btoa(`${browserKey}:`)}` })
}

const visitor = { anonymousId: '7d1d6d3e-3a5b-4a39-9d51-0c0f6d6f7c11' }

async function view(product: Product): Promise<void> {
  await product.post('/v1/track', { ...visitor, event: 'Product Viewed', properties: { name: 'Tea & "Co"' } })
  await product.settle()
}

test('a popup waits for its visitor, and its data stay data', async () => {
  const product = await shop()
  await view(product)
  expect((await product.deliveries())[0]).toMatchObject({ channel: 'popup', status: 'waiting' })
  const [popup] = await popupsOf(product, visitor)
  expect(popup).toMatchObject({ title: 'Still thinking about Tea & "Co"?', text: '<b>10 %</b> off today.', button: { url: '/cart?name=Tea%20%26%20%22Co%22' } })
  expect((await product.deliveries())[0]).toMatchObject({ status: 'sent' })
})

test('what has become untrue is not shown', async () => {
  const product = await shop()
  await view(product)
  await product.post('/v1/track', { ...visitor, event: 'Order Completed' })
  expect(await popupsOf(product, visitor)).toEqual([])
  expect((await product.deliveries())[0]).toMatchObject({ status: 'refused', reason: 'exited: Order Completed' })
})

test('a popup is shown no more often than it may, and its reactions are events', async () => {
  const product = await shop()
  await view(product)
  const [popup] = await popupsOf(product, visitor)
  await say(product, popup?.id ?? '', 'shown', visitor)
  await say(product, popup?.id ?? '', 'shown', visitor)
  // Not again within the hour.
  expect(await popupsOf(product, visitor)).toEqual([])
  await say(product, popup?.id ?? '', 'clicked', visitor)
  await say(product, popup?.id ?? '', 'closed', visitor)
  await product.settle()
  const store = await product.trace(visitor.anonymousId)
  expect(store.filter((name) => name.startsWith('Message '))).toEqual(['Message Opened', 'Message Clicked'])
})

test('strangers learn nothing, not even whether there is somebody', async () => {
  const product = await shop()
  await view(product)
  expect(await popupsOf(product, { anonymousId: 'somebody-else' })).toEqual([])
  await product.post('/v1/identify', { ...visitor, userId: 'anna', traits: { email: 'anna@example.com' } })
  // A page's key can be read by everybody, and anybody can say that an anonymousId is anna's.
  await product.post('/v1/identify', { anonymousId: 'mallory', userId: 'anna' })
  expect(await popupsOf(product, { anonymousId: 'mallory' })).toEqual([])
  expect(await popupsOf(product, { userId: 'anna' })).toEqual([])
  expect(await popupsOf(product, { userId: 'anna', userHash: userHashOf('anna', 'guess') })).toEqual([])
  expect(await popupsOf(product, { userId: 'nobody', userHash: userHashOf('nobody', writeKey) })).toEqual([])
  const [popup] = await popupsOf(product, { userId: 'anna', userHash: userHashOf('anna', writeKey) })
  expect(popup?.title).toContain('Tea')
  expect((await say(product, popup?.id ?? '', 'clicked', { anonymousId: 'mallory' })).status).toBe(202)
  expect((await product.trace('anna', 'u')).filter((name) => name.startsWith('Message '))).toEqual([])
})

test('a popup that somebody was given is in the mailbox', async () => {
  const product = await shop()
  await view(product)
  await popupsOf(product, visitor)
  expect(await product.mails()).toMatchObject([{ channel: 'popup', subject: 'Still thinking about Tea & "Co"?', journey: 'hesitating' }])
})
