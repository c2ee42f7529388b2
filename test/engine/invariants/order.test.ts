// The order in which an input is applied: exits before waits and pairs, everything at its own instant, and nobody overlooked.

import { describe, expect, test } from 'vitest'
import type { Program } from '../../../src/engine/program.ts'
import { newState } from '../../../src/engine/state.ts'
import { transition } from '../../../src/engine/transition.ts'
import type { Decision } from '../../../src/model/decision.ts'
import type { Input } from '../../../src/model/input.ts'
import type { JsonObject } from '../../../src/model/json.ts'
import { begin, of, programOf, sent, startAt } from './world.ts'

const hourMs = 3_600_000

/** An event so many hours after the start. */
function happened(name: string, hours: number, k = 0): Input {
  const at = startAt + hours * hourMs
  const event = { name, properties: { k: `${hours} ${k}` }, occurredAt: at, receivedAt: at, messageId: `${name} ${hours} ${k}` }
  return { kind: 'event', at, event, position: 1 }
}

/** Somebody looks then. */
function looks(hours: number): Input {
  return { kind: 'time', at: startAt + hours * hourMs }
}

/** Everything that one subscriber's inputs lead to. */
function decided(program: Program, inputs: readonly Input[]): readonly Decision[] {
  let state = newState('1', startAt)
  return inputs.flatMap((input) => {
    const { decisions, ...rest } = transition(program, state, input)
    state = rest.state
    return decisions
  })
}

describe('exits', () => {
  test('come before pairs also when the exit is a condition that the event makes true', () => {
    const it = begin([
      {
        journey: 'j',
        enter: [{ on: 'Go' }],
        exit: [{ when: { event: 'Bought' } }],
        steps: [{ id: 'o', on: [{ event: 'Bought', steps: [{ id: 's', send: 'a' }] }] }],
      },
    ])
    it.event('Go')
    it.event('Bought')
    expect(of(it.decisions, 'exited')).toMatchObject([{ step: 'o' }])
    expect(of(it.decisions, 'queued')).toEqual([])
  })

  test('act between two steps when a step makes them true', () => {
    const it = begin([
      {
        journey: 'j',
        enter: [{ on: 'Go' }],
        exit: [{ when: { attribute: 'plan', eq: 'gold' } }],
        steps: [
          { id: 'u', update: { set: { plan: 'gold' } } },
          { id: 's', send: 'a' },
        ],
      },
    ])
    it.event('Go')
    expect(of(it.decisions, 'exited')).toMatchObject([{ step: 'u' }])
    expect(sent(it)).toEqual([])
  })

  test('hold back the message of a passage that is complete, whether they are events or conditions', () => {
    const journey = (exit: object) => ({ journey: 'j', enter: [{ on: 'Go' }], exit: [exit as never], steps: [{ id: 's', send: 'a' }] })
    for (const exit of [{ event: 'Bought' }, { when: { event: 'Bought', since: 'enrollment' } }]) {
      const it = begin([journey(exit)])
      it.holdMessages()
      it.event('Go')
      it.advanceTo('2026-11-21T10:05:00Z')
      it.event('Bought')
      it.deliver()
      expect(of(it.decisions, 'refused')).toMatchObject([{ reason: 'exited' }])
    }
  })
})

describe('a wait for where somebody is in another journey', () => {
  test('ends the moment the other passage gets there', () => {
    const it = begin([
      {
        journey: 'other',
        enter: [{ on: 'Go' }],
        steps: [
          { id: 'first', wait: '1h' },
          { id: 'second', wait: '5h' },
        ],
      },
      {
        journey: 'j',
        enter: [{ on: 'Go' }],
        steps: [
          { id: 'w', wait: { for: { journey: 'other', is: 'active', at: 'second' }, 'at most': '9h' } },
          { id: 's', send: 'a' },
        ],
      },
    ])
    it.event('Go')
    it.advanceTo('2026-11-22T10:00:00Z')
    expect(sent(it)).toEqual(['a 11-21T11:00'])
  })
})

describe('counts', () => {
  test('of people at steps never fall below zero, also for a journey without steps or one that is left at the door', () => {
    const { person } = begin([
      { journey: 'empty', enter: [{ on: 'Go' }], steps: [] },
      { journey: 'door', enter: [{ on: 'Go' }], exit: [{ when: { event: 'Go' } }], steps: [{ id: 's', wait: '1h' }] },
    ]) as unknown as { person: { program: Parameters<typeof transition>[0]; state: Parameters<typeof transition>[1] } }
    const event = { name: 'Go', properties: {}, occurredAt: startAt, receivedAt: startAt, messageId: 'm' }
    const { counts } = transition(person.program, person.state, { kind: 'event', at: startAt, event, position: 9 })
    expect(counts.filter(({ measure }) => measure === 'here now')).toEqual([])
    expect(counts.filter(({ measure }) => measure === 'inside').map(({ by }) => by)).toEqual([1, -1, 1, -1])
  })
})

describe('start and jump', () => {
  const second = {
    journey: 'second',
    enter: [{ on: 'Never' }],
    key: 'properties.order',
    again: 'always',
    steps: [{ id: 'u', update: { set: { color: { ref: 'trigger.color' } } } }],
  }

  test('hand on all that the other journey needs of the triggering event', () => {
    for (const step of [{ start: 'second' }, { jump: 'second' }]) {
      const it = begin([
        {
          journey: 'first',
          enter: [{ on: 'Order' }],
          steps: [
            { id: 'w', wait: '1h' },
            { id: 'x', ...step },
          ],
        },
        second,
      ])
      it.event('Order', { order: 'o1', color: 'red' })
      it.advanceTo('2026-11-21T12:00:00Z')
      expect(of(it.decisions, 'not entered')).toEqual([])
      expect(it.state.attributes).toMatchObject({ color: 'red' })
    }
  })

  test('hand it on through journeys between', () => {
    const it = begin([
      { journey: 'first', enter: [{ on: 'Order' }], steps: [{ id: 'x', start: 'between' }] },
      { journey: 'between', enter: [{ on: 'Never' }], steps: [{ id: 'x', jump: 'second' }] },
      second,
    ])
    it.event('Order', { order: 'o1', color: 'red' })
    expect(it.state.attributes).toMatchObject({ color: 'red' })
  })
})

describe('a journey that goes round', () => {
  /** Somebody who is sent a mail at 09:00, and then goes through these steps and back. */
  const everyDay = (between: readonly JsonObject[]): ReturnType<typeof begin> => {
    const steps: JsonObject[] = [{ id: 'w', wait: { until: '09:00' } }, { id: 's', send: 'a' }, ...between, { id: 'g', goto: 'w' }]
    const it = begin([{ journey: 'j', enter: [{ on: 'Go' }], steps }])
    it.event('Go')
    return it
  }

  test('every day at a local time sends once a day', () => {
    const it = everyDay([])
    it.advanceTo('2026-11-24T12:00:00Z')
    expect(sent(it)).toEqual(['a 11-22T09:00', 'a 11-23T09:00', 'a 11-24T09:00'])
  })

  test('at the time of an on step sends once a day', () => {
    const it = begin([
      {
        journey: 'j',
        enter: [{ on: 'Go' }],
        steps: [
          {
            id: 'o',
            on: [
              { event: 'Stop', steps: [{ id: 'e', end: true }] },
              {
                at: '09:00',
                steps: [
                  { id: 's', send: 'a' },
                  { id: 'g', goto: 'o' },
                ],
              },
            ],
          },
        ],
      },
    ])
    it.event('Go')
    it.advanceTo('2026-11-23T12:00:00Z')
    expect(sent(it)).toEqual(['a 11-22T09:00', 'a 11-23T09:00'])
  })

  test('for a condition that goes on holding ends as a circle before it writes a third time', () => {
    const it = begin([
      {
        journey: 'j',
        enter: [{ on: 'Go' }],
        steps: [
          { id: 'w', wait: { for: { event: 'Bought' }, 'at most': '3d' } },
          { id: 's', send: 'a' },
          { id: 'g', goto: 'w' },
        ],
      },
    ])
    it.event('Go')
    it.event('Bought')
    expect(sent(it).length).toBeLessThanOrEqual(2)
    expect(of(it.decisions, 'exited')).toMatchObject([{ because: expect.stringContaining('circles') }])
  })

  test('two waits until the same local time are two days', () => {
    const it = begin([
      {
        journey: 'j',
        enter: [{ on: 'Go' }],
        steps: [
          { id: 'w', wait: { until: '09:00' } },
          { id: 's', send: 'a' },
          { id: 'w2', wait: { until: '09:00' } },
          { id: 's2', send: 'b' },
        ],
      },
    ])
    it.event('Go')
    it.advanceTo('2026-11-25T12:00:00Z')
    expect(sent(it)).toEqual(['a 11-22T09:00', 'b 11-23T09:00'])
  })

  test('a wait until the local time that it is now, after a day or at the door, does not hold', () => {
    const it = begin([
      {
        journey: 'j',
        enter: [{ on: 'Go' }],
        steps: [
          { id: 'w', wait: { until: '10:00' } },
          { id: 's', send: 'a' },
          { id: 'd', wait: '1d' },
          { id: 'w2', wait: { until: '10:00' } },
          { id: 's2', send: 'b' },
        ],
      },
    ])
    it.event('Go')
    it.advanceTo('2026-11-25T12:00:00Z')
    expect(sent(it)).toEqual(['a 11-21T10:00', 'b 11-22T10:00'])
  })

  test('whether a local time is over on arrival is asked of the way that was taken, not of the ways that there are', () => {
    const journey = {
      journey: 'j',
      enter: [{ on: 'Go' }],
      steps: [
        { id: 'w', wait: { until: '09:00' } },
        {
          id: 'o',
          on: [
            { after: '2d', steps: [{ id: 's', send: 'a' }] },
            { event: 'Opened', steps: [{ id: 'w2', wait: { until: '09:00' } }] },
          ],
        },
        { id: 'w3', wait: { until: '09:00' } },
        { id: 's3', send: 'b' },
      ],
    }
    const silent = begin([journey])
    silent.event('Go')
    silent.advanceTo('2026-11-30T12:00:00Z')
    expect(sent(silent)).toEqual(['a 11-24T09:00', 'b 11-24T09:00'])
    const awake = begin([journey])
    awake.event('Go')
    awake.advanceTo('2026-11-22T12:00:00Z')
    awake.event('Opened')
    awake.advanceTo('2026-11-30T12:00:00Z')
    expect(sent(awake)).toEqual(['b 11-24T09:00'])
  })

  test('every day at a local time goes on once a day through a wait for what is so already', () => {
    const it = everyDay([{ id: 'f', wait: { for: { event: 'Go' }, 'at most': '1d' } }])
    it.advanceTo('2026-11-23T12:00:00Z')
    expect(sent(it)).toEqual(['a 11-22T09:00', 'a 11-23T09:00'])
  })
})

describe('a quiet timer', () => {
  const journey = { journey: 'j', enter: [{ quiet: '3h', on: 'Viewed' }], maxAge: '1h', steps: [{ id: 'u', update: { set: { quiet: true } } }] }
  const entered = (it: ReturnType<typeof begin>): number[] => of(it.decisions, 'entered').map(({ at }) => (at - startAt) / hourMs)

  test('that runs is put off by an event that came too late to start one', () => {
    const it = begin([journey])
    it.event('Viewed')
    it.advanceTo('2026-11-21T12:45:00Z')
    it.event('Viewed', {}, { occurredAt: '2026-11-21T11:30:00Z' })
    it.advanceTo('2026-11-21T20:00:00Z')
    expect(entered(it)).toEqual([4.5])
  })

  test('that runs is put off by an imported event too', () => {
    const it = begin([journey])
    it.event('Viewed')
    it.advanceTo('2026-11-21T12:00:00Z')
    it.event('Viewed', {}, { occurredAt: '2026-11-21T11:30:00Z', silent: true })
    it.advanceTo('2026-11-21T20:00:00Z')
    expect(entered(it)).toEqual([4.5])
  })

  test('is not started by an event that came too late', () => {
    const it = begin([journey])
    it.advanceTo('2026-11-21T12:45:00Z')
    it.event('Viewed', {}, { occurredAt: '2026-11-21T11:30:00Z' })
    it.advanceTo('2026-11-21T20:00:00Z')
    expect(entered(it)).toEqual([])
  })

  test('that runs is not forgotten in favor of keys that were only stopped', () => {
    const it = begin([{ journey: 'j', enter: [{ quiet: '3h', on: 'Viewed', unless: 'Bought' }], key: 'properties.k', steps: [] }])
    it.event('Viewed', { k: 'mine' })
    for (let key = 0; key < 120; key += 1) it.event('Bought', { k: `other-${key}` })
    it.advanceTo('2026-11-21T20:00:00Z')
    expect(entered(it)).toEqual([3])
  })
})

test('many passages that one event moves through many steps are no circle', () => {
  const steps = Array.from({ length: 12 }, (_, index) => ({ id: `u${index}`, nothing: true }))
  const it = begin([{ journey: 'j', enter: [{ on: 'Go' }], key: 'properties.k', steps: [{ id: 'o', on: [{ event: 'Stop', steps }] }] }])
  for (let key = 0; key < 100; key += 1) it.event('Go', { k: `${key}` })
  it.event('Stop')
  expect([of(it.decisions, 'cut'), of(it.decisions, 'exited'), of(it.decisions, 'completed').length]).toEqual([[], [], 100])
})

test('a circle is cut after as many steps whether or not somebody looked since other passages were over', () => {
  const program = programOf([
    { journey: 'short', enter: [{ on: 'Go' }], again: 'always', goal: { event: 'Bought', within: '1h' }, maxAge: '1m', steps: [] },
    {
      journey: 'round',
      enter: [{ on: 'Ring' }],
      steps: [
        { id: 'w', wait: { for: { event: 'Ring' }, 'at most': '3d' } },
        { id: 'g', goto: 'w' },
      ],
    },
  ])
  const before = [0, 0.1, 0.2].map((hours) => happened('Go', hours))
  const round = decided(program, [...before, happened('Ring', 3)])
  expect(of(round, 'exited')).toMatchObject([{ because: expect.stringContaining('circles') }])
  expect(decided(program, [...before, looks(2), happened('Ring', 3)])).toEqual(round)
})

test('what is said of a message that is given up at a deadline is heard at that deadline, whether or not somebody looks then', () => {
  const program = programOf([
    {
      journey: 'note',
      enter: [{ on: 'Go' }],
      key: 'properties.k',
      steps: [
        { id: 'w', wait: '1h' },
        { id: 's', send: 'a' },
      ],
    },
    { journey: 'later', enter: [{ on: 'Later' }], steps: [{ id: 'w', wait: '4h' }] },
    { journey: 'sorry', enter: [{ on: 'Message Skipped' }], again: 'always', steps: [] },
  ])
  const many = (hours: number): Input[] => Array.from({ length: 60 }, (_, k) => happened('Go', hours, k))
  const before = [happened('Later', 0), ...many(0), looks(1), ...many(2)]
  const lookedAt = decided(program, [...before, looks(3), looks(4), looks(5)])
  expect(of(lookedAt, 'entered').filter(({ journey }) => journey === 'sorry')[0]?.at).toBe(startAt + 3 * hourMs)
  expect(decided(program, [...before, looks(5)])).toEqual(lookedAt)
})

test('whoever was made known long before the first input has lived through the time between', () => {
  const program = programOf([{ journey: 'j', enter: [{ becomes: { since: 'Login', gte: '1h' } }], steps: [{ id: 'w', wait: '9h' }] }])
  const state = newState('1', startAt)
  const at = startAt + 3 * hourMs
  const event = { name: 'Go', properties: {}, occurredAt: at, receivedAt: at, messageId: 'm' }
  const { decisions, deadline } = transition(program, state, { kind: 'event', at, event, position: 1 })
  expect(of(decisions, 'entered').map((decision) => decision.at)).toEqual([startAt + hourMs])
  expect(deadline).toBe(startAt + 10 * hourMs)
})
