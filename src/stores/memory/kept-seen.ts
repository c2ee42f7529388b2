// Fingerprints of older message ids with the day each was last seen, as the store in memory keeps them.

import type { SubscriberNumber } from '../../runtime/store.ts'

export class KeptSeen {
  readonly #days = new Map<SubscriberNumber, Map<number, number>>()

  remember(subscriber: SubscriberNumber, fingerprint: number, day: number): void {
    const days = this.#days.get(subscriber) ?? new Map<number, number>()
    days.set(fingerprint, Math.max(day, days.get(fingerprint) ?? day))
    this.#days.set(subscriber, days)
  }

  has(subscriber: SubscriberNumber, fingerprint: number, sinceDay: number): boolean {
    const day = this.#days.get(subscriber)?.get(fingerprint)
    return day !== undefined && day >= sinceDay
  }

  forgetBefore(day: number): void {
    for (const days of this.#days.values()) {
      for (const [fingerprint, seen] of days) if (seen < day) days.delete(fingerprint)
    }
  }

  forget(subscriber: SubscriberNumber): void {
    this.#days.delete(subscriber)
  }

  copy(from: SubscriberNumber, into: SubscriberNumber): void {
    for (const [fingerprint, day] of this.#days.get(from) ?? []) this.remember(into, fingerprint, day)
  }

  merge(from: SubscriberNumber, into: SubscriberNumber): void {
    for (const [fingerprint, day] of this.#days.get(from) ?? []) this.remember(into, fingerprint, day)
    this.#days.delete(from)
  }
}
