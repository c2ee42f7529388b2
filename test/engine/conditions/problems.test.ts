// What can be known to be wrong before anything runs is said with its place and a way out.

import { describe, expect, test } from 'vitest'
import type { ConditionContext } from '../../../src/engine/conditions/compile-condition.ts'
import type { Condition } from '../../../src/model/condition.ts'
import { compiling } from './asking.ts'

const known: Partial<ConditionContext> = {
  lists: new Set(['vip', 'press']),
  topics: new Set(['news']),
  templates: new Set(['welcome', 'cart-reminder']),
  journeys: new Map([['abandoned-cart', new Set(['remind', 'offer'])]]),
  segments: new Set(['gold', 'circle']),
  segment: (name) => segments[name],
}
const segments: Readonly<Record<string, Condition>> = {
  gold: { attribute: 'plan', eq: 'gold' },
  circle: { not: { segment: 'other' } },
  other: { any: [{ segment: 'circle' }, { list: 'nowhere' }] },
  enrolled: { trigger: 'x', eq: 1 },
}

type Case = readonly [what: string, condition: Condition, code: string, path: readonly (string | number)[], fix?: string]

const cases: readonly Case[] = [
  ['a count that nothing passes', { event: 'A', count: { gte: 5, lt: 3 } }, 'contradiction', ['count']],
  ['a count under 0', { event: 'A', count: { lt: 0 } }, 'contradiction', ['count']],
  ['a count that everything passes', { event: 'A', count: { gte: 0 } }, 'always-true', ['count']],
  ['no occurrence of a value that occurs', { event: 'A', count: { eq: 0 }, by: 'p' }, 'contradiction', ['count']],
  ['different values that nothing passes', { distinct: 'p', of: 'A', gt: 3, lt: 4 }, 'contradiction', []],
  ['a sum between nothing', { sum: 'p', of: 'A', gt: 5, lte: 5 }, 'contradiction', []],
  ['a rate in percent', { rate: 'opened', over: 'delivered', last: 10, gte: 30 }, 'rate-out-of-range', ['gte'], 'Write 0.3 for 30 %.'],
  ['a rate that nothing passes', { rate: 'opened', over: 'delivered', within: '30d', gt: 0.5, lt: 0.2 }, 'contradiction', []],
  ['a cart between nothing', { cart: { value: { gte: 5, lt: 3 } } }, 'contradiction', ['cart', 'value']],
  ['an attribute that is two things', { attribute: 'a', eq: 1, in: [2, 3] }, 'contradiction', []],
  ['an attribute that is missing and known', { attribute: 'a', exists: false, eq: 1 }, 'contradiction', []],
  ['bounds of two types', { attribute: 'a', gt: 1, lt: 'z' }, 'contradiction', []],
  ['a where that nothing passes', { event: 'A', where: { price: { gt: 5, lt: 5 } } }, 'contradiction', ['where', 'price']],
  [
    'a where inside in-order',
    { 'in-order': [{ event: 'A' }, { event: 'B', where: { 'a.b': { starts: 'x', eq: 'y' } } }] },
    'contradiction',
    ['in-order', 1, 'where', 'a.b'],
  ],
  ['an empty window', { event: 'A', within: '0s' }, 'empty-window', ['within']],
  ['a time between equal ends', { time: { between: ['09:00', '09:00'] } }, 'contradiction', ['time', 'between']],
  ['all seven weekdays', { time: { days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] } }, 'always-true', ['time', 'days']],
  ['an unknown list', { list: 'VIPs' }, 'unknown-list', ['list'], 'Did you mean "vip"?'],
  ['an unknown topic', { topic: 'weather' }, 'unknown-topic', ['topic'], 'Known: news, all.'],
  ['an unknown template', { message: 'wellcome', did: 'sent' }, 'unknown-template', ['message'], 'Did you mean "welcome"?'],
  ['an unknown journey', { journey: 'abandoned cart', is: 'completed' }, 'unknown-journey', ['journey'], 'Did you mean "abandoned-cart"?'],
  ['an unknown step', { journey: 'abandoned-cart', is: 'active', at: 'reminder' }, 'unknown-step', ['at'], 'Did you mean "remind"?'],
  ['an unknown segment', { segment: 'golden' }, 'unknown-segment', ['segment'], 'Did you mean "gold"?'],
  ['segments in a circle', { all: [{ segment: 'circle' }] }, 'segment-cycle', ['all', 0, 'segment']],
  ["Oncue's own event in other letters", { event: 'message_opened' }, 'misspelt-event', ['event'], 'Did you mean "Message Opened"?'],
  ["Oncue's own event in a list", { since: ['Viewed', 'message clicked'], gte: '1d' }, 'misspelt-event', ['since', 1]],
  [
    "a property that Oncue's own event never has",
    { event: 'Message Opened', where: { templat: 'x' } },
    'unknown-property',
    ['where', 'templat'],
    'Did you mean "template"?',
  ],
  ['by: for what nobody does', { message: 'any', did: 'sent', by: 'human' }, 'by-without-reaction', ['by']],
  ['for with a ref', { attribute: 'a', eq: { ref: 'attributes.b' }, for: '1d' }, 'for-with-ref', ['eq']],
  ['within for being active', { journey: 'abandoned-cart', is: 'active', within: '1d' }, 'within-active', ['within']],
  ['a step of a journey that is over', { journey: 'abandoned-cart', is: 'exited', at: 'remind' }, 'at-ended', ['at']],
  ['deep inside', { not: { any: [{ list: 'vip' }, { all: [{ list: 'vipp' }] }] } }, 'unknown-list', ['not', 'any', 1, 'all', 0, 'list']],
]

for (const [what, condition, code, path, fix] of cases) {
  test(`${what} is a problem`, () => {
    const { problems } = compiling(condition, known)
    expect(problems.map((problem) => ({ code: problem.code, path: problem.path }))).toEqual([{ code, path }])
    expect(problems[0]?.message).toMatch(/^[A-Z"].*\.$/)
    expect(problems[0]?.fix).toMatch(/[.?]$/)
    if (fix !== undefined) expect(problems[0]?.fix).toBe(fix)
  })
}

describe('outside a journey', () => {
  const outside: readonly (readonly [string, Condition, readonly (string | number)[]])[] = [
    ['since: enrollment', { event: 'A', since: 'enrollment' }, ['since']],
    ['since: step of a message', { message: 'any', did: 'sent', since: 'step' }, ['since']],
    ['a ref to the trigger', { event: 'A', where: { p: { eq: { ref: 'trigger.p' } } } }, ['where', 'p', 'eq']],
    ['trigger:', { trigger: 'p', eq: 1 }, ['trigger']],
  ]
  test.each(outside)('%s is a problem', (_what, condition, path) => {
    expect(compiling(condition, { ...known, hasPassage: false }).problems.map((problem) => problem.path)).toEqual([path])
    expect(compiling(condition, known).problems).toEqual([])
  })
})

test('names are not checked when none are given', () => {
  const condition: Condition = { any: [{ list: 'a' }, { topic: 'b' }, { message: 'c', did: 'sent' }, { journey: 'd', is: 'active', at: 'e' }] }
  expect(compiling(condition).problems).toEqual([])
})

test('problems of a segment are reported where it is defined, not where it is used', () => {
  expect(compiling({ segment: 'enrolled' }, known).problems).toEqual([])
})

test('conditions that can hold are left alone', () => {
  const fine: readonly Condition[] = [
    { event: 'A', count: { gte: 2, lte: 2 } },
    { event: 'A', count: { eq: 0 }, within: '1d' },
    { event: 'A', count: { gte: 1 }, by: 'p' },
    { attribute: 'a', gte: 5, lte: 5 },
    { attribute: 'a', gt: 'a', lt: 'b', starts: 'a' },
    { attribute: 'a', ne: 1, exists: false },
    { attribute: 'a', eq: '2026-03-21T00:00:00Z', starts: '2026-03-21T02' },
    { attribute: 'a', in: [1, 2, 3], gt: 2 },
    { event: 'Message Opened', where: { template: 'welcome' } },
    { time: { between: ['22:00', '06:00'], days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] } },
  ]
  expect(fine.flatMap((condition) => compiling(condition, known).problems)).toEqual([])
})
