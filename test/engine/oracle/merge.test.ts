// Two subscribers turn out to be one: what they remember together is what one would remember to whom all of it had happened.
// Sessions, carts, lists and topics have rules of their own for this; see test/engine.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { serializeState } from '../../../src/engine/stored-state.ts'
import type { Condition } from '../../../src/model/condition.ts'
import type { Definitions } from '../../../src/model/definitions.ts'
import type { Input } from '../../../src/model/input.ts'
import type { JsonObject } from '../../../src/model/json.ts'
import { leavesByKind } from '../../../src/testing/arbitraries/conditions.ts'
import { histories } from '../../../src/testing/arbitraries/histories.ts'
import { durationOf, lists, type Scale, scales, segments, sessionGapUnits } from '../../../src/testing/arbitraries/vocabulary.ts'
import { currentAttributes } from '../../../src/testing/oracle/attributes.ts'
import { evaluateNaively } from '../../../src/testing/oracle/evaluate-naively.ts'
import { howMany } from '../../how-many.ts'
import { type EngineWorld, engineWorld, programOf } from './engine-world.ts'
import { interestingInstants } from './instants.ts'

const runs = howMany(100)
const parameters = { numRuns: runs }

/** Minutes, so that the two can be kept from happening at the very same instant, where the order of arrival would decide. */
const scale = scales.find(({ unit }) => unit === 'm') as Scale
const shiftMs = 7

const kinds = ['event', 'sum', 'avg', 'min', 'max', 'distinct', 'since', 'in-order', 'latest', 'message', 'attribute']
const conditions = fc
  .oneof(...kinds.map((kind) => leavesByKind(scale, 'anywhere')[kind] as fc.Arbitrary<Condition>))
  .filter((condition) => !('within' in condition && condition.within === 'session') && !('for' in condition))

function definitionsOf(list: readonly Condition[]): Definitions {
  const random = list.map((condition, index) => ({ segment: `random-${index + 1}`, if: condition }))
  return {
    workspace: { workspace: 'random', zone: scale.zone, sessionGap: durationOf(scale, sessionGapUnits), lists: [...lists] },
    segments: [...Object.entries(segments).map(([segment, condition]) => ({ segment, if: condition })), ...random],
    templates: ['hello', 'offer'].map((template) => ({ template, subject: 'Hello', html: '<p>Hello</p>' })),
    journeys: ['welcome', 'cart'].map((journey) => ({ journey, enter: [{ on: 'Nothing' }], steps: [] })),
  }
}

function shifted(input: Input): Input {
  if (input.kind !== 'event') return { ...input, at: input.at + shiftMs }
  const event = { ...input.event, occurredAt: input.event.occurredAt + shiftMs, receivedAt: input.event.receivedAt + shiftMs }
  return { ...input, at: input.at + shiftMs, event }
}

/** Removing an attribute that is not there changes nothing, and so is not remembered as a removal by the other either. */
function withoutIdleRemovals(history: readonly Input[]): Input[] {
  return history.map((input, index): Input => {
    const known = currentAttributes([{ kind: 'time', at: scale.startAt }, ...history.slice(0, index)])
    const kept = (values: JsonObject): JsonObject =>
      Object.fromEntries(Object.entries(values).filter(([name, value]) => value !== null || known[name] !== undefined))
    if (input.kind === 'event') return { ...input, event: { ...input.event, traits: kept(input.event.traits ?? {}) } }
    if (input.kind !== 'command' || input.command.do !== 'set attributes') return input
    const unset = (input.command.unset ?? []).filter((name) => known[name] !== undefined)
    return { ...input, command: { ...input.command, set: kept(input.command.set), unset } }
  })
}

function lived(definitions: Definitions, history: readonly Input[]): EngineWorld {
  const program = programOf(definitions)
  fc.pre(program !== undefined)
  const world = engineWorld(definitions, program as NonNullable<typeof program>, history[0] as Input)
  for (const input of history) world.applyAtOnce(input)
  return world
}

describe('two subscribers who turn out to be one', () => {
  test('are in the segments of somebody to whom both histories happened', () => {
    const both = fc.record({
      conditions: fc.array(conditions, { minLength: 3, maxLength: 3 }),
      ours: histories(scale, 'only from outside'),
      theirs: histories(scale, 'only from outside'),
      pause: fc.nat(5),
    })
    fc.assert(
      fc.property(both, ({ conditions: list, ours, theirs: unshifted, pause }) => {
        const definitions = definitionsOf(list)
        const theirs = unshifted.map(shifted)
        const one = lived(definitions, ours)
        const other = lived(definitions, theirs)
        const mergedAt = Math.max(one.state().now, other.state().now) + pause * scale.unitMs
        one.applyAtOnce({ kind: 'merge', at: mergedAt, other: serializeState(other.state()), because: 'same userId' })

        const union = [...withoutIdleRemovals(ours), ...withoutIdleRemovals(theirs)].sort((first, second) => first.at - second.at)
        for (const now of [mergedAt, ...interestingInstants(scale, union, mergedAt, mergedAt + 15 * scale.unitMs)]) {
          one.applyAtOnce({ kind: 'time', at: now })
          for (const watch of one.program().watches) {
            const segment = definitions.segments.find(({ segment: name }) => name === watch.segment)
            if (segment === undefined) continue
            const held = one.state().watches.get(watch.id)?.value ?? false
            const expected = evaluateNaively(segment.if, union, now, one.oracle())
            if (held !== expected) expect.fail(`${JSON.stringify(segment.if)} is ${held} ${now - mergedAt} ms after the merge, but the oracle says ${expected}`)
          }
        }
      }),
      parameters,
    )
  })
})
