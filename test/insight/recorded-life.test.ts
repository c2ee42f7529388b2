// What is kept of a life for a test of it: all of it in its order, or the newest lines of a long one.

import { expect, test } from 'vitest'
import { recordedLife } from '../../src/insight/recorded-life.ts'
import { inputOf } from '../../src/runtime/log-entry.ts'
import { happened, minute, signedUp, sourceWith, start } from '../runtime/workshop.ts'
import { livedThrough } from './lived-through.ts'

test('a life is cut where it has one line more than may be taken, and not before', async () => {
  const views = [1, 2].map((after) => happened('Product Viewed', { userId: 'ada', at: start + after * minute }))
  const { store } = await livedThrough(sourceWith(), [signedUp('ada'), ...views])
  const of = (lines: number) => recordedLife(store, { subscriber: 1, lines, inputOf })
  const whole = await of(3)
  expect(whole.isCut).toBe(false)
  expect(whole.inputs.map((input) => input?.at)).toEqual([start, start + minute, start + 2 * minute])
  const cut = await of(2)
  expect(cut.isCut).toBe(true)
  expect(cut.inputs).toEqual(whole.inputs.slice(1))
  expect(await recordedLife(store, { subscriber: 9, lines: 3, inputOf })).toEqual({ inputs: [], decisions: [], isCut: false })
  await store.close()
})
