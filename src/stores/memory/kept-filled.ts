// What was made from the log beforehand, as the store in memory keeps it.

import type { Filled, SubscriberNumber } from '../../runtime/store.ts'

export class KeptFilled {
  readonly #rows = new Map<string, Map<SubscriberNumber, Uint8Array>>()

  keep(name: string, rows: readonly Filled[]): void {
    const kept = this.#rows.get(name) ?? new Map<SubscriberNumber, Uint8Array>()
    this.#rows.set(name, kept)
    for (const { subscriber, content } of rows) kept.set(subscriber, Uint8Array.from(content))
  }

  read(name: string, subscribers: readonly SubscriberNumber[]): (Uint8Array | undefined)[] {
    return subscribers.map((subscriber) => this.#rows.get(name)?.get(subscriber))
  }

  /** All but one name. */
  drop(except: string | undefined): void {
    for (const name of [...this.#rows.keys()]) if (name !== except) this.#rows.delete(name)
  }

  forget(subscriber: SubscriberNumber): void {
    for (const rows of this.#rows.values()) rows.delete(subscriber)
  }
}
