// The memory of a backtest over logs of up to 100 million events: whether it stays where it is however long the log is. No file of that size is written; the lines
// are made while they are read, by the interface through which a store hands out its log, and everything after that is the product's own way. A hundred
// events each for ever more people within one year, as a shop's log grows.

import { sourceOf } from '../src/engine/compile.ts'
import { runBacktest } from '../src/insight/backtest/run-backtest.ts'
import { arrivalBody } from '../src/runtime/log-entry.ts'
import type { LogEntry, LogShare } from '../src/runtime/store.ts'
import { type Effort, type Measurement, numberText } from './measurement.ts'
import { shopDefinitions } from './workload.ts'

const startAt = Date.UTC(2026, 0, 1)
const yearMs = 365 * 86_400_000
const eventsPerPerson = 100
const names = ['Product Viewed', 'Page Viewed', 'Product Added', 'Product Removed', 'Order Completed'] as const
/** Of a hundred events, those up to which each of the names goes. */
const upToHundredth = [60, 88, 95, 97, 100]
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
      to: startAt + yearMs,
      responses: { kind: 'none' },
      imports: 'as received',
      thresholds: false,
      examples: 10,
    },
    store: madeUpLog(events),
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

/** A log that is the same each time it is read; who did what at a place follows from the place alone. */
function madeUpLog(events: number): Parameters<typeof runBacktest>[0]['store'] {
  const people = Math.ceil(events / eventsPerPerson)
  const spacingMs = yearMs / events
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
        wanted = names.map((name) => asked.names?.includes(name) ?? true)
        isKnown = new Uint8Array(people + 1)
      }
      const lines: LogEntry[] = []
      if (asked.isSilent === true) return lines
      for (let position = after + 1; position <= upTo; position += 1) {
        const subscriber = 1 + (mixed(position) % people)
        if (subscriber % asked.of !== asked.index) continue
        const draw = mixed(position ^ 0x5bd1e995)
        const kind = upToHundredth.findIndex((hundredth) => draw % 100 < hundredth)
        const isFirst = isKnown[subscriber] === 0
        isKnown[subscriber] = 1
        if (!isFirst && wanted[kind] !== true) continue
        lines.push(
          lineOf(position, { subscriber, isFirst, name: names[kind] as string, product: (draw >>> 8) % 500, at: Math.floor(startAt + position * spacingMs) }),
        )
      }
      return lines
    },
  }
}

interface MadeUpLine {
  readonly subscriber: number
  readonly isFirst: boolean
  readonly name: string
  readonly product: number
  readonly at: number
}

function lineOf(position: number, { subscriber, isFirst, name, product, at }: MadeUpLine): LogEntry {
  const bought = name === 'Order Completed' ? { revenue: product, order_id: `order-${position}` } : {}
  const properties = { product_id: `product-${product}`, category: `category-${product % 7}`, price: (product % 100) + 0.5, quantity: 1, ...bought }
  const body = arrivalBody({ userId: `user-${subscriber}`, event: { name, occurredAt: at, receivedAt: at, messageId: `m-${position}`, properties } })
  // How long a chain is makes no difference to who reads along the log; whether a line is somebody's first does.
  return { position, subscriber, previous: isFirst ? 0 : position - 1, merged: 0, receivedAt: at, name, body }
}

/** A number below 2 ** 32 that looks like chance, always the same for the same place. */
function mixed(place: number): number {
  let value = Math.imul(place ^ (place >>> 16), 0x85ebca6b)
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35)
  return (value ^ (value >>> 16)) >>> 0
}
