// The compiled condition, with the few things it remembers, against the oracle, which reads the whole history every time.
// ONCUE_RUNS sets how many random worlds are tried for each rule.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Condition } from '../../../src/model/condition.ts'
import type { Input } from '../../../src/model/input.ts'
import { conditions, leavesByKind } from '../../../src/testing/arbitraries/conditions.ts'
import { histories, type Theme, triggerProperties } from '../../../src/testing/arbitraries/histories.ts'
import { journeys, type Scale, scales, steps } from '../../../src/testing/arbitraries/vocabulary.ts'
import { evaluateNaively } from '../../../src/testing/oracle/evaluate-naively.ts'
import { howMany } from '../../how-many.ts'
import { conditionWorld, type WorldOptions } from './condition-world.ts'
import { interestingInstants } from './instants.ts'

const runs = howMany(60)

interface Try {
  readonly scale: Scale
  readonly condition: Condition
  readonly history: readonly Input[]
  readonly options: WorldOptions
}

/** A condition of the given kind (or any), a history to ask it about, and the enrollment that it is asked for. */
function tries(kind: string): fc.Arbitrary<Try> {
  return fc.constantFrom(...scales).chain((scale) => {
    const passage = fc.record({ properties: triggerProperties(), startedAt: fc.integer({ min: 0, max: 12 }), stepEnteredAt: fc.integer({ min: 0, max: 12 }) })
    return fc
      .record({
        condition: kind === 'any kind' ? conditions(scale, 'in an enrollment') : (leavesByKind(scale, 'in an enrollment')[kind] as fc.Arbitrary<Condition>),
        history: histories(scale, 'with made events', themes[kind]),
        enrollments: fc.array(fc.record({ journey: fc.constantFrom(...journeys), step: fc.constantFrom(...steps) }), { maxLength: 1 }),
        passage,
      })
      .map(({ condition, history, enrollments, passage: { properties, startedAt, stepEnteredAt } }) => {
        const instant = (units: number): number => scale.startAt + units * scale.unitMs
        const trigger = { name: 'Viewed', occurredAt: instant(startedAt), properties }
        return {
          scale,
          condition,
          history,
          options: { scale, enrollments, passage: { trigger, startedAt: instant(startedAt), stepEnteredAt: instant(stepEnteredAt) } },
        }
      })
  })
}

/** What a history is mostly about where a condition of this kind is asked. */
const themes: Readonly<Record<string, Theme>> = {
  event: 'behavior',
  sum: 'behavior',
  avg: 'behavior',
  min: 'behavior',
  max: 'behavior',
  distinct: 'behavior',
  since: 'behavior',
  'in-order': 'behavior',
  latest: 'behavior',
  attribute: 'attributes',
  list: 'subscriptions',
  topic: 'subscriptions',
  message: 'messages',
  rate: 'messages',
  journey: 'messages',
  cart: 'cart',
}

const kinds = Object.keys(leavesByKind(scales[0] as Scale, 'in an enrollment'))

describe('the compiled condition answers like the oracle, and says in time when its answer may change', () => {
  test.each([...kinds, 'any kind'])('%s', (kind) => {
    fc.assert(
      fc.property(tries(kind), (one) => agreesWithOracle(one)),
      { numRuns: kind === 'any kind' ? runs * 4 : runs },
    )
  })
})

describe('a state that is put away and taken out again is the same state', () => {
  test('memories are plain JSON, and stay under their bound', () => {
    fc.assert(
      fc.property(tries('any kind'), ({ condition, history, options }) => {
        const world = conditionWorld(condition, options)
        for (const input of history) {
          world.feed(input)
          for (const slot of world.slots) {
            const content = world.state.memories.get(slot.id)
            if (content === undefined) continue
            const text = JSON.stringify(content)
            expect(JSON.parse(text)).toEqual(content)
            expect(text.length).toBeLessThanOrEqual(slot.bound())
          }
        }
      }),
      { numRuns: runs },
    )
  })
})

/** After every input, at every unit of time and a millisecond beside it, until the next input (and a while after the last). */
function agreesWithOracle({ scale, condition, history, options }: Try): void {
  const world = conditionWorld(condition, options)
  for (const [index, input] of history.entries()) {
    world.feed(input)
    const known = history.slice(0, index + 1)
    const next = history[index + 1]?.at ?? input.at + 26 * scale.unitMs
    let promises: { value: boolean; until: number; madeAt: number }[] = []
    for (const now of [input.at, ...interestingInstants(scale, known, input.at, next)]) {
      const expected = evaluateNaively(condition, known, now, world.oracle)
      promises = promises.filter((promise) => promise.until > now)
      const broken = promises.find((promise) => promise.value !== expected)
      if (broken !== undefined) {
        expect.fail(
          `after input ${index + 1}, at ${shown(scale, broken.madeAt)}: said ${broken.value} until ${shown(scale, broken.until)}, but it is ${expected} at ${shown(scale, now)}`,
        )
      }
      const { value, until } = world.compiled.evaluate(world.view(now))
      if (value !== expected) expect.fail(`after input ${index + 1}, at ${shown(scale, now)}: said ${value}, but it is ${expected}`)
      if (!(until > now)) expect.fail(`after input ${index + 1}, at ${shown(scale, now)}: said it may change at ${shown(scale, until)}`)
      promises.push({ value, until, madeAt: now })
    }
  }
}

function shown(scale: Scale, instant: number): string {
  return `${(instant - scale.startAt) / scale.unitMs}${scale.unit}`
}
