// The different values that were seen at a path, each with the newest instant at which it was, newest first.
// Content: [instant, value, ...].

import type { Json } from '../../model/json.ts'
import type { MemoryState } from '../state.ts'
import { compileReader, componentBytes, orderOfComponents, shortened } from './component.ts'
import { isKept, type Retentions } from './retention.ts'
import { instantBytes, instantText, type Shape } from './shape.ts'
import { windowWords } from './times.ts'

/** A memory of the newest different values at a path. Only texts, numbers and booleans count as values. */
export function valuesShape(path: string, retentions: Retentions): Shape {
  const read = compileReader(path)
  return {
    read: (properties) => {
      const value = read(properties)
      if (typeof value === 'string') return shortened(value)
      return typeof value === 'number' || typeof value === 'boolean' ? value : undefined
    },
    add: (content, at, value, now) => addValue(retentions, content, { at, value, now }),
    merge: (one, other, now) => mergeValues(retentions, one, other, now),
    words: () => `the newest ${retentions.maxCount} different values of ${path}${windowWords(retentions)}`,
    describe: (content) => `${content.length / 2} different, newest ${JSON.stringify(content[1])} at ${instantText(content[0] as number)}`,
    bound: () => retentions.maxCount * (instantBytes + componentBytes) + 2,
  }
}

interface Entry {
  readonly at: number
  readonly value: Json
  readonly now: number
}

function addValue(retentions: Retentions, content: MemoryState | undefined, entry: Entry): MemoryState | undefined {
  const { at, value, now } = entry
  if (content === undefined) return isKept(retentions, 0, now - at) ? [at, value] : undefined
  const { length } = content
  let known = 1
  while (known < length && content[known] !== value) known += 2
  if (known < length && (content[known - 1] as number) >= at) return content
  let place = 0
  while (place < length && isBefore(content[place] as number, content[place + 1] as Json, at, value)) place += 2
  if (!isKept(retentions, place / 2, now - at)) return content
  const result: Json[] = []
  for (let index = 0; index < place; index += 1) result.push(content[index] as Json)
  result.push(at, value)
  for (let index = place; index < length; index += 2) {
    if (index === known - 1) continue
    const instant = content[index] as number
    if (!isKept(retentions, result.length / 2, now - instant)) break
    result.push(instant, content[index + 1] as Json)
  }
  return result
}

function mergeValues(retentions: Retentions, one: MemoryState, other: MemoryState, now: number): MemoryState | undefined {
  const result: Json[] = []
  const seen = new Set<Json>()
  let left = 0
  let right = 0
  while (left < one.length || right < other.length) {
    const isLeft =
      right >= other.length || (left < one.length && isBefore(one[left] as number, one[left + 1] as Json, other[right] as number, other[right + 1] as Json))
    const from = isLeft ? one : other
    const index = isLeft ? left : right
    if (isLeft) left += 2
    else right += 2
    const value = from[index + 1] as Json
    if (seen.has(value)) continue
    if (!isKept(retentions, result.length / 2, now - (from[index] as number))) break
    seen.add(value)
    result.push(from[index] as number, value)
  }
  return result.length === 0 ? undefined : result
}

function isBefore(at: number, value: Json, otherAt: number, otherValue: Json): boolean {
  return at > otherAt || (at === otherAt && orderOfComponents(value, otherValue) >= 0)
}
