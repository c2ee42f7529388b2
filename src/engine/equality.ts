// Equality of plain JSON data, whatever the order of keys.

import type { Json, JsonObject } from '../model/json.ts'

/** True when both are the same data. */
export function isSameData(one: Json, other: Json): boolean {
  if (one === other) return true
  if (one === null || other === null || typeof one !== 'object' || typeof other !== 'object') return false
  if (Array.isArray(one) || Array.isArray(other)) {
    return Array.isArray(one) && Array.isArray(other) && one.length === other.length && one.every((item, index) => isSameData(item, other[index] as Json))
  }
  const left = one as JsonObject
  const right = other as JsonObject
  const keys = Object.keys(left)
  return keys.length === Object.keys(right).length && keys.every((key) => Object.hasOwn(right, key) && isSameData(left[key] as Json, right[key] as Json))
}
