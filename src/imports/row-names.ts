// What the events of a file's rows are called, where the file does not say: by what stands in the row and not by where it stands. So a file that comes again
// counts once, also when rows were put in between, taken out or added, and so does a row that two files have. It keeps no rows, only numbers made of them.

import { createHash } from 'node:crypto'
import type { JsonObject } from '../model/json.ts'
import { limits } from '../model/limits.ts'

export interface RowNamesOptions {
  /** What makes events of the rows: a row that is read otherwise is another event. */
  readonly reading: unknown
  /** What tells the file from others: a row without a time is another event in another file. */
  readonly file: string
}

export class RowNames {
  readonly #salts: Readonly<Record<'timed' | 'untimed', string>>
  /** How often each row came so far: of the newest rows, and of those before. */
  #counts = new Map<number, number>()
  #before: ReadonlyMap<number, number> = new Map()

  constructor({ reading, file }: RowNamesOptions) {
    const timed = JSON.stringify(reading)
    this.#salts = { timed: `${timed}\n`, untimed: `${timed}\n${file}\n` }
  }

  /** The name of the next row. Of equal rows each has its own: who buys the same twice in a second has bought it twice. */
  next(row: JsonObject, { isTimed }: { readonly isTimed: boolean }): string {
    const hash = createHash('sha256')
      .update(this.#salts[isTimed ? 'timed' : 'untimed'])
      .update(JSON.stringify(row))
      .digest()
    const name = hash.toString('base64url', 0, 18)
    const count = this.#count(hash.readUIntBE(18, 6))
    return count === 1 ? name : `${name}-${count}`
  }

  #count(row: number): number {
    const count = (this.#counts.get(row) ?? this.#before.get(row) ?? 0) + 1
    this.#counts.set(row, count)
    if (this.#counts.size >= limits.importRowsApart) {
      this.#before = this.#counts
      this.#counts = new Map()
    }
    return count
  }
}
