// A new program meets people with a past: what is new is filled from their history, what fell due before is decided at its own instant,
// and nobody enters because of what already held.

import { describe, expect, test } from 'vitest'
import { compile, sourceOf } from '../../src/engine/compile.ts'
import type { Program } from '../../src/engine/program.ts'
import { newState, type SubscriberState } from '../../src/engine/state.ts'
import { type Transition, transition } from '../../src/engine/transition.ts'
import type { Decision } from '../../src/model/decision.ts'
import { segmentSchema, templateSchema, workspaceSchema } from '../../src/model/definitions.ts'
import type { SubscriberEvent } from '../../src/model/event.ts'
import type { HistoryEntry } from '../../src/model/input.ts'
import { journeySchema } from '../../src/model/journey.ts'
import type { JsonObject } from '../../src/model/json.ts'

const start = Date.parse('2026-11-21T10:00:00Z')
const dayMs = 86_400_000

function programOf(journeys: readonly JsonObject[], segments: readonly JsonObject[] = []): Program {
  const compiled = compile(
    sourceOf({
      workspace: workspaceSchema.parse({ workspace: 'w' }),
      journeys: journeys.map((journey) => journeySchema.parse(journey)),
      segments: segments.map((segment) => segmentSchema.parse(segment)),
      templates: [templateSchema.parse({ template: 'a', subject: 'a', html: '<p>a</p>' })],
    }),
  )
  if (compiled.program === undefined) throw new Error(JSON.stringify(compiled.problems))
  return compiled.program
}

class Person {
  readonly state: SubscriberState = newState('1', start)
  readonly history: HistoryEntry[] = []
  readonly decisions: Decision[] = []

  event(program: Program, at: number, name: string, said: { at?: number; traits?: JsonObject } = {}): Transition {
    const { at: occurredAt = at, traits = {} } = said
    const event: SubscriberEvent = { name, properties: {}, traits, occurredAt, receivedAt: at, messageId: `m${this.history.length}` }
    const position = this.history.length + 1
    this.history.push({ position, event })
    return this.keep(transition(program, this.state, { kind: 'event', at, event, position }))
  }

  sets(program: Program, at: number, set: JsonObject): Transition {
    return this.keep(transition(program, this.state, { kind: 'command', at, command: { do: 'set attributes', set }, source: 'api', position: 0 }))
  }

  adopt(program: Program, at: number): Transition {
    return this.keep(transition(program, this.state, { kind: 'adopt', at, history: this.history, decisions: [...this.decisions] }))
  }

  time(program: Program, at: number): Transition {
    return this.keep(transition(program, this.state, { kind: 'time', at }))
  }

  keep(result: Transition): Transition {
    this.decisions.push(...result.decisions)
    return result
  }

  segments(): string[] {
    return this.decisions.flatMap((one) => (one.kind === 'segment' ? [`${one.entered ? '' : 'not '}${one.segment} ${(one.at - start) / dayMs}`] : []))
  }

  entries(): string[] {
    return this.decisions.flatMap((decision) => (decision.kind === 'entered' ? [`${decision.journey} ${(decision.at - start) / dayMs}`] : []))
  }
}

const winBack = { journey: 'win-back', enter: [{ becomes: { since: 'Order Completed', gte: '60d', never: false } }], steps: [] }
const inactive = { journey: 'inactive', enter: [{ becomes: { since: 'Login', gte: '30d', never: false } }], steps: [] }

describe('a new program', () => {
  test('decides what fell due before it at its own instant', () => {
    const before = programOf([winBack])
    const after = programOf([winBack, { ...inactive, description: 'new' }])
    const person = new Person()
    person.event(before, start, 'Order Completed')
    person.adopt(after, start + 100 * dayMs)
    expect(person.entries()).toEqual(['win-back 60'])
  })

  test('lets nobody in because of what held before it, though it held only for a while', () => {
    const person = new Person()
    person.event(programOf([winBack]), start, 'Login')
    person.adopt(programOf([winBack, inactive]), start + 40 * dayMs)
    person.time(programOf([winBack, inactive]), start + 90 * dayMs)
    expect(person.entries()).toEqual([])
  })

  test('asks nothing that it watches for the first time while what fell due before is decided', () => {
    const steps = [
      { id: 'weeks', wait: '35d' },
      { id: 'score', update: { set: { score: 1 } } },
    ]
    const slow = { journey: 'slow', enter: [{ on: 'Login' }], steps }
    const late = {
      journey: 'late',
      enter: [
        {
          becomes: {
            any: [
              { since: 'Login', gte: '30d', never: false },
              { attribute: 'score', eq: 2 },
            ],
          },
        },
      ],
      steps: [],
    }
    const person = new Person()
    person.event(programOf([slow]), start, 'Login')
    person.adopt(programOf([slow, late]), start + 40 * dayMs)
    expect(person.state.attributes).toEqual({ score: 1 })
    expect(person.entries()).toEqual(['slow 0'])
  })

  test('lets in at the exact instant what turns true after it, from the history before it', () => {
    const person = new Person()
    const after = programOf([winBack, inactive])
    person.event(programOf([winBack]), start, 'Login')
    person.adopt(after, start + 10 * dayMs)
    person.time(after, start + 90 * dayMs)
    expect(person.entries()).toEqual(['inactive 30'])
  })

  test('puts people into a new segment from their history, and no trigger fires on that', () => {
    const segment = { segment: 'frequent', if: { event: 'Order Completed', count: { gte: 2 } } }
    const joining = { journey: 'joining', enter: [{ joins: { segment: 'frequent' } }], steps: [] }
    const person = new Person()
    const before = programOf([winBack])
    person.event(before, start, 'Order Completed')
    person.event(before, start + 1, 'Order Completed')
    const { decisions } = person.adopt(programOf([winBack, joining], [segment]), start + dayMs)
    expect(decisions).toContainEqual({ kind: 'segment', at: start + dayMs, segment: 'frequent', entered: true })
    expect(person.entries()).toEqual([])
  })

  test('knows since when an attribute has its value, though an older word that came later lost against the same value said again', () => {
    const vip = (plan: string) => ({ segment: `long-${plan}`, if: { attribute: 'plan', eq: plan, for: '20d' } })
    const before = programOf([winBack])
    const after = programOf([winBack], [vip('gold'), vip('free')])
    const person = new Person()
    person.sets(before, start, { plan: 'gold' })
    person.sets(before, start + 12 * dayMs, { plan: 'gold' })
    person.event(before, start + 15 * dayMs, 'Identified', { at: start + 2 * dayMs, traits: { plan: 'free' } })
    person.adopt(after, start + 16 * dayMs)
    person.time(after, start + 90 * dayMs)
    expect(person.segments()).toEqual(['long-gold 20'])
  })

  test('goes on with timers that run, with the new length', () => {
    const cart = (quiet: string) => ({ journey: 'cart', enter: [{ quiet, on: 'Product Added' }], steps: [] })
    const person = new Person()
    person.event(programOf([cart('1d')]), start, 'Product Added')
    person.adopt(programOf([cart('2d')]), start + dayMs / 2)
    person.time(programOf([cart('2d')]), start + 9 * dayMs)
    expect(person.entries()).toEqual(['cart 2'])
  })

  test('leaves people in an older version where they are', () => {
    const version = (wait: string) => ({
      journey: 'j',
      enter: [{ on: 'Go' }],
      steps: [
        { id: 'w', wait },
        { id: 's', send: 'a' },
      ],
    })
    const first = programOf([version('1d')])
    const second = compile({
      workspace: workspaceSchema.parse({ workspace: 'w' }),
      journeys: [
        { definition: journeySchema.parse(version('1d')), version: 1, live: false },
        { definition: journeySchema.parse(version('9d')), version: 2, live: true },
      ],
      segments: [],
      templates: [templateSchema.parse({ template: 'a', subject: 'a', html: '<p>a</p>' })],
    }).program as Program
    const person = new Person()
    person.event(first, start, 'Go')
    person.adopt(second, start + 1000)
    const { effects } = person.time(second, start + 2 * dayMs)
    expect(effects.map((effect) => effect.decidedAt)).toEqual([start + dayMs])
  })
})
