// The orders in which a store answers. Text is compared by code point, as SQLite does.

import type { Count, Delivery } from '../../runtime/store.ts'
import { compareByCodePoint } from './code-point-order.ts'

type Decided = Pick<Delivery, 'decidedAt' | 'key'>

/** In order of decision. */
export function compareDecided(one: Decided, other: Decided): number {
  return one.decidedAt - other.decidedAt || compareByCodePoint(one.key, other.key)
}

/** In order of journey, version, step and measure. */
export function compareCounts(one: Count, other: Count): number {
  return (
    compareByCodePoint(one.journey, other.journey) ||
    one.version - other.version ||
    compareByCodePoint(one.step, other.step) ||
    compareByCodePoint(one.measure, other.measure)
  )
}
