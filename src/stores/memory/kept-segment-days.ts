// Who entered and left segments by day, as the store in memory counts it.

import type { SegmentDay, SegmentDayQuery } from '../../model/segment-day.ts'

export class KeptSegmentDays {
  readonly #days = new Map<string, SegmentDay>()

  take(changes: readonly SegmentDay[]): void {
    for (const { segment, day, entered, left } of changes) {
      const key = JSON.stringify([segment, day])
      const known = this.#days.get(key)
      this.#days.set(key, { day, segment, entered: (known?.entered ?? 0) + entered, left: (known?.left ?? 0) + left })
    }
  }

  of({ segment, from, to }: SegmentDayQuery): readonly SegmentDay[] {
    const days = [...this.#days.values()].filter((one) => one.segment === segment && one.day >= from && one.day <= to)
    return days.sort((one, other) => one.day - other.day)
  }
}
