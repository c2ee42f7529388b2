// Time zones: offsets, local times and both edges of daylight saving, by tables and against a search minute by minute.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dateOfDay, dayOfDate, instantOf, localTime, nextLocalMidnight, nextLocalMinute, offsetAt, steadyUntil } from '../../src/engine/zone.ts'
import { howMany } from '../how-many.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs
const utc = (text: string): number => Date.parse(`${text.replace(' ', 'T')}Z`)
const text = (instant: number): string => new Date(instant).toISOString().slice(0, 16).replace('T', ' ')

/** Both edges of a year: the instants of change and what the local clock shows just before and from then on. */
const edges = [
  ['Europe/Berlin', '2026-03-29 01:00', 'sun 01:59', 'sun 03:00'],
  ['Europe/Berlin', '2026-10-25 01:00', 'sun 02:59', 'sun 02:00'],
  ['America/New_York', '2026-03-08 07:00', 'sun 01:59', 'sun 03:00'],
  ['America/New_York', '2026-11-01 06:00', 'sun 01:59', 'sun 01:00'],
  ['Australia/Lord_Howe', '2026-04-04 15:00', 'sun 01:59', 'sun 01:30'],
  ['Australia/Lord_Howe', '2026-10-03 15:30', 'sun 01:59', 'sun 02:30'],
  ['America/St_Johns', '2026-03-08 05:30', 'sun 01:59', 'sun 03:00'],
  ['America/St_Johns', '2026-11-01 04:30', 'sun 01:59', 'sun 01:00'],
  ['America/St_Johns', '2010-11-07 02:31', 'sun 00:00', 'sat 23:01'],
  ['Africa/Casablanca', '2026-02-15 02:00', 'sun 02:59', 'sun 02:00'],
  ['Africa/Casablanca', '2026-03-22 02:00', 'sun 01:59', 'sun 03:00'],
  ['America/Havana', '2026-03-08 05:00', 'sat 23:59', 'sun 01:00'],
  ['America/Havana', '2026-11-01 05:00', 'sun 00:59', 'sun 00:00'],
  ['Asia/Beirut', '2026-03-28 22:00', 'sat 23:59', 'sun 01:00'],
  ['Asia/Beirut', '2026-10-24 21:00', 'sat 23:59', 'sat 23:00'],
  ['America/Sao_Paulo', '2018-11-04 03:00', 'sat 23:59', 'sun 01:00'],
  ['America/Sao_Paulo', '2018-02-18 02:00', 'sat 23:59', 'sat 23:00'],
  ['Pacific/Apia', '2011-12-30 10:00', 'thu 23:59', 'sat 00:00'],
] as const

const zones = [...new Set<string>([...edges.map(([zone]) => zone), 'Asia/Kolkata', 'Asia/Kathmandu', 'UTC', 'America/Nuuk', 'Africa/Cairo', 'Europe/Dublin'])]

/** What Intl itself says, asked anew each time. */
const formats = new Map<string, Intl.DateTimeFormat>()
function wall(zone: string, instant: number): { day: string; weekday: string; clock: string } {
  let format = formats.get(zone)
  if (format === undefined) {
    const parts = { year: 'numeric', month: '2-digit', day: '2-digit', weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const
    format = new Intl.DateTimeFormat('en-US', { timeZone: zone, ...parts })
    formats.set(zone, format)
  }
  const part = Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, value]))
  return { day: `${part.year}-${part.month}-${part.day}`, weekday: (part.weekday ?? '').toLowerCase(), clock: `${part.hour}:${part.minute}` }
}

const names = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']
function shown(zone: string, instant: number): string {
  const { weekday, minutes } = localTime(zone, instant)
  return `${names[weekday]} ${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
}

describe('the local clock', () => {
  test.each(edges)('%s changes at %s UTC from %s to %s', (zone, at, before, after) => {
    expect(shown(zone, utc(at) - 1)).toBe(before)
    expect(shown(zone, utc(at))).toBe(after)
    expect(steadyUntil(zone, utc(at) - 1)).toBe(utc(at))
  })

  test('zones without summer time keep their odd offsets', () => {
    expect(offsetAt('Asia/Kolkata', utc('2026-07-01 00:00'))).toBe(5.5 * hourMs)
    expect(offsetAt('Asia/Kathmandu', utc('2026-07-01 00:00'))).toBe(5.75 * hourMs)
    expect(offsetAt('UTC', utc('2026-07-01 00:00'))).toBe(0)
  })

  test('an unknown zone is refused instead of being taken for UTC', () => {
    expect(() => offsetAt('Mars/Olympus', 0)).toThrow(RangeError)
  })

  test("an instant beyond the platform's calendar still has an offset", () => {
    expect(offsetAt('Europe/Berlin', 8.64e15)).toBe(2 * hourMs)
    expect(offsetAt('Europe/Berlin', 9e15)).toBe(2 * hourMs)
  })

  test('dates and day numbers agree with the platform over four hundred years of both signs', () => {
    for (let day = -150_000; day < 150_000; day += 1) {
      const date = new Date(day * dayMs)
      const expected = { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() }
      if (JSON.stringify(dateOfDay(day)) !== JSON.stringify(expected)) expect(dateOfDay(day)).toEqual(expected)
      if (dayOfDate(expected.year, expected.month, expected.day) !== day) expect.fail(`day ${day}`)
    }
  })
})

describe('a time of day', () => {
  const at = (zone: string, after: string, minutes: number): string => text(nextLocalMinute(zone, utc(after), minutes))

  test('that lies in a gap comes at the first instant after the gap', () => {
    expect(at('Europe/Berlin', '2026-03-28 12:00', 150)).toBe('2026-03-29 01:00')
    expect(at('America/Havana', '2026-03-07 12:00', 30)).toBe('2026-03-08 05:00')
    expect(at('Australia/Lord_Howe', '2026-10-03 12:00', 2 * 60 + 10)).toBe('2026-10-03 15:30')
  })

  test('that lies in an overlap comes the first time and not the second', () => {
    expect(at('Europe/Berlin', '2026-10-24 12:00', 150)).toBe('2026-10-25 00:30')
    expect(at('Europe/Berlin', '2026-10-25 00:30', 150)).toBe('2026-10-26 01:30')
    expect(at('Australia/Lord_Howe', '2026-04-04 12:00', 105)).toBe('2026-04-04 14:45')
    expect(at('Australia/Lord_Howe', '2026-04-04 14:45', 105)).toBe('2026-04-05 15:15')
  })

  test('does not come on a day that the zone skipped', () => {
    expect(at('Pacific/Apia', '2011-12-29 18:59', 540)).toBe('2011-12-29 19:00')
    expect(at('Pacific/Apia', '2011-12-29 19:00', 540)).toBe('2011-12-30 19:00')
  })

  test('comes strictly after the instant asked from', () => {
    expect(at('UTC', '2026-05-05 09:00', 540)).toBe('2026-05-06 09:00')
    expect(text(nextLocalMinute('UTC', utc('2026-05-05 09:00') - 1, 540))).toBe('2026-05-05 09:00')
  })

  test('comes on allowed weekdays only', () => {
    expect(text(nextLocalMinute('Europe/Berlin', utc('2026-11-21 12:00'), 540, new Set([0])))).toBe('2026-11-23 08:00')
    expect(text(nextLocalMinute('Europe/Berlin', utc('2026-11-23 08:00'), 540, new Set([0])))).toBe('2026-11-30 08:00')
    expect(() => nextLocalMinute('UTC', 0, 0, new Set())).toThrow('weekday')
  })

  test('a new date begins where midnight is in a gap, and only once where it is shown twice', () => {
    expect(text(nextLocalMidnight('America/Havana', utc('2026-03-07 12:00')))).toBe('2026-03-08 05:00')
    expect(text(nextLocalMidnight('America/Sao_Paulo', utc('2018-11-03 12:00')))).toBe('2018-11-04 03:00')
    expect(text(nextLocalMidnight('America/St_Johns', utc('2010-11-06 12:00')))).toBe('2010-11-07 02:30')
    expect(text(nextLocalMidnight('America/St_Johns', utc('2010-11-07 02:30')))).toBe('2010-11-08 03:30')
    expect(text(nextLocalMidnight('Pacific/Apia', utc('2011-12-29 12:00')))).toBe('2011-12-30 10:00')
  })

  test('a local date and time stands for its first instant', () => {
    expect(text(instantOf('Europe/Berlin', { year: 2026, month: 3, day: 29, minutes: 150 }))).toBe('2026-03-29 01:00')
    expect(text(instantOf('Europe/Berlin', { year: 2026, month: 10, day: 25, minutes: 150 }))).toBe('2026-10-25 00:30')
    expect(text(instantOf('Europe/Berlin', { year: 2026, month: 1, day: 32, minutes: 0 }))).toBe('2026-01-31 23:00')
    expect(text(instantOf('UTC', { year: 2026, month: 14, day: 1, minutes: 0 }))).toBe('2027-02-01 00:00')
  })
})

describe('for any zone and instant, scanned minute by minute with Intl', () => {
  const runs = howMany(60)
  const nearEdge = fc.constantFrom(...edges).chain(([zone, at]) =>
    fc.tuple(
      fc.constant(zone as string),
      fc.integer({ min: -26 * 60, max: 26 * 60 }).map((minutes) => utc(at) + minutes * minuteMs),
    ),
  )
  const anywhere = fc.tuple(
    fc.constantFrom(...zones),
    fc.integer({ min: utc('1975-01-01 00:00') / minuteMs, max: utc('2037-01-01 00:00') / minuteMs }).map((minutes) => minutes * minuteMs),
  )
  const place = fc.oneof(nearEdge, anywhere)

  test('date, weekday and minutes are what Intl shows', () => {
    fc.assert(
      fc.property(place, fc.nat(minuteMs - 1), ([zone, instant], ms) => {
        const { year, month, day, weekday, minutes } = localTime(zone, instant + ms)
        const clock = `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
        const date = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
        expect({ day: date, weekday: names[weekday], clock }).toEqual(wall(zone, instant + ms))
      }),
      { numRuns: runs * 20 },
    )
  })

  test('the next time of day is the first minute of its day that reaches it, once per day', () => {
    fc.assert(
      fc.property(place, fc.nat(1439), fc.option(fc.subarray([0, 1, 2, 3, 4, 5, 6], { minLength: 1 }), { nil: undefined }), ([zone, after], minutes, days) => {
        const allowed = days === undefined ? undefined : new Set(days)
        expect(text(nextLocalMinute(zone, after, minutes, allowed))).toBe(text(scanForMinute(zone, after, minutes, days)))
      }),
      { numRuns: runs },
    )
  })

  test('a local date and time is the first minute that shows it or, in a gap, the one after', () => {
    fc.assert(
      fc.property(place, ([zone, instant]) => {
        const { year, month, day, minutes } = localTime(zone, instant)
        const found = instantOf(zone, { year, month, day, minutes })
        const sought = wall(zone, instant)
        let first = instant - 27 * hourMs
        while (JSON.stringify(wall(zone, first)) !== JSON.stringify(sought)) first += minuteMs
        expect(text(found)).toBe(text(first))
      }),
      { numRuns: runs },
    )
  })
})

/** Walks minute by minute from two days before; each local date's time comes when the local date and clock first reach it. */
function scanForMinute(zone: string, after: number, minutes: number, days: readonly number[] | undefined): number {
  const clock = `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
  const waiting: { reach: string; allowed: boolean }[] = []
  const seen = new Set<string>()
  for (let instant = after - 2 * dayMs; instant < after + 10 * dayMs; instant += minuteMs) {
    const now = wall(zone, instant)
    if (!seen.has(now.day)) {
      seen.add(now.day)
      const startedBefore = seen.size === 1
      if (!startedBefore) waiting.push({ reach: `${now.day} ${clock}`, allowed: days === undefined || days.includes(names.indexOf(now.weekday)) })
    }
    const reached = waiting.filter(({ reach }) => `${now.day} ${now.clock}` >= reach)
    for (const one of reached) waiting.splice(waiting.indexOf(one), 1)
    if (instant > after && reached.some(({ allowed }) => allowed)) return instant
  }
  return Number.NaN
}
