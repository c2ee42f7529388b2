// The part of the contract of every store that is about events that were refused.

import { expect, test } from 'vitest'
import { limits } from '../../src/model/limits.ts'
import { commitOf } from './builders.ts'
import type { StoreUnderTest } from './store-under-test.ts'

export function describeLetters({ open }: StoreUnderTest): void {
  test('dead letters come newest first, at most the limit', async () => {
    const store = await open()
    const letter = (receivedAt: number) => ({ receivedAt, source: 'track', reason: 'no name', body: `{"n":${receivedAt}}` })
    await store.commit(commitOf({ deadLetters: [letter(1), letter(2)] }))
    await store.commit(commitOf({ deadLetters: [letter(3)] }))
    expect(await store.deadLetters({ limit: 2 })).toMatchObject([letter(3), letter(2)])
    expect(await store.deadLetters({ limit: 0 })).toEqual([])
  })

  test('only the newest dead letters are kept', async () => {
    const store = await open()
    const letters = Array.from({ length: limits.deadLetters + 1 }, (_, receivedAt) => ({ receivedAt, source: 'track', reason: '', body: '' }))
    await store.commit(commitOf({ deadLetters: letters }))
    const kept = await store.deadLetters({ limit: letters.length })
    expect(kept).toHaveLength(limits.deadLetters)
    expect([kept[0]?.receivedAt, kept.at(-1)?.receivedAt]).toEqual([limits.deadLetters, 1])
  })

  test('refused events are found by what they say, and gone once they were dealt with', async () => {
    const store = await open()
    const letter = (receivedAt: number, reason: string) => ({ receivedAt, source: 'track key 1', reason, body: '{"event":"Order%"}' })
    await store.commit(commitOf({ deadLetters: [letter(1, 'no name'), letter(2, 'No e-mail'), letter(3, 'no name')] }))
    const [newest, middle] = await store.deadLetters({ limit: 9 })
    expect((await store.deadLetters({ limit: 9, text: 'NO NAME' })).map(({ receivedAt }) => receivedAt)).toEqual([3, 1])
    expect((await store.deadLetters({ limit: 9, text: 'order%' })).length).toBe(3)
    expect((await store.deadLetters({ limit: 9, before: newest?.id })).map(({ receivedAt }) => receivedAt)).toEqual([2, 1])
    await store.commit(commitOf({ droppedLetters: [middle?.id as number] }))
    expect((await store.deadLetters({ limit: 9 })).map(({ receivedAt }) => receivedAt)).toEqual([3, 1])
    expect(await store.deadLetter(middle?.id as number)).toBeUndefined()
    expect(await store.deadLetter(newest?.id as number)).toEqual(newest)
  })
}
