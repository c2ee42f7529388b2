// The running counts, as the store in memory keeps them.

import { isCountedByDay, type JourneyDayCount, type JourneyDayQuery } from '../../model/journey-day-count.ts'
import type { Count, CountChange } from '../../runtime/store.ts'
import { compareByCodePoint } from './code-point-order.ts'
import { compareCounts } from './orders.ts'

export class KeptCounts {
  readonly #counts = new Map<string, Count>()
  readonly #days = new Map<string, JourneyDayCount>()

  add({ by, ...name }: CountChange, day?: number): void {
    if (day !== undefined && isCountedByDay(name)) this.#addToDay(name, { day, by })
    const key = JSON.stringify([name.journey, name.version, name.step, name.measure])
    this.#counts.set(key, { ...name, count: (this.#counts.get(key)?.count ?? 0) + by })
  }

  #addToDay(name: Omit<CountChange, 'by'>, { day, by }: { readonly day: number; readonly by: number }): void {
    const key = JSON.stringify([name.journey, name.step, day, name.version, name.measure])
    this.#days.set(key, { ...name, day, count: (this.#days.get(key)?.count ?? 0) + by })
  }

  days({ journey, step, from, to }: JourneyDayQuery): JourneyDayCount[] {
    const wanted = [...this.#days.values()].filter(
      (one) => one.journey === journey && (step === undefined || one.step === step) && one.day >= from && one.day <= to,
    )
    return wanted.sort(compareDays).map((one) => ({ ...one }))
  }

  /** Of one journey, or all. */
  of(journey: string | undefined): Count[] {
    const wanted = [...this.#counts.values()].filter((count) => journey === undefined || count.journey === journey)
    return wanted.sort(compareCounts).map((count) => ({ ...count }))
  }
}

function compareDays(one: JourneyDayCount, other: JourneyDayCount): number {
  return compareByCodePoint(one.step, other.step) || one.day - other.day || one.version - other.version || compareByCodePoint(one.measure, other.measure)
}
