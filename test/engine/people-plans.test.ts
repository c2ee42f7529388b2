// What a publication means for the people inside: they stay, move by step id or begin anew, each movement is a decision, numbers add up, and it
// happens once.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { countKey } from '../../scripts/crash/replay-log.ts'
import { isToldByDecisions, recountOf } from '../../scripts/simulation/recount.ts'
import { checkState } from '../../src/engine/check-state.ts'
import { compile } from '../../src/engine/compile.ts'
import { decisionText } from '../../src/engine/decision-text.ts'
import type { JourneyVersion, PeoplePlan, Program } from '../../src/engine/program.ts'
import { newState, type SubscriberState } from '../../src/engine/state.ts'
import { type Transition, transition } from '../../src/engine/transition.ts'
import type { Decision } from '../../src/model/decision.ts'
import { segmentSchema, templateSchema, workspaceSchema } from '../../src/model/definitions.ts'
import type { Input } from '../../src/model/input.ts'
import { type Journey, journeySchema } from '../../src/model/journey.ts'
import type { JsonObject } from '../../src/model/json.ts'

const start = Date.parse('2026-11-21T10:00:00Z')
const dayMs = 86_400_000

function journeyOf(steps: readonly JsonObject[], more: JsonObject = {}): Journey {
  return journeySchema.parse({ journey: 'course', enter: [{ on: 'Go' }], ...more, steps })
}

function programOf(versions: readonly Journey[], plans: readonly PeoplePlan[] = []): Program {
  const journeys = versions.map((definition, index): JourneyVersion => ({ definition, version: index + 1, live: index === versions.length - 1 }))
  const { program, problems } = compile({
    workspace: workspaceSchema.parse({ workspace: 'w' }),
    journeys,
    segments: [segmentSchema.parse({ segment: 'goers', if: { event: 'Go' } })],
    templates: [templateSchema.parse({ template: 'a', subject: 'a', html: '<p>a</p>' })],
    ...(plans.length > 0 && { plans }),
  })
  if (program === undefined) throw new Error(JSON.stringify(problems))
  return program
}

function plan(people: PeoplePlan['people'], more: Partial<PeoplePlan> = {}): PeoplePlan {
  return { journey: 'course', to: 2, people, map: {}, existing: false, doneIn: [], ...more }
}

class Person {
  state: SubscriberState = newState('1', start)
  readonly counts = new Map<string, number>()
  readonly said: string[] = []

  give(program: Program, input: Input): Transition {
    const result = transition(program, this.state, input)
    for (const { version, step, measure, by } of result.counts) {
      const key = `${version} ${step} ${measure}`
      this.counts.set(key, (this.counts.get(key) ?? 0) + by)
    }
    this.said.push(...result.decisions.filter(({ kind }) => kind !== 'adopted').map((decision) => decisionText(decision).slice(26)))
    expect(checkState(program, this.state)).toEqual([])
    return result
  }

  event(program: Program, at: number, name: string, properties: JsonObject = {}): Transition {
    const event = { name, properties, occurredAt: at, receivedAt: at, messageId: `m${at}`, traits: { email: 'ann@mail.example' } }
    return this.give(program, { kind: 'event', at, position: 1, event })
  }

  adopt(program: Program, at: number, triggers?: ReadonlyMap<number, JsonObject>): Transition {
    return this.give(program, { kind: 'adopt', at, history: [], decisions: [], memories: { filled: [], missing: [] }, ...(triggers && { triggers }) })
  }

  count(key: string): number {
    return this.counts.get(key) ?? 0
  }
}

const before = journeyOf([
  { id: 'pause', wait: '10d' },
  { id: 'mail', send: 'a' },
  { id: 'end', wait: '10d' },
])
const after = journeyOf([
  { id: 'pause', wait: '5d' },
  { id: 'other', wait: '1d' },
  { id: 'end', wait: '10d' },
])

describe('people inside an older version', () => {
  test('stay where they are unless it is said otherwise', () => {
    const person = new Person()
    person.event(programOf([before]), start, 'Go')
    person.adopt(programOf([before, after]), start + dayMs)
    expect(person.state.enrollments[0]).toMatchObject({ version: 1, wakeAt: start + 10 * dayMs })
  })

  test('move to the same step, and what they have waited counts', () => {
    const person = new Person()
    person.event(programOf([before]), start, 'Go')
    person.adopt(programOf([before, after], [plan('move')]), start + dayMs)
    expect(person.state.enrollments[0]).toMatchObject({ version: 2, step: 'pause', stepEnteredAt: start, wakeAt: start + 5 * dayMs })
    expect(person.said.at(-1)).toBe('course#1 came from version 1 (pause) to version 2 (pause): moved with the publication')
    expect(['1  inside', '1 pause here now', '1  moved out', '2  inside', '2 pause here now', '2  moved in'].map((key) => person.count(key))).toEqual([
      0, 0, 1, 1, 1, 1,
    ])
  })

  test('whose time is over at the new step go on at the instant of the publication', () => {
    const person = new Person()
    person.event(programOf([before]), start, 'Go')
    person.adopt(programOf([before, after], [plan('move')]), start + 7 * dayMs)
    expect(person.state.enrollments[0]).toMatchObject({ version: 2, step: 'other', stepEnteredAt: start + 7 * dayMs })
  })

  test('move where a mapping says, complete, or stay', () => {
    const renamed = journeyOf([{ id: 'rest', wait: '5d' }])
    const moved = (map: Record<string, string>) => {
      const person = new Person()
      person.event(programOf([before]), start, 'Go')
      person.adopt(programOf([before, renamed], [plan('move', { map })]), start + dayMs)
      const [enrollment] = person.state.enrollments
      return enrollment === undefined ? 'gone' : `${enrollment.version} ${enrollment.step}`
    }
    expect(moved({ pause: 'rest' })).toBe('2 rest')
    expect(moved({ pause: ':end' })).toBe('gone')
    expect(moved({ pause: ':stay' })).toBe('1 pause')
    expect(moved({})).toBe('1 pause')
  })

  test('begin anew, with the messages of before called off and the goal counted from then', () => {
    const goal = { goal: { event: 'Bought', within: '20d' } }
    const first = journeyOf(
      [
        { id: 'mail', send: 'a' },
        { id: 'pause', wait: '10d' },
      ],
      goal,
    )
    const person = new Person()
    person.event(programOf([first]), start, 'Go')
    const next = programOf([first, journeyOf([{ id: 'pause', wait: '3d' }], goal)], [plan('restart')])
    person.adopt(next, start + 9 * dayMs)
    expect(person.state.enrollments[0]).toMatchObject({ version: 2, step: 'pause', enteredAt: start + 9 * dayMs, wakeAt: start + 12 * dayMs })
    const key = person.state.enrollments[0]?.pending[0]?.key as string
    const { authorization } = person.give(next, { kind: 'authorize', at: start + 9 * dayMs, effect: key })
    expect(authorization).toMatchObject({ kind: 'refused', because: 'begins anew on version 2' })
    expect([person.count('1 mail queued'), person.count('1 mail refused'), person.count('2 mail refused')]).toEqual([1, 1, 0])
    person.event(next, start + 25 * dayMs, 'Bought')
    expect(person.count('2  converted')).toBe(1)
  })

  test('get no message of a step that is gone, and one of a step that is still there is asked by the new version', () => {
    const first = journeyOf([
      { id: 'one', send: 'a' },
      { id: 'two', send: 'a' },
      { id: 'pause', wait: '10d' },
    ])
    const next = programOf(
      [
        first,
        journeyOf([
          { id: 'two', send: 'a', if: { event: 'Wanted' } },
          { id: 'pause', wait: '10d' },
        ]),
      ],
      [plan('move')],
    )
    const person = new Person()
    person.event(programOf([first]), start, 'Go')
    const keys = person.state.enrollments[0]?.pending.map(({ key }) => key) as [string, string]
    person.adopt(next, start + 1000)
    const answers = keys.map((effect) => person.give(next, { kind: 'authorize', at: start + 1000, effect }).authorization)
    expect(answers).toMatchObject([
      { kind: 'refused', because: 'version 2 has no step one' },
      { kind: 'refused', reason: 'condition not met' },
    ])
  })

  test('are known by more of their triggering event when the new version asks for more of it', () => {
    const refers = journeyOf([{ id: 'pause', wait: '10d' }], { exit: [{ event: 'Cancelled', where: { order: { eq: { ref: 'trigger.order' } } } }] })
    const person = new Person()
    person.event(programOf([before]), start, 'Go', { order: 'o1' })
    const next = programOf([before, refers], [plan('move')])
    person.adopt(next, start + 1000, new Map([[1, { order: 'o1' }]]))
    person.event(next, start + 2000, 'Cancelled', { order: 'o2' })
    expect(person.state.enrollments).toHaveLength(1)
    person.event(next, start + 3000, 'Cancelled', { order: 'o1' })
    expect(person.state.enrollments).toHaveLength(0)
  })

  test('go through a plan once, also when another publication comes before they were reached', () => {
    const first = programOf([before])
    const moving = programOf([before, after], [plan('restart')])
    const later = programOf([before, after], [plan('restart', { doneIn: [moving.id] })])
    const reached = new Person()
    reached.event(first, start, 'Go')
    reached.adopt(moving, start + dayMs)
    reached.adopt(later, start + 2 * dayMs)
    expect(reached.state.enrollments[0]?.enteredAt).toBe(start + dayMs)
    const late = new Person()
    late.event(first, start, 'Go')
    late.adopt(later, start + 2 * dayMs)
    expect(late.state.enrollments[0]).toMatchObject({ version: 2, enteredAt: start + 2 * dayMs })
  })

  test('whatever the versions: numbers add up, nobody is stuck, and nobody is lost without a decision', () => {
    const step = fc.oneof(
      fc.nat(4).map((index) => ({ id: `w${index}`, wait: '2d' })),
      fc.nat(4).map((index) => ({ id: `s${index}`, send: 'a' })),
      fc.nat(4).map((index) => ({
        id: `o${index}`,
        on: [
          { event: 'Next', steps: [] },
          { after: '3d', steps: [] },
        ],
      })),
    )
    const steps = fc.uniqueArray(step, { minLength: 1, maxLength: 6, selector: ({ id }) => id })
    const people = fc.constantFrom('stay', 'move', 'restart') as fc.Arbitrary<PeoplePlan['people']>
    fc.assert(
      fc.property(steps, steps, people, fc.array(fc.nat(8), { maxLength: 4 }), fc.nat(6), (one, other, choice, events, days) => {
        const [first, second] = [journeyOf(one as JsonObject[]), journeyOf(other as JsonObject[])]
        const person = new Person()
        const old = programOf([first])
        person.event(old, start, 'Go')
        for (const [index, hours] of events.entries()) person.event(old, start + index * 3_600_000 * 8 + hours, 'Next')
        const next = programOf([first, second], [plan(choice)])
        person.adopt(next, start + 2 * dayMs + days * dayMs)
        person.give(next, { kind: 'time', at: start + 40 * dayMs })
        const sums = [1, 2].map((version) => {
          const [entered, movedIn, inside, completed, exited, movedOut] = ['entered', 'moved in', 'inside', 'completed', 'exited', 'moved out'].map((measure) =>
            person.count(`${version}  ${measure}`),
          ) as [number, number, number, number, number, number]
          return entered + movedIn - (inside + completed + exited + movedOut)
        })
        expect(sums).toEqual([0, 0])
        for (const [key, count] of person.counts) if (key.endsWith('here now')) expect(count).toBe(0)
        expect(person.count('1  completed') + person.count('2  completed')).toBe(1)
      }),
      { numRuns: 200 },
    )
  })
})

test('whoever moves, held out or not, before or after the goal: each version has as many passages as can convert in it, and a recount says the same', () => {
  const goal = { event: 'Bought', within: '60d' }
  const people = fc.constantFrom('stay', 'move', 'restart') as fc.Arbitrary<PeoplePlan['people']>
  const happening = fc.tuple(fc.constantFrom('Go', 'Bought', 'Next'), fc.nat(4))
  const holdout = fc.constantFrom(0, 40, 100)
  fc.assert(
    fc.property(fc.array(happening, { maxLength: 8 }), fc.array(happening, { maxLength: 8 }), people, holdout, holdout, (one, other, choice, share, later) => {
      const version = (percent: number): Journey =>
        journeyOf(
          [
            { id: 'rest', wait: '9d' },
            { id: 'mail', send: 'a' },
          ],
          { again: 'always', goal, holdout: percent },
        )
      const [first, second] = [version(share), version(later)]
      const [old, next] = [programOf([first]), programOf([first, second], [plan(choice)])]
      const counts = new Map<string, number>()
      const decisions: Decision[] = []
      const lives = Array.from({ length: 5 }, (_, index) => {
        let state = newState(`${index}`, start)
        let at = start
        const give = (program: Program, input: Input): void => {
          const result = transition(program, state, input)
          state = result.state
          decisions.push(...result.decisions)
          for (const change of result.counts) counts.set(countKey(change), (counts.get(countKey(change)) ?? 0) + change.by)
          for (const { key } of result.effects) {
            const asked = transition(program, state, { kind: 'authorize', at: state.now, effect: key })
            // What was settled on entering holds, whatever the percentage is by now.
            const inside = state.enrollments.find(({ id }) => asked.decisions.some((decision) => 'enrollment' in decision && decision.enrollment === id))
            if (inside !== undefined) expect(asked.authorization?.kind === 'refused' && asked.authorization.reason === 'holdout').toBe(inside.heldOut)
            decisions.push(...asked.decisions)
            for (const change of asked.counts) counts.set(countKey(change), (counts.get(countKey(change)) ?? 0) + change.by)
          }
        }
        const happen = (program: Program, list: readonly (readonly [string, number])[]): void => {
          for (const [name, days] of list) {
            at += days * dayMs + 1
            const event = { name, properties: {}, occurredAt: at, receivedAt: at, messageId: `${index}-${at}`, traits: { email: 'ann@mail.example' } }
            give(program, { kind: 'event', at, position: at - start, event })
          }
        }
        happen(old, one)
        at += dayMs
        give(next, { kind: 'adopt', at, history: [], decisions: [], memories: { filled: [], missing: [] } })
        happen(next, other)
        return { state, decisions: [] }
      })
      const told = Object.fromEntries([...counts].filter(([key, count]) => count !== 0 && isToldByDecisions(key)).sort())
      const recount = recountOf([...lives, { state: newState('all', start), decisions }])
      expect(told).toEqual(Object.fromEntries([...recount].filter(([, count]) => count !== 0).sort()))
      for (const number of [1, 2]) {
        const of = (measure: string): number => counts.get(countKey({ journey: 'course', version: number, step: '', measure })) ?? 0
        const passages = of('entered') + of('moved in') - of('moved in converted') - of('moved out') + of('moved out converted')
        expect(of('held out')).toBeGreaterThanOrEqual(of('converted held out'))
        expect(passages - of('held out')).toBeGreaterThanOrEqual(of('converted') - of('converted held out'))
      }
    }),
    { numRuns: 150 },
  )
})

describe('people for whom an entrance holds already', () => {
  const entrance = (enter: JsonObject) => journeySchema.parse({ journey: 'fans', enter: [enter], steps: [{ id: 'rest', wait: '1d' }] })
  const publish = (definition: Journey, existing: boolean) => {
    const person = new Person()
    person.event(programOf([before]), start, 'Go')
    const journeys = [
      { definition: before, version: 1, live: true },
      { definition, version: 1, live: true },
    ]
    const { program } = compile({
      workspace: workspaceSchema.parse({ workspace: 'w' }),
      journeys,
      segments: [segmentSchema.parse({ segment: 'goers', if: { event: 'Go' } })],
      templates: [templateSchema.parse({ template: 'a', subject: 'a', html: '<p>a</p>' })],
      plans: [plan('stay', { journey: 'fans', to: 1, existing })],
    })
    person.adopt(program as Program, start + dayMs)
    person.event(program as Program, start + dayMs + 1, 'Go')
    return person.said.filter((line) => line.startsWith('fans#'))
  }

  test.each([{ becomes: { event: 'Go' } }, { joins: { segment: 'goers' } }])('are let in only when that was chosen: %o', (enter) => {
    expect(publish(entrance(enter as JsonObject), false)).toEqual([])
    expect(publish(entrance(enter as JsonObject), true)[0]).toMatch(/^fans#2 entered/)
  })
})
