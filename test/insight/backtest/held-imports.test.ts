// Imported events that are held until they happened: everybody's come in the order of their instants, however they came in, and they do not fill the heap.

import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { HeldImports } from '../../../src/insight/backtest/held-imports.ts'

const lineOf = (position: number, { subscriber, occurredAt, note }: { readonly subscriber: number; readonly occurredAt: number; readonly note: string }) => {
  const event = { name: 'Came', occurredAt, receivedAt: 1000, messageId: `m${position}`, properties: { note }, silent: true }
  return { position, subscriber, receivedAt: 1000, name: 'Came', body: JSON.stringify({ userId: 'u', event }) }
}

test('what was held happens in the order of its instants and then of its places, also of two who turned out to be one, and each once', () => {
  const lines = fc.array(
    fc.record({ subscriber: fc.integer({ min: 1, max: 3 }), occurredAt: fc.integer({ min: 0, max: 9 }), note: fc.string({ unit: 'grapheme' }) }),
  )
  fc.assert(
    fc.property(lines, fc.array(fc.integer({ min: 0, max: 9 })), (given, stops) => {
      const held = new HeldImports()
      for (const [index, line] of given.entries()) held.hold(lineOf(index + 1, line))
      held.hold({ ...lineOf(99, { subscriber: 1, occurredAt: 0, note: '' }), body: JSON.stringify({ userId: 'u', event: { name: 'Came', properties: {} } }) })
      held.sort()
      const told: (readonly [number, number, string])[] = []
      const expected = given.map(({ subscriber, occurredAt, note }, index) => ({ subscriber, occurredAt, note, position: index + 1 }))
      const tell = (person: number, at: number): void => {
        for (const { position, event } of held.happened(person, at)) told.push([position, event.occurredAt, String(event.properties['note'])])
      }
      for (const at of stops.toSorted((one, other) => one - other)) for (const person of [1, 2, 3]) tell(person, at)
      const before = new Set(told.map(([position]) => position))
      held.merge(2, 1)
      for (const person of [1, 2, 3]) tell(person, 9)
      const inOrder = (of: typeof expected) =>
        of
          .toSorted((one, other) => one.occurredAt - other.occurredAt || one.position - other.position)
          .map(({ position, occurredAt, note }) => [position, occurredAt, note])
      const late = expected.filter(({ position }) => !before.has(position))
      expect(told.slice(before.size)).toEqual([
        ...inOrder(late.filter(({ subscriber }) => subscriber < 3)),
        ...inOrder(late.filter(({ subscriber }) => subscriber === 3)),
      ])
      expect(told.map(([position]) => position).toSorted((one, other) => one - other)).toEqual(expected.map(({ position }) => position))
    }),
  )
})

test('a line that is held takes no more of the heap than the numbers of its place', () => {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  const held = new HeldImports()
  collect()
  const before = process.memoryUsage().heapUsed
  const lines = 50_000
  for (let position = 1; position <= lines; position += 1)
    held.hold(lineOf(position, { subscriber: position % 500, occurredAt: position, note: 'x'.repeat(200) }))
  held.sort()
  collect()
  expect((process.memoryUsage().heapUsed - before) / lines).toBeLessThan(60)
  expect([...held.happened(7, lines)]).toHaveLength(lines / 500)
})
