// What a browser key, which everybody can read in a page's source, may do about people: speak of them, but neither take their place nor
// have their mail sent elsewhere. Proven on the whole product, over HTTP.

import { expect, test } from 'vitest'
import type { JsonObject } from '../../src/model/json.ts'
import { type Product, startProduct } from '../product/product.ts'

const browser = { authorization: `Basic ${btoa('web_public:')}` }
const attacker = 'eve@evil.example'

async function shopWithAnn(): Promise<Product> {
  const product = await startProduct({ browserKeys: ['web_public'] })
  await product.identify('ann', { email: 'ann@mail.example', first_name: 'Ann' })
  return product
}

async function fromBrowser(product: Product, call: string, body: JsonObject): Promise<void> {
  const response = await product.post(`/v1/${call}`, body, browser)
  expect([call, response.status]).toEqual([call, 200])
}

async function recipientsOfMailsTo(product: Product, userId: string): Promise<readonly string[]> {
  await product.track(userId, 'Came By')
  return (await product.mails()).map((mail) => mail.to)
}

test('an alias with a browser key makes no two users one', async () => {
  const product = await shopWithAnn()
  await fromBrowser(product, 'identify', { userId: 'eve', traits: { email: attacker } })
  await fromBrowser(product, 'alias', { userId: 'eve', previousId: 'ann' })
  expect(await recipientsOfMailsTo(product, 'ann')).toEqual(['ann@mail.example'])
})

test('an alias with a browser key gives an anonymous visitor a userId, as browser SDKs do at a sign-up', async () => {
  const product = await shopWithAnn()
  await fromBrowser(product, 'identify', { anonymousId: 'phone', traits: { email: 'bob@mail.example' } })
  await fromBrowser(product, 'alias', { userId: 'bob', previousId: 'phone' })
  expect(await recipientsOfMailsTo(product, 'bob')).toEqual(['bob@mail.example'])
})

test('a browser key does not change where the mail of a known user goes', async () => {
  const product = await shopWithAnn()
  await fromBrowser(product, 'identify', { userId: 'ann', traits: { email: attacker, city: 'Kiel' } })
  expect(await recipientsOfMailsTo(product, 'ann')).toEqual(['ann@mail.example'])
  expect(await product.decisions('ann')).toContainEqual(expect.objectContaining({ kind: 'cut', because: expect.stringContaining('email') }))
})

test('a browser key does not take the address of a known user away', async () => {
  const product = await shopWithAnn()
  await fromBrowser(product, 'identify', { userId: 'ann', traits: { email: null } })
  expect(await recipientsOfMailsTo(product, 'ann')).toEqual(['ann@mail.example'])
})

test('a device that was tied to a known user with a browser key does not change the address either', async () => {
  const product = await shopWithAnn()
  await fromBrowser(product, 'track', { userId: 'ann', anonymousId: 'device-of-eve', event: 'Seen' })
  await fromBrowser(product, 'identify', { anonymousId: 'device-of-eve', traits: { email: attacker } })
  expect(await recipientsOfMailsTo(product, 'ann')).toEqual(['ann@mail.example'])
})

test('an anonymous visitor with another address is not merged into a known user by a browser key', async () => {
  const product = await shopWithAnn()
  await fromBrowser(product, 'identify', { anonymousId: 'device-of-eve', traits: { email: attacker } })
  await fromBrowser(product, 'track', { userId: 'ann', anonymousId: 'device-of-eve', event: 'Seen' })
  expect(await recipientsOfMailsTo(product, 'ann')).toEqual(['ann@mail.example'])
  expect((await product.decisions('ann')).map((decision) => decision.kind)).toContain('told apart')
})

test('an anonymous visitor whose address was removed again takes nobody else’s away', async () => {
  const product = await shopWithAnn()
  await fromBrowser(product, 'identify', { anonymousId: 'device-of-eve', traits: { email: attacker } })
  await fromBrowser(product, 'identify', { anonymousId: 'device-of-eve', traits: { email: null } })
  await fromBrowser(product, 'track', { userId: 'ann', anonymousId: 'device-of-eve', event: 'Seen' })
  expect(await recipientsOfMailsTo(product, 'ann')).toEqual(['ann@mail.example'])
})

test('a visitor who is not known yet may correct the address with a browser key', async () => {
  const product = await shopWithAnn()
  await fromBrowser(product, 'identify', { anonymousId: 'phone', traits: { email: 'bbo@mail.example' } })
  await fromBrowser(product, 'identify', { anonymousId: 'phone', traits: { email: 'bob@mail.example' } })
  await fromBrowser(product, 'track', { anonymousId: 'phone', event: 'Came By' })
  expect((await product.mails()).map((mail) => mail.to)).toEqual(['bob@mail.example'])
})

test('a server key changes the address of a known user', async () => {
  const product = await shopWithAnn()
  await product.identify('ann', { email: 'new@mail.example' })
  expect(await recipientsOfMailsTo(product, 'ann')).toEqual(['new@mail.example'])
})

test('a browser key cannot use up the message id of an event that a server is going to send', async () => {
  const product = await shopWithAnn()
  await fromBrowser(product, 'track', { userId: 'ann', event: 'Seen', messageId: 'order-1001' })
  const answer = await product.post('/v1/track', { userId: 'ann', event: 'Came By', messageId: 'order-1001' })
  expect(await answer.json()).toMatchObject({ accepted: 1, duplicates: 0 })
  expect((await product.mails()).map((mail) => mail.to)).toEqual(['ann@mail.example'])
})

test('a message that a browser sends again counts once', async () => {
  const product = await shopWithAnn()
  const seen = { userId: 'ann', event: 'Came By', messageId: 'm-1' }
  await fromBrowser(product, 'track', seen)
  expect(await (await product.post('/v1/track', seen, browser)).json()).toMatchObject({ accepted: 0, duplicates: 1 })
})

test('nobody takes the place of an address by its id, in an event or in a form', async () => {
  const product = await shopWithAnn()
  const own = `address-${'a'.repeat(40)}`
  expect((await product.post('/v1/identify', { anonymousId: own, traits: { email: attacker } }, browser)).status).toBe(400)
  expect((await product.post('/v1/alias', { userId: 'eve', previousId: own }, browser)).status).toBe(400)
  expect(await product.trace(own)).toEqual([])
  await product.post('/v1/subscribe', { key: 'web_public', email: attacker, topics: ['news'], anonymousId: own }, { authorization: '' })
  const [question] = await product.mails()
  const link = /http[^"]+(\/confirm\/[\w-]+)/.exec(await (await product.get(`${question?.url}/html`)).text())?.[1] ?? ''
  expect((await product.post(link, '')).status).toBe(200)
  expect(await product.trace(own)).toEqual([])
})
