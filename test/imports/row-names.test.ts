// What the events of a file's rows are called: the same file again, with rows put in, in another file, read otherwise.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { RowNames } from '../../src/imports/row-names.ts'
import type { JsonObject } from '../../src/model/json.ts'

function namesOf(rows: readonly JsonObject[], { reading = 'userId=a', file = 'one', isTimed = true } = {}): string[] {
  const names = new RowNames({ reading, file })
  return rows.map((row) => names.next(row, { isTimed }))
}

const ada = { customer: 'ada', when: '2026-11-01' }
const bob = { customer: 'bob', when: '2026-11-01' }
const row = fc.record({ customer: fc.constantFrom('ada', 'bob', '\u{1F600}', '__proto__'), when: fc.constantFrom('1', '2') })

test('whatever rows are put in, taken out or added, all others keep their names, and equal rows have as many as there are of them', () => {
  fc.assert(
    fc.property(fc.array(row), fc.array(row), fc.nat(), (rows, more, place) => {
      const before = namesOf(rows)
      const at = place % (rows.length + 1)
      const after = new Set(namesOf([...rows.slice(0, at), ...more, ...rows.slice(at)]))
      expect(new Set(before).size).toBe(rows.length)
      expect(after.size).toBe(rows.length + more.length)
      expect(before.every((name) => after.has(name))).toBe(true)
    }),
  )
})

test('a row with a time is the same event in every file; without one, only in the same file', () => {
  expect(namesOf([ada], { file: 'other' })).toEqual(namesOf([ada]))
  expect(namesOf([ada], { file: 'other', isTimed: false })).not.toEqual(namesOf([ada], { isTimed: false }))
  expect(namesOf([ada, bob, ada], { isTimed: false })).toEqual(namesOf([ada, bob, ada], { isTimed: false }))
})

test('a row that is read otherwise is another event', () => {
  expect(namesOf([ada], { reading: 'anonymousId=a' })).not.toEqual(namesOf([ada]))
})
