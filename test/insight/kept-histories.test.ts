// What the desk keeps of histories, so that the next question about somebody does not read them again: it is never another history than the store's, and
// never more than its limit.

import { expect, test } from 'vitest'
import { ReadingDesk } from '../../src/insight/matching/reading-desk.ts'
import { KeptHistories } from '../../src/insight/why/kept-histories.ts'
import { why } from '../../src/insight/why/why.ts'
import type { Journey } from '../../src/model/journey.ts'
import { limits } from '../../src/model/limits.ts'
import type { LogEntry, Store } from '../../src/runtime/store.ts'
import { day, sourceWith } from '../runtime/workshop.ts'
import { livedThrough } from './lived-through.ts'
import { randomLife } from './random-life.ts'

/** The oldest of these lines first; each has a text of so many units. */
function chain(head: number, lines: number, units: number): LogEntry[] {
  return Array.from({ length: lines }, (_, index) => ({
    position: head - index,
    subscriber: 1,
    previous: index === lines - 1 ? 0 : head - index - 1,
    merged: 0,
    receivedAt: 0,
    name: 'Viewed',
    body: 'x'.repeat(units),
  }))
}

/** A store of these chains, by head, that says how often it was asked. */
function storeOf(chains: ReadonlyMap<number, readonly LogEntry[]>) {
  const asked: number[] = []
  const pairs: (readonly [number, number])[] = []
  return {
    asked,
    pairs,
    apart: async () => [...pairs],
    history: async (head: number, limit: number) => {
      asked.push(head)
      return (chains.get(head) ?? []).slice(0, limit)
    },
  }
}

test('a history is read once, as long as it was read to its end', async () => {
  const store = storeOf(new Map([[9, chain(9, 5, 10)]]))
  const histories = new KeptHistories(store)
  expect(await histories.history(9, 5)).toHaveLength(5)
  // Five of at most five: there may be more.
  expect(await histories.history(9, 6)).toHaveLength(5)
  expect(store.asked).toEqual([9, 9])
  expect(await histories.history(9, 100)).toHaveLength(5)
  expect((await histories.history(9, 3)).map(({ position }) => position)).toEqual([9, 8, 7])
  expect(store.asked).toEqual([9, 9])
})

test('people who were taken apart, and whoever was forgotten, are read anew', async () => {
  const store = storeOf(new Map([[9, chain(9, 5, 10)]]))
  const histories = new KeptHistories(store)
  await histories.history(9, 10)
  store.pairs.push([1, 2])
  await histories.history(9, 10)
  expect(store.asked).toEqual([9, 9])
  histories.forget()
  await histories.history(9, 10)
  expect(store.asked).toEqual([9, 9, 9])
})

test('what is kept ends at its limit: those asked about least lately are read again, and a history larger than all of it is never kept', async () => {
  const third = Math.floor(limits.historyBytesKept / 3)
  const units = third - 150
  const store = storeOf(new Map([1, 2, 3, 4, 5].map((head) => [head, chain(head, 1, head === 5 ? limits.historyBytesKept - 149 : units)])))
  const histories = new KeptHistories(store)
  for (const head of [1, 2, 3, 1, 2, 3]) await histories.history(head, 10)
  expect(store.asked).toEqual([1, 2, 3])
  await histories.history(5, 10)
  await histories.history(5, 10)
  expect(store.asked).toEqual([1, 2, 3, 5, 5])
  // The first was asked about longest ago.
  for (const head of [4, 2, 3, 4, 1]) await histories.history(head, 10)
  expect(store.asked).toEqual([1, 2, 3, 5, 5, 4, 1])
})

test('the desk answers why from what it kept as the log alone does, and nothing that was asked before changes the answer', async () => {
  const journeys: readonly Journey[] = [
    { journey: 'orders', enter: [{ on: 'Order Completed', if: { event: 'Order Completed', count: { gte: 2 }, within: '90d' } }], again: 'always', steps: note },
    { journey: 'silence', enter: [{ quiet: '2h', on: 'Product Viewed', unless: 'Order Completed' }], again: { after: '1d' }, steps: note },
    { journey: 'keen', enter: [{ on: 'Product Viewed', if: { event: 'Product Viewed', count: { gte: 6 }, within: '1d' } }], steps: note },
  ]
  const lived = await livedThrough(sourceWith(...journeys), randomLife(3, 120), { restMs: 3 * day })
  const read: number[] = []
  const { store } = lived
  const desk = new ReadingDesk(counting(store, read))
  const people = await store.subscribersAfter(0, 4)
  for (const number of people) {
    for (const { journey } of [...journeys, ...journeys.toReversed()]) {
      const question = { number, journey, at: lived.to, from: Number.NEGATIVE_INFINITY }
      expect(await desk.why(question)).toEqual(await why(store, question))
    }
  }
  expect(read).toHaveLength(people.length)
  // Of somebody who was erased nothing stays.
  await desk.forget()
  await desk.why({ number: people[0] as number, journey: 'keen', at: lived.to, from: 0 })
  expect(read).toHaveLength(people.length + 1)
  await store.close()
})

const note = [{ id: 'tell', send: 'note' }]

/** The same store, which writes down whose history is read. */
function counting(store: Store, read: number[]): Store {
  return new Proxy(store, {
    get(target, name) {
      const value = target[name as keyof Store]
      if (name === 'history') {
        return (head: number, limit: number) => {
          read.push(head)
          return target.history(head, limit)
        }
      }
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}
