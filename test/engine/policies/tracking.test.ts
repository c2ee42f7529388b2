// Consent to have opens and clicks followed: apart from the consent to mail, asked at the moment of sending, remembered with its evidence.

import { expect, test } from 'vitest'
import { compile, sourceOf } from '../../../src/engine/compile.ts'
import { mayTrack } from '../../../src/engine/policies/tracking.ts'
import { newState, type SubscriberState } from '../../../src/engine/state.ts'
import { parseState, serializeState } from '../../../src/engine/stored-state.ts'
import { transition } from '../../../src/engine/transition.ts'
import type { Command } from '../../../src/model/input.ts'
import type { TrackingMode } from '../../../src/model/policy.ts'

const programOf = (tracking?: TrackingMode) => {
  const workspace = { workspace: 'shop', ...(tracking === undefined ? {} : { policy: { tracking } }) }
  const { program } = compile(sourceOf({ workspace, journeys: [], segments: [], templates: [] }))
  if (program === undefined) throw new Error('the workspace does not compile')
  return program
}

/** The state after these words, one a minute. */
function after(program: ReturnType<typeof programOf>, ...commands: readonly Command[]): SubscriberState {
  return commands.reduce(
    (state, command, index) => transition(program, state, { kind: 'command', at: (index + 1) * 60_000, command, source: 'link', position: index + 1 }).state,
    newState('1', 0),
  )
}

const yes: Command = { do: 'allow tracking', evidence: { page: 'https://shop.example/', wording: '2026-11' } }
const no: Command = { do: 'forbid tracking' }

test.each([
  // nothing said, yes, yes then no
  [undefined, [false, true, false]],
  ['opt-in', [false, true, false]],
  ['opt-out', [true, true, false]],
  ['off', [false, false, false]],
] as const)('tracking %s asks the person: %j for nothing said, a yes, and a yes taken back', (mode, expected) => {
  const program = programOf(mode)
  expect([after(program), after(program, yes), after(program, yes, no)].map((state) => mayTrack(program, state))).toEqual(expected)
})

test('a yes to mail is no yes to being followed', () => {
  const program = programOf()
  expect(mayTrack(program, after(program, { do: 'subscribe', topic: 'all' }))).toBe(false)
})

test('the word is stored with its evidence, and a state from before it was known says nothing', () => {
  const state = after(programOf(), yes)
  expect(parseState(serializeState(state)).tracking).toEqual({ allowed: true, at: 60_000, evidence: { page: 'https://shop.example/', wording: '2026-11' } })
  expect(parseState((serializeState(state) as unknown[]).slice(0, 20) as never).tracking).toBeUndefined()
})

test('of two people who turn out to be one the later word holds, and of two at one instant the no', () => {
  const program = programOf()
  const merged = (ours: SubscriberState, theirs: SubscriberState): boolean => {
    const other = serializeState(theirs)
    return mayTrack(program, transition(program, ours, { kind: 'merge', at: 600_000, other, because: 'the same' }).state)
  }
  expect(merged(after(program, yes), after(program, yes, no))).toBe(false)
  expect(merged(after(program, no, yes), after(program, no))).toBe(true)
  expect([merged(after(program, yes), after(program, no)), merged(after(program, no), after(program, yes))]).toEqual([false, false])
})
