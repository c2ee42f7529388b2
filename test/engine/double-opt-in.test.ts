// Double opt-in in the engine: a question by mail, a yes by the button, and nothing else from either.

import { describe, expect, test } from 'vitest'
import { checkState } from '../../src/engine/check-state.ts'
import { compile, sourceOf } from '../../src/engine/compile.ts'
import { newState } from '../../src/engine/state.ts'
import { parseState, serializeState } from '../../src/engine/stored-state.ts'
import { transition } from '../../src/engine/transition.ts'
import type { OptInRequest } from '../../src/model/input.ts'
import { type OneSubscriber, oneSubscriber } from '../../src/testing/one-subscriber.ts'
import { definitionsOf, mail, of, refused, sent, start } from './policies/shop.ts'

const topics = [{ topic: 'news' }, { topic: 'tips' }]
const shop = {
  workspace: { topics, policy: { quietHours: { from: '00:00', to: '23:59' }, holdout: 100, caps: [{ max: 1, within: '7d', then: 'skip' }] } },
  templates: [{ template: 'a', topic: 'news' }],
  journeys: [
    mail('a'),
    { journey: 'confirmed', enter: [{ on: 'Double Opt-In Confirmed', where: { topic: { eq: 'news' } } }], steps: [{ id: 'hi', nothing: true }] },
  ],
}
const somebody = (): OneSubscriber => oneSubscriber(definitionsOf(shop), start)
const form: OptInRequest = {
  topics: ['news'],
  address: 'ada@example.com',
  set: { first_name: 'Ada' },
  evidence: { page: 'https://shop.example/', wording: '3' },
}
const ask = (one: OneSubscriber, more: Partial<OptInRequest> = {}): void => one.command({ do: 'ask to confirm', ...form, ...more })
const hours = (count: number): string => new Date(Date.parse(start) + count * 3_600_000).toISOString()

test('a form sets nothing and lets nobody in: one mail asks, beside quiet hours, caps and holdout', () => {
  const ada = somebody()
  ask(ada)
  expect(sent(ada)).toEqual([`double opt-in ${start}`])
  expect([ada.state.attributes, ada.state.topics, ada.state.addedAt, of(ada, 'entered')]).toEqual([{}, {}, undefined, []])
  expect(ada.state.enrollments).toEqual([])
})

test('the button confirms: address and facts are set, the topic is subscribed to with its evidence, and a journey begins', () => {
  const ada = somebody()
  ask(ada)
  ada.advanceTo(hours(2))
  const [question] = of(ada, 'asked')
  ada.command({ do: 'confirm', ask: question?.ask ?? '', evidence: { ip: '203.0.113.0', agent: 'Firefox' } })
  expect(ada.state.attributes).toEqual({ first_name: 'Ada', email: 'ada@example.com' })
  expect(ada.state.topics).toEqual({
    news: {
      subscribed: true,
      at: Date.parse(hours(2)),
      evidence: {
        ip: '203.0.113.0',
        agent: 'Firefox',
        wording: '3',
        address: 'ada@example.com',
        asked: { at: Date.parse(start), page: 'https://shop.example/' },
      },
    },
  })
  expect(of(ada, 'entered').map(({ journey }) => journey)).toEqual(['confirmed'])
  expect(of(ada, 'confirmed').map(({ topic }) => topic)).toEqual(['news'])
})

test('confirmed twice it changes nothing, and after a later no it does not come back', () => {
  const ada = somebody()
  ask(ada)
  const question = of(ada, 'asked')[0]?.ask ?? ''
  ada.command({ do: 'confirm', ask: question })
  ada.command({ do: 'unsubscribe', topic: 'news' })
  ada.command({ do: 'confirm', ask: question })
  expect(ada.state.topics['news']?.subscribed).toBe(false)
  expect(of(ada, 'confirmed')).toHaveLength(1)
})

test('an expired question and an unknown one are not answered any more, and it is written down', () => {
  const ada = somebody()
  ask(ada)
  ada.advanceTo(hours(7 * 24))
  ada.command({ do: 'confirm', ask: of(ada, 'asked')[0]?.ask ?? '' })
  ada.command({ do: 'confirm', ask: 'made up' })
  expect(of(ada, 'not confirmed').map(({ because }) => because)).toEqual([`it could be answered until ${hours(7 * 24)}`, 'there is no such question any more'])
  expect(ada.state.topics).toEqual({})
})

describe('nobody is flooded', () => {
  test('the same is asked again after a day at the earliest', () => {
    const ada = somebody()
    ask(ada)
    ada.advanceTo(hours(23))
    ask(ada)
    expect(of(ada, 'not asked').map(({ because }) => because)).toEqual([`asked at ${start} already`])
    ada.advanceTo(hours(24))
    ask(ada)
    expect(sent(ada)).toHaveLength(2)
  })

  test('whatever is asked for, one address gets three questions a day and six in 30 days', () => {
    const ada = somebody()
    for (let hour = 0; hour < 20 * 24; hour += 1) {
      ada.advanceTo(hours(hour))
      ask(ada, { topics: [hour % 2 === 0 ? 'news' : 'tips'] })
      if (hour === 23) expect(sent(ada)).toHaveLength(2)
    }
    expect(sent(ada)).toHaveLength(6)
    expect(ada.state.asks.length).toBeLessThanOrEqual(10)
  })

  test('who said yes already is not asked', () => {
    const ada = somebody()
    ada.identify({ email: 'Ada@example.com' })
    ada.command({ do: 'subscribe', topic: 'news' })
    ask(ada)
    expect([sent(ada), of(ada, 'not asked').map(({ because }) => because)]).toEqual([[], ['said yes already']])
  })
})

describe('the address', () => {
  test('of somebody known never becomes that of the form', () => {
    const ada = somebody()
    ada.identify({ email: 'ada@example.org', first_name: 'Ada L.' })
    ask(ada)
    ada.command({ do: 'confirm', ask: of(ada, 'asked')[0]?.ask ?? '' })
    expect(ada.state.attributes).toEqual({ email: 'ada@example.org', first_name: 'Ada L.' })
    expect(ada.state.topics).toEqual({})
  })

  test('becomes it where a server said whose it is; what is known otherwise stays', () => {
    const ada = somebody()
    ada.identify({ email: 'ada@example.org', first_name: 'Ada L.' })
    ask(ada, { replaces: true })
    ada.command({ do: 'confirm', ask: of(ada, 'asked')[0]?.ask ?? '' })
    expect(ada.state.attributes).toEqual({ email: 'ada@example.com', first_name: 'Ada L.' })
    expect(ada.state.topics['news']?.subscribed).toBe(true)
  })

  test('that is suppressed is not asked, one that is none neither', () => {
    const ada = somebody()
    ada.identify({ email: 'ada@example.com' })
    ada.command({ do: 'suppress', reason: 'hard bounce' })
    ask(ada)
    ask(ada, { address: 'ada@example.com, eve@example.com' })
    expect(refused(ada)).toEqual(['double opt-in suppressed'])
    expect(of(ada, 'not asked').map(({ because }) => because)).toEqual(['the address is none that could be written to'])
  })
})

test('a question that waits is not sent once it was answered or has expired', () => {
  const ada = somebody()
  ada.holdMessages()
  ask(ada)
  ada.command({ do: 'confirm', ask: of(ada, 'asked')[0]?.ask ?? '' })
  ada.deliver()
  expect(refused(ada)).toEqual(['double opt-in not asked any more'])
})

test('pending is no yes: mail on the topic says that the answer is waited for', () => {
  const ada = somebody()
  ada.identify({ email: 'ada@example.com' })
  ask(ada)
  ada.event('a')
  expect(of(ada, 'refused').map(({ because }) => because)).toEqual(['was asked to confirm news, and has not answered yet'])
})

test('a state with a question rests in a store and is found to be well', () => {
  const ada = somebody()
  ada.holdMessages()
  ask(ada, { locale: 'de', tracking: true })
  ada.command({ do: 'subscribe', topic: 'news', channel: 'sms' })
  ada.command({ do: 'pause mail', until: Date.parse(hours(48)) })
  expect(parseState(JSON.parse(JSON.stringify(serializeState(ada.state))))).toEqual(ada.state)
  const { program } = compile(sourceOf(definitionsOf(shop)))
  expect(program && checkState(program, ada.state)).toEqual([])
})

test('of two people who turn out to be one, either question can still be answered', () => {
  const { program } = compile(sourceOf(definitionsOf(shop)))
  if (program === undefined) throw new Error('it does not compile')
  const asked = (id: string, at: number, more: Partial<OptInRequest>) => {
    const command = { do: 'ask to confirm', ...form, ...more } as const
    return transition(program, newState(id, at), { kind: 'command', at, command, source: 'api', position: 1 }).state
  }
  const other = serializeState(asked('2', 2000, { topics: ['tips'] }))
  const merged = transition(program, asked('1', 1000, {}), { kind: 'merge', at: 3000, other, because: 'the same' }).state
  expect(merged.asks.map(({ topics }) => topics)).toEqual([['news'], ['tips']])
  const confirmed = merged.asks.reduce(
    (state, { id }) => transition(program, state, { kind: 'command', at: 4000, command: { do: 'confirm', ask: id }, source: 'link', position: 2 }).state,
    merged,
  )
  expect(Object.keys(confirmed.topics)).toEqual(['news', 'tips'])
})

test('a yes by text message is no yes to mail, and a pause holds back mail that is not transactional, for good', () => {
  const ada = oneSubscriber(
    definitionsOf({
      workspace: { topics: [{ topic: 'news' }, { topic: 'receipts', transactional: true }] },
      templates: [
        { template: 'a', topic: 'news' },
        { template: 'c', topic: 'receipts' },
      ],
      journeys: [mail('a'), mail('c')],
    }),
    start,
  )
  ada.identify({ email: 'ada@example.com' })
  ada.command({ do: 'subscribe', topic: 'news', channel: 'sms' })
  ada.event('a')
  ada.command({ do: 'subscribe', topic: 'news' })
  ada.command({ do: 'pause mail', until: Date.parse(hours(24)) })
  ada.event('a')
  ada.event('c')
  ada.advanceTo(hours(24))
  ada.event('a')
  expect(refused(ada)).toEqual(['a no consent', 'a mail paused'])
  expect(sent(ada)).toEqual([`c ${start}`, `a ${hours(24)}`])
})
