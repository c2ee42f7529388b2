// Measures the SQLite store: what a commit costs beside a bare loop that writes the same rows in the same transactions, and
// how fast it is read. Rounds alternate, so that a busy machine slows both; medians and ratios are what counts.
// Run: node bench/store.ts [--json] [--million] [--rounds 5]. Files go to a folder of its own and are removed.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { parseArgs } from 'node:util'
import type { Store } from '../src/runtime/store.ts'
import { openSqliteStore } from '../src/stores/sqlite/sqlite-store.ts'
import { openBareLoop } from './store-bare-loop.ts'
import { createWorkload, type Workload } from './store-workload.ts'

export interface CommitMeasurement {
  readonly subscribers: number
  readonly eventsPerCommit: number
  /** Events per second, median over the rounds. */
  readonly storePerSecond: number
  readonly barePerSecond: number
  /** Median of the rounds' ratios. */
  readonly storeOfBare: number
  readonly commitP50Ms: number
  readonly commitP99Ms: number
}

export interface ReadMeasurement {
  readonly subscribers: number
  readonly loadOf600Ms: number
  readonly historyOf10000Ms: number
  readonly dueScanOf10000Ms: number
  readonly logEntriesPerSecond: number
}

export interface StoreMeasurement {
  readonly commits: readonly CommitMeasurement[]
  readonly reads: readonly ReadMeasurement[]
  readonly residentMiB: number
}

export interface StoreBenchOptions {
  readonly subscriberCounts: readonly number[]
  readonly rounds: number
}

const roundEvents = { 1000: 50_000, 40: 10_000 } as const

/** Runs the whole benchmark. */
export async function measureStore({ subscriberCounts, rounds }: StoreBenchOptions): Promise<StoreMeasurement> {
  const commits: CommitMeasurement[] = []
  const reads: ReadMeasurement[] = []
  for (const subscribers of subscriberCounts) {
    const folder = mkdtempSync(join(tmpdir(), 'oncue-bench-'))
    try {
      const measured = await measureAt(subscribers, rounds, folder)
      commits.push(...measured.commits)
      reads.push(measured.reads)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  }
  return { commits, reads, residentMiB: Math.round(process.memoryUsage.rss() / 2 ** 20) }
}

async function measureAt(subscribers: number, rounds: number, folder: string): Promise<{ commits: CommitMeasurement[]; reads: ReadMeasurement }> {
  const store = await openSqliteStore({ path: join(folder, 'store.db') })
  const bare = openBareLoop(join(folder, 'bare.db'))
  const [forStore, forBare] = [createWorkload(subscribers), createWorkload(subscribers)]
  for (const commit of forStore.preload()) await store.commit(commit)
  for (const commit of forBare.preload()) bare.commit(commit)
  const commits: CommitMeasurement[] = []
  for (const eventsPerCommit of [1000, 40] as const) {
    const perRound: { store: Timing; bare: Timing }[] = []
    for (let round = 0; round < rounds; round += 1) {
      const events = roundEvents[eventsPerCommit]
      const timings = { store: await time(forStore, events, eventsPerCommit, (commit) => store.commit(commit)), bare: noTiming }
      timings.bare = await time(forBare, events, eventsPerCommit, (commit) => bare.commit(commit))
      perRound.push(timings)
    }
    commits.push({
      subscribers,
      eventsPerCommit,
      storePerSecond: Math.round(median(perRound.map((round) => round.store.perSecond))),
      barePerSecond: Math.round(median(perRound.map((round) => round.bare.perSecond))),
      storeOfBare: rounded(median(perRound.map((round) => round.store.perSecond / round.bare.perSecond))),
      commitP50Ms: rounded(median(perRound.map((round) => quantile(round.store.commitsMs, 0.5)))),
      commitP99Ms: rounded(median(perRound.map((round) => quantile(round.store.commitsMs, 0.99)))),
    })
  }
  bare.close()
  const reads = await measureReads(store, forStore, subscribers)
  await store.close()
  return { commits, reads }
}

interface Timing {
  readonly perSecond: number
  readonly commitsMs: readonly number[]
}
const noTiming: Timing = { perSecond: 0, commitsMs: [] }

/** Times the commits alone, not the making of their rows. */
async function time(workload: Workload, events: number, eventsPerCommit: number, write: (commit: ReturnType<Workload['next']>) => unknown): Promise<Timing> {
  const commitsMs: number[] = []
  for (let written = 0; written < events; written += eventsPerCommit) {
    const commit = workload.next(eventsPerCommit)
    const before = performance.now()
    await write(commit)
    commitsMs.push(performance.now() - before)
  }
  const totalMs = commitsMs.reduce((sum, each) => sum + each, 0)
  return { perSecond: (events * 1000) / totalMs, commitsMs }
}

async function measureReads(store: Store, workload: Workload, subscribers: number): Promise<ReadMeasurement> {
  const { position } = await store.last()
  await store.commit({ ...workload.next(1), log: chainOf(10_000, position), subscribers: [] })
  const [loadOf600Ms, historyOf10000Ms, dueScanOf10000Ms, readLogMs] = [
    await medianMs(21, (round) => store.load(Array.from({ length: 600 }, (_, index) => 1 + ((index * 997 + round * 131_071) % subscribers)))),
    await medianMs(5, () => store.history(position + 10_000, 10_000)),
    await medianMs(5, () => store.due(Number.MAX_SAFE_INTEGER, 10_000)),
    await medianMs(5, (round) => store.readLog(round * 10_000, 10_000)),
  ]
  return {
    subscribers,
    loadOf600Ms: rounded(loadOf600Ms),
    historyOf10000Ms: rounded(historyOf10000Ms),
    dueScanOf10000Ms: rounded(dueScanOf10000Ms),
    logEntriesPerSecond: Math.round((10_000 * 1000) / readLogMs),
  }
}

/** One subscriber's entries, one after another. */
function chainOf(length: number, after: number) {
  return Array.from({ length }, (_, index) => ({
    position: after + 1 + index,
    subscriber: 1,
    previous: index === 0 ? 0 : after + index,
    merged: 0,
    receivedAt: index,
    name: 'Product Viewed',
    body: '{"event":{"name":"Product Viewed","properties":{"product_id":"sku-12345"}}}',
  }))
}

async function medianMs(rounds: number, work: (round: number) => Promise<unknown>): Promise<number> {
  const timesMs: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    const before = performance.now()
    await work(round)
    timesMs.push(performance.now() - before)
  }
  return median(timesMs)
}

function median(values: readonly number[]): number {
  return quantile(values, 0.5)
}

function quantile(values: readonly number[], of: number): number {
  return values.toSorted((one, other) => one - other)[Math.min(values.length - 1, Math.floor(values.length * of))] ?? Number.NaN
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100
}

function print({ commits, reads, residentMiB }: StoreMeasurement): void {
  const thousands = (value: number) => `${(value / 1000).toFixed(1)}k/s`
  for (const each of commits) {
    console.log(
      `commit  ${each.subscribers} subscribers, ${each.eventsPerCommit} events each: store ${thousands(each.storePerSecond)}, bare loop ` +
        `${thousands(each.barePerSecond)}, ratio ${each.storeOfBare}, p50 ${each.commitP50Ms} ms, p99 ${each.commitP99Ms} ms`,
    )
  }
  for (const each of reads) {
    console.log(
      `read    ${each.subscribers} subscribers: load 600 ${each.loadOf600Ms} ms, history of 10,000 ${each.historyOf10000Ms} ms, ` +
        `due scan of 10,000 ${each.dueScanOf10000Ms} ms, log ${thousands(each.logEntriesPerSecond)}`,
    )
  }
  console.log(`memory  ${residentMiB} MiB resident`)
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { json: { type: 'boolean' }, million: { type: 'boolean' }, rounds: { type: 'string', default: '5' } } })
  const subscriberCounts = values.million === true ? [50_000, 1_000_000] : [50_000]
  const measured = await measureStore({ subscriberCounts, rounds: Number(values.rounds) })
  if (values.json === true) console.log(JSON.stringify(measured))
  else print(measured)
}
