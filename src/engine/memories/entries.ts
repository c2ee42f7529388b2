// Instants with a number each, newest first, for sums, averages and extremes inside a window. Content: [instant, number, ...].
// Entries of one instant lie in the order of their numbers, so that the content does not depend on who came first.

import type { Json } from '../../model/json.ts'
import type { MemoryState } from '../state.ts'
import { compileReader } from './component.ts'
import { isKept, type Retentions } from './retention.ts'
import { instantBytes, instantText, numberBytes, type Shape } from './shape.ts'
import { windowWords } from './times.ts'

/** A memory of the numbers at a path. Occurrences without a number there are left out. */
export function entriesShape(path: string, retentions: Retentions): Shape {
  return {
    read: numberReader(path),
    add: (content, at, value, now) => addEntry(retentions, content, { at, value: value as number, now }),
    merge: (one, other, now) => mergeEntries(retentions, one, other, now),
    words: () => `the newest ${retentions.maxCount} numbers at ${path}${windowWords(retentions)}`,
    describe: (content) => `${content.length / 2} ${content.length === 2 ? 'number' : 'numbers'}, last ${content[1]} at ${instantText(content[0] as number)}`,
    bound: () => retentions.maxCount * (instantBytes + numberBytes) + 2,
  }
}

/** Reads a finite number at a path; undefined for anything else. */
export function numberReader(path: string): (properties: { readonly [key: string]: Json }) => number | undefined {
  const read = compileReader(path)
  return (properties) => {
    const value = read(properties)
    return typeof value === 'number' && Number.isFinite(value) ? value : undefined
  }
}

interface Entry {
  readonly at: number
  readonly value: number
  readonly now: number
}

function addEntry(retentions: Retentions, content: MemoryState | undefined, entry: Entry): MemoryState | undefined {
  const { at, value, now } = entry
  if (content === undefined) return isKept(retentions, 0, now - at) ? [at, value] : undefined
  const { length } = content as readonly number[]
  let place = 0
  while (place < length && isBefore(content[place] as number, content[place + 1] as number, at, value)) place += 2
  if (!isKept(retentions, place / 2, now - at)) return content
  // Up to hundreds of numbers: copied as a block.
  const result = (content as readonly number[]).toSpliced(place, 0, at, value)
  let kept = result.length
  while (kept > place + 2 && !isKept(retentions, kept / 2 - 1, now - (result[kept - 2] as number))) kept -= 2
  result.length = kept
  return result
}

function mergeEntries(retentions: Retentions, one: MemoryState, other: MemoryState, now: number): MemoryState | undefined {
  const result: number[] = []
  let left = 0
  let right = 0
  while (left < one.length || right < other.length) {
    const isLeft =
      right >= other.length || (left < one.length && isBefore(one[left] as number, one[left + 1] as number, other[right] as number, other[right + 1] as number))
    const from = isLeft ? one : other
    const index = isLeft ? left : right
    if (!isKept(retentions, result.length / 2, now - (from[index] as number))) break
    result.push(from[index] as number, from[index + 1] as number)
    if (isLeft) left += 2
    else right += 2
  }
  return result.length === 0 ? undefined : result
}

function isBefore(at: number, value: number, otherAt: number, otherValue: number): boolean {
  return at > otherAt || (at === otherAt && value >= otherValue)
}
