// An event changes the memories that it would change if each of them looked at it, and most of those for other values never see it.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { MemorySlot } from '../../../src/engine/answer.ts'
import { intakeOf, takeIn } from '../../../src/engine/memories/intake.ts'
import { newState, type SubscriberState } from '../../../src/engine/state.ts'
import type { Condition } from '../../../src/model/condition.ts'
import type { JsonObject } from '../../../src/model/json.ts'
import { compiling, start } from '../conditions/asking.ts'

const values = ['red', 'blue', '1', 1, 0, true, null, ''] as const

/** The memories of a condition for each value, for two values at once, for everything but a value, for a value inside another, and for all events. */
const slots: readonly MemorySlot[] = compiling({
  any: [
    ...values.map((color): Condition => ({ event: 'Viewed', where: { color } })),
    { event: 'Viewed', where: { color: { eq: 'red' }, size: 1 } },
    { event: 'Viewed', where: { color: { ne: 'red' } } },
    { event: 'Viewed', where: { color: { in: ['red', 'blue'] } } },
    { event: 'Viewed', where: { 'shop.name': 'here' } },
    { event: 'Viewed', where: { toString: 'red' } },
    { latest: 'Viewed', where: { color: 'red' } },
    { event: 'Viewed' },
  ],
}).slots

test('an event changes the memories that it would change if each of them looked at it', () => {
  const properties = fc.record(
    {
      color: fc.oneof(fc.constantFrom(...values), fc.constantFrom(-0, 2, ['red'], { red: 1 }, 'green')),
      size: fc.constantFrom(1, 2),
      shop: fc.constant({ name: 'here' }),
    },
    { requiredKeys: [] },
  ) as fc.Arbitrary<JsonObject>
  fc.assert(
    fc.property(fc.array(properties, { minLength: 1, maxLength: 8 }), (happened) => {
      const [one, other] = [newState('somebody', start), newState('somebody', start)]
      for (const [index, each] of happened.entries()) {
        const occurrence = { name: 'Viewed', occurredAt: start + index, properties: each }
        takeIn(one, intakeOf(slots), occurrence, start + index)
        for (const slot of slots) lookAt(other, slot, occurrence)
      }
      expect(one).toEqual(other)
    }),
  )
})

test('an event is shown to no memory that is for another value only', () => {
  const intake = intakeOf(slots)
  expect(intake.always).toHaveLength(slots.length - values.length - 2)
  expect(intake.byValue.map(({ slots: found }) => found.size)).toEqual([values.length, 1, 1])
})

function lookAt({ memories }: SubscriberState, slot: MemorySlot, occurrence: { name: string; occurredAt: number; properties: JsonObject }): void {
  const after = slot.record(memories.get(slot.id), occurrence, occurrence.occurredAt)
  if (after !== undefined) memories.set(slot.id, after)
}
