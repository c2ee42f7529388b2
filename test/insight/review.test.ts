// Reviews: each suggestion follows from numbers that are there, and from nothing else.

import { expect, test } from 'vitest'
import { compare } from '../../src/insight/proportions.ts'
import { expectedIn } from '../../src/insight/review.ts'
import type { ReviewedMessages, ReviewFacts } from '../../src/insight/review-facts.ts'
import { suggestionsFor } from '../../src/insight/review-suggestions.ts'
import { plain } from '../../src/model/said.ts'

type Facts = ReviewFacts

const messages: ReviewedMessages = { sent: 1000, delivered: 990, opened: 300, clicked: 60, bounced: 9, unsubscribed: 3, complained: 0, refused: 5 }
const others: ReviewedMessages = { sent: 20_000, delivered: 19_800, opened: 6000, clicked: 1200, bounced: 180, unsubscribed: 60, complained: 2, refused: 100 }
/** A journey about which there is nothing to say. */
const quiet: Facts = {
  journey: 'cart',
  version: 2,
  over: 'version',
  days: 28,
  since: 0,
  entered: 1000,
  expected: { entries: 1010, giveOrTake: 40, perDay: 36, most: 60 },
  messages,
  others,
  median: { bounced: 0.009, unsubscribed: 0.003, complained: 0.0001 },
  hasGoal: true,
  hasHoldout: true,
  converted: 100,
  lift: null,
  refusedBecause: { 'no address': 5 },
  guard: null,
  near: [
    {
      condition: 'Viewed at least 3 times',
      said: plain('Viewed at least 3 times'),
      unit: 'times',
      wanted: 3,
      asks: 'gte',
      people: 3000,
      reached: 1000,
      onlyThis: 40,
    },
  ],
}
const group = (of: number, count: number) => ({ passages: of, converted: count, rate: count / of, interval: { low: 0, high: 1 }, revenue: {} })
const lift = (treated: readonly [number, number], holdout: readonly [number, number]): ReviewFacts['lift'] => ({
  treated: group(...treated),
  holdout: group(...holdout),
  comparison: compare({ of: treated[0], count: treated[1] }, { of: holdout[0], count: holdout[1] }),
  extra: { conversions: 0, interval: { low: 0, high: 0 } },
})
const kindsOf = (facts: Partial<Facts>): readonly string[] => suggestionsFor({ ...quiet, ...facts }).map(({ kind }) => kind)

test('of a journey that runs like the others nothing is said', () => {
  expect(suggestionsFor(quiet)).toEqual([])
  // Nor of one that has just begun.
  const nothing: ReviewedMessages = { sent: 0, delivered: 0, opened: 0, clicked: 0, bounced: 0, unsubscribed: 0, complained: 0, refused: 0 }
  expect(
    kindsOf({ days: 1, entered: 0, messages: nothing, others: nothing, median: null, expected: null, converted: 0, near: null, refusedBecause: {} }),
  ).toEqual([])
})

test.each<readonly [string, Partial<Facts>, RegExp]>([
  ['guard-paused', { guard: { since: 0, because: '1,204 people entered within an hour' } }, /1,204 people entered/],
  ['harm', { lift: lift([1000, 50], [1000, 120]) }, /^5 % reached the goal .* 12 % of those/],
  ['bounces', { messages: { ...messages, bounced: 120 } }, /^12 % of 1,000 came back, 0\.9 % with the other journeys and 0\.9 % with the one in the middle/],
  ['complaints', { messages: { ...messages, complained: 9 } }, /^0\.9 % of 1,000 complained, 0 % with the other journeys and 0 % with the one in the middle/],
  ['unsubscribes', { messages: { ...messages, unsubscribed: 30 } }, /^3 % of 1,000 said no to further mail, 0\.3 % with the other journeys/],
  ['nobody', { entered: 0, near: null }, /^Nobody entered in 28 days, and 1,010 were expected$/],
  ['fewer', { entered: 300 }, /^300 entered in 28 days, and 1,010 were expected, give or take 40$/],
  ['more', { entered: 3000, near: null }, /^3,000 entered in 28 days/],
  ['threshold', { near: [{ ...quiet.near?.[0], onlyThis: 400 } as never] }, /^"Viewed at least 3 times" alone kept 400 people out, and 1,000 entered$/],
  [
    'held-back',
    { messages: { ...messages, refused: 500 }, refusedBecause: { 'no address': 450, capped: 50 } },
    /^500 of 1,500 messages were not sent, 450 of them because: no address$/,
  ],
  ['opens', { messages: { ...messages, opened: 150 } }, /^15 % of 1,000 were opened by people, and 30 % of those of other journeys$/],
  ['clicks', { messages: { ...messages, clicked: 20 } }, /^2 % of 1,000 were clicked by people, and 6 % /],
  ['no-difference', { lift: lift([1000, 100], [1000, 102]) }, /^10 % of 1,000 reached the goal with its messages, 10\.2 % of 1,000 without/],
  ['no-goal', { hasGoal: false }, /^1,000 messages were sent, and no goal/],
  ['no-holdout', { hasHoldout: false }, /^100 of 1,000 reached the goal/],
])('%s is said where its numbers are there, and alone', (kind, facts, evidence) => {
  const found = suggestionsFor({ ...quiet, ...facts })
  expect(found.map((one) => one.kind)).toEqual([kind])
  expect(found[0]?.evidence).toMatch(evidence)
  expect(found[0]?.advice).not.toBe('')
  expect(Object.keys(found[0]?.numbers ?? {})).not.toEqual([])
})

test('few numbers are not enough for any of it', () => {
  expect(kindsOf({ messages: { ...messages, complained: 2 } })).toEqual([])
  expect(kindsOf({ messages: { ...messages, sent: 60, opened: 0, clicked: 0, unsubscribed: 4, complained: 3, refused: 19 } })).toEqual([])
  // Above the other journeys together, and yet no more than the one in the middle.
  expect(kindsOf({ messages: { ...messages, unsubscribed: 30 }, median: { bounced: 0.009, unsubscribed: 0.04, complained: 0 } })).toEqual([])
  expect(kindsOf({ entered: 0, days: 3, near: null })).toEqual([])
  expect(kindsOf({ entered: 900 })).toEqual([])
})

test('a forecast says what is expected of as many days as it rests on, and nothing of more', () => {
  const pace = { perHour: { mean: 0.2, most: 2 }, perDay: { mean: 4, most: 11, spread: 3 } }
  const forecast = { version: 1, at: 0, days: 35, entries: pace, messages: pace, unknown: null }
  expect(expectedIn(forecast, 35)).toEqual({ entries: 140, giveOrTake: 18, perDay: 4, most: 11 })
  expect(expectedIn(forecast, 36)).toBeNull()
  expect(expectedIn({ ...forecast, unknown: 'too little history' }, 1)).toBeNull()
  expect(expectedIn(undefined, 1)).toBeNull()
})
