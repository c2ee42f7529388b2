// When triggers let somebody in, to the millisecond: the engine against the oracle, on a journey that always lets in again.
// ONCUE_RUNS sets how many random worlds are tried for each rule.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Input } from '../../../src/model/input.ts'
import type { Trigger } from '../../../src/model/journey.ts'
import { conditions } from '../../../src/testing/arbitraries/conditions.ts'
import { histories } from '../../../src/testing/arbitraries/histories.ts'
import { cartEvents, durationOf, eventNames, type Scale, scales, segments, sessionGapUnits } from '../../../src/testing/arbitraries/vocabulary.ts'
import { entriesBecoming, entriesOn, entriesQuiet } from '../../../src/testing/oracle/enter-naively.ts'
import type { OracleContext } from '../../../src/testing/oracle/history.ts'
import { howMany } from '../../how-many.ts'
import { engineWorld, programOf } from './engine-world.ts'
import { interestingInstants } from './instants.ts'
import { probeDefinitions } from './probe-definitions.ts'

const runs = howMany(200)
const parameters = { numRuns: runs }

function oracleOf(scale: Scale): OracleContext {
  return { zone: scale.zone, sessionGapMs: sessionGapUnits * scale.unitMs, cartEvents, segments, enrollments: [], passage: undefined }
}

/** The instants at which the engine let somebody in, looking only at inputs and at the end. */
function entriesOf(scale: Scale, trigger: Trigger, history: readonly Input[], end: number): number[] {
  const given = probeDefinitions(scale, trigger)
  const program = programOf(given)
  fc.pre(program !== undefined)
  const world = engineWorld(given, program as NonNullable<typeof program>, history[0] as Input)
  for (const input of [...history, { kind: 'time', at: end } as const]) world.applyAtOnce(input)
  return world.decisions.flatMap((decision) => (decision.kind === 'entered' ? [decision.at] : []))
}

const names = fc.constantFrom(...eventNames, ...cartEvents.added)

function cases<T>(arbitrary: (scale: Scale) => fc.Arbitrary<T>): fc.Arbitrary<{ scale: Scale; trigger: T; history: Input[]; end: number }> {
  return fc
    .constantFrom(...scales)
    .chain((scale) =>
      fc
        .record({ trigger: arbitrary(scale), history: histories(scale, 'only from outside') })
        .map((one) => ({ scale, ...one, end: (one.history.at(-1) as Input).at + 30 * scale.unitMs })),
    )
}

describe('a trigger lets in at exactly the instants that the oracle says', () => {
  test('on an event, if a condition holds', () => {
    const triggers = (scale: Scale) => fc.record({ on: names, if: conditions(scale, 'in an enrollment') }, { requiredKeys: ['on'], noNullPrototype: true })
    fc.assert(
      fc.property(cases(triggers), ({ scale, trigger, history, end }) => {
        expect(entriesOf(scale, trigger, history, end)).toEqual(entriesOn(trigger, history, oracleOf(scale)))
      }),
      parameters,
    )
  })

  test('when a condition becomes true, by an event or by time', () => {
    fc.assert(
      fc.property(
        cases((scale) => conditions(scale, 'anywhere')),
        ({ scale, trigger: condition, history, end }) => {
          const first = (history[0] as Input).at
          const instants = [first, ...interestingInstants(scale, history, first, end)]
          expect(entriesOf(scale, { becomes: condition }, history, end)).toEqual(entriesBecoming(condition, history, instants, oracleOf(scale)))
        },
      ),
      parameters,
    )
  })

  test('when it has been quiet for so long, unless something else happened', () => {
    const triggers = (scale: Scale) =>
      fc.record(
        { quiet: fc.integer({ min: 1, max: 9 }).map((units) => durationOf(scale, units)), on: names, unless: names, if: conditions(scale, 'in an enrollment') },
        { requiredKeys: ['quiet', 'on'], noNullPrototype: true },
      )
    fc.assert(
      fc.property(cases(triggers), ({ scale, trigger, history, end }) => {
        fc.pre(trigger.on !== trigger.unless)
        expect(entriesOf(scale, trigger, history, end)).toEqual(entriesQuiet(trigger, history, end, oracleOf(scale)))
      }),
      parameters,
    )
  })
})

test('an event that comes late, at the very instant that a quiet trigger has fired for, does not let in again', () => {
  const scale = scales[0] as Scale
  const at = (name: string, occurredAt: number, receivedAt: number, position: number): Input => {
    const event = { name, occurredAt: scale.startAt + occurredAt, receivedAt: scale.startAt + receivedAt, messageId: `m${position}`, properties: {} }
    return { kind: 'event', at: event.receivedAt, event, position }
  }
  const history = [at('Viewed', 0, 0, 1), at('Bought', 0, 5, 2), at('Viewed', 0, 13, 3)]
  expect(entriesOf(scale, { quiet: '1ms', on: 'Viewed', unless: 'Bought' }, history, scale.startAt + 40)).toEqual([scale.startAt + 1])
})
