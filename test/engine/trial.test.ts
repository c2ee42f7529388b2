// Which variant a trial chooses, and what a trial needs around it.

import { describe, expect, test } from 'vitest'
import { compile, sourceOf } from '../../src/engine/compile.ts'
import { chooseWinner } from '../../src/engine/trial.ts'
import { templateSchema, workspaceSchema } from '../../src/model/definitions.ts'
import { journeySchema } from '../../src/model/journey.ts'
import type { JsonObject } from '../../src/model/json.ts'
import type { Trial } from '../../src/model/trial.ts'
import { subscriberOf } from '../../src/testing/one-subscriber.ts'

const trial: Trial = { share: 20, for: '4h', by: 'clicked', otherwise: 'b' }

function choose(by: Trial['by'], ...counts: readonly (readonly [of: number, count: number])[]) {
  const arms = counts.map(([of, count], index) => {
    const did = by === 'converted' ? { converted: count, clicked: 0, opened: 0 } : { converted: 0, opened: 0, clicked: 0, [by]: count }
    return { variant: 'abc'[index] ?? '', passages: of, sent: of, ...did }
  })
  const { variant, because } = chooseWinner({ step: 'subject', trial: { ...trial, by } }, arms)
  return [variant, because]
}

describe('the winner of a trial', () => {
  test.each(['opened', 'clicked', 'converted'] as const)('is who did best by what was named, %s, and it is said whether that is beyond chance', (by) => {
    expect(choose(by, [1000, 50], [1000, 20])).toEqual(['a', 'shown'])
    expect(choose(by, [1000, 20], [1000, 50], [1000, 40])).toEqual(['b', 'not-shown'])
    expect(choose(by, [1000, 51], [1000, 50])).toEqual(['a', 'not-shown'])
    expect(choose(by, [1000, 10], [1000, 5], [1000, 60])).toEqual(['c', 'shown'])
  })

  test('goes by rates, because chance never makes groups of one size', () => {
    expect(choose('clicked', [2000, 80], [1000, 50])).toEqual(['b', 'not-shown'])
  })

  test('is what was named for it when the best are equal, when there are too few, and when nobody chose', () => {
    expect(choose('clicked', [1000, 50], [500, 25])).toEqual(['b', 'tie'])
    expect(choose('clicked', [1000, 90], [1000, 50], [1000, 90])).toEqual(['b', 'tie'])
    expect(choose('clicked', [99, 50], [1000, 25])).toEqual(['b', 'too-few'])
    expect(choose('clicked', [1000, 4], [1000, 0])).toEqual(['b', 'too-few'])
    expect(choose('hand', [1000, 500], [1000, 0])).toEqual(['b', 'nobody-chose'])
  })
})

const split = [
  { variant: 'a', steps: [{ id: 'a-mail', send: 'a' }] },
  { variant: 'b', steps: [{ id: 'b-mail', send: 'a' }] },
]
const once = [{ at: '2026-01-05 13:00', zone: 'UTC' }]

function definitions(journey: JsonObject) {
  return {
    workspace: workspaceSchema.parse({ workspace: 'shop' }),
    journeys: [journeySchema.parse({ journey: 'j', enter: once, steps: [{ id: 'subject', split, trial }], ...journey })],
    segments: [],
    templates: [templateSchema.parse({ template: 'a', subject: 'a', html: '<p>a</p>' })],
  }
}

test.each<[string, JsonObject]>([
  ['trial.enter', { enter: [{ on: 'Signed Up' }] }],
  ['trial.enter', { enter: [{ at: '0 9 * * *', zone: 'UTC' }] }],
  ['trial.zone', { enter: [{ at: '2026-01-05 13:00' }] }],
  ['trial.place', { steps: [{ wait: '1d' }, { id: 'subject', split, trial: { ...trial } }] }],
  ['trial.goal', { steps: [{ id: 'subject', split, trial: { ...trial, by: 'converted' } }] }],
  ['trial.otherwise', { steps: [{ id: 'subject', split, trial: { ...trial, otherwise: 'c' } }] }],
])('what a trial cannot be is a mistake: %s', (code, journey) => {
  expect(compile(sourceOf(definitions(journey))).problems).toEqual([expect.objectContaining({ code, severity: 'error' })])
})

test('a backtest and a test of a journey, which know of no choice, see those who wait go on with what was named, a minute after the time is over', () => {
  const { program } = compile(sourceOf(definitions({})))
  if (program === undefined) throw new Error('there is no program')
  const ways = Array.from({ length: 80 }, (_, index) => {
    const it = subscriberOf(program, { startAt: Date.parse('2026-01-05T10:00:00.000Z'), id: `p${index}` })
    it.identify({ email: 'anna@example.com' })
    it.advanceTo('2026-01-06T13:00:00.000Z')
    return it.decisions.flatMap((decision) => (decision.kind === 'moved' ? `${new Date(decision.at).toISOString().slice(11, 16)} ${decision.because}` : []))
  }).flat()
  expect(new Set(ways)).toEqual(
    new Set([
      '13:00 variant a: among the 20 % who go ahead',
      '13:00 variant b: among the 20 % who go ahead',
      '17:01 variant b: named for when nothing tells the variants apart',
    ]),
  )
  expect(ways).toHaveLength(80)
})
