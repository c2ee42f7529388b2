// What is said of a value that the schemas refuse: of every value, and of conditions above all.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { documentSchemas } from '../../src/authoring/authored-schemas.ts'
import { explain } from '../../src/authoring/explain.ts'
import { conditionKind, conditionKinds, conditionSchema } from '../../src/model/condition.ts'

const journey: unknown = parse(`
journey: everything
enter:
  - { quiet: 30m, on: [A, B], unless: [C], if: { cart: { items: { gte: 1 } } } }
  - { on: Signed Up, where: { plan: pro } }
  - { becomes: { all: [{ event: A, count: { gte: 3 }, within: 24h }, { not: { since: B, gte: 14d } }] } }
  - { joins: { segment: loyal } }
key: properties.cart_id
again: { max: 3, within: 30d }
exit: [{ event: A, where: { cart_id: { eq: { ref: trigger.cart_id } } } }, { when: { attribute: staff, eq: true } }]
goal: { event: A, within: 3d }
steps:
  - { id: w, wait: { until: '09:00', days: [mon] } }
  - { on: [{ event: A, steps: [{ send: x }] }, { after: 1d, steps: [] }] }
  - { choose: [{ if: { message: x, did: opened, since: step }, steps: [{ end: true }] }, { else: [{ nothing: true }] }] }
  - { split: [{ variant: a, steps: [] }, { variant: b, steps: [] }] }
  - { update: { set: { a: 1 } }, if: { time: { between: ['09:00', '17:00'] } } }
`)

/** Paths of all values inside a value. */
function pathsOf(value: unknown, path: readonly (string | number)[] = []): (readonly (string | number)[])[] {
  if (typeof value !== 'object' || value === null) return [path]
  const entries = Array.isArray(value) ? [...value.entries()] : Object.entries(value)
  return [path, ...entries.flatMap(([key, inner]) => pathsOf(inner, [...path, key as string | number]))]
}

function replaced(value: unknown, path: readonly (string | number)[], by: unknown): unknown {
  const copy = structuredClone(value) as Record<string | number, unknown>
  let owner = copy
  for (const key of path.slice(0, -1)) owner = owner[key] as Record<string | number, unknown>
  const last = path.at(-1)
  if (last === undefined) return by
  if (by === undefined && !Array.isArray(owner)) delete owner[last]
  else owner[last] = by
  return copy
}

test('whatever is put in a wrong place is explained in our own words, in the part that is wrong', () => {
  expect(explain(documentSchemas.journey, journey)).toEqual([])
  const paths = pathsOf(journey).filter((path) => path.length > 0)
  const wrong = fc.oneof(
    fc.constantFrom(undefined, null, true, 5, '', 'word', '1d', [], {}, { evnt: 'A' }, { event: 'A', wait: '1d' }, [{ x: 1 }]),
    fc.jsonValue({ maxDepth: 2 }),
  )
  fc.assert(
    fc.property(fc.constantFrom(...paths), wrong, (path, value) => {
      const broken = replaced(journey, path, value)
      const explained = explain(documentSchemas.journey, broken)
      expect(explained.length > 0).toBe(!documentSchemas.journey.safeParse(broken).success)
      for (const one of explained) {
        expect(one.message).not.toMatch(/invalid input|unrecognized|expected never,|\[object/i)
        const parent = path.slice(0, -1)
        expect(one.path.slice(0, parent.length)).toEqual(parent.slice(0, one.path.length))
      }
    }),
    { numRuns: 500 },
  )
})

test('the kind of a condition is told by its naming key, whatever else it says', () => {
  expect(conditionKind({ message: 'x', did: 'opened', since: 'step' })).toBe('message')
  expect(conditionKind({ since: 'step', event: 'x' })).toBe('event')
  expect(conditionKind({ since: 'x', gte: '1d' })).toBe('since')
  for (const kind of conditionKinds) expect(conditionKind({ [kind]: 1 })).toBe(kind)
  expect(explain(conditionSchema, { message: 'x', did: 'opened', since: 'stp' }).map((one) => `${one.path.join('.')}: ${one.fix}`)).toEqual([
    'since: did you mean `step`?',
  ])
})
