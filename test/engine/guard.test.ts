// When a journey is paused by its guard, and when not: only numbers, no journey runs here.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { boundOf, type CompiledGuard, compileGuard, type Expected, judgeJourney } from '../../src/engine/policies/guard.ts'
import type { Forecast, VolumeSeen } from '../../src/model/guard.ts'

const nothing: VolumeSeen = { entries: 0, messages: 0, mails: 0, complaints: 0, bounces: 0, unsubscribes: 0, late: 0 }
const usual = compileGuard(undefined, undefined) as CompiledGuard
const unseen = { days: 0, perHour: { entries: 0, messages: 0 }, perDay: { entries: 0, messages: 0 } }
const none = { entries: 0, messages: 0 }
const pace = (perHour: number, perDay: number) => ({ perHour: { mean: perHour / 2, most: perHour }, perDay: { mean: perDay / 2, most: perDay, spread: 1 } })
const forecast: Forecast = { version: 1, at: 0, days: 35, entries: pace(120, 900), messages: pace(100, 800), unknown: null }
const expectedOf = (more: Partial<Expected> = {}): Expected => ({ forecast, seen: unseen, allowed: none, raised: 1, ...more })
const lately = (hour: Partial<VolumeSeen>, day: Partial<VolumeSeen> = hour, twoHours: Partial<VolumeSeen> = hour) => {
  return { hour: { ...nothing, ...hour }, day: { ...nothing, ...day }, twoHours: { ...nothing, ...twoHours } }
}

describe('volume', () => {
  test('is too much from ten times the busiest hour on, and says what it rests on', () => {
    expect(judgeJourney(usual, expectedOf(), lately({ entries: 1199 }))).toBeUndefined()
    expect(judgeJourney(usual, expectedOf(), lately({ entries: 1200 }))).toBe(
      '1,200 people entered within an hour: the most that was expected is 120 (in an hour), and 10 times that is too much, paused from 1,200 on',
    )
  })

  test('of a day counts as well, and messages as entries do', () => {
    expect(judgeJourney(usual, expectedOf(), lately({ entries: 500 }, { entries: 9000 }))).toMatch(/^9,000 people entered within 24 hours/)
    expect(judgeJourney(usual, expectedOf(), lately({ messages: 1000 }))).toMatch(/^1,000 messages were handed over within an hour/)
  })

  test('below what is never too many pauses nothing, however little was expected', () => {
    const little = { ...forecast, entries: pace(1, 2) }
    expect(judgeJourney(usual, expectedOf({ forecast: little }), lately({ entries: 199 }))).toBeUndefined()
    expect(judgeJourney(usual, expectedOf({ forecast: little }), lately({ entries: 200 }))).toMatch(/^200 people entered/)
  })

  test('that is right for a while because somebody said so counts so many times as much, in an hour and in a day', () => {
    const raised = expectedOf({ raised: 5 })
    expect(judgeJourney(usual, raised, lately({ entries: 5999 }))).toBeUndefined()
    expect(judgeJourney(usual, raised, lately({ entries: 6000 }))).toMatch(/is 120 \(in an hour\), and 50 times that is too much, paused from 6,000 on$/)
    expect(boundOf(usual, expectedOf({ forecast: undefined, raised: 5 }), { what: 'messages', stretch: 'perDay' }).limit).toBe(50_000)
    // What comes back counts as ever.
    expect(judgeJourney(usual, raised, lately({ mails: 1000, complaints: 20 }))).toMatch(/^complaints/)
  })

  test('where nothing can be expected has the stated limits', () => {
    const unknown = { ...forecast, unknown: 'history is too short' }
    expect(boundOf(usual, expectedOf({ forecast: unknown }), { what: 'entries', stretch: 'perHour' })).toEqual({ limit: 2000, most: null, allowed: 0 })
    expect(judgeJourney(usual, expectedOf({ forecast: undefined }), lately({ entries: 2000 }))).toMatch(
      /nothing is known of what to expect, paused from 2,000 on/,
    )
  })

  test('that was lived through for a week counts as well as a forecast; what is larger holds', () => {
    const seen = { days: 7, perHour: { entries: 300, messages: 10 }, perDay: { entries: 1000, messages: 10 } }
    expect(boundOf(usual, expectedOf({ seen }), { what: 'entries', stretch: 'perHour' }).limit).toBe(3000)
    expect(boundOf(usual, expectedOf({ seen }), { what: 'messages', stretch: 'perHour' }).limit).toBe(1000)
    expect(boundOf(usual, expectedOf({ forecast: undefined, seen: { ...seen, days: 6 } }), { what: 'entries', stretch: 'perHour' }).most).toBeNull()
  })

  test('that somebody of the team allowed comes on top', () => {
    const expected = expectedOf({ allowed: { entries: 500, messages: 1000 } })
    expect(judgeJourney(usual, expected, lately({ entries: 1699, messages: 1999 }))).toBeUndefined()
    expect(judgeJourney(usual, expected, lately({ entries: 1700 }))).toMatch(/paused from 1,700 on/)
  })

  test('a bound is never below what it was made of', () => {
    const count = fc.integer({ min: 0, max: 100_000 })
    fc.assert(
      fc.property(count, count, count, fc.integer({ min: 0, max: 40 }), (predicted, lived, allowed, days) => {
        const expected = expectedOf({
          forecast: { ...forecast, entries: pace(predicted, predicted) },
          seen: { ...unseen, days, perHour: { entries: lived, messages: lived } },
          allowed: { entries: allowed, messages: 0 },
        })
        const { limit } = boundOf(usual, expected, { what: 'entries', stretch: 'perHour' })
        expect(limit).toBeGreaterThanOrEqual(Math.max(usual.atLeast, predicted) + allowed)
        expect(judgeJourney(usual, expected, lately({ entries: limit - 1 }, {}))).toBeUndefined()
        expect(judgeJourney(usual, expected, lately({ entries: limit }, {}))).toBeDefined()
      }),
    )
  })
})

describe('what comes back', () => {
  test('pauses only as far as it is sure', () => {
    expect(judgeJourney(usual, expectedOf(), lately({}, { mails: 300, complaints: 3 }))).toBeUndefined()
    expect(judgeJourney(usual, expectedOf(), lately({}, { mails: 300, complaints: 6 }))).toBe(
      'complaints 2 % (6 of 300 mails within 24 hours, surely 1 %), paused from 0.5 % on',
    )
    expect(judgeJourney(usual, expectedOf(), lately({}, { mails: 400, bounces: 60 }))).toMatch(/^hard bounces 15 %/)
    // 10.54 % is sure, and 11 % is not.
    expect(judgeJourney(usual, expectedOf(), lately({}, { mails: 150, bounces: 22 }))).toMatch(/^hard bounces 15 % \(22 of 150 .* surely 10 %\)/)
    expect(judgeJourney(usual, expectedOf(), lately({}, { mails: 400, unsubscribes: 40 }))).toMatch(/^unsubscribes 10 %/)
  })

  test('of fewer than a hundred mails says nothing', () => {
    expect(judgeJourney(usual, expectedOf(), lately({}, { mails: 99, complaints: 50 }))).toBeUndefined()
  })
})

test('messages that leave hours after they might have pause it, once they are half of many', () => {
  expect(judgeJourney(usual, expectedOf(), lately({}, {}, { messages: 500, late: 249 }))).toBeUndefined()
  expect(judgeJourney(usual, expectedOf(), lately({}, {}, { messages: 500, late: 250 }))).toBe(
    '250 of 500 messages of two hours were handed over more than 6h after they might have been',
  )
})

describe('what is written', () => {
  test('in the journey goes before the workspace, word by word', () => {
    expect(compileGuard({ times: 3, atLeast: 50 }, { times: 20 })).toMatchObject({ times: 20, atLeast: 50, lateMs: 21_600_000 })
  })

  test('off is off, unless the journey says otherwise', () => {
    expect(compileGuard('off', undefined)).toBeUndefined()
    expect(compileGuard(undefined, 'off')).toBeUndefined()
    expect(compileGuard('off', { times: 4 })).toMatchObject({ times: 4 })
  })
})
