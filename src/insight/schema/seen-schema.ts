// What really arrives: the names of events and attributes with how often and since when, and their properties with types and examples. Folded from
// the log, in the background and only when somebody asks, so that taking events in costs nothing; kept in memory, and made again after a start.

import { systemEvents } from '../../model/event.ts'
import type { Json, JsonObject } from '../../model/json.ts'
import { limits } from '../../model/limits.ts'
import { arrivalOf, occurredAtIn } from '../../runtime/log-entry.ts'
import type { LogEntry, Position } from '../../runtime/store.ts'
import { type ArrivedEvent, isCountedLine } from './arrival-tally.ts'
import { BoundedNames } from './bounded-names.ts'
import { looksPersonal, SampleValues, type ShownValues, type ValueOf } from './sample-values.ts'

export const valueTypes = ['text', 'number', 'boolean', 'date', 'list', 'object'] as const
export type ValueType = (typeof valueTypes)[number]

export interface SeenProperty extends ShownValues {
  /** As a condition names it: product.category. */
  readonly path: string
  /** The most frequent first. */
  readonly types: readonly ValueType[]
  /** In which share of those that were looked at, from 0 to 1. */
  readonly share: number
}

export interface SeenEvent extends ArrivedEvent {
  readonly properties: readonly SeenProperty[]
}

export interface SeenSchema {
  /** The most frequent first. */
  readonly events: readonly SeenEvent[]
  /** Events that Oncue makes itself, which conditions may ask about too. */
  readonly ownEvents: readonly { readonly name: string; readonly properties: readonly string[] }[]
  readonly attributes: readonly SeenProperty[]
  /** Lines of the log that were gone through, and how many there are. */
  readonly read: number
  readonly of: number
  /** Whether there were more names than are kept. */
  readonly isCut: boolean
}

interface Property {
  seen: number
  readonly types: Map<ValueType, number>
  readonly values: SampleValues
}

/** Events of a name that are all looked at; of further ones, one of so many. */
const lookedAtFirst = 500
const lookedAtEvery = 20
const deepest = 3
const dayPattern = /^\d{4}-\d{2}-\d{2}(?:T[\d:.]+(?:Z|[+-]\d{2}:?\d{2})?)?$/

class Properties {
  readonly #known: BoundedNames<Property>
  looked = 0

  constructor(of: ValueOf) {
    this.#known = new BoundedNames(limits.schemaProperties, (path) => ({ seen: 0, types: new Map(), values: new SampleValues(path, of) }))
  }

  get isCut(): boolean {
    return this.#known.left > 0
  }

  take(properties: JsonObject, subscriber: number): void {
    this.looked += 1
    this.#takeBelow('', properties, { depth: 1, subscriber })
  }

  #takeBelow(prefix: string, properties: JsonObject, { depth, subscriber }: { readonly depth: number; readonly subscriber: number }): void {
    for (const [key, value] of Object.entries(properties)) {
      // A dot would be taken for a step into an object, so a condition could not name it.
      if (value === null || key === '' || key.includes('.') || key.length > limits.idCharacters || looksPersonal(key)) continue
      const path = prefix + key
      this.#see(path, value, subscriber)
      if (typeof value === 'object' && !Array.isArray(value) && depth < deepest)
        this.#takeBelow(`${path}.`, value as JsonObject, { depth: depth + 1, subscriber })
    }
  }

  #see(path: string, value: Json, subscriber: number): void {
    const property = this.#known.see(path)
    if (property === undefined) return
    property.seen += 1
    const type = typeOf(value)
    property.types.set(type, (property.types.get(type) ?? 0) + 1)
    property.values.take(value, subscriber)
  }

  shown(): readonly SeenProperty[] {
    return this.#known.entries().map(([path, { seen, types, values }]) => ({
      path,
      types: [...types].sort(([, one], [, other]) => other - one).map(([type]) => type),
      share: Math.min(1, seen / this.looked),
      ...values.shown(),
    }))
  }
}

export class SeenSchemaFold {
  readonly #events = new BoundedNames(limits.schemaEvents, () => ({
    count: 0,
    firstAt: Number.POSITIVE_INFINITY,
    lastAt: 0,
    properties: new Properties('shop'),
  }))
  readonly #attributes = new Properties('person')
  /** The last line that was gone through. */
  position: Position = 0

  take(entry: LogEntry): void {
    this.position = entry.position
    const { name, body, subscriber, receivedAt } = entry
    if (!isCountedLine(entry)) return
    const event = this.#events.see(name)
    if (event === undefined) return
    const occurredAt = occurredAtIn(body) ?? receivedAt
    event.count += 1
    event.firstAt = Math.min(event.firstAt, occurredAt)
    event.lastAt = Math.max(event.lastAt, occurredAt)
    if (event.count > lookedAtFirst && event.count % lookedAtEvery !== 0) return
    const arrival = arrivalOf(entry)
    if (arrival === undefined) return
    event.properties.take(arrival.event.properties, subscriber)
    if (arrival.event.traits !== undefined) this.#attributes.take(arrival.event.traits, subscriber)
  }

  shown(of: number): SeenSchema {
    const events = this.#events.entries().map(([name, { properties, ...rest }]): SeenEvent => ({ name, ...rest, properties: properties.shown() }))
    return {
      events: events.sort((one, other) => other.count - one.count),
      ownEvents: Object.entries(systemEvents).map(([name, properties]) => ({ name, properties })),
      attributes: this.#attributes.shown(),
      read: this.position,
      of: Math.max(of, this.position),
      isCut: this.#events.left > 0 || this.#attributes.isCut,
    }
  }
}

function typeOf(value: Json): ValueType {
  if (Array.isArray(value)) return 'list'
  switch (typeof value) {
    case 'number':
      return 'number'
    case 'boolean':
      return 'boolean'
    case 'string':
      return dayPattern.test(value) ? 'date' : 'text'
    default:
      return 'object'
  }
}
