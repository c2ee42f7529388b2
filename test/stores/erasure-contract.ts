// The part of the contract of every store that is about forgetting a person.

import { expect, test } from 'vitest'
import { blankEntry, type Erasure } from '../../src/runtime/store.ts'
import { added, bytes, commitOf, commitOfEverything, delivery, entry, subscriber } from './builders.ts'
import type { StoreUnderTest } from './store-under-test.ts'

const erasure: Erasure = { subscriber: 1, at: 7, chains: [2], numbers: [1], ids: ['ann'], addresses: ['ann@shop.example'] }
const begin = { erasure, tombstones: [{ hash: 'h1', at: 7 }], counts: [{ journey: 'welcome', version: 1, step: 'greet', measure: 'here now', by: -1 }] }

export function describeErasure({ open, reopen }: StoreUnderTest): void {
  test('from its beginning on, nobody has the number, the ids or what waits, and everybody else is as before', async () => {
    const store = await open()
    await store.commit(commitOfEverything())
    await store.commit(
      commitOf({ identities: [{ identity: 'a:own', subscriber: 1 }], answers: [{ admin: 'a', key: 'k', at: 1, fingerprint: 'f', status: 200, body: '{}' }] }),
    )
    await store.beginErasure(begin)
    expect(await store.load([1, 2])).toEqual([undefined, commitOfEverything().subscribers[1]])
    expect(await store.resolve(['u:ann', 'a:own', 'a:9f'])).toEqual([undefined, undefined, 2])
    expect([await store.identitiesOf(1), await store.countSubscribers(), await store.subscribersAfter(0, 9)]).toEqual([[], 1, [2]])
    expect([await store.due(1e15, 9), await store.nextDeadline()]).toEqual([[], undefined])
    expect([await store.dueDeliveries(1e15, 9), await store.interrupted(9)]).toEqual([[], []])
    expect(await store.wasSeen(1, 4_000_000_000, 0)).toBe(false)
    expect(await store.adminAnswer('a', 'k')).toBeUndefined()
    expect(await store.counts()).toMatchObject([{ measure: 'here now', count: 0 }])
    expect(await store.erasures()).toEqual([erasure])
    expect([await store.hasTombstones(), await store.tombstones(['h0', 'h1'])]).toEqual([true, [{ hash: 'h1', at: 7 }]])
  })

  test('a blank line keeps its place and its chain', async () => {
    const store = await open()
    await store.commit(commitOfEverything())
    await store.beginErasure(begin)
    const next = { ...erasure, chains: [] }
    await store.blankEntries({ positions: [1, 2], erasure: next, tombstones: [{ hash: 'h2', at: 7 }] })
    const [first, second, third] = commitOfEverything().log
    expect(await store.readLog(0, 9)).toEqual([{ ...first, ...blankEntry }, { ...second, ...blankEntry }, third])
    expect(await store.history(2, 9)).toHaveLength(2)
    expect([await store.erasures(), await store.tombstones(['h2'])]).toEqual([[next], [{ hash: 'h2', at: 7 }]])
  })

  test('decisions and deliveries go in steps, dead letters by what they say, and what others have stays', async () => {
    const store = await open()
    await store.commit(commitOfEverything())
    await store.commit(
      commitOf({
        decisions: [{ subscriber: 1, decision: added(5) }],
        deliveries: [delivery('third', { status: 'sent' }), delivery('other', { subscriber: 2 })],
      }),
    )
    await store.commit(commitOf({ deadLetters: [{ receivedAt: 1, source: 'track', reason: 'about ann', body: '{}' }] }))
    await store.beginErasure(begin)
    let steps = 1
    while (!(await store.forgetBelongings(1, 1))) steps += 1
    expect(steps).toBeLessThanOrEqual(4)
    await store.forgetDeadLetters((text) => text.includes('ann'))
    expect([await store.decisions(1, 9), await store.messages({ subscriber: 1, limit: 9 })]).toEqual([[], []])
    expect((await store.messages({ limit: 9 })).map(({ key }) => key)).toEqual(['other'])
    expect([await store.decisions(2, 9), await store.deadLetters({ limit: 9 })]).toMatchObject([[added(1003)], commitOfEverything().deadLetters])
  })

  test('a finished erasure is over, its tombstones stay until they are lifted', async () => {
    const store = await open()
    await store.commit(commitOfEverything())
    await store.beginErasure(begin)
    expect(await store.finishErasure(1)).toBe(true)
    expect([await store.erasures(), await store.hasTombstones()]).toEqual([[], true])
    await store.commit(commitOf({ liftedTombstones: ['h1'] }))
    expect(await store.hasTombstones()).toBe(false)
  })

  test('an erased number is never given again, and an unfinished erasure survives the process', async () => {
    const store = await open()
    await store.commit(commitOf({ log: [entry(1)], subscribers: [subscriber(1), subscriber(2, { state: bytes('last') })] }))
    await store.beginErasure({ ...begin, erasure: { ...erasure, subscriber: 2 } })
    const again = reopen === undefined ? store : await reopen(store)
    expect([await again.last(), await again.erasures()]).toEqual([{ position: 1, subscriber: 2 }, [{ ...erasure, subscriber: 2 }]])
  })
}
