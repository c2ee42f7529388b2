// npm run replay -- FILE [--data FOLDER] [--json]
// Streams a file of real shop events through the product's own path at their own times: each line becomes a message of the tracking API, is
// checked like one, goes through the inbox to the writer and the SQLite store, and mails go through the dispatcher into the mailbox.
// The clock is virtual: it is wound from event to event, and at the end for as long as anybody still waits.

import { mkdirSync, rmSync, statSync } from 'node:fs'
import { SingleBar } from 'cli-progress'
import { toArrival } from '../src/api/tracking/to-arrival.ts'
import { loadDefinitions } from '../src/authoring/load-definitions.ts'
import { createMailbox } from '../src/channels/mailbox/mailbox-channel.ts'
import { createRenderer } from '../src/content/renderer.ts'
import { sourceOf } from '../src/engine/compile.ts'
import type { Arrival } from '../src/model/arrival.ts'
import { limits } from '../src/model/limits.ts'
import { wallClock } from '../src/runtime/clock.ts'
import { type Runtime, startRuntime } from '../src/runtime/runtime.ts'
import type { Store } from '../src/runtime/store.ts'
import { openSqliteStore } from '../src/stores/sqlite/sqlite-store.ts'
import { advanceTo, VirtualClock } from '../src/testing/virtual-clock.ts'
import { readOptions } from './read-options.ts'
import { type ReplayMessage, recognizeSource } from './replay-sources.ts'

export interface ReplayReport {
  readonly events: number
  readonly refused: number
  readonly subscribers: number
  readonly entered: number
  readonly mails: number
  readonly seconds: number
}

/** Longest time that the clock is wound on after the last event. */
const lastWaitMs = 400 * 24 * 60 * 60 * 1000

/** Replays a file into a new workspace in the folder. `progress` is told how many bytes of the file were read. */
export async function replay(file: string, data: string, progress: (bytes: number) => void = () => {}): Promise<ReplayReport> {
  const wall = wallClock()
  const startedAt = wall.now()
  const source = await recognizeSource(file)
  const { definitions, problems } = await loadDefinitions(source.definitions)
  if (definitions === undefined) throw new Error(`${source.definitions} has errors: ${problems.map((problem) => problem.message).join('; ')}`)
  rmSync(data, { recursive: true, force: true })
  mkdirSync(data, { recursive: true })
  // What a power cut takes, a second replay brings back: no need to wait for the disk at each of thousands of instants.
  const store = await openSqliteStore({ path: `${data}/workspace.db`, synchronous: 'NORMAL' })
  const mailbox = createMailbox({ limit: 10 })
  const renderer = createRenderer()
  let runtime: Runtime | undefined
  let clock = new VirtualClock(0)
  const people = new Set<string>()
  let events = 0
  let refused = 0
  let instant = 0
  let batch: Arrival[] = []

  // Many instants go in together: at virtual pace what comes due in between is decided before the events that come after it.
  const flush = async (): Promise<void> => {
    if (runtime === undefined || batch.length === 0) return
    clock.advanceTo(instant)
    await runtime.inbox.submit(batch)
    await runtime.settle()
    batch = []
  }
  for await (const message of source.messages(progress)) {
    if (runtime === undefined) {
      clock = new VirtualClock(message.at)
      runtime = await startRuntime({ store, clock, source: sourceOf(definitions), channels: [mailbox.channel], renderer, pace: 'virtual' })
    }
    if (batch.length >= limits.groupInputs) await flush()
    instant = Math.max(instant, message.at)
    for (const wire of wireMessages(message, people)) {
      const converted = toArrival(wire, { receivedAt: instant, trust: 'server', makeMessageId: () => `${message.messageId}` })
      if (converted.ok) batch.push(converted.arrival)
      else refused += 1
    }
    events += 1
  }
  await flush()
  if (runtime !== undefined) await windOn(clock, runtime, store, instant + lastWaitMs)
  const report = { events, refused, subscribers: await store.countSubscribers(), entered: await total(store, 'entered'), mails: await total(store, 'sent') }
  await runtime?.stop()
  await renderer.close()
  await store.close()
  mailbox.close()
  return { ...report, seconds: Math.round((wall.now() - startedAt) / 100) / 10 }
}

/** The first event of a person comes with an address, as a shop would know it. */
function* wireMessages(message: ReplayMessage, people: Set<string>): Generator<unknown> {
  const { userId, event, at, properties, messageId } = message
  const timestamp = new Date(at).toISOString()
  if (!people.has(userId)) {
    people.add(userId)
    yield { type: 'identify', userId, timestamp, messageId: `${messageId}-who`, traits: { email: `${userId}@example.com` } }
  }
  yield { type: 'track', userId, event, timestamp, messageId, properties }
}

/** Lets everybody who still waits come to their end. */
async function windOn(clock: VirtualClock, runtime: Runtime, store: Store, until: number): Promise<void> {
  for (let next = await store.nextDeadline(); next !== undefined && next <= until; next = await store.nextDeadline()) {
    await advanceTo(clock, runtime, Math.max(next, clock.now()))
  }
}

/** How often something was counted, over all journeys. */
async function total(store: Store, measure: string): Promise<number> {
  return (await store.counts()).filter((count) => count.measure === measure && count.journey !== '').reduce((sum, count) => sum + count.count, 0)
}

const usage = `npm run replay -- FILE [OPTIONS]

Streams a file of real shop events through the product's own path at their own times, into a new workspace.

  FILE               The file of events
  --data=<folder>    Where the workspace is made, in place of what is there; data/replay
  --json             What came of it as JSON`

async function main(): Promise<void> {
  const options = { data: { type: 'string', default: 'data/replay' }, json: { type: 'boolean', default: false } } as const
  const read = readOptions({ usage, options, words: 1 })
  if (read === undefined) return
  const { positionals, values } = read
  const [file] = positionals
  if (file === undefined) throw new Error(`Name the file to replay.\n\n${usage}`)
  const bar = new SingleBar({ format: 'replaying |{bar}| {percentage} %', stream: process.stderr, noTTYOutput: true, notTTYSchedule: 10_000 })
  bar.start(statSync(file).size, 0)
  const report = await replay(file, values.data, (bytes) => bar.update(bytes))
  bar.stop()
  if (values.json) console.log(JSON.stringify(report))
  else {
    for (const [name, value] of Object.entries(report)) console.log(`${name.padEnd(12)}${value}`)
    console.log(`\nEach mail: npm run oncue -- messages --data ${values.data} --json`)
  }
}

if (import.meta.main) {
  try {
    await main()
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  }
}
