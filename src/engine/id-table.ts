// Values by 32-bit ids, as one list sorted by id: id, value, id, value, ... A subscriber has some ten to some hundred of them, and the server
// keeps thousands of subscribers: a Map of that size takes three times the memory, and fetching its parts from there costs more than a search
// in one piece of it. Two tables with the same content are equal in every respect, whatever was put in first.

export class IdTable<Value extends object> {
  readonly #rows: (number | Value)[]

  /** `rows`: an id and its value in turns, in the order of `entries`; the table owns the list from then on. */
  constructor(rows: (number | Value)[] = []) {
    this.#rows = rows
  }

  /** Signed id and value in turns, sorted by id: to be read only. */
  get rows(): readonly (number | Value)[] {
    return this.#rows
  }

  get size(): number {
    return this.#rows.length / 2
  }

  get(id: number): Value | undefined {
    const rows = this.#rows
    const place = placeOf(rows, id | 0)
    return rows[place] === (id | 0) ? (rows[place + 1] as Value) : undefined
  }

  has(id: number): boolean {
    return this.get(id) !== undefined
  }

  set(id: number, value: Value): void {
    const rows = this.#rows
    const place = placeOf(rows, id | 0)
    if (rows[place] === (id | 0)) rows[place + 1] = value
    else rows.splice(place, 0, id | 0, value)
  }

  delete(id: number): void {
    const place = placeOf(this.#rows, id | 0)
    if (this.#rows[place] === (id | 0)) this.#rows.splice(place, 2)
  }

  *keys(): Generator<number> {
    for (let place = 0; place < this.#rows.length; place += 2) yield (this.#rows[place] as number) >>> 0
  }

  *[Symbol.iterator](): Generator<[number, Value]> {
    for (let place = 0; place < this.#rows.length; place += 2) yield [(this.#rows[place] as number) >>> 0, this.#rows[place + 1] as Value]
  }

  /** A table of its own, with the same values. */
  copy(): IdTable<Value> {
    return new IdTable(this.#rows.slice())
  }
}

/** Where an id stands, or would stand. Ids are compared as signed numbers, because small integers are stored in the list itself. */
function placeOf(rows: readonly unknown[], id: number): number {
  let low = 0
  let high = rows.length >> 1
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((rows[2 * middle] as number) < id) low = middle + 1
    else high = middle
  }
  return 2 * low
}
