// Lines that a backtest keeps: what went in comes out, person by person, whatever it says.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { KeptLines, type ReplayedLine } from '../../../src/insight/backtest/kept-lines.ts'

const texts = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 40 }), fc.constant('ü€😀'.repeat(200)), fc.constant('x'.repeat(2 ** 20 + 1)))
const lines = fc
  .array(fc.record({ subscriber: fc.integer({ min: 1, max: 6 }), name: fc.constantFrom('Order Completed', '(merge)', 'ñ'), body: texts }), { maxLength: 40 })
  .map((all): ReplayedLine[] => all.map((line, index) => ({ position: 2 ** 40 + index, receivedAt: 1_767_225_600_000 + index, ...line })))

test('whatever is kept comes out as it went in, and everybody\u2019s lines in their order, those of the merged with whom they became', () => {
  const moved = [[2, 1] as const, [5, 1] as const]
  const personOf = ({ subscriber }: ReplayedLine): number => (subscriber === 2 || subscriber === 5 ? 1 : subscriber)
  fc.assert(
    fc.property(lines, fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 9 }), (all, most, page) => {
      const taken: ReplayedLine[] = []
      const kept = new KeptLines(moved, most, { take: (line) => taken.push(line), onPerson: () => {} })
      for (let from = 0; from < all.length; from += page) kept.add(all.slice(from, from + page))
      kept.takeAll()
      kept.takeAll()
      const byPlace = (one: ReplayedLine, other: ReplayedLine): number => one.position - other.position
      expect(taken.toSorted(byPlace)).toEqual(all)
      for (const person of [1, 3, 4, 6]) {
        const own = taken.filter((line) => personOf(line) === person)
        expect(own).toEqual(own.toSorted(byPlace))
      }
    }),
    { numRuns: 60 },
  )
})

test('lines go person by person, and it is said when those of one are over', () => {
  const taken: (number | string)[] = []
  const kept = new KeptLines([], 4, { take: ({ subscriber }) => taken.push(subscriber), onPerson: () => taken.push('over') })
  kept.add([1, 2, 1, 2, 1, 2].map((subscriber, position) => ({ position, subscriber, receivedAt: 0, name: 'a', body: '{}' })))
  expect(taken).toEqual([1, 1, 'over', 2, 2, 'over'])
  expect(kept.waiting).toBe(2)
  kept.takeAll()
  expect(kept.waiting).toBe(0)
  expect(taken).toEqual([1, 1, 'over', 2, 2, 'over', 1, 'over', 2, 'over'])
})
