// When something happened: the newest instants, newest first. Content: [instant, ...].

import { durationText } from '../../model/duration.ts'
import type { MemoryState } from '../state.ts'
import { endOfKept, placeOfInstant } from './instants.ts'
import { isKept, type Retentions } from './retention.ts'
import { instantBytes, instantText, type Shape } from './shape.ts'

/** A memory of instants. */
export function timesShape(retentions: Retentions): Shape {
  return {
    read: undefined,
    add: (content, at, _value, now) => addTime(retentions, content, at, now),
    merge: (one, other, now) => mergeTimes(retentions, one, other, now),
    words: () => `the newest ${retentions.maxCount} times${windowWords(retentions)}`,
    describe: (content) => `${content.length} ${content.length === 1 ? 'time' : 'times'}, last ${instantText(content[0] as number)}`,
    bound: () => retentions.maxCount * instantBytes + 2,
  }
}

/** " of the last 24h", or nothing when age does not matter. */
export function windowWords(retentions: Retentions): string {
  return retentions.maxWindowMs === Number.POSITIVE_INFINITY ? '' : ` of the last ${durationText(retentions.maxWindowMs)}`
}

function addTime(retentions: Retentions, content: MemoryState | undefined, at: number, now: number): MemoryState | undefined {
  if (content === undefined) return isKept(retentions, 0, now - at) ? [at] : undefined
  const times = content as readonly number[]
  const stretch = { from: 0, to: times.length }
  const rank = placeOfInstant(times, stretch, at)
  if (!isKept(retentions, rank, now - at)) return content
  return withTime(times, at, { rank, kept: endOfKept(times, stretch, { place: rank, now, by: retentions }) })
}

/** The first `kept` times and one more at its rank, in a list that has room for them and no more: thousands of such lists rest in memory. */
function withTime(times: readonly number[], at: number, { rank, kept }: { readonly rank: number; readonly kept: number }): readonly number[] {
  if (kept === times.length) return times.toSpliced(rank, 0, at)
  const result = times.slice(0, kept + 1)
  for (let place = kept; place > rank; place -= 1) result[place] = result[place - 1] as number
  result[rank] = at
  return result
}

function mergeTimes(retentions: Retentions, one: MemoryState, other: MemoryState, now: number): MemoryState | undefined {
  const result: number[] = []
  let left = 0
  let right = 0
  while (left < one.length || right < other.length) {
    const isLeft = right >= other.length || (left < one.length && (one[left] as number) >= (other[right] as number))
    const instant = (isLeft ? one[left++] : other[right++]) as number
    if (!isKept(retentions, result.length, now - instant)) break
    result.push(instant)
  }
  return result.length === 0 ? undefined : result
}
