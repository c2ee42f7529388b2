// The whole engine on random definitions and histories: what must hold however they turn out.
// ONCUE_RUNS sets how many random worlds are tried for each rule.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { stateBound } from '../../../src/engine/state-bound.ts'
import { serializeState } from '../../../src/engine/stored-state.ts'
import type { Condition } from '../../../src/model/condition.ts'
import type { Definitions } from '../../../src/model/definitions.ts'
import type { Input } from '../../../src/model/input.ts'
import type { Step } from '../../../src/model/journey.ts'
import { conditions } from '../../../src/testing/arbitraries/conditions.ts'
import { definitions } from '../../../src/testing/arbitraries/definitions.ts'
import { histories } from '../../../src/testing/arbitraries/histories.ts'
import { type Scale, scales } from '../../../src/testing/arbitraries/vocabulary.ts'
import { evaluateNaively } from '../../../src/testing/oracle/evaluate-naively.ts'
import { howMany } from '../../how-many.ts'
import { type EngineWorld, engineWorld, type Keeping, programOf } from './engine-world.ts'
import { interestingInstants } from './instants.ts'

const runs = howMany(60)
const parameters = { numRuns: runs }

interface Try {
  readonly scale: Scale
  readonly definitions: Definitions
  readonly history: Input[]
  /** Instants at which somebody looks although nothing happened, as units from the start. */
  readonly polls: readonly number[]
}

/** Random journeys and two random segments beside the fixed ones. */
function tries(): fc.Arbitrary<Try> {
  return fc.constantFrom(...scales).chain((scale) =>
    fc
      .record({
        definitions: definitions(scale),
        segments: fc.array(conditions(scale, 'anywhere'), { minLength: 2, maxLength: 2 }),
        history: histories(scale, 'only from outside'),
        polls: fc.array(fc.integer({ min: 0, max: 60 }), { maxLength: 8 }),
      })
      .map(({ segments, polls, ...rest }) => {
        const random = segments.map((condition, index) => ({ segment: `random-${index + 1}`, if: condition }))
        return {
          scale,
          history: rest.history,
          definitions: { ...rest.definitions, segments: [...rest.definitions.segments, ...random] },
          polls: polls.map((units) => scale.startAt + units * scale.unitMs),
        }
      }),
  )
}

function worldOf({ definitions: given, history }: Try, keeping: Keeping = 'kept'): EngineWorld {
  const program = programOf(given)
  fc.pre(program !== undefined)
  return engineWorld(given, program as NonNullable<typeof program>, history[0] as Input, keeping)
}

function endOf({ history, scale }: Try): number {
  return (history.at(-1) as Input).at + 30 * scale.unitMs
}

/** Applies the history, and calls back after each input and at every unit of time between and after them. */
function walk(one: Try, world: EngineWorld, visit: (now: number) => void): void {
  for (const [index, input] of one.history.entries()) {
    world.apply(input)
    visit(input.at)
    const next = one.history[index + 1]?.at ?? endOf(one)
    for (const now of interestingInstants(one.scale, one.history.slice(0, index + 1), input.at, next - 1)) {
      world.apply({ kind: 'time', at: now })
      visit(now)
    }
  }
}

describe('at every instant', () => {
  test('a segment holds exactly those whom the oracle puts there', () => {
    fc.assert(
      fc.property(tries(), (one) => {
        const world = worldOf(one)
        walk(one, world, (now) => checkSegments(one, world, now))
      }),
      parameters,
    )
  })

  test('a segment that is written later holds the same people as if it had always been there', () => {
    fc.assert(
      fc.property(tries(), fc.nat(12), (one, inputs) => {
        const before = { ...one.definitions, segments: one.definitions.segments.slice(0, 2) }
        const after = programOf(one.definitions)
        fc.pre(after !== undefined)
        const world = worldOf({ ...one, definitions: before })
        let count = 0
        walk(one, world, (now) => {
          count += 1
          if (count === inputs + 1) world.adopt(after as NonNullable<typeof after>, one.definitions)
          if (count > inputs) checkSegments(one, world, now)
        })
      }),
      parameters,
    )
  })

  test('nobody waits for what already holds, or for nothing', () => {
    fc.assert(
      fc.property(tries(), (one) => {
        const world = worldOf(one)
        walk(one, world, (now) => {
          for (const enrollment of world.state().enrollments) {
            if (enrollment.status !== 'active') continue
            const journey = one.definitions.journeys.find(({ journey: name }) => name === enrollment.journey)
            const step = stepsOf(journey?.steps ?? []).find(({ id }) => id === enrollment.step)
            const ends = (journey?.exit ?? []).flatMap((exit) => ('when' in exit ? [exit.when] : []))
            for (const condition of [...ends, ...waitedFor(step)]) {
              if (evaluateNaively(condition, world.history, now, world.oracle(enrollment))) {
                expect.fail(`${enrollment.journey} waits at ${enrollment.step} at ${shown(one, now)}, though it holds that ${JSON.stringify(condition)}`)
              }
            }
            expect(enrollment.wakeAt).toBeGreaterThan(now)
            expect(
              ['wait', 'on'].some((kind) => step !== undefined && kind in step),
              `${enrollment.step} is a place to wait`,
            ).toBe(true)
          }
        })
      }),
      parameters,
    )
  })
})

function checkSegments(one: Try, world: EngineWorld, now: number): void {
  for (const watch of world.program().watches) {
    const segment = one.definitions.segments.find(({ segment: name }) => name === watch.segment)
    if (segment === undefined) continue
    const held = world.state().watches.get(watch.id)?.value ?? false
    const expected = evaluateNaively(segment.if, world.history, now, world.oracle())
    if (held !== expected) expect.fail(`${segment.segment} is ${held} at ${shown(one, now)}, but the oracle says ${expected}`)
  }
}

describe('however it is run', () => {
  test('looking more often never changes a decision', () => {
    fc.assert(
      fc.property(tries(), (one) => {
        const polled: Input[] = [
          ...one.history,
          ...one.polls.filter((at) => at >= (one.history[0] as Input).at && at <= endOf(one)).map((at): Input => ({ kind: 'time', at })),
        ]
        polled.sort((first, second) => first.at - second.at)
        expect(outcomeOf(one, polled)).toEqual(outcomeOf(one, one.history))
      }),
      parameters,
    )
  })

  test('a state that is stored and read back between all inputs decides the same', () => {
    fc.assert(
      fc.property(tries(), (one) => {
        expect(outcomeOf(one, one.history, 'stored')).toEqual(outcomeOf(one, one.history))
      }),
      parameters,
    )
  })

  test('a stored state is the same state', () => {
    fc.assert(
      fc.property(tries(), (one) => {
        const kept = worldOf(one)
        const stored = worldOf(one, 'stored')
        for (const input of one.history) {
          kept.apply(input)
          stored.apply(input)
          expect(stored.state()).toEqual(kept.state())
        }
      }),
      parameters,
    )
  })
})

describe('a state', () => {
  test('keeps every memory and the whole under their bounds', () => {
    fc.assert(
      fc.property(tries(), (one) => {
        const world = worldOf(one)
        for (const input of one.history) {
          world.apply(input)
          for (const [id, content] of world.state().memories) {
            const slot = world.program().memories.get(id)
            expect(slot).toBeDefined()
            expect(JSON.stringify(content).length).toBeLessThanOrEqual(slot?.bound() ?? 0)
          }
        }
        expect(JSON.stringify(serializeState(world.state())).length).toBeLessThanOrEqual(stateBound(world.program()))
      }),
      parameters,
    )
  })
})

/** Everything that was decided, the effects, and the state at the end. */
function outcomeOf(one: Try, inputs: readonly Input[], keeping: Keeping = 'kept'): object {
  const world = worldOf(one, keeping)
  for (const input of [...inputs, { kind: 'time', at: endOf(one) } as const]) world.applyAtOnce(input)
  // The list of quiet timers is in no order that matters.
  const state = {
    ...world.state(),
    quiets: world.state().quiets.toSorted((first, second) => first.trigger - second.trigger || (first.key < second.key ? -1 : 1)),
  }
  return { decisions: world.decisions, effects: world.effects, state: serializeState(state) }
}

/** Conditions that move an enrollment on from this step as soon as they hold. */
function waitedFor(step: Step | undefined): Condition[] {
  if (step !== undefined && 'wait' in step && typeof step.wait === 'object' && 'for' in step.wait) return [step.wait.for]
  if (step !== undefined && 'on' in step) return step.on.flatMap((pair) => ('match' in pair ? [pair.match] : []))
  return []
}

/** All steps, the inner ones too. */
function stepsOf(steps: readonly Step[]): Step[] {
  return steps.flatMap((step) => {
    if ('on' in step) return [step, ...step.on.flatMap((pair) => stepsOf(pair.steps))]
    if ('choose' in step) return [step, ...step.choose.flatMap((branch) => stepsOf('else' in branch ? branch.else : branch.steps))]
    if ('split' in step) return [step, ...step.split.flatMap((variant) => stepsOf(variant.steps))]
    return [step]
  })
}

function shown({ scale }: Try, instant: number): string {
  return `${(instant - scale.startAt) / scale.unitMs}${scale.unit}`
}
