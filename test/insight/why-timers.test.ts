// Of a way in by silence why tells of the newest timers only, and follows no older ones: what it tells is what somebody tells who follows all of them.

import { expect, test } from 'vitest'
import { randomFrom } from '../../bench/workload.ts'
import { why } from '../../src/insight/why/why.ts'
import type { Arrival } from '../../src/model/arrival.ts'
import type { Journey } from '../../src/model/journey.ts'
import { happened, minute, sourceWith, start } from '../runtime/workshop.ts'
import { livedThrough } from './lived-through.ts'

const byCart: Journey = {
  journey: 'by-cart',
  enter: [{ quiet: '30m', on: 'Product Added', unless: 'Order Completed', where: { price: { gte: 10 } } }],
  key: 'properties.cart',
  again: 'always',
  steps: [{ id: 'remind', send: 'note' }],
}
const quietMs = 30 * minute

test('the newest timers are told of as if all had been followed, whatever is restarted, called off, late or not asked for', async () => {
  const outcomes = new Set<string>()
  for (let seed = 1; seed <= 6; seed += 1) {
    const arrivals = turnsAtCarts(seed)
    const { store } = await livedThrough(sourceWith(byCart), arrivals, { restMs: minute })
    const end = arrivals.at(-1)?.event.receivedAt ?? start
    for (const [at, from] of [
      [end, Number.NEGATIVE_INFINITY],
      [end + 2 * quietMs, Number.NEGATIVE_INFINITY],
      [end, end - 100 * minute],
    ] as const) {
      const { waysIn } = await why(store, { number: 1, journey: 'by-cart', at, from })
      const told = waysIn[0]?.chances.map((chance) => ({ at: chance.at, outcome: isUp(chance.outcome) ? 'up' : chance.outcome })) ?? []
      expect(told).toEqual(timersOf(arrivals, at, from))
      for (const { outcome } of told) outcomes.add(outcome)
    }
    await store.close()
  }
  expect([...outcomes].sort()).toEqual(['called off', 'restarted', 'still running', 'up'])
})

/** One person at three carts, who hesitates for minutes; some of what they do comes in late. */
function turnsAtCarts(seed: number): readonly Arrival[] {
  const random = randomFrom(seed)
  const pick = (count: number): number => Math.floor(random() * count)
  let at = start
  return Array.from({ length: 60 }, () => {
    at += (1 + pick(12)) * minute
    const properties = { cart: `c${pick(3)}`, price: pick(4) === 0 ? 5 : 20 }
    const arrival = happened(pick(4) === 0 ? 'Order Completed' : 'Product Added', { userId: 'ada', at, properties })
    return pick(8) === 0 ? { ...arrival, event: { ...arrival.event, occurredAt: at - pick(60) * minute } } : arrival
  })
}

function isUp(outcome: string): boolean {
  return outcome === 'entered' || outcome === 'not entered'
}

interface Told {
  readonly at: number
  readonly outcome: string
}

/** Each timer in the order in which it ended, newest first; those that still run last of all. */
function timersOf(arrivals: readonly Arrival[], at: number, from: number): readonly Told[] {
  const told: Told[] = []
  const running = new Map<string, number>()
  const passTo = (until: number): void => {
    const over = [...running].filter(([, began]) => began + quietMs <= until).sort(([, one], [, other]) => one - other)
    for (const [cart, began] of over) {
      running.delete(cart)
      told.push({ at: began, outcome: 'up' })
    }
  }
  for (const { event } of arrivals) {
    passTo(event.receivedAt)
    const { cart, price } = event.properties as { readonly cart: string; readonly price: number }
    const isStart = event.name === 'Product Added' && price >= 10
    if (!isStart && event.name !== 'Order Completed') continue
    const began = running.get(cart)
    if (began !== undefined) told.push({ at: began, outcome: isStart ? 'restarted' : 'called off' })
    running.delete(cart)
    if (isStart) running.set(cart, event.occurredAt)
  }
  passTo(at)
  for (const began of running.values()) told.push({ at: began, outcome: 'still running' })
  return told
    .filter((one) => one.at >= from)
    .slice(-5)
    .toReversed()
}
