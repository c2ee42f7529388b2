// When the time of a schedule came last: nothing that was decided tells of it where the condition did not hold then.

import type { Entrance } from '../entrances.ts'
import { shownChances } from './shown-lines.ts'

/** The first stretch that is looked through, and how much longer each further one is. */
const firstStretchMs = 3_600_000
const longer = 8

/** The newest instants of a schedule within (from, at], oldest first: no more than are shown. `zone`: where the person lives. */
export function scheduledTimes(
  { next }: Entrance,
  { from, at, zone }: { readonly from: number; readonly at: number; readonly zone: string },
): readonly number[] {
  if (next === undefined) return []
  for (let stretchMs = firstStretchMs; ; stretchMs *= longer) {
    const begin = Math.max(from, at - stretchMs)
    const times: number[] = []
    for (let time = next(begin, zone); time <= at; time = next(time, zone)) times.push(time)
    if (times.length >= shownChances || begin === from) return times.slice(-shownChances)
  }
}
