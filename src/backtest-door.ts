// Backtests of a running server: one at a time, in threads beside it, with the newest results kept in memory.

import { availableParallelism } from 'node:os'
import type { BacktestDoor, BacktestStatus, BacktestWish } from './api/admin/admin-route.ts'
import { problemText } from './authoring/source-document.ts'
import { type BacktestGround, type BacktestRequest, backtest, backtestPerson } from './backtests.ts'
import { checkDefinitions } from './definitions-folder.ts'
import { overlayOf } from './drafts/folder-view.ts'
import type { Definitions } from './model/definitions.ts'
import type { JsonObject } from './model/json.ts'
import { limits } from './model/limits.ts'
import type { Clock } from './runtime/clock.ts'

interface Run {
  /** With the definitions as they were when it began. */
  request: BacktestRequest
  status: BacktestStatus
  readonly stop: AbortController
  ended: Promise<void>
}

/** Makes the door. Closing it stops what runs. */
export function backtestDoor(options: {
  readonly folder: string
  readonly ground: Omit<BacktestGround, 'onProgress' | 'signal' | 'threads'>
  readonly clock: Clock
}): BacktestDoor & { close(): Promise<void> } {
  const runs = new Map<number, Run>()
  let last = 0
  // The writer and the doors keep a core of their own where there are several.
  const threads = Math.max(1, availableParallelism() - 1)
  const begin = async ({ drafts = false, ...wish }: BacktestWish): ReturnType<BacktestDoor['begin']> => {
    const busy = [...runs.values()].find(({ status }) => status.state === 'running')
    if (busy !== undefined) return { busy: busy.status.id }
    let definitions: Definitions | undefined
    last += 1
    const id = last
    const stop = new AbortController()
    const run: Run = {
      status: {
        id,
        state: 'running',
        done: 0,
        of: 0,
        events: 0,
        startedAt: options.clock.now(),
        wish: wishedIn({ ...wish, drafts }),
        problem: null,
        report: null,
      },
      request: wish,
      stop,
      ended: Promise.resolve(),
    }
    runs.set(id, run)
    for (const old of [...runs.keys()].slice(0, -limits.backtestsKept)) runs.delete(old)
    if (definitions === undefined && wish.journey === undefined) {
      const loaded = await checkDefinitions(options.folder, drafts ? overlayOf(await options.ground.store.drafts()) : undefined)
      if (loaded.definitions === undefined) {
        runs.delete(id)
        return { problems: loaded.problems.map(problemText) }
      }
      definitions = loaded.definitions
    }
    const onProgress: BacktestGround['onProgress'] = ({ done, of, events }) => {
      run.status = { ...run.status, done, of, events }
    }
    run.request = { ...wish, definitions }
    run.ended = backtest(run.request, { ...options.ground, threads, onProgress, signal: stop.signal }).then(
      ({ report }) => {
        run.status = { ...run.status, state: 'done', done: run.status.of, report }
      },
      (error: unknown) => {
        const problem = stop.signal.aborted ? null : error instanceof Error ? error.message : String(error)
        run.status = { ...run.status, state: stop.signal.aborted ? 'cancelled' : 'failed', problem }
      },
    )
    return run.status
  }
  const cancel = async (id: number): Promise<BacktestStatus | undefined> => {
    const run = runs.get(id)
    if (run === undefined) return undefined
    run.stop.abort(new Error('the backtest was cancelled'))
    await run.ended
    if (run.status.state !== 'cancelled') runs.delete(id)
    return run.status
  }
  return {
    begin,
    async status(id, waitMs) {
      const run = runs.get(id)
      if (run !== undefined && waitMs > 0) {
        const { promise, resolve } = Promise.withResolvers<void>()
        const forget = options.clock.at(options.clock.now() + waitMs, resolve)
        await Promise.race([run.ended, promise])
        forget()
      }
      return run?.status
    },
    cancel,
    async trace(id, subscriber) {
      const run = runs.get(id)
      return run && backtestPerson(run.request, options.ground.store, subscriber)
    },
    list: () => [...runs.values()].map(({ status }) => status).toReversed(),
    async close() {
      for (const { status } of runs.values()) if (status.state === 'running') await cancel(status.id)
    },
  }
}

/** What was asked for, short enough for a list. */
function wishedIn({ journey, ...rest }: BacktestWish): JsonObject {
  const wish = { ...rest, ...(journey && { journey: journey.journey }) }
  return JSON.parse(JSON.stringify(wish)) as JsonObject
}
