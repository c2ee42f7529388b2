// Statistics: the running counts of every transition, added up, are what a recount from decisions and states gives.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { countKey } from '../../scripts/crash/replay-log.ts'
import { isToldByDecisions, recountOf } from '../../scripts/simulation/recount.ts'
import { newState, type SubscriberState } from '../../src/engine/state.ts'
import { transition } from '../../src/engine/transition.ts'
import type { Decision } from '../../src/model/decision.ts'
import type { Input } from '../../src/model/input.ts'
import { limits } from '../../src/model/limits.ts'
import { definitions } from '../../src/testing/arbitraries/definitions.ts'
import { histories } from '../../src/testing/arbitraries/histories.ts'
import { scales } from '../../src/testing/arbitraries/vocabulary.ts'
import { begin, programOf } from './invariants/world.ts'
import { programOf as programOfDefinitions } from './oracle/engine-world.ts'

const numRuns = Number(process.env.ONCUE_RUNS ?? 100)
const parameters = { numRuns, ...(process.env.ONCUE_SEED === undefined ? {} : { seed: Number(process.env.ONCUE_SEED) }) }
const worlds = fc.constantFrom(...scales).chain((scale) => fc.tuple(definitions(scale), histories(scale, 'only from outside')))

/** Runs inputs, each message being handed over at once; the running counts and all decisions. */
function run(program: ReturnType<typeof programOf>, inputs: readonly Input[]): { counts: Map<string, number>; decisions: Decision[]; state: SubscriberState } {
  let state = newState('somebody', inputs[0]?.at ?? 0)
  const counts = new Map<string, number>()
  const decisions: Decision[] = []
  const waiting = [...inputs]
  for (let input = waiting.shift(); input !== undefined; input = waiting.shift()) {
    const result = transition(program, state, input)
    state = result.state
    decisions.push(...result.decisions)
    for (const change of result.counts) counts.set(countKey(change), (counts.get(countKey(change)) ?? 0) + change.by)
    for (const { key } of result.effects) waiting.unshift({ kind: 'authorize', at: state.now, effect: key })
    if (input.kind === 'authorize' && result.authorization?.kind === 'transmit') {
      waiting.unshift({ kind: 'outcome', at: state.now, effect: input.effect, outcome: 'sent' })
    }
  }
  return { counts, decisions, state }
}

test('the running counts of a random history are what a recount from its decisions gives', () => {
  fc.assert(
    fc.property(worlds, ([given, history]) => {
      const program = programOfDefinitions(given)
      fc.pre(program !== undefined)
      const { counts, decisions, state } = run(program as NonNullable<typeof program>, history)
      const kept = Object.fromEntries([...counts].filter(([key, count]) => count !== 0 && isToldByDecisions(key)).sort())
      expect(kept).toEqual(Object.fromEntries([...recountOf([{ state, decisions }])].sort()))
    }),
    parameters,
  )
})

test('exits, refusals and skipped steps are counted by why, and variants by how many took them', () => {
  const split = {
    id: 'half',
    split: [
      { variant: 'a', steps: [] },
      { variant: 'b', weight: 0.000001, steps: [] },
    ],
  }
  const never = { attribute: 'plan', eq: 'gold' }
  const steps = [{ id: 'gold', send: 'a', if: never }, { id: 'mail', send: 'a' }, { id: 'stay', wait: '1d' }, split]
  const program = programOf([{ journey: 'tour', enter: [{ on: 'Go' }], again: 'always', exit: [{ event: 'Bought' }], steps }])
  const at = 1_800_000_000_000
  const event = (name: string, when: number, position: number): Input => ({
    kind: 'event',
    at: when,
    event: { name, occurredAt: when, receivedAt: when, messageId: `m${position}`, properties: {} },
    position,
  })
  const day = 24 * 60 * 60 * 1000
  const { counts } = run(program, [event('Go', at, 1), event('Bought', at + 1, 2), event('Go', at + 2, 3), { kind: 'time', at: at + 2 * day }])
  const told = [...counts].filter(([key]) => key.includes(': ')).sort()
  expect(told).toEqual([
    ['tour v1  exited: Bought', 1],
    ['tour v1 gold skipped: condition not met', 2],
    ['tour v1 half variant: a', 1],
    ['tour v1 mail refused: no address', 2],
  ])
})

test('of a reason only the beginning tells exits apart', () => {
  const conditions = Array.from({ length: 40 }, (_, index) => ({ not: { attribute: `attribute-${index}`, exists: true } }))
  const subscriber = begin([{ journey: 'tour', enter: [{ on: 'Go' }], exit: [{ when: { all: conditions } }], steps: [{ id: 'stay', wait: '1d' }] }])
  subscriber.event('Go')
  const [exited] = subscriber.decisions.filter((decision) => decision.kind === 'exited')
  expect(exited?.because.length).toBeGreaterThan(limits.countedReasonCharacters)
  const program = programOf([{ journey: 'tour', enter: [{ on: 'Go' }], exit: [{ when: { all: conditions } }], steps: [{ id: 'stay', wait: '1d' }] }])
  const { counts } = run(program, subscriber.inputs)
  const why = [...counts.keys()].flatMap((key) => key.split(' exited: ')[1] ?? [])
  expect(why).toEqual([exited?.because.slice(0, limits.countedReasonCharacters)])
})
