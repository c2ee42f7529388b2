// The workload that all benchmarks share: a shop with 20 journeys and 30 segments, and a stream of events of people who browse, fill
// carts and sometimes buy. Everything follows from a seed; nothing here reads a clock.

import type { Condition } from '../src/model/condition.ts'
import type { Definitions } from '../src/model/definitions.ts'
import type { SubscriberEvent } from '../src/model/event.ts'
import type { Journey } from '../src/model/journey.ts'
import type { Policy } from '../src/model/policy.ts'

export const workloadJourneys = 20
export const workloadSegments = 30

/** The shop's definitions. `idleJourneys` more listen to events that never come: they must cost nothing. */
export function shopDefinitions(journeyCount = workloadJourneys, segmentCount = workloadSegments, idleJourneys = 0): Definitions {
  return {
    // A bench is the flood that the guard is there for.
    workspace: { workspace: 'bench', sender: { address: 'shop@example.com' }, guard: 'off' },
    journeys: [
      ...Array.from({ length: journeyCount }, (_, index) => journeyKinds[index % journeyKinds.length]?.(index) as Journey),
      ...Array.from(
        { length: idleJourneys },
        (_, index): Journey => ({ journey: `idle-${index}`, enter: [{ on: `Idle ${index}` }], steps: [{ id: 's', send: 'mail' }] }),
      ),
    ],
    segments: Array.from({ length: segmentCount }, (_, index) => ({
      segment: `segment-${index}`,
      if: segmentKinds[index % segmentKinds.length]?.(index) as Condition,
    })),
    templates: [{ template: 'mail', subject: 'Hello {{ subscriber.first_name }}', html: '<p>Hello {{ subscriber.first_name }}</p>' }],
  }
}

const journeyKinds: readonly ((index: number) => Journey)[] = [
  (index) => ({
    journey: `cart-${index}`,
    enter: [{ quiet: `${30 + index}m`, on: ['Product Added', 'Product Removed'], unless: ['Order Completed'], if: { cart: { value: { gte: 98 } } } }],
    exit: [{ event: 'Order Completed' }],
    steps: [{ id: 'remind', send: 'mail' }],
  }),
  (index) => ({
    journey: `win-back-${index}`,
    enter: [{ becomes: { since: 'Order Completed', gte: `${60 + index}d`, never: false } }],
    again: { after: '30d' },
    exit: [{ event: 'Order Completed' }],
    steps: [{ id: 'miss', send: 'mail' }],
  }),
  (index) => ({
    journey: `browse-${index}`,
    enter: [
      { on: 'Product Viewed', if: { event: 'Product Viewed', where: { category: `category-${index % 7}` }, count: { gte: 8 + (index % 5) }, within: '1h' } },
    ],
    steps: [
      { id: 'wait', wait: '2h' },
      { id: 'nudge', send: 'mail' },
    ],
  }),
  (index) => ({ journey: `welcome-${index}`, enter: [{ on: `Signed Up ${index}` }], steps: [{ id: 'hello', send: 'mail' }] }),
  (index) => ({
    journey: `post-${index}`,
    enter: [{ on: 'Order Completed', where: { revenue: { gte: 490 + index } } }],
    steps: [
      { id: 'month', wait: '30d' },
      { id: 'more', send: 'mail' },
    ],
  }),
]

const segmentKinds: readonly ((index: number) => Condition)[] = [
  (index) => ({ event: 'Order Completed', count: { gte: 1 + (index % 5) }, within: `${30 + index}d` }),
  (index) => ({ since: ['Product Viewed', 'Page Viewed'], gte: `${14 + index}d` }),
  (index) => ({ all: [{ event: 'Product Viewed', within: '7d', count: { gte: 3 + (index % 5) } }, { not: { event: 'Order Completed', within: '7d' } }] }),
  (index) => ({ sum: 'revenue', of: 'Order Completed', within: '90d', gte: 500 + index * 10 }),
  (index) => ({ attribute: 'plan', eq: index % 2 === 0 ? 'pro' : 'free' }),
  (index) => ({ cart: { value: { gte: 50 + index * 10 } } }),
]

export interface WorkloadEvent {
  readonly userId: string
  readonly event: SubscriberEvent
}

/** The same shop with every policy on. Its caps and quiet hours are such that most mails still leave. */
export function withPolicies(definitions: Definitions): Definitions {
  const policy: Policy = {
    consent: 'opt-out',
    holdout: 1,
    quietHours: { from: '03:00', to: '03:30' },
    caps: [
      { max: 20, within: '24h', then: 'defer' },
      { max: 100, within: '7d', then: 'skip' },
      { max: 10, within: '1h', segment: 'segment-0', then: 'defer' },
    ],
  }
  return { ...definitions, workspace: { ...definitions.workspace, policy } }
}

/** A deterministic stream of events: Zipf-like over the people (a few come often, most rarely), about 340 bytes each on the wire. */
export function* shopEvents(options: {
  readonly people: number
  readonly events: number
  readonly startAt: number
  readonly spacingMs: number
  readonly seed?: number
}): Generator<WorkloadEvent> {
  const random = randomFrom(options.seed ?? 1)
  for (let index = 0; index < options.events; index += 1) {
    const at = options.startAt + Math.floor(index * options.spacingMs)
    const person = Math.min(options.people - 1, Math.floor(options.people ** random()) - 1 + Math.floor(random() * options.people * 0.5))
    const name = eventName(random())
    const product = Math.floor(random() * 500)
    yield {
      userId: `user-${person}`,
      event: {
        name,
        occurredAt: at,
        receivedAt: at,
        messageId: `message-${options.seed ?? 1}-${index.toString(36).padStart(12, '0')}`,
        properties: {
          product_id: `product-${product}`,
          category: `category-${product % 7}`,
          name: `A thing with the number ${product}`,
          price: (product % 100) + 0.5,
          quantity: 1,
          url: `https://shop.example/products/${product}`,
          ...(name === 'Order Completed' ? { revenue: product, order_id: `order-${index}` } : {}),
        },
      },
    }
  }
}

function eventName(draw: number): string {
  if (draw < 0.6) return 'Product Viewed'
  if (draw < 0.88) return 'Page Viewed'
  if (draw < 0.95) return 'Product Added'
  if (draw < 0.97) return 'Product Removed'
  return 'Order Completed'
}

/** mulberry32: small, fast, the same everywhere. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
