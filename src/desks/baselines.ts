// Measures beside a running server what people came to in the past, of a condition that somebody is writing: one at a time, in a thread. The newest answers
// are kept for a while, and what nobody asked for lately is given up.

import type { BaselineDoor, BaselineStatus, BaselineWish } from '../api/admin/baseline-door.ts'
import { baselineJourney, baselinesOf } from '../insight/backtest/baseline.ts'
import { OncueError } from '../model/errors.ts'
import { limits } from '../model/limits.ts'
import type { Clock } from '../runtime/clock.ts'
import { readPublished } from '../runtime/published.ts'
import { type BacktestGround, backtest } from './backtests.ts'

interface Run {
  status: BaselineStatus
  readonly startedAt: number
  readonly stop: AbortController
  ended: Promise<void>
}

const dayMs = 86_400_000
/** An answer is as good for so long. */
const goodForMs = 10 * 60_000
const keptRuns = 4

/** Makes it. Closing it stops what runs. */
export function createBaselines({ clock, ...ground }: Pick<BacktestGround, 'store' | 'thread'> & { readonly clock: Clock }): BaselineDoor & {
  close(): Promise<void>
} {
  const runs = new Map<string, Run>()
  let last: Promise<unknown> = Promise.resolve()
  const runOf = (wish: BaselineWish): Run => {
    const key = JSON.stringify(wish)
    const known = runs.get(key)
    if (known !== undefined && known.status.state !== 'failed' && clock.now() - known.startedAt < goodForMs) return known
    known?.stop.abort(new Error('asked anew'))
    const run: Run = {
      status: { state: 'reading', done: 0, of: 0, problem: null, baselines: [] },
      startedAt: clock.now(),
      stop: new AbortController(),
      ended: Promise.resolve(),
    }
    const turn = last.then(() => measure(ground, { wish, run, now: clock.now() }))
    run.ended = turn.then(
      (baselines) => {
        run.status = { ...run.status, state: 'ready', done: run.status.of, baselines }
      },
      (error: unknown) => {
        run.status = { ...run.status, state: 'failed', problem: error instanceof OncueError ? error.message : 'it could not be measured; ask again' }
      },
    )
    last = run.ended
    runs.delete(key)
    runs.set(key, run)
    for (const [old, { stop }] of [...runs].slice(0, -keptRuns)) {
      stop.abort(new Error('newer questions were asked'))
      runs.delete(old)
    }
    return run
  }
  return {
    async ask(wish, waitMs) {
      const run = runOf(wish)
      if (waitMs > 0 && run.status.state === 'reading') {
        const { promise, resolve } = Promise.withResolvers<void>()
        const forget = clock.at(clock.now() + waitMs, resolve)
        await Promise.race([run.ended, promise])
        forget()
      }
      return run.status
    },
    async close() {
      for (const { stop } of runs.values()) stop.abort(new Error('the server stops'))
      await last
    },
  }
}

type Ground = Pick<BacktestGround, 'store' | 'thread'>

async function measure({ store, thread }: Ground, { wish, run, now }: { readonly wish: BaselineWish; readonly run: Run; readonly now: number }) {
  run.stop.signal.throwIfAborted()
  const [{ position }, published] = await Promise.all([store.last(), readPublished(store)])
  const journey = baselineJourney(wish.condition, wish.when)
  if (position === 0 || published === undefined || journey === undefined) return []
  if (position > limits.forecastLines)
    throw new OncueError('backtest-invalid', { reason: `the log has more than ${limits.forecastLines.toLocaleString('en')} lines, too many to read` })
  const { workspace, segments, templates } = published
  const { report } = await backtest(
    {
      definitions: { workspace, segments, templates, journeys: [] },
      journey,
      against: 'nothing',
      responses: 'recorded',
      from: now - wish.days * dayMs,
      to: now,
      thresholds: true,
      examples: 0,
    },
    {
      store,
      thread,
      threads: 1,
      signal: run.stop.signal,
      onProgress: ({ done, of }) => {
        run.status = { ...run.status, done, of }
      },
    },
  )
  return baselinesOf(report)
}
