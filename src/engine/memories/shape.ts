// What a memory of occurrences may hold for each occurrence it takes in. A shape knows nothing of events, conditions or keys:
// it gets instants and values and keeps the ones that still matter. Every content begins with the instant of the newest entry.

import { isoInstant } from '../../model/iso-instant.ts'
import type { Json } from '../../model/json.ts'
import type { MemoryState } from '../state.ts'
import type { Reader } from './component.ts'

export interface Shape {
  /** Reads the value that is kept beside the instant, undefined when the occurrence does not count; absent when only instants are kept. */
  readonly read: Reader | undefined
  /** The content with one more entry; the same reference when it adds nothing, undefined when nothing is kept at all. */
  readonly add: (content: MemoryState | undefined, at: number, value: Json, now: number) => MemoryState | undefined
  /** The content of both histories together; undefined when nothing of it is kept. Neither side is empty. */
  readonly merge: (one: MemoryState, other: MemoryState, now: number) => MemoryState | undefined
  /** What is kept of each occurrence: "the newest 3 times", "the sum of value". */
  readonly words: () => string
  /** A content in words: "3 times, last 2026-11-21T10:00:00.000Z". */
  readonly describe: (content: MemoryState, now: number) => string
  /** The most bytes of a content as JSON. */
  readonly bound: () => number
}

/** Bytes of an instant or any other number as JSON, with a comma. */
export const instantBytes = 17
export const numberBytes = 26

/** An instant for people. */
export function instantText(at: number): string {
  return Number.isFinite(at) && Math.abs(at) <= 8.64e15 ? isoInstant(at) : String(at)
}
