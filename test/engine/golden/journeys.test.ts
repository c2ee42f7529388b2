// Ten journeys of real life, each with its golden trace: one line per input and decision. A change of behavior shows as a change of words.

import { describe, expect, test } from 'vitest'
import { templateSchema, workspaceSchema } from '../../../src/model/definitions.ts'
import { journeySchema } from '../../../src/model/journey.ts'
import type { JsonObject } from '../../../src/model/json.ts'
import { type OneSubscriber, oneSubscriber } from '../../../src/testing/one-subscriber.ts'

const anna = { email: 'anna@example.com', first_name: 'Anna' }

/** A world with one journey; every template that it sends exists. */
function world(start: string, journey: JsonObject, workspace: JsonObject = {}): OneSubscriber {
  const templates = [...JSON.stringify(journey).matchAll(/"send":"([^"]+)"/g)].map(([, template]) =>
    templateSchema.parse({ template, subject: 'Hello', html: '<p>Hello</p>' }),
  )
  return oneSubscriber(
    { workspace: workspaceSchema.parse({ workspace: 'shop', ...workspace }), journeys: [journeySchema.parse(journey)], segments: [], templates },
    start,
  )
}

async function expectTrace(subscriber: OneSubscriber, name: string): Promise<void> {
  await expect(subscriber.trace).toMatchFileSnapshot(`./${name}.trace`)
}

describe('journeys of real life', () => {
  const abandonedCart: JsonObject = {
    journey: 'abandoned-cart',
    enter: [{ quiet: '30m', on: ['Product Added', 'Product Removed', 'Checkout Started'], unless: ['Order Completed'], if: { cart: { items: { gte: 1 } } } }],
    key: 'properties.cart_id',
    exit: [{ event: 'Order Completed', where: { cart_id: { eq: { ref: 'trigger.cart_id' } } } }],
    goal: { event: 'Order Completed', within: '3d' },
    steps: [
      { id: 'remind', send: 'cart-reminder' },
      {
        id: 'reaction',
        on: [
          {
            event: 'Message Clicked',
            steps: [
              { id: 'hot', list: { add: 'hot-leads' } },
              { id: 'bye', end: true },
            ],
          },
          { after: '1d', steps: [{ id: 'offer', send: 'cart-offer', if: { cart: { value: { gte: 50 } } }, expires: '12h' }] },
        ],
      },
    ],
  }

  test('two carts at once are two passages: one is bought and stops, the other gets reminder and offer', async () => {
    const it = world('2026-11-21T10:00:00Z', abandonedCart)
    it.identify(anna)
    it.event('Product Added', { cart_id: 'c1', product_id: 'lamp', price: 40 })
    it.advanceTo('2026-11-21T10:10:00Z')
    it.event('Product Added', { cart_id: 'c2', product_id: 'sofa', price: 900 })
    it.advanceTo('2026-11-21T10:29:59.999Z')
    it.event('Product Added', { cart_id: 'c1', product_id: 'bulb', price: 5 })
    it.advanceTo('2026-11-21T11:30:00Z')
    it.event('Order Completed', { cart_id: 'c1', revenue: 45 })
    it.advanceTo('2026-11-25T00:00:00Z')
    await expectTrace(it, 'abandoned-cart-two-carts')
  })

  test('an event at the very instant of the deadline does not prevent it, one millisecond earlier restarts it', async () => {
    const it = world('2026-11-21T10:00:00Z', abandonedCart)
    it.identify(anna)
    it.event('Product Added', { cart_id: 'c1', product_id: 'lamp', price: 40 })
    it.advanceTo('2026-11-21T10:30:00Z')
    it.event('Product Added', { cart_id: 'c1', product_id: 'bulb', price: 5 })
    expect(it.decisions.filter((decision) => decision.kind === 'entered').map((decision) => decision.at)).toEqual([Date.parse('2026-11-21T10:30:00Z')])
  })

  test('browse abandonment follows one product: three views in 24 h and no purchase of it', async () => {
    const it = world('2026-11-21T08:00:00Z', {
      journey: 'browse-abandonment',
      enter: [
        {
          on: 'Product Viewed',
          if: { event: 'Product Viewed', where: { product_id: { eq: { ref: 'trigger.product_id' } } }, count: { gte: 3 }, within: '24h' },
        },
      ],
      key: 'properties.product_id',
      exit: [{ event: 'Order Completed', where: { product_id: { eq: { ref: 'trigger.product_id' } } } }],
      steps: [
        { id: 'patience', wait: '2h' },
        { id: 'nudge', send: 'still-interested' },
      ],
    })
    it.identify(anna)
    for (const [instant, product] of [
      ['2026-11-21T08:00:00Z', 'camera'],
      ['2026-11-21T09:00:00Z', 'tripod'],
      ['2026-11-21T10:00:00Z', 'camera'],
      ['2026-11-21T11:00:00Z', 'tripod'],
      ['2026-11-22T07:59:59.999Z', 'camera'],
      ['2026-11-22T09:00:00Z', 'tripod'],
    ] as const) {
      it.advanceTo(instant)
      it.event('Product Viewed', { product_id: product })
    }
    it.advanceTo('2026-11-23T00:00:00Z')
    await expectTrace(it, 'browse-abandonment')
  })

  test('welcome greets as soon as the address is known, then looks at what was read', async () => {
    const it = world('2026-11-21T08:00:00Z', {
      journey: 'welcome',
      enter: [{ on: 'Subscriber Added' }],
      steps: [
        { id: 'hello', send: 'welcome' },
        { id: 'pause', wait: { until: '09:00', days: ['mon', 'tue', 'wed', 'thu', 'fri'] } },
        { id: 'tips', send: 'tips' },
      ],
    })
    it.event('Page Viewed', { path: '/' })
    it.advanceTo('2026-11-21T08:05:00Z')
    it.identify({ ...anna, timezone: 'Europe/Berlin' })
    it.advanceTo('2026-11-24T00:00:00Z')
    await expectTrace(it, 'welcome')
  })

  test('win-back writes 60 days after the last order, to the millisecond, and ends when one comes', async () => {
    const it = world('2026-01-01T12:00:00.123Z', {
      journey: 'win-back',
      enter: [{ becomes: { since: 'Order Completed', gte: '60d', never: false } }],
      again: { after: '30d' },
      exit: [{ event: 'Order Completed' }],
      steps: [
        { id: 'miss', send: 'we-miss-you' },
        { id: 'wait', wait: '7d' },
        { id: 'gift', send: 'gift' },
      ],
    })
    it.identify(anna)
    it.event('Order Completed', { revenue: 30 })
    it.advanceTo('2026-03-05T00:00:00Z')
    it.event('Order Completed', { revenue: 12 })
    it.advanceTo('2026-05-20T00:00:00Z')
    await expectTrace(it, 'win-back')
  })

  test('post-purchase suggests lenses 30 days after a camera, not to those who have some', async () => {
    const it = world('2026-06-01T18:30:00Z', {
      journey: 'lenses',
      enter: [{ on: 'Order Completed', where: { category: 'camera' } }],
      steps: [
        { id: 'month', wait: '30d' },
        { id: 'lenses', send: 'lenses', if: { not: { event: 'Order Completed', where: { category: 'lens' }, since: 'enrollment' } } },
      ],
    })
    it.identify(anna)
    it.event('Order Completed', { category: 'camera' })
    it.advanceTo('2026-07-15T00:00:00Z')
    await expectTrace(it, 'post-purchase')
  })

  test('opened but not clicked: people count, a scanner does not', async () => {
    const it = world('2026-11-21T10:00:00Z', {
      journey: 'launch',
      enter: [{ on: 'Signed Up' }],
      steps: [
        { id: 'news', send: 'launch' },
        { id: 'day', wait: '1d' },
        {
          id: 'reaction',
          choose: [
            {
              if: { all: [{ message: 'launch', did: 'opened', since: 'enrollment' }, { not: { message: 'launch', did: 'clicked', since: 'enrollment' } }] },
              steps: [{ id: 'again', send: 'launch-reminder' }],
            },
            { else: [{ id: 'calm', nothing: true }] },
          ],
        },
      ],
    })
    it.identify(anna)
    it.event('Signed Up')
    it.advanceTo('2026-11-21T10:00:02Z')
    it.event('Message Clicked', { template: 'launch', journey: 'launch', by: 'machine' })
    it.advanceTo('2026-11-21T12:00:00Z')
    it.event('Message Opened', { template: 'launch', journey: 'launch', by: 'human' })
    it.advanceTo('2026-11-23T00:00:00Z')
    await expectTrace(it, 'opened-not-clicked')
  })

  test('three views in one session make a popup worth of interest; a new session counts anew', async () => {
    const it = world('2026-11-21T10:00:00Z', {
      journey: 'in-session',
      enter: [{ becomes: { event: 'Product Viewed', count: { gte: 3 }, within: 'session' } }],
      again: 'always',
      steps: [{ id: 'mark', update: { increment: { keen_sessions: 1 } } }],
    })
    it.event('Product Viewed', { product_id: 'a' })
    it.event('Product Viewed', { product_id: 'b' })
    it.advanceTo('2026-11-21T10:30:00Z')
    it.event('Product Viewed', { product_id: 'c' })
    it.advanceTo('2026-11-21T10:40:00Z')
    it.event('Product Viewed', { product_id: 'c' })
    it.advanceTo('2026-11-21T11:09:59.999Z')
    it.event('Product Viewed', { product_id: 'd' })
    it.advanceTo('2026-11-21T15:00:00Z')
    await expectTrace(it, 'in-session')
  })

  test('time on page over two minutes counts, a glance does not', async () => {
    const it = world('2026-11-21T10:00:00Z', {
      journey: 'reader',
      enter: [{ on: 'Page Left', where: { seconds: { gt: 120 }, path: { starts: '/guides/' } } }],
      again: { max: 2, within: '7d' },
      steps: [{ id: 'guide', send: 'more-guides' }],
    })
    it.identify(anna)
    for (const [minute, seconds] of [
      ['01', 120],
      ['02', 121],
      ['03', 600],
      ['04', 300],
    ] as const) {
      it.advanceTo(`2026-11-21T10:${minute}:00Z`)
      it.event('Page Left', { path: '/guides/lamps', seconds })
    }
    await expectTrace(it, 'time-on-page')
  })

  test('a mail at 02:30 goes out once on both nights of the clock change', async () => {
    const night: JsonObject = {
      journey: 'night',
      enter: [{ on: 'Signed Up' }],
      again: 'always',
      steps: [
        { id: 'sleep', wait: { until: '02:30' } },
        { id: 'owl', send: 'owl' },
      ],
    }
    const it = world('2026-03-28T12:00:00Z', night, { zone: 'Europe/Berlin' })
    it.identify(anna)
    it.event('Signed Up')
    it.advanceTo('2026-10-24T12:00:00Z')
    it.event('Signed Up')
    it.advanceTo('2026-10-25T00:30:00Z')
    it.event('Signed Up')
    it.advanceTo('2026-10-27T12:00:00Z')
    await expectTrace(it, 'dst-nights')
  })

  test('a late purchase holds back the reminder that was decided but not handed over', async () => {
    const it = world('2026-11-21T10:00:00Z', { ...abandonedCart, steps: [{ id: 'remind', send: 'cart-reminder' }] })
    it.identify(anna)
    it.event('Product Added', { cart_id: 'c1', product_id: 'lamp', price: 40 })
    it.holdMessages()
    it.advanceTo('2026-11-21T10:31:00Z')
    it.event('Order Completed', { cart_id: 'c1', revenue: 40 }, { occurredAt: '2026-11-21T10:29:00Z' })
    it.deliver()
    await expectTrace(it, 'late-purchase')
  })
})
