// Who is who, as the store in memory keeps it.

import type { Identity, SubscriberNumber } from '../../runtime/store.ts'
import { compareByCodePoint } from './code-point-order.ts'

export class KeptIdentities {
  readonly #owners = new Map<Identity, SubscriberNumber>()
  readonly #byOwner = new Map<SubscriberNumber, Set<Identity>>()

  point(identity: Identity, subscriber: SubscriberNumber): void {
    this.#byOwner.get(this.#owners.get(identity) ?? 0)?.delete(identity)
    this.#owners.set(identity, subscriber)
    const identities = this.#byOwner.get(subscriber) ?? new Set()
    this.#byOwner.set(subscriber, identities.add(identity))
  }

  ownerOf(identity: Identity): SubscriberNumber | undefined {
    return this.#owners.get(identity)
  }

  /** In code point order. */
  of(subscriber: SubscriberNumber): Identity[] {
    return [...(this.#byOwner.get(subscriber) ?? [])].sort(compareByCodePoint)
  }

  forget(subscriber: SubscriberNumber): void {
    for (const identity of this.#byOwner.get(subscriber) ?? []) this.#owners.delete(identity)
    this.#byOwner.delete(subscriber)
  }
}
