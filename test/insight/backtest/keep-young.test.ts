// V8 is told once how to place what backtests make, and told otherwise when the last of them has ended: the flag is the whole process's.

import { expect, test } from 'vitest'
import { keepingYoung } from '../../../src/insight/backtest/keep-young.ts'

test('of several backtests the first sets the flag of the process and the last one sets it back, also when one fails', async () => {
  const told: string[] = []
  const ends = [Promise.withResolvers<number>(), Promise.withResolvers<number>()] as const
  const works = ends.map(({ promise }) =>
    keepingYoung(
      () => promise,
      (flag) => told.push(flag),
    ),
  )
  expect(told).toEqual(['--no-allocation-site-pretenuring'])
  ends[0].reject(new Error('it was stopped'))
  await expect(works[0]).rejects.toThrow('it was stopped')
  expect(told).toHaveLength(1)
  ends[1].resolve(7)
  expect(await works[1]).toBe(7)
  expect(told).toEqual(['--no-allocation-site-pretenuring', '--allocation-site-pretenuring'])
})
