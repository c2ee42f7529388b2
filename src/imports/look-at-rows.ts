// What a file looks like before anybody said what it means: its columns with their types and a few values, its first rows, and which column is
// likely to be what. It proposes who it is and what is known; it never proposes that somebody said yes.

import type { Json, JsonObject } from '../model/json.ts'
import { limits } from '../model/limits.ts'
import { readInstant, type ValueType } from './field-values.ts'
import type { RowFile } from './read-rows.ts'

export interface LookedAt {
  readonly form: 'csv' | 'ndjson'
  readonly columns: readonly SeenColumn[]
  readonly rows: readonly { readonly line: number; readonly row: JsonObject }[]
  readonly problems: readonly { readonly line: number; readonly problem: string }[]
}

export interface SeenColumn {
  readonly column: string
  readonly type: ValueType
  /** Of the rows looked at, those that have a value. */
  readonly filled: number
  readonly samples: readonly string[]
  /** What it is likely to be; undefined when nothing speaks for anything. `consent`: it may say what people agreed to, for a person to decide. */
  readonly likely: 'userId' | 'anonymousId' | 'email' | 'event' | 'timestamp' | 'messageId' | 'consent' | undefined
}

const looked = 500
const shown = 20

/** Reads the beginning of the file. */
export async function lookAtRows(file: RowFile): Promise<LookedAt> {
  const rows: { readonly line: number; readonly row: JsonObject }[] = []
  const problems: { readonly line: number; readonly problem: string }[] = []
  for await (const row of file.rows) {
    if (row.problem !== undefined) problems.push({ line: row.line, problem: row.problem })
    else rows.push({ line: row.line, row: row.row })
    if (rows.length + problems.length >= looked) break
  }
  const columns = [...new Set(rows.flatMap(({ row }) => Object.keys(row)))].slice(0, limits.importColumns)
  const seen = columns.map((column) =>
    seenColumn(
      column,
      rows.map(({ row }) => row[column]),
    ),
  )
  return { form: file.form, columns: seen, rows: rows.slice(0, shown), problems: problems.slice(0, shown) }
}

function seenColumn(column: string, values: readonly (Json | undefined)[]): SeenColumn {
  const filled = values.filter((value): value is Json => value !== undefined && value !== null && value !== '')
  const type = typeOf(filled)
  const samples = [...new Set(filled.map((value) => (typeof value === 'object' ? JSON.stringify(value) : String(value)).slice(0, 60)))].slice(0, 3)
  return { column, type, filled: filled.length, samples, likely: likelyOf(column, type, filled) }
}

const isNumber = (value: Json): boolean => typeof value === 'number' || (typeof value === 'string' && /^-?\d+(?:\.\d+)?$/.test(value.trim()))
/** Postal codes and phone numbers look like numbers and lose their zeros as such. */
const isWritten = (value: Json): boolean => typeof value === 'string' && /^(?:0\d|\+)/.test(value.trim())

function typeOf(values: readonly Json[]): ValueType {
  const all = (fits: (value: Json) => boolean): boolean => values.length > 0 && values.every(fits)
  if (all((value) => typeof value === 'boolean' || /^(?:true|false|yes|no|ja|nein|да|нет)$/i.test(String(value).trim()))) return 'boolean'
  if (all((value) => typeof value === 'object')) return 'json'
  if (all(isNumber) && !values.some(isWritten)) return 'number'
  if (all((value) => typeof value === 'string' && !isNumber(value) && readInstant(value, { zone: 'UTC' }).ok)) return 'time'
  if (all((value) => /^(?:[A-Z]{3}|\p{Sc})\s?-?[\d.,]+$|^-?[\d.,]+\s?(?:[A-Z]{3}|\p{Sc})$/u.test(String(value).trim()))) return 'money'
  // 12,50 has a decimal comma; 12,500 may as well be thousands, which nobody should guess.
  if (values.some((value) => String(value).includes(',')) && all((value) => /^-?(?:\d+|\d{1,3}(?:\.\d{3})+)(?:,\d{1,2})?$/.test(String(value).trim())))
    return 'money'
  return 'text'
}

const names: readonly (readonly [likely: NonNullable<SeenColumn['likely']>, pattern: RegExp])[] = [
  ['anonymousId', /^(?:anonymous|device|visitor|client|cookie)[ _-]?id$/i],
  ['messageId', /^(?:message|event)[ _-]?(?:id|uuid)$/i],
  ['userId', /^(?:id|(?:user|customer|cust|contact|member|subscriber|account|kunden?|mitglieds?|person)[ _-]?(?:id|no|nr|number|nummer)?)$/i],
  ['event', /^(?:event(?:[ _-]?(?:name|type))?|action)$/i],
  ['timestamp', /^(?:timestamp|time|event[ _-]?time|occurred[ _-]?at|date|created[ _-]?at)$/i],
  ['consent', /consent|opt(?:ed)?[ _-]?(?:in|out)|subscri|newsletter|marketing|permission|einwilligung|согласие/i],
]

function likelyOf(column: string, type: ValueType, values: readonly Json[]): SeenColumn['likely'] {
  const addresses = values.filter((value) => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(String(value).trim())).length
  if (addresses > 0 && addresses >= values.length * (/mail/i.test(column) ? 0.5 : 0.8)) return 'email'
  const [likely] = names.find(([, pattern]) => pattern.test(column.trim().replace(/\.$/, ''))) ?? []
  return likely === 'consent' && type !== 'boolean' && values.length > 0 && new Set(values).size > 4 ? undefined : likely
}
