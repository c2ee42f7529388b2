// A memory divided by the values of one or more properties: the content of a shape for each of the most recently used values.
// Content: [key, content, key, content, ...], the key with the newest entry first.

import type { Json } from '../../model/json.ts'
import { limits } from '../../model/limits.ts'
import type { MemoryState } from '../state.ts'
import { orderOfComponents, sameComponent } from './component.ts'
import type { Retentions } from './retention.ts'
import type { Shape } from './shape.ts'

export interface KeyedEntry {
  readonly key: Json
  readonly at: number
  readonly value: Json
  readonly now: number
}

/** The content with one more entry under its key; the same reference when it adds nothing. */
export function addKeyed(shape: Shape, retentions: Retentions, content: MemoryState | undefined, entry: KeyedEntry): MemoryState | undefined {
  const place = content === undefined ? -1 : placeOfKey(content, entry.key)
  const before = place === -1 ? undefined : (content?.[place + 1] as MemoryState)
  const after = shape.add(before, entry.at, entry.value, entry.now)
  if (after === before || after === undefined) return content
  const result: Json[] = []
  const newestAt = after[0] as number
  let isPlaced = false
  if (content !== undefined) {
    for (let index = 0; index < content.length && result.length < 2 * limits.memoryKeys; index += 2) {
      if (index === place) continue
      const other = content[index + 1] as MemoryState
      const otherAt = other[0] as number
      if (!isPlaced && isBefore(newestAt, entry.key, otherAt, content[index] as Json)) {
        result.push(entry.key, after)
        isPlaced = true
        if (result.length === 2 * limits.memoryKeys) break
      }
      if (entry.now - otherAt >= retentions.maxWindowMs) break
      result.push(content[index] as Json, other)
    }
  }
  if (!isPlaced && result.length < 2 * limits.memoryKeys) result.push(entry.key, after)
  return result
}

/** Both histories together. */
export function mergeKeyed(shape: Shape, one: MemoryState, other: MemoryState, now: number): MemoryState | undefined {
  const pairs: { readonly key: Json; readonly content: MemoryState }[] = []
  for (let index = 0; index < one.length; index += 2) {
    const key = one[index] as Json
    const mine = one[index + 1] as MemoryState
    const place = placeOfKey(other, key)
    const content = place === -1 ? mine : shape.merge(mine, other[place + 1] as MemoryState, now)
    if (content !== undefined) pairs.push({ key, content })
  }
  for (let index = 0; index < other.length; index += 2) {
    const key = other[index] as Json
    if (placeOfKey(one, key) === -1) pairs.push({ key, content: other[index + 1] as MemoryState })
  }
  pairs.sort((left, right) => (isBefore(left.content[0] as number, left.key, right.content[0] as number, right.key) ? -1 : 1))
  return pairs.length === 0 ? undefined : pairs.slice(0, limits.memoryKeys).flatMap(({ key, content }) => [key, content])
}

/** The content under a key; undefined when there is none. */
export function contentOfKey(content: MemoryState | undefined, key: Json): MemoryState | undefined {
  if (content === undefined) return undefined
  const place = placeOfKey(content, key)
  return place === -1 ? undefined : (content[place + 1] as MemoryState)
}

function placeOfKey(content: MemoryState, key: Json): number {
  const { length } = content
  if (typeof key !== 'object' || key === null) {
    for (let index = 0; index < length; index += 2) if (content[index] === key) return index
    return -1
  }
  for (let index = 0; index < length; index += 2) if (sameComponent(content[index], key)) return index
  return -1
}

function isBefore(at: number, key: Json, otherAt: number, otherKey: Json): boolean {
  return at > otherAt || (at === otherAt && orderOfComponents(key, otherKey) > 0)
}
