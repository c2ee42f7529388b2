// What the memories of one subscriber hold, by the memories' 32-bit ids, in two lists. The one is sorted by id: id, content, id, content, ... A content of
// numbers alone stands there as how many they are, and the numbers of all of them stand in the other list, in the same order: a memory's begin where
// those of the memories before it end. Any other content, and one of very many numbers, stands there itself.
//
// A subscriber has some ten to some hundred memories, the server keeps thousands of subscribers, and nearly every event asks several memories and puts an
// instant into two or three. As lists of their own each would be two pieces somewhere in memory, to be waited for, and replaced by new ones with every
// event; a Map of them would take three times the memory.
//
// Two tables with the same content are equal in every respect, whatever was put in first and however it stands there.

import type { Json } from '../../model/json.ts'
import { endOfKept, placeOfInstant } from './instants.ts'
import { isKept, type Retentions } from './retention.ts'

type Content = readonly Json[]

/** How many places of `rows` an id takes with what stands beside it. */
export const stride = 2
/** Of more numbers a content stands by itself: whatever comes and goes moves all numbers behind it. */
export const mostNumbers = 64

export class MemoryTable {
  readonly #rows: (number | Content)[]
  readonly #numbers: number[]

  /** Both lists as this file's head describes them; ids are signed. The table owns them from then on. */
  constructor(rows: (number | Content)[] = [], numbers: number[] = []) {
    this.#rows = rows
    this.#numbers = numbers
  }

  /** Signed id, and how many numbers or the content itself, in turns, sorted by id: to be read only. */
  get rows(): readonly (number | Content)[] {
    return this.#rows
  }

  /** The numbers of all that `rows` only counts, in the same order: to be read only. */
  get numbers(): readonly number[] {
    return this.#numbers
  }

  get size(): number {
    return this.#rows.length / stride
  }

  /** What the memory holds, as a list that nobody else changes; undefined where it is empty. */
  get(id: number): Content | undefined {
    const place = placeOf(this.#rows, id | 0)
    return this.#rows[place] === (id | 0) ? this.#contentAt(place) : undefined
  }

  /** Of a memory that holds numbers alone the one at an index; undefined where it has fewer. */
  numberAt(id: number, index: number): number | undefined {
    const rows = this.#rows
    const place = placeOf(rows, id | 0)
    if (rows[place] !== (id | 0)) return undefined
    const content = rows[place + 1] as number | Content
    if (typeof content !== 'number') return content[index] as number | undefined
    return index < content ? this.#numbers[startOf(rows, place) + index] : undefined
  }

  has(id: number): boolean {
    return this.#rows[placeOf(this.#rows, id | 0)] === (id | 0)
  }

  set(id: number, content: Content): void {
    const rows = this.#rows
    const place = placeOf(rows, id | 0)
    if (rows[place] === (id | 0)) this.#takeNumbers(place)
    else rows.splice(place, 0, id | 0, content)
    rows[place + 1] = content
    if (!areFewNumbers(content)) return
    this.#numbers.splice(startOf(rows, place), 0, ...content)
    rows[place + 1] = content.length
  }

  /**
   * Takes an instant in among those that the memory holds, newest first, and forgets the ones that nobody can see any more: what times.ts does to a list, in
   * place. False, and nothing is done, where they do not stand among the numbers, or would be too many to.
   */
  addInstant(id: number, instant: number, { now, retentions }: { readonly now: number; readonly retentions: Retentions }): boolean {
    const rows = this.#rows
    const numbers = this.#numbers
    const row = placeOf(rows, id | 0)
    const length = rows[row + 1]
    if (rows[row] !== (id | 0) || typeof length !== 'number' || length === mostNumbers) return false
    const from = startOf(rows, row)
    const stretch = { from, to: from + length }
    const place = placeOfInstant(numbers, stretch, instant)
    if (!isKept(retentions, place - from, now - instant)) return true
    const end = endOfKept(numbers, stretch, { place, now, by: retentions })
    if (end === stretch.to) numbers.splice(end, 0, instant)
    else if (end + 1 < stretch.to) numbers.splice(end + 1, stretch.to - end - 1)
    for (let index = end; index > place; index -= 1) numbers[index] = numbers[index - 1] as number
    numbers[place] = instant
    rows[row + 1] = end + 1 - from
    return true
  }

  delete(id: number): void {
    const place = placeOf(this.#rows, id | 0)
    if (this.#rows[place] !== (id | 0)) return
    this.#takeNumbers(place)
    this.#rows.splice(place, stride)
  }

  *keys(): Generator<number> {
    for (let place = 0; place < this.#rows.length; place += stride) yield (this.#rows[place] as number) >>> 0
  }

  *[Symbol.iterator](): Generator<[number, Content]> {
    for (let place = 0; place < this.#rows.length; place += stride) yield [(this.#rows[place] as number) >>> 0, this.#contentAt(place)]
  }

  /** A table of its own, with the same content. */
  copy(): MemoryTable {
    return new MemoryTable(this.#rows.slice(), this.#numbers.slice())
  }

  #contentAt(place: number): Content {
    const content = this.#rows[place + 1] as number | Content
    if (typeof content !== 'number') return content
    const from = startOf(this.#rows, place)
    return this.#numbers.slice(from, from + content)
  }

  /** Removes what the row counts from the numbers. */
  #takeNumbers(place: number): void {
    const content = this.#rows[place + 1]
    if (typeof content === 'number') this.#numbers.splice(startOf(this.#rows, place), content)
  }
}

/** Whether a content stands among the numbers. */
export function areFewNumbers(content: Content): content is readonly number[] {
  return content.length <= mostNumbers && content.every((one) => typeof one === 'number')
}

/** Where the numbers of a row begin: after those of all rows before it. */
function startOf(rows: readonly unknown[], place: number): number {
  let start = 0
  for (let before = 1; before < place; before += stride) {
    const content = rows[before]
    if (typeof content === 'number') start += content
  }
  return start
}

/** Where an id stands, or would stand. Ids are compared as signed numbers, because small integers are stored in the list itself. */
function placeOf(rows: readonly unknown[], id: number): number {
  let low = 0
  let high = rows.length / stride
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((rows[stride * middle] as number) < id) low = middle + 1
    else high = middle
  }
  return stride * low
}
