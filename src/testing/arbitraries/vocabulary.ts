// The few names and values that random conditions, histories and definitions share: few, so that they meet often.

import fc from 'fast-check'
import type { Condition } from '../../model/condition.ts'
import type { Scalar } from '../../model/json.ts'

/** What one unit of time is, where it starts from, and where clocks are read: small times hit the edges of windows exactly. */
export interface Scale {
  readonly unitMs: number
  readonly unit: 'ms' | 'm'
  readonly startAt: number
  readonly zone: string
}

/** Milliseconds around a midnight and a change of the clocks, and minutes over a night in which they change. */
export const scales: readonly Scale[] = [
  { unitMs: 1, unit: 'ms', startAt: Date.parse('2026-03-29T01:00:00Z') - 20, zone: 'Europe/Berlin' },
  { unitMs: 1, unit: 'ms', startAt: Date.parse('2026-11-21T00:00:00Z') - 20, zone: 'UTC' },
  { unitMs: 60_000, unit: 'm', startAt: Date.parse('2026-03-29T00:45:00Z'), zone: 'Europe/Berlin' },
  { unitMs: 60_000, unit: 'm', startAt: Date.parse('2026-10-25T00:45:00Z'), zone: 'Europe/Berlin' },
  { unitMs: 60_000, unit: 'm', startAt: Date.parse('2026-03-08T04:45:00Z'), zone: 'America/Havana' },
]

export const zones = ['UTC', 'Europe/Berlin', 'America/Havana', 'Asia/Kathmandu'] as const
/** Times of day that the scales' instants come by. */
export const timesOfDay = ['00:00', '00:05', '01:00', '01:15', '02:00', '02:30', '03:00', '05:45', '23:55'] as const

export const eventNames = ['Viewed', 'Bought'] as const
export const cartEvents = { added: ['Product Added'], removed: ['Product Removed'], cleared: ['Cart Cleared'], ordered: ['Order Completed'] } as const
export const lists = ['vip', 'press'] as const
export const topics = ['news', 'offers', 'all'] as const
export const journeys = ['welcome', 'cart'] as const
export const steps = ['one', 'two'] as const
export const templates = ['hello', 'offer'] as const
/** Attributes and the paths into them that conditions ask for. */
export const attributePaths = ['plan', 'age', 'home.city', 'home'] as const
/** Properties and the paths into them. */
export const propertyPaths = ['p', 'n', 'deep.q'] as const

export const segments: Readonly<Record<string, Condition>> = {
  viewers: { event: 'Viewed', count: { gte: 2 } },
  gold: { attribute: 'plan', eq: 'gold' },
}

export const sessionGapUnits = 6

/** Values that are easily taken for one another: 1 and "1", missing and null, a number and its text, one instant in two zones. */
export const scalars: fc.Arbitrary<Scalar> = fc.constantFrom<Scalar>(
  ...[1, 1, 1, 2, '1', 'x', 'gold', true, null, 2.5],
  ...['2026-03-29T00:00:00Z', '2026-03-29T02:00:00+02:00', '2026-03-29T02:00:01+02:00', '2026-02-31T25:00:00Z'],
)

/** A duration of so many units, as an author writes it. */
export function durationOf(scale: Scale, units: number): string {
  return `${units}${scale.unit}`
}
