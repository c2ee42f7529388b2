// Why a condition holds or does not, with the very events that decided it: for each part its words, its answer, the numbers, what counted, and what
// just did not ("2 of 3, the 3rd was 4 minutes too early"). Asks the memories of the condition themselves whether an occurrence counts, so that it
// cannot say anything else than the answer does.

import type { Condition } from '../../model/condition.ts'
import type { Json } from '../../model/json.ts'
import { readSentence } from '../../model/read-sentence.ts'
import type { Said } from '../../model/said.ts'
import { sentence } from '../../model/sentence.ts'
import type { CompiledCondition, MemorySlot, Occurrence, View } from '../answer.ts'
import { MemoryTable } from '../memories/memory-table.ts'

/** Something that happened, with its place in the log; what the engine made itself has none. */
export interface PastOccurrence extends Occurrence {
  readonly position?: number
  readonly messageId?: string
  /** The step that changed an attribute. */
  readonly changedBy?: ChangedBy
}

export interface ChangedBy {
  readonly journey: string
  readonly step: string
}

/** What became of an attribute, and who did it. */
export interface EvidentChange {
  readonly attribute: string
  /** Null where it had none. */
  readonly previous: Json
  /** Null where it was removed. */
  readonly value: Json
  /** "event", "api", "import", "journey". */
  readonly source: string
  readonly by: ChangedBy | null
}

export interface Evidence {
  readonly name: string
  readonly occurredAt: number
  readonly position: number | null
  readonly messageId: string | null
  /** Whether it counts for the answer; if not, it is one that nearly did. */
  readonly counts: boolean
  /** Null for everything but a changed attribute. */
  readonly change: EvidentChange | null
}

export interface Reason {
  readonly words: string
  /** The condition as it was authored, for who says it in another language. */
  readonly condition: Condition | null
  readonly value: boolean
  /** When the value may change by itself; null when never. */
  readonly until: number | null
  /** The numbers behind the answer. */
  readonly detail: string
  /** How near it was, for a count that was not reached; "" when there is nothing to say. */
  readonly nearMiss: string
  /** Both as data, for who says them in another language. */
  readonly says: readonly Said[]
  readonly evidence: readonly Evidence[]
  readonly parts: readonly Reason[]
}

/** Newest occurrences that are named for one condition. */
const shownEvents = 5
/** Of those that nearly counted. */
const shownNear = 2
/** Occurrences of one event that are looked through. */
const searched = 20_000

/** Explains a condition and its parts. `past`: what happened up to the view's instant, by name, oldest first. */
export function reasonOf(condition: CompiledCondition, view: View, past: ReadonlyMap<string, readonly PastOccurrence[]>): Reason {
  const { value, until } = condition.evaluate(view)
  const parts = condition.parts.map((part) => reasonOf(part, view, past))
  const found = parts.length > 0 ? nothing : evidenceOf(condition, view, past)
  const detail = condition.detail(view)
  const nearMiss = value ? '' : nearMissOf(condition, view, found)
  return {
    words: condition.words,
    condition: condition.source ?? null,
    value,
    until: Number.isFinite(until) ? until : null,
    detail,
    nearMiss,
    says: [detail, nearMiss].filter((text) => text !== '').map((text) => readSentence(text)),
    evidence: [...found.counted.slice(0, shownEvents).map(evidence(true)), ...found.near.slice(0, shownNear).map(evidence(false))],
    parts,
  }
}

/** The parts that stand in the way, for a condition that does not hold: all of them. Where one of several would do, these together, with their numbers. */
export function whatStandsInTheWay(reason: Reason): readonly Reason[] {
  const { condition, parts } = reason
  const failing = parts.filter(({ value }) => !value)
  const isOneEnough = condition !== null && 'any' in condition && parts.length > 1
  if (failing.length > 0 && !isOneEnough) return failing.flatMap(whatStandsInTheWay)
  return parts.length === 0 ? [reason] : [{ ...reason, says: parts.flatMap(({ says }) => says) }]
}

/** Newest first. */
interface Found {
  readonly counted: readonly PastOccurrence[]
  readonly near: readonly PastOccurrence[]
}

const nothing: Found = { counted: [], near: [] }

function evidenceOf(condition: CompiledCondition, view: View, past: ReadonlyMap<string, readonly PastOccurrence[]>): Found {
  const slots = condition.memories.filter(({ attribute }) => attribute === undefined)
  if (slots.length === 0) return changesOf(condition, past)
  const { floor, passes } = condition.sieve ?? everything
  const from = floor(view)
  const names = new Set(slots.flatMap((slot) => slot.events))
  const lists = inOrder([...names].map((name) => past.get(name) ?? []))
  const isCandidate = (occurrence: PastOccurrence): boolean =>
    slots.some((slot) => slot.events.includes(occurrence.name) && isTaken(slot, occurrence, view, passes))
  const most = Math.max(shownEvents, condition.sieve?.least ?? 0)
  const counted: PastOccurrence[] = []
  for (const occurrence of newestFirst(lists, view.now)) {
    if (occurrence.occurredAt <= from || counted.length >= most) break
    if (isCandidate(occurrence)) counted.push(occurrence)
  }
  const near: PastOccurrence[] = []
  for (const occurrence of newestFirst(lists, Math.min(from, view.now))) {
    if (isCandidate(occurrence)) near.push(occurrence)
    if (near.length >= shownNear) break
  }
  return { counted, near }
}

/** The newest of each list, by when they happened: nearly all come in that order, and are taken as they stand. */
function inOrder(lists: readonly (readonly PastOccurrence[])[]): readonly (readonly PastOccurrence[])[] {
  const latest = lists.map((list) => (list.length > searched ? list.slice(-searched) : list))
  return latest.map((list) =>
    list.every(({ occurredAt }, index) => index === 0 || (list[index - 1] as PastOccurrence).occurredAt <= occurredAt)
      ? list
      : list.toSorted((one, other) => one.occurredAt - other.occurredAt),
  )
}

/** What happened up to an instant, of several lists in order, newest first. Whoever wants five of thousands does not go through thousands. */
function* newestFirst(lists: readonly (readonly PastOccurrence[])[], upTo: number): Generator<PastOccurrence> {
  const next = lists.map((list) => list.length - 1 - countAfter(list, upTo))
  while (true) {
    let newest: PastOccurrence | undefined
    let from = -1
    for (const [index, list] of lists.entries()) {
      const one = list[next[index] as number]
      if (one === undefined || (newest !== undefined && one.occurredAt <= newest.occurredAt)) continue
      newest = one
      from = index
    }
    if (newest === undefined) return
    next[from] = (next[from] as number) - 1
    yield newest
  }
}

/** How many at the end of a list in order happened after an instant. */
function countAfter(list: readonly PastOccurrence[], instant: number): number {
  let low = 0
  let high = list.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((list[middle] as PastOccurrence).occurredAt <= instant) low = middle + 1
    else high = middle
  }
  return list.length - low
}

/** Whether a memory of nothing but this occurrence holds something that the condition would look at. */
function isTaken(slot: MemorySlot, occurrence: Occurrence, view: View, passes: (slot: MemorySlot, view: View) => boolean): boolean {
  const content = slot.record(undefined, occurrence, occurrence.occurredAt)
  if (content === undefined) return false
  const memories = new MemoryTable()
  memories.set(slot.id, content)
  return passes(slot, { state: { ...view.state, memories }, now: view.now, zone: view.zone, passage: view.passage })
}

const everything = { floor: () => Number.NEGATIVE_INFINITY, passes: () => true }

/** What last changed the attribute, list, topic or journey that a condition reads; of a number the changes that built it. */
function changesOf({ dependencies }: CompiledCondition, past: ReadonlyMap<string, readonly PastOccurrence[]>): Found {
  const { attributes, lists, topics, journeys } = dependencies
  const newest = (names: readonly string[], isAbout: (occurrence: PastOccurrence) => boolean): readonly PastOccurrence[] => {
    const found = names.flatMap((name) => past.get(name)?.findLast(isAbout) ?? [])
    return found.sort((one, other) => other.occurredAt - one.occurredAt).slice(0, 1)
  }
  const is = (key: string, of: ReadonlySet<string>) => (occurrence: PastOccurrence) => of.has(String(occurrence.properties[key]))
  const counted = [
    ...(attributes.size === 0 ? [] : attributeChanges(past.get('Attribute Changed') ?? [], is('attribute', attributes))),
    ...(lists.size === 0 ? [] : newest(['List Joined', 'List Left'], is('list', lists))),
    ...(topics.size === 0 ? [] : newest(['Subscribed', 'Unsubscribed'], is('topic', topics))),
    ...(journeys.size === 0 ? [] : newest(['Journey Entered', 'Journey Completed', 'Journey Exited'], is('journey', journeys))),
  ]
  return { counted, near: [] }
}

/** The newest change, and those before it for as long as a number came from a number: a score is what several steps made of it. */
function attributeChanges(changes: readonly PastOccurrence[], isAbout: (occurrence: PastOccurrence) => boolean): readonly PastOccurrence[] {
  const found: PastOccurrence[] = []
  for (let index = changes.length - 1; index >= 0 && found.length < shownEvents; index -= 1) {
    const change = changes[index] as PastOccurrence
    if (!isAbout(change)) continue
    found.push(change)
    if (typeof change.properties['value'] !== 'number' || typeof change.properties['previous'] !== 'number') break
  }
  return found
}

function nearMissOf(condition: CompiledCondition, view: View, { counted, near }: Found): string {
  const { sieve } = condition
  if (sieve?.least === undefined || counted.length >= sieve.least) return ''
  const [count, max] = [counted.length, sieve.least]
  const have = sentence('have-of', { count, max })
  const [nearest] = near
  if (nearest === undefined) return have
  const tooEarlyMs = sieve.floor(view) - nearest.occurredAt
  if (!Number.isFinite(tooEarlyMs)) return have
  const length = durationWords(tooEarlyMs + 1)
  return count === 0 ? sentence('near-miss-newest', { count, max, length }) : sentence('near-miss', { count, max, ordinal: ordinal(count + 1), length })
}

function evidence(counts: boolean): (occurrence: PastOccurrence) => Evidence {
  return (occurrence) => {
    const { name, occurredAt, position, messageId } = occurrence
    return { name, occurredAt, position: position ?? null, messageId: messageId ?? null, counts, change: changeOf(occurrence) }
  }
}

function changeOf({ name, properties, changedBy }: PastOccurrence): EvidentChange | null {
  if (name !== 'Attribute Changed') return null
  const { attribute, previous = null, value = null, source } = properties
  return { attribute: String(attribute), previous, value, source: String(source), by: changedBy ?? null }
}

function ordinal(count: number): string {
  const ending = count % 100 >= 11 && count % 100 <= 13 ? 'th' : (['th', 'st', 'nd', 'rd'][count % 10] ?? 'th')
  return `${count}${ending}`
}

const units = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
] as const

/** "4 minutes", "2 days and 3 hours": the two largest units, rounded down. */
export function durationWords(durationMs: number): string {
  const index = units.findIndex(([, unitMs]) => durationMs >= unitMs)
  const largest = units[index]
  if (largest === undefined) return `${durationMs} ms`
  const [name, unitMs] = largest
  const count = Math.floor(durationMs / unitMs)
  const smaller = units[index + 1]
  const rest = smaller === undefined ? 0 : Math.floor((durationMs % unitMs) / smaller[1])
  return plural(count, name) + (rest === 0 || smaller === undefined ? '' : ` and ${plural(rest, smaller[0])}`)
}

function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`
}
