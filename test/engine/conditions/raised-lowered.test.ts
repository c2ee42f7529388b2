// What a condition says of an event, that one more of it can only help or only hinder, is true in every history. Watched conditions are left
// alone because of it. ONCUE_RUNS sets how many random histories are tried.

import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { CompiledCondition } from '../../../src/engine/answer.ts'
import { sparing } from '../../../src/engine/spared.ts'
import type { Condition } from '../../../src/model/condition.ts'
import { oneSubscriber } from '../../../src/testing/one-subscriber.ts'
import { howMany } from '../../how-many.ts'
import { definitionsOf, start } from '../invariants/world.ts'
import { asking, minute } from './asking.ts'

const options = { numRuns: howMany(300) }

const names = fc.constantFrom('Viewed', 'Bought')
const windows = fc.constantFrom('5m', '20m')
const counts = fc.constantFrom({ gte: 1 }, { gte: 3 }, { gt: 1 }, { lt: 2 }, { lte: 1 }, { eq: 0 }, { eq: 2 }, { ne: 1 }, { gte: 2, lte: 3 })

const { condition: conditions } = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 3 },
    fc.record({ event: names, count: counts, within: windows }),
    fc.record({ event: names, count: counts }),
    fc.record({ event: names, count: counts, within: windows, where: fc.constant({ color: 'red' }) }),
    fc.record({ since: fc.oneof(names, fc.constant(['Viewed', 'Bought'])), gte: windows, never: fc.boolean() }) as fc.Arbitrary<Condition>,
    fc.record({ not: tie('condition') }),
    fc.record({ all: fc.array(tie('condition'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ any: fc.array(tie('condition'), { minLength: 1, maxLength: 3 }) }),
  ),
}))

const happenings = fc.array(
  fc.record({ name: names, pauseMinutes: fc.integer({ min: 0, max: 8 }), lateMinutes: fc.constantFrom(0, 0, 0, 3, 15), color: fc.constantFrom('red', 'blue') }),
  { minLength: 1, maxLength: 15 },
)

test('an event that can only help never makes a condition fail earlier, and one that can only hinder never makes it hold earlier', () => {
  fc.assert(
    fc.property(conditions, happenings, (written, history) => {
      const asked = asking(written)
      let now = 0
      for (const { name, pauseMinutes, lateMinutes, color } of history) {
        now += pauseMinutes * minute
        const before = asked.at(now)
        asked.happened(name, Math.max(0, now - lateMinutes * minute), { color }, now)
        const after = asked.at(now)
        const kept = asked.condition.raisedBy.has(name) ? true : asked.condition.loweredBy.has(name) ? false : undefined
        if (before.value !== kept) continue
        expect(after.value).toBe(kept)
        expect(after.until ?? Number.POSITIVE_INFINITY).toBeGreaterThanOrEqual(before.until ?? Number.POSITIVE_INFINITY)
      }
    }),
    options,
  )
})

test('who is in a segment is what its condition says, after every event and at every instant, without any other reason to ask', () => {
  fc.assert(
    fc.property(conditions, conditions, happenings, (written, beside, history) => {
      const segments = Object.entries({ them: written, both: { all: [written, beside] }, either: { any: [beside, written] } })
      const it = oneSubscriber(definitionsOf([], { segments: segments.map(([segment, condition]) => ({ segment, if: condition as never })) }), start)
      const asked = segments.map(([segment, condition]) => ({ segment, ...asking(condition) }))
      const expectAll = (now: number): void => {
        for (const { segment, at } of asked) {
          const last = it.decisions.findLast((decision) => decision.kind === 'segment' && decision.segment === segment)
          expect(last?.kind === 'segment' && last.entered, segment).toBe(at(now).value)
        }
      }
      let now = 0
      for (const { name, pauseMinutes, color } of history) {
        now += pauseMinutes * minute
        it.advanceTo(new Date(Date.parse(start) + now).toISOString())
        if (it.decisions.length > 0) expectAll(now)
        it.event(name, { color })
        for (const { happened } of asked) happened(name, now, { color })
        expectAll(now)
      }
    }),
    options,
  )
})

test('conditions that rest on equal parts which an event does not concern have these asked once for all of them', () => {
  const bought: Condition = { event: 'Bought', within: '7d' }
  const watch = (condition: Condition): CompiledCondition => asking(condition).condition
  const spare = sparing()
  const twice = spare(watch({ all: [{ event: 'Viewed', count: { gte: 2 } }, { not: bought }] }), 'Viewed').beside
  expect(twice?.value).toBe(false)
  expect(spare(watch({ all: [{ not: bought }, { event: 'Viewed', count: { gte: 5 } }] }), 'Viewed').beside).toBe(twice)
  expect(spare(watch({ all: [{ event: 'Viewed' }, bought] }), 'Viewed').beside).not.toBe(twice)
  expect(spare(watch({ any: [{ event: 'Viewed' }, { not: bought }] }), 'Viewed').beside?.value).toBe(true)
  expect(spare(watch({ all: [{ event: 'Viewed' }, { not: bought }] }), 'Bought').beside).not.toBe(twice)
  for (const alone of [bought, { not: bought }, { all: [bought] }]) expect(spare(watch(alone), 'Bought').beside).toBeUndefined()
})

test('whoever only one part still keeps out of a segment is in it at the instant at which that part lets them in', () => {
  const them = { all: [{ event: 'Viewed', count: { gte: 2 } }, { not: { event: 'Bought', within: '20m' } }] }
  const it = oneSubscriber(definitionsOf([], { segments: [{ segment: 'them', if: them as never }] }), start)
  for (const name of ['Bought', 'Viewed', 'Viewed', 'Viewed']) it.event(name)
  it.advanceTo(new Date(Date.parse(start) + 20 * minute - 1).toISOString())
  expect(it.decisions.filter(({ kind }) => kind === 'segment')).toEqual([])
  it.advanceTo(new Date(Date.parse(start) + 20 * minute).toISOString())
  expect(it.decisions).toContainEqual(expect.objectContaining({ kind: 'segment', segment: 'them', entered: true }))
})

test('an order that empties the cart takes out of a segment that asks for a cart and for an order, although one more order can only help', () => {
  const segment = { segment: 'them', if: { all: [{ cart: { items: { gte: 1 } } }, { event: 'Order Completed' }] } as never }
  const it = oneSubscriber(definitionsOf([], { segments: [segment] }), start)
  const changes = (): boolean[] => it.decisions.flatMap((decision) => (decision.kind === 'segment' ? decision.entered : []))
  it.event('Order Completed')
  it.advanceTo(new Date(Date.parse(start) + minute).toISOString())
  it.event('Product Added', { product_id: 'shoe' })
  expect(changes()).toEqual([true])
  it.event('Order Completed')
  expect(changes()).toEqual([true, false])
})
