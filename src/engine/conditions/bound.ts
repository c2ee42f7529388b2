// The number that a condition is held against, so that it can be said how far somebody is from it.

import type { Measure } from '../answer.ts'
import type { Counting } from './counting.ts'

export type Bound = Pick<Measure, 'wanted' | 'asks' | 'isOneEnd'>

const ends = ['gte', 'gt', 'lte', 'lt'] as const
const others = ['eq', 'ne'] as const

/** Of a comparison with fixed numbers; of two ends the lower one. Undefined where it has no end, as "equal to" has none. */
export function boundOf(comparison: Readonly<Partial<Record<(typeof ends)[number] | (typeof others)[number], unknown>>>): Bound | undefined {
  const asks = ends.find((end) => comparison[end] !== undefined)
  const wanted = asks === undefined ? undefined : comparison[asks]
  if (asks === undefined || typeof wanted !== 'number') return undefined
  const isOneEnd = [...ends, ...others].some((one) => one !== asks && comparison[one] !== undefined)
  return { wanted, asks, ...(isOneEnd && { isOneEnd }) }
}

/** Of a count that has one end: "never" is at most 0. */
export function boundOfCount({ atLeast, below }: Pick<Counting, 'atLeast' | 'below'>): Bound | undefined {
  if (atLeast !== undefined) return { wanted: atLeast, asks: 'gte' }
  return below === undefined ? undefined : { wanted: below - 1, asks: 'lte' }
}
