// How often a backtest reads the log: as seldom as its people and what was imported allow.

import { expect, test } from 'vitest'
import { partsOf } from '../../../src/insight/backtest/backtest-log.ts'

test('a log of any length is read once where its people can be held, and in rounds where there are more of them or imported history has to be held', () => {
  const log = { upTo: 100_000_000, people: 50_000, moved: [], arms: 1, atOnce: 50_000, heldLines: 0 }
  const rounds = (more: Partial<typeof log>, threads: number): number => partsOf({ ...log, ...more }, threads)[0]?.shares.length ?? 0
  expect(rounds({}, 1)).toBe(1)
  expect(rounds({ people: 1_000_000 }, 2)).toBe(10)
  expect(rounds({ people: 100_000, arms: 2 }, 2)).toBe(2)
  expect(rounds({ heldLines: 30_000_000 }, 2)).toBe(8)
})
