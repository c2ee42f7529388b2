import { expect, test } from 'vitest'
import { compile, sourceOf } from '../../src/engine/compile.ts'
import { newState } from '../../src/engine/state.ts'
import { transition } from '../../src/engine/transition.ts'
import type { Condition } from '../../src/model/condition.ts'
import type { HistoryEntry } from '../../src/model/input.ts'

const program = (...conditions: Condition[]) => {
  const segments = conditions.map((condition, index) => ({ segment: `segment-${index + 1}`, if: condition }))
  const compiled = compile(sourceOf({ workspace: { workspace: 'shop' }, journeys: [], segments, templates: [] })).program
  if (compiled === undefined) throw new Error('these segments compile')
  return compiled
}

const identified = (at: number, plan: string): HistoryEntry => {
  return { position: at + 1, event: { name: 'Identified', occurredAt: at, receivedAt: at, messageId: `m${at}`, properties: {}, traits: { plan } } }
}

test('a new segment knows since when an attribute has held, however often it was said again', () => {
  const state = newState('somebody', 0)
  const history = [identified(0, 'free'), identified(10, 'gold'), identified(20, 'gold')]
  const before = program()
  const decisions = history.flatMap(({ event, position }) => transition(before, state, { kind: 'event', at: event.receivedAt, event, position }).decisions)

  const after = program({ attribute: 'plan', eq: 'gold', for: '30ms' })
  transition(after, state, { kind: 'adopt', at: 25, history, decisions })
  expect(transition(after, state, { kind: 'time', at: 39 }).decisions).toEqual([])
  expect(transition(after, state, { kind: 'time', at: 60 }).decisions).toEqual([{ kind: 'segment', at: 40, segment: 'segment-1', entered: true }])
})

test('where the past of an attribute is not whole, it has held since its newest value', () => {
  const state = newState('somebody', 0)
  const before = program()
  for (const { event, position } of [identified(0, 'free'), identified(10, 'gold'), identified(20, 'gold')]) {
    transition(before, state, { kind: 'event', at: event.receivedAt, event, position })
  }
  const after = program({ attribute: 'plan', eq: 'gold', for: '30ms' })
  transition(after, state, { kind: 'adopt', at: 25, history: [], decisions: [] })
  expect(transition(after, state, { kind: 'time', at: 60 }).decisions).toEqual([{ kind: 'segment', at: 50, segment: 'segment-1', entered: true }])
})
