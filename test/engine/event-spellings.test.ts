// Names of events that are almost those of others.

import { expect, test } from 'vitest'
import { spellingProblems, unseenProblems } from '../../src/engine/event-spellings.ts'
import { propertyPathProblems } from '../../src/engine/property-paths.ts'
import { type Definitions, segmentSchema, workspaceSchema } from '../../src/model/definitions.ts'
import { journeySchema } from '../../src/model/journey.ts'

interface Written {
  readonly workspace?: object
  readonly journeys?: readonly object[]
  readonly segments?: readonly object[]
}

function definitions({ workspace = {}, journeys = [], segments = [] }: Written): Definitions {
  return {
    workspace: workspaceSchema.parse({ workspace: 'shop', ...workspace }),
    journeys: journeys.map((one, index) => journeySchema.parse({ journey: `j${index}`, enter: [{ on: 'Signed Up' }], steps: [], ...one })),
    segments: segments.map((one, index) => segmentSchema.parse({ segment: `s${index}`, if: one })),
    templates: [],
  }
}

const said = (problems: ReturnType<typeof spellingProblems>): string[] =>
  problems.map(({ severity, definition, path, fix }) => `${severity} ${definition.name} ${path.join('.')}: ${fix}`)

test('a name that is written otherwise than that of the cart is named at each place, whatever it is asked for', () => {
  const journey = {
    enter: [{ quiet: '30m', on: ['Product added'], unless: 'order_completed' }],
    exit: [{ event: 'Order Completed ' }],
    goal: { event: 'OrderCompleted', within: '3d' },
    steps: [
      { id: 'o', on: [{ event: 'product-removed', steps: [{ id: 'w', wait: { for: { sum: 'total', of: 'order completed', gte: 5 }, 'at most': '1d' } }] }] },
    ],
  }
  const segments = [
    {
      all: [
        { since: ['Order Completed', 'Cart cleared'], gte: '3d' },
        { 'in-order': [{ event: 'Product Added' }, { event: 'PRODUCT ADDED' }], within: '1d' },
      ],
    },
  ]
  expect(said(spellingProblems(definitions({ journeys: [journey], segments })))).toEqual([
    'warning j0 enter.0.on.0: Did you mean "Product Added"?',
    'warning j0 enter.0.unless: Did you mean "Order Completed"?',
    'warning j0 exit.0.event: Did you mean "Order Completed"?',
    'warning j0 goal.event: Did you mean "Order Completed"?',
    'warning j0 steps.0.on.0.event: Did you mean "Product Removed"?',
    'warning j0 steps.0.on.0.steps.0.wait.for.of: Did you mean "Order Completed"?',
    'warning s0 if.all.0.since.1: Did you mean "Cart Cleared"?',
    'warning s0 if.all.1.in-order.1.event: Did you mean "Product Added"?',
  ])
})

test('of names that nobody else knows the one that is used more often is meant, and what the cart is called here', () => {
  const journeys = [{ enter: [{ on: 'Trial started' }] }, { enter: [{ on: 'Trial Started' }] }, { enter: [{ on: 'Trial Started' }] }]
  expect(said(spellingProblems(definitions({ journeys })))).toEqual(['warning j0 enter.0.on: Did you mean "Trial Started"?'])
  const own = { workspace: { events: { added: 'product added' } }, journeys: [{ enter: [{ on: 'Product Added' }] }, { enter: [{ on: 'product added' }] }] }
  expect(said(spellingProblems(definitions(own)))).toEqual(['warning j0 enter.0.on: Did you mean "product added"?'])
})

test('what is written alike everywhere, the keys of an author’s own data, and our own events are left alone', () => {
  const journeys = [
    {
      enter: [{ on: 'Signed Up', where: { event: { eq: 'product added' } } }],
      steps: [{ id: 'h', webhook: { url: 'https://a.example', body: { event: 'product added', on: 'product added' } } }],
    },
    { enter: [{ on: 'Message Opened' }] },
  ]
  expect(spellingProblems(definitions({ journeys }))).toEqual([])
})

test('what arrives speaks for its spelling, also for both; what never arrived and is one letter off is named', () => {
  const journeys = [{ enter: [{ on: 'Trial started' }] }, { enter: [{ on: 'Newsleter Read' }] }, { enter: [{ on: 'Plan A' }] }]
  const of = definitions({ journeys })
  expect(said(spellingProblems(of, new Set(['Trial Started'])))).toEqual(['warning j0 enter.0.on: Did you mean "Trial Started"?'])
  expect(spellingProblems(of, new Set(['Trial Started', 'Trial started']))).toEqual([])
  expect(said(unseenProblems(of, new Set(['Newsletter Read', 'Plan B'])))).toEqual(['warning j1 enter.0.on: Did you mean "Newsletter Read"?'])
  expect(unseenProblems(of, new Set(['Newsletter Read', 'Newsleter Read']))).toEqual([])
})

test('a property that is written from the event on, where its name alone is asked for, is warned of at its place; keys, goals and refs are written so', () => {
  const of = definitions({
    journeys: [
      {
        enter: [{ on: 'Bought', where: { 'properties.total': { gte: 5 } }, if: { event: 'Seen', by: 'properties.product_id', count: { gte: 2 } } }],
        key: 'properties.cart_id',
        goal: { event: 'Bought', within: '3d', value: 'properties.total' },
        steps: [{ id: 'w', wait: { for: { trigger: 'properties.plan', eq: 'pro' }, 'at most': '1d' } }],
      },
    ],
    segments: [
      {
        any: [
          { sum: 'properties.total', of: 'Bought', gte: 5 },
          { sum: 'total', of: 'Bought', gte: 5 },
        ],
      },
    ],
  })
  expect(said(propertyPathProblems(of))).toEqual([
    'warning j0 enter.0.where.properties.total: Did you mean "total"?',
    'warning j0 enter.0.if.by: Did you mean "product_id"?',
    'warning j0 steps.0.wait.for.trigger: Did you mean "plan"?',
    'warning s0 if.any.0.sum: Did you mean "total"?',
  ])
})
