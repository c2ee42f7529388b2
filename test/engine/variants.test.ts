// Whoever was given a variant keeps it: by its name, whatever is edited about weights and order, at every entry and through mergers.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Program } from '../../src/engine/program.ts'
import { newState, type SubscriberState } from '../../src/engine/state.ts'
import { parseState, serializeState } from '../../src/engine/stored-state.ts'
import { transition } from '../../src/engine/transition.ts'
import type { JsonObject } from '../../src/model/json.ts'
import { limits } from '../../src/model/limits.ts'
import { programOf } from './invariants/world.ts'

interface Way {
  readonly variant: string
  readonly weight: number
}

const start = 1_800_000_000_000
const hourMs = 3_600_000

function trial(ways: readonly Way[], more: JsonObject = {}): Program {
  const split = ways.map(({ variant, weight }) => ({ variant, weight, steps: [{ id: `way-${variant}`, nothing: true }] }))
  return programOf([{ journey: 'trial', enter: [{ on: 'Go' }], again: 'always', steps: [{ id: 'arm', split, ...more }] }])
}

/** Takes the program over, enters once more, and says which way was taken. */
function pass(program: Program, given: SubscriberState): { readonly state: SubscriberState; readonly arm: string } {
  const at = given.now + hourMs
  const state = parseState(serializeState(given))
  if (state.program !== 0) transition(program, state, { kind: 'adopt', at, history: [], decisions: [] })
  const event = { name: 'Go', properties: {}, occurredAt: at, receivedAt: at, messageId: `${at}` }
  const { decisions } = transition(program, state, { kind: 'event', at, position: at, event })
  const way = decisions.flatMap((decision) => (decision.kind === 'moved' && decision.step.startsWith('way-') ? decision.step.slice(4) : []))
  return { state, arm: way[0] ?? '' }
}

const ways = fc.uniqueArray(fc.record({ variant: fc.constantFrom('a', 'b', 'c', 'd'), weight: fc.constantFrom(0.001, 1, 2, 50) }), {
  minLength: 2,
  maxLength: 4,
  selector: ({ variant }) => variant,
})

test('whatever is edited about weights and order, whoever was given a variant that is still there takes it; who had another is given one that is', () => {
  fc.assert(
    fc.property(fc.array(ways, { minLength: 2, maxLength: 5 }), (versions) => {
      for (let person = 0; person < 8; person += 1) {
        let state = newState(`${person}`, start)
        let before: string | undefined
        for (const version of versions) {
          const passed = pass(trial(version), state)
          const names: readonly string[] = version.map(({ variant }) => variant)
          expect(names).toContain(passed.arm)
          if (before !== undefined && names.includes(before)) expect(passed.arm).toBe(before)
          before = passed.arm
          state = passed.state
        }
      }
    }),
    { numRuns: 20 },
  )
})

test('new people are shared out by the weights of now', () => {
  const before = trial([
    { variant: 'a', weight: 1 },
    { variant: 'b', weight: 1 },
  ])
  const after = trial([
    { variant: 'b', weight: 1 },
    { variant: 'a', weight: 9 },
  ])
  const share = (program: Program, from: number): number => {
    const arms = Array.from({ length: 1000 }, (_, index) => pass(program, newState(`p${from + index}`, start)).arm)
    return arms.filter((arm) => arm === 'a').length / arms.length
  }
  expect(Math.abs(share(before, 0) - 0.5)).toBeLessThan(0.05)
  expect(Math.abs(share(after, 1000) - 0.9)).toBeLessThan(0.04)
})

test('a winner is everybody’s, and when it is withdrawn everybody has their own again', () => {
  const both: readonly Way[] = [
    { variant: 'a', weight: 1 },
    { variant: 'b', weight: 1 },
  ]
  for (let person = 0; person < 10; person += 1) {
    const first = pass(trial(both), newState(`${person}`, start))
    const won = pass(trial(both, { winner: 'b' }), first.state)
    expect([won.arm, pass(trial(both.toReversed()), won.state).arm]).toEqual(['b', first.arm])
  }
})

test('whoever took the way of a winner was given no variant by chance, and is not given one by being stored', () => {
  const split = ['a', 'b'].map((variant) => ({ variant, weight: 1, steps: [] }))
  const waiting = (more: JsonObject): Program =>
    programOf([
      {
        journey: 'trial',
        enter: [{ on: 'Go' }],
        again: 'always',
        steps: [
          { id: 'arm', split, ...more },
          { id: 'rest', wait: '9d' },
        ],
      } as never,
    ])
  const { state } = pass(waiting({ winner: 'b' }), newState('1', start))
  expect(state.enrollments.map(({ variants }) => variants)).toEqual([[['arm', 'b', 1]]])
  expect([state.arms, parseState(serializeState(state)).arms]).toEqual([[], []])
})

test('of two people who turn out to be one the variant that was given first stays', () => {
  const mostly = (variant: string, other: string): Program =>
    trial([
      { variant, weight: 1 },
      { variant: other, weight: 1e-9 },
    ])
  const both = trial([
    { variant: 'a', weight: 0.001 },
    { variant: 'b', weight: 50 },
  ])
  const one = pass(mostly('b', 'a'), { ...newState('1', start), now: start + hourMs }).state
  const other = pass(mostly('a', 'b'), newState('2', start)).state
  transition(both, one, { kind: 'merge', at: start + 9 * hourMs, other: serializeState(other), because: 'same userId' })
  expect(pass(both, one).arm).toBe('a')
})

test('of a passage from before variants were remembered its own are known, and not more than so many are kept', () => {
  const program = trial([
    { variant: 'a', weight: 1 },
    { variant: 'b', weight: 1 },
  ])
  const { state, arm } = pass(program, newState('1', start))
  const many = { ...state, arms: Array.from({ length: limits.arms }, (_, index) => ({ journey: 'other', step: `${index}`, variant: 'a', at: start })) }
  expect(pass(program, many).state.arms).toHaveLength(limits.arms)
  const waiting = programOf([
    {
      journey: 'trial',
      enter: [{ on: 'Go' }],
      steps: [
        {
          id: 'arm',
          split: [
            { variant: 'a', steps: [] },
            { variant: 'b', steps: [] },
          ],
        },
        { id: 'rest', wait: '1d' },
      ],
    },
  ])
  const inside = pass(waiting, newState('1', start)).state
  const stored = serializeState(inside) as unknown[]
  expect(parseState(stored.slice(0, 24) as never).arms.map(({ journey, step, variant }) => [journey, step, variant])).toEqual([['trial', 'arm', arm]])
})
