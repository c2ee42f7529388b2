// The stuck check: silent on every state that the engine makes, and not silent on states that it must never make.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkState } from '../../src/engine/check-state.ts'
import { decisionText } from '../../src/engine/decision-text.ts'
import { copyState, type Enrollment, type SubscriberState } from '../../src/engine/state.ts'
import { transition } from '../../src/engine/transition.ts'
import type { Definitions } from '../../src/model/definitions.ts'
import type { Input } from '../../src/model/input.ts'
import { definitions } from '../../src/testing/arbitraries/definitions.ts'
import { histories } from '../../src/testing/arbitraries/histories.ts'
import { scales } from '../../src/testing/arbitraries/vocabulary.ts'
import { howMany } from '../how-many.ts'
import { begin, programOf } from './invariants/world.ts'
import { engineWorld, programOf as programOfDefinitions } from './oracle/engine-world.ts'

const numRuns = howMany(150)
const parameters = { numRuns }

const worlds = fc.constantFrom(...scales).chain((scale) => fc.tuple(definitions(scale), histories(scale, 'only from outside'), fc.constant(scale.unitMs)))

test('after every input of a random history, every active enrollment has its one next thing', () => {
  fc.assert(
    fc.property(worlds, ([given, history, unitMs]: [Definitions, Input[], number]) => {
      const program = programOfDefinitions(given)
      fc.pre(program !== undefined)
      const world = engineWorld(given, program as NonNullable<typeof program>, history[0] as Input)
      const last = (history.at(-1) as Input).at
      const later = [1, 2, 5, 30].map((units): Input => ({ kind: 'time', at: last + units * unitMs }))
      for (const input of [...history, ...later]) {
        world.apply(input)
        expect(checkState(world.program(), world.state())).toEqual([])
      }
    }),
    parameters,
  )
})

describe('a state that must never be', () => {
  const journeys = [
    {
      journey: 'waiting',
      enter: [{ on: 'Go' }],
      steps: [
        { id: 'stay', wait: '1d' },
        { id: 'mail', send: 'a' },
      ],
    },
    { journey: 'listening', enter: [{ on: 'Go' }], steps: [{ id: 'hear', on: [{ event: 'Bought', steps: [] }] }] },
  ]
  const program = programOf(journeys)
  let repairs: readonly string[] = []

  const at = Date.parse('2026-11-21T12:00:00Z')

  /** What a look again decides about a broken state; afterwards all is well. */
  function repaired(state: SubscriberState): readonly string[] {
    const result = transition(program, state, { kind: 'command', at, command: { do: 'look again' }, source: 'admin', position: 2 })
    expect(checkState(program, result.state)).toEqual([])
    return result.decisions.map(decisionText)
  }

  function broken(change: (state: SubscriberState, waiting: Enrollment, listening: Enrollment) => void): readonly string[] {
    const subscriber = begin(journeys)
    subscriber.event('Go')
    const state = copyState(subscriber.state)
    expect(checkState(program, state)).toEqual([])
    change(state, state.enrollments[0] as Enrollment, state.enrollments[1] as Enrollment)
    const found = checkState(program, state).map(({ what }) => what)
    repairs = repaired(state)
    return found
  }

  test('waits for nothing', () => {
    const found = broken((state, waiting) => {
      waiting.wakeAt = Number.POSITIVE_INFINITY
      state.deadline = Number.POSITIVE_INFINITY
    })
    expect(found).toEqual(['waits at step stay for nothing: no instant, no event, no data'])
    expect(repairs).toEqual([])
  })

  test('is in a version that is not there', () => {
    const found = broken((state, _, listening) => {
      state.enrollments[1] = { ...listening, version: 7 }
    })
    expect(found).toEqual(['is in version 7 of listening, which is no longer there'])
    expect(repairs).toEqual(['2026-11-21T12:00:00.000Z  listening#2 exited at hear: it was stuck: it is in version 7 of listening, which is no longer there'])
  })

  test('is at a step that is not there, or at one at which nobody waits', () => {
    const gone = broken((_, __, listening) => {
      listening.step = 'gone'
    })
    expect(gone).toEqual(['is at step gone, which is not in version 1 of listening'])
    const passing = broken((_, waiting) => {
      waiting.step = 'mail'
    })
    expect(passing).toEqual(['is at step mail, at which nobody waits'])
    expect(repairs).toEqual(['2026-11-21T12:00:00.000Z  waiting#1 exited at mail: it was stuck: it is at step mail, at which nobody waits'])
  })

  test('is woken too late', () => {
    const found = broken((state, waiting) => {
      waiting.wakeAt += 1
      state.deadline += 1
    })
    expect(found).toEqual(['waits at step stay until 2026-11-22T10:00:00.001Z instead of 2026-11-22T10:00:00.000Z'])
  })

  test('has another deadline than its earliest change', () => {
    const found = broken((state) => {
      state.deadline = Number.POSITIVE_INFINITY
    })
    expect(found).toEqual(['is looked at again at never, but its next change is at 2026-11-22T10:00:00.000Z'])
  })

  test('is repaired without an input that changes a healthy one', () => {
    const subscriber = begin(journeys)
    subscriber.event('Go')
    expect(repaired(copyState(subscriber.state))).toEqual([])
  })

  test('is inside a journey twice', () => {
    const found = broken((state, _, listening) => {
      state.enrollments.push({ ...listening, id: 3 })
      state.nextEnrollment = 4
    })
    expect(found).toEqual(['is inside listening twice for the same key'])
    expect(repairs).toEqual(['2026-11-21T12:00:00.000Z  listening#3 exited at hear: it was inside twice for the same key'])
  })
})
