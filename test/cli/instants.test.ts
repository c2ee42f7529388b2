// Instants as people write them on the command line.

import { expect, test } from 'vitest'
import { instantOf, parseInstant } from '../../src/cli/instants.ts'

test('an instant names its zone, a date is its midnight in UTC, and a number is milliseconds', () => {
  expect(instantOf('2026-11-21T10:00:00.250Z')).toBe(Date.UTC(2026, 10, 21, 10, 0, 0, 250))
  expect(instantOf('2026-11-21T10:00+01:00')).toBe(Date.UTC(2026, 10, 21, 9))
  expect([instantOf('2028-02-29'), instantOf('1795255200000'), instantOf('-1')]).toEqual([Date.UTC(2028, 1, 29), 1795255200000, -1])
})

test.each([
  ['a day that there is not', '2026-02-30'],
  ['the 29th of february in another year', '2026-02-29T10:00:00Z'],
  ['a time without a zone, which is another one on each machine', '2026-11-21T10:00:00'],
  ['an hour that no clock shows', '2026-11-21T25:00:00Z'],
  ['a number beyond the calendar', '9999999999999999'],
  ['words', 'yesterday'],
])('%s is none, and is never read as another one', (_, text) => {
  expect(instantOf(text)).toBeUndefined()
  expect(() => parseInstant(text, '--at')).toThrow(/^--at ".*" is no instant/)
})
