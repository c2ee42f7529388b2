// What the first page calls attention to, from facts alone.

import { expect, test } from 'vitest'
import { type AttentionFacts, attentionOf } from '../../src/insight/overview/attention.ts'
import { percentilesOf } from '../../src/insight/overview/latency.ts'

const hour = 3_600_000
const day = 24 * hour
const now = Date.UTC(2026, 10, 21, 12)

const quiet: AttentionFacts = {
  now,
  stops: [],
  paused: [],
  ways: [],
  late: 0,
  stuck: 0,
  refused: null,
  events: [],
  journeys: [],
  lately: [],
  before: [],
  reasons: new Map(),
  domains: [],
  deadLetters: [],
}
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

test('an event that came every hour and is missing since a day is called silent, one that comes weekly is not', () => {
  const hourly = event('Product Added', { gapMs: hour, count: 100, agoMs: day })
  const weekly = event('Newsletter Read', { gapMs: 7 * day, count: 30, agoMs: 8 * day })
  const lively = event('Page Viewed', { gapMs: hour / 10, count: 5000, agoMs: 60_000 })
  expect(kindsOf({ events: [hourly, weekly, lively] })).toEqual(['event-silent Product Added'])
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
  expect(kindsOf({ journeys, paused: [{ journey: 'welcome', since: now - 15 * day, because: 'summer', inside: 3 }] })).toEqual(['paused welcome'])
})

test('bounces are called when they are many and more than before', () => {
  const numbers = (sent: number, bounced: number) => [{ template: 'hello', sent, failed: 0, bounced }]
  expect(kindsOf({ lately: numbers(1000, 50), before: numbers(20_000, 200) })).toEqual(['bounces'])
  expect(kindsOf({ lately: numbers(1000, 50), before: numbers(20_000, 1000) })).toEqual([])
  expect(kindsOf({ lately: numbers(20, 5), before: numbers(20_000, 200) })).toEqual([])
})

test('what is late while everything is stopped is late on purpose', () => {
  const stop = { scope: 'everything', isEverything: true, since: now, because: 'wrong price' }
  expect(kindsOf({ late: 12 })).toEqual(['late'])
  expect(kindsOf({ late: 12, stops: [stop] })).toEqual([])
})

test('failing messages name their template and the newest reason, and the worst stands first', () => {
  const found = attentionOf({
    ...quiet,
    lately: [{ template: 'hello', sent: 3, failed: 7, bounced: 0 }],
    reasons: new Map([['hello', 'no price']]),
    deadLetters: [{ receivedAt: now - hour, reason: 'no name' }],
    stuck: 2,
  })
  expect(found).toEqual([
    { kind: 'stuck', about: null, count: 2, since: null, because: null },
    { kind: 'failed', about: 'hello', count: 7, since: null, because: 'no price' },
    { kind: 'dead-letters', about: null, count: 1, since: now - hour, because: 'no name' },
  ])
})

test('percentiles are values that occurred', () => {
  expect(percentilesOf([5])).toEqual({ p50: 5, p95: 5, p99: 5 })
  expect(percentilesOf(Array.from({ length: 100 }, (_, index) => 100 - index))).toEqual({ p50: 50, p95: 95, p99: 99 })
})
