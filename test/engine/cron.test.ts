// Schedules: what a text means, and when it comes next; against a well-kept library wherever both say the same of a case, and by tables at the
// edges of daylight saving, where this one has a rule of its own.

import { Cron as Croner } from 'croner'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { nextCron, Schedule } from '../../src/engine/cron.ts'
import { steadyUntil } from '../../src/engine/zone.ts'
import { cronSchema, parseCron } from '../../src/model/cron.ts'

const dayMs = 86_400_000

/** The next instants after one, as text in UTC. */
function comes(text: string, zone: string, after: string, count: number): string[] {
  const found: string[] = []
  let at = Date.parse(after)
  while (found.length < count) {
    at = nextCron(parseCron(text), zone, at)
    found.push(new Date(at).toISOString().slice(0, 16))
  }
  return found
}

const number = (low: number, high: number): fc.Arbitrary<string> => fc.integer({ min: low, max: high }).map(String)
function field(low: number, high: number): fc.Arbitrary<string> {
  const range = fc
    .tuple(fc.integer({ min: low, max: high }), fc.integer({ min: low, max: high }))
    .map(([one, other]) => [Math.min(one, other), Math.max(one, other)])
  const part = fc.oneof(
    number(low, high),
    range.map(([from, to]) => `${from}-${to}`),
    fc.tuple(range, fc.integer({ min: 1, max: Math.min(9, high - low) })).map(([[from, to], step]) => `${from}-${to}/${step}`),
  )
  return fc.oneof(
    fc.constant('*'),
    fc.integer({ min: 1, max: Math.min(9, high - low) }).map((step) => `*/${step}`),
    fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => parts.join(',')),
  )
}
const crons = fc
  .tuple(field(0, 59), field(0, 23), fc.oneof(fc.constant('*'), field(1, 28)), field(1, 12), fc.oneof(fc.constant('*'), field(0, 6)))
  // A step over all days counts as naming them for the other one, and not for this.
  .filter(([, , days, , weekdays]) => days === '*' || weekdays === '*' || (!days.startsWith('*') && !weekdays.startsWith('*')))
  .map((fields) => fields.join(' '))

describe('when a schedule comes', () => {
  test('it is when the library says, away from the edges of daylight saving', () => {
    const zones = fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kathmandu', 'Australia/Lord_Howe')
    const instants = fc.integer({ min: Date.parse('2020-01-01T00:00:00Z'), max: Date.parse('2035-01-01T00:00:00Z') })
    let compared = 0
    fc.assert(
      fc.property(crons, zones, instants, (text, zone, after) => {
        const next = nextCron(parseCron(text), zone, after)
        const isSteady = steadyUntil(zone, after - dayMs) > after && steadyUntil(zone, next - dayMs) > next
        const isFar = next - after > 2 * dayMs && steadyUntil(zone, after) < next - dayMs
        fc.pre(isSteady && !isFar)
        compared += 1
        expect(next).toBe(new Croner(text, { timezone: zone }).nextRun(new Date(after))?.getTime())
      }),
      { numRuns: 500 },
    )
    expect(compared).toBe(500)
  })

  test('a schedule that remembers says the same as one that does not, wherever it is asked from', () => {
    fc.assert(
      fc.property(crons, fc.array(fc.integer({ min: 0, max: 3 * dayMs }), { minLength: 1, maxLength: 30 }), (text, steps) => {
        const schedule = new Schedule(parseCron(text))
        let at = Date.parse('2026-03-27T00:00:00Z')
        for (const step of steps) {
          at += step
          const next = schedule.next('Europe/Berlin', at)
          expect(next).toBe(nextCron(schedule.cron, 'Europe/Berlin', at))
          expect(schedule.next('Europe/Berlin', next - 1)).toBe(next)
          expect(schedule.next('Europe/Berlin', next)).toBeGreaterThan(next)
        }
      }),
    )
  })

  test.each([
    ['a time in a gap comes at the first instant after it', '30 2 * * *', 'Europe/Berlin', '2026-03-28T12:00Z', ['2026-03-29T01:00', '2026-03-30T00:30']],
    ['several times in a gap come once', '*/20 2 * * *', 'Europe/Berlin', '2026-03-28T12:00Z', ['2026-03-29T01:00', '2026-03-30T00:00']],
    ['a time that the clock shows twice comes once', '30 2 * * *', 'Europe/Berlin', '2026-10-24T12:00Z', ['2026-10-25T00:30', '2026-10-26T01:30']],
    ['midnight in a gap', '0 0 * * *', 'America/Havana', '2026-03-07T12:00Z', ['2026-03-08T05:00', '2026-03-09T04:00']],
    ['a local day that there was not', '0 9 * * *', 'Pacific/Apia', '2011-12-29T20:00Z', ['2011-12-30T19:00', '2011-12-31T19:00']],
    ['the 29th of february', '0 9 29 2 *', 'UTC', '2026-11-21T10:00Z', ['2028-02-29T09:00', '2032-02-29T09:00']],
    [
      'a day of the month or a weekday, when both are named',
      '0 9 13 * fri',
      'UTC',
      '2026-11-05T10:00Z',
      ['2026-11-06T09:00', '2026-11-13T09:00', '2026-11-20T09:00'],
    ],
    ['sunday is 0 and 7', '0 9 * * 7', 'UTC', '2026-11-21T10:00Z', ['2026-11-22T09:00', '2026-11-29T09:00']],
    ['names of months and weekdays', '15 8 * jan mon-wed', 'UTC', '2026-11-21T10:00Z', ['2027-01-04T08:15', '2027-01-05T08:15']],
  ])('%s', (_rule, text, zone, after, instants) => {
    expect(comes(text, zone, after, instants.length)).toEqual(instants)
  })
})

test('what is no schedule is refused with what is wrong', () => {
  const problemOf = (text: string): string => cronSchema.safeParse(text).error?.issues[0]?.message ?? 'none'
  expect(problemOf('0 3 * *')).toBe('write five fields: minute, hour, day of the month, month and weekday, such as 0 3 * * *')
  expect(problemOf('60 3 * * *')).toContain('"60" is no minute')
  expect(problemOf('0 3 * * mun')).toContain('"mun" is no weekday')
  expect(problemOf('0 3 5-2 * *')).toContain('"5-2" is no day of the month')
  expect(problemOf('0 3 */0 * *')).toContain('"*/0" is no day of the month')
  expect(problemOf('0 3 31 2,4 *')).toBe('no month that is named has such a day')
})
