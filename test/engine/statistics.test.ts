// Statistics: the running counts of every transition, added up, are what a recount from decisions and states gives.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { countKey } from '../../scripts/crash/replay-log.ts'
import { isToldByDecisions, recountOf } from '../../scripts/simulation/recount.ts'
import { newState, type SubscriberState } from '../../src/engine/state.ts'
import { transition } from '../../src/engine/transition.ts'
import { Counted, type KeptCount } from '../../src/insight/counted.ts'
import { stayedAt } from '../../src/insight/stayed.ts'
import type { Decision } from '../../src/model/decision.ts'
import type { Input } from '../../src/model/input.ts'
import type { Journey } from '../../src/model/journey.ts'
import { limits } from '../../src/model/limits.ts'
import { definitions } from '../../src/testing/arbitraries/definitions.ts'
import { histories } from '../../src/testing/arbitraries/histories.ts'
import { scales } from '../../src/testing/arbitraries/vocabulary.ts'
import { howMany } from '../how-many.ts'
import { begin, programOf } from './invariants/world.ts'
import { programOf as programOfDefinitions } from './oracle/engine-world.ts'

const numRuns = howMany(100)
const parameters = { numRuns }
const worlds = fc.constantFrom(...scales).chain((scale) => fc.tuple(definitions(scale).map(withHoldout), histories(scale, 'only from outside')))

/** One journey is held out from everybody, so that both groups occur. */
function withHoldout<Given extends { readonly journeys: readonly Journey[] }>(given: Given): Given {
  return { ...given, journeys: given.journeys.map((journey) => (journey.journey === 'cart' ? { ...journey, holdout: 100 } : journey)) }
}

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
    [' v0 a refused: no address', 2],
    ['tour v1  exited: Bought', 1],
    ['tour v1 gold skipped: condition not met', 2],
    ['tour v1 half variant: a', 1],
    ['tour v1 mail refused: no address', 2],
  ])
})

test('how long people stand at a step is told for whoever is in the middle, and whoever passes at once is not counted', () => {
  const steps = [
    { id: 'pass', nothing: true as const },
    {
      id: 'ear',
      on: [
        { event: 'Bought', steps: [] },
        { after: '8d', steps: [] },
      ],
    },
  ]
  const program = programOf([{ journey: 'tour', enter: [{ on: 'Go' }], steps }])
  const hour = 60 * 60 * 1000
  const kept = [1, 3, 30, 500].flatMap((hours): KeptCount[] => {
    const { counts } = run(program, [occurred('Go', start, 1), occurred('Bought', start + hours * hour, 2), { kind: 'time', at: start + 9 * 24 * hour }])
    return [...counts].flatMap(([key, count]) => {
      const [, version, step = '', measure = ''] = /^tour v(\d+) (\S*) (.*)$/.exec(key) ?? []
      return version === undefined ? [] : [{ version: Number(version), step, measure, count }]
    })
  })
  const counted = new Counted(kept)
  expect(stayedAt('pass', counted)).toBeNull()
  expect(stayedAt('ear', counted)).toEqual({ people: 4, medianMs: 3 * hour })
  // Who hears nothing leaves by the clock, to the millisecond.
  expect(stayedAt('ear', new Counted(kept.filter(({ measure }) => / (?:29)$/.test(measure))))).toEqual({ people: 1, medianMs: 8 * 24 * hour })
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

const start = 1_800_000_000_000
const halfHour = 30 * 60 * 1000

function occurred(name: string, at: number, position: number, properties = {}): Input {
  return { kind: 'event', at, event: { name, occurredAt: at, receivedAt: at, messageId: `m${position}`, properties }, position }
}

const bought = { event: 'Bought', within: '1d', value: 'properties.total', credit: '1h' } as const
const oneMail = [{ id: 'mail', send: 'a' }]

function told(counts: ReadonlyMap<string, number>): [string, number][] {
  return [...counts].filter(([key, count]) => count !== 0 && /converted|revenue|held out/.test(key)).sort()
}

const withAddress: Input = {
  kind: 'command',
  at: start,
  command: { do: 'set attributes', set: { email: 'ann@example.com' } },
  source: 'admin',
  position: 1,
}

test('a conversion is counted once for a passage, with its revenue, for the journey and the message that came before it', () => {
  const program = programOf([{ journey: 'tour', enter: [{ on: 'Go' }], goal: bought, steps: oneMail }])
  const { counts, decisions } = run(program, [
    withAddress,
    occurred('Go', start, 2),
    occurred('Bought', start + halfHour, 3, { total: 89.5, currency: 'EUR' }),
    occurred('Bought', start + halfHour + 1, 4, { total: 10, currency: 'EUR' }),
  ])
  expect(told(counts)).toEqual([
    [' v0 a converted', 1],
    [' v0 a revenue EUR', 895_000],
    ['tour v1  converted', 1],
    ['tour v1  revenue EUR', 895_000],
    ['tour v1 mail converted', 1],
    ['tour v1 mail revenue EUR', 895_000],
  ])
  expect(decisions.find(({ kind }) => kind === 'converted')).toMatchObject({ value: 89.5, currency: 'EUR', creditedTo: 'mail' })
})

test("a conversion later than the message is credited is nobody's but the journey's", () => {
  const program = programOf([{ journey: 'tour', enter: [{ on: 'Go' }], goal: bought, steps: oneMail }])
  const { counts } = run(program, [withAddress, occurred('Go', start, 2), occurred('Bought', start + 2 * halfHour, 3, { total: 1 })])
  expect(told(counts)).toEqual([
    ['tour v1  converted', 1],
    ['tour v1  revenue none', 10_000],
  ])
})

test('people who are held out convert too, and are counted apart', () => {
  const program = programOf([{ journey: 'tour', enter: [{ on: 'Go' }], goal: bought, holdout: 100, steps: oneMail }])
  const { counts } = run(program, [withAddress, occurred('Go', start, 2), occurred('Bought', start + halfHour, 3, { total: 5, currency: 'EUR' })])
  expect(told(counts)).toEqual([
    ['tour v1  converted held out', 1],
    ['tour v1  converted', 1],
    ['tour v1  held out', 1],
    ['tour v1  revenue EUR held out', 50_000],
    ['tour v1  revenue EUR', 50_000],
  ])
})

const halves = {
  id: 'half',
  split: [
    { variant: 'a', steps: [{ id: 'mail-a', send: 'a' }] },
    { variant: 'b', weight: 0.000001, steps: [{ id: 'mail-b', send: 'a' }] },
  ],
}

test('conversions are counted for the variant that was taken; a declared winner keeps the step and what was measured', () => {
  const journey = { journey: 'tour', enter: [{ on: 'Go' }], again: 'always' as const, goal: bought }
  const before = run(programOf([{ ...journey, steps: [halves] }]), [withAddress, occurred('Go', start, 2), occurred('Bought', start + 1, 3)])
  expect(told(before.counts).filter(([key]) => key.includes(' half '))).toEqual([['tour v1 half converted: a', 1]])
  const after = run(programOf([{ ...journey, steps: [{ ...halves, winner: 'b' }] }]), [withAddress, occurred('Go', start, 2), occurred('Bought', start + 1, 3)])
  expect(told(after.counts).filter(([key]) => key.includes(' half '))).toEqual([['tour v1 half converted: b', 1]])
  expect(after.counts.get('tour v1 mail-b sent')).toBe(1)
})

test.each([
  ['no number', '12'],
  ['negative', -1],
  ['not finite', Number.POSITIVE_INFINITY],
  ['absurd', 1e12],
])('an amount that is %s is no revenue, and the conversion counts all the same', (_, total) => {
  const program = programOf([{ journey: 'tour', enter: [{ on: 'Go' }], goal: bought, steps: [{ id: 'stay', wait: '1d' }] }])
  const { counts } = run(program, [occurred('Go', start, 1), occurred('Bought', start + 1, 2, { total })])
  expect(told(counts)).toEqual([['tour v1  converted', 1]])
})

test('a no by the link of a message counts for the message, once', () => {
  const program = programOf([{ journey: 'tour/one', enter: [{ on: 'Go' }], steps: oneMail }])
  const message = 'somebody/tour/one/1/1/mail/1'
  const no: Input = { kind: 'command', at: start + 1, command: { do: 'unsubscribe', topic: 'all', message }, source: 'link', position: 3 }
  const { counts } = run(program, [withAddress, occurred('Go', start, 2), no, { ...no, at: start + 2 }])
  expect([...counts].filter(([key]) => key.endsWith('unsubscribed')).sort()).toEqual([
    [' v0 a unsubscribed', 1],
    ['tour/one v1 mail unsubscribed', 1],
  ])
})
