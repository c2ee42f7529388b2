// Variants of a journey in which one value is another: "what would 2, 3 or 4 views give".

import { type Journey, journeySchema } from '../../model/journey.ts'
import type { Json } from '../../model/json.ts'
import { mistake } from '../../model/mistake.ts'

export interface WhatIf {
  /** Keys and places that lead to the value, such as ["enter", "0", "quiet"]. */
  readonly path: readonly string[]
  readonly values: readonly Json[]
}

/** The journey with another value at the path; a sentence when nothing stands there, or when it cannot be that. */
export function withValue(journey: Journey, path: readonly string[], value: Json): Journey | string {
  const copy = structuredClone(journey) as unknown as Record<string, unknown>
  let place: unknown = copy
  for (const [index, key] of path.slice(0, -1).entries()) {
    const next = childOf(place, key)
    if (next === undefined) return mistake('nothing-to-replace', { name: journey.journey, path: path.slice(0, index + 1).join('.') })
    place = next
  }
  const last = path.at(-1)
  if (last === undefined || childOf(place, last) === undefined) return mistake('nothing-to-replace', { name: journey.journey, path: path.join('.') })
  ;(place as Record<string, unknown>)[last] = value
  const isRead = journeySchema.safeParse(copy).success || !journeySchema.safeParse(journey).success
  return isRead ? (copy as unknown as Journey) : mistake('value-does-not-fit', { name: journey.journey, value: JSON.stringify(value), path: path.join('.') })
}

/** A step is found by its id as well as by its place. */
function childOf(place: unknown, key: string): unknown {
  if (Array.isArray(place)) return place[Number(key)] ?? place.find((one: { readonly id?: unknown }) => one?.id === key)
  if (typeof place !== 'object' || place === null || !Object.hasOwn(place, key)) return undefined
  return (place as Record<string, unknown>)[key]
}
