// What every store promises to whoever fills new memories from the log.

import { expect, test } from 'vitest'
import { commitOf, entry } from './builders.ts'
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
