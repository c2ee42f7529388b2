// What is reported about messages: whom it keeps from being written to, and what gives them back.

import { describe, expect, test } from 'vitest'
import type { JsonObject } from '../../../src/model/json.ts'
import type { OneSubscriber } from '../../../src/testing/one-subscriber.ts'
import { of, refused, sent, somebodyIn, start } from './shop.ts'

const about = { message: '1:on-a', template: 'a', journey: 'on-a', version: 1, step: 's', channel: 'email', first: true }

function report(subscriber: OneSubscriber, name: string, more: JsonObject = {}): void {
  subscriber.event(`Message ${name}`, { ...about, sentAt: subscriber.state.now, ...more })
}

function softBounceAt(subscriber: OneSubscriber, instant: string): void {
  subscriber.advanceTo(instant)
  report(subscriber, 'Bounced', { hard: false, status: '4.2.2', reason: 'mailbox full' })
}

test('a hard bounce suppresses at once, with the reason, and the trace says so', () => {
  const anna = somebodyIn({})
  report(anna, 'Bounced', { hard: true, status: '5.1.1', reason: '550 5.1.1 no such user' })
  anna.event('a')
  expect(refused(anna)).toEqual(['a suppressed'])
  expect(of(anna, 'refused')[0]?.because).toContain('a hard bounce: 550 5.1.1 no such user')
  expect(anna.trace).toContain('the address is suppressed: a hard bounce: 550 5.1.1 no such user')
})

test('a complaint suppresses, and is a no to all mail', () => {
  const anna = somebodyIn({})
  anna.command({ do: 'subscribe', topic: 'news' })
  report(anna, 'Complained')
  expect(of(anna, 'topic').at(-1)).toMatchObject({ topic: 'all', subscribed: false, reason: 'complaint' })
  anna.identify({ email: 'anna@example.net' })
  anna.event('a')
  expect(refused(anna)).toEqual(['a unsubscribed'])
})

describe('soft bounces', () => {
  test('suppress on the fifth day within thirty, and not before', () => {
    const anna = somebodyIn({})
    for (const day of ['22', '23', '24', '25']) softBounceAt(anna, `2026-11-${day}T10:00:00Z`)
    anna.event('a')
    expect(sent(anna)).toHaveLength(1)
    softBounceAt(anna, '2026-11-26T10:00:00Z')
    anna.event('b')
    expect(refused(anna)).toEqual(['b suppressed'])
    expect(of(anna, 'suppressed')).toMatchObject([{ because: 'soft bounces on 5 days: mailbox full' }])
  })

  test('of mails that a service took and never sent say nothing about the address, on however many days', () => {
    const anna = somebodyIn({})
    for (const day of ['22', '23', '24', '25', '26', '27']) {
      anna.advanceTo(`2026-11-${day}T10:00:00Z`)
      report(anna, 'Bounced', { hard: false, reason: 'quota', unsent: true })
    }
    expect([of(anna, 'suppressed'), anna.state.returns.softBounces]).toEqual([[], []])
  })

  test('any number on one day is one', () => {
    const anna = somebodyIn({})
    for (let hour = 10; hour < 22; hour += 1) softBounceAt(anna, `2026-11-22T${hour}:00:00Z`)
    expect(of(anna, 'suppressed')).toEqual([])
  })

  test('that are older than thirty days do not count', () => {
    const anna = somebodyIn({})
    for (const day of ['11-22', '11-23', '11-24', '11-25', '12-25']) softBounceAt(anna, `2026-${day}T10:00:00Z`)
    expect(of(anna, 'suppressed')).toEqual([])
  })

  test.each([
    ['Delivered', {}],
    ['Opened', { by: 'human' }],
    ['Clicked', { by: 'human' }],
    ['Opened', { by: 'proxy' }],
  ])('before a mail that arrived do not count (%s %j)', (name, more) => {
    const anna = somebodyIn({})
    for (const day of ['22', '23', '24', '25']) softBounceAt(anna, `2026-11-${day}T10:00:00Z`)
    report(anna, name, more)
    softBounceAt(anna, '2026-11-26T10:00:00Z')
    expect(of(anna, 'suppressed')).toEqual([])
  })

  test('are not forgotten because a machine looked', () => {
    const anna = somebodyIn({})
    for (const day of ['22', '23', '24', '25']) softBounceAt(anna, `2026-11-${day}T10:00:00Z`)
    report(anna, 'Opened', { by: 'machine' })
    softBounceAt(anna, '2026-11-26T10:00:00Z')
    expect(of(anna, 'suppressed')).toHaveLength(1)
  })
})

test('a bounce of a mail to an earlier address says nothing about the present one', () => {
  const anna = somebodyIn({})
  const sentAt = anna.state.now
  anna.advanceTo('2026-11-22T10:00:00Z')
  anna.identify({ email: 'anna@example.net' })
  report(anna, 'Bounced', { hard: true, sentAt })
  anna.event('a')
  expect(sent(anna)).toHaveLength(1)
})

test('a suppression is lifted by an admin, and what was said about topics stays', () => {
  const anna = somebodyIn({})
  report(anna, 'Bounced', { hard: true })
  anna.command({ do: 'lift suppression' })
  anna.event('a')
  expect(sent(anna)).toEqual([`a ${start}`])
  expect(anna.trace).toContain('the address may be written to again: said by api')
})
