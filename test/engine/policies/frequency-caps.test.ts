// Frequency caps: at most so many in any stretch of so long; who waits, until when, and who goes first.

import { describe, expect, test } from 'vitest'
import { compile, sourceOf } from '../../../src/engine/compile.ts'
import { newState } from '../../../src/engine/state.ts'
import { parseState, serializeState } from '../../../src/engine/stored-state.ts'
import { transition } from '../../../src/engine/transition.ts'
import type { Input } from '../../../src/model/input.ts'
import type { JsonObject } from '../../../src/model/json.ts'
import { deferred, definitionsOf, mail, of, problemsOf, refused, type Shop, sent, somebodyIn, start } from './shop.ts'

const tomorrow = '2026-11-22T10:00:00.000Z'
const dayAfter = '2026-11-23T10:00:00.000Z'

function capped(...caps: JsonObject[]): Shop {
  return { workspace: { policy: { caps } } }
}
const onePerDay = { max: 1, within: '24h', then: 'defer' }

test('one more waits for the very millisecond at which the oldest leaves the window', () => {
  const anna = somebodyIn(capped({ max: 2, within: '24h', then: 'defer' }))
  anna.event('a')
  anna.advanceTo('2026-11-21T11:00:00.000Z')
  anna.event('b')
  anna.event('c')
  expect([sent(anna).length, deferred(anna)]).toEqual([2, [`c ${tomorrow} frequency cap`]])
  anna.advanceTo('2026-11-22T09:59:59.999Z')
  expect(sent(anna)).toHaveLength(2)
  anna.advanceTo(tomorrow)
  expect(sent(anna).at(-1)).toBe(`c ${tomorrow}`)
})

test('what waits is refused for what holds when its time has come, and not for what held in between', () => {
  const anna = somebodyIn({
    ...capped(onePerDay),
    journeys: [mail('a'), mail('b'), mail('c', { expires: '1h' })],
  })
  for (const name of ['a', 'b', 'c']) anna.event(name)
  anna.command({ do: 'pause mail', until: Date.parse('2026-11-21T12:00:00.000Z') })
  anna.advanceTo('2026-11-21T11:00:00.000Z')
  expect(refused(anna)).toEqual(['c mail paused'])
  anna.advanceTo(tomorrow)
  expect(sent(anna)).toEqual([`a ${start}`, `b ${tomorrow}`])
})

test('what is exactly as old as the window does not count any more', () => {
  const anna = somebodyIn(capped(onePerDay))
  anna.event('a')
  anna.advanceTo(tomorrow)
  anna.event('b')
  expect([sent(anna).length, deferred(anna)]).toEqual([2, []])
})

test('then: skip refuses it with the numbers, and the person moves on (S20)', () => {
  const anna = somebodyIn(capped({ max: 1, within: '7d', then: 'skip' }))
  anna.event('a')
  anna.event('b')
  expect([sent(anna).length, refused(anna), of(anna, 'completed').length]).toEqual([1, ['b capped'], 2])
  expect(of(anna, 'refused')[0]?.because).toBe('at most 1 by email within 7d; there are 1, and room from 2026-11-28T10:00:00.000Z on')
})

test('of several caps all hold, and the last to have room says until when', () => {
  const anna = somebodyIn(capped(onePerDay, { max: 2, within: '7d', then: 'defer' }))
  anna.event('a')
  anna.advanceTo(tomorrow)
  anna.event('b')
  anna.event('c')
  expect(deferred(anna)).toEqual(['c 2026-11-28T10:00:00.000Z frequency cap'])
})

describe('what counts', () => {
  const topics = [
    { topic: 'news', consent: 'opt-out' },
    { topic: 'receipts', transactional: true },
  ]
  const templates = [{ template: 'a', topic: 'news' }, { template: 'b', topic: 'receipts' }, { template: 'c' }]

  test('transactional mail neither counts nor waits', () => {
    const anna = somebodyIn({ workspace: { topics, policy: { caps: [onePerDay] } }, templates })
    for (const event of ['b', 'b', 'a', 'b']) anna.event(event)
    expect([sent(anna).length, deferred(anna)]).toEqual([4, []])
  })

  test('a cap on a topic counts that topic only', () => {
    const anna = somebodyIn({ workspace: { topics, policy: { caps: [{ ...onePerDay, topic: 'news' }] } }, templates })
    for (const event of ['c', 'c', 'a', 'a']) anna.event(event)
    expect([sent(anna).length, deferred(anna)]).toEqual([3, [`a ${tomorrow} frequency cap`]])
  })

  test('a cap for a segment holds for people in it, and lets go at once who leaves it', () => {
    const segments = [{ segment: 'weary', if: { attribute: 'mood', eq: 'weary' } }]
    const shop = { workspace: { policy: { caps: [{ ...onePerDay, segment: 'weary' }] } }, segments }
    const anna = somebodyIn(shop, { mood: 'weary' })
    const bert = somebodyIn(shop)
    for (const person of [anna, bert]) for (const event of ['a', 'b']) person.event(event)
    expect([sent(anna).length, sent(bert).length]).toEqual([1, 2])
    anna.identify({ mood: 'fine' })
    expect(sent(anna)).toHaveLength(2)
  })

  test('webhooks are counted by caps of their own', () => {
    const journeys = [{ journey: 'hook', enter: [{ on: 'hook' }], again: 'always', steps: [{ id: 'h', webhook: { url: 'https://example.com' } }] }, mail('a')]
    const anna = somebodyIn({ journeys, workspace: { policy: { caps: [{ ...onePerDay, channel: 'webhook' }] } } })
    for (const event of ['hook', 'hook', 'a', 'a']) anna.event(event)
    expect(of(anna, 'handed over').map(({ channel }) => channel)).toEqual(['webhook', 'email', 'email'])
  })

  test('a mail that could not be sent gives its place to the one that waits, at once', () => {
    const anna = somebodyIn(capped(onePerDay))
    anna.holdMessages()
    anna.event('a')
    anna.event('b')
    anna.outcome = ({ kind, ...effect }) => (kind === 'send' && 'template' in effect && effect.template === 'a' ? 'failed' : 'sent')
    anna.deliver()
    expect(of(anna, 'handed over').map(({ template, outcome }) => `${template} ${outcome}`)).toEqual(['a failed', 'b sent'])
  })

  test('a mail that is being handed over counts before anybody knows what became of it, also after a restart', () => {
    const { program } = compile(sourceOf(definitionsOf(capped(onePerDay))))
    if (program === undefined) throw new Error('the shop compiles')
    let state = newState('1', 0)
    const keys: string[] = []
    for (const [index, name] of ['a', 'b'].entries()) {
      const event = { name, occurredAt: 0, receivedAt: 0, messageId: name, properties: {}, traits: { email: 'anna@example.com' } }
      keys.push(...transition(program, state, { kind: 'event', at: 0, event, position: index + 1 }).effects.map(({ key }) => key))
    }
    const ask = (effect = '', at = 0) => transition(program, state, { kind: 'authorize', at, effect }).authorization
    expect(ask(keys[0])?.kind).toBe('transmit')
    state = parseState(JSON.parse(JSON.stringify(serializeState(state))))
    expect(ask(keys[1], 1000)).toMatchObject({ kind: 'deferred', until: 86_400_000 })
    // The first attempt did not succeed; the second has its own place still.
    expect(ask(keys[0], 2000)?.kind).toBe('transmit')
  })
})

describe('several messages of one person that want the same place', () => {
  const journeys = [mail('a'), mail('b', { priority: 5 }), mail('c')]
  const templates = [{ template: 'a' }, { template: 'b' }, { template: 'c', priority: 1 }]
  const shop: Shop = { ...capped(onePerDay), journeys, templates }

  test('the higher priority goes first, whatever the order in which they are asked about', () => {
    for (const order of ['abc', 'cba', 'bca', 'acb']) {
      const anna = somebodyIn(shop)
      anna.holdMessages()
      for (const event of ['a', 'b', 'c']) anna.event(event)
      const place = (effect: { readonly step: string; readonly journey: string }): number => order.indexOf(effect.journey.slice(-1))
      anna.order((one, other) => place(one) - place(other))
      anna.deliver()
      anna.advanceTo('2026-12-01T00:00:00.000Z')
      expect(sent(anna), order).toEqual([`b ${start}`, `c ${tomorrow}`, `a ${dayAfter}`])
    }
  })

  test('of equal priority the older goes first, also before one that came while it waited', () => {
    const anna = somebodyIn(capped(onePerDay))
    anna.event('a')
    anna.advanceTo('2026-11-21T11:00:00.000Z')
    anna.event('b')
    anna.advanceTo('2026-11-21T12:00:00.000Z')
    anna.event('c')
    anna.order((one, other) => other.decidedAt - one.decidedAt)
    anna.advanceTo('2026-12-01T00:00:00.000Z')
    expect(sent(anna)).toEqual([`a ${start}`, `b ${tomorrow}`, `c ${dayAfter}`])
  })

  test('one that may not go out itself keeps nobody waiting', () => {
    const anna = somebodyIn({ ...shop, journeys: [mail('a'), mail('b', { priority: 5, if: { attribute: 'plan', eq: 'pro' } })] }, { plan: 'pro' })
    anna.holdMessages()
    anna.event('a')
    anna.event('b')
    anna.identify({ plan: 'free' })
    anna.deliver()
    expect([sent(anna), refused(anna), deferred(anna)]).toEqual([[`a ${start}`], ['b condition not met'], []])
  })

  test('a waiting one that expires is refused at that instant, and the next in line takes the place', () => {
    const anna = somebodyIn({ ...shop, journeys: [mail('a'), mail('b', { priority: 5, expires: '3h' }), mail('c')] })
    anna.event('a')
    anna.event('b')
    anna.event('c')
    anna.advanceTo('2026-12-01T00:00:00.000Z')
    expect([sent(anna), refused(anna), of(anna, 'refused')[0]?.at]).toEqual([
      [`a ${start}`, `c ${tomorrow}`],
      ['b expired'],
      Date.parse('2026-11-21T13:00:00.000Z'),
    ])
  })

  test('with skip, all but those for whom there is room are not sent', () => {
    const anna = somebodyIn({ ...shop, ...capped({ max: 2, within: '24h', then: 'skip' }) })
    anna.holdMessages()
    for (const event of ['a', 'b', 'c']) anna.event(event)
    anna.deliver()
    expect([sent(anna).map((text) => text[0]), refused(anna)]).toEqual([['b', 'c'], ['a capped']])
  })
})

test('a backlog after a pause or a provider that was down drains within the caps (S8, S22)', () => {
  const anna = somebodyIn(capped({ max: 2, within: '24h', then: 'defer' }))
  anna.holdMessages()
  for (let mails = 0; mails < 5; mails += 1) anna.event('a')
  anna.advanceTo('2026-11-24T10:00:00.000Z')
  anna.deliver()
  anna.advanceTo('2026-12-01T00:00:00.000Z')
  expect(sent(anna).map((text) => text.slice(2, 18))).toEqual([
    '2026-11-24T10:00',
    '2026-11-24T10:00',
    '2026-11-25T10:00',
    '2026-11-25T10:00',
    '2026-11-26T10:00',
  ])
})

test('what two subscribers were sent counts together once they are one', () => {
  const anna = somebodyIn(capped({ max: 2, within: '24h', then: 'defer' }))
  const bert = somebodyIn(capped({ max: 2, within: '24h', then: 'defer' }))
  for (const person of [anna, bert]) person.event('a')
  anna.apply({ kind: 'merge', at: Date.parse(start), other: serializeState(bert.state), because: 'same userId' })
  anna.event('b')
  expect(deferred(anna)).toEqual([`b ${tomorrow} frequency cap`])
})

test('a mail waits for the end of quiet hours first, and then for room', () => {
  const anna = somebodyIn(
    { workspace: { policy: { quietHours: { from: '21:00', to: '08:00' }, caps: [{ ...onePerDay, within: '12h' }] } } },
    {},
    '2026-11-21T20:30:00.000Z',
  )
  anna.event('a')
  anna.advanceTo('2026-11-21T21:00:00.000Z')
  anna.event('b')
  anna.advanceTo('2026-11-23T00:00:00.000Z')
  expect(sent(anna)).toEqual(['a 2026-11-21T20:30:00.000Z', 'b 2026-11-22T08:30:00.000Z'])
})

test('a cap that cannot hold anything back is refused with its place', () => {
  const topics = [{ topic: 'receipts', transactional: true }]
  expect(problemsOf({ workspace: { topics, policy: { caps: [{ ...onePerDay, topic: 'receipts' }] } } })).toEqual(['policy.cap at policy.caps.0.topic'])
  expect(problemsOf({ workspace: { topics, policy: { caps: [onePerDay, { ...onePerDay, topic: 'nwes' }] } } })).toEqual(['policy.topic at policy.caps.1.topic'])
  expect(problemsOf(capped({ ...onePerDay, within: '0s' }))).toEqual(['policy.cap at policy.caps.0.within'])
  expect(problemsOf(capped({ ...onePerDay, segment: 'weary' }))).toEqual(['unknown-segment at policy.caps.0.segment'])
})

test('who goes through the log again, without its stop switches, finds the same one in the place that a held message would have had', () => {
  const { program } = compile(sourceOf(definitionsOf(capped({ max: 1, within: '24h', then: 'skip' }))))
  if (program === undefined) throw new Error('the shop does not compile')
  const stopped = { ...program, stops: [{ scope: { template: 'a' }, because: 'wrong price', since: Date.parse(start) }] }
  const at = Date.parse(start)
  const happened = (name: string): Input => ({
    kind: 'event',
    at,
    event: { name, occurredAt: at, receivedAt: at, messageId: name, properties: {}, traits: { email: 'anna@example.com' } },
    position: 1,
  })
  const before = ['Identified', 'a', 'b'].reduce((state, name) => transition(stopped, state, happened(name)).state, newState('1', at))
  const pending = before.enrollments.flatMap((enrollment) => enrollment.pending.map(({ key }) => key))
  const [first = '', second = ''] = pending
  const live = transition(stopped, parseState(serializeState(before)), { kind: 'authorize', at, effect: second })
  expect([live.authorization?.kind, live.authorization?.heldRivals]).toEqual(['transmit', [first]])

  const again = transition(program, parseState(serializeState(before)), { kind: 'authorize', at, effect: second, heldRivals: [first] })
  expect([again.decisions, serializeState(again.state)]).toEqual([live.decisions, serializeState(live.state)])
  const untold = transition(program, parseState(serializeState(before)), { kind: 'authorize', at, effect: second })
  expect([untold.authorization?.kind, untold.authorization?.heldRivals]).toEqual(['refused', undefined])
})
