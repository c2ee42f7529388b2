// Who is in which list, segment and journey, as the store in memory keeps it, and the same questions as a file answers.

import { searchWords } from '../../model/search-words.ts'
import type { Grouping, GroupingKind, MembershipChange, SubscriberNumber } from '../../runtime/store.ts'
import { compareByCodePoint } from './code-point-order.ts'

export class KeptMembers {
  readonly #of = new Map<SubscriberNumber, readonly Grouping[]>()

  take(changes: readonly MembershipChange[]): void {
    for (const { subscriber, groupings } of changes)
      this.#of.set(
        subscriber,
        groupings.map(({ kind, name }) => ({ kind, name })),
      )
  }

  forget(subscriber: SubscriberNumber): void {
    this.#of.delete(subscriber)
  }

  isIn(subscriber: SubscriberNumber, wanted: Grouping): boolean {
    return (this.#of.get(subscriber) ?? []).some(({ kind, name }) => kind === wanted.kind && name === wanted.name)
  }

  fits(subscriber: SubscriberNumber, groupings: readonly Grouping[]): boolean {
    return groupings.every((wanted) => this.isIn(subscriber, wanted))
  }

  isNamed(subscriber: SubscriberNumber, text: string): boolean {
    const own = (this.#of.get(subscriber) ?? []).flatMap(({ kind, name }) => (kind === 'name' ? [name] : []))
    const words = searchWords(text)
    return words.length > 0 && words.every((word) => own.some((one) => one.startsWith(word)))
  }

  counts(kind: GroupingKind): { name: string; people: number }[] {
    const counts = new Map<string, number>()
    for (const groupings of this.#of.values()) {
      for (const one of groupings) if (one.kind === kind) counts.set(one.name, (counts.get(one.name) ?? 0) + 1)
    }
    return [...counts].map(([name, people]) => ({ name, people })).sort((one, other) => compareByCodePoint(one.name, other.name))
  }
}
