// Refused events with their reason, as the store in memory keeps them.

import { limits } from '../../model/limits.ts'
import type { DeadLetter } from '../../runtime/store.ts'

export class KeptLetters {
  #letters: DeadLetter[] = []

  /** The oldest leave when there are too many. */
  add(letters: readonly DeadLetter[]): void {
    for (const letter of letters) this.#letters.push({ ...letter })
    if (this.#letters.length > limits.deadLetters) this.#letters = this.#letters.slice(-limits.deadLetters)
  }

  newest(limit: number): DeadLetter[] {
    return this.#letters.slice(Math.max(this.#letters.length - limit, 0)).reverse()
  }

  forget(isAbout: (text: string) => boolean): void {
    this.#letters = this.#letters.filter(({ reason, body }) => !isAbout(`${reason}\n${body}`))
  }
}
