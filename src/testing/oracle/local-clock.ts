// What a clock on the wall shows, asked of Intl anew each time: slow, and nothing to get wrong.

import { type Weekday, weekdays } from '../../model/local-time.ts'

/** "HH:MM" and the weekday that clocks in the zone show at this instant. */
export function localClock(zone: string, instant: number): { clock: string; weekday: Weekday } {
  const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  const part = Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, value]))
  const weekday = weekdays.find((name) => name === part.weekday?.toLowerCase())
  if (weekday === undefined) throw new Error(`Intl named no weekday for ${instant} in ${zone}`)
  return { clock: `${part.hour}:${part.minute}`, weekday }
}
