// The way through the steps of a journey, to the millisecond: the engine against the oracle, for somebody who comes in with the first thing that happens.
// ONCUE_RUNS sets how many random worlds are tried.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Input } from '../../../src/model/input.ts'
import type { Journey, Pair, Step } from '../../../src/model/journey.ts'
import { weekdays } from '../../../src/model/local-time.ts'
import { conditions, wheres } from '../../../src/testing/arbitraries/conditions.ts'
import { histories } from '../../../src/testing/arbitraries/histories.ts'
import {
  cartEvents,
  durationOf,
  eventNames,
  type Scale,
  scales,
  segments,
  sessionGapUnits,
  timesOfDay,
  zones,
} from '../../../src/testing/arbitraries/vocabulary.ts'
import type { OracleContext } from '../../../src/testing/oracle/history.ts'
import { type Came, walkNaively } from '../../../src/testing/oracle/walk-naively.ts'
import { howMany } from '../../how-many.ts'
import { engineWorld, programOf } from './engine-world.ts'
import { interestingInstants } from './instants.ts'
import { probeDefinitions } from './probe-definitions.ts'

type Way = Pick<Journey, 'exit' | 'steps'>

function ways(scale: Scale): fc.Arbitrary<Way> {
  const exit = fc.oneof(
    fc.record({ event: fc.constantFrom(...eventNames), where: wheres('in an enrollment') }, { requiredKeys: ['event'], noNullPrototype: true }),
    conditions(scale, 'in an enrollment').map((when) => ({ when })),
  )
  return fc
    .record(
      { exit: fc.array(exit, { maxLength: 1 }), steps: fc.array(steps(scale), { minLength: 1, maxLength: 4 }) },
      { requiredKeys: ['steps'], noNullPrototype: true },
    )
    .map(({ steps: list, ...rest }) => ({ ...rest, steps: named(list, 's') }))
}

/** A step without an id; those inside it have none either. */
function steps(scale: Scale): fc.Arbitrary<Step> {
  const duration = fc.integer({ min: 1, max: 9 }).map((units) => durationOf(scale, units))
  const condition = conditions(scale, 'in an enrollment')
  const days = fc.uniqueArray(fc.constantFrom(...weekdays), { minLength: 1, maxLength: 6 })
  const sometimes = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(arbitrary, { nil: undefined, freq: 1 })
  // Few times and mostly one zone, so that one is often come to at the very time that is waited for.
  const time = fc.constantFrom(...timesOfDay, '02:00', '02:00', '02:30', '03:00', '00:00')
  const local = fc.record({ days: sometimes(days), zone: sometimes(fc.constantFrom('subscriber', ...zones)) })
  const until = fc.tuple(time, local).map(([at, rest]) => withoutMissing({ until: at, ...rest }))
  const wait = fc.oneof({ weight: 1, arbitrary: duration }, { weight: 2, arbitrary: until }, fc.record({ for: condition, 'at most': duration }))
  const alone: fc.Arbitrary<Step> = fc.oneof(
    { weight: 4, arbitrary: fc.record({ wait }) },
    fc.record({ update: fc.record({ set: fc.record({ plan: fc.constantFrom('gold', 1, 'x') }) }) }),
    fc.record({ nothing: fc.constant(true as const) }),
  )
  return fc.letrec<{ step: Step }>((tie) => {
    const inner = fc.array(tie('step'), { maxLength: 2 })
    const pair = fc.oneof<fc.Arbitrary<Pair>[]>(
      fc.record(
        { event: fc.constantFrom(...eventNames), where: wheres('in an enrollment'), if: condition, steps: inner },
        { requiredKeys: ['event', 'steps'], noNullPrototype: true },
      ),
      fc.record({ match: condition, steps: inner }),
      fc.tuple(time, local, inner).map(([at, rest, list]) => withoutMissing({ at, ...rest, steps: list })),
    )
    const on = fc
      .tuple(fc.array(pair, { minLength: 1, maxLength: 2 }), fc.record({ after: duration, steps: inner }))
      .map(([pairs, last]) => ({ on: [...pairs, last] }))
    const branches = fc.tuple(fc.array(fc.record({ if: condition, steps: inner }), { minLength: 1, maxLength: 2 }), fc.option(inner, { nil: undefined }))
    const choose = branches.map(([list, otherwise]) => ({ choose: otherwise === undefined ? list : [...list, { else: otherwise }] }))
    const kinds = fc.oneof<fc.Arbitrary<Step>[]>({ maxDepth: 2, depthSize: 'small' } as never, alone, alone, on, choose)
    return {
      step: fc
        .tuple(kinds, fc.option(condition, { nil: undefined, freq: 1 }))
        .map(([step, own]) => (own === undefined || !('wait' in step) ? step : { ...step, if: own })),
    }
  }).step
}

function withoutMissing<T extends object>(given: T): T {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as T
}

/** The same steps, each with an id of its own. */
function named(list: readonly Step[], name: string): Step[] {
  return list.map((step, index) => {
    const id = `${name}${index}`
    if ('on' in step) return { ...step, id, on: step.on.map((pair, way) => ({ ...pair, steps: named(pair.steps, `${id}-${way}-`) })) }
    if (!('choose' in step)) return { ...step, id }
    const branch = (one: (typeof step.choose)[number], way: number) =>
      'else' in one ? { else: named(one.else, `${id}-${way}-`) } : { ...one, steps: named(one.steps, `${id}-${way}-`) }
    return { ...step, id, choose: step.choose.map(branch) }
  })
}

/** Every step that was moved to, and how it ended. That the first was entered is no move. */
function wayOf(scale: Scale, way: Way, history: readonly Input[], end: number): Came[] {
  const probe = probeDefinitions(scale, { on: 'Began' })
  const given = { ...probe, journeys: probe.journeys.map((journey) => (journey.journey === 'probe' ? { ...journey, ...way } : journey)) }
  const program = programOf(given)
  fc.pre(program !== undefined)
  const world = engineWorld(given, program as NonNullable<typeof program>, history[0] as Input)
  for (const input of [...history, { kind: 'time', at: end } as const]) world.applyAtOnce(input)
  return world.decisions.flatMap((decision): Came[] => {
    if (decision.kind === 'moved') return [{ at: decision.at, to: decision.step }]
    return decision.kind === 'completed' || decision.kind === 'exited' ? [{ at: decision.at, to: decision.kind }] : []
  })
}

test('somebody goes from step to step at exactly the instants that the oracle says', () => {
  const worlds = fc
    .constantFrom(...scales)
    .chain((scale) => fc.record({ way: ways(scale), history: histories(scale, 'only from outside') }).map((one) => ({ scale, ...one })))
  fc.assert(
    fc.property(worlds, ({ scale, way, history: happened }) => {
      const at = (happened[0] as Input).at
      const began = { name: 'Began', properties: { p: 1, n: 2 }, occurredAt: at, receivedAt: at, messageId: 'began' }
      const history: Input[] = [{ kind: 'event', at, event: began, position: 0 }, ...happened]
      const end = (history.at(-1) as Input).at + 30 * scale.unitMs
      const context: OracleContext = {
        zone: scale.zone,
        sessionGapMs: sessionGapUnits * scale.unitMs,
        cartEvents,
        segments,
        enrollments: [],
        passage: undefined,
      }
      const instants = interestingInstants(scale, history, at, end)
      expect(wayOf(scale, way, history, end)).toEqual(walkNaively(way, history, instants, context).filter(({ to }) => to !== 's0'))
    }),
    { numRuns: howMany(150) },
  )
})
