// Up to when a backtest goes that nobody gave an end.

import { expect, test } from 'vitest'
import { backtest } from '../../src/desks/backtests.ts'
import type { Arrival } from '../../src/model/arrival.ts'
import type { Journey } from '../../src/model/journey.ts'
import { livedThrough } from '../insight/lived-through.ts'
import { day, happened, signedUp, sourceWith, start } from '../runtime/workshop.ts'

const lapsed: Journey = { journey: 'lapsed', enter: [{ quiet: '20d', on: ['Product Viewed'] }], steps: [{ id: 'miss', send: 'note' }] }
const views = [signedUp('ada'), happened('Product Viewed', { userId: 'ada', at: start + 1000 })]

async function entered(arrivals: readonly Arrival[], now: number) {
  const { store } = await livedThrough(sourceWith(), arrivals, { restMs: 0 })
  const { report } = await backtest({ journey: lapsed, against: 'nothing' }, { store, thread: undefined, isAlone: true, now })
  return { to: report.to, entered: report.arms[0]?.journeys.find(({ journey }) => journey === 'lapsed')?.entered }
}

test('where people live in it, a silence counts up to now, however long it is', async () => {
  expect(await entered(views, start + 400 * day)).toEqual({ to: start + 400 * day, entered: 1 })
  expect(await entered(views, start + 3 * day)).toEqual({ to: start + 3 * day, entered: 0 })
})

test('a clock that stands behind the log cuts nothing of it off', async () => {
  expect(await entered(views, start - day)).toEqual({ to: start + 1000, entered: 0 })
})

test('what is wrong with a draft is said as one sentence', async () => {
  const { store } = await livedThrough(sourceWith(), views, { restMs: 0 })
  const journey: Journey = { journey: 'of-nobody', enter: [{ on: 'Product Viewed', if: { segment: 'gone' } }], steps: [] }
  const tried = backtest({ journey, against: 'nothing' }, { store, thread: undefined, isAlone: true, now: start + day })
  await expect(tried).rejects.toThrow(/the journey "of-nobody" has a mistake at enter\.0\.if\.segment: There is no segment called "gone"\.$/)
})
