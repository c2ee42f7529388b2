// When a schedule comes next on a zone's clocks. A time in a gap (spring) comes at the first instant after it, together with what else comes
// then; a time that the clock shows twice (autumn) comes the first time only. Reads no clock: where to go on from is an argument.

import type { Cron } from '../model/cron.ts'
import { dateOfDay, dayExists, instantOfLocal, offsetAt } from './zone.ts'

const minuteMs = 60_000
const dayMs = 86_400_000
/** The 29th of february may stay away for eight years, and then its weekday is not asked for. */
const daysAhead = 9 * 366

/** The first instant strictly after `after` that the schedule names; Infinity when there is none within nine years. */
export function nextCron(cron: Cron, zone: string, after: number): number {
  if (!Number.isFinite(after)) return Number.POSITIVE_INFINITY
  const today = Math.floor((after + offsetAt(zone, after)) / dayMs)
  // From the day before: its time may lie in a gap that ends today.
  for (let dayNumber = today - 1; dayNumber <= today + daysAhead; dayNumber += 1) {
    if (!isDay(cron, dayNumber) || !dayExists(zone, dayNumber)) continue
    const instant = firstOfDay(cron, zone, { dayNumber, after })
    if (instant !== undefined) return instant
  }
  return Number.POSITIVE_INFINITY
}

function isDay({ days, months, weekdays, eitherDay }: Cron, dayNumber: number): boolean {
  const { month, day } = dateOfDay(dayNumber)
  if (!months.has(month)) return false
  // 1970-01-01 was a thursday.
  const isWeekday = weekdays.has((((dayNumber + 3) % 7) + 7) % 7)
  return eitherDay ? days.has(day) || isWeekday : days.has(day) && isWeekday
}

/** The day's first time after an instant, found by halving: a later local time is never an earlier instant. */
function firstOfDay(cron: Cron, zone: string, { dayNumber, after }: { readonly dayNumber: number; readonly after: number }): number | undefined {
  const { minutesOfDay } = cron
  const at = (index: number): number => instantOfLocal(zone, dayNumber * dayMs + (minutesOfDay[index] as number) * minuteMs)
  let low = 0
  let high = minutesOfDay.length
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    if (at(middle) > after) high = middle
    else low = middle + 1
  }
  return low < minutesOfDay.length ? at(low) : undefined
}

/** After `from`, and before `next`, the next one is `next`. */
interface Stretch {
  readonly from: number
  readonly next: number
}

/** A schedule that remembers what it last said of each zone: thousands ask it on the same evening. */
export class Schedule {
  readonly cron: Cron
  readonly #known = new Map<string, readonly Stretch[]>()

  constructor(cron: Cron) {
    this.cron = cron
  }

  next(zone: string, after: number): number {
    const known = this.#known.get(zone) ?? []
    for (const { from, next } of known) if (after >= from && after < next) return next
    const next = nextCron(this.cron, zone, after)
    // Subscribers choose the names of their zones; more than there are must not pile up.
    if (this.#known.size >= 1000) this.#known.clear()
    // Right at one of its instants both what comes and what came is asked.
    this.#known.set(zone, [{ from: after, next }, ...known.slice(0, 1)])
    return next
  }
}
