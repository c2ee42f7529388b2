// How far people were from the conditions of the ways in. Whenever something happens that may let somebody in, each part that asks for at least or at
// most so much of something is measured; of a person the nearest counts: the most where much is asked, the least where little is.

import type { CompiledCondition, Measure, View } from '../../engine/answer.ts'
import type { Program } from '../../engine/program.ts'
import type { SubscriberState } from '../../engine/state.ts'
import { zoneOf } from '../../engine/turn.ts'
import type { SubscriberEvent } from '../../model/event.ts'
import type { Said } from '../../model/said.ts'
import { conditionSaid, entrancesOf } from '../entrances.ts'
import { add, type Tally } from './tally.ts'

/** Counts are remembered up to this number, so that it is known how many more than asked for there are. */
export const countsTo = 25

interface Gauge {
  readonly words: string
  /** The same as data. */
  readonly said: Said
  readonly measure: Measure
  /** Whether other parts have to hold as well. */
  readonly hasOthers: boolean
}

interface Meter {
  readonly journey: string
  readonly events: ReadonlySet<string>
  readonly where: (event: SubscriberEvent, state: SubscriberState) => boolean
  /** Parts that all have to hold. */
  readonly parts: readonly CompiledCondition[]
  readonly gauges: readonly Gauge[]
  /** Whether time alone can let somebody in. */
  readonly isWatched: boolean
}

/** The nearest that a person came, for each gauge of each meter; the parts that were all that stood in the way once, and the journeys in whose way nothing stood once. */
export interface Readings {
  readonly nearest: Map<string, number>
  /** By journey, so that somebody whom all held for later is kept out by nothing. */
  readonly alone: Map<string, Set<string>>
  readonly held: Set<string>
}

export interface GaugeReport {
  readonly condition: string
  /** The condition as data. */
  readonly said: Said
  readonly unit: Measure['unit']
  readonly wanted: number
  /** On which side of `wanted` it holds. */
  readonly asks: Measure['asks']
  readonly people: number
  readonly reached: number
  /** People for whom everything else held at least once, and never everything; null where nothing else is asked. */
  readonly onlyThis: number | null
  /** How many came to how much, at their nearest; two digits of amounts and durations, and counts above 25 as that. */
  readonly distribution: readonly { readonly value: number; readonly people: number }[]
  /** Half, 75, 90 and 95 of 100 people came to no more than this. */
  readonly percentiles: { readonly p50: number; readonly p75: number; readonly p90: number; readonly p95: number }
}

export class Meters {
  readonly #byEvent = new Map<string, Meter[]>()
  /** Of ways in that look at more than events: any event may change what is known of somebody, or what lies in the cart. */
  readonly #atEveryEvent: Meter[] = []
  readonly #program: Program

  constructor(program: Program) {
    this.#program = program
    for (const journey of program.live.values()) {
      for (const { kind, on, where, condition } of entrancesOf(program, journey)) {
        if (condition === undefined) continue
        const gauges = gaugesOf(condition)
        if (gauges.length === 0) continue
        const isWatched = kind === 'becomes' || kind === 'at'
        const events = new Set(isWatched ? condition.dependencies.events : on)
        const parts = condition.words.includes(') or (') || condition.parts.length === 0 ? [condition] : condition.parts
        const meter: Meter = { journey: journey.name, events, where: (event, state) => where(event.properties, state), parts, gauges, isWatched }
        if (isWatched && looksAtMore(condition)) this.#atEveryEvent.push(meter)
        else for (const event of events) this.#byEvent.set(event, [...(this.#byEvent.get(event) ?? []), meter])
      }
    }
    for (const meters of this.#byEvent.values()) meters.push(...this.#atEveryEvent)
  }

  #metersOf({ name }: SubscriberEvent): readonly Meter[] {
    return this.#byEvent.get(name) ?? this.#atEveryEvent
  }

  get #all(): readonly Meter[] {
    return [...new Set([...this.#byEvent.values(), this.#atEveryEvent].flat())]
  }

  /** Right before an event: for how long there had been silence, and something had been so. */
  readSilence(readings: Readings, event: SubscriberEvent, moment: { readonly state: SubscriberState; readonly at: number }): void {
    const meters = this.#metersOf(event)
    if (meters.length > 0) this.#readSilence(readings, meters, moment)
  }

  /** At the end: the same. */
  readEnd(readings: Readings, moment: { readonly state: SubscriberState; readonly at: number }): void {
    this.#readSilence(readings, this.#all, moment)
  }

  /** Reads off what somebody has come to after an event. */
  read(readings: Readings, event: SubscriberEvent, state: SubscriberState): void {
    const meters = this.#metersOf(event)
    if (meters.length === 0) return
    const { name, occurredAt, properties } = event
    const passage = { trigger: { name, occurredAt, properties }, startedAt: occurredAt, stepEnteredAt: state.now }
    const view: View = { state, now: state.now, zone: zoneOf(this.#program, state), passage }
    for (const { journey, where, parts, gauges } of meters) {
      if (!where(event, state)) continue
      for (const gauge of gauges) if (gauge.measure.unit !== 'ms') note(readings, journey, gauge, view)
      if (parts.length < 2) continue
      if (readings.held.has(journey)) continue
      const failing = parts.filter((part) => !part.evaluate(view).value)
      if (failing.length === 0) readings.held.add(journey)
      else if (failing.length === 1) noteAlone(readings, journey, (failing[0] as CompiledCondition).words)
    }
  }

  #readSilence(readings: Readings, meters: readonly Meter[], { state, at }: { readonly state: SubscriberState; readonly at: number }): void {
    const view: View = { state, now: Math.max(at, state.now), zone: zoneOf(this.#program, state), passage: undefined }
    for (const { journey, gauges, isWatched, parts } of meters) {
      for (const gauge of gauges) if (gauge.measure.unit === 'ms') note(readings, journey, gauge, view)
      if (isWatched && parts.length > 1 && !readings.held.has(journey) && parts.every((part) => part.evaluate(view).value)) readings.held.add(journey)
    }
  }

  /** What is wanted of each gauge, for the report. */
  get gauges(): readonly (Gauge & { readonly journey: string })[] {
    const all = new Map(this.#all.flatMap(({ journey, gauges }) => gauges.map((gauge) => [`${journey}\n${gauge.words}`, { ...gauge, journey }] as const)))
    return [...all.values()]
  }
}

/** Whether it can change by more than events that it names. */
function looksAtMore({ dependencies: { attributes, cart, session, lists, topics } }: CompiledCondition): boolean {
  return cart || session || attributes.size + lists.size + topics.size > 0
}

function note({ nearest }: Readings, journey: string, { words, measure }: Gauge, view: View): void {
  const value = measure.of(view)
  const key = `${journey}\n${words}`
  const known = nearest.get(key)
  if (value !== undefined && (known === undefined || (asksForMuch(measure) ? value > known : value < known))) nearest.set(key, value)
}

function noteAlone({ alone }: Readings, journey: string, words: string): void {
  const known = alone.get(journey)
  if (known === undefined) alone.set(journey, new Set([words]))
  else known.add(words)
}

/** Nothing was read yet. */
export function newReadings(): Readings {
  return { nearest: new Map(), alone: new Map(), held: new Set() }
}

/** Counts what a person came to. */
export function countReadings(tally: Tally, { nearest, alone, held }: Readings): void {
  for (const [key, value] of nearest) add(tally, `near\n${key}\n${twoDigits(value)}`)
  for (const [journey, parts] of alone) if (!held.has(journey)) for (const words of parts) add(tally, `alone\n${journey}\n${words}`)
}

/** The report of one gauge from what was counted: value -> people. */
export function gaugeReport({ words, said, measure, hasOthers }: Gauge, counted: ReadonlyMap<string, number>, onlyThis: number): GaugeReport {
  const distribution = [...counted].map(([value, people]) => ({ value: Number(value), people })).sort((one, other) => one.value - other.value)
  const people = distribution.reduce((sum, one) => sum + one.people, 0)
  const at = (share: number): number => {
    let passed = 0
    for (const one of distribution) {
      passed += one.people
      if (passed >= share * people) return one.value
    }
    return 0
  }
  const reached = distribution.reduce((sum, one) => sum + (isReached(measure, one.value) ? one.people : 0), 0)
  const percentiles = { p50: at(0.5), p75: at(0.75), p90: at(0.9), p95: at(0.95) }
  const alone = hasOthers ? onlyThis : null
  return { condition: words, said, unit: measure.unit, wanted: measure.wanted, asks: measure.asks, people, reached, onlyThis: alone, distribution, percentiles }
}

/** Whether more of it is nearer. */
export function asksForMuch({ asks }: Pick<Measure, 'asks'>): boolean {
  return asks === 'gte' || asks === 'gt'
}

function isReached({ asks, wanted }: Measure, value: number): boolean {
  if (value === wanted) return asks === 'gte' || asks === 'lte'
  return value > wanted === asksForMuch({ asks })
}

/** Those of a condition that ask for at least or at most so much. */
function gaugesOf(condition: CompiledCondition, hasOthers = false): readonly Gauge[] {
  const isNegation = condition.words.startsWith('not (')
  if (condition.parts.length > 0 && !isNegation) return condition.parts.flatMap((part) => gaugesOf(part, hasOthers || condition.parts.length > 1))
  const measure = isNegation ? turned(condition.parts) : condition.measure
  const { words } = condition
  return measure === undefined ? [] : [{ words, said: conditionSaid(condition), measure, hasOthers }]
}

const turnedAsks = { gte: 'lt', gt: 'lte', lte: 'gt', lt: 'gte' } as const

/** What a negation asks for: the other side of one number. Nothing where there are several, or where the time is told for which something has been so. */
function turned([only, ...others]: readonly CompiledCondition[]): Measure | undefined {
  const measure = only?.measure
  if (measure === undefined || others.length > 0 || measure.isOneEnd === true || measure.unit === 'ms') return undefined
  const { asks, wanted, unit } = measure
  // Of whole numbers the next one is told: not once is at most 0.
  if (unit === 'times' || unit === 'parts')
    return asks === 'gte' ? { ...measure, asks: 'lte', wanted: wanted - 1 } : { ...measure, asks: 'gte', wanted: wanted + 1 }
  return { ...measure, asks: turnedAsks[asks] }
}

/** Two digits, so that there are never many different ones; whole numbers below 100 stay as they are. */
function twoDigits(value: number): number {
  return Number.isInteger(value) && Math.abs(value) < 100 ? value : Number(value.toPrecision(2))
}
