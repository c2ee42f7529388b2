// Somebody who stands before the clock on a wall, with a calendar under it, and looks up every quarter of an hour: what docs/reference/time-zones.md
// means, without any arithmetic on offsets. All changes of clocks and all times in the table are at quarters of an hour.

import { durationMs } from '../../src/model/duration.ts'
import type { Row } from './time-zone-rows.ts'

const quarterMs = 900_000
const dayMs = 86_400_000
const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']

/** When the row's wait is over, when its condition turns in the 26 hours after, or when it is quiet no more. */
export function watchedResult(row: Row): readonly number[] {
  const begins = Date.parse(row.begins)
  if (typeof row.written === 'string') return [begins + durationMs(row.written)]
  const written = row.written as Written
  if (written.from !== undefined && written.to !== undefined) return [allowedAt({ from: written.from, to: written.to }, row, begins)]
  if (written.time !== undefined) return turns(written.time, row, begins)
  const ends = (zone: string): number => {
    if (written.date !== undefined) return dateReached(row, zone)
    return timeReached({ from: begins, time: written.until ?? written.at ?? '', days: written.days, zone })
  }
  if (row.change === undefined || (written.zone !== undefined && written.zone !== 'subscriber')) return [ends(written.zone ?? row.zone)]
  const before = ends(row.zone)
  return [before < Date.parse(row.change.at) ? before : Math.max(ends(row.change.to), Date.parse(row.change.at))]
}

interface Written {
  readonly until?: string
  readonly at?: string
  readonly days?: readonly string[]
  readonly date?: string
  readonly offset?: string
  readonly zone?: string
  readonly time?: Time
  readonly from?: string
  readonly to?: string
}

/** "Sun 29 Mar 03:00 (+02:00)". */
export function wallText(zone: string, instant: number): string {
  const shown = { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZoneName: 'longOffset' } as const
  const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, ...shown })
  const part = Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, value]))
  return `${part.weekday} ${part.day} ${part.month} ${part.hour}:${part.minute} (${part.timeZoneName?.slice('GMT'.length) || '+00:00'})`
}

/** What the calendar and the clock show: "2026-03-29 02:30". */
function wall(zone: string, instant: number): string {
  let shown = shownIn.get(`${zone} ${instant}`)
  if (shown === undefined) {
    let format = formats.get(zone)
    if (format === undefined) {
      const parts = { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const
      format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, ...parts })
      formats.set(zone, format)
    }
    shown = format.format(instant)
    shownIn.set(`${zone} ${instant}`, shown)
  }
  return shown
}

const formats = new Map<string, Intl.DateTimeFormat>()
const shownIn = new Map<string, string>()

interface Sought {
  readonly from: number
  readonly time: string
  readonly days?: readonly string[] | undefined
  readonly zone: string
}

/** Takes the days one after the other: the first one on which the clock comes to the time at `from` or later, if the day is one at all. */
function timeReached({ from, time, days, zone }: Sought): number {
  for (let day = Date.parse(wall(zone, from).slice(0, 10)) - dayMs; ; day += dayMs) {
    const date = new Date(day).toISOString().slice(0, 10)
    const weekday = weekdays[new Date(day).getUTCDay()] as string
    if (days !== undefined && !days.includes(weekday)) continue
    const reached = firstShowing(zone, `${date} ${time}`)
    if (reached >= from && wall(zone, firstShowing(zone, `${date} 00:00`)).startsWith(date)) return reached
  }
}

/** The first look at which the wall shows this or what comes after it. */
function firstShowing(zone: string, shown: string): number {
  const noon = Date.parse(`${shown.slice(0, 10)}T12:00Z`)
  let instant = noon - 2 * dayMs
  while (wall(zone, instant) < shown) instant += quarterMs
  return instant
}

/** A date is its midnight; whole days before and after are turned on the calendar, and hours pass. */
function dateReached(row: Row, subscriberZone: string): number {
  const { offset = '0h', at, zone = subscriberZone } = row.written as Written
  const offsetMs = durationMs(offset)
  const date = row.date ?? ''
  let instant = Date.parse(date) + offsetMs
  if (date.length === 10) {
    const isDays = offsetMs % dayMs === 0
    const day = new Date(Date.parse(date) + (isDays ? offsetMs : 0)).toISOString().slice(0, 10)
    instant = firstShowing(zone, `${day} 00:00`) + (isDays ? 0 : offsetMs)
  }
  const reached = at === undefined ? instant : timeReached({ from: instant, time: at, zone })
  return Math.max(reached, Date.parse(row.begins))
}

interface Quiet {
  readonly from: string
  readonly to: string
}

/** A mail that still waits when the zone changes is asked about anew, by the clock there. */
function allowedAt(quiet: Quiet, { zone, change }: Row, begins: number): number {
  const before = quietNoMore(quiet, zone, begins)
  return change === undefined || before <= Date.parse(change.at) ? before : quietNoMore(quiet, change.to, Date.parse(change.at))
}

/** Goes through the days around: is this instant between the first showing of `from` and the first one of `to` after it? Then there. */
function quietNoMore({ from, to }: Quiet, zone: string, instant: number): number {
  const today = Date.parse(wall(zone, instant).slice(0, 10))
  for (const day of [today - 2 * dayMs, today - dayMs, today]) {
    const date = (of: number): string => new Date(of).toISOString().slice(0, 10)
    const begins = firstShowing(zone, `${date(day)} ${from}`)
    const ends = firstShowing(zone, `${date(from < to ? day : day + dayMs)} ${to}`)
    if (begins <= instant && instant < ends) return quietNoMore({ from, to }, zone, ends)
  }
  return instant
}

interface Time {
  readonly between?: readonly [string, string]
  readonly days?: readonly string[]
  readonly zone?: string
}

/** The looks at which the answer is another one than at the look before. */
function turns({ between = ['00:00', '24:00'], days = weekdays, zone }: Time, row: Row, begins: number): readonly number[] {
  const holds = (instant: number): boolean => {
    const [date = '', clock = ''] = wall(zone ?? row.zone, instant).split(' ')
    const [from, to] = between
    return days.includes(weekdays[new Date(date).getUTCDay()] as string) && (from < to ? clock >= from && clock < to : clock >= from || clock < to)
  }
  const instants = Array.from({ length: 26 * 4 }, (_, index) => begins + (index + 1) * quarterMs)
  return instants.filter((instant) => holds(instant) !== holds(instant - quarterMs))
}
