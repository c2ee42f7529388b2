// Every kind of way in, step, exit and wait that can be written down runs in a made-up year, and the backtest of it is what happened, decision by decision.
// The lists of kinds are the grammar's own: a kind that is added is missed here until it runs too.

import { expect, test } from 'vitest'
import type { ProgramSource } from '../../src/engine/program.ts'
import { stepIds } from '../../src/engine/walk-steps.ts'
import type { Arrival } from '../../src/model/arrival.ts'
import { type Journey, stepKinds, triggerSchemas } from '../../src/model/journey.ts'
import { nextSource, readPublished } from '../../src/runtime/publishing/published.ts'
import { readSources } from '../../src/runtime/publishing/source-records.ts'
import type { Runtime } from '../../src/runtime/runtime.ts'
import { readPauses } from '../../src/runtime/stopping/pauses.ts'
import { day, Notebook, sourceWith } from '../runtime/workshop.ts'
import { backtestOf, expectSame, livedThrough } from './lived-through.ts'
import { randomLife } from './random-life.ts'

const all: Journey = {
  journey: 'all',
  enter: [{ on: 'Order Completed', where: { revenue: { gte: 5 } } }],
  again: 'always',
  key: 'properties.revenue',
  exit: [{ when: { attribute: 'orders', gte: 9 } }, { event: 'Nothing Much', where: { revenue: { gte: 35 } } }],
  goal: { event: 'Order Completed', within: '2d', value: 'properties.revenue' },
  steps: [
    { id: 'count', update: { increment: { orders: 1 }, set: { last: { ref: 'trigger.revenue' } } } },
    { id: 'put', list: { add: 'buyers' } },
    { id: 'yes', topic: { subscribe: 'news' } },
    {
      id: 'which',
      choose: [
        { if: { sum: 'revenue', of: 'Order Completed', within: '3d', gte: 60 }, steps: [{ id: 'call', webhook: { url: 'https://shop.example/hook' } }] },
        { else: [{ id: 'text', sms: 'Thank you' }] },
      ],
    },
    {
      id: 'parts',
      split: [
        { variant: 'a', steps: [{ id: 'note-a', send: 'note' }] },
        { variant: 'b', weight: 3, steps: [{ id: 'wait-b', wait: '20m' }] },
      ],
    },
    { id: 'morning', wait: { until: '09:00', zone: 'Europe/Berlin' } },
    { id: 'beside', start: 'beside' },
    {
      id: 'first',
      on: [
        {
          event: 'Product Viewed',
          if: { attribute: 'orders', gte: 2 },
          steps: [{ id: 'mail', send: 'note', if: { attribute: 'orders', lt: 7 }, expires: '6h' }],
        },
        { match: { event: 'Order Completed', count: { gte: 4 }, within: '4d' }, steps: [{ id: 'skip', goto: 'last' }] },
        { at: '18:30', days: ['sat', 'sun', 'wed'], steps: [{ id: 'off', list: { remove: 'buyers' } }] },
        { after: '20h', steps: [{ id: 'over', end: true }] },
      ],
    },
    { id: 'place', nothing: true },
    { id: 'last', topic: { unsubscribe: 'news' } },
  ],
}
const beside: Journey = {
  journey: 'beside',
  enter: [{ on: 'Never' }],
  again: { after: '1d' },
  steps: [
    { id: 'hope', wait: { for: { event: 'Product Viewed', count: { gte: 2 }, within: '6h' }, 'at most': '2d' } },
    { id: 'go', jump: 'after' },
  ],
}
const after: Journey = {
  journey: 'after',
  enter: [{ on: 'Never' }],
  again: { max: 3, within: '9d' },
  steps: [
    { id: 'date', wait: { date: 'trigger.when', offset: '1d', at: '10:00' } },
    { id: 'rest', wait: '3h' },
    { id: 'say', send: 'note', topic: 'service' },
    { id: 'halt', stop: 'all', if: { attribute: 'orders', gte: 8 } },
  ],
}
const others: readonly Journey[] = [
  { journey: 'joined', enter: [{ joins: { list: 'buyers' } }, { joins: { segment: 'lately' } }], again: 'always', steps: [{ id: 'say', send: 'note' }] },
  { journey: 'left', enter: [{ leaves: { segment: 'lately' } }, { leaves: { list: 'buyers' } }], again: 'always', steps: [{ id: 'say', send: 'note' }] },
  { journey: 'nightly', enter: [{ at: '0 3 * * *', for: { segment: 'lately' } }], again: { after: '3d' }, steps: [{ id: 'say', send: 'note' }] },
  { journey: 'lapsed', enter: [{ becomes: { since: 'Order Completed', gte: '4d', never: false } }], again: 'always', steps: [{ id: 'say', send: 'note' }] },
  { journey: 'silent', enter: [{ quiet: '45m', on: 'Product Viewed', unless: 'Order Completed' }], again: 'always', steps: [{ id: 'say', send: 'note' }] },
]
const journeys = [all, beside, after, ...others]
const source: ProgramSource = {
  ...sourceWith(...journeys),
  segments: [{ segment: 'lately', if: { event: 'Order Completed', count: { gte: 2 }, within: '2d' } }],
  templates: [{ template: 'note', subject: 'A note', html: '<p>Hello</p>', topic: 'news' }],
  workspace: {
    workspace: 'shop',
    zone: 'Europe/London',
    sender: { address: 'shop@shop.example' },
    topics: [
      { topic: 'news', consent: 'opt-in' },
      { topic: 'service', transactional: true },
    ],
    policy: {
      consent: 'opt-out',
      quietHours: { from: '22:00', to: '07:00' },
      caps: [{ max: 4, within: '3d', then: 'defer' }],
    },
  },
}

/** Who has a phone number, too, and what each order is due. */
function asWritten(arrival: Arrival): Arrival {
  const { event } = arrival
  if (event.traits !== undefined) return { ...arrival, event: { ...event, traits: { ...event.traits, phone: '+4915112345678' } } }
  return { ...arrival, event: { ...event, properties: { ...event.properties, when: new Date(event.occurredAt).toISOString() } } }
}

/** Another half year of the same: two journeys are changed while people are inside, one is new, and what waits in others is published unchanged. */
const changed: readonly Journey[] = journeys.map((one): Journey => {
  if (one.journey === 'all') return { ...one, exit: [{ when: { attribute: 'orders', gte: 12 } }], steps: [{ id: 'new', wait: '5m' }, ...one.steps] }
  if (one.journey === 'after')
    return {
      ...one,
      again: { max: 5, within: '9d' },
      steps: one.steps.map((step) => (step.id === 'rest' ? { ...step, wait: '5h' } : step)) as Journey['steps'],
    }
  return one
})

test('over every kind, with versions that changed in the middle and pauses with each way of their end, the backtest is what happened', async () => {
  const life = randomLife(31, 500).map(asWritten)
  const channels = (['email', 'sms', 'webhook'] as const).map((name) => new Notebook(name))
  const half = life.length / 2
  const { store, to: turn } = await livedThrough(source, life.slice(0, half), { restMs: 1, channels })
  const { workspace, segments, templates } = source
  const second = nextSource(await readPublished(store), { workspace, segments, templates, journeys: changed }, await store.counts(), { isTakenOver: true })
  const later = life.slice(half).map((arrival) => ({ ...arrival, event: { ...arrival.event, receivedAt: Math.max(arrival.event.receivedAt, turn) } }))
  const modes = ['drop-stale', 'catch-up', 'shift'] as const
  const deeds = journeys.flatMap(({ journey }, place) => {
    const mode = modes[place % modes.length] ?? 'shift'
    return [
      { at: turn + (place + 1) * 3_600_000, do: (runtime: Runtime) => runtime.changePause({ journey, do: 'pause', because: 'a look', by: 'admin' }) },
      { at: turn + (place + 1) * 11 * 3_600_000, do: (runtime: Runtime) => runtime.changePause({ journey, do: 'resume', mode }) },
    ]
  })
  const { to } = await livedThrough(second, later, { store, startAt: turn, restMs: 20 * day, deeds, channels })
  const pauses = await readPauses(store)
  expect(pauses).toHaveLength(2 * journeys.length)
  const before = (await readSources(store, 9)).filter(({ at }) => at < turn)
  const { decisions } = await backtestOf(store, { arms: [{ name: 'second', source: second, ran: [] }], before, pauses, from: turn, to })
  expect(await expectSame(store, decisions, turn)).toBeGreaterThan(500)
})

test('over every kind of way in, step, exit and wait, the backtest of what ran is what happened', async () => {
  const written = JSON.stringify(journeys)
  // Of popups nobody knows when somebody would have looked: a backtest supposes the next thing that they do.
  const kinds = [...stepKinds, ...Object.keys(triggerSchemas)].filter((kind) => kind !== 'popup')
  for (const kind of kinds) expect(written, kind).toContain(`"${kind}":`)
  const reached = new Set<string>()
  for (const seed of [21, 22]) {
    const { store, to } = await livedThrough(source, randomLife(seed, 400).map(asWritten), {
      restMs: 20 * day,
      channels: (['email', 'sms', 'webhook'] as const).map((name) => new Notebook(name)),
    })
    for (const { journey, step, measure, count } of await store.counts()) if (measure === 'reached' && count > 0) reached.add(`${journey} ${step}`)
    const { decisions } = await backtestOf(store, { arms: [{ name: 'as it ran', source, ran: [] }], to })
    expect(await expectSame(store, decisions), `seed ${seed}`).toBeGreaterThan(500)
  }
  // Nothing of it was only written down.
  expect(journeys.flatMap(({ journey, steps }) => [...stepIds(steps)].map((step) => `${journey} ${step}`)).filter((step) => !reached.has(step))).toEqual([])
})
