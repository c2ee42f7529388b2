// What happened to each of the people of a life, as evidence: until two of them became one, neither had what the other one did.

import type { PastOccurrence } from '../../engine/conditions/evidence.ts'

export class OwnPast {
  /** By number and name, oldest first. */
  readonly #pasts = new Map<number, Map<string, PastOccurrence[]>>()

  /** What is known of somebody, by the name of what happened. */
  of(subscriber: number): ReadonlyMap<string, readonly PastOccurrence[]> {
    return this.#pasts.get(subscriber) ?? new Map()
  }

  remember(subscriber: number, occurrence: PastOccurrence): void {
    const past = this.#pasts.get(subscriber) ?? new Map<string, PastOccurrence[]>()
    this.#pasts.set(subscriber, past)
    const known = past.get(occurrence.name)
    if (known === undefined) past.set(occurrence.name, [occurrence])
    else known.push(occurrence)
  }

  /** From now on both are one. */
  join({ from, into }: { readonly from: number; readonly into: number }): void {
    const [lost, kept] = [this.#pasts.get(from), this.#pasts.get(into) ?? new Map<string, PastOccurrence[]>()]
    this.#pasts.set(into, kept)
    this.#pasts.delete(from)
    for (const [name, occurrences] of lost ?? []) {
      const both = [...(kept.get(name) ?? []), ...occurrences]
      kept.set(
        name,
        both.sort((one, other) => one.occurredAt - other.occurredAt),
      )
    }
  }
}
