// What a memory holds depends on what happened and not on the order in which it became known, nor on how subscribers were merged.
// ONCUE_RUNS sets how many random histories are tried for each rule.

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { MemorySlot, Occurrence } from '../../../src/engine/answer.ts'
import { latestOf } from '../../../src/engine/memories/latest.ts'
import { createMemoryRegistry, type MemoryRequirement } from '../../../src/engine/memories/memory-registry.ts'
import { type FixedWhere, type KeyPath, type OccurrencesOf, occurrencesOf } from '../../../src/engine/memories/occurrences.ts'
import { isKept, noRetentions, type Retentions, widen } from '../../../src/engine/memories/retention.ts'
import { sequenceOf } from '../../../src/engine/memories/sequence.ts'
import type { MemoryState } from '../../../src/engine/state.ts'
import type { Json, JsonObject } from '../../../src/model/json.ts'
import { limits } from '../../../src/model/limits.ts'
import { howMany } from '../../how-many.ts'

const options = { numRuns: howMany(150) }

const everything: FixedWhere = { identity: '', words: '', passes: () => true }
const onlyShoes: FixedWhere = { identity: 'shoes', words: ' where kind is shoes', passes: ({ kind }) => kind === 'shoes' }
const ever = Number.POSITIVE_INFINITY

const product: KeyPath = { path: 'product', keeps: 'scalars' }
const anyColor: KeyPath = { path: 'color', keeps: 'anything' }

function viewed(holds: OccurrencesOf['holds'], retention: OccurrencesOf['retention'], keys: readonly KeyPath[] = [], where = everything): MemoryRequirement {
  return occurrencesOf({ event: 'Viewed', where, keys, holds, retention })
}

/** Every form of memory, with the needs of one or two conditions. */
const requirements: Record<string, readonly MemoryRequirement[]> = {
  'times in a window': [viewed({ kind: 'times' }, { count: 3, windowMs: 20 })],
  'times ever, and more of them in a window': [viewed({ kind: 'times' }, { count: 1, windowMs: ever }), viewed({ kind: 'times' }, { count: 4, windowMs: 9 })],
  'times of some': [viewed({ kind: 'times' }, { count: 2, windowMs: ever }, [], onlyShoes)],
  'times by product': [viewed({ kind: 'times' }, { count: 2, windowMs: 15 }, [product])],
  'times by product and color': [viewed({ kind: 'times' }, { count: 2, windowMs: ever }, [anyColor, product])],
  'numbers in a window': [viewed({ kind: 'entries', path: 'price' }, { count: limits.memoryEntries, windowMs: 20 })],
  'numbers by product': [viewed({ kind: 'entries', path: 'price' }, { count: limits.memoryEntries, windowMs: 20 }, [product])],
  'sum ever': [viewed({ kind: 'total', path: 'price' }, { count: 1, windowMs: ever })],
  'sum by product': [viewed({ kind: 'total', path: 'price' }, { count: 1, windowMs: ever }, [product])],
  'smallest ever': [viewed({ kind: 'min', path: 'price' }, { count: 1, windowMs: ever })],
  'largest by product': [viewed({ kind: 'max', path: 'price' }, { count: 1, windowMs: ever }, [product])],
  'different values in a window': [viewed({ kind: 'values', path: 'color' }, { count: 3, windowMs: 20 })],
  'different values ever by product': [viewed({ kind: 'values', path: 'color' }, { count: 2, windowMs: ever }, [product])],
}
const inArrivalOrder: Record<string, readonly MemoryRequirement[]> = {
  'a sequence': [
    sequenceOf({
      items: [
        { event: 'Viewed', where: onlyShoes },
        { event: 'Viewed', where: everything },
        { event: 'Bought', where: everything },
      ],
      paths: ['color'],
      windowMs: 25,
    }),
  ],
  'the newest': [latestOf({ event: 'Viewed', where: onlyShoes, paths: ['color', 'product'] })],
}

const properties: fc.Arbitrary<JsonObject> = fc.record(
  {
    product: fc.constantFrom<Json[]>('a', 'b', 1, '1', true, null),
    price: fc.constantFrom<Json[]>(0.25, 1, 2.5, -3, '4'),
    color: fc.constantFrom<Json[]>('red', 'blue', 7, false, null, ['red'], { name: 'red' }),
    kind: fc.constantFrom<Json[]>('shoes', 'hats'),
  },
  { requiredKeys: [], noNullPrototype: true },
)
const occurrence: fc.Arbitrary<Occurrence> = fc.record({
  name: fc.constantFrom('Viewed', 'Viewed', 'Bought'),
  occurredAt: fc.integer({ min: 0, max: 40 }),
  properties,
})
const history = fc.array(occurrence, { maxLength: 14 })
/** All instants are known by then. */
const now = 42

describe.each(Object.entries({ ...requirements, ...inArrivalOrder }))('memory of %s', (_name, needs) => {
  const slot = slotFor(needs)

  test('of two histories merged is the memory of both together', () => {
    fc.assert(
      fc.property(history, history, (one, other) => {
        expect(seen(slot, merged(slot, filled(slot, one), filled(slot, other)))).toEqual(seen(slot, filled(slot, [...one, ...other])))
      }),
      options,
    )
  })

  test('is the same in whichever order three subscribers are merged', () => {
    fc.assert(
      fc.property(history, history, history, (one, two, three) => {
        const [a, b, c] = [filled(slot, one), filled(slot, two), filled(slot, three)]
        expect(seen(slot, merged(slot, merged(slot, a, b), c))).toEqual(seen(slot, merged(slot, a, merged(slot, b, c))))
      }),
      options,
    )
  })

  test('never changes the content it was given', () => {
    fc.assert(
      fc.property(history, (occurrences) => {
        let content: MemoryState | undefined
        for (const one of occurrences) {
          const text = JSON.stringify(content)
          const next = record(slot, content, one)
          expect(JSON.stringify(content)).toBe(text)
          content = next
        }
      }),
      options,
    )
  })

  test('keeps no more than its readers look at, however much came and whoever became one', () => {
    const [one, other] = [filled(slot, much(0)), filled(slot, much(5000))]
    for (const content of [one, other, merged(slot, one, other), merged(slot, other, one)]) expectWithin(slot, content as MemoryState)
  })

  test('forgets what no reader can see any more as soon as something new comes', () => {
    const longAgo = much(0).map((one) => ({ ...one, occurredAt: one.occurredAt - 34 }))
    const before = longAgo.reduce<MemoryState | undefined>((content, one) => record(slot, content, one, 8), undefined)
    const content = record(slot, before, { name: 'Viewed', occurredAt: 41, properties: { kind: 'shoes', price: 1, color: 'new', product: 'new' } })
    const { maxWindowMs } = retentionsOf(slot)
    expect(instantsIn(slot, content as MemoryState).filter((instant) => now - instant >= maxWindowMs)).toEqual([])
  })

  test('is plain JSON under its bound', () => {
    fc.assert(
      fc.property(history, (occurrences) => {
        const content = filled(slot, occurrences)
        const text = JSON.stringify(content ?? [])
        expect(JSON.parse(text)).toEqual(content ?? [])
        expect(text.length).toBeLessThanOrEqual(slot.bound())
      }),
      options,
    )
  })
})

describe.each(Object.entries(requirements))('memory of %s', (_name, needs) => {
  const slot = slotFor(needs)

  test('takes in a late occurrence at its own instant, as if it had come in time', () => {
    fc.assert(
      fc.property(
        history.chain((occurrences) => fc.tuple(fc.constant(occurrences), fc.shuffledSubarray(occurrences, { minLength: occurrences.length }))),
        ([occurrences, shuffled]) => {
          const inTime = [...occurrences].sort((one, other) => one.occurredAt - other.occurredAt)
          expect(seen(slot, filled(slot, shuffled))).toEqual(seen(slot, filled(slot, inTime)))
        },
      ),
      options,
    )
  })

  test('that forgot what was too old by then knows the same as one that was told everything at the end', () => {
    fc.assert(
      fc.property(history, (occurrences) => {
        let asTimePassed: MemoryState | undefined
        for (const one of [...occurrences].sort((left, right) => left.occurredAt - right.occurredAt))
          asTimePassed = record(slot, asTimePassed, one, one.occurredAt)
        expect(seen(slot, asTimePassed)).toEqual(seen(slot, filled(slot, occurrences)))
      }),
      options,
    )
  })
})

describe('an occurrence that adds nothing gives back the very same content', () => {
  const cases: readonly (readonly [string, MemoryRequirement, JsonObject, number])[] = [
    ['because it fails the where', viewed({ kind: 'times' }, { count: 3, windowMs: 20 }, [], onlyShoes), { kind: 'hats' }, 41],
    ['because it is older than the window', viewed({ kind: 'times' }, { count: 3, windowMs: 20 }), {}, 1],
    ['because enough newer ones are known', viewed({ kind: 'times' }, { count: 2, windowMs: ever }), {}, 1],
    ['because it has no number', viewed({ kind: 'entries', path: 'price' }, { count: 9, windowMs: ever }), { price: '4' }, 41],
    ['because its value is known to be newer', viewed({ kind: 'values', path: 'color' }, { count: 9, windowMs: ever }), { color: 'red' }, 1],
    ['because it lacks the key', viewed({ kind: 'times' }, { count: 3, windowMs: ever }, [product]), { price: 1 }, 41],
    ['because a newer one is the latest', latestOf({ event: 'Viewed', where: onlyShoes, paths: [] }), { kind: 'shoes' }, 1],
  ]
  test.each(cases)('%s', (_why, need, given, occurredAt) => {
    const slot = slotFor([need])
    const known = { kind: 'shoes', color: 'red', price: 2, product: 'a' }
    const content = filled(
      slot,
      [40, 39].map((at) => ({ name: 'Viewed', occurredAt: at, properties: known })),
    )
    expect(content).toBeDefined()
    expect(record(slot, content, { name: 'Viewed', occurredAt, properties: given })).toBe(content)
  })
})

describe('bounds', () => {
  test('a count keeps only as many instants as its largest threshold needs', () => {
    const slot = slotFor([viewed({ kind: 'times' }, { count: 3, windowMs: ever })])
    const content = filled(
      slot,
      Array.from({ length: 50 }, (_, at) => ({ name: 'Viewed', occurredAt: at, properties: {} })),
    )
    expect(content).toEqual([49, 48, 47])
  })

  test('a memory by value keeps the values that occurred last', () => {
    const slot = slotFor([viewed({ kind: 'times' }, { count: 1, windowMs: ever }, [product])])
    const content = filled(
      slot,
      Array.from({ length: limits.memoryKeys + 20 }, (_, at) => ({ name: 'Viewed', occurredAt: at, properties: { product: `p${at}` } })),
    )
    expect(content).toHaveLength(2 * limits.memoryKeys)
    expect(content?.slice(0, 2)).toEqual([`p${limits.memoryKeys + 19}`, [limits.memoryKeys + 19]])
    expect(content?.at(-2)).toBe('p20')
    const late = record(slot, content, { name: 'Viewed', occurredAt: 21, properties: { product: 'late' } })
    expect([late?.length, late?.at(-2)]).toEqual([2 * limits.memoryKeys, 'late'])
  })

  test('sums in a window keep the newest 500 numbers', () => {
    const slot = slotFor([viewed({ kind: 'entries', path: 'price' }, { count: limits.memoryEntries, windowMs: ever })])
    const content = filled(
      slot,
      Array.from({ length: 600 }, (_, at) => ({ name: 'Viewed', occurredAt: at, properties: { price: at } })),
    )
    expect(content).toHaveLength(2 * limits.memoryEntries)
    expect(content?.slice(-2)).toEqual([100, 100])
  })

  test('a sequence keeps 64 occurrences for each item, whichever items they fit', () => {
    const slot = slotFor(inArrivalOrder['a sequence'] ?? [])
    const occurrences = Array.from({ length: 400 }, (_, index) => ({
      name: index % 2 === 0 ? 'Viewed' : 'Bought',
      occurredAt: 41,
      properties: { kind: index % 4 === 0 ? 'shoes' : 'hats' },
    }))
    const content = filled(slot, occurrences) as readonly Json[]
    const bits = content.filter((_, index) => index % 3 === 1) as number[]
    expect([1, 2, 4].map((bit) => bits.filter((items) => (items & bit) !== 0).length)).toEqual([64, 64, 64])
    expect(bits).not.toContain(0)
  })

  test('a value of a thousand characters is remembered short, and still told from another that begins alike', () => {
    const slot = slotFor([viewed({ kind: 'values', path: 'color' }, { count: 5, windowMs: ever })])
    const long = 'x'.repeat(1000)
    const content = filled(
      slot,
      [long, long, `${long}y`, 'x'].map((color, at) => ({ name: 'Viewed', occurredAt: at, properties: { color } })),
    ) as readonly string[]
    expect(content).toHaveLength(6)
    expect(content.every((part) => String(part).length <= limits.memoryTextCharacters)).toBe(true)
  })

  test('a sum is the same in whichever order its parts came', () => {
    const slot = slotFor([viewed({ kind: 'total', path: 'price' }, { count: 1, windowMs: ever })])
    const prices = [0.1, 1e15, 0.2, -1e15, 19.99, 0.3, 1e-7]
    const sums = [prices, [...prices].reverse(), [...prices].sort()].map((order) => {
      const content = filled(
        slot,
        order.map((price) => ({ name: 'Viewed', occurredAt: 1, properties: { price } })),
      ) as readonly number[]
      return (content[2] as number) + (content[3] as number)
    })
    expect(new Set(sums).size).toBe(1)
    expect(sums[0]).toBeCloseTo(20.5900001, 9)
  })

  test('a sum that leaves the range of numbers stays JSON', () => {
    const slot = slotFor([viewed({ kind: 'total', path: 'price' }, { count: 1, windowMs: ever })])
    const content = filled(
      slot,
      [1e308, 1e308, 1e308].map((price) => ({ name: 'Viewed', occurredAt: 1, properties: { price } })),
    )
    expect(JSON.parse(JSON.stringify(content))).toEqual([1, 3, Number.MAX_VALUE, 0])
  })
})

/** More than any memory keeps, inside every window: half of it of one product, the rest of as many products. */
function much(from: number): readonly Occurrence[] {
  return Array.from({ length: 1500 }, (_, index) => {
    const number = from + index
    const product = index % 2 === 0 ? `p${number}` : 'the same'
    return {
      name: index % 3 === 0 ? 'Bought' : 'Viewed',
      occurredAt: 34 + (number % 8),
      properties: { kind: 'shoes', price: number, color: `c${number}`, product },
    }
  })
}

/** Counts what is kept, which is less than what fits under the bound in bytes. */
function expectWithin(slot: MemorySlot, content: MemoryState): void {
  const { kind, items, isKeyed, parts } = partsOf(slot, content)
  if (isKeyed) expect(parts.length).toBeLessThanOrEqual(limits.memoryKeys)
  const { maxCount } = retentionsOf(slot)
  const most = kind === 'sequence' ? maxCount * items.length : maxCount
  for (const part of parts) {
    const stride = strides[kind]
    if (stride === undefined) expect(JSON.stringify(part).length).toBeLessThanOrEqual(slot.bound())
    else expect(part.length / stride).toBeLessThanOrEqual(most)
  }
}

/** All of them where a memory keeps instants for a while; of what it keeps for ever none. */
function instantsIn(slot: MemorySlot, content: MemoryState): readonly number[] {
  const { kind, parts } = partsOf(slot, content)
  const stride = strides[kind]
  return stride === undefined ? [] : parts.flatMap((part) => part.filter((_, index) => index % stride === 0) as number[])
}

/** The content of each key, or all of it. */
function partsOf(slot: MemorySlot, content: MemoryState) {
  const [kind, items, , , keys] = JSON.parse(slot.sharing) as [string, readonly unknown[], string, string, readonly unknown[] | undefined]
  const isKeyed = keys !== undefined && keys.length > 0
  const parts = (isKeyed ? content.filter((_, index) => index % 2 === 1) : [content]) as readonly MemoryState[]
  return { kind, items, isKeyed, parts }
}

function slotFor(needs: readonly MemoryRequirement[]): MemorySlot {
  const registry = createMemoryRegistry()
  const slots = new Set(needs.map((need) => registry.need(need)))
  registry.complete()
  expect(slots.size).toBe(1)
  return [...slots][0] as MemorySlot
}

function record(slot: MemorySlot, content: MemoryState | undefined, one: Occurrence, at = now): MemoryState | undefined {
  return slot.events.includes(one.name) ? slot.record(content, one, at) : content
}

function filled(slot: MemorySlot, occurrences: readonly Occurrence[]): MemoryState | undefined {
  return occurrences.reduce<MemoryState | undefined>((content, one) => record(slot, content, one), undefined)
}

function merged(slot: MemorySlot, one: MemoryState | undefined, other: MemoryState | undefined): MemoryState | undefined {
  return one === undefined || other === undefined ? (one ?? other) : slot.merge(one, other, now)
}

/** What of a content can still be seen: a memory may hold more until it is touched again. */
function seen(slot: MemorySlot, content: MemoryState | undefined): unknown {
  if (content === undefined) return undefined
  const [kind, , , , keys] = JSON.parse(slot.sharing) as [string, string, string, string, readonly unknown[] | undefined]
  const retentions = retentionsOf(slot)
  if (keys === undefined || keys.length === 0) return visible(kind, content, retentions)
  const pairs = content.flatMap((key, index) => {
    const part = index % 2 === 0 ? visible(kind, content[index + 1] as MemoryState, retentions) : undefined
    return part === undefined ? [] : [[key, part]]
  })
  return pairs.length === 0 ? undefined : pairs
}

const strides: Record<string, number> = { times: 1, entries: 2, values: 2, sequence: 3 }

function visible(kind: string, content: MemoryState, retentions: Retentions): MemoryState | undefined {
  const stride = strides[kind]
  if (stride === undefined) return content
  const kept = content.filter((_, index) =>
    isKept(retentions, kind === 'sequence' ? 0 : Math.floor(index / stride), now - (content[index - (index % stride)] as number)),
  )
  return kept.length === 0 ? undefined : kept
}

function retentionsOf(slot: MemorySlot): Retentions {
  const retentions = noRetentions()
  for (const [, count, windowMs] of slot.identity().matchAll(/ (\d+)\/(\d+|Infinity)/g)) widen(retentions, { count: Number(count), windowMs: Number(windowMs) })
  return retentions
}
