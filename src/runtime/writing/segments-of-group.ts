// Who entered and left segments in one group, counted by the day on which it was decided.

import type { Decision } from '../../model/decision.ts'
import type { SegmentDay } from '../../model/segment-day.ts'

const dayMs = 86_400_000

export class SegmentsOfGroup {
  readonly #days = new Map<string, SegmentDay & { entered: number; left: number }>()

  take({ segment, entered, at }: Extract<Decision, { kind: 'segment' }>): void {
    const day = Math.floor(at / dayMs)
    const key = `${day} ${segment}`
    let known = this.#days.get(key)
    if (known === undefined) {
      known = { day, segment, entered: 0, left: 0 }
      this.#days.set(key, known)
    }
    if (entered) known.entered += 1
    else known.left += 1
  }

  toCommit(): readonly SegmentDay[] {
    return [...this.#days.values()]
  }
}
