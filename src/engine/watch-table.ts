// What is known of watched conditions, as one list of numbers sorted by id: id, value (0 or 1), until, id, value, until, ... No objects, because
// every deadline and most events look at many of them. What is not in it is false for ever.

export interface WatchState {
  readonly value: boolean
  /** When the value changes if nothing else happens; Infinity when never. */
  readonly until: number
}

const stride = 3

export class WatchTable {
  readonly #rows: number[]
  // What nearly every event asks for and few change, so that the list lies untouched most of the time: the earliest until, and the bits of those that
  // hold. It follows from the list and is found out anew when it is asked for, after a change that it does not survive.
  #earliest = Number.POSITIVE_INFINITY
  #holding = 0
  #isKnown = false

  /** `rows`: id, value and until in turns, sorted by id; the table owns the list from then on. */
  constructor(rows: number[] = []) {
    this.#rows = rows
  }

  /** Id, value and until in turns, sorted by id: to be read only. */
  get rows(): readonly number[] {
    return this.#rows
  }

  get size(): number {
    return this.#rows.length / stride
  }

  /** Whether the condition held when it was last asked. */
  holds(id: number): boolean {
    if (!this.#isKnown) this.#learn()
    if ((this.#holding & bitOf(id)) === 0) return false
    const place = this.#placeOf(id)
    return this.#rows[place] === id && this.#rows[place + 1] === 1
  }

  /** When it changes if nothing else happens; Infinity when never. */
  untilOf(id: number): number {
    const place = this.#placeOf(id)
    return this.#rows[place] === id ? (this.#rows[place + 2] as number) : Number.POSITIVE_INFINITY
  }

  /**
   * Whether the instant at which the condition will be looked at again may stand although it could be `until` now. An early look finds nothing and sets
   * the next one; moving the instant on with every event ("inactive for 14 days") would write far more often than that looks.
   */
  isEarlyEnough(id: number, until: number, now: number): boolean {
    const place = this.#placeOf(id)
    const known = this.#rows[place] === id ? (this.#rows[place + 2] as number) : Number.POSITIVE_INFINITY
    return known === until || (known < until && known > now)
  }

  has(id: number): boolean {
    return this.#rows[this.#placeOf(id)] === id
  }

  get(id: number): WatchState | undefined {
    return this.has(id) ? { value: this.holds(id), until: this.untilOf(id) } : undefined
  }

  /** What is false for ever is forgotten. */
  set(id: number, { value, until }: WatchState): void {
    if (!value && until === Number.POSITIVE_INFINITY) return this.delete(id)
    const rows = this.#rows
    const place = this.#placeOf(id)
    if (rows[place] !== id) rows.splice(place, 0, id, 0, 0)
    if (rows[place + 2] === this.#earliest || (rows[place + 1] === 1 && !value)) this.#isKnown = false
    rows[place + 1] = value ? 1 : 0
    rows[place + 2] = until
    if (value) this.#holding |= bitOf(id)
    if (until < this.#earliest) this.#earliest = until
  }

  delete(id: number): void {
    const place = this.#placeOf(id)
    if (this.#rows[place] !== id) return
    this.#rows.splice(place, stride)
    this.#isKnown = false
  }

  /** The earliest instant at which one of them changes by itself. */
  earliest(): number {
    if (!this.#isKnown) this.#learn()
    return this.#earliest
  }

  #learn(): void {
    const rows = this.#rows
    this.#earliest = Number.POSITIVE_INFINITY
    this.#holding = 0
    for (let place = 0; place < rows.length; place += stride) {
      if ((rows[place + 2] as number) < this.#earliest) this.#earliest = rows[place + 2] as number
      if (rows[place + 1] === 1) this.#holding |= bitOf(rows[place] as number)
    }
    this.#isKnown = true
  }

  /** Those that change by themselves at or before an instant. */
  dueAt(at: number): number[] {
    const due: number[] = []
    const rows = this.#rows
    for (let place = 2; place < rows.length; place += stride) if ((rows[place] as number) <= at) due.push(rows[place - 2] as number)
    return due
  }

  *keys(): Generator<number> {
    for (let place = 0; place < this.#rows.length; place += stride) yield this.#rows[place] as number
  }

  *[Symbol.iterator](): Generator<[number, WatchState]> {
    for (const id of this.keys()) yield [id, this.get(id) as WatchState]
  }

  /** A table of its own, with the same content. */
  copy(): WatchTable {
    return new WatchTable(this.#rows.slice())
  }

  /** Where an id stands, or would stand. */
  #placeOf(id: number): number {
    const rows = this.#rows
    let low = 0
    let high = rows.length / stride
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((rows[stride * middle] as number) < id) low = middle + 1
      else high = middle
    }
    return stride * low
  }
}

/** One of 32 bits, which an id shares with others: where it is not set, none of them holds. */
function bitOf(id: number): number {
  return 1 << (id & 31)
}
