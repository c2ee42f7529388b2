// Lists by 32-bit ids, all in one list sorted by id: id, length, list, id, length, list, ... A subscriber has some ten to some hundred of them, and the
// server keeps thousands of subscribers: a Map of that size takes three times the memory, and fetching its parts from there costs more than a search
// in one piece of it. Two tables with the same content are equal in every respect, whatever was put in first.
//
// The lengths stand beside the lists, because "at least so many" is what nearly every event asks of several of them, and most are too short: those
// need not be fetched from memory. So a list that was put in must not change.

/** How many places of `rows` an id takes with what stands beside it. */
export const stride = 3

export class IdTable<List extends { readonly length: number }> {
  readonly #rows: (number | List)[]

  /** `rows`: signed id, length and list in turns, in the order of `entries`; the table owns the list of them from then on. */
  constructor(rows: (number | List)[] = []) {
    this.#rows = rows
  }

  /** Signed id, length and list in turns, sorted by id: to be read only. */
  get rows(): readonly (number | List)[] {
    return this.#rows
  }

  get size(): number {
    return this.#rows.length / stride
  }

  get(id: number): List | undefined {
    const rows = this.#rows
    const place = placeOf(rows, id | 0)
    return rows[place] === (id | 0) ? (rows[place + 2] as List) : undefined
  }

  /** The list, if it has at least so many entries. */
  getOfLeast(id: number, length: number): List | undefined {
    const rows = this.#rows
    const place = placeOf(rows, id | 0)
    return rows[place] === (id | 0) && (rows[place + 1] as number) >= length ? (rows[place + 2] as List) : undefined
  }

  has(id: number): boolean {
    return this.get(id) !== undefined
  }

  set(id: number, list: List): void {
    const rows = this.#rows
    const place = placeOf(rows, id | 0)
    if (rows[place] !== (id | 0)) rows.splice(place, 0, id | 0, 0, list)
    rows[place + 1] = list.length
    rows[place + 2] = list
  }

  delete(id: number): void {
    const place = placeOf(this.#rows, id | 0)
    if (this.#rows[place] === (id | 0)) this.#rows.splice(place, stride)
  }

  *keys(): Generator<number> {
    for (let place = 0; place < this.#rows.length; place += stride) yield (this.#rows[place] as number) >>> 0
  }

  *[Symbol.iterator](): Generator<[number, List]> {
    for (let place = 0; place < this.#rows.length; place += stride) yield [(this.#rows[place] as number) >>> 0, this.#rows[place + 2] as List]
  }

  /** A table of its own, with the same lists. */
  copy(): IdTable<List> {
    return new IdTable(this.#rows.slice())
  }
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
