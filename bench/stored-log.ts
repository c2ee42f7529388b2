// The memory of a backtest over a log that stands on a disk, of up to 100 million events, by the product's own way: the file, its threads, a process of its own
// for each run, as the command is one. The people and the year are the same each time, as many people as a thread holds at once, so what differs is what
// the log's length costs. Each file is removed before the next is written; of 100 million events it has 30 GB.

import { fork } from 'node:child_process'
import { once } from 'node:events'
import { rmSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { limits } from '../src/model/limits.ts'
import type { LogEntry, StoredSubscriber } from '../src/runtime/store.ts'
import { openSqliteStore } from '../src/stores/sqlite/sqlite-store.ts'
import { type MadeUpLog, madeUpAt, madeUpLine } from './made-up-log.ts'
import { type Effort, type Measurement, numberText } from './measurement.ts'
import { newFolder } from './preloaded.ts'
import type { StoredLogRan } from './stored-log-process.ts'

const rowsPerCommit = 20_000
const bytesPerEvent = 320
const nothing = new Uint8Array()
/** The longest, of which the others are parts. */
const parts = [100, 25, 6.25, 1]

/** Resident at most with a hundredth, a 25th, a sixth and all of the events. */
export async function measureStoredLog({ isQuick, size }: Effort): Promise<readonly Measurement[]> {
  const longest = size ?? (isQuick ? 400_000 : 100_000_000)
  const { bavail, bsize } = statfsSync(tmpdir())
  const [wanted, free] = [longest * bytesPerEvent, bavail * bsize]
  if (free < wanted)
    throw new Error(`a log of ${longest} events takes ${numberText(wanted / 1e9)} GB and there are ${numberText(free / 1e9)} (--size for a shorter one)`)
  const measurements: Measurement[] = []
  const people = Math.min(limits.backtestPeople, Math.ceil(longest / (parts[0] as number) / 10))
  for (const part of parts) {
    const path = `${newFolder()}/workspace.db`
    const log = { events: Math.ceil(longest / part), people }
    await writeMadeUpLog(path, log)
    measurements.push(measurementOf(log, await runApart(path)))
    rmSync(path)
  }
  const [, , sixth, all] = measurements
  return isQuick ? measurements : [...measurements.slice(0, -1), { ...(all as Measurement), target: { atMost: Math.ceil((sixth?.value ?? 0) * 1.1) } }]
}

function measurementOf({ events, people }: MadeUpLog, { residentMiB, parts: means, seconds, cpuSeconds, taken }: StoredLogRan): Measurement {
  return {
    what: `backtest of three journeys over a file of ${numberText(events)} events: resident at most`,
    value: residentMiB,
    unit: 'MiB',
    target: undefined,
    note: `${numberText(people)} people, ${numberText(taken)} of the events are of a kind that is asked about; mean of each fifth of the run ${means.map(numberText).join(', ')} MiB; ${numberText(seconds)} s by the clock, ${numberText(cpuSeconds)} s of processor time`,
  }
}

/** A backtest of the file in a process that did nothing before. */
export async function runApart(path: string): Promise<StoredLogRan> {
  const child = fork(new URL('./stored-log-process.ts', import.meta.url), [path])
  const [ran] = (await once(child, 'message')) as [StoredLogRan]
  return ran
}

/** Writes the log, and people without a state: what a backtest reads. */
export async function writeMadeUpLog(path: string, log: MadeUpLog, onWritten: (events: number) => void = () => {}): Promise<void> {
  const store = await openSqliteStore({ path, synchronous: 'NORMAL' })
  const heads = new Float64Array(log.people + 1)
  const write = (lines: readonly LogEntry[], subscribers: readonly StoredSubscriber[]): Promise<void> =>
    store.commit({ log: lines, subscribers, identities: [], merged: [], decisions: [], deliveries: [], counts: [], deadLetters: [], seen: [] })
  for (let after = 0; after < log.events; after += rowsPerCommit) {
    const lines: LogEntry[] = []
    for (let position = after + 1; position <= Math.min(after + rowsPerCommit, log.events); position += 1) {
      const place = madeUpAt(position, log)
      lines.push(madeUpLine(position, place, heads[place.subscriber] as number))
      heads[place.subscriber] = position
    }
    await write(lines, [])
    onWritten(after)
  }
  const people = Array.from({ length: log.people }, (_, index): StoredSubscriber => {
    return { number: index + 1, state: nothing, recent: nothing, head: heads[index + 1] as number, deadline: undefined }
  })
  await write([], people)
  await store.close()
}
