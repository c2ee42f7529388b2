// A backtest of a file in a process of its own, which says how much of it was resident over the run. Argument: the file.

import { setInterval } from 'node:timers/promises'
import { backtest } from '../src/desks/backtests.ts'
import { openSqliteStore } from '../src/stores/sqlite/sqlite-store.ts'
import { yearEndAt } from './made-up-log.ts'
import { shopDefinitions } from './workload.ts'

export interface StoredLogRan {
  readonly residentMiB: number
  /** The mean of each fifth of the run, in MiB. */
  readonly parts: readonly number[]
  readonly seconds: number
  readonly cpuSeconds: number
  readonly taken: number
}

const lookEveryMs = 100
const fifths = 5
const [path = ''] = process.argv.slice(2)

const looks: { readonly done: number; readonly bytes: number }[] = []
let done = 0
const watching = new AbortController()
const watch = async (): Promise<void> => {
  for await (const _ of setInterval(lookEveryMs, undefined, { signal: watching.signal })) looks.push({ done, bytes: process.memoryUsage.rss() })
}
const watched = watch().catch(() => {})

const store = await openSqliteStore({ path, readOnly: true })
const thread = { storeModule: new URL('../src/stores/sqlite/sqlite-store.ts', import.meta.url).href, openStore: 'openSqliteStore', storeOptions: { path } }
const startedAt = performance.now()
const { report } = await backtest(
  { definitions: shopDefinitions(3, 0), against: 'nothing', responses: 'none', to: yearEndAt },
  {
    store,
    thread,
    onProgress: (progress) => {
      done = progress.done / progress.of
    },
  },
)
const seconds = (performance.now() - startedAt) / 1000
watching.abort()
await watched
await store.close()

const ran: StoredLogRan = {
  residentMiB: Math.max(...looks.map(({ bytes }) => bytes)) / 2 ** 20,
  parts: Array.from({ length: fifths }, (_, fifth) => meanOf(looks.filter((look) => Math.min(fifths - 1, Math.floor(look.done * fifths)) === fifth))),
  seconds,
  cpuSeconds: (process.cpuUsage().user + process.cpuUsage().system) / 1e6,
  taken: report.events,
}
process.send?.(ran)
process.disconnect()

function meanOf(part: readonly { readonly bytes: number }[]): number {
  return part.reduce((sum, { bytes }) => sum + bytes, 0) / Math.max(1, part.length) / 2 ** 20
}
