// The running counts, as the store in memory keeps them.

import type { Count, CountChange } from '../../runtime/store.ts'
import { compareCounts } from './orders.ts'

export class KeptCounts {
  readonly #counts = new Map<string, Count>()

  add({ by, ...name }: CountChange): void {
    const key = JSON.stringify([name.journey, name.version, name.step, name.measure])
    this.#counts.set(key, { ...name, count: (this.#counts.get(key)?.count ?? 0) + by })
  }

  /** Of one journey, or all. */
  of(journey: string | undefined): Count[] {
    const wanted = [...this.#counts.values()].filter((count) => journey === undefined || count.journey === journey)
    return wanted.sort(compareCounts).map((count) => ({ ...count }))
  }
}
