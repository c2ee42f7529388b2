// The part of the contract of every store that is about where people are reached, and which addresses are not written to.

import { expect, test } from 'vitest'
import type { Reached } from '../../src/runtime/store.ts'
import { commitOf, subscriber } from './builders.ts'
import type { StoreUnderTest } from './store-under-test.ts'

const ann = (parts: Partial<Reached> = {}): Reached => ({ subscriber: 1, channel: 'email', address: 'ann@mail.example', isVouched: false, ...parts })

export function describeAddresses({ open, reopen }: StoreUnderTest): void {
  test('everybody who is reached under an address is found by it, in order of number, and a change leads elsewhere', async () => {
    let store = await open()
    await store.commit(
      commitOf({ subscribers: [subscriber(1), subscriber(2)], reach: [ann({ subscriber: 2 }), ann(), ann({ channel: 'sms', address: '+4917012345678' })] }),
    )
    expect(await store.reachedAt('ann@mail.example', 10)).toEqual([ann(), ann({ subscriber: 2 })])
    expect(await store.reachedAt('ann@mail.example', 1)).toEqual([ann()])
    expect(await store.reachedAt('+4917012345678', 10)).toEqual([ann({ channel: 'sms', address: '+4917012345678' })])
    expect(await store.reachedAt('nobody@mail.example', 10)).toEqual([])
    await store.commit(commitOf({ reach: [ann({ address: 'new@mail.example' }), { ...ann({ subscriber: 2 }), address: undefined }] }))
    expect(await store.reachedAt('ann@mail.example', 10)).toEqual([])
    expect(await store.reachOf(1)).toEqual([ann({ address: 'new@mail.example' }), ann({ channel: 'sms', address: '+4917012345678' })])
    expect(await store.reachOf(2)).toEqual([])
    store = (await reopen?.(store)) ?? store
    expect(await store.reachedAt('new@mail.example', 10)).toEqual([ann({ address: 'new@mail.example' })])
  })

  test('an address that was vouched for stays so until it is another one', async () => {
    const store = await open()
    await store.commit(commitOf({ subscribers: [subscriber(1)], reach: [ann({ isVouched: true })] }))
    await store.commit(commitOf({ reach: [ann()] }))
    expect(await store.reachOf(1)).toEqual([ann({ isVouched: true })])
    await store.commit(commitOf({ reach: [ann({ address: 'new@mail.example' })] }))
    expect(await store.reachOf(1)).toEqual([ann({ address: 'new@mail.example' })])
    await store.commit(commitOf({ reach: [ann({ address: 'new@mail.example', isVouched: true })] }))
    expect(await store.reachOf(1)).toEqual([ann({ address: 'new@mail.example', isVouched: true })])
  })

  test('suppressed addresses come newest first, go on before a place, and are those that were said last', async () => {
    const store = await open()
    const no = (address: string, at: number) => ({ address, at, reason: 'a complaint' })
    await store.commit(
      commitOf({
        subscribers: [subscriber(1), subscriber(2)],
        reach: [ann()],
        suppressed: [
          { subscriber: 1, addresses: [no('old@mail.example', 1000), no('ann@mail.example', 2000)] },
          { subscriber: 2, addresses: [no('ann@mail.example', 2000), no('bob@mail.example', 3000)] },
        ],
      }),
    )
    const all = await store.suppressions({ limit: 10 })
    expect(all).toEqual([
      { ...no('bob@mail.example', 3000), subscriber: 2, isCurrent: false },
      { ...no('ann@mail.example', 2000), subscriber: 2, isCurrent: false },
      { ...no('ann@mail.example', 2000), subscriber: 1, isCurrent: true },
      { ...no('old@mail.example', 1000), subscriber: 1, isCurrent: false },
    ])
    expect(await store.suppressions({ limit: 2 })).toEqual(all.slice(0, 2))
    expect(await store.suppressions({ limit: 10, before: all[1] })).toEqual(all.slice(2))
    expect(await store.suppressions({ limit: 10, address: 'ann@mail.example' })).toEqual(all.slice(1, 3))
    expect(await store.suppressions({ limit: 10, address: 'ann@mail.example', before: all[1] })).toEqual(all.slice(2, 3))
    expect(await store.suppressions({ limit: 10, channel: 'email', before: all[0] })).toEqual(all.slice(1))
    expect(await store.suppressions({ limit: 10, channel: 'sms' })).toEqual([])
    await store.commit(commitOf({ suppressed: [{ subscriber: 2, addresses: [] }] }))
    expect((await store.suppressions({ limit: 10 })).map(({ subscriber: who }) => who)).toEqual([1, 1])
  })

  test('who was merged away or erased is reached nowhere, and suppresses nothing', async () => {
    const store = await open()
    const addresses = [{ address: 'ann@mail.example', at: 1, reason: 'a complaint' }]
    const subscribers = [subscriber(1), subscriber(2), subscriber(3)]
    await store.commit(
      commitOf({
        subscribers,
        reach: subscribers.map(({ number }) => ann({ subscriber: number })),
        suppressed: subscribers.map(({ number }) => ({ subscriber: number, addresses })),
      }),
    )
    await store.commit(commitOf({ merged: [{ from: 2, into: 1 }] }))
    await store.beginErasure({ erasure: { subscriber: 3, at: 1, chains: [], numbers: [3], ids: [], addresses: [] }, tombstones: [], counts: [] })
    expect(await store.reachedAt('ann@mail.example', 10)).toEqual([ann()])
    expect((await store.suppressions({ limit: 10 })).map(({ subscriber: who }) => who)).toEqual([1])
  })
}
