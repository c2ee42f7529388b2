// What lies ahead of passages and timers is not looked up with every event; whatever it was, the next event finds it as if it were.

import { expect, test } from 'vitest'
import { compile, sourceOf } from '../../src/engine/compile.ts'
import { pausesOf } from '../../src/engine/pauses.ts'
import type { Program } from '../../src/engine/program.ts'
import type { SubscriberState } from '../../src/engine/state.ts'
import { parseState, serializeState } from '../../src/engine/stored-state.ts'
import { transition } from '../../src/engine/transition.ts'
import { type Definitions, templateSchema, workspaceSchema } from '../../src/model/definitions.ts'
import { journeySchema } from '../../src/model/journey.ts'
import type { JsonObject } from '../../src/model/json.ts'
import { oneSubscriber } from '../../src/testing/one-subscriber.ts'

const start = '2026-11-21T10:00:00.000Z'
const dayMs = 86_400_000

function definitions(...journeys: readonly JsonObject[]): Definitions {
  return {
    workspace: workspaceSchema.parse({ workspace: 'shop' }),
    journeys: journeys.map((journey) => journeySchema.parse({ journey: 'j', ...journey })),
    segments: [],
    templates: [templateSchema.parse({ template: 'a', subject: 'a', html: '<p>a</p>' })],
  }
}

/** Somebody to whom these events happened, with the program that decided. */
function after(journey: JsonObject, events: readonly string[]): { readonly program: Program; readonly state: SubscriberState } {
  const it = oneSubscriber(definitions(journey), start)
  it.identify({ email: 'anna@example.com' })
  for (const name of events) it.event(name)
  return { program: compile(sourceOf(definitions(journey))).program as Program, state: it.state }
}

/** An event that nothing asks about, with no input between it and the one before. */
function seen(program: Program, state: SubscriberState, days: number): SubscriberState {
  const at = Date.parse(start) + days * dayMs
  const event = { name: 'Seen', occurredAt: at, receivedAt: at, messageId: `seen-${days}`, properties: {} }
  return transition(program, state, { kind: 'event', at, event, position: 100 }).state
}

const waits = { enter: [{ on: 'Signed Up' }], steps: [{ wait: '9d' }, { send: 'a' }] }

test('an event that concerns no passage leaves its instant where it is', () => {
  const { program, state } = after(waits, ['Signed Up', 'Seen'])
  expect(seen(program, state, 1).deadline).toBe(Date.parse(start) + 9 * dayMs)
})

test('a passage is due no more from the instant of a pause on, whatever comes first after it', () => {
  const { program, state } = after(waits, ['Signed Up', 'Seen'])
  const pause = { at: Date.parse(start) + dayMs, journey: 'j', do: 'pause', because: 'the price is wrong', by: 'admin' } as const
  expect(seen({ ...program, pauses: pausesOf([pause]) }, state, 2).deadline).toBe(Number.POSITIVE_INFINITY)
})

test('a passage that is over is forgotten by the first event after its goal can no longer be reached, whatever event that is', () => {
  const journey = { enter: [{ on: 'Signed Up' }], steps: [{ send: 'a' }], maxAge: '1d', goal: { event: 'Ordered', within: '3d' } }
  const { program, state } = after(journey, ['Signed Up', 'Seen'])
  expect(seen(program, state, 3.9).enrollments).toHaveLength(1)
  expect(seen(program, state, 4).enrollments).toEqual([])
})

test('a timer that was stopped is forgotten by the first event after nothing that comes late can concern it', () => {
  const journey = { enter: [{ quiet: '1h', on: ['Added'], unless: ['Ordered'] }], steps: [{ send: 'a' }], maxAge: '1d' }
  const { program, state } = after(journey, ['Added', 'Ordered', 'Seen'])
  expect(seen(program, state, 1).quiets).toHaveLength(1)
  expect(seen(program, state, 1.1).quiets).toEqual([])
})

test('what one event may set off is as much for whoever was looked at before as for whoever comes from the store', () => {
  const endless = [
    { journey: 'ping', enter: [{ on: 'Go' }, { on: 'Journey Completed', where: { journey: 'pong' } }], again: 'always', steps: [{ id: 'n', nothing: true }] },
    { journey: 'pong', enter: [{ on: 'Journey Completed', where: { journey: 'ping' } }], again: 'always', steps: [{ id: 'n', nothing: true }] },
  ]
  const stays = { journey: 'stays', enter: [{ on: 'Signed Up' }], key: 'properties.key', again: 'always', exit: [{ event: 'Left' }], steps: [{ wait: '9d' }] }
  const setOff = (events: readonly string[], from: 'memory' | 'the store'): number => {
    const given = definitions(...endless, stays)
    const it = oneSubscriber(given, start)
    for (const [index, name] of events.entries()) it.event(name, { key: `k${index}` })
    const state = from === 'memory' ? it.state : parseState(serializeState(it.state))
    const at = state.now
    const event = { name: 'Go', occurredAt: at, receivedAt: at, messageId: 'go', properties: {} }
    return transition(compile(sourceOf(given)).program as Program, state, { kind: 'event', at, event, position: 100 }).decisions.length
  }
  const inside = ['Signed Up', 'Signed Up', 'Signed Up', 'Seen']
  for (const events of [['Seen'], inside, [...inside, 'Left'], [...inside, 'Left', 'Signed Up']])
    expect(setOff(events, 'memory')).toBe(setOff(events, 'the store'))
  expect(setOff(inside, 'memory')).toBeGreaterThan(setOff(['Seen'], 'memory'))
})
