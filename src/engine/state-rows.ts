// How the rows of a stored state are written and read, one value after the other: a list says first how many values it has. What lies behind,
// bytes or nested arrays, nobody here knows; for nested arrays there are a sink and a source in this file.

import type { Json, JsonObject } from '../model/json.ts'

/** Takes values in. */
export interface RowSink {
  /** A list of so many values begins: each of them a `value` or a list of its own. */
  list(length: number): void
  value(value: Json): void
}

/** Gives the same values out, in the same order. */
export interface RowSource {
  /** How many values the list has that begins here; -1 where there is null instead of a list. */
  list(): number
  value(): Json
  /** An object that is the caller's to change. */
  object(): Record<string, Json>
}

/** All the rows of a list, each read by `read`. */
export function readRows<Row>(source: RowSource, read: (source: RowSource) => Row): Row[] {
  const rows: Row[] = []
  for (let left = source.list(); left > 0; left -= 1) rows.push(read(source))
  return rows
}

/** Passes over so many values, which a newer version wrote. */
export function pass(source: RowSource, count: number): void {
  for (let left = count; left > 0; left -= 1) source.value()
}

/** Makes nested arrays of what it is given. */
export class JsonSink implements RowSink {
  readonly #open: { readonly list: Json[]; left: number }[] = []
  #whole: Json = null

  /** What was written. */
  get json(): Json {
    return this.#whole
  }

  list(length: number): void {
    const list: Json[] = []
    this.value(list)
    if (length > 0) this.#open.push({ list, left: length })
  }

  value(value: Json): void {
    const last = this.#open.at(-1)
    if (last === undefined) {
      this.#whole = value
      return
    }
    last.list.push(value)
    last.left -= 1
    if (last.left === 0) this.#open.pop()
  }
}

/** Reads nested arrays. */
export class JsonSource implements RowSource {
  readonly #open: { readonly list: readonly Json[]; next: number }[]

  constructor(json: Json) {
    this.#open = [{ list: [json], next: 0 }]
  }

  list(): number {
    const list = this.value()
    if (!Array.isArray(list)) return -1
    this.#open.push({ list, next: 0 })
    return list.length
  }

  value(): Json {
    let last = this.#open.at(-1)
    while (last !== undefined && last.next === last.list.length) {
      this.#open.pop()
      last = this.#open.at(-1)
    }
    if (last === undefined) throw new Error('there is nothing more to read')
    last.next += 1
    return last.list[last.next - 1] as Json
  }

  object(): Record<string, Json> {
    return { ...(this.value() as JsonObject) }
  }
}
