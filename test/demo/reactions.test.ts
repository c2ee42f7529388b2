// What made-up people do with mails is believable, and the same each time.

import { expect, test } from 'vitest'
import { toArrival } from '../../src/api/tracking/to-arrival.ts'
import { LeftBehind } from '../../src/demo/made-up-people/left-behind.ts'
import { type Reaction, reactionsTo } from '../../src/demo/made-up-people/reactions.ts'
import { refusedEvents } from '../../src/demo/made-up-people/refused-events.ts'
import { shoppers } from '../../src/demo/made-up-people/shoppers.ts'

const mails = Array.from({ length: 6000 }, (_, index) => ({ key: `cart-${index}`, template: 'cart-reminder', reader: index % 2000 }))
const shareOf = (fits: (reaction: Reaction) => boolean): number => mails.filter((mail) => reactionsTo(mail).some(fits)).length / mails.length

test('most of what is opened is opened by machines, some by proxies, and few people click, complain or go', () => {
  const opened = (by: string) => shareOf((one) => one.kind === 'opened' && one.by === by)
  expect(opened('machine')).toBeGreaterThan(opened('human'))
  expect(opened('human')).toBeGreaterThan(opened('proxy'))
  expect(opened('proxy')).toBeGreaterThan(0.08)
  const clicked = shareOf((one) => one.kind === 'clicked' && one.by === 'human')
  expect(clicked).toBeGreaterThan(0.05)
  expect(clicked).toBeLessThan(0.15)
  expect(shareOf(({ kind }) => kind === 'returned')).toBeLessThan(clicked)
  expect(shareOf(({ kind }) => kind === 'bounced')).toBeLessThan(0.03)
  expect(shareOf(({ kind }) => kind === 'complained')).toBeLessThan(0.003)
  expect(shareOf(({ kind }) => kind === 'unsubscribed')).toBeLessThan(0.01)
  expect(mails.map(reactionsTo)).toEqual(mails.map(reactionsTo))
})

test('nobody does anything with a mail that bounced, and nobody is written to at an address that is none and at another time is', () => {
  const bouncing = mails.filter((mail) => reactionsTo(mail).some((one) => one.kind === 'bounced' && one.hard))
  expect(bouncing.length).toBeGreaterThan(0)
  for (const { reader } of bouncing)
    expect(reactionsTo({ key: 'another', template: 'welcome', reader })).toEqual([expect.objectContaining({ kind: 'bounced' })])
})

test('who is brought back buys exactly what was left in the cart, once', () => {
  const [from, to] = [Date.UTC(2026, 8, 1), Date.UTC(2026, 8, 30)]
  const products = [{ id: '1', name: 'Tent', brand: 'B', type: 'Camping', price: 10.1 }]
  const left = new LeftBehind()
  const arrivals = shoppers({ people: 40, from, to, seed: 1, products, base: 'http://shop.example' })
  for (const arrival of arrivals) left.note(arrival)
  const carts = new Map<number, { readonly id: string; readonly pieces: number }>()
  for (const { anonymousId, event } of arrivals) {
    const number = LeftBehind.personOf({ anonymousId: anonymousId ?? '' }) ?? 0
    const id = String(event.properties['cart_id'])
    if (event.name === 'Product Added') carts.set(number, { id, pieces: carts.get(number)?.id === id ? (carts.get(number)?.pieces ?? 0) + 1 : 1 })
    if (event.name === 'Order Completed' && carts.get(number)?.id === id) carts.delete(number)
  }
  expect(carts.size).toBeGreaterThan(5)
  for (const [number, { id, pieces }] of carts) {
    const again = left.goOn(number, 'cart-reminder', to)
    const order = again.find(({ event }) => event.name === 'Order Completed')
    expect(order?.event.properties).toMatchObject({ cart_id: id, currency: 'EUR', revenue: Math.round(10.1 * pieces * 100) / 100 })
    expect(again.every((arrival) => left.note(arrival))).toBe(true)
    expect(again.filter((arrival) => arrival.event.name === 'Order Completed').some((arrival) => left.note(arrival))).toBe(false)
  }
})

test('every refused event of the demo is refused by the door itself', () => {
  const reasons = refusedEvents.map(({ message }) => toArrival(message, { receivedAt: 0, trust: 'server', makeMessageId: () => 'one' }))
  expect(reasons.filter(({ ok }) => ok)).toEqual([])
})
