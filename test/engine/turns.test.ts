// Inputs are decided one after the other by the same turn: none of them leaves anything behind for the next.

import { expect, test } from 'vitest'
import { compile, sourceOf } from '../../src/engine/compile.ts'
import type { Program } from '../../src/engine/program.ts'
import { newState } from '../../src/engine/state.ts'
import { type Transition, transition } from '../../src/engine/transition.ts'
import { beginTurn, newTurn } from '../../src/engine/turn.ts'
import { templateSchema, workspaceSchema } from '../../src/model/definitions.ts'
import { journeySchema } from '../../src/model/journey.ts'
import type { JsonObject } from '../../src/model/json.ts'

const start = Date.parse('2026-11-21T10:00:00Z')

const program = compile(
  sourceOf({
    workspace: workspaceSchema.parse({ workspace: 'shop' }),
    journeys: [
      journeySchema.parse({ journey: 'all', enter: [{ on: 'Go' }], steps: [{ id: 'mail', send: 'a' }] }),
      journeySchema.parse({ journey: 'dear', enter: [{ on: 'Go', where: { price: { gte: 10 } } }], steps: [] }),
    ],
    segments: [],
    templates: [templateSchema.parse({ template: 'a', subject: 'a', html: '<p>a</p>' })],
  }),
).program as Program

function event(subscriber: string, name: string, properties: JsonObject = { price: 1 }): Transition {
  const state = newState(subscriber, start)
  state.attributes = { email: 'anna@example.com' }
  return transition(program, state, {
    kind: 'event',
    at: start,
    event: { name, occurredAt: start, receivedAt: start, messageId: name, properties },
    position: 1,
  })
}

function answerOf({ effects, decisions, counts }: Transition): unknown {
  return structuredClone({ effects, decisions, counts })
}

test('what was decided about one input stays as it was while the next ones are decided', () => {
  const nothing = event('1', 'Seen')
  const something = event('2', 'Go')
  const before = answerOf(something)
  expect(something.effects).toHaveLength(1)
  const others = [event('3', 'Go', { price: 20 }), event('4', 'Seen'), event('5', 'Go')]
  expect(answerOf(something)).toEqual(before)
  expect(answerOf(nothing)).toEqual({ effects: [], decisions: [], counts: [] })
  expect(others.map(({ effects, decisions }) => [effects.length, decisions.filter(({ kind }) => kind === 'entered').length])).toEqual([
    [1, 2],
    [0, 0],
    [1, 1],
  ])
})

test('an input that could not be decided leaves nothing behind for the next', () => {
  const properties = Object.defineProperty({}, 'price', {
    enumerable: true,
    get: () => {
      throw new Error('no price')
    },
  })
  const before = answerOf(event('6', 'Seen'))
  // Somebody is in the first journey by the time the second one asks for the price.
  expect(() => event('7', 'Go', properties)).toThrow('no price')
  expect(answerOf(event('6', 'Seen'))).toEqual(before)
})

test('the turn begins with each input as a new one would, whatever became of each part of it', () => {
  const turn = beginTurn(program, newState('8', start)) as unknown as Record<string, unknown>
  for (const [name, value] of Object.entries(turn)) turn[name] = Array.isArray(value) ? ['left behind'] : 'left behind'
  const state = newState('9', start)
  expect(beginTurn(program, state)).toEqual(newTurn(program, state))
})
