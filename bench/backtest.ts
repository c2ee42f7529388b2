// Backtests over long histories: events each second on a core of its own and on two, how much memory is held, a year of a real shop with three
// journeys, and why something happened to people with 10,000 events each.

import { execFile } from 'node:child_process'
import { createReadStream, existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { createGunzip } from 'node:zlib'
import { parse } from 'csv-parse'
import { serverBundle } from '../bin/server-bundle.mjs'
import { loadDefinitions } from '../src/authoring/load-definitions.ts'
import { ReadingDesk } from '../src/insight/matching/reading-desk.ts'
import { readLife, walkLife } from '../src/insight/why/fold-person.ts'
import type { Arrival } from '../src/model/arrival.ts'
import { theEngine } from '../src/runtime/engine.ts'
import { arrivalBody } from '../src/runtime/log-entry.ts'
import { nextSource, recordPublication } from '../src/runtime/publishing/published.ts'
import { packState } from '../src/runtime/states/state-codec.ts'
import type { LogEntry, StoredSubscriber } from '../src/runtime/store.ts'
import { openSqliteStore } from '../src/stores/sqlite/sqlite-store.ts'
// Threads of a backtest start from the bundle, as they do wherever the product runs.
import '../test/threads-from-bundle.ts'
import { type Effort, type Measurement, median, numberText, spread } from './measurement.ts'
import { newFolder } from './preloaded.ts'
import { type RanBacktest, runBacktest } from './run-backtest.ts'
import { shopDefinitions, shopEvents } from './workload.ts'

const rowsPerCommit = 20_000
const nothing = new Uint8Array()
const retail = '../shared/data/online-retail/transactions-to-2011-06.csv.gz'

/** Writes a log with its chains, and people without a state: what a backtest reads. */
export async function writeLog(
  path: string,
  arrivals: Iterable<Arrival> | AsyncIterable<Arrival>,
): Promise<{ readonly events: number; readonly people: number }> {
  const store = await openSqliteStore({ path, synchronous: 'NORMAL' })
  const numbers = new Map<string, number>()
  const heads: number[] = []
  let log: LogEntry[] = []
  let touched = new Set<number>()
  let position = 0
  const write = async (): Promise<void> => {
    const subscribers = [...touched].map(
      (number): StoredSubscriber => ({ number, state: nothing, recent: nothing, head: heads[number] ?? 0, deadline: undefined }),
    )
    await store.commit({ log, subscribers, identities: [], merged: [], decisions: [], deliveries: [], counts: [], deadLetters: [], seen: [] })
    log = []
    touched = new Set()
  }
  for await (const arrival of arrivals) {
    position += 1
    const { name, receivedAt } = arrival.event
    const id = arrival.userId ?? arrival.anonymousId ?? ''
    const subscriber = numbers.get(id) ?? numbers.size + 1
    numbers.set(id, subscriber)
    log.push({ position, subscriber, previous: heads[subscriber] ?? 0, merged: 0, receivedAt, name, body: arrivalBody(arrival) })
    heads[subscriber] = position
    touched.add(subscriber)
    if (log.length === rowsPerCommit) await write()
  }
  await write()
  await store.close()
  return { events: position, people: numbers.size }
}

/** Seconds by the clock of a process that has one core, or all there are. Undefined where a process cannot be given one core. */
async function runOn(cores: 'one core' | 'all cores', path: string, threads: number): Promise<number | undefined> {
  const script = fileURLToPath(new URL('./backtest-process.ts', import.meta.url))
  const words = [process.execPath, script, path, String(threads)]
  const [program = '', ...args] = cores === 'one core' ? ['taskset', '-c', '0', ...words] : words
  try {
    const { stdout } = await promisify(execFile)(program, args)
    return Number(stdout)
  } catch (error) {
    // util-linux is not everywhere.
    if (cores === 'one core' && (error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/** All rows of backtests. One core, one thread and two go by turns, so that all of them meet what else the machine has to do. */
export async function measureBacktest({ isQuick, rounds }: Effort): Promise<readonly Measurement[]> {
  await serverBundle((line: string) => process.stderr.write(`${line}\n`))
  const events = isQuick ? 200_000 : 4_000_000
  const path = `${newFolder()}/workspace.db`
  const shop = { ...shopDefinitions() }
  await writeLog(path, shopEvents({ people: 20_000, events, startAt: Date.UTC(2026, 0, 1), spacingMs: 2000 }))
  const turns: { readonly one: RanBacktest; readonly onOne: number | undefined; readonly alone: number; readonly two: number }[] = []
  for (let round = 0; round < rounds; round += 1) {
    const one = await runBacktest(path, shop, 1)
    const onOne = await runOn('one core', path, 1)
    turns.push({ one, onOne, alone: (await runOn('all cores', path, 1)) as number, two: (await runOn('all cores', path, 2)) as number })
  }
  const middle = (of: (turn: (typeof turns)[number]) => number): number => median(turns.map(of))
  const ofTwiceOne = turns.map(({ onOne, two }) => (100 * (onOne ?? Number.NaN)) / (2 * two))
  const ofTwoThreads = turns.map(({ alone, two }) => (100 * alone) / (2 * two))
  const draft = await runBacktest(path, { ...shop, journeys: shop.journeys.slice(0, 1), segments: [] }, 1)
  const half = `${newFolder()}/workspace.db`
  await writeLog(half, shopEvents({ people: 20_000, events: events / 4, startAt: Date.UTC(2026, 0, 1), spacingMs: 2000 }))
  const less = await runBacktest(half, shop, 1)
  return [
    {
      what: `backtest of a draft of one journey over a log of ${numberText(events)} events, each core`,
      value: events / draft.cpuSeconds,
      unit: 'events/s',
      target: { atLeast: 500_000 },
      note: `${numberText(draft.seconds)} s by the clock; ${numberText(draft.events)} of the events are of a kind it asks about`,
    },
    {
      what: `backtest of ${numberText(shop.journeys.length)} journeys over ${numberText(events)} events, each core`,
      value: events / middle(({ one }) => one.cpuSeconds),
      unit: 'events/s',
      target: { atLeast: 500_000 },
      note: `${spread(turns.map(({ one }) => one.seconds))} s by the clock, ${spread(turns.map(({ one }) => one.cpuSeconds))} s of processor time`,
    },
    {
      what: 'the same on two cores, of twice one core',
      value: median(ofTwiceOne),
      unit: '%',
      target: { atLeast: 90 },
      note: `${spread(ofTwiceOne)} %; ${spread(turns.map(({ onOne }) => onOne ?? Number.NaN))} s on one core, ${spread(turns.map(({ two }) => two))} s by two threads on two`,
    },
    {
      what: 'two threads, of twice one thread that has the other core for what V8 does beside it',
      value: median(ofTwoThreads),
      unit: '%',
      target: undefined,
      note: `${spread(ofTwoThreads)} %; ${spread(turns.map(({ alone }) => alone))} s by the clock`,
    },
    {
      what: 'memory held, of that at a quarter of the events',
      value: (100 * middle(({ one }) => one.heldMiB)) / less.heldMiB,
      unit: '%',
      target: { atMost: 150 },
      note: `${numberText(middle(({ one }) => one.heldMiB))} and ${numberText(less.heldMiB)} MiB at most in use, 20,000 people both times`,
    },
    ...(await measureRetail()),
  ]
}

async function* retailArrivals(): AsyncGenerator<Arrival> {
  const known = new Set<string>()
  let line = 0
  for await (const row of createReadStream(retail)
    .pipe(createGunzip())
    .pipe(parse({ relax_quotes: true }))) {
    line += 1
    const [invoice, stock, , quantity, date, price, customer] = row as string[]
    if (line === 1 || customer === '' || customer === undefined || invoice?.startsWith('C')) continue
    const at = Date.parse(`${date?.replace(' ', 'T')}Z`)
    const event = { occurredAt: at, receivedAt: at, messageId: `line-${line}`, properties: {} }
    if (!known.has(customer)) yield { userId: customer, event: { ...event, name: 'Identified', traits: { email: `${customer}@example.com` } } }
    known.add(customer)
    const properties = { order_id: invoice ?? '', product_id: stock ?? '', revenue: Number(quantity) * Number(price) }
    yield { userId: customer, event: { ...event, name: 'Order Completed', messageId: `line-${line}.`, properties } }
  }
}

async function measureRetail(): Promise<readonly Measurement[]> {
  if (!existsSync(retail)) return []
  const path = `${newFolder()}/workspace.db`
  const { events } = await writeLog(path, retailArrivals())
  const { definitions } = await loadDefinitions('bench/retail')
  if (definitions === undefined) throw new Error('bench/retail has errors')
  const { seconds, cpuSeconds } = await runBacktest(path, definitions, 2)
  const what = `backtest of three journeys over the seven months of online-retail, ${numberText(events)} events`
  return [{ what, value: seconds, unit: 's', target: { atMost: 5 }, note: `${numberText(cpuSeconds)} s of processor time` }]
}

/** All rows of why. */
export async function measureWhy(): Promise<readonly Measurement[]> {
  return [...(await measureWhyOf('together')), ...(await measureWhyOf('apart'))]
}

const peopleAsked = 6
const eventsEach = 10_000
/** People of the newest lines, with whom the desk makes itself quick as it does when the console was opened. */
const others = 200
const eventsOfOthers = 300

/**
 * People with 10,000 events each, asked about by turns and about each journey by turns, each time as if nobody had asked about them before, of a desk that
 * was woken when the console was opened: the median of
 * some questions after the first, and of more that come when the code is warm. Then each is asked about once more, about another journey, as somebody does
 * who looks for a reason. Their lines lie together in the log, or apart, each between those of the others: then each is on a page of its own.
 */
async function measureWhyOf(lines: 'together' | 'apart'): Promise<readonly Measurement[]> {
  const path = `${newFolder()}/workspace.db`
  const shop = shopDefinitions()
  const source = nextSource(undefined, { ...shop, journeys: shop.journeys.slice(0, 3) }, [])
  const store = await openSqliteStore({ path, synchronous: 'NORMAL' })
  await recordPublication(store, { source, program: theEngine.compile(source), at: 0, position: 0, pauses: 0, by: 'bench', isTakenOver: true })
  await store.close()
  await writeLog(path, [...(lines === 'together' ? livesOfPeople().flatMap((life) => [...life]) : byTurns(livesOfPeople())), ...byTurns(livesOfOthers())])
  const at = Date.UTC(2027, 0, 1)
  await writeStates(path, at)
  const reading = await openSqliteStore({ path, readOnly: true })
  const desk = new ReadingDesk(reading)
  const journeys = source.journeys.map(({ definition }) => definition.journey)
  const ask = async (round: number, journey: number): Promise<number> => {
    const cpu = process.cpuUsage()
    const answer = await desk.why({ number: 1 + (round % peopleAsked), journey: journeys[journey % journeys.length] ?? '', at, from: 0 })
    const { user, system } = process.cpuUsage(cpu)
    if (answer.status === 'not known yet') throw new Error(answer.answer)
    return (user + system) / 1000
  }
  const before = process.cpuUsage()
  const rehearsed = await desk.rehearse({ now: at, mayGoOn: async () => true })
  const { user, system } = process.cpuUsage(before)
  const first: number[] = []
  for (let round = 0; round < 60; round += 1) {
    await desk.forget()
    first.push(await ask(round, round))
  }
  const again: number[] = []
  for (let round = 0; round < 30; round += 1) {
    await desk.forget()
    await ask(round, round)
    again.push(await ask(round, round + 1))
  }
  await reading.close()
  const of = (times: readonly number[], journey: number): string => numberText(median(times.filter((_, round) => round % journeys.length === journey)))
  const warm = first.slice(21)
  const what = `why, of people with 10,000 events and three journeys in force, whose lines lie ${lines}: processor time`
  return [
    {
      what,
      value: median(first.slice(2, 12)),
      unit: 'ms',
      target: { atMost: 50 },
      note: `${numberText(first[0] ?? 0)} ms the first time, after ${numberText(rehearsed)} questions of its own in ${numberText((user + system) / 1000)} ms; after twenty questions, of a cart, of winning back, of browsing: ${of(warm, 0)}, ${of(warm, 1)}, ${of(warm, 2)}`,
    },
    {
      what: `the same, of another journey of a person who was asked about before`,
      value: median(again),
      unit: 'ms',
      target: { atMost: 50 },
      note: `of a cart, of winning back, of browsing: ${of(again, 2)}, ${of(again, 0)}, ${of(again, 1)}`,
    },
  ]
}

/** What a server would have brought the people to by an instant. */
async function writeStates(path: string, at: number): Promise<void> {
  const store = await openSqliteStore({ path, synchronous: 'NORMAL' })
  for (let number = 1; number <= peopleAsked + others; number += 1) {
    const life = await readLife(store, { number, at, lines: eventsEach })
    const [stored] = await store.load([number])
    if (life === undefined || stored === undefined) throw new Error(`nobody has the number ${number}`)
    const { state } = walkLife(life, at, { onDecisions: () => {}, onLine: () => {}, onTime: () => {} })
    const subscribers = [{ ...stored, state: packState(theEngine, state) }]
    await store.commit({ log: [], subscribers, identities: [], merged: [], decisions: [], deliveries: [], counts: [], deadLetters: [], seen: [] })
  }
  await store.close()
}

function livesOfPeople(): readonly Generator<Arrival, undefined>[] {
  return Array.from({ length: peopleAsked }, (_, person) => lifeOf(person, eventsEach))
}

function livesOfOthers(): readonly Generator<Arrival, undefined>[] {
  return Array.from({ length: others }, (_, person) => lifeOf(peopleAsked + person, eventsOfOthers))
}

function* lifeOf(person: number, events: number): Generator<Arrival, undefined> {
  let count = 0
  for (const { event } of shopEvents({ people: 1, events, startAt: Date.UTC(2026, 0, 1), spacingMs: 600_000, seed: person + 1 })) {
    count += 1
    yield { userId: `person-${person}`, event: { ...event, messageId: `m${person}-${count}` } }
  }
}

function* byTurns(lives: readonly Iterator<Arrival, undefined>[]): Generator<Arrival> {
  for (let count = 0; count < eventsEach; count += 1) {
    for (const life of lives) {
      const { value } = life.next()
      if (value !== undefined) yield value
    }
  }
}
