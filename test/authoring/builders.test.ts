// Builders and TypeScript files: the same definitions as in YAML.

import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { documentSchemas } from '../../src/authoring/authored-schemas.ts'
import { loadDefinitions } from '../../src/authoring/load-definitions.ts'
import { problemText } from '../../src/authoring/source-document.ts'
import * as oncue from '../../src/definitions.ts'
import { conditionKinds, conditionSchema } from '../../src/model/condition.ts'
import { stepKinds, stepSchema, triggerSchemas } from '../../src/model/journey.ts'
import { folderOf, writeInto } from './folder.ts'

const { all, any, not, event, message, rate, sum, avg, min, max, distinct, since, inOrder, latest, attribute, trigger } = oncue
const { onList, hasTopic, inSegment, inJourney, completedJourney, exitedJourney, cart, time, fromTrigger, fromAttribute } = oncue
const { wait, waitUntil, waitFor, waitForDate, on, pair, choose, when, otherwise, split, variant, send, webhook, update } = oncue
const { addToList, removeFromList, subscribe, unsubscribe, start, stop, jump, goto, nothing, end, enter, exit } = oncue

const asData = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

const conditions: readonly (readonly [oncue.AuthoredCondition, string])[] = [
  [event('Product Viewed').atLeast(3).within('24h'), '{ event: Product Viewed, count: { gte: 3 }, within: 24h }'],
  [
    event('A')
      .where({ a: 1, b: { eq: fromTrigger('b') } })
      .atLeast(1)
      .atMost(2)
      .since('step')
      .by('c'),
    '{ event: A, where: { a: 1, b: { eq: { ref: trigger.b } } }, count: { gte: 1, lte: 2 }, since: step, by: c }',
  ],
  [any(event('A'), onList('b')), '{ any: [{ event: A }, { list: b }] }'],
  [not(event('A')), '{ not: { event: A } }'],
  [event('A').exactly(0), '{ event: A, count: { eq: 0 } }'],
  [event('A').count({ ne: 2 }), '{ event: A, count: { ne: 2 } }'],
  [
    all(event('A'), any(event('B'), not(event('C').within('session')))),
    '{ all: [{ event: A }, { any: [{ event: B }, { not: { event: C, within: session } }] }] }',
  ],
  [message('welcome').did('clicked').within('3d').by('machine'), '{ message: welcome, did: clicked, within: 3d, by: machine }'],
  [rate('opened', { over: 'delivered', last: 10, gte: 0.3 }), '{ rate: opened, over: delivered, last: 10, gte: 0.3 }'],
  [sum('revenue').of('Order').where({ shop: 'x' }).within('90d').gte(100), '{ sum: revenue, of: Order, where: { shop: x }, within: 90d, gte: 100 }'],
  [avg('a').of('A').lt(1), '{ avg: a, of: A, lt: 1 }'],
  [min('a').of('A').gt(1).lte(3), '{ min: a, of: A, gt: 1, lte: 3 }'],
  [max('a').of('A').ne(1), '{ max: a, of: A, ne: 1 }'],
  [distinct('p').of('A').gte(3).within('1d'), '{ distinct: p, of: A, gte: 3, within: 1d }'],
  [since(['A', 'B'], { gte: '14d', never: false }), '{ since: [A, B], gte: 14d, never: false }'],
  [inOrder('A', { event: 'B', where: { x: 1 } }).within('1h'), '{ in-order: [{ event: A }, { event: B, where: { x: 1 } }], within: 1h }'],
  [latest('A', { ok: true }), '{ latest: A, where: { ok: true } }'],
  [attribute('plan').in(['pro', 'team']).for('30d'), '{ attribute: plan, in: [pro, team], for: 30d }'],
  [attribute('mail').exists().ends('.org'), '{ attribute: mail, exists: true, ends: .org }'],
  [attribute('x').eq(fromAttribute('y')), '{ attribute: x, eq: { ref: attributes.y } }'],
  [trigger('total').gte(5).matches('^5'), '{ trigger: total, gte: 5, matches: ^5 }'],
  [attribute('t').contains('a').starts('b'), '{ attribute: t, contains: a, starts: b }'],
  [onList('vip'), '{ list: vip }'],
  [hasTopic('news'), '{ topic: news }'],
  [inSegment('loyal'), '{ segment: loyal }'],
  [inJourney('w', { at: 'x' }), '{ journey: w, is: active, at: x }'],
  [completedJourney('w', { within: '1d' }), '{ journey: w, is: completed, within: 1d }'],
  [exitedJourney('w'), '{ journey: w, is: exited }'],
  [cart({ items: { gte: 1 } }), '{ cart: { items: { gte: 1 } } }'],
  [time({ between: ['09:00', '17:00'], days: ['mon'] }), "{ time: { between: ['09:00', '17:00'], days: [mon] } }"],
]

test.each(conditions)('a built condition is the data that YAML gives: %#', (built, yaml) => {
  expect(asData(built)).toEqual(parse(yaml))
  expect(conditionSchema.safeParse(asData(built)).success).toBe(true)
})

test('every kind of condition has a builder', () => {
  const built = conditions.flatMap(([condition]) => Object.keys(asData(condition) as object))
  expect(conditionKinds.filter((kind) => !built.includes(kind))).toEqual([])
})

const steps: readonly (readonly [oncue.Step, string])[] = [
  [wait('1d', { id: 'w', note: 'n' }), '{ id: w, note: n, wait: 1d }'],
  [waitUntil('09:00', { days: ['mon'], zone: 'subscriber' }), "{ wait: { until: '09:00', days: [mon], zone: subscriber } }"],
  [waitFor(event('A').since('step'), { atMost: '3d', if: event('B') }), '{ wait: { for: { event: A, since: step }, at most: 3d }, if: { event: B } }'],
  [waitForDate('attributes.birthday', { offset: '-3d', at: '09:00' }), "{ wait: { date: attributes.birthday, offset: -3d, at: '09:00' } }"],
  [
    on([
      pair.event('A', [send('x')], { where: { a: 1 } }),
      pair.after('1d', []),
      pair.at('08:00', [], { days: ['fri'] }),
      pair.match(event('B').atLeast(2), [end()]),
    ]),
    "{ on: [{ event: A, where: { a: 1 }, steps: [{ send: x }] }, { after: 1d, steps: [] }, { at: '08:00', days: [fri], steps: [] }, { match: { event: B, count: { gte: 2 } }, steps: [{ end: true }] }] }",
  ],
  [
    choose([when(event('A').atLeast(2), [send('x')]), otherwise([nothing()])]),
    '{ choose: [{ if: { event: A, count: { gte: 2 } }, steps: [{ send: x }] }, { else: [{ nothing: true }] }] }',
  ],
  [
    split([variant('a', []), variant('b', [end()], { weight: 2 })]),
    '{ split: [{ variant: a, steps: [] }, { variant: b, weight: 2, steps: [{ end: true }] }] }',
  ],
  [
    split([variant('a', []), variant('b', [])], { trial: { share: 20, for: '4h', by: 'clicked', otherwise: 'a' } }),
    '{ split: [{ variant: a, steps: [] }, { variant: b, steps: [] }], trial: { share: 20, for: 4h, by: clicked, otherwise: a } }',
  ],
  [send('x', { priority: 5 }), '{ send: x, priority: 5 }'],
  [oncue.sms('Hi', { topic: 't' }), '{ sms: Hi, topic: t }'],
  [oncue.popup({ title: 'Hi' }, { expires: '3d' }), '{ popup: { title: Hi }, expires: 3d }'],
  [subscribe('t', { channel: 'sms' }), '{ topic: { subscribe: t, channel: sms } }'],
  [unsubscribe('t', { channel: 'popup' }), '{ topic: { unsubscribe: t, channel: popup } }'],
  [send('x', { topic: 't', expires: '12h', if: cart({ value: { gte: 50 } }) }), '{ send: x, topic: t, expires: 12h, if: { cart: { value: { gte: 50 } } } }'],
  [
    webhook({ url: 'https://example.com', method: 'PUT', body: { a: 1 } }, { expires: '1h' }),
    '{ webhook: { url: https://example.com, method: PUT, body: { a: 1 } }, expires: 1h }',
  ],
  [update({ set: { plan: 'pro' }, increment: { n: 1 } }), '{ update: { set: { plan: pro }, increment: { n: 1 } } }'],
  [addToList('vip'), '{ list: { add: vip } }'],
  [removeFromList('vip'), '{ list: { remove: vip } }'],
  [subscribe('news'), '{ topic: { subscribe: news } }'],
  [unsubscribe('news'), '{ topic: { unsubscribe: news } }'],
  [start('j'), '{ start: j }'],
  [stop('this'), '{ stop: this }'],
  [jump('j'), '{ jump: j }'],
  [goto('w'), '{ goto: w }'],
  [nothing(), '{ nothing: true }'],
  [end(), '{ end: true }'],
]

test.each(steps)('a built step is the data that YAML gives: %#', (built, yaml) => {
  expect(built).toEqual(parse(yaml))
  expect(stepSchema.safeParse(built).success).toBe(true)
})

test('every kind of step and of trigger has a builder', () => {
  const built = steps.flatMap(([step]) => Object.keys(step))
  expect(stepKinds.filter((kind) => !built.includes(kind))).toEqual([])
  expect(Object.keys(enter).sort()).toEqual(Object.keys(triggerSchemas).sort())
})

test('a chain never changes the condition it continues', () => {
  const viewed = event('Product Viewed')
  const often = viewed.atLeast(3)
  often.within('24h')
  expect([asData(viewed), asData(often)]).toEqual([{ event: 'Product Viewed' }, { event: 'Product Viewed', count: { gte: 3 } }])
})

test('what is not yet a condition does not compile as one', () => {
  // @ts-expect-error an attribute that is compared with nothing
  not(attribute('plan'))
  // @ts-expect-error a sum that is compared with nothing
  not(sum('revenue').of('Order Completed').within('1d'))
  // @ts-expect-error no such step
  const steps: oncue.Step[] = [{ sned: 'welcome' }]
  expect(steps).toHaveLength(1)
})

const builtJourney = oncue.journey('abandoned-cart', {
  enter: [enter.quiet('30m', { on: ['Product Added', 'Product Removed'], if: cart({ items: { gte: 1 } }) }), enter.becomes(event('A').atLeast(2))],
  key: 'properties.cart_id',
  exit: [exit.event('Order Completed', { cart_id: { eq: fromTrigger('cart_id') } }), exit.when(inSegment('staff'))],
  goal: { event: 'Order Completed', within: '3d' },
  steps: [send('cart-reminder', { id: 'remind' }), { wait: { for: event('Paid').since('step'), 'at most': '3d' } }],
})

const yamlJourney = `journey: abandoned-cart
enter:
  - quiet: 30m
    on: [Product Added, Product Removed]
    if: { cart: { items: { gte: 1 } } }
  - becomes: { event: A, count: { gte: 2 } }
key: properties.cart_id
exit:
  - { event: Order Completed, where: { cart_id: { eq: { ref: trigger.cart_id } } } }
  - when: { segment: staff }
goal: { event: Order Completed, within: 3d }
steps:
  - { id: remind, send: cart-reminder }
  - { wait: { for: { event: Paid, since: step }, at most: 3d } }
`

test('a built journey is the data that YAML gives', () => {
  expect(builtJourney).toEqual(parse(yamlJourney))
  expect(documentSchemas.journey.parse(builtJourney)).toEqual(builtJourney)
})

test('a TypeScript file and a YAML file load as the same definitions', async () => {
  const rest = `${yamlJourney}---\nsegment: staff\ndescription: us\nif: { attribute: staff, eq: true }\n---\ntemplate: cart-reminder\nsubject: Hi\nhtml: { file: ./x.html }\n`
  const module = `import { attribute, cart, enter, event, exit, fromTrigger, inSegment, journey, segment, send, template, waitFor, workspace } from 'oncue'
import { reminder } from './names.ts'
const definitions: unknown[] = [
  workspace('shop'),
  journey('abandoned-cart', {
    enter: [enter.quiet('30m', { on: ['Product Added', 'Product Removed'], if: cart({ items: { gte: 1 } }) }), enter.becomes(event('A').atLeast(2))],
    key: 'properties.cart_id',
    exit: [exit.event('Order Completed', { cart_id: { eq: fromTrigger('cart_id') } }), exit.when(inSegment('staff'))],
    goal: { event: 'Order Completed', within: '3d' },
    steps: [send(reminder, { id: 'remind' }), waitFor(event('Paid').since('step'), { atMost: '3d' })],
  }),
  segment('staff', attribute('staff').eq(true), { description: 'us' }),
  template(reminder, { subject: 'Hi', html: { file: './x.html' } }),
]
export default definitions
`
  const typescript = await loadDefinitions(
    await folderOf({ 'shop.ts': module, 'names.ts': "export const reminder: string = 'cart-reminder'\n", 'x.html': '<p>' }),
  )
  const yaml = await loadDefinitions(await folderOf({ 'shop.yaml': `workspace: shop\n---\n${rest}`, 'x.html': '<p>' }))
  expect(typescript.problems).toEqual([])
  expect(typescript.definitions).toEqual(yaml.definitions)
})

test('a TypeScript file is run afresh at each loading, with the files that it imports', async () => {
  const folder = await folderOf({
    'w.mts': "import { name } from './name.mts'\nexport default { workspace: name }\n",
    'name.mts': "export const name = 'one'\n",
  })
  expect((await loadDefinitions(folder)).definitions?.workspace.workspace).toBe('one')
  await writeInto(folder, { 'name.mts': "export const name = 'two'\n" })
  expect((await loadDefinitions(folder)).definitions?.workspace.workspace).toBe('two')
})

test('a mistake in a TypeScript file is placed at the definition, a failure to load at its line', async () => {
  const folder = await folderOf({
    'w.yaml': 'workspace: shop\n',
    'a.ts': "\n\nexport default { segment: 'loyal', if: { evnt: 'A' } }\n",
    'b.ts': "const x: string = 'a'\n\nthrow new Error('no ' + x)\nexport default {}\n",
    'c.ts': "import { nothing } from './missing.ts'\nexport default nothing\n",
    'd.ts': 'export default { segment: \n',
  })
  const problems = (await loadDefinitions(folder)).problems.map(({ file, line, message }) => `${file}:${line} ${message}`)
  expect(problems[0]).toBe('a.ts:3 unknown key `evnt`')
  expect(problems[1]).toBe('b.ts:3 the module cannot be loaded: no a')
  expect(problems[2]).toMatch(/^c\.ts:1 the module cannot be loaded: /)
  expect(problems[3]).toMatch(/^d\.ts:\d the module cannot be loaded: /)
})

test('the page on definitions says the same in YAML and in TypeScript', async () => {
  const page = readFileSync('docs/reference/definitions.md', 'utf8')
  const block = (language: string): string => new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``).exec(page)?.[1] ?? ''
  const yaml = await loadDefinitions(await folderOf({ 'shop.yaml': block('yaml') }))
  const typescript = await loadDefinitions(await folderOf({ 'shop.ts': block('ts') }))
  expect([yaml.problems, typescript.problems]).toEqual([[], []])
  expect(typescript.definitions).toEqual(yaml.definitions)
})

test('a definition that is exported by name only is not in force, and its author is told; a part that another file has is none of that', async () => {
  const { definitions, problems } = await loadDefinitions(
    await folderOf({
      'workspace.yaml': 'workspace: shop\n',
      'lost.ts': "import { enter, journey, nothing } from 'oncue'\nexport const lost = journey('lost', { enter: [enter.on('X')], steps: [nothing()] })\n",
      'parts.ts': "import { event, segment } from 'oncue'\nexport const parts = [segment('loyal', event('A'))]\nexport const often = event('B').atLeast(3)\n",
      'whole.ts': "import { parts } from './parts.ts'\nexport default parts\n",
    }),
  )
  expect(definitions?.segments.map(({ segment }) => segment)).toEqual(['loyal'])
  expect(problems.map(problemText)).toEqual([
    'lost.ts:2:29 warning: the journey `lost` is exported by name only, so it is not in force; put it into the default export of this file, or of one that imports it',
  ])
})
