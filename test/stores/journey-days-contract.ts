// The part of the contract of every store that is about what happened in journeys, day by day.

import { expect, test } from 'vitest'
import { commitOf } from './builders.ts'
import type { StoreUnderTest } from './store-under-test.ts'

export function describeJourneyDays({ open }: StoreUnderTest): void {
  test('what happened in a journey is also counted by day, but not how things stand', async () => {
    const store = await open()
    const count = (step: string, measure: string, by: number, journey = 'a') => ({ journey, version: 1, step, measure, by })
    await store.commit(commitOf({ counts: [count('', 'entered', 2), count('', 'inside', 2), count('s', 'sent', 1), count('t', 'sent', 1, '')], countedOn: 5 }))
    await store.commit(commitOf({ counts: [count('', 'entered', 1), count('s', 'sent', 3), count('', 'entered', 7, 'b')], countedOn: 6 }))
    await store.commit(commitOf({ counts: [count('', 'entered', 9)] }))
    const day = (step: string, on: number, measure: string, sum: number) => ({ journey: 'a', step, day: on, version: 1, measure, count: sum })
    expect(await store.journeyDays({ journey: 'a', from: 0, to: 9 })).toEqual([
      day('', 5, 'entered', 2),
      day('', 6, 'entered', 1),
      day('s', 5, 'sent', 1),
      day('s', 6, 'sent', 3),
    ])
    expect(await store.journeyDays({ journey: 'a', step: '', from: 6, to: 9 })).toEqual([day('', 6, 'entered', 1)])
    expect(await store.journeyDays({ journey: '', from: 0, to: 9 })).toEqual([])
  })
}
