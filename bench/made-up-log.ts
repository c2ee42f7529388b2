// The log of a year of a shop, of any length and for any number of people: who did what at a place follows from the place alone, so it is the same each time
// and none of it has to be held.

import { arrivalBody } from '../src/runtime/log-entry.ts'
import type { LogEntry } from '../src/runtime/store.ts'

export const yearStartAt = Date.UTC(2026, 0, 1)
export const yearEndAt = yearStartAt + 365 * 86_400_000

export const madeUpNames = ['Product Viewed', 'Page Viewed', 'Product Added', 'Product Removed', 'Order Completed'] as const
/** Of a hundred events, those up to which each of the names goes. */
const upToHundredth = [60, 88, 95, 97, 100]

export interface MadeUpLog {
  readonly events: number
  readonly people: number
}

export interface MadeUpPlace {
  readonly subscriber: number
  /** Of the names above. */
  readonly kind: number
  readonly product: number
  readonly at: number
}

/** What stands at a place of the log, from 1 on. */
export function madeUpAt(position: number, { events, people }: MadeUpLog): MadeUpPlace {
  const draw = mixed(position ^ 0x5bd1e995)
  return {
    subscriber: 1 + (mixed(position) % people),
    kind: upToHundredth.findIndex((hundredth) => draw % 100 < hundredth),
    product: (draw >>> 8) % 500,
    at: Math.floor(yearStartAt + (position * (yearEndAt - yearStartAt)) / events),
  }
}

/** The line of it; `previous` is 0 for somebody's first. */
export function madeUpLine(position: number, { subscriber, kind, product, at }: MadeUpPlace, previous: number): LogEntry {
  const name = madeUpNames[kind] as string
  const bought = name === 'Order Completed' ? { revenue: product, order_id: `order-${position}` } : {}
  const properties = { product_id: `product-${product}`, category: `category-${product % 7}`, price: (product % 100) + 0.5, quantity: 1, ...bought }
  const body = arrivalBody({ userId: `user-${subscriber}`, event: { name, occurredAt: at, receivedAt: at, messageId: `m-${position}`, properties } })
  return { position, subscriber, previous, merged: 0, receivedAt: at, name, body }
}

/** A number below 2 ** 32 that looks like chance, always the same for the same place. */
function mixed(place: number): number {
  let value = Math.imul(place ^ (place >>> 16), 0x85ebca6b)
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35)
  return (value ^ (value >>> 16)) >>> 0
}
