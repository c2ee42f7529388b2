// The shapes that conditions and memories share with the rest of the engine.

import type { CompiledWhere } from '../model/comparison.ts'
import type { Condition } from '../model/condition.ts'
import type { Json, JsonObject } from '../model/json.ts'
import type { Retentions } from './memories/retention.ts'
import type { MemoryState, SubscriberState } from './state.ts'

/** A condition's answer. `until`: the earliest instant at which it could change if nothing else happens; Infinity when never. */
export interface Answer {
  readonly value: boolean
  readonly until: number
}

/** What a condition may look at: one subscriber's state at one instant, and the enrollment it is asked for, if any. */
export interface View {
  readonly state: SubscriberState
  /** Never before `state.now`. */
  readonly now: number
  /** The subscriber's zone: the attribute `timezone` when it is one, else the workspace's. */
  readonly zone: string
  /** The enrollment (or the event that would start one) that `trigger.*` refs, `trigger:` and `since:` speak of. */
  readonly passage: Passage | undefined
}

export interface Passage {
  readonly trigger: { readonly name: string; readonly occurredAt: number; readonly properties: JsonObject }
  /** For `since: enrollment`: the trigger's occurredAt. Occurrences strictly after it count. */
  readonly startedAt: number
  /** For `since: step`. */
  readonly stepEnteredAt: number
}

/** What happened, as memories take it in: a client's event or one that the engine made itself. */
export interface Occurrence {
  readonly name: string
  readonly occurredAt: number
  readonly properties: JsonObject
}

/** What a condition needs to be woken by. */
export interface Dependencies {
  /** Event names that its memories take in. */
  readonly events: ReadonlySet<string>
  /** First parts of the attribute paths it reads. */
  readonly attributes: ReadonlySet<string>
  readonly lists: ReadonlySet<string>
  readonly topics: ReadonlySet<string>
  readonly cart: boolean
  /** Reads the current session, so that any event may change it. */
  readonly session: boolean
  /** Reads enrollments of these journeys. */
  readonly journeys: ReadonlySet<string>
  /** Counts from when the subscriber was first seen, which a late event of any name can move back. */
  readonly firstSeen: boolean
}

export interface CompiledCondition {
  readonly evaluate: (view: View) => Answer
  readonly dependencies: Dependencies
  /** Events of which one more occurrence can only help: at every instant to come it holds at least where it would have held without. */
  readonly raisedBy: ReadonlySet<string>
  /** Events of which one more occurrence can only hinder. */
  readonly loweredBy: ReadonlySet<string>
  /** Paths of the triggering event that it refers to, without the leading "trigger.". */
  readonly triggerPaths: readonly string[]
  /** As it was authored. */
  readonly source?: Condition | undefined
  /** What is asked, in words, for traces and "why": "Product Viewed at least 3 times within 24h". */
  readonly words: string
  /** The memories it reads; known once all conditions of the program are compiled. */
  readonly memories: readonly MemorySlot[]
  /** The numbers behind the answer, for "why": "2 times, the last at ..."; "" when there is nothing to add. */
  readonly detail: (view: View) => string
  /** For one that counts occurrences: which of them it looks at. Absent where every one that its memories take in decides. */
  readonly sieve?: Sieve | undefined
  /** For one that asks for at least or at most so much of something. */
  readonly measure?: Measure | undefined
  /** The conditions it is made of, for `explain`. */
  readonly parts: readonly CompiledCondition[]
}

/** How far somebody is from what a condition asks for, as a number. */
export interface Measure {
  /** Undefined when there is nothing to measure yet. */
  readonly of: (view: View) => number | undefined
  /** The number it is held against. */
  readonly wanted: number
  /** On which side of that number it holds. */
  readonly asks: 'gte' | 'gt' | 'lte' | 'lt'
  /** Set where something else is asked of the same number, so that this is one end of a range. */
  readonly isOneEnd?: true
  /** `share`: from 0 to 1; `parts`: of a sequence; `ms`: for how long it has been so. */
  readonly unit: 'times' | 'amount' | 'share' | 'parts' | 'ms'
}

/** Which occurrences decide a condition, so that "why" can name them. */
export interface Sieve {
  /** Occurrences strictly after this instant count. */
  readonly floor: (view: View) => number
  /** Whether what a memory holds is what is asked about, with all that the condition refers to. */
  readonly passes: (slot: MemorySlot, view: View) => boolean
  /** How many are wanted, where the question is whether there are at least so many. */
  readonly least?: number | undefined
}

/** One text, number, boolean or null at a path of an event's properties. */
export interface OnlyValue {
  readonly path: string
  readonly value: Json
}

/** A memory of the program. Its id is a hash of everything that decides its contents, so equal memories of two programs are the same. */
export interface MemorySlot {
  /** Set when the program is complete; a memory with another id is another memory. */
  id: number
  /** What makes two requirements shareable; the rest (how many, how long) widens to fit all of them. */
  readonly sharing: string
  /** Event names it takes in. */
  readonly events: readonly string[]
  /** Whether it takes in nothing of an event but when it happened. */
  readonly readsOnlyInstants?: boolean
  /** Set where it holds instants alone, and one for each occurrence that passes: those that one of so many readers can still see. */
  readonly instants?: { readonly passes: (properties: JsonObject) => boolean; readonly retentions: Retentions } | undefined
  /** Where it takes in only events with one value at a path: all others leave it as it is. */
  readonly only?: OnlyValue | undefined
  /** First part of the attribute path it follows; undefined when it follows events. */
  readonly attribute: string | undefined
  /** Takes in an occurrence (or an attribute's change). Returns the same reference when nothing changed. */
  readonly record: (memory: MemoryState | undefined, occurrence: Occurrence, now: number) => MemoryState | undefined
  /** Follows an attribute: the value changed at this instant. */
  readonly changed: (memory: MemoryState | undefined, attributes: Readonly<Record<string, Json>>, at: number) => MemoryState | undefined
  /**
   * Of two subscribers who turned out to be one. Associative. Undefined when nothing of it can matter any more. For a memory that
   * follows an attribute (`attribute` is set) it is only the last resort: where the attribute's own instants are known
   * (`attributesAt`), the side whose value stays brings its memory along, and a side without one means "as at first sight".
   */
  readonly merge: (one: MemoryState, other: MemoryState, now: number) => MemoryState | undefined
  /** What it remembers, in words. */
  readonly words: () => string
  /** What a given content means, in words: "3 times, last 2026-11-21T10:00:00.000Z". */
  readonly describe: (memory: MemoryState | undefined, now: number) => string
  /** The most bytes that its contents take as JSON. */
  readonly bound: () => number
  /** Everything that decides its contents, for the id. */
  readonly identity: () => string
}

export type { CompiledWhere }
