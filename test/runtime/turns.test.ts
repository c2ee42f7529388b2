// Who goes next where a channel has not room for all: journeys take turns.

import { expect, test } from 'vitest'
import { Turns } from '../../src/runtime/writing/turns.ts'
import { delivery } from '../stores/builders.ts'
import { greeting, minute, Notebook, signedUp, sourceWith, start, type Workshop, workshop } from './workshop.ts'

const receipt = { ...greeting, journey: 'receipt', enter: [{ on: 'Order Completed' }] }
const source = sourceWith(greeting, receipt)
const people = (count: number, name: string) => Array.from({ length: count }, (_, index) => `${name}-${index}`)
const ordered = (userId: string) => ({ ...signedUp(userId), event: { ...signedUp(userId).event, name: 'Order Completed' } })
const journeysOf = ({ mail }: Workshop) => mail.messages.map((message) => (message.kind === 'email' ? message.about?.journey : undefined))

test('a receipt does not wait until everybody has a mail that goes to many', async () => {
  const shop = await workshop(source, { concurrency: { email: 2 } })
  shop.mail.answer = async () => {
    if (shop.mail.messages.length === 10) await shop.submit(ordered('ann'))
    return { kind: 'sent' }
  }
  await shop.submit(...people(60, 'reader').map((userId) => signedUp(userId)))
  await shop.runtime.settle()
  const place = shop.mail.recipients.indexOf('ann@mail.example')
  expect(place).toBeGreaterThan(9)
  expect(place).toBeLessThan(20)
  expect(new Set(shop.mail.recipients).size).toBe(61)
  await shop.runtime.stop()
})

test('journeys take turns, so that no one of them stands still, and within one the message that is due first goes first', async () => {
  let until: number | undefined = start + minute
  const mail = Object.assign(new Notebook(), { admits: () => (until === undefined ? { messages: 1 } : { until }) })
  const shop = await workshop(source, { mail, concurrency: { email: 1 } })
  for (const userId of people(3, 'reader')) {
    await shop.submit(signedUp(userId, { at: shop.clock.now() }))
    shop.clock.advanceTo(shop.clock.now() + 1000)
  }
  await shop.submit(...people(5, 'buyer').map(ordered))
  await shop.runtime.settle()
  expect(shop.mail.messages).toEqual([])
  until = undefined
  shop.clock.advanceTo(start + 2 * minute)
  await shop.runtime.settle()
  expect(journeysOf(shop)).toEqual(['greeting', 'receipt', 'greeting', 'receipt', 'greeting', 'receipt', 'receipt', 'receipt'])
  expect(shop.mail.recipients.filter((to) => to.startsWith('reader'))).toEqual(people(3, 'reader').map((name) => `${name}@mail.example`))
  await shop.runtime.stop()
})

test('what one journey leaves free of its share is given to the others', async () => {
  const taken = async (waiting: Readonly<Record<string, number>>, limit: number) => {
    const asked: number[] = []
    const chosen = await new Turns().next(
      {
        dueJourneys: async () => Object.keys(waiting),
        dueDeliveries: async (_, most, of) => {
          asked.push(most)
          const count = Math.min(most, waiting[of?.journey as string] as number)
          return Array.from({ length: count }, (_, index) => delivery(`${of?.journey}${index}`, { journey: of?.journey as string }))
        },
      },
      { channel: 'email', limit, now: 0 },
    )
    return { keys: chosen.map(({ key }) => key).join(' '), asked }
  }
  expect(await taken({ a: 9, b: 9, c: 9 }, 6)).toEqual({ keys: 'a0 b0 c0 a1 b1 c1', asked: [2, 2, 2] })
  expect(await taken({ a: 9, b: 1, c: 9 }, 6)).toEqual({ keys: 'a0 b0 c0 a1 c1 a2', asked: [2, 2, 2, 6, 6] })
  expect((await taken({ a: 1, b: 1 }, 6)).keys).toBe('a0 b0')
  expect((await taken({}, 6)).keys).toBe('')
})
