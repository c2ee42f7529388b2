// Instants of many people go in as the log has them and come out person by person, each person's in the order of the log.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { HeldInstants } from '../../src/runtime/publishing/held-instants.ts'

const instant = fc.record({
  subscriber: fc.oneof(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 2 ** 31 - 1 })),
  name: fc.constantFrom('Viewed', 'Bought', 'Something Else'),
  occurredAt: fc.integer({ min: -(2 ** 40), max: 2 ** 43 }),
  receivedAt: fc.integer({ min: 0, max: 2 ** 43 }),
})

test('what went in comes out by person, in order, but for names that nobody asked for; and then again from empty', () => {
  fc.assert(
    fc.property(fc.array(fc.array(instant, { maxLength: 40 }), { maxLength: 3 }), (rounds) => {
      const held = new HeldInstants(['Viewed', 'Bought'])
      for (const all of rounds) {
        const wanted = all.filter(({ name }) => name !== 'Something Else')
        for (const { subscriber, ...one } of all) held.add(subscriber, one)
        expect(held.size).toBe(wanted.length)
        const people = [...new Set(wanted.map(({ subscriber }) => subscriber))].sort((one, other) => one - other)
        const told = wanted.map(({ subscriber: _, ...one }, place) => ({ place, ...one }))
        expect([...held.empty()]).toEqual(people.map((person) => [person, told.filter((_, place) => wanted[place]?.subscriber === person)]))
      }
    }),
  )
})

test('there is room for more than at first', () => {
  const held = new HeldInstants(['Viewed'])
  for (let index = 0; index < 40_000; index += 1) held.add(1 + (index % 7), { name: 'Viewed', occurredAt: index, receivedAt: index })
  const all = [...held.empty()]
  expect(all.map(([, own]) => own.length)).toEqual([5715, 5715, 5714, 5714, 5714, 5714, 5714])
  expect(all[1]?.[1].at(-1)).toEqual({ place: 39_999, name: 'Viewed', occurredAt: 39_999, receivedAt: 39_999 })
})
