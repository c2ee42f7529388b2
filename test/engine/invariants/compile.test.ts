// What an author can get wrong is said before anybody is in a journey; and what was right once never keeps a workspace from starting.

import { describe, expect, test } from 'vitest'
import { compile } from '../../../src/engine/compile.ts'
import type { Program } from '../../../src/engine/program.ts'
import { journeySchema } from '../../../src/model/journey.ts'
import type { JsonObject } from '../../../src/model/json.ts'
import { begin, definitionsOf, of, problemsOf, problemText } from './world.ts'

const journey = (more: JsonObject): JsonObject => ({ journey: 'j', enter: [{ on: 'Go' }], steps: [], ...more })

describe('an error is', () => {
  test.each<[string, JsonObject, string]>([
    ['a timer of no time', journey({ enter: [{ quiet: '0s', on: 'Go' }] }), 'error duration.zero at enter.0.quiet'],
    ['a goal of no time', journey({ goal: { event: 'Bought', within: '0d' } }), 'error duration.zero at goal.within'],
    ['again after no time', journey({ again: { after: '0s' } }), 'error duration.zero at again.after'],
    ['again within no time', journey({ again: { max: 3, within: '0h' } }), 'error duration.zero at again.within'],
    ['a message that expires at once', journey({ steps: [{ send: 'a', expires: '0m' }] }), 'error duration.zero at steps.0.expires'],
    ['a limit of no time', journey({ steps: [{ on: [{ after: '0m', steps: [] }] }] }), 'error duration.zero at steps.0.on.0.after'],
    ['an age at which repeats are no longer recognized', journey({ maxAge: '31d' }), 'error maxAge.long at maxAge'],
    ['a key that joining a list does not carry', journey({ key: 'properties.cart_id', enter: [{ joins: { list: 'l' } }] }), 'error key.missing at enter.0'],
    [
      'a key that leaving a segment does not carry',
      journey({ key: 'properties.cart_id', enter: [{ leaves: { segment: 's' } }] }),
      'error key.missing at enter.0',
    ],
    ['a key that an own event does not carry', journey({ key: 'properties.cart_id', enter: [{ on: 'Message Sent' }] }), 'error key.missing at enter.0'],
    [
      'what happened since a step, before there is one',
      journey({ enter: [{ on: 'Go', if: { not: { event: 'Go', since: 'step' } } }] }),
      'error since.step at enter.0.if',
    ],
    ['a jump to a journey that is a draft', journey({ steps: [{ jump: 'draft' }] }), 'error jump.unknown at steps.0.jump'],
    ['an id that a step without one has already', journey({ steps: [{ wait: '1d' }, { id: '0', wait: '1d' }] }), 'error step.id at steps.1.id'],
    [
      'the same id in two branches',
      journey({
        steps: [
          {
            on: [
              { event: 'A', steps: [{ id: 'x', nothing: true }] },
              { event: 'B', steps: [{ id: 'x', nothing: true }] },
            ],
          },
        ],
      }),
      'error step.id at steps.0.on.1.steps.0.id',
    ],
  ])('%s', (_what, wrong, problem) => {
    const draft = { journey: 'draft', status: 'draft', enter: [{ on: 'Go' }], steps: [] }
    expect(problemsOf([wrong, draft], { segments: [{ segment: 's', if: { event: 'Go' } }] })).toEqual([problem])
  })

  test('the same name for two journeys or segments', () => {
    expect(problemsOf([journey({}), journey({})])).toEqual(['error name.twice at journey'])
    const segment = { segment: 's', if: { event: 'Go' } }
    expect(problemsOf([], { segments: [segment, segment] })).toEqual(['error name.twice at segment'])
  })

  test('an age in the workspace at which repeats are no longer recognized, and a session of no time', () => {
    expect(problemsOf([], { workspace: { maxAge: '31d' } })).toEqual(['error maxAge.long at maxAge'])
    expect(problemsOf([], { workspace: { sessionGap: '0m' } })).toEqual(['error duration.zero at sessionGap'])
  })

  test('a duration beyond a hundred years', () => {
    expect(journeySchema.safeParse(journey({ steps: [{ wait: '36501d' }] })).success).toBe(false)
    expect(journeySchema.safeParse(journey({ steps: [{ wait: '36500d' }] })).success).toBe(true)
  })
})

test('every problem says what to do', () => {
  const wrong = journey({
    maxAge: '31d',
    key: 'cart',
    goal: { event: 'A', within: '0s' },
    enter: [{ quiet: '0s', on: 'A' }],
    steps: [{ send: 'no' }, { jump: 'no' }],
  })
  const { problems } = compile({ ...definitionsOf([wrong]), journeys: [{ definition: journeySchema.parse(wrong), version: 1, live: true }] })
  expect(problems.length).toBeGreaterThan(5)
  expect(problems.filter(({ message, fix }) => message === '' || fix === undefined)).toEqual([])
})

test('no mistake: an exit on an event that nobody knows, and a goto out of an inner step', () => {
  const steps = [{ id: 'top', wait: '1d' }, { on: [{ event: 'A', steps: [{ goto: 'top' }] }] }]
  expect(problemsOf([journey({ exit: [{ event: 'Nobody Knows' }], steps })])).toEqual([])
})

describe('an older version of a journey', () => {
  const definitions = definitionsOf([journey({ steps: [{ id: 'w', wait: '1d' }] })], { workspace: { lists: ['l'], topics: [{ topic: 't' }] } })
  const version = (steps: readonly JsonObject[], live: boolean, number: number) => ({
    definition: journeySchema.parse(journey({ steps })),
    version: number,
    live,
  })

  test('that names what is there no longer does not keep the program from being made, but says so', () => {
    const steps = [
      { send: 'gone' },
      { jump: 'gone' },
      { start: 'gone' },
      { stop: 'gone' },
      { list: { add: 'gone' } },
      { topic: { subscribe: 'gone' } },
      { choose: [{ if: { any: [{ segment: 'gone' }, { list: 'gone' }, { journey: 'gone', is: 'active' }, { message: 'gone', did: 'sent' }] }, steps: [] }] },
    ]
    const { program, problems } = compile({ ...definitions, journeys: [version([{ wait: '1d' }], true, 2), version(steps, false, 1)] })
    expect(program).toBeDefined()
    expect(new Set(problems.map(({ severity }) => severity))).toEqual(new Set(['warning']))
    expect(problems.map(problemText)).toContain('warning send.template at steps.0.send')
  })
})

test('a journey that is to be started but is not live is a decision, not a silence', () => {
  const it = begin([
    journey({
      steps: [
        { id: 'w', wait: '1d' },
        { id: 'x', start: 'other' },
      ],
    }),
    journey({ journey: 'other', enter: [{ on: 'Never' }] }),
  ])
  it.event('Go')
  const { person } = it as unknown as { person: { program: Program } }
  person.program = { ...person.program, live: new Map() }
  it.advanceTo('2026-11-23T00:00:00Z')
  expect(of(it.decisions, 'cut')).toMatchObject([{ because: expect.stringContaining('other') }])
})
