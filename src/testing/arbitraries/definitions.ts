// Random definitions: a workspace with segments, templates and journeys over the shared vocabulary. Steps only lead
// onwards, so that every passage ends; journeys may start one another, which the engine has to stand.

import fc from 'fast-check'
import type { Definitions, Template } from '../../model/definitions.ts'
import type { Journey, Pair, Step, Trigger } from '../../model/journey.ts'
import { conditions, wheres } from './conditions.ts'
import {
  cartEvents,
  durationOf,
  eventNames,
  journeys as journeyNames,
  lists,
  type Scale,
  segments as segmentConditions,
  sessionGapUnits,
  templates as templateNames,
  timesOfDay,
  topics,
  zones,
} from './vocabulary.ts'

/** A whole workspace: both segments, both templates, and a journey of each name. */
export function definitions(scale: Scale): fc.Arbitrary<Definitions> {
  const workspace = {
    workspace: 'random',
    zone: scale.zone,
    sessionGap: durationOf(scale, sessionGapUnits),
    lists: [...lists],
    topics: topics.filter((topic) => topic !== 'all').map((topic) => ({ topic })),
  }
  const segments = Object.entries(segmentConditions).map(([segment, condition]) => ({ segment, if: condition }))
  const templates: Template[] = templateNames.map((template) => ({ template, subject: 'Hello', html: '<p>Hello</p>', topic: 'news' }))
  return fc.tuple(...journeyNames.map((name) => journeys(scale, name))).map((list) => ({ workspace, segments, templates, journeys: list }))
}

/** One journey of this name, with the steps "one" and "two" that conditions ask for. */
export function journeys(scale: Scale, name: string): fc.Arbitrary<Journey> {
  const duration = durations(scale)
  const again = fc.oneof(
    fc.constantFrom('never' as const, 'always' as const),
    fc.record({ after: duration }),
    fc.record({ max: fc.integer({ min: 1, max: 3 }), within: duration }),
  )
  const exit = fc.oneof(
    fc.record({ event: fc.constantFrom(...eventNames), where: wheres('in an enrollment') }, { requiredKeys: ['event'], noNullPrototype: true }),
    conditions(scale, 'in an enrollment').map((when) => ({ when })),
  )
  const optional = {
    key: fc.constantFrom('properties.p', 'properties.cart_id'),
    again,
    maxAge: duration,
    exit: fc.array(exit, { maxLength: 1 }),
    goal: fc.record(
      {
        event: fc.constantFrom(...eventNames),
        within: duration,
        value: fc.constantFrom('properties.n', 'properties.p'),
        credit: duration,
      },
      { requiredKeys: ['event', 'within'], noNullPrototype: true },
    ),
  }
  const required = { enter: fc.array(triggers(scale), { minLength: 1, maxLength: 2 }), first: steps(scale, 'one', 1), second: steps(scale, 'two', 0) }
  return fc
    .record({ ...required, ...optional }, { requiredKeys: ['enter', 'first', 'second'], noNullPrototype: true })
    .map(({ first, second, key, ...rest }) => {
      // A condition that turns true has no event to take a key from, and joining or leaving carries none.
      const hasEvents = rest.enter.every((trigger) => 'on' in trigger)
      return { journey: name, ...rest, ...(key === undefined || !hasEvents ? {} : { key }), steps: [first, second] }
    })
}

/** What lets a subscriber in. */
export function triggers(scale: Scale): fc.Arbitrary<Trigger> {
  const event = fc.constantFrom(...eventNames, 'Viewed', 'Viewed', ...cartEvents.added)
  const condition = conditions(scale, 'in an enrollment')
  const alone = conditions(scale, 'anywhere')
  const list = fc.constantFrom(...lists).map((name) => ({ list: name }))
  const segment = fc.constantFrom(...Object.keys(segmentConditions)).map((name) => ({ segment: name }))
  const sometimes = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(arbitrary, { nil: undefined, freq: 1 })
  const unless = sometimes(fc.constantFrom('Bought', 'Order Completed'))
  return fc
    .oneof(
      fc.record({ on: event, where: sometimes(wheres('anywhere')), if: sometimes(condition) }),
      fc.record({ quiet: durations(scale), on: event, unless, if: sometimes(condition) }),
      fc.record({ becomes: alone }),
      fc.record({ joins: fc.oneof(list, segment), if: sometimes(alone) }),
      fc.record({ leaves: fc.oneof(list, segment), if: sometimes(alone) }),
    )
    .map(withoutMissing)
}

/** A step; `levels` of steps may lie inside it. Ids below are made of the id above, so that they are distinct. */
export function steps(scale: Scale, id: string, levels: number): fc.Arbitrary<Step> {
  const simple = actions(scale, id)
  if (levels === 0) return simple
  const inner = (name: string): fc.Arbitrary<Step[]> => steps(scale, `${id}-${name}`, levels - 1).map((step) => [step])
  const condition = conditions(scale, 'in an enrollment')
  const time = fc.constantFrom(...timesOfDay)
  const pair = (name: string): fc.Arbitrary<Pair> =>
    fc.oneof<fc.Arbitrary<Pair>[]>(
      fc.record(
        { event: fc.constantFrom(...eventNames, 'Message Opened'), where: wheres('in an enrollment'), steps: inner(name) },
        { requiredKeys: ['event', 'steps'], noNullPrototype: true },
      ),
      fc.record({ match: condition, steps: inner(name) }),
      fc.record({ at: time, steps: inner(name) }),
    )
  const last = fc.record({ after: durations(scale), steps: inner('after') })
  return fc.oneof<fc.Arbitrary<Step>[]>(
    simple,
    fc.record({ id: fc.constant(id), on: fc.tuple(pair('a'), last) }),
    fc.record({ id: fc.constant(id), choose: fc.tuple(fc.record({ if: condition, steps: inner('if') }), fc.record({ else: inner('else') })) }),
    fc.record({
      id: fc.constant(id),
      split: fc.tuple(
        fc.record({ variant: fc.constant('a'), steps: inner('a') }),
        fc.record({ variant: fc.constant('b'), weight: fc.constantFrom(1, 3), steps: inner('b') }),
      ),
    }),
  )
}

function actions(scale: Scale, id: string): fc.Arbitrary<Step> {
  const duration = durations(scale)
  const condition = conditions(scale, 'in an enrollment')
  const common = { id: fc.constant(id), if: fc.option(condition, { nil: undefined, freq: 1 }) }
  const step = (own: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<Step> =>
    fc.record({ ...common, ...own }).map((one) => withoutMissing(one as unknown as Step))
  const wait = fc.oneof(
    duration,
    fc.record({ until: fc.constantFrom(...timesOfDay), zone: fc.constantFrom('subscriber', ...zones) }),
    fc.record({ for: condition, 'at most': duration }),
  )
  return fc.oneof(
    { weight: 5, arbitrary: step({ wait }) },
    { weight: 3, arbitrary: step({ send: fc.constantFrom(...templateNames) }) },
    step({ webhook: fc.constant({ url: 'https://hooks.example/one' }) }),
    step({
      update: fc.oneof(
        fc.record({ set: fc.record({ plan: fc.constantFrom('gold', 1) }) }),
        fc.record({ unset: fc.constant(['plan']) }),
        fc.record({ increment: fc.record({ age: fc.constantFrom(1, -1) }) }),
      ),
    }),
    step({ list: fc.oneof(fc.record({ add: fc.constantFrom(...lists) }), fc.record({ remove: fc.constantFrom(...lists) })) }),
    step({ topic: fc.oneof(fc.record({ subscribe: fc.constantFrom('news', 'offers') }), fc.record({ unsubscribe: fc.constantFrom('news', 'offers') })) }),
    step({ start: fc.constantFrom(...journeyNames) }),
    step({ stop: fc.constantFrom(...journeyNames, 'this', 'all') }),
    step({ nothing: fc.constant(true) }),
  )
}

function durations(scale: Scale): fc.Arbitrary<string> {
  return fc.integer({ min: 1, max: 9 }).map((units) => durationOf(scale, units))
}

/** Leaves out the keys that are undefined: a definition that came from JSON has none. */
function withoutMissing<T extends object>(definition: T): T {
  return Object.fromEntries(Object.entries(definition).filter(([, value]) => value !== undefined)) as T
}
