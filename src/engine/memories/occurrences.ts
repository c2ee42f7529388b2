// A memory of one event's occurrences: which of them it takes in (the intake), by what it divides them (the keys) and what it
// keeps of each (the shape).

import type { Json, JsonObject } from '../../model/json.ts'
import { limits } from '../../model/limits.ts'
import type { MemorySlot, Occurrence, OnlyValue } from '../answer.ts'
import type { MemoryState } from '../state.ts'
import { compileReader, componentBytes, fromComponent, type Reader, toComponent } from './component.ts'
import { entriesShape } from './entries.ts'
import { extremeShape } from './extreme.ts'
import { addKeyed, mergeKeyed } from './keyed.ts'
import type { MemoryRequirement } from './memory-registry.ts'
import { noRetentions, type Retention, type Retentions, widen } from './retention.ts'
import { instantText, type Shape } from './shape.ts'
import { timesShape } from './times.ts'
import { totalShape } from './total.ts'
import { valuesShape } from './values.ts'

/** Which occurrences count, as far as their own properties decide it. */
export interface FixedWhere {
  /** The same text for the same test. */
  readonly identity: string
  /** " with price at least 5", or "". */
  readonly words: string
  readonly passes: (properties: JsonObject) => boolean
  /** Set where this is all of the test. */
  readonly only?: OnlyValue | undefined
}

/** A property that a memory is divided by. `scalars`: occurrences with anything but a text, number, boolean or null there are left out. */
export interface KeyPath {
  readonly path: string
  readonly keeps: 'scalars' | 'anything'
}

export interface OccurrencesOf {
  readonly event: string
  readonly where: FixedWhere
  readonly keys: readonly KeyPath[]
  readonly holds: { readonly kind: 'times' } | { readonly kind: 'entries' | 'total' | 'min' | 'max' | 'values'; readonly path: string }
  readonly retention: Retention
}

/** What a condition asks of a memory of occurrences. */
export function occurrencesOf(asked: OccurrencesOf): MemoryRequirement {
  const { event, where, keys, holds, retention } = asked
  return {
    sharing: JSON.stringify([holds.kind, 'path' in holds ? holds.path : '', event, where.identity, keys.map(({ path, keeps }) => [path, keeps])]),
    retention,
    create: (retentions) => createSlot(asked, shapeOf(holds, retentions), retentions),
  }
}

function shapeOf(holds: OccurrencesOf['holds'], retentions: Retentions): Shape {
  switch (holds.kind) {
    case 'times':
      return timesShape(retentions)
    case 'entries':
      return entriesShape(holds.path, retentions)
    case 'total':
      return totalShape(holds.path)
    case 'min':
    case 'max':
      return extremeShape(holds.kind, holds.path)
    case 'values':
      return valuesShape(holds.path, retentions)
  }
}

/** Puts two contents together with nothing left out, for conditions that look at several keys of one memory at once. */
export function foldOf(holds: OccurrencesOf['holds']): Shape['merge'] {
  const everything = noRetentions()
  widen(everything, { count: Number.POSITIVE_INFINITY, windowMs: Number.POSITIVE_INFINITY })
  return shapeOf(holds, everything).merge
}

type Behavior = Omit<MemorySlot, 'id' | 'sharing' | 'identity'>

function createSlot(asked: OccurrencesOf, shape: Shape, retentions: Retentions): Behavior {
  const { event, where, keys, holds } = asked
  const isKeyed = keys.length > 0
  return {
    events: [event],
    readsOnlyInstants: !isKeyed && shape.read === undefined && where.words === '',
    instants: !isKeyed && holds.kind === 'times' ? { passes: where.passes, retentions } : undefined,
    only: where.only,
    attribute: undefined,
    record: isKeyed ? keyedRecord(asked, shape, retentions) : plainRecord(where, shape),
    changed: (memory) => memory,
    merge: isKeyed ? (one, other, now) => mergeKeyed(shape, one, other, now) : shape.merge,
    words: () => `${shape.words()} of ${event}${where.words}${isKeyed ? `, for each ${keys.map(({ path }) => path).join(' and ')}` : ''}`,
    describe: (memory, now) => {
      if (memory === undefined) return 'nothing yet'
      return isKeyed ? describeKeyed(shape, memory, now) : shape.describe(memory, now)
    },
    bound: () => (isKeyed ? limits.memoryKeys * (keys.length * componentBytes + 4 + shape.bound()) + 2 : shape.bound()),
  }
}

function plainRecord(where: FixedWhere, shape: Shape): MemorySlot['record'] {
  const { passes } = where
  const { read, add } = shape
  if (read === undefined) {
    return (memory, occurrence, now) => (passes(occurrence.properties) ? add(memory, occurrence.occurredAt, null, now) : memory)
  }
  return (memory, occurrence, now) => {
    const { properties } = occurrence
    if (!passes(properties)) return memory
    const value = read(properties)
    return value === undefined ? memory : add(memory, occurrence.occurredAt, value, now)
  }
}

function keyedRecord(asked: OccurrencesOf, shape: Shape, retentions: Retentions): MemorySlot['record'] {
  const { passes } = asked.where
  const { read } = shape
  const readKey = keyReader(asked.keys)
  return (memory: MemoryState | undefined, occurrence: Occurrence, now: number) => {
    const { properties, occurredAt } = occurrence
    if (!passes(properties)) return memory
    const value = read === undefined ? null : read(properties)
    if (value === undefined) return memory
    const key = readKey(properties)
    return key === undefined ? memory : addKeyed(shape, retentions, memory, { key, at: occurredAt, value, now })
  }
}

/** Reads the key: one resting value, or a list of them when there are several paths; undefined when the occurrence is left out. */
function keyReader(keys: readonly KeyPath[]): Reader {
  const parts = keys.map(({ path, keeps }) => ({ read: compileReader(path), isScalar: keeps === 'scalars' }))
  const [only] = parts
  if (only === undefined || parts.length === 1) return (properties) => only && partOf(only, properties)
  return (properties) => {
    const components: Json[] = []
    for (let index = 0; index < parts.length; index += 1) {
      const component = partOf(parts[index] as (typeof parts)[number], properties)
      if (component === undefined) return undefined
      components.push(component)
    }
    return components
  }
}

function partOf(part: { readonly read: Reader; readonly isScalar: boolean }, properties: JsonObject): Json | undefined {
  const value = part.read(properties)
  if (part.isScalar && (value === undefined || (typeof value === 'object' && value !== null))) return undefined
  return toComponent(value)
}

const describedKeys = 5

function describeKeyed(shape: Shape, memory: MemoryState, now: number): string {
  const parts: string[] = []
  for (let index = 0; index < memory.length && parts.length < describedKeys; index += 2) {
    parts.push(`${keyText(memory[index] as Json)}: ${shape.describe(memory[index + 1] as MemoryState, now)}`)
  }
  const more = memory.length / 2 - parts.length
  return parts.join('; ') + (more > 0 ? `; and ${more} more, back to ${instantText((memory.at(-1) as MemoryState)[0] as number)}` : '')
}

function keyText(key: Json): string {
  return JSON.stringify(
    Array.isArray(key) && (key.length > 1 || Array.isArray(key[0])) ? key.map((part) => fromComponent(part) ?? null) : (fromComponent(key) ?? null),
  )
}
