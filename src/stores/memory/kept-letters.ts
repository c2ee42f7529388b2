// Refused events with their reason, as the store in memory keeps them.

import { limits } from '../../model/limits.ts'
import type { DeadLetter, DeadLetterQuery, StoredDeadLetter } from '../../runtime/store.ts'

export class KeptLetters {
  #letters: StoredDeadLetter[] = []
  #count = 0

  /** The oldest leave when there are too many. */
  add(letters: readonly DeadLetter[]): void {
    for (const letter of letters) {
      this.#count += 1
      this.#letters.push({ ...letter, id: this.#count })
    }
    if (this.#letters.length > limits.deadLetters) this.#letters = this.#letters.slice(-limits.deadLetters)
  }

  drop(ids: readonly number[]): void {
    if (ids.length > 0) this.#letters = this.#letters.filter(({ id }) => !ids.includes(id))
  }

  newest({ limit, before = Number.POSITIVE_INFINITY, text }: DeadLetterQuery): StoredDeadLetter[] {
    const wanted = text?.toLowerCase()
    const says = ({ reason, source, body }: DeadLetter): boolean =>
      wanted === undefined || [reason, source, body].some((part) => part.toLowerCase().includes(wanted))
    return this.#letters
      .filter((letter) => letter.id < before && says(letter))
      .toReversed()
      .slice(0, limit)
  }

  one(id: number): StoredDeadLetter | undefined {
    return this.#letters.find((letter) => letter.id === id)
  }

  forget(isAbout: (text: string) => boolean): void {
    this.#letters = this.#letters.filter(({ reason, body }) => !isAbout(`${reason}\n${body}`))
  }
}
