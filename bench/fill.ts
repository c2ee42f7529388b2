// A new segment over a long past: its memories are folded from ten million logged events in a thread of their own while a writer takes events in.
// What counts is how many logged events that passes over per second, with and without the ingest beside it.

import { performance } from 'node:perf_hooks'
import { fillingOf } from '../src/engine/fill.ts'
import { theEngine } from '../src/runtime/engine.ts'
import { arrivalBody } from '../src/runtime/log-entry.ts'
import { prepareInThread } from '../src/runtime/publishing/prepare-in-thread.ts'
import { nextSource } from '../src/runtime/publishing/published.ts'
import type { LogEntry } from '../src/runtime/store.ts'
import { openSqliteStore } from '../src/stores/sqlite/sqlite-store.ts'
import { type Effort, type Measurement, numberText } from './measurement.ts'
import { newFolder } from './preloaded.ts'
import { shopDefinitions, shopEvents } from './workload.ts'

const people = 1_000_000
const rowsPerCommit = 20_000

/** Writes a log and nothing else: what a filling reads. */
async function logOf(path: string, events: number): Promise<void> {
  const store = await openSqliteStore({ path, synchronous: 'NORMAL' })
  let log: LogEntry[] = []
  let position = 0
  const write = async (): Promise<void> => {
    await store.commit({ log, subscribers: [], identities: [], merged: [], decisions: [], deliveries: [], counts: [], deadLetters: [], seen: [] })
    log = []
  }
  for (const arrival of shopEvents({ people, events, startAt: Date.UTC(2026, 0, 1), spacingMs: 500 })) {
    position += 1
    const { name, receivedAt } = arrival.event
    const subscriber = Number(arrival.userId?.slice('user-'.length)) + 1
    log.push({ position, subscriber, previous: 0, merged: 0, receivedAt, name, body: arrivalBody(arrival) })
    if (log.length === rowsPerCommit) await write()
  }
  await write()
  await store.close()
}

/** The filling of a segment of three fifths of all events, and of one of a few. */
export async function measureFill({ isQuick, size }: Effort): Promise<readonly Measurement[]> {
  const events = size ?? (isQuick ? 500_000 : 10_000_000)
  const path = `${newFolder()}/workspace.db`
  await logOf(path, events)
  const frequent = { segment: 'viewers', if: { event: 'Product Viewed', count: { gte: 5 }, within: '30d' } }
  const rare = { segment: 'buyers', if: { sum: 'revenue', of: 'Order Completed', within: '90d', gte: 500 } }
  const few = await measureOne({ path, events, segment: rare, what: 'of few events' })
  const many = await measureOne({ path, events, segment: frequent, what: 'of 60 % of all events' })
  const beside = await measureBesideIngest({ path, events, segment: frequent, isQuick })
  return [few, many, ...beside]
}

type Segment = ReturnType<typeof shopDefinitions>['segments'][number]

interface FillOf {
  readonly path: string
  readonly events: number
  readonly segment: Segment
}

async function fill({ path, segment }: Pick<FillOf, 'path' | 'segment'>): Promise<{ readonly seconds: number; readonly cpuSeconds: number }> {
  const definitions = shopDefinitions()
  const source = nextSource(undefined, { ...definitions, segments: [segment], journeys: [] }, [])
  const program = theEngine.compile(source)
  const missing = fillingOf(program, program.memories.keys()).ids
  const thread = { storeModule: new URL('../src/stores/sqlite/sqlite-store.ts', import.meta.url).href, openStore: 'openSqliteStore', storeOptions: { path } }
  const startedAt = performance.now()
  const cpu = process.cpuUsage()
  const { fill: mark } = await prepareInThread(thread, { source, missing, isFilled: true, surveyed: undefined, at: 0 }, () => {})
  const used = process.cpuUsage(cpu)
  if (mark === undefined) throw new Error('nothing was filled')
  return { seconds: (performance.now() - startedAt) / 1000, cpuSeconds: (used.user + used.system) / 1e6 }
}

async function measureOne({ path, events, segment, what }: FillOf & { readonly what: string }): Promise<Measurement> {
  const { seconds, cpuSeconds } = await fill({ path, segment })
  return {
    what: `filling a segment ${what}, ${numberText(events)} logged`,
    value: events / seconds,
    unit: 'events/s',
    target: { atLeast: 300_000 },
    note: `${numberText(seconds)} s; ${numberText(cpuSeconds)} s of processor time, so ${numberText(events / cpuSeconds)}/s on a core of its own`,
  }
}

/** The same while a writer of this process commits events to the same file. */
async function measureBesideIngest({ path, events, segment, isQuick }: FillOf & { readonly isQuick: boolean }): Promise<readonly Measurement[]> {
  const store = await openSqliteStore({ path })
  const source = nextSource(undefined, { ...shopDefinitions() }, [])
  const { startWriter } = await import('../src/runtime/writing/writer.ts')
  const { wallClock } = await import('../src/runtime/clock.ts')
  const clock = wallClock()
  const ignore = (): void => {}
  const writer = await startWriter({ store, clock, engine: theEngine, source, pace: 'live', onCommit: ignore, onHanded: ignore, onError: ignore })
  let isOver = false
  let accepted = 0
  const ingest = async (): Promise<void> => {
    const arrivals = shopEvents({ people: 50_000, events: 100_000_000, startAt: clock.now(), spacingMs: 0, seed: 5 })
    while (!isOver) {
      const batch = Array.from({ length: 500 }, () => arrivals.next().value as NonNullable<ReturnType<typeof arrivals.next>['value']>)
      await writer.submit(batch)
      accepted += batch.length
    }
  }
  const startedAt = performance.now()
  const ingesting = ingest()
  const { seconds } = await fill({ path, segment })
  const rate = accepted / ((performance.now() - startedAt) / 1000)
  isOver = true
  await ingesting
  await writer.stop()
  await store.close()
  return [
    {
      what: `the same while events come in, ${numberText(events)} logged`,
      value: events / seconds,
      unit: 'events/s',
      target: { atLeast: 300_000 },
      note: `${numberText(seconds)} s`,
    },
    {
      what: 'events taken in meanwhile',
      value: rate,
      unit: 'events/s',
      target: undefined,
      note: isQuick ? 'quick' : 'batches of 500, one writer, same machine',
    },
  ]
}
