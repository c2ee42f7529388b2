// What a store promises of somebody's lines, over a log in which they lie together for a while, then apart, and in which people become one.

import { expect, test } from 'vitest'
import type { LogEntry, Position, Store } from '../../src/runtime/store.ts'
import { commitOf, entry } from './builders.ts'
import type { StoreUnderTest } from './store-under-test.ts'

export function describeHistory({ open }: StoreUnderTest): void {
  test('a history is the chain from its head, however close together or far apart its lines lie', async () => {
    const [store, log] = [await open(), logOfTurns(['together', 'apart', 'together', 'together', 'apart'])]
    await store.commit(commitOf({ log }))
    await expectChains(store, log)
  })

  test('where people became one their chains come interleaved, in long histories too', async () => {
    const [store, log] = [await open(), logOfTurns(['together', 'merge', 'together', 'apart', 'merge', 'together'])]
    await store.commit(commitOf({ log }))
    await expectChains(store, log)
  })

  test('lines of the same subscriber that the chain does not lead through are not in it', async () => {
    const [store, log] = [await open(), logOfTurns(['together', 'together', 'together'])]
    const heads = newestOf(log)
    const [first = 0] = heads
    // The newest line skips a hundred of its subscriber's.
    const skipping = entry(log.length + 1, { subscriber: log[first - 1]?.subscriber ?? 0, previous: first - 100 })
    const later = Array.from({ length: 200 }, (_, index) => ({ ...skipping, position: log.length + 2 + index, previous: log.length + 1 + index }))
    await store.commit(commitOf({ log: [...log, skipping, ...later] }))
    await expectChains(store, [...log, skipping, ...later])
  })
}

type Turn = 'together' | 'apart' | 'merge'

/** Three people: one after the other with 300 lines of each, by turns with others between, or the second becomes the first. */
function logOfTurns(turns: readonly Turn[]): readonly LogEntry[] {
  const log: LogEntry[] = []
  const heads = new Map<number, Position>()
  const write = (subscriber: number, merged = 0): void => {
    const position = log.length + 1
    log.push(entry(position, { subscriber, previous: heads.get(subscriber) ?? 0, merged }))
    heads.set(subscriber, position)
  }
  for (const turn of turns) {
    if (turn === 'together') for (let line = 0; line < 900; line += 1) write(1 + Math.floor(line / 300))
    if (turn === 'apart') for (let line = 0; line < 900; line += 1) write(line % 9 === 0 ? 1 : 2 + (line % 7))
    if (turn !== 'merge') continue
    write(1, heads.get(2))
    heads.delete(2)
  }
  return log
}

function newestOf(log: readonly LogEntry[]): readonly Position[] {
  return [...new Map(log.map(({ subscriber, position }) => [subscriber, position])).values()]
}

async function expectChains(store: Store, log: readonly LogEntry[]): Promise<void> {
  for (const head of newestOf(log)) {
    const chain = chainOf(log, head)
    for (const limit of [10_000, chain.length, chain.length - 1, 700, 300, 65, 64, 1]) {
      for (const after of [0, 1, chain[Math.floor(chain.length / 2)]?.position ?? 0]) {
        const wanted = chain.filter(({ position }) => position > after).slice(0, limit)
        expect(await store.history(head, limit, after)).toEqual(wanted)
      }
    }
  }
}

/** Newest first; each line leads to those before it. */
function chainOf(log: readonly LogEntry[], head: Position): readonly LogEntry[] {
  const found = new Set<Position>()
  const ahead = [head]
  for (let position = ahead.pop(); position !== undefined; position = ahead.pop()) {
    const line = log[position - 1]
    if (line === undefined) continue
    found.add(position)
    ahead.push(line.previous, line.merged)
  }
  return log.filter(({ position }) => found.has(position)).toReversed()
}
