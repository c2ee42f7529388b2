// What a start opened, to be closed in the reverse order.

export class Closing {
  readonly #opened: (() => unknown)[] = []

  /** Remembers how something is closed again. */
  whenClosed(close: () => unknown): void {
    this.#opened.push(close)
  }

  /** The same for what knows itself how to close. */
  closing<Part extends { close(): unknown }>(part: Part): Part {
    this.whenClosed(() => part.close())
    return part
  }

  /** Closes everything, what was opened last first; a second time there is nothing left. */
  async close(): Promise<void> {
    for (const close of this.#opened.splice(0).reverse()) await close()
  }
}
