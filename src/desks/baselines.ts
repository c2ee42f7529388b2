// Measures beside a running server what people came to in the past, of a condition that somebody is writing.

import type { BaselineDoor, BaselineWish } from '../api/admin/baseline-door.ts'
import { type Baseline, baselineJourney, baselinesOf } from '../insight/backtest/baseline.ts'
import { OncueError } from '../model/errors.ts'
import { readPublished } from '../runtime/publishing/published.ts'
import { type BacktestGround, backtest } from './backtests.ts'
import { isTooLong, tooLong } from './look-ahead.ts'
import type { ReadingHow, ReadingQueue } from './reading-queue.ts'

type Ground = Pick<BacktestGround, 'store' | 'thread'>

const dayMs = 86_400_000

/** Makes the door over a queue that it shares. */
export function baselineDoor(queue: ReadingQueue, ground: Ground): BaselineDoor {
  return {
    async ask(wish, waitMs) {
      const { answer, ...status } = await queue.ask(`baseline ${JSON.stringify(wish)}`, (how) => measure(ground, wish, how), waitMs)
      return { ...status, baselines: answer ?? [] }
    },
  }
}

async function measure({ store, thread }: Ground, { condition, when, days }: BaselineWish, { now, ...how }: ReadingHow): Promise<readonly Baseline[]> {
  const [{ position }, published] = await Promise.all([store.last(), readPublished(store)])
  const journey = baselineJourney(condition, when)
  if (position === 0 || published === undefined || journey === undefined) return []
  if (isTooLong(position)) throw new OncueError('backtest-invalid', { reason: tooLong })
  const { workspace, segments, templates } = published
  const definitions = { workspace, segments, templates, journeys: [] }
  const { report } = await backtest(
    { definitions, journey, against: 'nothing', from: now - days * dayMs, to: now, thresholds: true, examples: 0 },
    { store, thread, threads: 1, ...how },
  )
  return baselinesOf(report)
}
