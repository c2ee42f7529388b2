// Quiet hours: mail waits until they are over, to the millisecond, in the zone of the person.

import { describe, expect, test } from 'vitest'
import type { JsonObject } from '../../../src/model/json.ts'
import { deferred, mail, of, problemsOf, refused, sent, somebodyIn } from './shop.ts'

const night = { workspace: { zone: 'Europe/Berlin', policy: { quietHours: { from: '21:00', to: '08:00' } } } }

/** What becomes of a mail that is decided at an instant under these quiet hours. */
function mailAt(instant: string, quietHours: JsonObject, attributes: JsonObject = {}): string[] {
  const anna = somebodyIn({ workspace: { zone: 'Europe/Berlin', policy: { quietHours } } }, attributes, instant)
  anna.event('a')
  return deferred(anna)
}

test('the first quiet millisecond waits, the last one too, and before and after nothing does', () => {
  const hours = { from: '21:00', to: '08:00' }
  expect(mailAt('2026-11-21T19:59:59.999Z', hours)).toEqual([])
  expect(mailAt('2026-11-21T20:00:00.000Z', hours)).toEqual(['a 2026-11-22T07:00:00.000Z quiet hours'])
  expect(mailAt('2026-11-22T06:59:59.999Z', hours)).toEqual(['a 2026-11-22T07:00:00.000Z quiet hours'])
  expect(mailAt('2026-11-22T07:00:00.000Z', hours)).toEqual([])
})

test('it goes out at the very instant at which they end, and the person moves on meanwhile', () => {
  const anna = somebodyIn(night, {}, '2026-11-21T22:00:00.000Z')
  anna.event('a')
  expect([sent(anna), of(anna, 'completed').length]).toEqual([[], 1])
  anna.advanceTo('2026-11-22T06:59:59.999Z')
  expect(sent(anna)).toEqual([])
  anna.advanceTo('2026-11-22T07:00:00.000Z')
  expect(sent(anna)).toEqual(['a 2026-11-22T07:00:00.000Z'])
})

test('they are those of the zone of the person, unless a zone is named', () => {
  const tokyo = { timezone: 'Asia/Tokyo' }
  expect(mailAt('2026-11-21T12:00:00.000Z', { from: '21:00', to: '08:00' }, tokyo)).toEqual(['a 2026-11-21T23:00:00.000Z quiet hours'])
  expect(mailAt('2026-11-21T12:00:00.000Z', { from: '21:00', to: '08:00', zone: 'Europe/Berlin' }, tokyo)).toEqual([])
})

describe('a zone that changes while a mail waits', () => {
  test('ends the wait at once when it is day there', () => {
    const anna = somebodyIn(night, {}, '2026-11-21T22:00:00.000Z')
    anna.event('a')
    anna.identify({ timezone: 'America/Los_Angeles' })
    expect(sent(anna)).toEqual(['a 2026-11-21T22:00:00.000Z'])
  })

  test('lengthens it when the night there is longer', () => {
    const anna = somebodyIn(night, {}, '2026-11-22T05:00:00.000Z')
    anna.event('a')
    anna.identify({ timezone: 'America/New_York' })
    anna.advanceTo('2026-11-23T00:00:00.000Z')
    expect([deferred(anna), sent(anna)]).toEqual([
      ['a 2026-11-22T07:00:00.000Z quiet hours', 'a 2026-11-22T13:00:00.000Z quiet hours'],
      ['a 2026-11-22T13:00:00.000Z'],
    ])
  })
})

describe('where the clock jumps', () => {
  test.each([
    ['the end lies in the gap: the first instant after it', '2026-03-28T22:00:00.000Z', { from: '21:00', to: '02:30' }, '2026-03-29T01:00:00.000Z'],
    ['the end comes twice: the first of the two', '2026-10-24T22:00:00.000Z', { from: '21:00', to: '02:30' }, '2026-10-25T00:30:00.000Z'],
    ['the night with the gap is an hour shorter', '2026-03-28T20:30:00.000Z', { from: '21:00', to: '08:00' }, '2026-03-29T06:00:00.000Z'],
    ['the night with the overlap is an hour longer', '2026-10-24T20:30:00.000Z', { from: '21:00', to: '08:00' }, '2026-10-25T07:00:00.000Z'],
    [
      'the beginning lies in the gap: quiet from the first instant after it',
      '2026-03-29T01:00:00.000Z',
      { from: '02:30', to: '05:00' },
      '2026-03-29T03:00:00.000Z',
    ],
  ])('%s', (_, instant, hours, until) => {
    expect(mailAt(instant, hours)).toEqual([`a ${until} quiet hours`])
  })

  test('a quiet time that has ended does not come back with the second hour of the same name', () => {
    expect(mailAt('2026-10-25T01:10:00.000Z', { from: '21:00', to: '02:30' })).toEqual([])
  })

  test('in Apia, which skipped a day, the night that began before it ends after it', () => {
    expect(mailAt('2011-12-30T09:30:00.000Z', { from: '21:00', to: '08:00', zone: 'Pacific/Apia' })).toEqual(['a 2011-12-30T18:00:00.000Z quiet hours'])
  })
})

describe('on some days only', () => {
  const weekend = { from: '00:00', to: '00:00', days: ['sat', 'sun'] }

  test('whole days run together', () => {
    expect(mailAt('2026-11-20T22:59:59.999Z', weekend)).toEqual([])
    expect(mailAt('2026-11-20T23:00:00.000Z', weekend)).toEqual(['a 2026-11-22T23:00:00.000Z quiet hours'])
    expect(mailAt('2026-11-22T22:59:59.999Z', weekend)).toEqual(['a 2026-11-22T23:00:00.000Z quiet hours'])
    expect(mailAt('2026-11-22T23:00:00.000Z', weekend)).toEqual([])
  })

  test('a night belongs to the day on which it begins', () => {
    const friday = { from: '21:00', to: '08:00', days: ['fri'] }
    expect(mailAt('2026-11-21T02:00:00.000Z', friday)).toEqual(['a 2026-11-21T07:00:00.000Z quiet hours'])
    expect(mailAt('2026-11-22T02:00:00.000Z', friday)).toEqual([])
  })
})

test('only the topics that are named wait, and transactional mail never does', () => {
  const topics = [
    { topic: 'news', consent: 'opt-out' },
    { topic: 'tips', consent: 'opt-out' },
    { topic: 'receipts', transactional: true },
  ]
  const templates = [
    { template: 'a', topic: 'news' },
    { template: 'b', topic: 'tips' },
    { template: 'c', topic: 'receipts' },
  ]
  const at = '2026-11-21T22:00:00.000Z'
  const some = somebodyIn({ workspace: { topics, policy: { quietHours: { from: '21:00', to: '08:00', topics: ['news'] } } }, templates }, {}, at)
  const all = somebodyIn({ workspace: { topics, policy: { quietHours: { from: '21:00', to: '08:00' } } }, templates }, {}, at)
  for (const template of ['a', 'b', 'c']) for (const anna of [some, all]) anna.event(template)
  expect(sent(some).map((mail) => mail[0])).toEqual(['b', 'c'])
  expect(sent(all).map((mail) => mail[0])).toEqual(['c'])
})

test('a mail that expires before they end is asked about then, and refused', () => {
  const anna = somebodyIn({ ...night, journeys: [mail('a', { expires: '2h' })] }, {}, '2026-11-21T22:00:00.000Z')
  anna.event('a')
  anna.advanceTo('2026-11-22T12:00:00.000Z')
  expect([deferred(anna), refused(anna), of(anna, 'refused')[0]?.at]).toEqual([
    ['a 2026-11-22T00:00:00.000Z quiet hours'],
    ['a expired'],
    Date.parse('2026-11-22T00:00:00.000Z'),
  ])
})

test('what would never end, and what nobody wrote, is refused with its place', () => {
  expect(problemsOf({ workspace: { policy: { quietHours: { from: '08:00', to: '08:00' } } } })).toEqual(['policy.quiet at policy.quietHours.to'])
  const unknown = { topics: [{ topic: 'news' }], policy: { quietHours: { from: '21:00', to: '08:00', topics: ['nwes'] } } }
  expect(problemsOf({ workspace: unknown })).toEqual(['policy.topic at policy.quietHours.topics.0'])
})
