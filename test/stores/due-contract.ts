// The part of the contract of every store that is about messages that wait, and which of them are due.

import { expect, test } from 'vitest'
import type { Delivery } from '../../src/runtime/store.ts'
import { commitOf, delivery } from './builders.ts'
import type { StoreUnderTest } from './store-under-test.ts'

const keys = (deliveries: readonly Delivery[]): string[] => deliveries.map(({ key }) => key)

export function describeDue({ open }: StoreUnderTest): void {
  test('waiting deliveries come earliest first, then by key, up to the instant and the limit', async () => {
    const store = await open()
    await store.commit(
      commitOf({
        deliveries: [
          delivery('c', { dueAt: 100 }),
          delivery('a', { dueAt: 300 }),
          delivery('b', { dueAt: 100, channel: 'webhook' }),
          delivery('d', { dueAt: 50, status: 'sent' }),
          delivery('e', { dueAt: 200, channel: 'webhook' }),
        ],
      }),
    )
    expect(keys(await store.dueDeliveries(200, 10))).toEqual(['b', 'c', 'e'])
    expect(keys(await store.dueDeliveries(200, 2))).toEqual(['b', 'c'])
    expect(keys(await store.dueDeliveries(1000, 10, { channel: 'webhook' }))).toEqual(['b', 'e'])
    expect(keys(await store.dueDeliveries(1000, 1, { channel: 'email' }))).toEqual(['c'])
    expect((await store.dueDeliveries(1000, 1)).map(({ dueAt }) => dueAt)).toEqual([100])
    expect(await Promise.all([store.countDue(99, 10, 'webhook'), store.countDue(100, 10, 'webhook'), store.countDue(200, 10, 'webhook')])).toEqual([0, 1, 2])
    expect(await Promise.all([store.countDue(1000, 1, 'webhook'), store.countDue(1000, 10, 'email'), store.countDue(1000, 10, 'sms')])).toEqual([1, 2, 0])
  })

  test('a delivery that is taken, fails for now and is finished moves between waiting, handing over and done', async () => {
    const store = await open()
    await store.commit(commitOf({ deliveries: [delivery('a', { dueAt: 100 }), delivery('b', { dueAt: 150 })] }))
    await store.commit(commitOf({ deliveries: [delivery('a', { dueAt: 100, status: 'handing over', attempts: 1 })] }))
    expect(keys(await store.dueDeliveries(1000, 10))).toEqual(['b'])
    expect(keys(await store.interrupted(10))).toEqual(['a'])
    await store.commit(commitOf({ deliveries: [delivery('a', { dueAt: 700, attempts: 1, reason: 'busy' })] }))
    expect(keys(await store.interrupted(10))).toEqual([])
    expect(keys(await store.dueDeliveries(1000, 10))).toEqual(['b', 'a'])
    await store.commit(commitOf({ deliveries: [delivery('b', { status: 'refused', finishedAt: 200 })] }))
    expect((await store.dueDeliveries(1000, 1)).map(({ dueAt }) => dueAt)).toEqual([700])
  })

  test('the journeys of which something is due are named once each, and what is due of each of them comes by itself', async () => {
    const store = await open()
    await store.commit(
      commitOf({
        deliveries: [
          delivery('a', { dueAt: 100, journey: 'newsletter' }),
          delivery('b', { dueAt: 100, journey: 'newsletter' }),
          delivery('c', { dueAt: 200, journey: 'receipt' }),
          delivery('d', { dueAt: 50, journey: 'receipt', status: 'sent' }),
          delivery('e', { dueAt: 50, journey: 'hook', channel: 'webhook' }),
          delivery('f', { dueAt: 900, journey: 'Later' }),
          delivery('g', { dueAt: 150, journey: 'receipt' }),
        ],
      }),
    )
    expect(await store.dueJourneys(200, 'email')).toEqual(['newsletter', 'receipt'])
    expect(await store.dueJourneys(900, 'email')).toEqual(['Later', 'newsletter', 'receipt'])
    expect(await store.dueJourneys(49, 'webhook')).toEqual([])
    expect(keys(await store.dueDeliveries(200, 10, { channel: 'email', journey: 'receipt' }))).toEqual(['g', 'c'])
    expect(keys(await store.dueDeliveries(200, 1, { channel: 'email', journey: 'newsletter' }))).toEqual(['a'])
    expect(await store.dueDeliveries(200, 10, { channel: 'email', journey: 'hook' })).toEqual([])
  })
}
