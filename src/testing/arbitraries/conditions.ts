// Random conditions of every kind: nested, keyed, with refs, over few names and small windows.

import fc from 'fast-check'
import {
  type Comparison,
  type ComparisonObject,
  type CountComparison,
  compileComparison,
  type NumberComparison,
  type Ref,
  type Where,
} from '../../model/comparison.ts'
import type { Condition } from '../../model/condition.ts'
import { weekdays } from '../../model/local-time.ts'
import {
  attributePaths,
  cartEvents,
  durationOf,
  eventNames,
  journeys,
  lists,
  propertyPaths,
  type Scale,
  scalars,
  scales,
  segments,
  steps,
  templates,
  timesOfDay,
  topics,
  zones,
} from './vocabulary.ts'

const engagement = fc.oneof(fc.constantFrom('human', 'proxy', 'machine'), fc.uniqueArray(fc.constantFrom('human', 'proxy', 'machine'), { minLength: 1 }))

/** `in an enrollment`: the condition may speak of the trigger and count since the enrollment or its step. */
export type Place = 'anywhere' | 'in an enrollment'

/** Any condition, a few levels deep. */
export function conditions(scale: Scale, place: Place): fc.Arbitrary<Condition> {
  return madeOnce(`${place} ${scales.indexOf(scale)}`, () => {
    const leaf = leafConditions(scale, place)
    return fc.letrec<{ condition: Condition }>((tie) => ({
      condition: fc.oneof(
        { depthSize: 'small', withCrossShrink: true, maxDepth: 3 },
        { weight: 6, arbitrary: leaf },
        { weight: 1, arbitrary: fc.record({ all: fc.array(tie('condition'), { minLength: 1, maxLength: 3 }) }) },
        { weight: 1, arbitrary: fc.record({ any: fc.array(tie('condition'), { minLength: 1, maxLength: 3 }) }) },
        { weight: 1, arbitrary: fc.record({ not: tie('condition') }) },
      ),
    })).condition
  })
}

const made = new Map<string, fc.Arbitrary<Condition>>()

/** Putting an arbitrary of so many parts together takes longer than drawing from it. */
function madeOnce(name: string, make: () => fc.Arbitrary<Condition>): fc.Arbitrary<Condition> {
  const known = made.get(name) ?? make()
  made.set(name, known)
  return known
}

/** One condition that has no parts. */
export function leafConditions(scale: Scale, place: Place): fc.Arbitrary<Condition> {
  return fc.oneof(...Object.values(leavesByKind(scale, place)))
}

/** Conditions without parts, by the key that names their kind, so that each kind can be tried alone. */
export function leavesByKind(scale: Scale, place: Place): Record<string, fc.Arbitrary<Condition>> {
  const duration = fc.integer({ min: 1, max: 9 }).map((units) => durationOf(scale, units))
  const window = optional(fc.oneof({ weight: 3, arbitrary: duration }, { weight: 1, arbitrary: fc.constant('session') }))
  const where = fc.option(wheres(place), { nil: undefined, freq: 1 })
  const event = fc.constantFrom(...eventNames, 'Viewed', 'Viewed', 'Viewed', 'Product Added', ...cartEvents.ordered, 'Identified', 'Page Viewed')
  const windowOrSince =
    place === 'anywhere' ? fc.record({ within: window }) : fc.oneof(fc.record({ within: window }), fc.record({ since: fc.constantFrom('enrollment', 'step') }))
  const over = fc.record({ of: event, where, within: window })
  const aggregate = fc.tuple(fc.constantFrom('n', 'deep.q'), over, numberComparisons(-1, 8))
  const item = fc.record({ event, where })
  const list = fc.constantFrom(...lists)

  return {
    event: fc
      .tuple(fc.record({ event, where, count: optional(countComparisons(0)), by: optional(fc.constantFrom(...propertyPaths)) }), windowOrSince)
      .map(merged),
    sum: aggregate.map(([sum, rest, comparison]) => compact({ sum, ...rest, ...comparison })),
    avg: aggregate.map(([avg, rest, comparison]) => compact({ avg, ...rest, ...comparison })),
    min: aggregate.map(([min, rest, comparison]) => compact({ min, ...rest, ...comparison })),
    max: aggregate.map(([max, rest, comparison]) => compact({ max, ...rest, ...comparison })),
    distinct: fc
      .tuple(fc.constantFrom(...propertyPaths), over, countComparisons(0))
      .map(([distinct, rest, comparison]) => compact({ distinct, ...rest, ...comparison })),
    since: fc.record({ since: fc.oneof(event, fc.array(event, { minLength: 1, maxLength: 2 })), gte: duration, never: optional(fc.boolean()) }).map(compact),
    'in-order': fc.record({ 'in-order': fc.array(item.map(compact), { minLength: 2, maxLength: 3 }), within: window }).map(compact),
    latest: fc.record({ latest: event, where: wheres(place) }),
    attribute: fc.oneof(
      fc.tuple(fc.constantFrom(...attributePaths), comparisons(place)).map(([attribute, comparison]) => compact({ attribute, ...comparison })),
      fc
        .tuple(fc.constantFrom(...attributePaths), comparisons('anywhere', 'no refs'), duration)
        .map(([attribute, comparison, held]) => compact({ attribute, ...comparison, for: held })),
    ),
    list: fc.record({ list }),
    topic: fc.oneof(
      fc.record({ topic: fc.constantFrom(...topics) }),
      fc.record({ topic: fc.constantFrom(...topics, 'sms'), channel: fc.constantFrom('email', 'sms') }),
    ),
    segment: fc.record({ segment: fc.constantFrom(...Object.keys(segments)) }),
    message: fc.tuple(messages(), windowOrSince).map(merged),
    rate: fc
      .tuple(
        fc.record({
          rate: fc.constantFrom('opened', 'clicked'),
          over: fc.constantFrom('sent', 'delivered', 'delivered'),
          by: optional(engagement),
        }),
        fc.oneof(fc.record({ last: fc.integer({ min: 1, max: 4 }) }), fc.record({ within: duration })),
        rateComparisons(),
      )
      .map(([asked, scope, comparison]) => compact({ ...asked, ...scope, ...comparison })),
    journey: fc.oneof(
      fc.record({ journey: fc.constantFrom(...journeys), is: fc.constant('active'), at: optional(fc.constantFrom(...steps)) }).map(compact),
      fc.record({ journey: fc.constantFrom(...journeys), is: fc.constantFrom('completed', 'exited'), within: optional(duration) }).map(compact),
    ),
    cart: fc
      .oneof(
        fc.record({ items: numberComparisons(0, 4) }),
        fc.record({ value: numberComparisons(0, 8) }),
        fc.record({ items: numberComparisons(0, 4), value: numberComparisons(0, 8) }),
      )
      .map((cart) => ({ cart }) as Condition),
    time: times(),
    ...(place === 'anywhere'
      ? {}
      : { trigger: fc.tuple(fc.constantFrom(...propertyPaths), comparisons(place)).map(([trigger, comparison]) => compact({ trigger, ...comparison })) }),
  }
}

/** A `where` over one or two property paths, with refs where there is something to refer to. */
export function wheres(place: Place): fc.Arbitrary<Where> {
  const comparison = fc.oneof<fc.Arbitrary<Comparison>[]>(scalars, comparisons(place))
  return fc.dictionary(fc.constantFrom(...propertyPaths), comparison, { minKeys: 1, maxKeys: 2, size: 'small', noNullPrototype: true })
}

/** One operator, or two together. */
function comparisons(place: Place, refs: 'refs' | 'no refs' = 'refs'): fc.Arbitrary<Partial<ComparisonObject>> {
  const ref: fc.Arbitrary<Ref> = fc.record({
    ref: fc.constantFrom('attributes.plan', 'attributes.age', ...(place === 'anywhere' ? [] : ['trigger.p', 'trigger.n', 'trigger.deep.q'])),
  })
  const or = <T>(values: fc.Arbitrary<T>): fc.Arbitrary<T | Ref> =>
    refs === 'refs' ? fc.oneof({ weight: 3, arbitrary: values }, { weight: 1, arbitrary: ref }) : values
  const ordered = or<string | number>(fc.constantFrom<(string | number)[]>(0, 1, 1, 2, '1', 'x'))
  const text = or(fc.constantFrom('x', '1', 'go', ''))
  const usual = fc.oneof<fc.Arbitrary<Partial<ComparisonObject>>[]>(
    fc.record({ eq: or(scalars) }),
    fc.record({ ne: or(scalars) }),
    fc.record({ gte: ordered }),
    fc.record({ gt: ordered }),
    fc.record({ lt: ordered }),
    fc.record({ lte: ordered }),
    fc.record({ exists: fc.boolean() }),
  )
  const rare = fc.oneof<fc.Arbitrary<Partial<ComparisonObject>>[]>(
    fc.record({ in: fc.array(scalars, { minLength: 1, maxLength: 3 }) }),
    fc.record({ contains: text }),
    fc.record({ starts: text }),
    fc.record({ ends: text }),
    fc.record({ matches: fc.constantFrom('^g', 'x|1', 'd$') }),
  )
  const one = fc.oneof({ weight: 4, arbitrary: usual }, { weight: 1, arbitrary: rare })
  const two = fc.oneof<fc.Arbitrary<Partial<ComparisonObject>>[]>(
    fc.record({ gte: or(fc.constantFrom(0, 1)), lte: or(fc.constantFrom(2, 2.5)) }),
    fc.record({ gt: fc.constant(0), ne: or(scalars) }),
    fc.record({ ne: or(scalars), exists: fc.constant(true) }),
    fc.record({ starts: or(fc.constantFrom('g', 'x')), contains: or(fc.constantFrom('o', 'x')) }),
  )
  return fc.oneof({ weight: 4, arbitrary: one }, { weight: 1, arbitrary: two })
}

/** Numbers of times; `least` is the smallest that can come up. */
function countComparisons(least: 0 | 1): fc.Arbitrary<CountComparison> {
  return someComparisons(fc.integer({ min: 0, max: 4 }), [0, 1, 2, 3, 4, 5].slice(least))
}

function numberComparisons(min: number, max: number): fc.Arbitrary<NumberComparison> {
  const halves = Array.from({ length: (max - min) * 2 + 5 }, (_, index) => min - 1 + index / 2)
  return someComparisons(
    fc.integer({ min: min * 2, max: max * 2 }).map((half) => half / 2),
    halves,
  )
}

/** One or two operators that some of the possible numbers pass and some do not: an author is told of any other. */
function someComparisons(operand: fc.Arbitrary<number>, possible: readonly number[]): fc.Arbitrary<CountComparison> {
  const operator = fc.constantFrom('eq', 'ne', 'gt', 'gte', 'lt', 'lte')
  const comparison = fc.dictionary(operator, operand, { minKeys: 1, maxKeys: 2, noNullPrototype: true })
  return comparison.filter((one) => new Set(possible.map((number) => compileComparison(one)(number, () => undefined))).size === 2)
}

/** Shares of up to four messages. */
function rateComparisons(): fc.Arbitrary<NumberComparison> {
  return someComparisons(fc.constantFrom(0, 1 / 4, 1 / 3, 0.5, 2 / 3, 0.75, 1), [0, 1 / 4, 1 / 3, 0.5, 2 / 3, 0.75, 1])
}

function messages(): fc.Arbitrary<object> {
  const message = fc.constantFrom(...templates, 'any')
  const count = optional(countComparisons(0))
  return fc.oneof(
    fc.record({ message, count, did: fc.constantFrom('opened', 'clicked'), by: optional(engagement) }),
    fc.record({ message, count, did: fc.constantFrom('sent', 'delivered', 'bounced') }),
  )
}

function times(): fc.Arbitrary<Condition> {
  const between = fc.tuple(fc.constantFrom(...timesOfDay), fc.constantFrom(...timesOfDay)).filter(([from, to]) => from !== to)
  const days = fc.subarray([...weekdays], { minLength: 1, maxLength: 6 })
  const zone = optional(fc.constantFrom('subscriber', ...zones))
  return fc
    .oneof(fc.record({ between, zone }), fc.record({ days, zone }), fc.record({ between, days, zone }))
    .map((time) => ({ time: compact(time) }) as unknown as Condition)
}

/** Present two times out of three. */
function optional<T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.option(arbitrary, { nil: undefined, freq: 2 })
}

/** Leaves out the keys that are undefined: a definition that came from JSON has none. */
function compact(condition: object): Condition {
  return Object.fromEntries(Object.entries(condition).filter(([, value]) => value !== undefined)) as unknown as Condition
}

function merged([one, other]: [object, object]): Condition {
  return compact({ ...one, ...other })
}
