// Circles between journeys: found before anybody is in them where they can be seen, and bounded for whoever is in one.

import { describe, expect, test } from 'vitest'
import { compile, sourceOf } from '../../src/engine/compile.ts'
import type { Definitions } from '../../src/model/definitions.ts'
import { journeySchema } from '../../src/model/journey.ts'
import { limits } from '../../src/model/limits.ts'
import { oneSubscriber } from '../../src/testing/one-subscriber.ts'

function definitions(...journeys: readonly object[]): Definitions {
  const parsed = journeys.map((journey) => journeySchema.parse({ again: 'always', enter: [{ on: 'Go' }], ...journey }))
  return { workspace: { workspace: 'shop' }, journeys: parsed, segments: [], templates: [] }
}

const circlesOf = (...journeys: readonly object[]): readonly string[] =>
  compile(sourceOf(definitions(...journeys))).problems.flatMap(({ code, severity, message }) => (code === 'journey.circle' ? [`${severity}: ${message}`] : []))

describe('a circle between journeys', () => {
  test('is found with its way, once', () => {
    const found = circlesOf(
      { journey: 'a', steps: [{ start: 'b' }] },
      { journey: 'b', steps: [{ nothing: true }, { jump: 'c' }] },
      { journey: 'c', steps: [{ start: 'a' }] },
    )
    expect(found).toEqual([
      'warning: the journeys a -> b -> c -> a let people into one another in a circle without letting time pass: a starts b; b jumps to c; c starts a',
    ])
  })

  test('is found over a list, and where a journey starts itself', () => {
    const list = [{ journey: 'a', steps: [{ list: { remove: 'vip' } }, { list: { add: 'vip' } }] }]
    expect(circlesOf({ ...list[0], enter: [{ joins: { list: 'vip' } }] })).toEqual([
      'warning: the journeys a -> a let people into one another in a circle without letting time pass: a puts on list vip, which lets into a',
    ])
    expect(circlesOf({ journey: 'a', steps: [{ start: 'a' }] })).toHaveLength(1)
  })

  test('is found over the events that passages make, where they end at once and somebody may come in again', () => {
    const itself = { journey: 'a', enter: [{ on: 'Journey Completed', where: { journey: 'a' } }], steps: [{ nothing: true }] }
    expect(circlesOf(itself)).toEqual([
      'warning: the journeys a -> a let people into one another in a circle without letting time pass: a is completed, which lets into a',
    ])
    expect(circlesOf({ ...itself, steps: [{ wait: '1d' }] })).toEqual([])
    expect(circlesOf({ ...itself, again: 'never' })).toEqual([])
    expect(circlesOf({ ...itself, enter: [{ on: 'Journey Completed', where: { journey: 'b' } }] })).toEqual([])
    const pair = [
      { journey: 'a', enter: [{ on: 'Journey Entered', where: { journey: 'b' } }], steps: [{ wait: '1d' }] },
      { journey: 'b', enter: [{ on: 'Journey Entered', where: { journey: 'a' } }], steps: [{ wait: '1d' }] },
    ]
    expect(circlesOf(...pair)).toHaveLength(1)
  })

  const toggles = [
    { journey: 'up', enter: [{ becomes: { attribute: 'tier', eq: 1 } }], steps: [{ update: { set: { tier: 2 } } }] },
    { journey: 'down', enter: [{ on: 'Attribute Changed', where: { attribute: 'tier' } }], steps: [{ update: { set: { tier: 1 } } }] },
  ]

  test('is found over attributes, by a condition and by the event of their change', () => {
    expect(circlesOf(...toggles)).toEqual([
      'warning: the journeys up -> down -> up let people into one another in a circle without letting time pass: up updates tier, which lets into down; down updates tier, which lets into up',
    ])
  })

  test('is found over segments and over what is counted up', () => {
    const given = definitions(
      { journey: 'rises', enter: [{ joins: { segment: 'odd' } }], steps: [{ update: { increment: { 'score.points': 1 } } }] },
      {
        journey: 'falls',
        enter: [{ leaves: { segment: 'odd' } }],
        steps: [{ choose: [{ else: [{ update: { set: { score: { ref: 'attributes.before' } } } }] }] }],
      },
    )
    const odd = { segment: 'odd', if: { all: [{ attribute: 'score.points', gt: 3 }, { event: 'Viewed' }] } }
    const found = compile(sourceOf({ ...given, segments: [odd] })).problems.filter(({ code }) => code === 'journey.circle')
    expect(found.map(({ message }) => message.split(': ')[1])).toEqual([
      'rises updates score.points, over which segment odd lets into rises',
      'falls updates score, over which segment odd lets into falls',
    ])
  })

  test.each<[string, readonly object[]]>([
    ['the same value is set in it each time', [{ ...toggles[0], steps: [{ update: { set: { tier: 1 } } }] }]],
    ['what is set does not fit what lets in', [toggles[0] as object, { ...toggles[1], enter: [{ becomes: { attribute: 'tier', eq: 9 } }] }]],
    ['another attribute is set', [toggles[0] as object, { ...toggles[1], steps: [{ update: { set: { plan: 1 } } }] }]],
    ['it must hold for a while', [toggles[1] as object, { ...toggles[0], enter: [{ becomes: { attribute: 'tier', eq: 1, for: '1h' } }] }].slice(1)],
    ['time passes before the update', [toggles[0] as object, { ...toggles[1], steps: [{ wait: '1m' }, { update: { set: { tier: 1 } } }] }]],
  ])('is none when %s', (_, journeys) => {
    expect(circlesOf(...journeys)).toEqual([])
  })

  test('is none when time passes in it', () => {
    expect(circlesOf({ journey: 'a', steps: [{ wait: '1d' }, { start: 'b' }] }, { journey: 'b', steps: [{ start: 'a' }] })).toEqual([])
  })

  test('of jumps is cut at run time, with a decision that says so', () => {
    const it = oneSubscriber(
      definitions({ journey: 'a', steps: [{ jump: 'b' }] }, { journey: 'b', enter: [{ on: 'Never' }], steps: [{ jump: 'a' }] }),
      '2026-11-21T10:00:00.000Z',
    )
    it.event('Go')
    const cut = it.decisions.filter(({ kind }) => kind === 'cut').map((one) => ('because' in one ? one.because : ''))
    expect([...new Set(cut)]).toEqual([`more than ${limits.cascade} steps and events were set off by one input`])
    expect(it.state.enrollments.every(({ status }) => status !== 'active')).toBe(true)
  })
})

describe('a journey that its own messages let in again', () => {
  const note = { template: 'note', subject: 'Note', html: '<p>Note</p>', topic: 'news' }
  const warnedOf = (journey: object): readonly string[] => {
    const given = { ...definitions({ journey: 'echo', steps: [{ id: 'say', send: 'note' }], ...journey }), templates: [note] }
    return compile(sourceOf({ ...given, workspace: { workspace: 'shop', topics: [{ topic: 'news' }] } })).problems.flatMap(({ code, severity, message }) =>
      code === 'journey.own-messages' ? [`${severity}: ${message}`] : [],
    )
  }

  test('is warned of with the step and the event', () => {
    const message = (event: string): string => `warning: ${event} of its own step say lets people into echo again, which sends again, and so on without end`
    expect(warnedOf({ enter: [{ on: 'Message Sent' }] })).toEqual([message('Message Sent')])
    expect(warnedOf({ enter: [{ on: ['Viewed', 'Message Opened'], where: { template: 'note', topic: 'news', by: 'human' } }] })).toEqual([
      message('Message Opened'),
    ])
    expect(warnedOf({ enter: [{ quiet: '1d', on: 'Message Sent', unless: 'Message Opened' }] })).toHaveLength(1)
    expect(warnedOf({ enter: [{ on: 'Message Sent' }], again: 'never', key: 'properties.message' })).toHaveLength(1)
  })

  test.each<[string, object]>([
    ['it enters once', { enter: [{ on: 'Message Sent' }], again: 'never' }],
    ['it enters now and then', { enter: [{ on: 'Message Sent' }], again: { after: '7d' } }],
    ['its own are left out', { enter: [{ on: 'Message Sent', where: { journey: { ne: 'echo' } } }] }],
    ['other mails are meant', { enter: [{ on: 'Message Opened', where: { template: 'welcome' } }] }],
    ['another channel is meant', { enter: [{ on: 'Message Closed' }] }],
    ['a condition may end it', { enter: [{ on: 'Message Sent', if: { event: 'Message Sent', count: { lt: 3 } } }] }],
    ['it sends nothing', { enter: [{ on: 'Message Sent' }], steps: [{ wait: '1d' }] }],
  ])('is none when %s', (_, journey) => {
    expect(warnedOf(journey)).toEqual([])
  })

  test('would send without end: an hour later each time, as long as the clock runs', () => {
    const given = definitions({ journey: 'echo', enter: [{ on: 'Go' }, { on: 'Message Sent' }], steps: [{ wait: '1h' }, { id: 'say', send: 'note' }] })
    const it = oneSubscriber({ ...given, templates: [{ template: 'note', subject: 'Note', html: '<p>Note</p>' }] }, '2026-11-21T10:00:00.000Z')
    it.identify({ email: 'ada@example.com' })
    it.event('Go')
    it.advanceTo('2026-11-21T20:30:00.000Z')
    expect(it.decisions.filter(({ kind }) => kind === 'handed over')).toHaveLength(10)
  })
})

describe('journeys that let people in through what the others send', () => {
  const note = { template: 'note', subject: 'Note', html: '<p>Note</p>', topic: 'news' }
  const circlesOf = (...journeys: readonly object[]): readonly string[] =>
    compile(sourceOf({ ...definitions(...journeys), templates: [note], workspace: { workspace: 'shop', topics: [{ topic: 'news' }] } })).problems.flatMap(
      ({ code, severity, message }) => (code === 'journey.message-circle' ? [`${severity}: ${message.split('without end: ')[1]}`] : []),
    )
  const say = { id: 'say', send: 'note' }
  const onClick = (journey: string) => ({ on: 'Message Clicked', where: { journey } })

  test('are found with the way, once: two, and three', () => {
    const a = { journey: 'a', enter: [onClick('b')], steps: [{ wait: '1d' }, say] }
    expect(circlesOf(a, { journey: 'b', enter: [onClick('a')], steps: [say] })).toEqual([
      'warning: Message Clicked of step say of a lets into b; Message Clicked of step say of b lets into a',
    ])
    expect(circlesOf(a, { journey: 'b', enter: [onClick('c')], steps: [say] }, { journey: 'c', enter: [onClick('a')], steps: [say] })).toEqual([
      'warning: Message Clicked of step say of a lets into c; Message Clicked of step say of c lets into b; Message Clicked of step say of b lets into a',
    ])
  })

  test.each<[string, object, string]>([
    ['a start, also after a wait', { steps: [{ wait: '1h' }, { start: 'a' }] }, 'b starts a'],
    ['a list', { steps: [{ list: { remove: 'vip' } }, { wait: '1h' }, { list: { add: 'vip' } }] }, 'b puts on list vip, which lets into a'],
    ['an attribute that is counted up', { steps: [{ update: { increment: { points: 1 } } }] }, 'b updates points, which lets into a'],
    ['another event of a mail', { steps: [say] }, 'Message Opened of step say of b lets into a'],
  ])('are found where one way back is %s', (_, b, words) => {
    const enter = [
      { on: 'Go' },
      { joins: { list: 'vip' } },
      { on: 'Attribute Changed', where: { attribute: 'points' } },
      { on: 'Message Opened', where: { journey: 'b' } },
    ]
    expect(circlesOf({ journey: 'a', enter, steps: [say] }, { journey: 'b', enter: [onClick('a')], ...b })).toEqual([
      `warning: Message Clicked of step say of a lets into b; ${words}`,
    ])
  })

  test.each<[string, object]>([
    ['one of them enters once', { again: 'never', steps: [say] }],
    ['the way back leads elsewhere', { enter: [onClick('z')], steps: [say] }],
    ['the list is only ever joined', { steps: [{ list: { add: 'vip' } }] }],
    ['a condition may end it', { enter: [{ ...onClick('a'), if: { event: 'Order Completed', count: { lt: 3 } } }], steps: [say] }],
  ])('are no circle when %s', (_, b) => {
    const a = { journey: 'a', enter: [{ joins: { list: 'vip' } }, { ...onClick('b') }], steps: [say] }
    expect(circlesOf(a, { journey: 'b', enter: [onClick('a')], ...b })).toEqual([])
  })
})
