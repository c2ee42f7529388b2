// When the first of somebody's passages and timers moves if nothing happens, from when on the first of them can be forgotten, and how many journeys
// somebody is inside. It follows from the rest of the state and is never stored or copied: where it is not known, it is looked up with the next input
// (look-ahead.ts).

/** The lists that it is about, by which it is told that somebody put others in their place. */
interface Lists {
  readonly enrollments: readonly unknown[]
  readonly quiets: readonly unknown[]
}

export interface Coming {
  /** The earliest instant at which a passage moves or a timer fires by itself; Infinity when none does. */
  readonly movesAt: number
  /** No passage and no timer can be forgotten before it. */
  readonly forgetsAt: number
  /** Passages that have not ended. */
  readonly inside: number
}

// Its fields are nobody else's, so that two states are equal whether or not somebody has looked.
export class Ahead {
  #movesAt = Number.POSITIVE_INFINITY
  #forgetsAt = Number.NEGATIVE_INFINITY
  #inside = 0
  #program = 0
  #enrollments: readonly unknown[] | undefined
  #quiets: readonly unknown[] | undefined

  get movesAt(): number {
    return this.#movesAt
  }

  get forgetsAt(): number {
    return this.#forgetsAt
  }

  get inside(): number {
    return this.#inside
  }

  /** Whether it is known for these lists under this program, by its id. */
  isKnown(program: number, { enrollments, quiets }: Lists): boolean {
    return this.#program === program && this.#enrollments === enrollments && this.#quiets === quiets
  }

  learn(program: number, { enrollments, quiets }: Lists, { movesAt, forgetsAt, inside }: Coming): void {
    this.#movesAt = movesAt
    this.#forgetsAt = forgetsAt
    this.#inside = inside
    this.#program = program
    this.#enrollments = enrollments
    this.#quiets = quiets
  }
}
