// What every store promises about counts by time: of sending domains, and of segments by day.

import { expect, test } from 'vitest'
import { limits } from '../../src/model/limits.ts'
import { commitOf } from './builders.ts'
import type { StoreUnderTest } from './store-under-test.ts'

const day = 86_400_000
const slot = 900_000

/** Runs this part of the contract. */
export function describeSendingCounts({ open, reopen }: StoreUnderTest): void {
  test('counts of sending domains add up, are given in order, and survive', async () => {
    const store = await open()
    const about = { domain: 'shop.example', slot: 10 * slot, measure: 'advertising' } as const
    await store.commit(
      commitOf({
        sending: [
          { ...about, by: 3 },
          { ...about, measure: 'bounced', by: 1 },
        ],
      }),
    )
    await store.commit(
      commitOf({
        sending: [
          { ...about, by: -1 },
          { ...about, slot: 11 * slot, by: 5 },
          { ...about, domain: 'a.example', by: 7 },
        ],
      }),
    )
    await store.commit(commitOf({}))
    const all = [
      { ...about, domain: 'a.example', count: 7 },
      { ...about, count: 2 },
      { ...about, measure: 'bounced', count: 1 },
      { ...about, slot: 11 * slot, count: 5 },
    ]
    expect(await store.sendingCounts(0)).toEqual(all)
    expect(await store.sendingCounts(11 * slot)).toEqual([all[3]])
    if (reopen !== undefined) expect(await (await reopen(store)).sendingCounts(0)).toEqual(all)
  })

  test('slots that are older than limits.sendingDays are forgotten', async () => {
    const store = await open()
    const about = { domain: 'shop.example', measure: 'transactional' } as const
    const now = 200 * day
    await store.commit(
      commitOf({
        sending: [
          { ...about, slot: now - limits.sendingDays * day - slot, by: 1 },
          { ...about, slot: now - limits.sendingDays * day, by: 2 },
        ],
      }),
    )
    await store.commit(commitOf({ sending: [{ ...about, slot: now, by: 3 }] }))
    expect((await store.sendingCounts(0)).map(({ count }) => count)).toEqual([2, 3])
  })

  test('entering and leaving segments adds up by day', async () => {
    const store = await open()
    await store.commit(
      commitOf({
        segmentDays: [
          { segment: 'vip', day: 20_001, entered: 2, left: 0 },
          { segment: 'vip', day: 20_000, entered: 1, left: 0 },
          { segment: 'new', day: 20_000, entered: 5, left: 1 },
        ],
      }),
    )
    await store.commit(commitOf({ segmentDays: [{ segment: 'vip', day: 20_001, entered: 1, left: 3 }] }))
    expect(await store.segmentDays({ segment: 'vip', from: 20_000, to: 20_001 })).toEqual([
      { segment: 'vip', day: 20_000, entered: 1, left: 0 },
      { segment: 'vip', day: 20_001, entered: 3, left: 3 },
    ])
    expect(await store.segmentDays({ segment: 'vip', from: 20_001, to: 20_009 })).toHaveLength(1)
    expect(await store.segmentDays({ segment: 'other', from: 0, to: 99_999 })).toEqual([])
  })
}
