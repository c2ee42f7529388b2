// The sum of all numbers ever seen at a path, and how many they were. Content: [newest instant, count, sum, remainder].
// The sum is carried in two numbers, the second holding what rounding took from the first, so that neither the order of
// arrival nor the way in which subscribers were merged shows in the result.

import type { MemoryState } from '../state.ts'
import { numberReader } from './entries.ts'
import { instantBytes, instantText, numberBytes, type Shape } from './shape.ts'

/** A memory of the sum and the count of the numbers at a path. */
export function totalShape(path: string): Shape {
  return {
    read: numberReader(path),
    add: (content, at, value) => {
      if (content === undefined) return [at, 1, value, 0]
      return sumOf(Math.max(content[0] as number, at), (content[1] as number) + 1, content, { high: value as number, low: 0 })
    },
    merge: (one, other) =>
      sumOf(Math.max(one[0] as number, other[0] as number), (one[1] as number) + (other[1] as number), one, {
        high: other[2] as number,
        low: other[3] as number,
      }),
    words: () => `the sum of ${path}`,
    describe: (content) => `sum ${(content[2] as number) + (content[3] as number)} of ${content[1]}, last ${instantText(content[0] as number)}`,
    bound: () => instantBytes + 3 * numberBytes + 2,
  }
}

function sumOf(at: number, count: number, content: MemoryState, addend: { readonly high: number; readonly low: number }): MemoryState {
  const high = content[2] as number
  const low = content[3] as number
  const sum = high + addend.high
  // Beyond the largest number the sum stays there: JSON knows no infinity.
  if (!Number.isFinite(sum)) return [at, count, sum > 0 ? Number.MAX_VALUE : -Number.MAX_VALUE, 0]
  const part = sum - high
  const lost = high - (sum - part) + (addend.high - part) + (low + addend.low)
  const total = sum + lost
  return [at, count, total, lost - (total - sum)]
}
