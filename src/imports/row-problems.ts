// What is wrong with the rows of a file: each reason once, with the first line that has it and how many do. So a column that is wrong everywhere does not hide what is
// wrong in a few rows besides. Further reasons than there is room for are counted and not kept.

import { readRefusal } from '../model/read-sentence.ts'

export interface RowProblem {
  /** The first line that has it. */
  readonly line: number
  readonly reason: string
  /** Rows that have it, that one among them. */
  readonly rows: number
}

export class RowProblems {
  readonly #most: number
  readonly #known = new Map<string, RowProblem>()

  /** `most`: reasons that are kept. */
  constructor(most: number) {
    this.#most = most
  }

  /** Notes what is wrong in a line. Lines come in their order. */
  note(line: number, reason: string): void {
    const what = withoutValues(reason)
    const known = this.#known.get(what)
    if (known !== undefined) this.#known.set(what, { ...known, rows: known.rows + 1 })
    else if (this.#known.size < this.#most) this.#known.set(what, { line, reason, rows: 1 })
  }

  /** In the order of their first lines. */
  get list(): readonly RowProblem[] {
    return [...this.#known.values()]
  }
}

/** The reason without what stands in the row: a thousand addresses that are none are one thing that is wrong. */
function withoutValues(reason: string): string {
  return JSON.stringify(readRefusal(reason), (name, value: unknown) => (name === 'written' ? undefined : value))
}
