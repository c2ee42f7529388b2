// Two subscribers who turn out to be one, and a new program: what held already lets nobody in, and nothing grows without bound.

import { describe, expect, test } from 'vitest'
import { compile, sourceOf } from '../../../src/engine/compile.ts'
import type { Program } from '../../../src/engine/program.ts'
import { newState, type SubscriberState } from '../../../src/engine/state.ts'
import { serializeState } from '../../../src/engine/stored-state.ts'
import { type Transition, transition } from '../../../src/engine/transition.ts'
import type { JsonObject } from '../../../src/model/json.ts'
import { limits } from '../../../src/model/limits.ts'
import { definitionsOf, of, programOf, startAt } from './world.ts'

const hourMs = 3_600_000
let position = 0

function event(program: Program, state: SubscriberState, hour: number, name: string, properties: JsonObject = {}, traits?: JsonObject): Transition {
  position += 1
  const at = startAt + hour * hourMs
  const more = traits === undefined ? {} : { traits }
  return transition(program, state, {
    kind: 'event',
    at,
    position,
    event: { name, properties, occurredAt: at, receivedAt: at, messageId: `m${position}`, ...more },
  })
}

function merge(program: Program, into: SubscriberState, other: SubscriberState, hour: number): Transition {
  return transition(program, into, { kind: 'merge', at: startAt + hour * hourMs, other: serializeState(other), because: 'same person' })
}

describe('merging', () => {
  const gold = { attribute: 'plan', eq: 'gold' }
  const program = programOf(
    [
      { journey: 'becomes', enter: [{ becomes: gold }], again: 'always', steps: [] },
      { journey: 'joins', enter: [{ joins: { segment: 'gold' } }], again: 'always', steps: [] },
    ],
    { segments: [{ segment: 'gold', if: gold }] },
  )

  test('lets nobody in because of what held for the other one already', () => {
    for (const into of ['new', 'known'] as const) {
      const other = newState('2', startAt)
      event(program, other, 0, 'Go')
      expect(of(event(program, other, 1, 'Go', {}, { plan: 'gold' }).decisions, 'entered')).toHaveLength(2)
      const state = newState('1', startAt)
      if (into === 'known') event(program, state, 0, 'Go')
      const { decisions } = merge(program, state, other, 2)
      expect(of(decisions, 'entered')).toEqual([])
      expect(of(decisions, 'segment')).toEqual([{ kind: 'segment', at: startAt + 2 * hourMs, segment: 'gold', entered: true }])
    }
  })

  test('keeps what a passage knows of its own messages through two mergers', () => {
    const journey = {
      journey: 'j',
      enter: [{ on: 'Go' }],
      steps: [
        { id: 's', send: 'a' },
        { id: 'w', wait: '1h' },
        { id: 's2', send: 'b' },
        { id: 'o', on: [{ event: 'Message Clicked', steps: [{ id: 'u', update: { set: { hot: true } } }] }] },
      ],
    }
    const one = programOf([journey])
    for (const which of [0, 1]) {
      const [first, second, third] = [newState('1', startAt), newState('2', startAt), newState('3', startAt)]
      const keys = event(one, first, 0, 'Go').effects.map(({ key }) => key)
      merge(one, second, first, 0)
      keys.push(...transition(one, second, { kind: 'time', at: startAt + hourMs }).effects.map(({ key }) => key))
      merge(one, third, second, 2)
      event(one, third, 3, 'Message Clicked', { message: keys[which] as string, by: 'human' })
      expect([which, third.attributes['hot']]).toEqual([which, true])
    }
  })

  test('again and again does not make a subscriber larger than the limits', () => {
    const journey = { journey: 'j', enter: [{ on: 'Go' }], key: 'properties.k', steps: [{ id: 'w', wait: '1d' }] }
    const one = programOf([journey, { journey: 'q', enter: [{ quiet: '9d', on: 'Go' }], key: 'properties.k', steps: [] }])
    const state = newState('1', startAt)
    for (let from = 0; from < 4; from += 1) {
      const other = newState(`o${from}`, startAt)
      for (let index = 0; index < limits.enrollments; index += 1) event(one, other, 0, 'Go', { k: `${from}-${index}` })
      for (let index = 0; index < limits.attributes; index += 1) event(one, other, 0, 'Identified', {}, { [`a${from}-${index}`]: 'x'.repeat(40) })
      for (let index = 0; index < limits.lists; index += 1) {
        transition(one, other, { kind: 'command', at: startAt, command: { do: 'join list', list: `l${from}-${index}` }, source: 'api', position: 1 })
      }
      merge(one, state, other, 0)
    }
    expect(Object.keys(state.attributes).length).toBeLessThanOrEqual(limits.attributes)
    expect(JSON.stringify(state.attributes).length).toBeLessThanOrEqual(limits.attributeBytes)
    expect(Object.keys(state.lists).length).toBeLessThanOrEqual(limits.lists)
    expect(state.enrollments.filter(({ status }) => status === 'active').length).toBeLessThanOrEqual(limits.enrollments)
    expect(state.quiets.length).toBeLessThanOrEqual(limits.enrollments)
  })

  test('a purchase that one made long ago stops the timer that the other started before it', () => {
    const one = programOf([{ journey: 'cart', enter: [{ quiet: '1d', on: 'Product Added', unless: 'Order Completed' }], steps: [] }])
    const known = newState('1', startAt)
    const anonymous = newState('2', startAt)
    event(one, anonymous, 0, 'Product Added', { product_id: 'p' })
    event(one, known, 1, 'Order Completed')
    event(one, known, 4, 'Page Viewed')
    merge(one, known, anonymous, 5)
    expect(of(transition(one, known, { kind: 'time', at: startAt + 48 * hourMs }).decisions, 'entered')).toEqual([])
  })
})

describe('a new program', () => {
  test('lets nobody in because of what held before, when something that fell due before it changes the data', () => {
    const old = {
      journey: 'old',
      enter: [{ on: 'Go' }],
      steps: [
        { id: 'w', wait: '1h' },
        { id: 'u', update: { increment: { age: 1 } } },
      ],
    }
    const added = { journey: 'new', enter: [{ becomes: { attribute: 'age', gte: 5 } }], steps: [] }
    const before = programOf([old])
    const after = compile(sourceOf(definitionsOf([old, added]))).program as Program
    const state = newState('1', startAt)
    event(before, state, 0, 'Go', {}, { age: 10 })
    const { decisions } = transition(after, state, { kind: 'adopt', at: startAt + 5 * hourMs, history: [], decisions: [] })
    expect(of(decisions, 'changed')).toMatchObject([{ at: startAt + hourMs, value: 11 }])
    expect(of(decisions, 'entered')).toEqual([])
    expect(of(event(after, state, 6, 'Go', {}, { age: 1 }).decisions, 'entered')).toEqual([])
    expect(of(event(after, state, 7, 'Go', {}, { age: 6 }).decisions, 'entered')).toMatchObject([{ journey: 'new' }])
  })

  test('lets in at once where a timer has run for longer than its new length', () => {
    const quiet = (length: string) => programOf([{ journey: 'j', enter: [{ quiet: length, on: 'Go' }], steps: [] }])
    const state = newState('1', startAt)
    event(quiet('9h'), state, 0, 'Go')
    const { decisions } = transition(quiet('1h'), state, { kind: 'adopt', at: startAt + 5 * hourMs, history: [], decisions: [] })
    expect(of(decisions, 'entered')).toMatchObject([{ at: startAt + 5 * hourMs }])
  })
})

describe('an address that must not be written to', () => {
  const journey = { journey: 'j', enter: [{ on: 'Go' }], again: 'always', steps: [{ id: 's', send: 'a' }] }
  const program = programOf([journey])
  const suppressed = (state: SubscriberState, hour: number, email: string): void => {
    event(program, state, hour, 'Identified', {}, { email })
    const command = { do: 'suppress', reason: 'bounced' } as const
    transition(program, state, { kind: 'command', at: state.now, command, source: 'system', position: 1 })
  }
  const answer = (state: SubscriberState, hour: number): unknown => {
    const [effect] = event(program, state, hour, 'Go').effects
    const { authorization } = transition(program, state, { kind: 'authorize', at: state.now, effect: effect?.key ?? '' })
    return authorization?.kind === 'refused' ? authorization.reason : authorization?.kind
  }

  test('is one also after another was', () => {
    const state = newState('1', startAt)
    suppressed(state, 0, 'a@example.com')
    suppressed(state, 1, 'b@example.com')
    event(program, state, 2, 'Identified', {}, { email: 'A@example.com' })
    expect(answer(state, 3)).toBe('suppressed')
    event(program, state, 4, 'Identified', {}, { email: 'c@example.com' })
    expect(answer(state, 5)).toBe('transmit')
  })

  test('is one also after a merger with somebody who has another', () => {
    const state = newState('1', startAt)
    const other = newState('2', startAt)
    suppressed(state, 0, 'a@example.com')
    suppressed(other, 1, 'b@example.com')
    merge(program, state, other, 2)
    expect([state.attributes['email'], answer(state, 3)]).toEqual(['b@example.com', 'suppressed'])
  })

  test('is written to again after a yes of the person, not after an import of one', () => {
    const state = newState('1', startAt)
    suppressed(state, 0, 'a@example.com')
    const yes = (source: 'import' | 'bulk' | 'link'): unknown =>
      transition(program, state, { kind: 'command', at: state.now, command: { do: 'subscribe', topic: 'news' }, source, position: 1 })
    yes('import')
    yes('bulk')
    expect(answer(state, 1)).toBe('suppressed')
    yes('link')
    expect(answer(state, 2)).toBe('transmit')
  })
})
