// The memory of a backtest over logs of up to 100 million events: whether it stays where it is however long the log is. The lines are made while
// they are read, by the interface through which a store hands out its log, and everything after that is the product's own way. A hundred events each for ever more
// people within one year, as a shop's log grows. `stored-log` does it with a file.

import { sourceOf } from '../src/engine/compile.ts'
import { runBacktest } from '../src/insight/backtest/run-backtest.ts'
import type { LogEntry, LogShare } from '../src/runtime/store.ts'
import { type MadeUpLog, madeUpAt, madeUpLine, madeUpNames, yearEndAt } from './made-up-log.ts'
import { type Effort, type Measurement, numberText } from './measurement.ts'
import { shopDefinitions } from './workload.ts'

const eventsPerPerson = 100
/** Asking for it costs a little, so not with every page. */
const pagesPerLook = 50

interface Ran {
  readonly events: number
  readonly taken: number
  readonly peakMiB: number
  readonly cpuSeconds: number
}

/** Resident at most with a million, ten million and a hundred million events, one after the other. */
export async function measureLongLog({ isQuick, size }: Effort): Promise<readonly Measurement[]> {
  const longest = size ?? (isQuick ? 2_000_000 : 100_000_000)
  const runs: Ran[] = []
  for (const part of [100, 10, 1]) runs.push(await run(Math.ceil(longest / part)))
  const middle = runs[1] as Ran
  return runs.map(({ events, taken, peakMiB, cpuSeconds }) => ({
    what: `backtest of one journey over ${numberText(events)} events: resident at most`,
    value: peakMiB,
    unit: 'MiB',
    target: events > middle.events ? { atMost: Math.ceil(middle.peakMiB * 1.25) } : undefined,
    note: `${numberText(Math.ceil(events / eventsPerPerson))} people, ${numberText(taken)} of the events are of a kind it asks about; ${numberText(cpuSeconds)} s of processor time, making the lines up included`,
  }))
}

async function run(events: number): Promise<Ran> {
  const definitions = shopDefinitions(1, 0)
  let pages = 0
  let peak = process.memoryUsage.rss()
  const before = process.cpuUsage()
  const { result } = await runBacktest({
    spec: {
      arms: [{ name: 'draft', source: sourceOf(definitions), ran: [] }],
      before: [],
      pauses: [],
      from: Number.NEGATIVE_INFINITY,
      to: yearEndAt,
      responses: { kind: 'none' },
      imports: 'as received',
      thresholds: false,
      examples: 10,
    },
    store: madeUpStore({ events, people: Math.ceil(events / eventsPerPerson) }),
    thread: undefined,
    threads: 1,
    onProgress: () => {
      pages += 1
      if (pages % pagesPerLook === 0) peak = Math.max(peak, process.memoryUsage.rss())
    },
  })
  const { user, system } = process.cpuUsage(before)
  return { events, taken: result.events, peakMiB: Math.max(peak, process.memoryUsage.rss()) / 2 ** 20, cpuSeconds: (user + system) / 1_000_000 }
}

/** A log that is the same each time it is read. */
function madeUpStore(log: MadeUpLog): Parameters<typeof runBacktest>[0]['store'] {
  const { events, people } = log
  let share: LogShare | undefined
  let wanted: readonly boolean[] = []
  let isKnown = new Uint8Array(0)
  return {
    last: async () => ({ position: events, subscriber: people }),
    merges: async () => [],
    countSubscribers: async () => people,
    readShare: async (asked, { after, upTo }) => {
      if (asked !== share) {
        share = asked
        wanted = madeUpNames.map((name) => asked.names?.includes(name) ?? true)
        isKnown = new Uint8Array(people + 1)
      }
      const lines: LogEntry[] = []
      if (asked.isSilent === true) return lines
      for (let position = after + 1; position <= upTo; position += 1) {
        const place = madeUpAt(position, log)
        const { subscriber, kind } = place
        if (subscriber % asked.of !== asked.index) continue
        const isFirst = isKnown[subscriber] === 0
        isKnown[subscriber] = 1
        // How long a chain is makes no difference to who reads along the log; whether a line is somebody's first does.
        if (isFirst || wanted[kind] === true) lines.push(madeUpLine(position, place, isFirst ? 0 : position - 1))
      }
      return lines
    },
  }
}
