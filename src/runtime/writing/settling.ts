// Groups that are committed and wait for the disk: each is settled after those before it, so answers keep their order.

export class Settling {
  readonly #onSettled: () => void
  #groups = 0
  #last: Promise<void> = Promise.resolve()

  /** `onSettled` is called after each group. */
  constructor(onSettled: () => void) {
    this.#onSettled = onSettled
  }

  get isEmpty(): boolean {
    return this.#groups === 0
  }

  /** Settles a group after those before it, and resolves when these are settled: while the disk takes one group in, one more is decided. */
  add(settle: () => Promise<void>): Promise<void> {
    const before = this.#last
    this.#groups += 1
    this.#last = before.then(settle).finally(() => {
      this.#groups -= 1
      this.#onSettled()
    })
    return before
  }
}
