// The two lists that stand in for maps in a subscriber's state behave like maps, and are equal exactly when their content is.
// ONCUE_RUNS sets how many random histories are tried.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { MemoryTable, mostNumbers } from '../../src/engine/memories/memory-table.ts'
import { noRetentions, widen } from '../../src/engine/memories/retention.ts'
import { timesShape } from '../../src/engine/memories/times.ts'
import type { MemoryState } from '../../src/engine/state.ts'
import { WatchTable } from '../../src/engine/watch-table.ts'
import { howMany } from '../how-many.ts'

const options = { numRuns: howMany(150) }

/** Few of them, so that they meet, and those at which signed and unsigned numbers part. */
const ids = fc.constantFrom(0, 1, 7, 0x7fff_fffe, 0x7fff_ffff, 0x8000_0000, 0x8000_0001, 0xffff_fffe, 0xffff_ffff)
const never = Number.POSITIVE_INFINITY

/** Numbers alone, which stand in one list with those of the other memories; so many that they do not; and what is no number. */
const content = fc.oneof(
  fc.array(fc.oneof(fc.integer(), fc.double()), { maxLength: 4 }),
  fc.integer({ min: mostNumbers - 1, max: mostNumbers + 1 }).map((length) => Array.from({ length }, (_, index) => index + 0.5)),
  fc.array(fc.oneof(fc.integer(), fc.string({ maxLength: 1 }), fc.constant(null)), { maxLength: 3 }),
)

test('a table of memories gives back what was put in last, whatever its order', () => {
  const step = fc.record({ id: ids, value: fc.option(content, { nil: undefined }) })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      const table = new MemoryTable()
      const map = new Map<number, MemoryState>()
      for (const { id, value } of steps) {
        if (value === undefined) {
          table.delete(id)
          map.delete(id)
        } else {
          table.set(id, value)
          map.set(id, value)
        }
      }
      expect(new Map(table)).toEqual(map)
      expect(new Set(table.keys())).toEqual(new Set(map.keys()))
      expect(table.size).toBe(map.size)
      for (const { id } of steps) expect([table.get(id), table.has(id)]).toEqual([map.get(id), map.has(id)])
      for (const { id } of steps) for (const index of [0, 1, 2, mostNumbers]) expect(table.numberAt(id, index)).toEqual(map.get(id)?.[index])
      const inAnotherOrder = new MemoryTable()
      for (const [id, value] of [...map].reverse()) inAnotherOrder.set(id, value)
      expect(inAnotherOrder).toEqual(table)
      const copy = table.copy()
      expect(copy).toEqual(table)
      copy.set(5, [1, 2])
      expect(copy).not.toEqual(table)
      expect(new Map(table)).toEqual(map)
    }),
    options,
  )
})

test('an instant that is put among the numbers of a table makes of them what it makes of a list, and of the others nothing', () => {
  const retentions = fc.array(fc.record({ count: fc.integer({ min: 1, max: mostNumbers + 2 }), windowMs: fc.constantFrom(5, 50, never) }), { minLength: 1 })
  const step = fc.record({ id: fc.constantFrom(0, 0, 0, 7, 0xffff_ffff), waitMs: fc.integer({ min: 0, max: 20 }), lateMs: fc.constantFrom(0, 0, 0, 3, 30) })
  fc.assert(
    fc.property(retentions, fc.array(step, { maxLength: 150, size: 'max' }), (needs, steps) => {
      const by = noRetentions()
      for (const need of needs) widen(by, need)
      const { add } = timesShape(by)
      const table = new MemoryTable()
      const map = new Map<number, MemoryState>()
      let now = 1_800_000_000_000
      for (const { id, waitMs, lateMs } of steps) {
        now += waitMs
        const before = map.get(id)
        const after = add(before, now - lateMs, null, now)
        const isTaken = table.addInstant(id, now - lateMs, { now, retentions: by })
        expect(isTaken).toBe(before !== undefined && before.length < mostNumbers)
        if (!isTaken && after !== undefined) table.set(id, after)
        if (after !== undefined) map.set(id, after)
        expect(table.get(id)).toEqual(after)
      }
      expect(new Map(table)).toEqual(map)
    }),
    { ...options, numRuns: Math.ceil(options.numRuns / 5) },
  )
})

test('a table of watched conditions forgets what is false for ever and knows what changes next', () => {
  const step = fc.record({ id: ids, value: fc.boolean(), until: fc.constantFrom(1, 2, 3, 1_800_000_000_000, never) })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      const table = new WatchTable()
      const map = new Map<number, { readonly value: boolean; readonly until: number }>()
      for (const { id, value, until } of steps) {
        table.set(id, { value, until })
        if (value || until !== never) map.set(id, { value, until })
        else map.delete(id)
        expect(table.earliest()).toBe(Math.min(never, ...[...map.values()].map((known) => known.until)))
        expect(steps.map((one) => table.holds(one.id))).toEqual(steps.map((one) => map.get(one.id)?.value ?? false))
      }
      expect(new Map(table)).toEqual(map)
      expect(table.size).toBe(map.size)
      expect(new Set(table.dueAt(2))).toEqual(new Set([...map].flatMap(([id, { until }]) => (until <= 2 ? [id] : []))))
      for (const id of new Set(steps.map((one) => one.id))) {
        const known = map.get(id)
        expect([table.get(id), table.has(id), table.holds(id), table.untilOf(id)]).toEqual([
          known,
          known !== undefined,
          known?.value ?? false,
          known?.until ?? never,
        ])
        table.delete(id)
        expect(table.has(id)).toBe(false)
      }
      expect(table).toEqual(new WatchTable())
    }),
    options,
  )
})

test('tables with other content are not equal', () => {
  const one = new WatchTable()
  const other = new WatchTable()
  one.set(1, { value: true, until: 5 })
  other.set(1, { value: true, until: 6 })
  expect(one).not.toEqual(other)
  expect(one.copy()).toEqual(one)
  expect(new MemoryTable([1, 1], [2])).not.toEqual(new MemoryTable([1, 1], [3]))
  expect(new MemoryTable([1, 1], [2])).toEqual(new MemoryTable([1, [2]]))
})
