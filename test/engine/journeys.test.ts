// Rules of journeys, one by one, in virtual time.

import { describe, expect, test } from 'vitest'
import { compile, sourceOf } from '../../src/engine/compile.ts'
import type { Decision } from '../../src/model/decision.ts'
import { type Definitions, segmentSchema, templateSchema, workspaceSchema } from '../../src/model/definitions.ts'
import { journeySchema } from '../../src/model/journey.ts'
import type { JsonObject } from '../../src/model/json.ts'
import { type OneSubscriber, oneSubscriber } from '../../src/testing/one-subscriber.ts'

const start = '2026-11-21T10:00:00.000Z'

function definitions(journeys: readonly JsonObject[], more: { readonly segments?: readonly JsonObject[]; readonly workspace?: JsonObject } = {}): Definitions {
  return {
    workspace: workspaceSchema.parse({ workspace: 'shop', ...more.workspace }),
    journeys: journeys.map((journey) => journeySchema.parse(journey)),
    segments: (more.segments ?? []).map((segment) => segmentSchema.parse(segment)),
    templates: ['a', 'b', 'c'].map((template) => templateSchema.parse({ template, subject: template, html: `<p>${template}</p>` })),
  }
}

function begin(journeys: readonly JsonObject[], more: Parameters<typeof definitions>[1] = {}): OneSubscriber {
  const subscriber = oneSubscriber(definitions(journeys, more), start)
  subscriber.identify({ email: 'anna@example.com' })
  return subscriber
}

function problemsOf(...journeys: readonly JsonObject[]): string[] {
  return compile(sourceOf(definitions(journeys))).problems.map((problem) => `${problem.code} at ${problem.path.join('.')}`)
}

function of<Kind extends Decision['kind']>(subscriber: OneSubscriber, kind: Kind): Extract<Decision, { kind: Kind }>[] {
  return subscriber.decisions.filter((decision): decision is Extract<Decision, { kind: Kind }> => decision.kind === kind)
}

function sent(subscriber: OneSubscriber): string[] {
  return of(subscriber, 'handed over').map((decision) => `${decision.template} ${new Date(decision.at).toISOString().slice(0, 16)}`)
}

describe('entering', () => {
  const once = {
    journey: 'j',
    enter: [{ on: 'Signed Up' }],
    steps: [
      { id: 'w', wait: '1h' },
      { id: 's', send: 'a' },
    ],
  }

  test('again: never lets in once for ever, and says so', () => {
    const it = begin([once])
    it.event('Signed Up')
    it.event('Signed Up')
    it.advanceTo('2026-12-21T10:00:00Z')
    it.event('Signed Up')
    expect(of(it, 'entered')).toHaveLength(1)
    expect(of(it, 'not entered').map((decision) => decision.reason)).toEqual(['already inside', 'again: never'])
  })

  test('again: always lets in again once the passage is over', () => {
    const it = begin([{ ...once, again: 'always' }])
    it.event('Signed Up')
    it.advanceTo('2026-11-21T11:00:00Z')
    it.event('Signed Up')
    expect(of(it, 'entered')).toHaveLength(2)
  })

  test('again: after lets in from exactly so long after the last entry on', () => {
    const it = begin([{ ...once, again: { after: '7d' } }])
    it.event('Signed Up')
    it.advanceTo('2026-11-28T09:59:59.999Z')
    it.event('Signed Up')
    it.advanceTo('2026-11-28T10:00:00Z')
    it.event('Signed Up')
    expect(of(it, 'entered').map((decision) => decision.at)).toEqual([Date.parse(start), Date.parse('2026-11-28T10:00:00Z')])
  })

  test('again: max within counts entries in a sliding window', () => {
    const it = begin([{ ...once, steps: [], again: { max: 2, within: '1h' } }])
    it.event('Signed Up')
    it.advanceTo('2026-11-21T10:30:00Z')
    it.event('Signed Up')
    it.advanceTo('2026-11-21T10:59:59.999Z')
    it.event('Signed Up')
    it.advanceTo('2026-11-21T11:00:00Z')
    it.event('Signed Up')
    expect(of(it, 'entered').map((decision) => new Date(decision.at).toISOString().slice(11, 16))).toEqual(['10:00', '10:30', '11:00'])
  })

  test('a key makes passages distinct, and again counts per key', () => {
    const it = begin([{ ...once, key: 'properties.order' }])
    it.event('Signed Up', { order: 1 })
    it.event('Signed Up', { order: 2 })
    it.event('Signed Up', { order: 1 })
    it.event('Signed Up', {})
    expect(of(it, 'entered').map((decision) => decision.key)).toEqual(['1', '2'])
    expect(of(it, 'not entered').map((decision) => decision.reason)).toEqual(['already inside', 'no key'])
  })

  test('a late event lets in up to maxAge and not a millisecond later', () => {
    const it = begin([{ ...once, maxAge: '10m', again: 'always', steps: [] }])
    it.advanceTo('2026-11-21T11:00:00Z')
    it.event('Signed Up', {}, { occurredAt: '2026-11-21T10:50:00Z' })
    it.event('Signed Up', {}, { occurredAt: '2026-11-21T10:49:59.999Z' })
    expect(of(it, 'entered')).toHaveLength(1)
    expect(of(it, 'not entered').map((decision) => decision.reason)).toEqual(['event too late'])
  })

  test('a silent import lets nobody in, but is remembered', () => {
    const it = begin([{ journey: 'j', enter: [{ on: 'Order Completed', if: { event: 'Order Completed', count: { gte: 2 } } }], steps: [] }])
    it.event('Order Completed', {}, { silent: true })
    expect(of(it, 'entered')).toHaveLength(0)
    it.event('Order Completed')
    expect(of(it, 'entered')).toHaveLength(1)
  })

  test('becomes fires on the change from false to true, not on what held from the beginning', () => {
    const it = begin([
      { journey: 'never-bought', enter: [{ becomes: { not: { event: 'Order Completed' } } }], steps: [] },
      { journey: 'bought', enter: [{ becomes: { event: 'Order Completed' } }], steps: [] },
    ])
    it.event('Order Completed')
    it.event('Order Completed')
    expect(of(it, 'entered').map((decision) => decision.journey)).toEqual(['bought'])
  })

  test('what the very first input says turns a condition, a time zone as much as a plan; the hour that it is for everybody does not', () => {
    const enter = (becomes: JsonObject) => [{ becomes }]
    const journeys = [
      { journey: 'pro', enter: enter({ attribute: 'plan', eq: 'pro' }), steps: [] },
      { journey: 'evening', enter: enter({ time: { between: ['18:00', '20:00'] } }), steps: [] },
      { journey: 'morning', enter: enter({ time: { between: ['09:00', '11:00'] } }), steps: [] },
    ]
    const entered = (traits: JsonObject): string[] => {
      const it = oneSubscriber(definitions(journeys), start)
      it.identify(traits)
      return of(it, 'entered').map(({ journey }) => journey)
    }
    // It is 10:00 for the workspace, and 19:00 in Tokyo.
    expect(entered({ email: 'anna@example.com' })).toEqual([])
    expect(entered({ email: 'anna@example.com', plan: 'pro', timezone: 'Asia/Tokyo' })).toEqual(['pro', 'evening'])
  })

  test('becomes fires by time alone, at its own instant, however late anybody looks', () => {
    const it = begin([{ journey: 'quiet', enter: [{ becomes: { since: 'Login', gte: '14d' } }], steps: [] }])
    it.event('Login')
    it.advanceTo('2027-06-01T00:00:00Z')
    expect(of(it, 'entered').map((decision) => decision.at)).toEqual([Date.parse('2026-12-05T10:00:00.000Z')])
  })

  test('joining and leaving segments and lists let in', () => {
    const journeys = [
      { journey: 'buyer', enter: [{ joins: { segment: 'buyers' } }], steps: [{ id: 'l', list: { add: 'vip' } }] },
      { journey: 'vip', enter: [{ joins: { list: 'vip' } }], steps: [] },
      { journey: 'lost', enter: [{ leaves: { segment: 'buyers' } }], steps: [] },
    ]
    const it = begin(journeys, { segments: [{ segment: 'buyers', if: { event: 'Order Completed', within: '30d' } }] })
    it.event('Order Completed')
    it.advanceTo('2027-01-01T00:00:00Z')
    expect(of(it, 'entered').map((decision) => `${decision.journey} ${new Date(decision.at).toISOString()}`)).toEqual([
      'buyer 2026-11-21T10:00:00.000Z',
      'vip 2026-11-21T10:00:00.000Z',
      'lost 2026-12-21T10:00:00.000Z',
    ])
  })
})

describe('moving', () => {
  test('the first pair to happen wins, and the others do nothing any more', () => {
    const journey = {
      journey: 'j',
      enter: [{ on: 'Signed Up' }],
      steps: [
        {
          id: 'first',
          on: [
            { event: 'Order Completed', where: { value: { gte: 10 } }, steps: [{ id: 'a', send: 'a' }] },
            { after: '1h', steps: [{ id: 'b', send: 'b' }] },
            { match: { attribute: 'plan', eq: 'pro' }, steps: [{ id: 'c', send: 'c' }] },
          ],
        },
      ],
    }
    const bought = begin([journey])
    bought.event('Signed Up')
    bought.event('Order Completed', { value: 9 })
    bought.event('Order Completed', { value: 10 })
    bought.advanceTo('2026-11-22T10:00:00Z')
    const waited = begin([journey])
    waited.event('Signed Up')
    waited.advanceTo('2026-11-21T11:00:00Z')
    waited.event('Order Completed', { value: 10 })
    const upgraded = begin([journey])
    upgraded.event('Signed Up')
    upgraded.identify({ plan: 'pro' })
    expect([sent(bought), sent(waited), sent(upgraded)]).toEqual([['a 2026-11-21T10:00'], ['b 2026-11-21T11:00'], ['c 2026-11-21T10:00']])
  })

  test('a wait for a condition ends with the condition, or with its limit', () => {
    const journey = {
      journey: 'j',
      enter: [{ on: 'Signed Up' }],
      steps: [
        { id: 'w', wait: { for: { event: 'Profile Filled' }, 'at most': '3d' } },
        { id: 's', send: 'a' },
      ],
    }
    const filled = begin([journey])
    filled.event('Signed Up')
    filled.advanceTo('2026-11-22T00:00:00Z')
    filled.event('Profile Filled')
    const idle = begin([journey])
    idle.event('Signed Up')
    idle.advanceTo('2026-12-01T00:00:00Z')
    expect([sent(filled), sent(idle)]).toEqual([['a 2026-11-22T00:00'], ['a 2026-11-24T10:00']])
  })

  test.each([
    ['in the future', '2026-12-01', 'a 2026-11-28T05:00'],
    ['in the past', '2020-01-01', 'a 2026-11-21T10:00'],
    ['missing', undefined, 'a 2026-11-21T10:00'],
    ['no date at all', 'soon', 'a 2026-11-21T10:00'],
  ])('a wait for a date %s with an offset of three days before', (_name, date, expected) => {
    const journey = {
      journey: 'j',
      enter: [{ on: 'Signed Up' }],
      steps: [
        { id: 'w', wait: { date: 'attributes.birthday', offset: '-3d', zone: 'America/New_York' } },
        { id: 's', send: 'a' },
      ],
    }
    const it = begin([journey])
    if (date !== undefined) it.identify({ birthday: date })
    it.event('Signed Up')
    it.advanceTo('2027-01-01T00:00:00Z')
    expect(sent(it)).toEqual([expected])
  })

  test('a zone that changes during a wait until a local time is honored', () => {
    const it = begin([
      {
        journey: 'j',
        enter: [{ on: 'Signed Up' }],
        steps: [
          { id: 'w', wait: { until: '09:00' } },
          { id: 's', send: 'a' },
        ],
      },
    ])
    it.event('Signed Up')
    it.identify({ timezone: 'Asia/Tokyo' })
    it.advanceTo('2026-11-23T00:00:00Z')
    expect(sent(it)).toEqual(['a 2026-11-22T00:00'])
  })

  test('choose takes the first branch that holds', () => {
    const choose = [
      { if: { attribute: 'age', gte: 30 }, steps: [{ id: 'a', send: 'a' }] },
      { if: { attribute: 'age', gte: 20 }, steps: [{ id: 'b', send: 'b' }] },
      { else: [{ id: 'c', send: 'c' }] },
    ]
    const results = [35, 25, 5].map((age) => {
      const it = begin([{ journey: 'j', enter: [{ on: 'Signed Up' }], steps: [{ id: 'x', choose }] }])
      it.identify({ age })
      it.event('Signed Up')
      return sent(it)[0]?.slice(0, 1)
    })
    expect(results).toEqual(['a', 'b', 'c'])
  })

  test('a split is sticky: whoever comes again gets the same variant', () => {
    const split = [
      { variant: 'one', steps: [{ id: 'a', send: 'a' }] },
      { variant: 'two', steps: [{ id: 'b', send: 'b' }] },
    ]
    const it = begin([{ journey: 'j', again: 'always', enter: [{ on: 'Signed Up' }], steps: [{ id: 'x', split }] }])
    for (let round = 0; round < 5; round += 1) it.event('Signed Up')
    expect(new Set(sent(it)).size).toBe(1)
    expect(sent(it)).toHaveLength(5)
  })

  test('a step whose own condition fails is skipped, and the passage goes on', () => {
    const it = begin([
      {
        journey: 'j',
        enter: [{ on: 'Signed Up' }],
        steps: [
          { id: 'a', send: 'a', if: { attribute: 'plan', eq: 'pro' } },
          { id: 'b', send: 'b' },
        ],
      },
    ])
    it.event('Signed Up')
    expect(sent(it)).toEqual(['b 2026-11-21T10:00'])
    expect(of(it, 'skipped').map((decision) => decision.step)).toEqual(['a'])
  })

  test('goto goes round with a wait, and stops when its condition fails', () => {
    const steps = [
      { id: 'remind', send: 'a' },
      { id: 'day', wait: '1d' },
      { id: 'again', goto: 'remind', if: { event: 'Message Sent', count: { lt: 3 }, since: 'enrollment' } },
    ]
    const it = begin([{ journey: 'j', enter: [{ on: 'Signed Up' }], steps }])
    it.event('Signed Up')
    it.advanceTo('2026-12-21T10:00:00Z')
    expect(sent(it)).toHaveLength(3)
    expect(of(it, 'completed')).toHaveLength(1)
  })

  test('update sets, unsets, increments and appends, and others hear of it', () => {
    const update = { set: { plan: 'pro', city: { ref: 'trigger.city' } }, unset: ['trial'], increment: { visits: 2 }, append: { tags: 'new' } }
    const it = begin([
      { journey: 'j', enter: [{ on: 'Signed Up' }], steps: [{ id: 'u', update }] },
      { journey: 'pro', enter: [{ on: 'Attribute Changed', where: { attribute: 'plan' } }], steps: [] },
    ])
    it.identify({ trial: true, visits: 1, tags: ['old'] })
    it.event('Signed Up', { city: 'Riga' })
    expect(it.state.attributes).toMatchObject({ plan: 'pro', city: 'Riga', visits: 3, tags: ['old', 'new'] })
    expect(it.state.attributes).not.toHaveProperty('trial')
    expect(of(it, 'entered').map((decision) => decision.journey)).toEqual(['j', 'pro'])
  })

  test('start begins another journey beside, jump leaves for it, stop ends it', () => {
    const it = begin([
      {
        journey: 'one',
        enter: [{ on: 'Signed Up' }],
        steps: [
          { id: 's', start: 'two' },
          { id: 'w', wait: '1h' },
          { id: 'x', stop: 'two' },
          { id: 'j', jump: 'three' },
          { id: 'never', send: 'a' },
        ],
      },
      {
        journey: 'two',
        enter: [{ on: 'Nothing' }],
        steps: [
          { id: 'w', wait: '2h' },
          { id: 's', send: 'b' },
        ],
      },
      { journey: 'three', enter: [{ on: 'Nothing' }], steps: [{ id: 's', send: 'c' }] },
    ])
    it.event('Signed Up')
    it.advanceTo('2026-11-22T10:00:00Z')
    expect(sent(it)).toEqual(['c 2026-11-21T11:00'])
    expect(of(it, 'exited').map((decision) => decision.journey)).toEqual(['two'])
  })
})

describe('leaving', () => {
  const journey = {
    journey: 'j',
    enter: [{ on: 'Signed Up' }],
    steps: [
      { id: 'w', wait: '1d' },
      { id: 's', send: 'a' },
    ],
  }

  test('an exit event acts at once, inside a wait', () => {
    const it = begin([{ ...journey, exit: [{ event: 'Order Completed' }] }])
    it.event('Signed Up')
    it.advanceTo('2026-11-21T12:00:00Z')
    it.event('Order Completed')
    expect(of(it, 'exited').map((decision) => decision.at)).toEqual([Date.parse('2026-11-21T12:00:00Z')])
  })

  test('an exit condition acts at the instant it turns true, by time too', () => {
    const it = begin([{ ...journey, exit: [{ when: { since: 'Login', gte: '2h' } }] }])
    it.event('Login')
    it.event('Signed Up')
    it.advanceTo('2026-12-01T00:00:00Z')
    expect(of(it, 'exited').map((decision) => decision.at)).toEqual([Date.parse('2026-11-21T12:00:00Z')])
  })

  test('a late exit event counts when it happened after the trigger, and not when before', () => {
    const it = begin([{ ...journey, exit: [{ event: 'Order Completed' }] }])
    it.event('Signed Up')
    it.advanceTo('2026-11-21T20:00:00Z')
    it.event('Order Completed', {}, { occurredAt: '2026-11-21T09:59:59.999Z' })
    expect(of(it, 'exited')).toHaveLength(0)
    it.event('Order Completed', {}, { occurredAt: '2026-11-21T10:00:00Z' })
    expect(of(it, 'exited')).toHaveLength(1)
  })

  test('nothing is sent after an unsubscribe, not even what was decided before', () => {
    const it = begin([
      {
        ...journey,
        steps: [
          { id: 's', send: 'a' },
          { id: 'w', wait: '1d' },
          { id: 't', send: 'b' },
        ],
      },
    ])
    it.holdMessages()
    it.event('Signed Up')
    it.command({ do: 'unsubscribe', topic: 'all' })
    it.deliver()
    it.advanceTo('2026-11-30T00:00:00Z')
    expect(sent(it)).toEqual([])
    expect(of(it, 'refused').map((decision) => decision.reason)).toEqual(['unsubscribed', 'unsubscribed'])
    expect(of(it, 'completed')).toHaveLength(1)
  })

  test('a message that is too late is not handed over', () => {
    const it = begin([{ ...journey, steps: [{ id: 's', send: 'a', expires: '1h' }] }])
    it.holdMessages()
    it.event('Signed Up')
    it.advanceTo('2026-11-21T11:00:00Z')
    it.deliver()
    expect(of(it, 'refused').map((decision) => decision.reason)).toEqual(['expired'])
  })

  test('the goal is counted once, within its window, also after the passage is over', () => {
    const it = begin([{ ...journey, steps: [{ id: 's', send: 'a' }], goal: { event: 'Order Completed', within: '3d' } }])
    it.event('Signed Up')
    it.advanceTo('2026-11-24T09:59:59.999Z')
    it.event('Order Completed')
    it.event('Order Completed')
    expect(of(it, 'converted')).toHaveLength(1)
    expect(it.state.enrollments).toEqual([])
  })

  test('what happens exactly so long after entering does not reach the goal any more, also when it is told later', () => {
    const it = begin([{ ...journey, steps: [{ id: 'w', wait: '9d' }], goal: { event: 'Order Completed', within: '3d' } }])
    it.event('Signed Up')
    it.advanceTo('2026-11-24T10:30:00Z')
    it.event('Order Completed', {}, { occurredAt: '2026-11-24T10:00:00Z' })
    expect(of(it, 'converted')).toEqual([])
    it.event('Order Completed', {}, { occurredAt: '2026-11-24T09:59:59.999Z' })
    expect(of(it, 'converted')).toHaveLength(1)
  })

  test('what happened before somebody came to a step does not move them on from there, however late it is told', () => {
    const on = { id: 'o', on: [{ event: 'Viewed', steps: [{ id: 's', send: 'a' }] }] }
    const it = begin([{ ...journey, steps: [{ id: 'w', wait: '1h' }, on] }])
    it.event('Signed Up')
    it.advanceTo('2026-11-21T11:30:00Z')
    it.event('Viewed', {}, { occurredAt: '2026-11-21T10:59:59.999Z' })
    expect(sent(it)).toEqual([])
    it.event('Viewed', {}, { occurredAt: '2026-11-21T11:00:00Z' })
    expect(sent(it)).toEqual(['a 2026-11-21T11:30'])
  })

  test('an unless at the very instant of an on stops the timer, and one before it does not', () => {
    const quiet = { journey: 'j', enter: [{ quiet: '30m', on: 'Product Added', unless: 'Order Completed' }], steps: [{ id: 's', send: 'a' }] }
    const [same, before] = [begin([quiet]), begin([quiet])]
    for (const it of [same, before]) {
      it.advanceTo('2026-11-21T10:05:00Z')
      it.event('Product Added')
    }
    same.event('Order Completed')
    before.event('Order Completed', {}, { occurredAt: '2026-11-21T10:04:59.999Z' })
    for (const it of [same, before]) it.advanceTo('2026-11-21T12:00:00Z')
    expect([sent(same), sent(before)]).toEqual([[], ['a 2026-11-21T10:35']])
  })
})

describe('what can be seen to be wrong before anybody is in it', () => {
  const base = { journey: 'j', enter: [{ on: 'Signed Up' }] }

  test.each([
    ['a template that is not there', { ...base, steps: [{ id: 's', send: 'nope' }] }, ['send.template at steps.0.send']],
    ['a goto to nowhere', { ...base, steps: [{ id: 's', goto: 'nope' }] }, ['goto.unknown at steps.0.goto']],
    [
      'a circle without time',
      {
        ...base,
        steps: [
          { id: 's', send: 'a' },
          { id: 'g', goto: 's' },
        ],
      },
      ['goto.circle at steps.0'],
    ],
    [
      'a circle that takes no time for whom what it waits for has come',
      {
        ...base,
        steps: [
          { id: 'w', wait: { for: { attribute: 'plan', eq: 'gold' }, 'at most': '3d' } },
          { id: 's', send: 'a' },
          { id: 'g', goto: 'w' },
        ],
      },
      ['goto.circle at steps.0'],
    ],
    [
      'a circle whose wait is passed over where its if does not hold',
      {
        ...base,
        steps: [
          { id: 's', send: 'a' },
          { id: 'w', wait: '3d', if: { attribute: 'plan', eq: 'gold' } },
          { id: 'g', goto: 's' },
        ],
      },
      ['goto.circle at steps.1'],
    ],
    [
      'a circle in which time always passes',
      {
        ...base,
        steps: [
          { id: 's', send: 'a' },
          { id: 'w', wait: '3d' },
          { id: 'g', goto: 's' },
        ],
      },
      [],
    ],
    [
      'a circle that waits for what has to happen anew each time',
      {
        ...base,
        steps: [
          { id: 'w', wait: { for: { event: 'Product Viewed', since: 'step' }, 'at most': '3d' } },
          { id: 's', send: 'a' },
          { id: 'g', goto: 'w' },
        ],
      },
      [],
    ],
    [
      'two steps with one id',
      {
        ...base,
        steps: [
          { id: 's', send: 'a' },
          { id: 's', send: 'b' },
        ],
      },
      ['step.id at steps.1.id'],
    ],
    ['a journey that is not there', { ...base, steps: [{ id: 's', start: 'nope' }] }, ['start.unknown at steps.0.start']],
    ['a key that is no property', { ...base, key: 'cart_id', steps: [] }, ['key.path at key']],
    [
      'a step that nothing leads to',
      {
        ...base,
        steps: [
          { id: 'e', end: true },
          { id: 's', send: 'a' },
        ],
      },
      ['step.unreachable at steps.1'],
    ],
  ])('%s', (_name, journey, expected) => {
    expect(problemsOf(journey as JsonObject)).toEqual(expected)
  })
})
