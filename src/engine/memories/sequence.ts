// The occurrences of several events in one line, for "A, then B, then C". Content: [instant, items, property, ..., instant, ...],
// newest first; of one instant the one that arrived last comes first. `items` has a bit for each item of the sequence that the
// occurrence passes the fixed part of; the properties are those that are compared with something only known when asked.

import type { Json } from '../../model/json.ts'
import { limits } from '../../model/limits.ts'
import type { MemorySlot, Occurrence } from '../answer.ts'
import type { MemoryState } from '../state.ts'
import { compileReader, componentBytes, type Reader, toComponent } from './component.ts'
import type { MemoryRequirement } from './memory-registry.ts'
import type { FixedWhere } from './occurrences.ts'
import type { Retentions } from './retention.ts'
import { instantBytes, instantText } from './shape.ts'
import { windowWords } from './times.ts'

export interface SequenceOf {
  readonly items: readonly { readonly event: string; readonly where: FixedWhere }[]
  readonly paths: readonly string[]
  readonly windowMs: number
}

/** What an `in-order` condition asks for. */
export function sequenceOf({ items, paths, windowMs }: SequenceOf): MemoryRequirement {
  const events = [...new Set(items.map(({ event }) => event))]
  return {
    sharing: JSON.stringify(['sequence', items.map(({ event, where }) => [event, where.identity]), paths]),
    retention: { count: limits.sequenceEntries, windowMs },
    create: (retentions) => ({
      events,
      attribute: undefined,
      record: sequenceRecord(items, paths.map(compileReader), retentions),
      changed: (memory) => memory,
      merge: (one, other, now) => {
        const result = trimmed(mergeLines(one, other, 2 + paths.length), { stride: 2 + paths.length, bits: (1 << items.length) - 1, now, retentions })
        return result.length === 0 ? undefined : result
      },
      words: () =>
        `the newest ${limits.sequenceEntries} occurrences of each of ${items.map(({ event, where }) => event + where.words).join(', ')}${windowWords(retentions)}`,
      describe: (memory) =>
        memory === undefined ? 'nothing yet' : `${memory.length / (2 + paths.length)} occurrences, last ${instantText(memory[0] as number)}`,
      bound: () => limits.sequenceEntries * items.length * (instantBytes + 5 + paths.length * componentBytes) + 2,
    }),
  }
}

function sequenceRecord(items: SequenceOf['items'], readers: readonly Reader[], retentions: Retentions): MemorySlot['record'] {
  const stride = 2 + readers.length
  return (memory: MemoryState | undefined, occurrence: Occurrence, now: number) => {
    const { name, occurredAt, properties } = occurrence
    let bits = 0
    for (let item = 0; item < items.length; item += 1) {
      const { event, where } = items[item] as SequenceOf['items'][number]
      if (event === name && where.passes(properties)) bits |= 1 << item
    }
    if (bits === 0 || now - occurredAt >= retentions.maxWindowMs) return memory
    const entry: Json[] = [occurredAt, bits]
    for (let index = 0; index < readers.length; index += 1) entry.push(toComponent((readers[index] as Reader)(properties)))
    if (memory === undefined) return entry
    let place = 0
    while (place < memory.length && (memory[place] as number) > occurredAt) place += stride
    const result = place === 0 ? entry.concat(memory as Json[]) : memory.toSpliced(place, 0, ...entry)
    return trimmed(result, { stride, bits, now, retentions })
  }
}

interface Line {
  readonly stride: number
  /** The items that may have too many occurrences. */
  readonly bits: number
  readonly now: number
  readonly retentions: Retentions
}

/** Without what is too old, and with at most so many occurrences for each item. Changes the list it is given. */
function trimmed(content: Json[], { stride, bits, now, retentions }: Line): MemoryState {
  let { length } = content
  while (length > 0 && now - (content[length - stride] as number) >= retentions.maxWindowMs) length -= stride
  content.length = length
  if (length <= limits.sequenceEntries * stride) return content
  for (let bit = 1; bit <= bits; bit <<= 1) {
    if ((bits & bit) === 0) continue
    let count = 0
    for (let index = 1; index < length; index += stride) {
      const items = content[index] as number
      if ((items & bit) === 0) continue
      count += 1
      if (count > limits.sequenceEntries) content[index] = items & ~bit
    }
  }
  return withoutEmpty(content, stride)
}

/** Without the occurrences that are no item any more. Changes the list it is given. */
function withoutEmpty(content: Json[], stride: number): MemoryState {
  let kept = 0
  for (let index = 0; index < content.length; index += stride) {
    if (content[index + 1] === 0) continue
    if (kept < index) for (let offset = 0; offset < stride; offset += 1) content[kept + offset] = content[index + offset] as Json
    kept += stride
  }
  content.length = kept
  return content
}

/** Both lines in one; of one instant, those of `other` count as having arrived last. */
function mergeLines(one: MemoryState, other: MemoryState, stride: number): Json[] {
  const result: Json[] = []
  let left = 0
  let right = 0
  while (left < one.length || right < other.length) {
    const isRight = left >= one.length || (right < other.length && (other[right] as number) >= (one[left] as number))
    const from = isRight ? other : one
    const index = isRight ? right : left
    for (let offset = 0; offset < stride; offset += 1) result.push(from[index + offset] as Json)
    if (isRight) right += stride
    else left += stride
  }
  return result
}
