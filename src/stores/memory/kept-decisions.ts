// The decisions of the store in memory, per subscriber.

import type { Decision } from '../../model/decision.ts'
import type { DecisionPlace, SubscriberNumber } from '../../runtime/store.ts'

interface KeptDecision {
  /** Over all subscribers, in order of decision. */
  readonly id: number
  readonly json: string
}

export class KeptDecisions {
  readonly #bySubscriber = new Map<SubscriberNumber, KeptDecision[]>()
  #count = 0

  add(subscriber: SubscriberNumber, decision: Decision): void {
    const kept = this.#bySubscriber.get(subscriber) ?? []
    this.#count += 1
    kept.push({ id: this.#count, json: JSON.stringify(decision) })
    this.#bySubscriber.set(subscriber, kept)
  }

  /** The newest ones, in order of decision. */
  newest(subscriber: SubscriberNumber, limit: number): Decision[] {
    const kept = this.#bySubscriber.get(subscriber) ?? []
    return kept.slice(Math.max(kept.length - limit, 0)).map(({ json }) => JSON.parse(json) as Decision)
  }

  /** Those before a place, newest first; every decision is a row of its own here. */
  before(subscriber: SubscriberNumber, place: DecisionPlace | undefined, limit: number): { decision: Decision; place: DecisionPlace }[] {
    const earlier = (this.#bySubscriber.get(subscriber) ?? []).filter(({ id }) => id < (place?.row ?? Number.POSITIVE_INFINITY))
    return earlier
      .toReversed()
      .slice(0, limit)
      .map(({ id, json }) => ({ decision: JSON.parse(json) as Decision, place: { row: id, index: 0 } }))
  }

  merge(from: SubscriberNumber, into: SubscriberNumber): void {
    const decisions = [...(this.#bySubscriber.get(into) ?? []), ...(this.#bySubscriber.get(from) ?? [])].sort((one, other) => one.id - other.id)
    if (decisions.length > 0) this.#bySubscriber.set(into, decisions)
    this.#bySubscriber.delete(from)
  }

  /** All decisions of a subscriber, in place of those there are. */
  replace(subscriber: SubscriberNumber, decisions: readonly Decision[]): void {
    this.#bySubscriber.delete(subscriber)
    for (const decision of decisions) this.add(subscriber, decision)
  }

  forget(subscriber: SubscriberNumber): void {
    this.#bySubscriber.delete(subscriber)
  }
}
