// What a clock on the wall shows, asked of Intl anew each time: slow, and nothing to get wrong.

import { type Weekday, weekdays } from '../../model/local-time.ts'

/** "YYYY-MM-DD", "HH:MM" and the weekday that calendars and clocks in the zone show at this instant. */
export function localClock(zone: string, instant: number): { date: string; clock: string; weekday: Weekday } {
  const date = { year: 'numeric', month: '2-digit', day: '2-digit' } as const
  const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, ...date, weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  const part = Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, value]))
  const weekday = weekdays.find((name) => name === part.weekday?.toLowerCase())
  if (weekday === undefined) throw new Error(`Intl named no weekday for ${instant} in ${zone}`)
  return { date: `${part.year}-${part.month}-${part.day}`, clock: `${part.hour}:${part.minute}`, weekday }
}

/**
 * The first instant at which calendar and clock in the zone have come to this time of this day: in a gap the first one after it, and the
 * first of two. Found by going on from well before, near to it in steps of five minutes, on which all clocks here change.
 */
export function comesTo(zone: string, date: string, clock: string): number {
  const name = `${zone} ${date} ${clock}`
  const known = found.get(name)
  if (known !== undefined) return known
  const wanted = Date.parse(`${date}T${clock}Z`)
  let instant = wanted - 15 * hourMs
  for (let missingMs = 1; missingMs > 0; ) {
    const now = localClock(zone, instant)
    missingMs = wanted - Date.parse(`${now.date}T${now.clock}Z`)
    if (missingMs > 0) instant += missingMs > 3 * hourMs ? hourMs : hourMs / 12
  }
  found.set(name, instant)
  return instant
}

/** Of a date, "YYYY-MM-DD". */
export function weekdayOf(date: string): Weekday {
  return weekdays[(new Date(date).getUTCDay() + 6) % 7] as Weekday
}

/** The dates from two days before an instant to nine after it, in order. */
export function daysAround(instant: number): string[] {
  return Array.from({ length: 12 }, (_, day) => new Date(instant + (day - 2) * 86_400_000).toISOString().slice(0, 10))
}

const hourMs = 3_600_000
const found = new Map<string, number>()
