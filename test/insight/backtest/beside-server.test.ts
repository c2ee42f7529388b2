// A backtest beside a running server, such as a forecast: what it holds comes on top of what the server holds.

import { expect, test } from 'vitest'
import { collectingOften } from '../../../src/insight/backtest/collect-often.ts'
import { runBacktest } from '../../../src/insight/backtest/run-backtest.ts'
import { greeting, sourceWith, start } from '../../runtime/workshop.ts'

test('a backtest beside a server holds twenty thousand people at a time, or a twentieth of many, but never more than another', async () => {
  const readings = async (people: number, isBackground: boolean): Promise<number> => {
    const shares = new Set<string>()
    const store = {
      last: async () => ({ position: 1, subscriber: people }),
      merges: async () => [],
      countSubscribers: async () => people,
      readShare: async ({ index, of }: { readonly index: number; readonly of: number }) => {
        shares.add(`${index} of ${of}`)
        return []
      },
    }
    await runBacktest({ spec, store, thread: undefined, threads: 1, isBackground })
    return shares.size
  }
  const table: number[][] = []
  for (const people of [5000, 100_000, 400_000, 1_000_000, 2_000_000]) table.push([people, await readings(people, false), await readings(people, true)])
  expect(table).toEqual([
    [5000, 1, 1],
    [100_000, 2, 5],
    [400_000, 8, 20],
    [1_000_000, 20, 20],
    [2_000_000, 40, 40],
  ])
})

test('what it left behind is collected once much is in use', () => {
  const look = collectingOften()
  let left: readonly object[] | undefined = Array.from({ length: 200_000 }, (_, index) => ({ index, text: `line ${index}` }))
  const bytesWith = process.memoryUsage().heapUsed
  expect(left).toHaveLength(200_000)
  left = undefined
  look(Number.MAX_SAFE_INTEGER)
  expect(bytesWith - process.memoryUsage().heapUsed).toBeGreaterThan(8_000_000)
})

const spec = {
  arms: [{ name: 'draft', source: sourceWith(greeting), ran: [] }],
  before: [],
  pauses: [],
  from: Number.NEGATIVE_INFINITY,
  to: start,
  responses: { kind: 'none' },
  imports: 'as received',
  thresholds: false,
  examples: 1,
} as const
