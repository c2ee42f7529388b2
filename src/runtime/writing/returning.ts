// A bounded cache for what comes back. A key is held from its second use within a while on: of what is used once only the key is noted,
// so that a crowd of passers-by neither pushes out those who come often nor fills the heap with what is looked at once and then collected at
// length. Never holds more than its limit.

import { RecentlyUsed } from './recently-used.ts'

export class Returning<Key, Value> {
  readonly #held: RecentlyUsed<Key, Value>
  readonly #noted: RecentlyUsed<Key, true>

  constructor(limit: number) {
    this.#held = new RecentlyUsed(limit)
    // With more of them, what is held is often pushed out before it is asked for: then it grew old for nothing, and old garbage is the dearest.
    this.#noted = new RecentlyUsed(limit)
  }

  /** The value, which from now on counts as used; undefined when it is not held. */
  get(key: Key): Value | undefined {
    return this.#held.get(key)
  }

  /** Holds the value if its key was used before, else notes that it was used now. */
  set(key: Key, value: Value): void {
    if (this.#noted.get(key) === undefined) this.#noted.set(key, true)
    else this.#held.set(key, value)
  }

  delete(key: Key): void {
    this.#held.delete(key)
  }
}
