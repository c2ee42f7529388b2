// What JSON has no word for, as it rests in a store: what is not there, and the instant that never comes, are null.

import type { Json } from '../model/json.ts'

export function orNull(value: string | number | undefined): string | number | null {
  return value ?? null
}

export function orUndefined(value: Json | undefined): Json | undefined {
  return value ?? undefined
}

export function finiteOrNull(value: number): number | null {
  return value === Number.POSITIVE_INFINITY ? null : value
}

export function orInfinity(value: Json | undefined): number {
  return typeof value === 'number' ? value : Number.POSITIVE_INFINITY
}
