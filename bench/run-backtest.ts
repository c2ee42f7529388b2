// One backtest of definitions over a file, by so many threads, as the desk runs it.

import { performance } from 'node:perf_hooks'
import { backtest } from '../src/desks/backtests.ts'
import type { Definitions } from '../src/model/definitions.ts'
import { openSqliteStore } from '../src/stores/sqlite/sqlite-store.ts'

export interface RanBacktest {
  /** By the clock. */
  readonly seconds: number
  /** Of the threads that decide. */
  readonly cpuSeconds: number
  readonly heldMiB: number
  readonly events: number
}

/** Nothing is in force beside the definitions, and nobody answers a message. */
export async function runBacktest(path: string, definitions: Definitions, threads: number): Promise<RanBacktest> {
  const store = await openSqliteStore({ path, readOnly: true })
  const thread = { storeModule: new URL('../src/stores/sqlite/sqlite-store.ts', import.meta.url).href, openStore: 'openSqliteStore', storeOptions: { path } }
  const startedAt = performance.now()
  const { report, cpuMs = 0, peakBytes = 0 } = await backtest({ definitions, against: 'nothing', responses: 'none' }, { store, thread, threads })
  const seconds = (performance.now() - startedAt) / 1000
  await store.close()
  return { seconds, cpuSeconds: cpuMs / 1000, heldMiB: peakBytes / 2 ** 20, events: report.events }
}
