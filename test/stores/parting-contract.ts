// What every store promises about a merge that is taken back: each has their own again, in one commit or not at all.

import { expect, test } from 'vitest'
import { commitOf, delivery, entry, subscriber } from './builders.ts'
import type { StoreUnderTest } from './store-under-test.ts'

const added = (at: number) => ({ kind: 'added', at }) as const

/** Runs this part of the contract. */
export function describeParting({ open }: StoreUnderTest): void {
  test('a merge that is taken back gives lines, ids, messages, decisions and the number back', async () => {
    const store = await open()
    await store.commit(
      commitOf({
        log: [entry(1), entry(2, { subscriber: 2 })],
        subscribers: [subscriber(1, { head: 1 }), subscriber(2, { head: 2 })],
        identities: [
          { identity: 'u:ann', subscriber: 1 },
          { identity: 'u:bob', subscriber: 2 },
        ],
        deliveries: [delivery('ann'), delivery('bob', { subscriber: 2 })],
        seen: [{ subscriber: 2, fingerprint: 5, day: 20_000 }],
      }),
    )
    await store.commit(
      commitOf({
        log: [entry(3, { previous: 1, merged: 2, name: '(merge)', body: '{"from":2}' }), entry(4, { previous: 3 })],
        subscribers: [subscriber(1, { head: 4 })],
        merged: [{ from: 2, into: 1 }],
        decisions: [1, 2].map((at) => ({ subscriber: 1, decision: added(at) })),
      }),
    )
    const apart = {
      from: 2,
      into: 1,
      lines: [entry(3, { previous: 1, name: '(erased)', body: '{}' }), entry(4, { subscriber: 2, previous: 2 })],
      identities: ['u:bob'],
      deliveries: ['bob'],
      decisions: { into: [added(1)], from: [added(2)] },
    }
    const lines = [entry(5, { previous: 3 }), entry(6, { subscriber: 2, previous: 4 })]
    const rows = [subscriber(1, { head: 5 }), subscriber(2, { head: 6, deadline: 9000 })]
    await expect(store.commit(commitOf({ apart, log: [entry(4)], subscribers: rows }))).rejects.toThrow()
    expect(await store.follow([2])).toEqual([1])
    await store.commit(commitOf({ apart, log: lines, subscribers: rows, decisions: [{ subscriber: 2, decision: added(3) }] }))
    expect(await store.follow([1, 2])).toEqual([1, 2])
    expect(await store.apart()).toEqual([[2, 1]])
    expect(await store.merges()).toEqual([])
    expect(await store.countSubscribers()).toBe(2)
    expect(await store.resolve(['u:ann', 'u:bob'])).toEqual([1, 2])
    expect((await store.history(5, 10)).map(({ position }) => position)).toEqual([5, 3, 1])
    expect((await store.history(6, 10)).map(({ position, subscriber: number }) => [position, number])).toEqual([
      [6, 2],
      [4, 2],
      [2, 2],
    ])
    expect((await store.messages({ subscriber: 2, limit: 10 })).map(({ key }) => key)).toEqual(['bob'])
    expect((await store.decisions(1, 10)).map(({ at }) => at)).toEqual([1])
    expect((await store.decisions(2, 10)).map(({ at }) => at)).toEqual([2, 3])
    expect(await store.wasSeen(2, 5, 20_000)).toBe(true)
    expect(await store.due(9000, 10)).toEqual([{ number: 2, deadline: 9000 }])
    // It was on its way when they were taken apart, so what became of it comes back under the number of then.
    await store.commit(commitOf({ deliveries: [delivery('bob', { subscriber: 1, status: 'sent' })] }))
    expect(await store.messages({ subscriber: 2, limit: 10 })).toMatchObject([{ key: 'bob', status: 'sent' }])
    expect((await store.messages({ subscriber: 1, limit: 10 })).map(({ key }) => key)).toEqual(['ann'])
    await store.commit(commitOf({ subscribers: [subscriber(3)], merged: [{ from: 2, into: 1 }] }))
    expect(await store.follow([2])).toEqual([1])
  })
}
