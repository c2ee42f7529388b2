// Consent at authorization: opt-out by default, opt-in where it is asked for, transactional mail never asked.

import { describe, expect, test } from 'vitest'
import { mail, problemsOf, refused, sent, somebodyIn, start } from './shop.ts'

const topics = [{ topic: 'news', consent: 'opt-out' }, { topic: 'tips' }, { topic: 'receipts', transactional: true }]
const templates = [
  { template: 'a', topic: 'news' },
  { template: 'b', topic: 'tips' },
  { template: 'c', topic: 'receipts' },
]

test('an opt-in topic needs a yes, an opt-out topic only lacks a no', () => {
  const anna = somebodyIn({ workspace: { topics }, templates })
  anna.event('a')
  anna.event('b')
  expect([sent(anna), refused(anna)]).toEqual([[`a ${start}`], ['b no consent']])
  anna.command({ do: 'subscribe', topic: 'tips' })
  anna.event('b')
  expect(sent(anna)).toEqual([`a ${start}`, `b ${start}`])
})

test('opt-in of the workspace holds for topics that say nothing themselves', () => {
  const shop = {
    workspace: { topics: [{ topic: 'news' }, { topic: 'tips', consent: 'opt-out' }], policy: { consent: 'opt-in' } },
    templates: templates.slice(0, 2),
  }
  const anna = somebodyIn({ ...shop, journeys: [mail('a'), mail('b')] })
  anna.event('a')
  anna.event('b')
  expect([sent(anna), refused(anna)]).toEqual([[`b ${start}`], ['a no consent']])
})

test('mail without a topic has nothing to say yes to, and is held back by a no to everything', () => {
  const anna = somebodyIn({ workspace: { policy: { consent: 'opt-in' } } })
  anna.event('a')
  anna.command({ do: 'unsubscribe', topic: 'all' })
  anna.event('b')
  expect([sent(anna), refused(anna)]).toEqual([[`a ${start}`], ['b unsubscribed']])
})

describe('transactional mail', () => {
  test('goes out after a no to everything', () => {
    const anna = somebodyIn({ workspace: { topics }, templates })
    anna.command({ do: 'unsubscribe', topic: 'all' })
    anna.event('c')
    expect(sent(anna)).toEqual([`c ${start}`])
  })

  test('never goes to a suppressed address, and to another address again', () => {
    const anna = somebodyIn({ workspace: { topics }, templates })
    anna.command({ do: 'suppress', reason: 'the mailbox does not exist' })
    anna.event('c')
    expect(refused(anna)).toEqual(['c suppressed'])
    anna.identify({ email: 'anna@example.net' })
    anna.event('c')
    expect(sent(anna)).toEqual([`c ${start}`])
  })

  test('asks nobody, so its topic cannot be opt-in', () => {
    const wrong = [{ topic: 'receipts', transactional: true, consent: 'opt-in' }]
    expect(problemsOf({ workspace: { topics: wrong } })).toEqual(['policy.transactional at topics.0.consent'])
  })
})

test('a suppressed address is written to again after a new yes', () => {
  const anna = somebodyIn({})
  anna.command({ do: 'suppress', reason: 'complained' })
  anna.event('a')
  anna.command({ do: 'subscribe', topic: 'news' })
  anna.event('a')
  expect([refused(anna), sent(anna)]).toEqual([['a suppressed'], [`a ${start}`]])
})

test('a no that comes while a mail waits to be handed over holds it back, and the person moves on (S4)', () => {
  const anna = somebodyIn({ workspace: { topics }, templates })
  anna.holdMessages()
  anna.event('a')
  anna.command({ do: 'unsubscribe', topic: 'news' })
  anna.deliver()
  expect([sent(anna), refused(anna)]).toEqual([[], ['a unsubscribed']])
  expect(anna.state.enrollments).toEqual([])
})
