// Which numbers were merged into which, as the store in memory keeps it.

import assert from 'node:assert/strict'
import type { Commit, SubscriberNumber } from '../../runtime/store.ts'

export class KeptMerges {
  readonly #into = new Map<SubscriberNumber, SubscriberNumber>()
  readonly #apart: (readonly [from: SubscriberNumber, into: SubscriberNumber])[] = []

  /** Where a number leads after all merges; the number itself when it was never merged away. */
  follow(subscriber: SubscriberNumber): SubscriberNumber {
    return followIn(this.#into, subscriber)
  }

  add(from: SubscriberNumber, into: SubscriberNumber): void {
    this.#into.set(from, into)
  }

  /** The number leads to itself again. */
  takeBack(from: SubscriberNumber, into: SubscriberNumber): void {
    this.#into.delete(from)
    this.#apart.push([from, into])
  }

  apart(): (readonly [from: SubscriberNumber, into: SubscriberNumber])[] {
    return [...this.#apart]
  }

  /** Every number that was merged away, ascending, with where it leads in the end. */
  all(): (readonly [from: SubscriberNumber, into: SubscriberNumber])[] {
    return [...this.#into.keys()].sort((one, other) => one - other).map((from) => [from, this.follow(from)] as const)
  }

  /** Throws for a merge that cannot be. */
  check(merged: Commit['merged']): void {
    const destinations = new Map(this.#into)
    for (const { from, into } of merged) {
      assert(!destinations.has(from), `Subscriber ${from} was merged before.`)
      assert(followIn(destinations, into) !== from, `Subscriber ${from} cannot be merged into itself.`)
      destinations.set(from, into)
    }
  }
}

function followIn(merged: ReadonlyMap<SubscriberNumber, SubscriberNumber>, subscriber: SubscriberNumber): SubscriberNumber {
  let here = subscriber
  for (let next = merged.get(here); next !== undefined; next = merged.get(here)) here = next
  return here
}
