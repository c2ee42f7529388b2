// What JSON has no word for, as it rests in a store: what is not there, and the instant that never comes, are null.

import type { Json } from '../model/json.ts'

/** Null for what is not there. */
export function orNull(value: string | number | undefined): string | number | null {
  return value ?? null
}

/** The inverse of `orNull`. */
export function orUndefined(value: Json | undefined): Json | undefined {
  return value ?? undefined
}

/** Null for the instant that never comes. */
export function finiteOrNull(value: number): number | null {
  return value === Number.POSITIVE_INFINITY ? null : value
}

/** The inverse of `finiteOrNull`. */
export function orInfinity(value: Json | undefined): number {
  return typeof value === 'number' ? value : Number.POSITIVE_INFINITY
}
