// How a row of a file becomes a message of the tracking API: which column is which field, constants, names by a column's
// value, and properties with their types.
//
//   userId=customer                          a column (a dotted path in NDJSON)
//   event=:Order Completed                   a constant
//   event=type{pv:Product Viewed,buy:Order}  a name by the column's value; rows with other values are passed over
//   timestamp=InvoiceDate(M/D/YYYY H:mm)     an instant in its own form

import { nearestName } from '../authoring/nearest-name.ts'
import { type Json, type JsonObject, readPath, splitPath } from '../model/json.ts'
import { sentence } from '../model/sentence.ts'
import { compileInstantFormat, convertValue, type InstantFormat, readInstant, type ValueType, valueTypes } from './field-values.ts'
import { wrongMapping } from './import-failure.ts'
import type { FieldColumns } from './in-columns.ts'

export const fields = ['userId', 'anonymousId', 'event', 'timestamp', 'messageId', 'type', 'sessionId'] as const
export type Field = (typeof fields)[number]

export type Source =
  | { readonly kind: 'column'; readonly column: string }
  | { readonly kind: 'constant'; readonly value: string }
  | { readonly kind: 'named'; readonly column: string; readonly names: ReadonlyMap<string, string> }
  | { readonly kind: 'formatted'; readonly column: string; readonly format: InstantFormat }

export interface Property {
  readonly name: string
  readonly column: string
  readonly type: ValueType
}

export interface Mapping {
  /** Undefined fields are read from the columns of their own names. */
  readonly sources: ReadonlyMap<Field, Source>
  readonly properties: readonly Property[]
  readonly traits: readonly Property[]
  /** Columns that no field and no property takes become properties as they are. */
  readonly takesRest: boolean
  /** Nothing was said about the mapping: rows may be messages of the tracking API. */
  readonly isPlain: boolean
  readonly zone: string
}

export interface MappingFlags {
  readonly map: readonly string[]
  readonly property: readonly string[]
  readonly trait: readonly string[]
  readonly zone: string
}

/** Reads the flags. Throws a usage failure that says which part is wrong. */
export function readMapping({ map, property, trait, zone }: MappingFlags): Mapping {
  const sources = new Map<Field, Source>()
  for (const part of map.flatMap(splitParts)) {
    const at = part.indexOf('=')
    const field = at < 0 ? part : part.slice(0, at)
    const known = fields.find((one) => one === field)
    if (at < 0 || known === undefined) {
      const nearest = nearestName(field, fields)
      throw wrongMapping(`--map "${part}" is not FIELD=COLUMN`, nearest === undefined ? `fields are: ${fields.join(', ')}` : `did you mean ${nearest}?`)
    }
    sources.set(known, readSource(known, part.slice(at + 1)))
  }
  const takesRest = property.includes('*') || (map.length === 0 && property.length === 0)
  const named = property.filter((one) => one !== '*').flatMap(splitParts)
  return {
    sources,
    properties: named.map((part) => readProperty(part, '--property')),
    traits: trait.flatMap(splitParts).map((part) => readProperty(part, '--trait')),
    takesRest,
    isPlain: map.length + property.length + trait.length === 0,
    zone,
  }
}

export type Mapped =
  | { readonly kind: 'messages'; readonly messages: readonly JsonObject[]; readonly event: string | undefined; readonly timestamp: number | undefined }
  /** A value that the mapping has no name for. */
  | { readonly kind: 'passed over'; readonly value: string }
  | { readonly kind: 'problem'; readonly problem: string }

/** Makes the messages of a row. A row that is a message of the tracking API already is taken as it is. */
export function mapRow(mapping: Mapping, row: JsonObject): Mapped {
  if (mapping.isPlain && typeof row['type'] === 'string') return wireRow(row, mapping.zone)
  const values = new Map<Field, string>()
  for (const field of fields) {
    if (field === 'timestamp') continue
    const source = mapping.sources.get(field) ?? ownColumn(field, mapping)
    if (source === undefined) continue
    const value = textOf(source, row)
    if (value === undefined) continue
    if (source.kind === 'named') {
      const name = source.names.get(value)
      if (name === undefined) return { kind: 'passed over', value: `${source.column} = ${value}` }
      values.set(field, name)
    } else values.set(field, value)
  }
  const timestamp = readTimestamp(mapping, row)
  if (timestamp !== undefined && !timestamp.ok)
    return { kind: 'problem', problem: sentence('row-field', { field: columnOf('timestamp', mapping), refusal: timestamp.problem }) }
  const properties = collect({ mapping, row, wanted: mapping.properties, rest: mapping.takesRest })
  if (typeof properties === 'string') return { kind: 'problem', problem: properties }
  const traits = collect({ mapping, row, wanted: mapping.traits, rest: false })
  if (typeof traits === 'string') return { kind: 'problem', problem: traits }
  return messagesOf({ values, timestamp: timestamp?.value, properties, traits })
}

/** From which columns the fields of messages are read, as refusals name them. */
export function eventColumns(mapping: Mapping): FieldColumns {
  const named = (prefix: string, properties: readonly Property[]) => properties.map(({ name, column }) => [`${prefix}.${name}`, column] as const)
  return new Map([
    ...fields.map((field) => [field, columnOf(field, mapping)] as const),
    ...named('properties', mapping.properties),
    ...named('traits', mapping.traits),
  ])
}

function columnOf(field: Field, { sources }: Mapping): string {
  const source = sources.get(field)
  return source !== undefined && 'column' in source ? source.column : field
}

function wireRow(row: JsonObject, zone: string): Mapped {
  const at = row['timestamp'] ?? row['originalTimestamp']
  const timestamp = at === undefined || at === null ? undefined : readInstant(at, { zone })
  if (timestamp !== undefined && !timestamp.ok) return { kind: 'problem', problem: sentence('row-field', { field: 'timestamp', refusal: timestamp.problem }) }
  return { kind: 'messages', messages: [row], event: typeof row['event'] === 'string' ? row['event'] : undefined, timestamp: timestamp?.value }
}

/** A field that is not mapped is read from the column of its name; but a column "type" of somebody's own file is not the kind of call. */
function ownColumn(field: Field, { sources }: Mapping): Source | undefined {
  return field === 'type' && sources.size > 0 ? undefined : { kind: 'column', column: field }
}

interface Parts {
  readonly values: ReadonlyMap<Field, string>
  readonly timestamp: number | undefined
  readonly properties: JsonObject
  readonly traits: JsonObject
}

/** An identify when the row has traits, then the event itself: the server takes traits in with identify alone. */
function messagesOf({ values, timestamp, properties, traits }: Parts): Mapped {
  const type = values.get('type') ?? 'track'
  const event = values.get('event')
  const who = { ...pick(values, 'userId'), ...pick(values, 'anonymousId'), ...(timestamp === undefined ? {} : { timestamp }) }
  if (who.userId === undefined && who.anonymousId === undefined) return { kind: 'problem', problem: sentence('row-no-person') }
  const identify: JsonObject[] = Object.keys(traits).length > 0 || type === 'identify' ? [{ type: 'identify', ...who, traits }] : []
  if (type === 'identify') return { kind: 'messages', messages: identify, event: undefined, timestamp }
  if (event === undefined) return { kind: 'problem', problem: sentence('row-no-event') }
  const sessionId = values.get('sessionId')
  const named = type === 'track' ? { event } : { name: event }
  const context = sessionId === undefined ? {} : { context: { sessionId } }
  const message: JsonObject = { type, ...who, ...pick(values, 'messageId'), ...named, properties, ...context }
  return { kind: 'messages', messages: [...identify, message], event: type === 'track' ? event : undefined, timestamp }
}

function pick(values: ReadonlyMap<Field, string>, field: Field): Partial<Record<Field, string>> {
  const value = values.get(field)
  return value === undefined ? {} : { [field]: value }
}

function readTimestamp(mapping: Mapping, row: JsonObject): ReturnType<typeof readInstant> | undefined {
  const source = mapping.sources.get('timestamp') ?? { kind: 'column', column: 'timestamp' }
  const value = textOf(source, row)
  if (value === undefined) return mapping.sources.has('timestamp') ? { ok: false, problem: sentence('row-empty') } : undefined
  return readInstant(value, { zone: mapping.zone, ...(source.kind === 'formatted' ? { format: source.format } : {}) })
}

/** Columns that are fields of the message and no properties of the event. */
const reservedColumns: ReadonlySet<string> = new Set([...fields, 'properties', 'traits', 'context'])

interface Collecting {
  readonly mapping: Mapping
  readonly row: JsonObject
  readonly wanted: readonly Property[]
  readonly rest: boolean
}

/** The named properties, and the remaining columns when they are asked for; a text is what is wrong. */
function collect({ mapping, row, wanted, rest }: Collecting): JsonObject | string {
  const properties: Record<string, Json> = rest && isObject(row['properties']) ? { ...(row['properties'] as JsonObject) } : {}
  if (rest) {
    const taken = new Set(
      [...mapping.sources.values()].flatMap((source) => ('column' in source ? [source.column] : [])).concat(wanted.map(({ column }) => column)),
    )
    for (const [column, value] of Object.entries(row)) {
      if (!taken.has(column) && !reservedColumns.has(column) && value !== '') properties[column] = value
    }
  }
  for (const { name, column, type } of wanted) {
    const value = lookUp(row, column)
    if (value === undefined || value === null || value === '') continue
    const converted = convertValue(value, { type, zone: mapping.zone })
    if (!converted.ok) return sentence('row-field', { field: column, refusal: converted.problem })
    properties[name] = converted.value
  }
  return properties
}

function textOf(source: Source, row: JsonObject): string | undefined {
  if (source.kind === 'constant') return source.value
  const value = lookUp(row, source.column)
  if (value === undefined || value === null || typeof value === 'object') return undefined
  const text = String(value).trim()
  return text === '' ? undefined : text
}

/** What stands in a column; a dotted path leads into what a line of JSON holds. */
export function lookUp(row: JsonObject, column: string): Json | undefined {
  return Object.hasOwn(row, column) ? row[column] : column.includes('.') ? readPath(row, splitPath(column)) : undefined
}

function readSource(field: Field, text: string): Source {
  if (text.startsWith(':')) return { kind: 'constant', value: text.slice(1) }
  const named = /^([^{}]+)\{(.*)\}$/s.exec(text)
  if (named !== null) {
    const names = splitParts(named[2] ?? '').map((pair) => {
      const at = pair.indexOf(':')
      if (at < 1) throw wrongMapping(`--map ${field}: "${pair}" is not VALUE:NAME`)
      return [pair.slice(0, at).trim(), pair.slice(at + 1).trim()] as const
    })
    return { kind: 'named', column: named[1] ?? '', names: new Map(names) }
  }
  const formatted = field === 'timestamp' ? /^([^()]+)\((.+)\)$/.exec(text) : null
  if (formatted !== null) {
    const format = compileInstantFormat(formatted[2] ?? '')
    if (format === undefined) throw wrongMapping(`"${formatted[2]}" is no form of a date`, 'name year, month and day, as in D.M.YYYY HH:mm')
    return { kind: 'formatted', column: formatted[1] ?? '', format }
  }
  if (text === '') throw wrongMapping(`--map ${field}= names no column`)
  return { kind: 'column', column: text }
}

function readProperty(part: string, flag: string): Property {
  const [, name, column, type] = /^([^=:]+)(?:=([^:]+))?(?::(\w+))?$/.exec(part) ?? []
  const known = valueTypes.find((one) => one === (type ?? 'text'))
  if (name === undefined) throw wrongMapping(`${flag} "${part}" is not NAME=COLUMN:TYPE`, 'as in price=UnitPrice:number')
  if (known === undefined) throw wrongMapping(`${flag} "${part}": there is no type ${type}`, `types are: ${valueTypes.join(', ')}`)
  return { name, column: column ?? name, type: known }
}

/** Splits at the commas that stand outside of braces and parentheses. */
function splitParts(text: string): string[] {
  const parts: string[] = []
  let depth = 0
  let start = 0
  for (let index = 0; index <= text.length; index += 1) {
    const character = text[index]
    if (character === '{' || character === '(') depth += 1
    if (character === '}' || character === ')') depth -= 1
    if (character !== undefined && (character !== ',' || depth > 0)) continue
    const part = text.slice(start, index).trim()
    if (part !== '') parts.push(part)
    start = index + 1
  }
  return parts
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
