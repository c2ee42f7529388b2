// Local time of day, weekday and date in a time zone. Zone rules come from the platform's Intl, asked once per zone and
// stretch of time and then kept as a short list of offset changes; everything else is arithmetic on that list.
// This file never reads a clock and never asks for the machine's own zone.
//
// One rule serves gaps and overlaps alike: a local time stands for the first instant at which the local clock has reached
// it. In a gap (spring) that is the first instant after the gap, in an overlap (autumn) the first of the two.

const secondMs = 1000
const minuteMs = 60_000
const hourMs = 3_600_000
const dayMs = 86_400_000

/** What a clock on the wall shows. */
export interface LocalTime {
  readonly year: number
  /** 1 to 12. */
  readonly month: number
  /** 1 to 31. */
  readonly day: number
  /** 0 is monday, 6 is sunday. */
  readonly weekday: number
  /** Whole minutes after local midnight, 0 to 1439. */
  readonly minutes: number
  /** Milliseconds after local midnight, 0 to 86,399,999. */
  readonly millisecondOfDay: number
  /** Days of the local date since 1970-01-01. */
  readonly dayNumber: number
}

/** Milliseconds to add to UTC to get the zone's local time at this instant. Throws a RangeError for a zone that the platform does not know. */
export function offsetAt(zone: string, instant: number): number {
  const stretch = stretchAt(zone, instant)
  return stretch.offsets[periodAt(stretch, instant)] as number
}

/** An instant after the given one up to which the offset surely stays as it is: the next change of the zone's clocks, or earlier. */
export function steadyUntil(zone: string, instant: number): number {
  const stretch = stretchAt(zone, instant)
  return stretch.ends[periodAt(stretch, instant)] as number
}

/** What the zone's clocks show at this instant. */
export function localTime(zone: string, instant: number): LocalTime {
  const local = instant + offsetAt(zone, instant)
  const dayNumber = Math.floor(local / dayMs)
  const millisecondOfDay = local - dayNumber * dayMs
  return {
    ...dateOfDay(dayNumber),
    weekday: weekdayOf(dayNumber),
    minutes: Math.floor(millisecondOfDay / minuteMs),
    millisecondOfDay,
    dayNumber,
  }
}

/**
 * The first instant strictly after `after` at which the local clock reaches this time of day on an allowed weekday (all
 * when none are named). Once per local day; a day that a zone skipped as a whole (Apia, 2011-12-30) has no such instant.
 */
export function nextLocalMinute(zone: string, after: number, minutesOfDay: number, weekdays?: ReadonlySet<number>): number {
  const today = Math.floor((after + offsetAt(zone, after)) / dayMs)
  // From the day before: its time may lie in a gap that ends today. Enough days for any weekday beside a skipped day.
  for (let dayNumber = today - 1; dayNumber <= today + 16; dayNumber += 1) {
    if (weekdays !== undefined && !weekdays.has(weekdayOf(dayNumber))) continue
    const instant = instantOfLocal(zone, dayNumber * dayMs + minutesOfDay * minuteMs)
    if (instant > after && dayExists(zone, dayNumber)) return instant
  }
  throw new Error('nextLocalMinute needs at least one weekday from 0 (monday) to 6 (sunday)')
}

/** The first instant strictly after `after` at which a new local date begins; that is not always 00:00. */
export function nextLocalMidnight(zone: string, after: number): number {
  return nextLocalMinute(zone, after, 0)
}

/** The first instant at which the zone's clocks have reached a local date and time. Days beyond the month's end count on. */
export function instantOf(zone: string, local: { readonly year: number; readonly month: number; readonly day: number; readonly minutes: number }): number {
  return instantOfLocal(zone, dayOfDate(local.year, local.month, local.day) * dayMs + local.minutes * minuteMs)
}

/** Days since 1970-01-01 of a date in the Gregorian calendar. */
export function dayOfDate(year: number, month: number, day: number): number {
  const carry = Math.floor((month - 1) / 12)
  const shifted = month - 1 - carry * 12 + 10
  // Years that begin in March put the leap day last, so that a month's first day is one formula.
  const marchYear = year + carry - 1 + Math.floor(shifted / 12)
  const marchMonth = shifted % 12
  const era = Math.floor(marchYear / 400)
  const yearOfEra = marchYear - era * 400
  const dayOfYear = Math.floor((153 * marchMonth + 2) / 5)
  return era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468 + (day - 1)
}

/** The date, in the Gregorian calendar, that lies this many days after 1970-01-01. */
export function dateOfDay(dayNumber: number): { year: number; month: number; day: number } {
  const fromMarch = dayNumber + 719_468
  const era = Math.floor(fromMarch / 146_097)
  const dayOfEra = fromMarch - era * 146_097
  const yearOfEra = Math.floor((dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365)
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153)
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day: dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1 }
}

/** 1970-01-01 was a thursday. */
function weekdayOf(dayNumber: number): number {
  return (((dayNumber + 3) % 7) + 7) % 7
}

/** The first instant at which the local clock shows `local` (milliseconds as if it were UTC) or later. */
export function instantOfLocal(zone: string, local: number): number {
  // No zone was ever 16 hours ahead, so at this instant the local clock has not got there yet.
  let from = local - 16 * hourMs
  for (;;) {
    const stretch = stretchAt(zone, from)
    const period = periodAt(stretch, from)
    const reached = Math.max(from, local - (stretch.offsets[period] as number))
    const end = stretch.ends[period] as number
    if (reached < end) return reached
    from = end
  }
}

/** False for a local date that the zone skipped as a whole. */
export function dayExists(zone: string, dayNumber: number): boolean {
  const begins = instantOfLocal(zone, dayNumber * dayMs)
  return begins + offsetAt(zone, begins) < (dayNumber + 1) * dayMs
}

/** A stretch of time in one zone: periods of one offset each, in order; period i ends before `ends[i]`, and the last with the stretch. */
interface Stretch {
  readonly offsets: readonly number[]
  readonly ends: readonly number[]
}

const stretchMs = 366 * dayMs
const lastInstant = 8.64e15
/** No zone kept an offset for less than this long since 1900 and came back to the one before. */
const sampleMs = 3 * dayMs
const mostZones = 700
const mostStretches = 64

const zones = new Map<string, Map<number, Stretch>>()
let recentZone = ''
let recentStretches = new Map<number, Stretch>()

function stretchAt(zone: string, instant: number): Stretch {
  const index = Math.floor(instant / stretchMs)
  const stretches = zone === recentZone ? recentStretches : stretchesOf(zone)
  const known = stretches.get(index)
  if (known !== undefined) return known
  const stretch = readStretch(zone, index)
  if (stretches.size >= mostStretches) stretches.clear()
  stretches.set(index, stretch)
  return stretch
}

function stretchesOf(zone: string): Map<number, Stretch> {
  let stretches = zones.get(zone)
  if (stretches === undefined) {
    if (zones.size >= mostZones) zones.clear()
    stretches = new Map()
    zones.set(zone, stretches)
  }
  recentZone = zone
  recentStretches = stretches
  return stretches
}

function periodAt(stretch: Stretch, instant: number): number {
  const { ends } = stretch
  let period = 0
  while (period < ends.length - 1 && instant >= (ends[period] as number)) period += 1
  return period
}

/** Asks Intl at every few days and halves down to the second wherever the offset changed. */
function readStretch(zone: string, index: number): Stretch {
  if (!Number.isFinite(index)) throw new Error('an instant is a finite number of milliseconds')
  const ask = offsetReader(zone)
  const end = (index + 1) * stretchMs
  const offsets = [ask(index * stretchMs)]
  const ends: number[] = []
  let lower = index * stretchMs
  while (lower < end - secondMs) {
    let before = offsets.at(-1) as number
    const sample = Math.min(lower + sampleMs, end - secondMs)
    const after = ask(sample)
    // Two changes may lie in one sample, each with its own new offset.
    while (before !== after) {
      let upper = sample
      while (upper - lower > secondMs) {
        const middle = lower + Math.floor((upper - lower) / 2 / secondMs) * secondMs
        if (ask(middle) === before) lower = middle
        else upper = middle
      }
      ends.push(upper)
      before = ask(upper)
      offsets.push(before)
      lower = upper
    }
    lower = sample
  }
  ends.push(end)
  return { offsets, ends }
}

/** The formatter is not kept: it weighs tens of kilobytes, and a stretch is read once. */
function offsetReader(zone: string): (instant: number) => number {
  const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' })
  return (instant) => {
    const text = format.format(Math.max(-lastInstant, Math.min(lastInstant, instant)))
    const match = /GMT(?:([+-])(\d{2}):(\d{2})(?::(\d{2}))?)?$/.exec(text)
    if (match === null) throw new Error(`the platform named an offset in an unknown way: ${text}`)
    const ms = Number(match[2] ?? 0) * hourMs + Number(match[3] ?? 0) * minuteMs + Number(match[4] ?? 0) * secondMs
    return match[1] === '-' ? -ms : ms
  }
}
