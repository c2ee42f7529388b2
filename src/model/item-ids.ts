// The ids of items that an event speaks of, wherever they stand in it: one, or one in each of a list. Bounded, whatever a client sent.

import type { Json, JsonObject } from './json.ts'
import { limits } from './limits.ts'

/** The ids at a path of its properties; none where it has none. */
export function idsAt(data: Json | undefined, path: readonly string[]): readonly string[] {
  if (Array.isArray(data)) return data.slice(0, limits.itemsLookedThrough).flatMap((one: Json) => idsAt(one, path))
  const [key, ...rest] = path
  if (key === undefined)
    return (typeof data === 'string' && data !== '' && data.length <= limits.idCharacters) || typeof data === 'number' ? [String(data)] : []
  return typeof data === 'object' && data !== null && Object.hasOwn(data, key) ? idsAt((data as JsonObject)[key], rest) : []
}
