// Backtests of a running server: one at a time, in threads beside it; what came of the newest is kept on a shelf.

import { availableParallelism } from 'node:os'
import type { BacktestDoor, BacktestStatus, BacktestWish } from '../api/admin/backtests-door.ts'
import { isRefused, type Refused, refusedFor } from '../api/admin/definitions-door.ts'
import { checkDefinitions } from '../definitions-folder/definitions-folder.ts'
import { overlayOf } from '../definitions-folder/drafts/folder-view.ts'
import type { JsonObject } from '../model/json.ts'
import { mistake } from '../model/mistake.ts'
import type { Clock } from '../runtime/clock.ts'
import type { BacktestShelf, KeptBacktest } from './backtest-shelf.ts'
import { type BacktestGround, type BacktestRequest, backtest, backtestPerson, walkThrough } from './backtests.ts'
import { olderVersion } from './older-version.ts'

interface Run {
  kept: KeptBacktest
  readonly stop: AbortController
  ended: Promise<void>
}

/** Makes the door. Closing it stops what runs. */
export function backtestDoor(options: {
  readonly folder: string
  readonly ground: Omit<BacktestGround, 'onProgress' | 'signal' | 'threads' | 'now'>
  readonly clock: Clock
  readonly shelf: BacktestShelf
}): BacktestDoor & { close(): Promise<void> } {
  const { shelf, ground } = options
  let running: Run | undefined
  let last = Math.max(0, ...shelf.all().map(({ status }) => status.id))
  // The writer and the doors keep a core of their own where there are several.
  const threads = Math.max(1, availableParallelism() - 1)
  const find = (id: number): KeptBacktest | undefined => (running?.kept.status.id === id ? running.kept : shelf.get(id))
  const begin = async ({ drafts = false, against, ...wish }: BacktestWish): ReturnType<BacktestDoor['begin']> => {
    if (running !== undefined) return { busy: running.kept.status.id }
    last += 1
    const status: BacktestStatus = {
      id: last,
      state: 'running',
      done: 0,
      of: 0,
      events: 0,
      startedAt: options.clock.now(),
      wish: wishedIn({ ...wish, ...(against && { against }), drafts }),
      problem: null,
      report: null,
    }
    const run: Run = { kept: { status, request: {} }, stop: new AbortController(), ended: Promise.resolve() }
    running = run
    try {
      const request = await requestOf({ ...wish, ...(against && { against }), drafts })
      if (isRefused(request)) {
        running = undefined
        return request
      }
      run.kept = { status, request }
    } catch (error) {
      running = undefined
      throw error
    }
    const note = (changed: Partial<BacktestStatus>): void => {
      run.kept = { ...run.kept, status: { ...run.kept.status, ...changed } }
    }
    const keep = (): void => {
      try {
        shelf.put(run.kept)
      } catch (error) {
        // It is shown until the server stops.
        note({ problem: `it could not be kept: ${error instanceof Error ? error.message : String(error)}` })
      }
    }
    const onProgress: BacktestGround['onProgress'] = ({ done, of, events }) => note({ done, of, events })
    run.ended = backtest(run.kept.request, { ...ground, now: status.startedAt, threads, onProgress, signal: run.stop.signal })
      .then(
        ({ report }) => {
          // Traces of people are asked for later, and are of the same time.
          run.kept = { ...run.kept, request: { ...run.kept.request, to: report.to } }
          // Imported history is counted person by person, at the end.
          note({ state: 'done', done: run.kept.status.of, events: report.events, report })
        },
        (error: unknown) => {
          const problem = run.stop.signal.aborted ? null : error instanceof Error ? error.message : String(error)
          note({ state: run.stop.signal.aborted ? 'cancelled' : 'failed', problem })
        },
      )
      .finally(() => {
        running = undefined
        keep()
      })
    // Of a server that is killed meanwhile it is known later that it was cut off.
    keep()
    return run.kept.status
  }
  /** With the definitions as they are now. */
  const requestOf = async ({ drafts, against, ...wish }: BacktestWish): Promise<BacktestRequest | Refused> => {
    const held = typeof against === 'object' ? await olderVersion(ground.store, against) : against
    if (held !== undefined && typeof held === 'object' && isRefused(held)) return held
    const known = { ...wish, ...(held !== undefined && { against: held }) }
    if (wish.journey !== undefined) return known
    const loaded = await checkDefinitions(options.folder, drafts === true ? overlayOf(await ground.store.drafts()) : undefined)
    return loaded.definitions === undefined ? refusedFor(loaded.problems) : { ...known, definitions: loaded.definitions }
  }
  const cancel = async (id: number): Promise<BacktestStatus | undefined> => {
    const run = running?.kept.status.id === id ? running : undefined
    if (run !== undefined) {
      run.stop.abort(new Error('the backtest was cancelled'))
      await run.ended
      return run.kept.status
    }
    const kept = shelf.get(id)
    shelf.drop(id)
    return kept?.status
  }
  return {
    begin,
    async status(id, waitMs) {
      const run = running?.kept.status.id === id ? running : undefined
      if (run !== undefined && waitMs > 0) {
        const { promise, resolve } = Promise.withResolvers<void>()
        const forget = options.clock.at(options.clock.now() + waitMs, resolve)
        await Promise.race([run.ended, promise])
        forget()
        return run.kept.status
      }
      return find(id)?.status
    },
    cancel,
    async trace(id, subscriber) {
      const kept = find(id)
      return kept && backtestPerson(kept.request, { store: ground.store, now: kept.status.startedAt }, subscriber)
    },
    list: () =>
      shelf
        .all()
        .map(({ status }) => find(status.id)?.status ?? status)
        .toReversed(),
    async walk({ journey, who, from, to, drafts }) {
      const loaded = await checkDefinitions(options.folder, drafts ? overlayOf(await options.ground.store.drafts()) : undefined)
      if (loaded.definitions === undefined) return refusedFor(loaded.problems)
      if (!loaded.definitions.journeys.some((one) => one.journey === journey))
        return { refused: 'not allowed', because: mistake('no-file-of-journey', { name: journey }) }
      return walkThrough({ definitions: loaded.definitions, from, to }, options.ground.store, { journey, who })
    },
    async close() {
      if (running !== undefined) await cancel(running.kept.status.id)
    },
  }
}

/** What was asked for, short enough for a list. */
function wishedIn({ journey, ...rest }: BacktestWish): JsonObject {
  const wish = { ...rest, ...(journey && { journey: journey.journey }) }
  return JSON.parse(JSON.stringify(wish)) as JsonObject
}
