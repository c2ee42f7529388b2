// Forecasts of a running server: what the definitions in force, or those that somebody is about to publish, would do, by a backtest over the last weeks in
// a thread beside it. What is in force is predicted anew when it changes, and once a week, and handed to the guard. One at a time; the newest are kept.

import { createHash } from 'node:crypto'
import { refusedFor } from '../api/admin/definitions-door.ts'
import type { ForecastDoor, ForecastStatus } from '../api/admin/forecast-door.ts'
import { checkDefinitions } from '../definitions-folder/definitions-folder.ts'
import { overlayOf } from '../definitions-folder/drafts/folder-view.ts'
import { canonicalJson } from '../engine/canonical-json.ts'
import type { ChannelLimits } from '../insight/backtest/channel-volume.ts'
import { fewestHistoryDays } from '../insight/forecast.ts'
import type { Definitions, Problem } from '../model/definitions.ts'
import type { Renderer } from '../model/facts.ts'
import type { Forecast } from '../model/guard.ts'
import type { Clock } from '../runtime/clock.ts'
import type { Logger } from '../runtime/logger.ts'
import { readPublished } from '../runtime/publishing/published.ts'
import type { Runtime } from '../runtime/runtime.ts'
import type { Store } from '../runtime/store.ts'
import { type Allowances, readAllowances } from '../runtime/watching/allowances.ts'
import { readForecasts } from '../runtime/watching/journey-watcher.ts'
import type { WriterThread } from '../runtime/writing/thread-messages.ts'
import { lookAhead } from './look-ahead.ts'

export interface ForecasterOptions {
  readonly folder: string
  readonly store: Omit<Store, 'commit' | 'commitAhead' | 'setSetting' | 'close'>
  readonly thread: WriterThread
  readonly channelLimits: ChannelLimits
  readonly renderer: Pick<Renderer, 'email'>
  readonly expectVolume: Runtime['expectVolume']
  readonly clock: Clock
  readonly logger: Pick<Logger, 'info' | 'error'>
}

export interface Forecaster extends ForecastDoor {
  /** Looks now and then whether what is in force is to be predicted anew. */
  start(): void
  /** Looks now, because something else is in force; resolves when the guard has what is known. */
  inForce(): Promise<void>
  /** What history says against definitions, as far as it is known after so long; the rest is asked for again. */
  ahead(definitions: Definitions, waitMs: number): Promise<Ahead>
  close(): Promise<void>
}

/** What history says against definitions. */
export interface Ahead {
  readonly state: ForecastStatus['state']
  readonly problems: readonly Problem[]
}

interface Run {
  status: ForecastStatus
  readonly startedAt: number
  readonly stop: AbortController
  /** The warnings once more, with their places in the definitions. */
  problems: readonly Problem[]
  ended: Promise<void>
}

const dayMs = 86_400_000
const lookEveryMs = 3_600_000
/** After a start, so that the first minute is the visitors'. */
const firstLookMs = 60_000
/** A forecast of the same definitions is as good for so long. */
const goodForMs = 3_600_000
const keptRuns = 8

/** Makes it; it looks by itself from `start` on. */
export function createForecaster(options: ForecasterOptions): Forecaster {
  const { store, clock, logger } = options
  const runs = new Map<string, Run>()
  let last: Promise<unknown> = Promise.resolve()
  let cancel = (): void => {}
  let isClosed = false
  /** What somebody allows moves the bounds, so what was read before that is read anew. */
  const runFor = async (definitions: Definitions): Promise<Run> => runOf(definitions, keyOf(definitions, await readAllowances(store)))
  const runOf = (definitions: Definitions, key: string): Run => {
    const known = runs.get(key)
    if (known !== undefined && isGood(known, clock.now())) return known
    const run: Run = {
      status: { state: 'reading', done: 0, of: 0, problem: null, forecast: null },
      startedAt: clock.now(),
      stop: new AbortController(),
      problems: [],
      ended: Promise.resolve(),
    }
    const onProgress = ({ done, of }: { readonly done: number; readonly of: number }): void => {
      run.status = { ...run.status, done, of }
    }
    const turn = last.then(() => lookAhead(definitions, { ...options, now: clock.now(), threads: 1, isBackground: true, signal: run.stop.signal, onProgress }))
    run.ended = turn.then(
      ({ forecast, problems }) => {
        run.problems = problems
        run.status = { ...run.status, state: 'ready', done: run.status.of, forecast }
      },
      (error: unknown) => {
        run.status = { ...run.status, state: 'failed', problem: error instanceof Error ? error.message : String(error) }
      },
    )
    last = run.ended
    runs.delete(key)
    runs.set(key, run)
    for (const [old, { stop }] of [...runs].slice(0, -keptRuns)) {
      stop.abort(new Error('newer forecasts were asked for'))
      runs.delete(old)
    }
    return run
  }
  const within = async (run: Run, waitMs: number): Promise<void> => {
    if (waitMs <= 0 || run.status.state !== 'reading') return
    const { promise, resolve } = Promise.withResolvers<void>()
    const forget = clock.at(clock.now() + waitMs, resolve)
    await Promise.race([run.ended, promise])
    forget()
  }
  const look = async (): Promise<void> => {
    const published = await readPublished(store)
    if (isClosed || published === undefined) return
    const known = await readForecasts(store)
    const live = published.journeys.filter((one) => one.live).map(({ definition, version }) => ({ journey: definition.journey, version }))
    const isStale = live.some(({ journey, version }) => isOld(known[journey], version, clock.now()))
    if (!isStale) return
    const run = await runFor(definitionsOf(published))
    await run.ended
    const { forecast, problem } = run.status
    if (isClosed) return
    if (forecast === null) return logger.error({ reason: problem }, 'what journeys will do could not be predicted; trying again')
    await options.expectVolume(
      Object.fromEntries(forecast.journeys.map(({ journey, bounds: _, once: __, allowance: _allowance, once: _once, ...one }) => [journey, one])),
    )
  }
  const lookSafely = (): Promise<void> =>
    look().catch((error: unknown) => {
      if (!isClosed) logger.error({ reason: String(error) }, 'what journeys will do could not be predicted; trying again')
    })
  const again = async (): Promise<void> => {
    await lookSafely()
    if (!isClosed) cancel = clock.at(clock.now() + lookEveryMs, () => void again())
  }
  return {
    async ask(wish, waitMs) {
      let run: Run
      if (wish.of === 'in force') run = await runFor(definitionsOf(await readPublished(store)))
      else {
        const drafts = wish.drafts ? (await store.drafts()).filter(({ path }) => wish.paths?.includes(path) ?? true) : []
        const { definitions, problems } = await checkDefinitions(options.folder, overlayOf(drafts))
        if (definitions === undefined) return refusedFor(problems)
        run = await runFor(definitions)
      }
      await within(run, waitMs)
      return run.status
    },
    async ahead(definitions, waitMs) {
      const run = await runFor(definitions)
      await within(run, waitMs)
      return { state: run.status.state, problems: run.problems }
    },
    start: () => {
      cancel = clock.at(clock.now() + firstLookMs, () => void again())
    },
    inForce: lookSafely,
    async close() {
      isClosed = true
      cancel()
      for (const { stop } of runs.values()) stop.abort(new Error('the server stops'))
      await last
    },
  }
}

/** What was read holds for a while; that nothing can be said is found out again at once. */
function isGood({ status: { state, forecast }, startedAt }: Run, now: number): boolean {
  if (state === 'reading') return true
  return state === 'ready' && forecast !== null && forecast.days >= fewestHistoryDays && now - startedAt < goodForMs
}

/** Whether it is of another version, of so long ago that more is known by now, or said nothing yesterday. */
function isOld(forecast: Forecast | undefined, version: number, now: number): boolean {
  if (forecast === undefined || forecast.version !== version) return true
  return now - forecast.at > (forecast.unknown === null ? 7 : 1) * dayMs
}

/** The same for a folder and for what came into force of it, so that what was predicted before a publication holds after it. */
function keyOf({ workspace, segments, templates, journeys }: Definitions, { holding }: Allowances): string {
  const live = journeys.filter(({ status }) => status !== 'draft' && status !== 'archived').sort((one, other) => (one.journey < other.journey ? -1 : 1))
  const content = canonicalJson(JSON.parse(JSON.stringify({ workspace, segments, templates, journeys: live, holding })))
  return createHash('sha256').update(content).digest('hex')
}

function definitionsOf(published: Awaited<ReturnType<typeof readPublished>>): Definitions {
  if (published === undefined) throw new Error('nothing is in force')
  const { workspace, segments, templates, journeys } = published
  return { workspace, segments, templates, journeys: journeys.filter(({ live }) => live).map(({ definition }) => definition) }
}
