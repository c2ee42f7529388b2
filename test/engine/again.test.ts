// Rules of `again` that outlive an edit of the journey.

import { expect, test } from 'vitest'
import { compile } from '../../src/engine/compile.ts'
import type { JourneyVersion, Program } from '../../src/engine/program.ts'
import { newState, type SubscriberState } from '../../src/engine/state.ts'
import { transition } from '../../src/engine/transition.ts'
import type { Decision } from '../../src/model/decision.ts'
import { type Journey, journeySchema } from '../../src/model/journey.ts'

const start = Date.parse('2026-11-21T10:00:00Z')

function programOf(...versions: readonly JourneyVersion[]): Program {
  const { program } = compile({ workspace: { workspace: 'shop' }, journeys: versions, segments: [], templates: [] })
  if (program === undefined) throw new Error('does not compile')
  return program
}

function journey(rest: object): Journey {
  return journeySchema.parse({ journey: 'j', enter: [{ on: 'Go' }], steps: [], ...rest })
}

function go(program: Program, state: SubscriberState, at: number, properties: { readonly id?: string } = {}): readonly Decision[] {
  const event = { name: 'Go', occurredAt: at, receivedAt: at, messageId: String(at), properties }
  if (state.program !== 0 && state.program !== program.id) transition(program, state, { kind: 'adopt', at, history: [], decisions: [] })
  return transition(program, state, { kind: 'event', at, event, position: at }).decisions
}

function outcomes(decisions: readonly Decision[]): string[] {
  return decisions.flatMap((one) => (one.kind === 'entered' ? 'entered' : one.kind === 'not entered' ? one.reason : []))
}

test('an edit of again from always to never lets nobody in once more who has been inside', () => {
  const before = { definition: journey({ again: 'always' }), version: 1 }
  const state = newState('1', start)
  expect(outcomes(go(programOf({ ...before, live: true }), state, start))).toEqual(['entered'])
  const edited = programOf({ ...before, live: false }, { definition: journey({ again: 'never' }), version: 2, live: true })
  expect(outcomes(go(edited, state, start + 1))).toEqual(['again: never'])
})

test('of a journey with a key the newest twenty keys are remembered while it lets in always', () => {
  const before = { definition: journey({ again: 'always', key: 'properties.id' }), version: 1 }
  const state = newState('1', start)
  for (let index = 0; index < 30; index += 1) go(programOf({ ...before, live: true }), state, start + index, { id: `k${index}` })
  expect(state.entries).toHaveLength(20)
  const edited = programOf({ ...before, live: false }, { definition: journey({ key: 'properties.id' }), version: 2, live: true })
  expect(outcomes(go(edited, state, start + 100, { id: 'k29' }))).toEqual(['again: never'])
  expect(outcomes(go(edited, state, start + 101, { id: 'k1' }))).toEqual(['entered'])
})
