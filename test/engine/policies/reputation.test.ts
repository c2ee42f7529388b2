// When complaints and bounces slow or stop a domain: enough mails, enough reports, and a rate that is surely too high.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compiledDomain } from '../../../src/engine/policies/compile-domains.ts'
import type { CompiledWatch } from '../../../src/engine/policies/compiled-policy.ts'
import { judge } from '../../../src/engine/policies/reputation.ts'

const watch = compiledDomain({ workspace: 'shop' }, 'shop.example').watch as CompiledWatch
const tally = { sent: 0, bounced: 0, complained: 0, busiestHour: 0 }
const level = (counts: Partial<typeof tally>): string => judge(watch, { ...tally, ...counts }).level

describe('the limits that hold when nothing is declared', () => {
  test.each([
    ['one of ten stops nothing', { sent: 10, bounced: 1 }, 'fine'],
    ['ten of ten say nothing yet', { sent: 10, bounced: 10 }, 'fine'],
    ['nothing is judged before a hundred mails', { sent: 99, bounced: 99, complained: 99 }, 'fine'],
    ['a hundred mails and a tenth of them back', { sent: 100, bounced: 10 }, 'stop'],
    ['two complaints of a hundred are chance', { sent: 100, complained: 2 }, 'fine'],
    ['one complaint of a thousand', { sent: 1000, complained: 1 }, 'fine'],
    ['two of a thousand are 0.2 %, and not surely more than 0.1 %', { sent: 1000, complained: 2 }, 'fine'],
    ['twenty of ten thousand', { sent: 10_000, complained: 20 }, 'slow'],
    ['thirty of ten thousand are 0.3 %, and surely more than 0.1 % only', { sent: 10_000, complained: 30 }, 'slow'],
    ['forty of ten thousand', { sent: 10_000, complained: 40 }, 'stop'],
    ['three of a hundred bounce', { sent: 100, bounced: 3 }, 'fine'],
    ['three of a hundred bounce, ten times over', { sent: 1000, bounced: 30 }, 'slow'],
    ['seven of a hundred bounce, ten times over', { sent: 1000, bounced: 70 }, 'stop'],
  ] as const)('%s', (_, counts, expected) => {
    expect(level(counts)).toBe(expected)
  })
})

test('the reason says the rate, the numbers, what is sure and the limit', () => {
  expect(judge(watch, { ...tally, sent: 10_000, complained: 40 })).toEqual({
    level: 'stop',
    because: 'complaints 0.4 % (40 of 10000 within 1d, surely 0.3 %), stopped from 0.3 % on',
  })
  expect(judge(watch, { ...tally, sent: 1000, bounced: 30, busiestHour: 401 })).toEqual({
    level: 'slow',
    because: 'hard bounces 3 % (30 of 1000 within 1d, surely 2.2 %), slowed from 2 % on',
    perHour: 101,
  })
})

test('a stop for bounces goes before a slowing for complaints, and a slowed domain always sends something', () => {
  expect(level({ sent: 10_000, complained: 20, bounced: 1000 })).toBe('stop')
  expect(judge(watch, { ...tally, sent: 1000, bounced: 30, busiestHour: 0 })).toMatchObject({ perHour: 1 })
})

test('more bad reports never make it better, more good mails never worse', () => {
  const levels = ['fine', 'slow', 'stop']
  const counts = fc.record({ sent: fc.integer({ min: 0, max: 20_000 }), bounced: fc.nat(400), complained: fc.nat(80), more: fc.nat(50) })
  fc.assert(
    fc.property(counts, ({ sent, bounced, complained, more }) => {
      const now = levels.indexOf(level({ sent, bounced, complained }))
      expect(levels.indexOf(level({ sent, bounced: bounced + more, complained }))).toBeGreaterThanOrEqual(now)
      expect(levels.indexOf(level({ sent, bounced, complained: complained + more }))).toBeGreaterThanOrEqual(now)
      if (sent >= watch.atLeast) expect(levels.indexOf(level({ sent: sent + more, bounced, complained }))).toBeLessThanOrEqual(now)
    }),
  )
})
