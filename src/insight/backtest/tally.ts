// What a backtest counts, so that shares of the people can be counted apart and added up. Bounded by journeys, steps, reasons and the length of the
// period, and by the number of examples asked for; never by the number of events.

import type { CountDelta } from '../../engine/program.ts'
import type { Decision } from '../../model/decision.ts'
import { limits } from '../../model/limits.ts'
import { addAt, addSeries, type Series } from './series.ts'

/** Somebody as an example. */
export interface Example {
  readonly subscriber: number
  readonly lines: readonly string[]
}

/** Plain data that crosses threads. Keys are words joined by line feeds, which no name holds. */
export interface Tally {
  readonly numbers: Map<string, number>
  /** What happened when, by what it is and its unit of time. */
  readonly series: Map<string, Series>
  /** By what they are examples of. */
  readonly examples: Map<string, readonly Example[]>
}

export function newTally(): Tally {
  return { numbers: new Map(), series: new Map(), examples: new Map() }
}

/** Adds to a number. */
export function add(tally: Tally, key: string, by = 1): void {
  tally.numbers.set(key, (tally.numbers.get(key) ?? 0) + by)
}

/** Adds one to what happened in a day, hour or minute. */
function addWhen(tally: Tally, name: string, place: number): void {
  addAt(seriesOf(tally, name), place)
}

function seriesOf({ series }: Tally, name: string): Series {
  const known = series.get(name)
  if (known !== undefined) return known
  const made: Series = new Map()
  series.set(name, made)
  return made
}

/** Keeps the examples with the lowest numbers, so that it does not matter in which order people come. The lines of all others are never made. */
export function addExample(
  tally: Tally,
  key: string,
  { subscriber, lines }: { readonly subscriber: number; readonly lines: () => Example['lines'] },
  most: number,
): void {
  const known = tally.examples.get(key) ?? []
  const last = known.at(-1)
  if (known.length >= most && (last === undefined || last.subscriber < subscriber)) return
  const next = [...known, { subscriber, lines: lines() }].sort((one, other) => one.subscriber - other.subscriber)
  tally.examples.set(key, next.slice(0, most))
}

/** Adds another share's numbers to these. */
export function addAll(tally: Tally, other: Tally, most: number): void {
  for (const [key, by] of other.numbers) add(tally, key, by)
  for (const [name, counts] of other.series) addSeries(seriesOf(tally, name), counts)
  for (const [key, examples] of other.examples) for (const { subscriber, lines } of examples) addExample(tally, key, { subscriber, lines: () => lines }, most)
}

const minuteMs = 60_000
const hourMs = 3_600_000
const dayMs = 86_400_000
const weekMs = 7 * dayMs
/** 1970-01-01 was a Thursday. */
const mondayMs = 4 * dayMs

/** What one person did in one arm, as far as it is needed when all is over. */
export interface Notes {
  /** Journey -> when it was entered, as far as an example shows. */
  readonly entered: Map<string, number[]>
  /** Segment -> when they came into it, as far as an example shows. */
  readonly joined: Map<string, number[]>
  /** Week -> mails and text messages. */
  readonly weeks: Map<number, number>
  /** Entries and messages, for the comparison with another arm; undefined where there is none. */
  readonly signature: string[] | undefined
  /** Journey and template of mails that left -> fields that they needed and the person did not have. */
  readonly lacked: Map<string, Set<string>>
}

/** Instants of entries that an example of somebody shows. */
const shownEntries = 5

/** Nothing is noted yet, of one of so many arms. */
export function newNotes(arms: number): Notes {
  return { entered: new Map(), joined: new Map(), weeks: new Map(), signature: arms === 1 ? undefined : [], lacked: new Map() }
}

/** The entries of two who turned out to be one. */
export function joinEntries(notes: Notes, other: Notes): void {
  for (const kind of ['entered', 'joined'] as const) {
    for (const [name, instants] of other[kind]) {
      const all = [...(notes[kind].get(name) ?? []), ...instants].sort((a, b) => a - b)
      notes[kind].set(name, all.slice(0, shownEntries))
    }
  }
}

/** Adds what a transition counted. */
export function countDeltas(tally: Tally, deltas: readonly CountDelta[]): void {
  for (let index = 0; index < deltas.length; index += 1) {
    const { journey, version, step, measure, by } = deltas[index] as CountDelta
    add(tally, `count\n${journey}\n${version}\n${step}\n${measure}`, by)
  }
}

/** Counts a decision of the period. */
export function countDecision(tally: Tally, notes: Notes, decision: Decision): void {
  switch (decision.kind) {
    case 'entered': {
      const { journey, at } = decision
      addWhen(tally, `day\n${journey}\nentered`, Math.floor(at / dayMs))
      addWhen(tally, `hour\n${journey}\nentered`, Math.floor(at / hourMs))
      noteEntry(notes.entered, journey, at)
      sign(notes, journey, 'entered', at)
      return
    }
    case 'not entered':
      return add(tally, `not entered\n${decision.journey}\n${decision.reason}`)
    case 'deferred':
      add(tally, `deferred\n${decision.journey}\n${decision.rule}`)
      if (decision.until !== undefined) add(tally, `deferred ms\n${decision.journey}\n${decision.rule}`, Math.max(0, decision.until - decision.at))
      return
    case 'handed over': {
      if (decision.outcome === 'failed') return
      const { journey, at, channel, step } = decision
      addWhen(tally, `day\n${journey}\nmessages`, Math.floor(at / dayMs))
      addWhen(tally, `hour\n${journey}\nmessages`, Math.floor(at / hourMs))
      addWhen(tally, `channel day\n${channel}`, Math.floor(at / dayMs))
      addWhen(tally, `minute\n${channel}`, Math.floor(at / minuteMs))
      if (channel === 'email' || channel === 'sms') {
        const week = weekOf(at)
        notes.weeks.set(week, (notes.weeks.get(week) ?? 0) + 1)
      }
      sign(notes, journey, step, at)
      return
    }
    case 'segment': {
      const { segment, entered, at } = decision
      addWhen(tally, `day\n${segment}\n${entered ? 'joined' : 'left'}`, Math.floor(at / dayMs))
      if (entered) noteEntry(notes.joined, segment, at)
      return
    }
    default:
  }
}

function noteEntry(entries: Map<string, number[]>, name: string, at: number): void {
  const known = entries.get(name)
  if (known === undefined) entries.set(name, [at])
  else if (known.length < shownEntries) known.push(at)
}

/** Monday to Sunday, UTC. */
function weekOf(at: number): number {
  return Math.floor((at - mondayMs) / weekMs)
}

function sign({ signature }: Notes, journey: string, what: string, at: number): void {
  if (signature !== undefined && signature.length < limits.backtestSignature) signature.push(`${at}\n${journey}\n${what}`)
}

/** Counts what is known of a person when all is over. */
export function countPerson(tally: Tally, notes: Notes): void {
  const journeys = [...notes.entered.keys()].sort()
  for (const [index, journey] of journeys.entries()) {
    add(tally, `people\n${journey}`)
    for (const other of journeys.slice(index + 1)) add(tally, `both\n${journey}\n${other}`)
  }
  if (journeys.length > 0) add(tally, 'people in any')
  for (const [place, fields] of notes.lacked) {
    add(tally, `mailed\n${place}`)
    for (const field of fields) add(tally, `lacked\n${place}\n${field}`)
  }
  if (notes.weeks.size === 0) return
  add(tally, 'people mailed')
  for (const mails of notes.weeks.values()) add(tally, `mails in a week\n${mails}`)
}
