// A bounded cache that forgets roughly what was used longest ago. Two generations instead of a list: a hit in the
// young one costs one look-up, and when the young one is full the old one is dropped whole. Never holds more than its limit.

export class RecentlyUsed<Key, Value> {
  #young = new Map<Key, Value>()
  #old = new Map<Key, Value>()
  readonly #generation: number

  constructor(limit: number) {
    this.#generation = Math.max(1, Math.floor(limit / 2))
  }

  /** The value, which from now on counts as used; undefined when it is not held (any more). */
  get(key: Key): Value | undefined {
    const young = this.#young.get(key)
    if (young !== undefined) return young
    const old = this.#old.get(key)
    if (old !== undefined) this.set(key, old)
    return old
  }

  /** Holds the value, and drops the old generation when the young one is full. */
  set(key: Key, value: Value): void {
    this.#young.set(key, value)
    if (this.#young.size <= this.#generation) return
    this.#old = this.#young
    this.#young = new Map()
  }

  delete(key: Key): void {
    this.#young.delete(key)
    this.#old.delete(key)
  }
}
