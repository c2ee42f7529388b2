// Two subscribers turn out to be one: what both remembered is remembered, waits go on, and nobody is written to twice.

import { describe, expect, test } from 'vitest'
import { compile, sourceOf } from '../../src/engine/compile.ts'
import type { Program } from '../../src/engine/program.ts'
import { copyState, newState, type SubscriberState } from '../../src/engine/state.ts'
import { serializeState } from '../../src/engine/stored-state.ts'
import { type Transition, transition } from '../../src/engine/transition.ts'
import { templateSchema, workspaceSchema } from '../../src/model/definitions.ts'
import type { Input } from '../../src/model/input.ts'
import { journeySchema } from '../../src/model/journey.ts'
import type { JsonObject } from '../../src/model/json.ts'

const start = Date.parse('2026-11-21T10:00:00Z')
const minuteMs = 60_000

const journey = {
  journey: 'cart',
  enter: [{ quiet: '30m', on: ['Product Added'], if: { cart: { items: { gte: 1 } } } }],
  exit: [{ event: 'Order Completed' }],
  steps: [
    { id: 'remind', send: 'a' },
    {
      id: 'reaction',
      on: [
        { event: 'Message Clicked', steps: [{ id: 'hot', update: { set: { hot: true } } }] },
        { after: '1d', steps: [] },
      ],
    },
  ],
}
const segment = { segment: 'keen', if: { event: 'Product Viewed', count: { gte: 3 }, within: '1h' } } as const

const program = programOf()

function programOf(): Program {
  const templates = [templateSchema.parse({ template: 'a', subject: 'a', html: '<p>a</p>' })]
  const compiled = compile(
    sourceOf({ workspace: workspaceSchema.parse({ workspace: 'w' }), journeys: [journeySchema.parse(journey)], segments: [segment], templates }),
  )
  if (compiled.program === undefined) throw new Error(JSON.stringify(compiled.problems))
  return compiled.program
}

let position = 0

function event(state: SubscriberState, minute: number, name: string, properties: JsonObject = {}, traits?: JsonObject): Transition {
  position += 1
  const at = start + minute * minuteMs
  return transition(program, state, {
    kind: 'event',
    at,
    position,
    event: { name, properties, occurredAt: at, receivedAt: at, messageId: `m${position}`, ...(traits === undefined ? {} : { traits }) },
  })
}

function merge(into: SubscriberState, other: SubscriberState, minute: number): Transition {
  return transition(program, into, { kind: 'merge', at: start + minute * minuteMs, other: serializeState(other), because: 'same person' } satisfies Input)
}

describe('merging', () => {
  test('views of both count together', () => {
    const known = newState('1', start)
    const anonymous = newState('2', start)
    event(known, 0, 'Product Viewed')
    event(anonymous, 1, 'Product Viewed')
    event(anonymous, 2, 'Product Viewed')
    const { decisions } = merge(known, anonymous, 3)
    expect(decisions).toContainEqual({ kind: 'segment', at: start + 3 * minuteMs, segment: 'keen', entered: true })
  })

  test('an anonymous cart is taken along with its timer', () => {
    const known = newState('1', start)
    const anonymous = newState('2', start)
    event(known, 0, 'Identified', {}, { email: 'anna@example.com' })
    event(anonymous, 5, 'Product Added', { product_id: 'lamp', price: 3 })
    merge(known, anonymous, 10)
    const { effects, decisions } = transition(program, known, { kind: 'time', at: start + 35 * minuteMs })
    expect(effects.map((effect) => effect.kind)).toEqual(['send'])
    expect(decisions.find((decision) => decision.kind === 'entered')?.at).toBe(start + 35 * minuteMs)
  })

  test('deadlines that the other had before the merge are decided at their own instants', () => {
    const known = newState('1', start)
    const anonymous = newState('2', start)
    event(anonymous, 0, 'Product Added', { product_id: 'lamp' })
    const { decisions } = merge(known, anonymous, 60)
    expect(decisions.find((decision) => decision.kind === 'entered')?.at).toBe(start + 30 * minuteMs)
  })

  test('of two passages in one journey the earlier goes on, and the message of the other is held back', () => {
    const known = newState('1', start)
    const other = newState('2', start)
    event(known, 0, 'Product Added', { product_id: 'lamp' })
    event(other, 1, 'Product Added', { product_id: 'sofa' })
    transition(program, known, { kind: 'time', at: start + 40 * minuteMs })
    const theirs = transition(program, other, { kind: 'time', at: start + 40 * minuteMs }).effects[0]
    merge(known, other, 41)
    expect(known.enrollments.filter((one) => one.status === 'active')).toHaveLength(1)
    const { authorization } = transition(program, known, { kind: 'authorize', at: start + 42 * minuteMs, effect: theirs?.key ?? '' })
    expect(authorization).toMatchObject({ kind: 'refused', reason: 'exited' })
  })

  test('a passage that was merged in hears of clicks on the messages it sent before', () => {
    const known = newState('1', start)
    const other = newState('2', start)
    event(other, 0, 'Identified', {}, { email: 'anna@example.com' })
    event(other, 0, 'Product Added', { product_id: 'sofa' })
    const [sent] = transition(program, other, { kind: 'time', at: start + 30 * minuteMs }).effects
    merge(known, other, 41)
    event(known, 42, 'Message Clicked', { message: sent?.key ?? '', journey: 'cart', by: 'human' })
    expect(known.attributes).toMatchObject({ hot: true, email: 'anna@example.com' })
  })

  test('the later word about an attribute wins, whichever side it is on', () => {
    const one = newState('1', start)
    const other = newState('2', start)
    event(one, 1, 'Identified', {}, { plan: 'old', city: 'Riga' })
    event(other, 2, 'Identified', {}, { plan: 'new' })
    event(one, 3, 'Identified', {}, { city: 'Oslo' })
    const left = copyState(one)
    const right = copyState(other)
    merge(left, copyState(other), 4)
    merge(right, copyState(one), 4)
    expect([left.attributes, right.attributes]).toEqual([
      { plan: 'new', city: 'Oslo' },
      { plan: 'new', city: 'Oslo' },
    ])
  })

  test('in whichever order three subscribers are found to be one, the same is remembered', () => {
    const people = ['1', '2', '3'].map((id, index) => {
      const state = newState(id, start)
      event(state, index, 'Identified', {}, { plan: `plan-${index}`, [`own-${index}`]: true })
      event(state, index + 3, 'Product Viewed')
      event(state, index + 6, 'Page Viewed')
      return state
    })
    const [a, b, c] = people as [SubscriberState, SubscriberState, SubscriberState]
    const leftFirst = copyState(a)
    merge(leftFirst, copyState(b), 20)
    merge(leftFirst, copyState(c), 20)
    const rightFirst = copyState(b)
    merge(rightFirst, copyState(c), 20)
    const other = copyState(a)
    merge(other, rightFirst, 20)
    const remembered = ({ attributes, attributesAt, firstSeenAt, memories, session, lists, topics }: SubscriberState) => ({
      attributes,
      attributesAt,
      firstSeenAt,
      memories,
      session,
      lists,
      topics,
    })
    expect(remembered(other)).toEqual(remembered(leftFirst))
  })
})
