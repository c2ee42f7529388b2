// What the first page calls attention to, from facts alone.

import { describe, expect, test } from 'vitest'
import { type AttentionFacts, attentionOf } from '../../src/insight/overview/attention.ts'
import { percentilesOf } from '../../src/insight/overview/latency.ts'
import type { Forecast } from '../../src/model/guard.ts'

const hour = 3_600_000
const day = 24 * hour
const now = Date.UTC(2026, 10, 21, 12)

const quiet: AttentionFacts = {
  now,
  stops: [],
  paused: [],
  ways: [],
  late: [],
  stuck: 0,
  refused: null,
  events: [],
  asked: new Set(['Product Added', 'Newsletter Read', 'Page Viewed', 'Old', 'New']),
  journeys: [],
  lately: [],
  before: [],
  reasons: new Map(),
  domains: [],
  deadLetters: [],
  expected: [],
  allowances: [],
  allowedLately: new Set(),
  choices: [],
  feeds: [],
}
const stuck = { count: 3, lastSentAt: undefined }
const kindsOf = (facts: Partial<AttentionFacts>): readonly string[] =>
  attentionOf({ ...quiet, ...facts }).map(({ kind, about }) => (about === null ? kind : `${kind} ${about}`))

/** Every `gapMs` for so many times, the newest so long ago. */
const event = (name: string, { gapMs, count, agoMs }: { gapMs: number; count: number; agoMs: number }) => ({
  name,
  count,
  firstAt: now - agoMs - gapMs * (count - 1),
  lastAt: now - agoMs,
})

test('where nothing is wrong nothing needs attention', () => {
  expect(attentionOf(quiet)).toEqual([])
})

test('a way out by which nothing went for a minute needs attention with what was said, before it rests as well; one refusal does not', () => {
  const way = { name: 'smtp', isResting: false, restsUntil: null, failsSince: now - 60_000, because: 'certificate has expired' }
  expect(attentionOf({ ...quiet, ways: [way] })).toMatchObject([{ kind: 'resting', about: 'smtp', since: now - 60_000, because: 'certificate has expired' }])
  expect(kindsOf({ ways: [{ ...way, failsSince: now - 59_999 }] })).toEqual([])
  expect(attentionOf({ ...quiet, ways: [{ ...way, isResting: true, restsUntil: now + 5 }] })).toMatchObject([{ kind: 'resting', since: now + 5 }])
})

test('an event that came every hour and is missing since a day is called silent, one that comes weekly is not', () => {
  const hourly = event('Product Added', { gapMs: hour, count: 100, agoMs: day })
  const weekly = event('Newsletter Read', { gapMs: 7 * day, count: 30, agoMs: 8 * day })
  const lively = event('Page Viewed', { gapMs: hour / 10, count: 5000, agoMs: 60_000 })
  expect(kindsOf({ events: [hourly, weekly, lively] })).toEqual(['event-silent Product Added'])
})

test('an event that no definition asks for is called silent by nobody, so that a page’s key writes no words into an alert and hides no other', () => {
  const lively = event('Page Viewed', { gapMs: hour / 10, count: 5000, agoMs: 60_000 })
  const silent = (name: string) => event(name, { gapMs: hour / 2, count: 900, agoMs: 2 * day })
  const made = Array.from({ length: 20 }, (_, index) => silent(`Your account is locked, sign in at https://evil.example/${index}`))
  expect(kindsOf({ events: [lively, ...made, silent('Product Added')] })).toEqual(['event-silent Product Added'])
})

test('when everything stopped at once it is the source that is silent, said once', () => {
  const events = ['Product Added', 'Page Viewed', 'Order Completed'].map((name) => event(name, { gapMs: hour / 4, count: 500, agoMs: 5 * hour }))
  expect(kindsOf({ events })).toEqual(['source-silent'])
})

test('what has been silent for months was given up and bothers nobody', () => {
  expect(kindsOf({ events: [event('Old', { gapMs: hour, count: 100, agoMs: 90 * day }), event('New', { gapMs: hour, count: 100, agoMs: hour })] })).toEqual([])
})

test('a journey that sent daily and is silent for a fortnight is called, unless it is paused', () => {
  const journeys = [{ journey: 'welcome', decidedAt: Array.from({ length: 10 }, (_, index) => now - 14 * day - index * day) }]
  expect(kindsOf({ journeys })).toEqual(['journey-silent welcome'])
  expect(kindsOf({ journeys, paused: [{ journey: 'welcome', since: now - 15 * day, because: 'summer', by: 'admin', inside: 3 }] })).toEqual(['paused welcome'])
})

test('bounces are called when they are many and more than before', () => {
  const numbers = (sent: number, bounced: number) => [{ template: 'hello', sent, failed: 0, bounced }]
  expect(kindsOf({ lately: numbers(1000, 50), before: numbers(20_000, 200) })).toEqual(['bounces'])
  expect(kindsOf({ lately: numbers(1000, 50), before: numbers(20_000, 1000) })).toEqual([])
  expect(kindsOf({ lately: numbers(20, 5), before: numbers(20_000, 200) })).toEqual([])
})

test('messages that are due leave as long as their channel takes some, as in a mail to many', () => {
  const late = (lastSentAt: number | undefined) => [{ count: 51_000, lastSentAt }]
  expect(kindsOf({ late: late(now - 60_000) })).toEqual([])
  expect(kindsOf({ late: late(now - 3 * 60_000) })).toEqual(['late'])
  expect(kindsOf({ late: late(undefined) })).toEqual(['late'])
  // What leaves by one channel says nothing of another.
  expect(attentionOf({ ...quiet, late: [...late(now), { count: 3, lastSentAt: undefined }] })).toMatchObject([{ kind: 'late', count: 3 }])
})

test('what is late while everything is stopped is late on purpose', () => {
  const stop = { scope: 'everything', isEverything: true, since: now, because: 'wrong price', by: 'admin' as const }
  expect(kindsOf({ late: [stuck] })).toEqual(['late'])
  expect(kindsOf({ late: [stuck], stops: [stop] })).toEqual([])
})

test('failing messages name their template and the newest reason, and the worst stands first', () => {
  const found = attentionOf({
    ...quiet,
    lately: [{ template: 'hello', sent: 3, failed: 7, bounced: 0 }],
    reasons: new Map([['hello', 'no price']]),
    deadLetters: [{ receivedAt: now - hour, reason: 'groupId is missing' }],
    stuck: 2,
  })
  expect(found).toEqual([
    { kind: 'stuck', about: null, count: 2, since: null, because: null, said: null },
    { kind: 'failed', about: 'hello', count: 7, since: null, because: 'no price', said: { code: 'plain', values: { words: 'no price' } } },
    { kind: 'dead-letters', about: null, count: 1, since: now - hour, because: 'groupId is missing', said: { code: 'no-group', values: {} } },
  ])
})

test('a trial that is left to a hand says who waits for it, and until when', () => {
  const found = attentionOf({ ...quiet, choices: [{ journey: 'newsletter', waiting: 800, dueAt: now + hour }] })
  expect(found).toEqual([{ kind: 'choice', about: 'newsletter', count: 800, since: now + hour, because: null, said: null }])
})

test('percentiles are values that occurred', () => {
  expect(percentilesOf([5])).toEqual({ p50: 5, p95: 5, p99: 5 })
  expect(percentilesOf(Array.from({ length: 100 }, (_, index) => 100 - index))).toEqual({ p50: 50, p95: 95, p99: 99 })
})

test('reasons of the guard and the watch are told as data, and what somebody wrote as it was written', () => {
  const late = '300 of 500 messages of two hours were handed over more than 6 hours after they might have been'
  const saidOf = (because: string, by: 'guard' | 'admin') =>
    attentionOf({ ...quiet, paused: [{ journey: 'offers', since: now, because, by, inside: 1 }] })[0]?.said
  expect(saidOf(late, 'guard')).toEqual({ code: 'guard-late', values: { many: '300', most: '500', times: '6' } })
  expect(saidOf(late, 'admin')).toEqual({ code: 'plain', values: { words: late } })
  const stop = { scope: 'journey offers', isEverything: false, since: now, because: 'never', by: 'admin' as const }
  expect(attentionOf({ ...quiet, stops: [stop] })[0]?.said).toEqual({ code: 'plain', values: { words: 'never' } })
})

test('a journey that its guard paused comes first, and one that somebody paused last', () => {
  const paused = (by: 'guard' | 'admin', journey: string) => ({ journey, since: now - hour, because: 'why', by, inside: 1 })
  expect(kindsOf({ paused: [paused('admin', 'summer'), paused('guard', 'offers')], late: [stuck] })).toEqual(['guard offers', 'late', 'paused summer'])
})

describe('against its forecast', () => {
  const pace = { perHour: { mean: 4, most: 20 }, perDay: { mean: 100, most: 140, spread: 15 } }
  const forecast: Forecast = { version: 1, at: now - 9 * day, days: 35, entries: pace, messages: pace, unknown: null }
  const off = (yesterday: number, today: number, more: Partial<Forecast> = {}) =>
    kindsOf({ expected: [{ journey: 'offers', forecast: { ...forecast, ...more }, yesterday, today }] })

  test('a journey far above the busiest day is called, a good day is not', () => {
    expect([off(100, 419), off(100, 420)]).toEqual([[], ['journey-above offers']])
  })

  test('one far below what is usual is called once the day is over, a slow morning is not', () => {
    expect([off(100, 0), off(41, 0), off(24, 0), off(0, 0)]).toEqual([[], [], ['journey-below offers'], ['journey-below offers']])
  })

  test('where days differ widely, or little is known, or nothing can be expected, nobody is called', () => {
    const wide = { ...forecast, entries: { ...pace, perDay: { ...pace.perDay, spread: 60 } } }
    expect(off(0, 0, wide)).toEqual([])
    expect(off(0, 5000, { days: 8 })).toEqual([])
    expect(off(0, 5000, { unknown: 'history is too short' })).toEqual([])
    expect(off(0, 0, { at: now - day / 2 })).toEqual([])
  })

  test('one that sends nothing any more is called silent, and not below as well', () => {
    const journeys = [{ journey: 'offers', decidedAt: Array.from({ length: 10 }, (_, index) => now - 14 * day - index * day) }]
    expect(kindsOf({ journeys, expected: [{ journey: 'offers', forecast, yesterday: 0, today: 0 }] })).toEqual(['journey-silent offers'])
  })
})

test('what somebody allowed is shown while it holds, and far above is nothing wrong then, nor on the day after', () => {
  const forecast = { version: 1, at: 0, days: 35, unknown: null } as const
  const pace = { perHour: { mean: 1, most: 5 }, perDay: { mean: 20, most: 50, spread: 5 } }
  const expected = [{ journey: 'offers', forecast: { ...forecast, entries: pace, messages: pace }, yesterday: 900, today: 30 }]
  const allowances = [{ journey: 'offers', times: 5, since: now - day, until: now + day, because: 'Sale', by: 'anna' }]
  expect(kindsOf({ expected })).toEqual(['journey-above offers'])
  const allowedLately = new Set(['offers'])
  expect(kindsOf({ expected, allowances, allowedLately })).toEqual(['allowed offers'])
  expect(attentionOf({ ...quiet, allowances })).toMatchObject([{ count: 5, since: now + day, said: { code: 'plain', values: { words: 'Sale' } } }])
  expect(kindsOf({ expected, allowedLately })).toEqual([])
})
