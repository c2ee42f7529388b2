// Circles between journeys: found before anybody is in them where they can be seen, and bounded for whoever is in one.

import { describe, expect, test } from 'vitest'
import { compile, sourceOf } from '../../src/engine/compile.ts'
import type { Definitions } from '../../src/model/definitions.ts'
import { journeySchema } from '../../src/model/journey.ts'
import { limits } from '../../src/model/limits.ts'
import { oneSubscriber } from '../../src/testing/one-subscriber.ts'

function definitions(...journeys: readonly object[]): Definitions {
  const parsed = journeys.map((journey) => journeySchema.parse({ again: 'always', enter: [{ on: 'Go' }], ...journey }))
  return { workspace: { workspace: 'shop' }, journeys: parsed, segments: [], templates: [] }
}

const circlesOf = (...journeys: readonly object[]): readonly string[] =>
  compile(sourceOf(definitions(...journeys))).problems.flatMap(({ code, severity, message }) => (code === 'journey.circle' ? [`${severity}: ${message}`] : []))

describe('a circle between journeys', () => {
  test('is found with its way, once', () => {
    const found = circlesOf(
      { journey: 'a', steps: [{ start: 'b' }] },
      { journey: 'b', steps: [{ nothing: true }, { jump: 'c' }] },
      { journey: 'c', steps: [{ start: 'a' }] },
    )
    expect(found).toEqual(['warning: the journeys a -> b -> c -> a let people into one another in a circle without letting time pass'])
  })

  test('is found over a list, and where a journey starts itself', () => {
    const list = [{ journey: 'a', steps: [{ list: { remove: 'vip' } }, { list: { add: 'vip' } }] }]
    expect(circlesOf({ ...list[0], enter: [{ joins: { list: 'vip' } }] })).toEqual([
      'warning: the journeys a -> a let people into one another in a circle without letting time pass',
    ])
    expect(circlesOf({ journey: 'a', steps: [{ start: 'a' }] })).toHaveLength(1)
  })

  test('is none when time passes in it', () => {
    expect(circlesOf({ journey: 'a', steps: [{ wait: '1d' }, { start: 'b' }] }, { journey: 'b', steps: [{ start: 'a' }] })).toEqual([])
  })

  test('of jumps is cut at run time, with a decision that says so', () => {
    const it = oneSubscriber(
      definitions({ journey: 'a', steps: [{ jump: 'b' }] }, { journey: 'b', enter: [{ on: 'Never' }], steps: [{ jump: 'a' }] }),
      '2026-11-21T10:00:00.000Z',
    )
    it.event('Go')
    const cut = it.decisions.filter(({ kind }) => kind === 'cut').map((one) => ('because' in one ? one.because : ''))
    expect([...new Set(cut)]).toEqual([`more than ${limits.cascade} steps and events were set off by one input`])
    expect(it.state.enrollments.every(({ status }) => status !== 'active')).toBe(true)
  })
})
