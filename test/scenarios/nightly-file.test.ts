// The live path failed for some hours, and at night the same events come as a file: whoever the live path missed is treated as if it had worked, and nobody twice.

import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { wallClock } from '../../src/runtime/clock.ts'
import { oncue } from '../cli/command-line.ts'
import { type Product, startProduct, writeKey } from '../product/product.ts'

const files = {
  'workspace.yaml': 'workspace: shop\nsender: { address: shop@shop.example }\naddress: Shop, London\npolicy: { consent: opt-out }\nmaxAge: 1d\n',
  'thanks.yaml': 'journey: thanks\nenter: [{ on: Order Completed }]\nkey: properties.order_id\nagain: always\nsteps: [{ id: mail, send: note }]\n',
  'regulars.yaml': 'journey: regulars\nenter: [{ becomes: { event: Order Completed, count: { gte: 2 } } }]\nsteps: [{ id: mail, send: note }]\n',
  'review.yaml': 'journey: review\nenter: [{ quiet: 2h, on: Order Completed }]\nsteps: [{ id: mail, send: note }]\n',
  'note.yaml': 'template: note\nsubject: Thank you\nhtml: <p>Thank you <a href="{{ unsubscribe_url }}">no more</a> {{ workspace.address }}</p>\n',
}
/** Orders of yesterday's evening: each with the id that the live path sends as its messageId too. */
const orders = ['ann', 'ann', 'ben', 'cat', 'cat', 'cat'].map((userId, index) => ({ userId, order: `o${index}`, hoursAgo: 9 - index / 2 }))

/** The live path. */
async function told(product: Product, { userId, order, at }: { readonly userId: string; readonly order: string; readonly at: string }): Promise<void> {
  await product.identify(userId, { email: `${userId}@mail.example` })
  await product.track(userId, 'Order Completed', { order_id: order }, { messageId: `order-${order}`, timestamp: at })
}

/** Who got what from which journey, and how often. */
async function outcome(product: Product): Promise<readonly string[]> {
  return (await product.mails()).map(({ userId, journey, step }) => `${userId} ${journey} ${step}`).toSorted()
}

test('a nightly file with the same events makes the same decisions as the live path, and nothing twice', async () => {
  const asked = wallClock().now()
  const timed = orders.map((one) => ({ ...one, at: new Date(asked - one.hoursAgo * 3_600_000).toISOString() }))
  const live = await startProduct({ files })
  for (const one of timed) await told(live, one)
  const expected = await outcome(live)
  expect(expected.filter((line) => line.includes('thanks'))).toHaveLength(6)
  expect(expected.filter((line) => line.includes('regulars'))).toEqual(['ann regulars mail', 'cat regulars mail'])
  expect(expected.filter((line) => line.includes('review'))).toHaveLength(3)
  await live.stop()

  const half = await startProduct({ files })
  for (const one of timed.filter((_, index) => index % 2 === 0)) await told(half, one)
  expect(await outcome(half)).not.toEqual(expected)
  const file = join(half.data, 'orders.csv')
  const lines = timed.map(({ userId, order, at }) => `${userId},${order},order-${order},${at},${userId}@mail.example`)
  await writeFile(file, ['customer,order,id,when,mail', ...lines].join('\n'))
  const mapped = ['--map', 'userId=customer,event=:Order Completed,timestamp=when,messageId=id', '--property', 'order_id=order', '--trait', 'email=mail']
  const beside = ['--mark', join(half.data, 'mark.json'), '--refused', join(half.data, 'refused.ndjson')]
  const night = () =>
    oncue(['import', 'events', file, ...mapped, ...beside, '--may-trigger', '--yes', '--json', '--key', writeKey], { environment: { ONCUE_DATA: half.data } })
  expect(await night()).toMatchObject({ code: 0, err: '' })
  expect(await outcome(half)).toEqual(expected)
  // The next night brings the file once more.
  expect(await night()).toMatchObject({ code: 0, err: '' })
  expect(await outcome(half)).toEqual(expected)
})
