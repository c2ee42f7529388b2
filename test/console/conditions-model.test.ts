// What the condition builder does to a condition: what it does not touch stays as it was written, whatever the condition is; and what it makes is a
// condition again.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type ConditionJson, type Json, kindOf, type Path, partAt, withPart } from '../../console/src/areas/conditions/condition-json.ts'
import { addTo, duplicateAt, moveAt, nestAt, removeAt, setMode, ungroupAt } from '../../console/src/areas/conditions/edit-condition.ts'
import { groupAt, groupOf, negated, rowAt } from '../../console/src/areas/conditions/group-shape.ts'
import { asKind, canDraw, newRows } from '../../console/src/areas/conditions/row-forms.ts'
import { conditionSchema } from '../../src/model/condition.ts'
import { conditions, leavesByKind } from '../../src/testing/arbitraries/conditions.ts'
import { scales } from '../../src/testing/arbitraries/vocabulary.ts'

const anyCondition = fc.constantFrom(...scales).chain((scale) => conditions(scale, 'in an enrollment')) as unknown as fc.Arbitrary<ConditionJson>
const same = (one: unknown, other: unknown): void => expect(JSON.stringify(one)).toBe(JSON.stringify(other))

/** Every row and group of a condition, as the builder draws it, outermost first. */
function drawn(condition: Json, path: Path = []): { readonly path: Path; readonly part: Json; readonly isGroup: boolean }[] {
  const group = groupAt(condition, path)
  const own = { path, part: condition, isGroup: group !== undefined }
  return group === undefined ? [own] : [own, ...group.parts.flatMap((part, index) => drawn(part, [...group.list, index]))]
}

test('every part stands where the builder says, and putting it back changes nothing', () => {
  fc.assert(
    fc.property(anyCondition, (condition) => {
      for (const { path, part, isGroup } of drawn(condition)) {
        same(partAt(condition, path), part)
        same(withPart(condition, path, part), condition)
        const group = groupAt(part, path)
        if (isGroup && group !== undefined) {
          same(setMode(condition, path, group.mode).condition, condition)
          same(groupOf(group.mode, group.parts), part)
        }
        const row = rowAt(part, path)
        same(partAt(condition, row.path), row.condition)
        same(row.isNegated ? negated(row.condition) : row.condition, part)
      }
    }),
    { numRuns: 300 },
  )
})

test('what is done can be undone: moved, doubled, nested', () => {
  fc.assert(
    fc.property(anyCondition, (condition) => {
      for (const { path } of drawn(condition)) {
        const down = moveAt(condition, path, 1)
        if (down?.condition !== undefined) same(moveAt(down.condition, down.at, -1)?.condition, condition)
        const twice = duplicateAt(condition, path)
        if (path.length > 0) same(removeAt(twice.condition as ConditionJson, twice.at).condition, condition)
        const nested = nestAt(condition, path)
        same(ungroupAt(nested.condition as ConditionJson, path)?.condition, condition)
      }
    }),
    { numRuns: 300 },
  )
})

test('every edit leaves a condition, or nothing', () => {
  const isCondition = (edited: { readonly condition: ConditionJson | undefined } | undefined): void => {
    if (edited?.condition !== undefined) expect(conditionSchema.safeParse(edited.condition).error).toBeUndefined()
  }
  fc.assert(
    fc.property(anyCondition, (condition) => {
      for (const { path, isGroup } of drawn(condition)) {
        for (const edit of [removeAt, duplicateAt, nestAt, ungroupAt]) isCondition(edit(condition, path))
        for (const mode of ['all', 'any', 'none', 'not-all'] as const) if (isGroup) isCondition(setMode(condition, path, mode))
        isCondition(addTo(condition, path, { event: 'A' }))
        const removed = removeAt(condition, path)
        if (removed.condition !== undefined) expect(partAt(removed.condition, removed.at)).toBeDefined()
      }
    }),
    { numRuns: 150 },
  )
})

test('there are controls for whatever a condition of any kind says; only "not" over "not" is shown as text', () => {
  for (const scale of scales) {
    for (const leaf of Object.values(leavesByKind(scale, 'in an enrollment'))) {
      fc.assert(
        fc.property(leaf as unknown as fc.Arbitrary<Json>, (condition) => canDraw(condition)),
        { numRuns: 60 },
      )
    }
  }
  expect(canDraw({ event: 'A', unknown: 1 })).toBe(false)
  expect(canDraw({ event: 'A', where: { a: { eq: { ref: 'trigger.a', more: 1 } } } })).toBe(false)
  expect(rowAt({ not: { not: { event: 'A' } } }, []).isNegated).toBe(false)
})

test('a new row of each kind can be drawn, and another kind takes over event, window and what is asked of it', () => {
  for (const [kind, condition] of Object.entries(newRows)) {
    expect(kindOf(condition)).toBe(kind)
    expect(canDraw(condition), kind).toBe(true)
  }
  const event = { event: 'Order Completed', where: { total: { gte: 5 } }, within: '7d', count: { gte: 2 } }
  expect(asKind(event, 'sum')).toEqual({ sum: '', of: 'Order Completed', gte: 1, where: { total: { gte: 5 } }, within: '7d' })
  expect(asKind(event, 'latest')).toEqual({ latest: 'Order Completed', where: { total: { gte: 5 } } })
  expect(asKind(event, 'segment')).toEqual({ segment: '' })
})
