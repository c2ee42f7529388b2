// What every store promises about the days of segments: changes add up, a day at a time, each segment for itself.

import { expect, test } from 'vitest'
import { commitOf } from './builders.ts'
import type { StoreUnderTest } from './store-under-test.ts'

export function describeSegmentDays({ open }: Pick<StoreUnderTest, 'open'>): void {
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
