// A paused journey: nobody enters, nobody moves, nothing is sent; and the three ways to go on.

import { describe, expect, test } from 'vitest'
import { checkState } from '../../src/engine/check-state.ts'
import { compile, sourceOf } from '../../src/engine/compile.ts'
import { pausesOf } from '../../src/engine/pauses.ts'
import { newState } from '../../src/engine/state.ts'
import { parseState, serializeState } from '../../src/engine/stored-state.ts'
import { transition } from '../../src/engine/transition.ts'
import type { Decision } from '../../src/model/decision.ts'
import { type Definitions, templateSchema, workspaceSchema } from '../../src/model/definitions.ts'
import { journeySchema } from '../../src/model/journey.ts'
import type { JsonObject } from '../../src/model/json.ts'
import { type PauseChange, resumeModeSchema } from '../../src/model/pause.ts'
import { type OneSubscriber, oneSubscriber } from '../../src/testing/one-subscriber.ts'

const start = '2026-11-21T10:00:00.000Z'
const modes = resumeModeSchema.options

function definitions(journey: JsonObject, workspace: JsonObject = {}): Definitions {
  return {
    workspace: workspaceSchema.parse({ workspace: 'shop', ...workspace }),
    journeys: [journeySchema.parse({ journey: 'j', again: 'always', enter: [{ on: 'Signed Up' }], ...journey })],
    segments: [],
    templates: ['a', 'b', 'c'].map((template) => templateSchema.parse({ template, subject: template, html: `<p>${template}</p>` })),
  }
}

function begin(journey: JsonObject, workspace?: JsonObject): OneSubscriber {
  const it = oneSubscriber(definitions(journey, workspace), start)
  it.identify({ email: 'anna@example.com' })
  return it
}

function of<Kind extends Decision['kind']>(it: OneSubscriber, kind: Kind): Extract<Decision, { kind: Kind }>[] {
  return it.decisions.filter((decision): decision is Extract<Decision, { kind: Kind }> => decision.kind === kind)
}

function sent(it: OneSubscriber): string[] {
  return of(it, 'handed over').map((decision) => `${decision.template} ${new Date(decision.at).toISOString().slice(0, 16)}`)
}

const threeMails = {
  steps: [
    { id: 'one', send: 'a' },
    { id: 'wait', wait: '1d' },
    { id: 'two', send: 'b' },
    { id: 'wait-more', wait: '2d' },
    { id: 'three', send: 'c' },
  ],
}

describe('while a journey is paused', () => {
  test('nobody enters, and a decision says why', () => {
    const it = begin(threeMails)
    it.pause('j', 'the price is wrong')
    it.event('Signed Up')
    expect(of(it, 'entered')).toEqual([])
    expect(of(it, 'not entered').map(({ reason, because }) => [reason, because])).toEqual([['paused', `paused since ${start}: the price is wrong`]])
  })

  test('nobody moves, and nothing is sent that was decided before', () => {
    const it = begin(threeMails)
    it.holdMessages()
    it.event('Signed Up')
    it.pause('j')
    it.deliver()
    it.advanceTo('2026-12-21T10:00:00Z')
    expect(sent(it)).toEqual([])
    expect(it.state.enrollments[0]?.step).toBe('wait')
    expect(of(it, 'deferred').map(({ rule, because }) => [rule, because])).toEqual([['pause', `j paused since ${start}: we look into it`]])
  })

  test('other journeys go on', () => {
    const both = definitions(threeMails)
    const other = journeySchema.parse({ journey: 'other', enter: [{ on: 'Signed Up' }], steps: [{ send: 'c' }] })
    const it = oneSubscriber({ ...both, journeys: [...both.journeys, other] }, start)
    it.identify({ email: 'anna@example.com' })
    it.pause('j')
    it.event('Signed Up')
    expect(sent(it)).toEqual(['c 2026-11-21T10:00'])
  })

  test('exits act at once, by event, by data and by time; goals count', () => {
    const exits = [{ event: 'Bought' }, { when: { attribute: 'plan', eq: 'gold' } }, { when: { since: 'Signed Up', gte: '10d' } }]
    const journey = { ...threeMails, exit: exits, goal: { event: 'Won', within: '30d' } }
    const because = (act: (it: OneSubscriber) => void): string[] => {
      const it = begin(journey)
      it.event('Signed Up')
      it.pause('j')
      act(it)
      return of(it, 'exited').map((decision) => `${decision.because} ${new Date(decision.at).toISOString().slice(0, 16)}`)
    }
    expect(because((it) => it.event('Bought'))).toEqual(['Bought 2026-11-21T10:00'])
    expect(because((it) => it.identify({ plan: 'gold' }))).toEqual(['plan is gold 2026-11-21T10:00'])
    expect(because((it) => it.advanceTo('2026-12-21T10:00:00Z'))).toEqual(['no Signed Up for 10d 2026-12-01T10:00'])
    const goal = begin(journey)
    goal.event('Signed Up')
    goal.pause('j')
    goal.event('Won')
    expect(of(goal, 'converted')).toHaveLength(1)
  })

  test('the stuck check finds nothing, and the state can be stored', () => {
    const on = [
      { event: 'Clicked', steps: [{ send: 'a' }] },
      { after: '1d', steps: [{ send: 'b' }] },
    ]
    for (const steps of [[{ id: 'ask', on }], threeMails.steps]) {
      const it = begin({ steps })
      it.event('Signed Up')
      it.pause('j')
      it.event('Clicked')
      const pauses: PauseChange[] = [{ at: Date.parse(start), journey: 'j', do: 'pause', because: 'x', by: 'admin' }]
      const { program } = compile({ ...sourceOf(definitions({ steps })), pauses })
      expect(checkState(program as NonNullable<typeof program>, it.state)).toEqual([])
      expect(parseState(JSON.parse(JSON.stringify(serializeState(it.state))))).toEqual(it.state)
    }
  })
})

describe('going on after a pause of ten days', () => {
  const paused = (journey: JsonObject, mode: (typeof modes)[number], during: (it: OneSubscriber) => void = () => {}): OneSubscriber => {
    const it = begin(journey)
    it.event('Signed Up')
    it.advanceTo('2026-11-21T22:00:00Z')
    it.pause('j')
    during(it)
    it.advanceTo('2026-12-01T22:00:00Z')
    it.resume('j', mode)
    it.advanceTo('2026-12-31T10:00:00Z')
    return it
  }

  test('shift: what was left of the wait goes on, and later waits count from there', () => {
    const it = paused(threeMails, 'shift')
    expect(sent(it)).toEqual(['a 2026-11-21T10:00', 'b 2026-12-02T10:00', 'c 2026-12-04T10:00'])
    expect(it.trace).toContain('j#1 waits at wait until 2026-12-02T10:00:00.000Z: goes on after standing still for 10d: 1d')
  })

  test('catch-up: each wait ended when it would have ended; what is due goes out now', () => {
    expect(sent(paused(threeMails, 'catch-up'))).toEqual(['a 2026-11-21T10:00', 'b 2026-12-01T22:00', 'c 2026-12-01T22:00'])
    const long = { steps: [{ wait: '1d' }, { send: 'b' }, { wait: '15d' }, { send: 'c' }] }
    expect(sent(paused(long, 'catch-up'))).toEqual(['b 2026-12-01T22:00', 'c 2026-12-07T10:00'])
  })

  test('catch-up: a message that has expired by its own clock is not sent', () => {
    const it = paused({ steps: [{ wait: '1d' }, { send: 'b', expires: '2d' }, { wait: '8d' }, { send: 'c', expires: '2d' }] }, 'catch-up')
    expect(sent(it)).toEqual(['c 2026-12-01T22:00'])
    expect(of(it, 'refused').map(({ template, reason }) => [template, reason])).toEqual([['b', 'expired']])
  })

  test('catch-up: of several limits that passed the earliest decides', () => {
    const on = [
      { after: '3d', steps: [{ send: 'a' }] },
      { after: '2d', steps: [{ send: 'b' }] },
    ]
    expect(sent(paused({ steps: [{ on }] }, 'catch-up'))).toEqual(['b 2026-12-01T22:00'])
  })

  test('drop-stale: whoever should have moved leaves, with a decision; whoever waits for later waits on', () => {
    const it = paused(threeMails, 'drop-stale')
    expect(sent(it)).toEqual(['a 2026-11-21T10:00'])
    expect(of(it, 'exited').map(({ because }) => because)).toEqual(['stale: it should have moved while the journey was paused'])
    expect(sent(paused({ steps: [{ wait: '12d' }, { send: 'b' }] }, 'drop-stale'))).toEqual(['b 2026-12-03T10:00'])
  })

  test('drop-stale: a message that was decided before the pause is not sent', () => {
    const it = begin(threeMails)
    it.holdMessages()
    it.event('Signed Up')
    it.pause('j')
    it.deliver()
    it.advanceTo('2026-11-21T20:00:00Z')
    it.resume('j', 'drop-stale')
    it.advanceTo('2026-12-21T10:00:00Z')
    expect(of(it, 'refused').map(({ template, reason }) => [template, reason])).toEqual([['a', 'stale']])
    expect(sent(it)).toEqual(['b 2026-11-22T10:00', 'c 2026-11-24T10:00'])
  })

  const asking = {
    steps: [
      {
        id: 'ask',
        on: [
          { event: 'Clicked', steps: [{ send: 'a' }] },
          { after: '3d', steps: [{ send: 'b' }] },
        ],
      },
    ],
  }

  test.each([
    ['shift', ['a 2026-12-01T22:00']],
    ['catch-up', ['a 2026-12-01T22:00']],
    ['drop-stale', []],
  ] as const)('%s: what was heard during the pause, before the limit, is what decides', (mode, mails) => {
    const it = paused(asking, mode, (one) => {
      one.advanceTo('2026-11-22T10:00:00Z')
      one.event('Clicked')
    })
    expect(sent(it)).toEqual(mails)
  })

  test('what was heard after the limit comes too late when catching up, and in time when the clock stood still', () => {
    const late = (one: OneSubscriber): void => {
      one.advanceTo('2026-11-28T10:00:00Z')
      one.event('Clicked')
    }
    expect(sent(paused(asking, 'catch-up', late))).toEqual(['b 2026-12-01T22:00'])
    expect(sent(paused(asking, 'shift', late))).toEqual(['a 2026-12-01T22:00'])
  })

  test('a date stays the date, and a local time is the next one', () => {
    const date = begin({ steps: [{ wait: { date: 'attributes.day' } }, { send: 'a' }] })
    date.identify({ day: '2026-11-25' })
    date.event('Signed Up')
    date.pause('j')
    date.advanceTo('2026-11-24T12:00:00Z')
    date.resume('j', 'shift')
    date.advanceTo('2026-12-24T12:00:00Z')
    expect(sent(date)).toEqual(['a 2026-11-25T00:00'])
    expect(sent(paused({ steps: [{ wait: { until: '09:00' } }, { send: 'a' }] }, 'shift'))).toEqual(['a 2026-12-02T09:00'])
  })

  test('caps and quiet hours hold for what goes out at once', () => {
    const policy = { caps: [{ max: 1, within: '1d', then: 'defer' }], quietHours: { from: '21:00', to: '08:00' } }
    const it = begin({ steps: [{ wait: '1d' }, { send: 'b' }, { wait: '2d' }, { send: 'c' }] }, { policy })
    it.event('Signed Up')
    it.pause('j')
    it.advanceTo('2026-12-01T22:00:00Z')
    it.resume('j', 'catch-up')
    it.advanceTo('2026-12-31T10:00:00Z')
    expect(sent(it)).toEqual(['b 2026-12-02T08:00', 'c 2026-12-03T08:00'])
  })

  test('a second pause holds again', () => {
    const it = paused(threeMails, 'shift', (one) => {
      one.advanceTo('2026-11-24T22:00:00Z')
      one.resume('j', 'shift')
      one.advanceTo('2026-11-25T04:00:00Z')
      one.pause('j')
    })
    expect(sent(it)[1]).toBe('b 2026-12-02T04:00')
  })
})

test('a pause is lived through at its own instant, however late the subscriber is looked at', () => {
  const changes: readonly PauseChange[] = [
    { at: Date.parse('2026-11-22T09:00:00Z'), journey: 'j', do: 'pause', because: 'x', by: 'admin' },
    { at: Date.parse('2026-11-25T09:00:00Z'), journey: 'j', do: 'resume', mode: 'shift' },
  ]
  const { program } = compile({ ...sourceOf(definitions(threeMails)), pauses: changes })
  const known = program as NonNullable<typeof program>
  const run = (...looks: readonly string[]): readonly Decision[] => {
    const at = Date.parse(start)
    const state = newState('1', at)
    const event = { name: 'Signed Up', occurredAt: at, receivedAt: at, messageId: 'm', properties: {} }
    const decisions = [...transition(known, state, { kind: 'event', at, event, position: 1 }).decisions]
    for (const look of looks) decisions.push(...transition(known, state, { kind: 'time', at: Date.parse(look) }).decisions)
    return decisions
  }
  const once = run('2026-12-20T10:00:00Z')
  expect(run('2026-11-22T09:30:00Z', '2026-11-24T10:00:00Z', '2026-11-25T09:00:00Z', '2026-12-20T10:00:00Z')).toEqual(once)
  expect(once.filter(({ kind }) => kind === 'queued').map(({ at }) => new Date(at).toISOString())).toEqual([
    '2026-11-21T10:00:00.000Z',
    '2026-11-25T10:00:00.000Z',
    '2026-11-27T10:00:00.000Z',
  ])
})

test('whoever is first seen after a pause has nothing to do with it', () => {
  const at = Date.parse(start)
  const old: PauseChange = { at: at - 1000, journey: 'j', do: 'pause', because: 'x', by: 'admin' }
  const { program } = compile({ ...sourceOf(definitions(threeMails)), pauses: [old, { at: at - 500, journey: 'j', do: 'resume', mode: 'shift' }] })
  const state = newState('1', at)
  transition(program as NonNullable<typeof program>, state, { kind: 'time', at })
  expect([state.pauses, pausesOf([old]).after[1]?.get('j')?.because]).toEqual([2, 'x'])
})
