// What must not be written to, and for how long nothing is wanted.

import { expect, test } from 'vitest'
import { of, refused, sent, somebodyIn } from './shop.ts'

test('an address that is suppressed is suppressed in every spelling of upper and lower case', () => {
  const anna = somebodyIn({})
  anna.command({ do: 'suppress', reason: 'asked by phone' })
  anna.identify({ email: 'Anna@Example.COM' })
  anna.event('a')
  expect([sent(anna), refused(anna)]).toEqual([[], ['a suppressed']])
})

test('a break from mail ends at its very instant, and what came up during it is not sent afterwards', () => {
  const anna = somebodyIn({})
  anna.command({ do: 'pause mail', until: Date.parse('2026-11-22T10:00:00Z') })
  anna.advanceTo('2026-11-22T09:59:59.999Z')
  anna.event('a')
  anna.advanceTo('2026-11-22T10:00:00Z')
  anna.event('b')
  expect([sent(anna), refused(anna)]).toEqual([['b 2026-11-22T10:00:00.000Z'], ['a mail paused']])
  expect(of(anna, 'mail pause')).toHaveLength(1)
})
