// Counts of sending domains, as the store in memory keeps them.

import { limits } from '../../model/limits.ts'
import type { SendingChange, SendingCount } from '../../model/sending-count.ts'
import { compareByCodePoint } from './code-point-order.ts'

const dayMs = 86_400_000

export class SendingCounts {
  readonly #counts = new Map<string, SendingCount>()

  take(changes: readonly SendingChange[]): void {
    for (const { by, ...about } of changes) {
      const key = `${about.slot} ${about.measure} ${about.domain}`
      this.#counts.set(key, { ...about, count: (this.#counts.get(key)?.count ?? 0) + by })
    }
    if (changes.length === 0) return
    const before = Math.max(...changes.map(({ slot }) => slot)) - limits.sendingDays * dayMs
    for (const [key, { slot }] of this.#counts) if (slot < before) this.#counts.delete(key)
  }

  since(instant: number): SendingCount[] {
    return [...this.#counts.values()]
      .filter(({ slot }) => slot >= instant)
      .map((count) => ({ ...count }))
      .sort(compare)
  }
}

function compare(one: SendingCount, other: SendingCount): number {
  return one.slot - other.slot || compareByCodePoint(one.domain, other.domain) || compareByCodePoint(one.measure, other.measure)
}
