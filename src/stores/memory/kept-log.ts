// The append-only log of the store in memory.

import assert from 'node:assert/strict'
import { blankEntry, type LogEntry, type LogShare, type Position } from '../../runtime/store.ts'

export class KeptLog {
  readonly #entries: LogEntry[] = []

  /** Throws when the lines do not come after those there are. */
  check(entries: readonly LogEntry[]): void {
    let last = this.lastPosition
    for (const { position } of entries) {
      assert(position > last, `Log position ${position} does not come after ${last}.`)
      last = position
    }
  }

  append(entries: readonly LogEntry[]): void {
    for (const entry of entries) this.#entries.push({ ...entry })
  }

  get lastPosition(): Position {
    return this.#entries.at(-1)?.position ?? 0
  }

  after(position: Position, limit: number): LogEntry[] {
    const from = this.#firstAfter(position)
    return this.#entries.slice(from, from + limit).map((entry) => ({ ...entry }))
  }

  at(position: Position): LogEntry | undefined {
    const entry = this.#entries[this.#firstAfter(position - 1)]
    return entry?.position === position ? { ...entry } : undefined
  }

  /** From a head backwards, newest first by position, merged chains included; only what came after a position. */
  history(head: Position, limit: number, after: Position): LogEntry[] {
    const found: LogEntry[] = []
    const heads = head > after ? [head] : []
    while (found.length < limit && heads.length > 0) {
      const newest = Math.max(...heads)
      heads.splice(heads.indexOf(newest), 1)
      const entry = this.at(newest)
      if (entry === undefined) continue
      found.push(entry)
      for (const earlier of [entry.previous, entry.merged]) if (earlier > after) heads.push(earlier)
    }
    return found
  }

  ofNames(
    names: readonly string[],
    { after, upTo }: { readonly after: Position; readonly upTo: Position },
  ): Pick<LogEntry, 'subscriber' | 'receivedAt' | 'name' | 'body'>[] {
    const wanted = new Set(names)
    const range = this.#entries.slice(this.#firstAfter(after), this.#firstAfter(upTo))
    return range.filter(({ name }) => wanted.has(name)).map(({ subscriber, receivedAt, name, body }) => ({ subscriber, receivedAt, name, body }))
  }

  /** The lines of one share of the people in a range. */
  share({ index, of, moved, names, isSilent }: LogShare, { after, upTo }: { readonly after: Position; readonly upTo: Position }): LogEntry[] {
    const numbers = new Map(moved)
    const range = this.#entries.slice(this.#firstAfter(after), this.#firstAfter(upTo))
    const found = range.filter(({ subscriber, name, previous, body }) => {
      if ((numbers.get(subscriber) ?? subscriber) % of !== index) return false
      if (isSilent === true && !body.includes('"silent":true')) return false
      return names === undefined || previous === 0 || names.includes(name)
    })
    return found.map((entry) => ({ ...entry }))
  }

  /** Another text and place in a chain for a line that stands already. */
  rewrite(entry: LogEntry): void {
    const index = this.#firstAfter(entry.position - 1)
    if (this.#entries[index]?.position === entry.position) this.#entries[index] = { ...entry }
  }

  blank(position: Position): void {
    const index = this.#firstAfter(position - 1)
    const entry = this.#entries[index]
    if (entry?.position === position) this.#entries[index] = { ...entry, ...blankEntry }
  }

  /** Index of the first entry after a position; the log is in order of position. */
  #firstAfter(position: Position): number {
    let low = 0
    let high = this.#entries.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#entries[middle] as LogEntry).position <= position) low = middle + 1
      else high = middle
    }
    return low
  }
}
