// Erasures under way and tombstones, as the store in memory keeps them.

import type { Erasure, SubscriberNumber, Tombstone } from '../../runtime/store.ts'

export class Erasures {
  readonly #erasures = new Map<SubscriberNumber, string>()
  readonly #tombstones = new Map<string, number>()

  keep(erasure: Erasure, tombstones: readonly Tombstone[]): void {
    this.#erasures.set(erasure.subscriber, JSON.stringify(erasure))
    for (const { hash, at } of tombstones) this.#tombstones.set(hash, Math.max(at, this.#tombstones.get(hash) ?? at))
  }

  finish(subscriber: SubscriberNumber): void {
    this.#erasures.delete(subscriber)
  }

  unfinished(): Erasure[] {
    return [...this.#erasures].sort(([one], [other]) => one - other).map(([, json]) => JSON.parse(json) as Erasure)
  }

  tombstones(hashes: readonly string[]): Tombstone[] {
    return hashes.flatMap((hash) => {
      const at = this.#tombstones.get(hash)
      return at === undefined ? [] : [{ hash, at }]
    })
  }

  drop(hashes: readonly string[]): void {
    for (const hash of hashes) this.#tombstones.delete(hash)
  }

  get hasTombstones(): boolean {
    return this.#tombstones.size > 0
  }
}
