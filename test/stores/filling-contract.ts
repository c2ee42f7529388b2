// What every store promises to whoever fills new memories from the log.

import { expect, test } from 'vitest'
import type { LogShare } from '../../src/runtime/store.ts'
import { commitOf, entry, subscriber } from './builders.ts'
import type { StoreUnderTest } from './store-under-test.ts'

export function describeFilling({ open }: StoreUnderTest): void {
  test('entries of some names are found in a range, in order', async () => {
    const store = await open()
    const log = [entry(1, { name: 'a' }), entry(2, { name: 'b' }), entry(4, { name: 'a' }), entry(5, { name: 'c' }), entry(7, { name: 'b' })]
    await store.commit(commitOf({ log }))
    const positions = async (names: string[], after: number, upTo: number) =>
      (await store.readLogOf(names, { after, upTo })).map(({ receivedAt }) => log.find((one) => one.receivedAt === receivedAt)?.position)
    expect(await store.readLogOf(['b'], { after: 1, upTo: 2 })).toEqual([{ subscriber: 1, receivedAt: log[1]?.receivedAt, name: 'b', body: log[1]?.body }])
    expect(await positions(['a', 'c'], 0, 100)).toEqual([1, 4, 5])
    expect(await positions(['a', 'b'], 1, 6)).toEqual([2, 4])
    expect(await positions([], 0, 100)).toEqual([])
    expect(await positions(['A'], 0, 100)).toEqual([])
  })

  test('shares of the people take the log apart, whoever was merged goes with who they became, and names leave out all but the first lines', async () => {
    const store = await open()
    const log = [
      entry(1, { name: 'a', subscriber: 1 }),
      entry(2, { name: 'b', subscriber: 2 }),
      entry(3, { name: 'b', subscriber: 1, previous: 1 }),
      entry(4, { name: 'c', subscriber: 3 }),
      entry(6, { name: 'c', subscriber: 4, body: '{"event":{"silent":true}}' }),
      entry(8, { name: 'a', subscriber: 2, previous: 2 }),
    ]
    await store.commit(commitOf({ log, subscribers: [subscriber(1), subscriber(2), subscriber(3), subscriber(4)] }))
    expect(await store.merges()).toEqual([])
    const whole = { index: 0, of: 1, moved: [] }
    expect(await store.readShare(whole, { after: 0, upTo: 99 })).toEqual(log)
    expect(await store.readShare(whole, { after: 1, upTo: 4 })).toEqual(log.slice(1, 4))
    const positions = async (share: LogShare) => (await store.readShare(share, { after: 0, upTo: 99 })).map(({ position }) => position)
    expect(await positions({ index: 0, of: 2, moved: [] })).toEqual([2, 6, 8])
    expect(await positions({ index: 1, of: 2, moved: [] })).toEqual([1, 3, 4])
    expect(await positions({ index: 0, of: 1, moved: [], names: ['c'] })).toEqual([1, 2, 4, 6])
    expect(await positions({ index: 0, of: 1, moved: [], isSilent: true })).toEqual([6])
    await store.commit(commitOf({ merged: [{ from: 3, into: 2 }] }))
    await store.commit(commitOf({ merged: [{ from: 2, into: 1 }] }))
    const moved = await store.merges()
    expect(moved).toEqual([
      [2, 1],
      [3, 1],
    ])
    expect(await positions({ index: 1, of: 2, moved })).toEqual([1, 2, 3, 4, 8])
    expect(await positions({ index: 0, of: 2, moved })).toEqual([6])
    expect(await positions({ index: 1, of: 2, moved, names: [] })).toEqual([1, 2, 4])
  })

  test('lines of imports are found wherever the first one came in, whatever failed before', async () => {
    const store = await open()
    const silent = '{"event":{"silent":true}}'
    const positions = async (after: number, upTo: number) =>
      (await store.readShare({ index: 0, of: 1, moved: [], isSilent: true }, { after, upTo })).map(({ position }) => position)
    await store.commit(commitOf({ log: [entry(1, {}), entry(2, {})] }))
    expect(await positions(0, 99)).toEqual([])
    await expect(store.commit(commitOf({ log: [entry(3, { body: silent })], merged: [{ from: 2, into: 2 }] }))).rejects.toThrow()
    expect(await positions(0, 99)).toEqual([])
    await store.commit(commitOf({ log: [entry(3, {}), entry(4, { body: silent }), entry(5, { body: silent })] }))
    await store.commit(commitOf({ log: [entry(6, {}), entry(7, { body: silent })] }))
    expect(await positions(0, 99)).toEqual([4, 5, 7])
    expect(await positions(0, 4)).toEqual([4])
    expect(await positions(0, 3)).toEqual([])
    expect(await positions(4, 7)).toEqual([5, 7])
  })

  test('where only instants are wanted the store may tell them in place of the text, and tells those of the events', async () => {
    const store = await open()
    const bodies = [
      '{"userId":"u","event":{"name":"b","occurredAt":1767614400123,"receivedAt":9,"properties":{"occurredAt":7}}}',
      '{"userId":"a \\"occurredAt\\":5, b","event":{"name":"b","occurredAt":-5}}',
      '{"command":{"do":"look again"},"source":"admin"}',
    ]
    await store.commit(commitOf({ log: bodies.map((body, index) => entry(index + 1, { name: 'b', body })) }))
    const lines = await store.readLogOf(['b'], { after: 0, upTo: 9, instantsOf: ['b'] })
    // Told, or to be found in the text, as each store likes.
    const instantIn = (body: string): number | undefined => (JSON.parse(body) as { event?: { occurredAt: number } }).event?.occurredAt
    expect(lines.map(({ body, occurredAt }) => occurredAt ?? instantIn(body))).toEqual([1767614400123, -5, undefined])
    expect(lines[2]?.body).toBe(bodies[2])
    expect((await store.readLogOf(['b'], { after: 0, upTo: 9 })).map(({ body }) => body)).toEqual(bodies)
  })

  test('what was made from the log beforehand is kept by name and subscriber, replaced, and forgotten', async () => {
    const store = await open()
    const content = (...bytes: number[]) => Uint8Array.from(bytes)
    await store.keepFilled('p', [
      { subscriber: 7, content: content(1) },
      { subscriber: 2, content: content(2, 3) },
    ])
    await store.keepFilled('p', [{ subscriber: 7, content: content(9) }])
    await store.keepFilled('q', [{ subscriber: 7, content: content(4) }])
    const bytes = async (name: string, ...numbers: number[]) => (await store.filled(name, numbers)).map((found) => found && [...found])
    expect(await bytes('p', 2, 3, 7)).toEqual([[2, 3], undefined, [9]])
    expect(await bytes('q', 7)).toEqual([[4]])
    await store.dropFilled('q')
    expect(await bytes('p', 7)).toEqual([undefined])
    expect(await bytes('q', 7)).toEqual([[4]])
    await store.dropFilled()
    expect(await bytes('q', 7)).toEqual([undefined])
  })
}
