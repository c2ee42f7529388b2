// Equal needs share one memory, and a memory keeps its id as long as it holds the same.

import { expect, test } from 'vitest'
import { createMemoryRegistry, type MemoryRequirement } from '../../../src/engine/memories/memory-registry.ts'
import { type FixedWhere, occurrencesOf } from '../../../src/engine/memories/occurrences.ts'

const everything: FixedWhere = { identity: '', words: '', passes: () => true }

function times(event: string, count: number, windowMs: number): MemoryRequirement {
  return occurrencesOf({ event, where: everything, keys: [], holds: { kind: 'times' }, retention: { count, windowMs } })
}

function idsOf(...needs: readonly MemoryRequirement[]): number[] {
  const registry = createMemoryRegistry()
  for (const need of needs) registry.need(need)
  return registry.complete().map(({ id }) => id)
}

test('two conditions about the same occurrences share one memory that is large enough for both', () => {
  const registry = createMemoryRegistry()
  const first = registry.need(times('Viewed', 1, Number.POSITIVE_INFINITY))
  const second = registry.need(times('Viewed', 3, 10))
  const [slot, ...others] = registry.complete()
  expect(second).toBe(first)
  expect(others).toEqual([])
  const content = [1, 2, 3, 4, 5].reduce<ReturnType<typeof first.record>>(
    (known, at) => slot?.record(known, { name: 'Viewed', occurredAt: at, properties: {} }, at),
    undefined,
  )
  expect(content).toEqual([5, 4, 3])
  expect(slot?.record(content, { name: 'Viewed', occurredAt: 50, properties: {} }, 50)).toEqual([50])
})

test('a need that another one covers changes nothing', () => {
  expect(idsOf(times('Viewed', 3, 10), times('Viewed', 2, 10))).toEqual(idsOf(times('Viewed', 3, 10)))
})

test('the order in which conditions are compiled does not change the ids', () => {
  const needs = [times('Viewed', 3, 10), times('Viewed', 1, 100), times('Bought', 1, 10)]
  expect(idsOf(...needs).sort()).toEqual(idsOf(...needs.toReversed()).sort())
})

test('a memory that keeps more is another memory, to be filled from history', () => {
  expect(idsOf(times('Viewed', 4, 10))).not.toEqual(idsOf(times('Viewed', 3, 10)))
  expect(idsOf(times('Viewed', 3, 11))).not.toEqual(idsOf(times('Viewed', 3, 10)))
})

test('two memories whose hashes collide both get other ids, none of them that of the other alone', () => {
  // Found by trying.
  const needs = ['s1562789', 's1779192'].map((sharing): MemoryRequirement => ({ ...times(sharing, 1, 1), sharing }))
  const together = idsOf(...needs)
  const alone = needs.flatMap((need) => idsOf(need))
  expect(new Set(alone).size).toBe(1)
  expect(new Set(together).size).toBe(2)
  expect(together).not.toContain(alone[0])
})

test('nothing can be needed once the program is complete', () => {
  const registry = createMemoryRegistry()
  registry.complete()
  expect(() => registry.need(times('Viewed', 1, 1))).toThrow('compile all conditions before')
})
