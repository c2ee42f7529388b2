// The two lists that stand in for maps in a subscriber's state behave like maps, and are equal exactly when their content is.
// ONCUE_RUNS sets how many random histories are tried.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { IdTable } from '../../src/engine/id-table.ts'
import { WatchTable } from '../../src/engine/watch-table.ts'
import { howMany } from '../how-many.ts'

const options = { numRuns: howMany(150) }

/** Few of them, so that they meet, and those at which signed and unsigned numbers part. */
const ids = fc.constantFrom(0, 1, 7, 0x7fff_fffe, 0x7fff_ffff, 0x8000_0000, 0x8000_0001, 0xffff_fffe, 0xffff_ffff)
const never = Number.POSITIVE_INFINITY

test('a table of ids gives back what was put in last, whatever its order', () => {
  const step = fc.record({ id: ids, value: fc.option(fc.array(fc.integer(), { maxLength: 2 }), { nil: undefined }) })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      const table = new IdTable<readonly number[]>()
      const map = new Map<number, readonly number[]>()
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
      for (const { id } of steps) {
        const list = map.get(id)
        for (const length of [0, 1, 2, 3]) expect(table.getOfLeast(id, length)).toEqual(list !== undefined && list.length >= length ? list : undefined)
      }
      const inAnotherOrder = new IdTable<readonly number[]>()
      for (const [id, value] of [...map].reverse()) inAnotherOrder.set(id, value)
      expect(inAnotherOrder).toEqual(table)
      const copy = table.copy()
      copy.set(5, [])
      expect(copy).not.toEqual(table)
      expect(table.has(5)).toBe(false)
    }),
    options,
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
  expect(new IdTable([1, 1, [2]])).not.toEqual(new IdTable([1, 1, [3]]))
})
