// Turns the texts of a file into values: numbers, money as people write it, instants in every form that files hold.
// Nothing is guessed silently: what does not fit says so.

import { instantOf } from '../engine/zone.ts'
import type { Json } from '../model/json.ts'
import { sentence } from '../model/sentence.ts'

export const valueTypes = ['text', 'number', 'money', 'boolean', 'time', 'json'] as const
export type ValueType = (typeof valueTypes)[number]

export type Converted<Value> = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly problem: string }

/** A value of the asked type. `zone`: where local times without an offset are from. */
export function convertValue(value: unknown, { type, zone }: { readonly type: ValueType; readonly zone: string }): Converted<Json> {
  switch (type) {
    case 'text':
      return ok(typeof value === 'string' ? value : (value as Json))
    case 'number':
      return typeof value === 'number' ? ok(value) : readNumber(String(value))
    case 'money':
      return typeof value === 'number' ? ok(value) : readMoney(String(value))
    case 'boolean':
      return typeof value === 'boolean' ? ok(value) : readBoolean(String(value))
    case 'time': {
      const read = readInstant(value, { zone })
      return read.ok ? ok(new Date(read.value).toISOString()) : read
    }
    case 'json':
      return typeof value === 'string' ? readJson(value) : ok(value as Json)
  }
}

function readNumber(text: string): Converted<number> {
  const trimmed = text.trim()
  const number = Number(trimmed)
  if (trimmed !== '' && Number.isFinite(number)) return ok(number)
  return bad(sentence('row-no-number', { written: shortCell(text), money: readMoney(text).ok ? 'NAME=COLUMN:money' : undefined }))
}

/**
 * Money as people write it: `1.234,56 €`, `$1,234.56`, `12,5`, `-3`. The last separator that one or two digits follow is the
 * decimal one; every other separates thousands.
 */
function readMoney(text: string): Converted<number> {
  const bare = text.replaceAll(/[\s\u00a0\u202f'’]/g, '').replace(/^(?:[A-Z]{3}|\p{Sc})|(?:[A-Z]{3}|\p{Sc})$/gu, '')
  const parts = /^(-|\+|\()?(?:[A-Z]{3}|\p{Sc})?(\d+(?:[.,]\d{3})*|\d*)(?:[.,](\d{1,2}))?(\))?$/u.exec(bare)
  if (parts === null || (parts[2] === '' && parts[3] === undefined)) return readPlainDecimal(bare, text)
  const amount = Number(`${(parts[2] ?? '').replaceAll(/[.,]/g, '')}.${parts[3] ?? '0'}`)
  return ok(parts[1] === '-' || parts[1] === '(' ? -amount : amount)
}

/** Prices with more decimals than money has, such as 0.0042. */
function readPlainDecimal(bare: string, text: string): Converted<number> {
  return /^-?\d+\.\d{4,}$/.test(bare) ? ok(Number(bare)) : bad(sentence('row-no-money', { written: shortCell(text) }))
}

function readBoolean(text: string): Converted<boolean> {
  const word = text.trim().toLowerCase()
  if (['true', 'yes', 'y', '1', 't', 'ja', 'j', 'да'].includes(word)) return ok(true)
  if (['false', 'no', 'n', '0', 'f', 'nein', 'нет'].includes(word)) return ok(false)
  return bad(sentence('row-no-boolean', { written: shortCell(text) }))
}

function readJson(text: string): Converted<Json> {
  try {
    return ok(JSON.parse(text) as Json)
  } catch {
    return bad(sentence('row-no-json', { written: shortCell(text) }))
  }
}

export interface InstantForm {
  /** Where local times without an offset are from. */
  readonly zone: string
  /** The form of the text, such as D.M.YYYY HH:mm; without one ISO, Unix seconds and Unix milliseconds are understood. */
  readonly format?: InstantFormat
}

const secondsBelow = 1e11
/** The last that can be written as a date. */
const lastInstant = 8.64e15

/** UTC milliseconds of an instant as files hold it. */
export function readInstant(value: unknown, { zone, format }: InstantForm): Converted<number> {
  if (format !== undefined) return format(String(value), zone)
  const text = typeof value === 'number' ? String(value) : String(value ?? '').trim()
  if (/^\d{1,16}(?:\.\d{1,9})?$/.test(text)) {
    const number = Number(text)
    const at = Math.round(number < secondsBelow ? number * 1000 : number)
    // What other systems write for "never" is no instant.
    return at > lastInstant ? bad(`"${shortCell(text)}" is beyond the calendar`) : ok(at)
  }
  const parts = isoPattern.exec(dayFirst(text))
  if (parts === null) return bad(sentence('row-no-instant', { written: shortCell(text) }))
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', offset] = parts
  const local = { year: Number(year), month: Number(month), day: Number(day), hour: Number(hour), minute: Number(minute), second: Number(second) }
  const ms = Number(fraction.slice(0, 3).padEnd(3, '0'))
  return offset === undefined ? localInstant({ ...local, ms }, zone, text) : utcInstant({ ...local, ms }, offset, text)
}

/** With points the day comes first wherever dates are written so: 5.6.2026 14:30 becomes 2026-06-05 14:30. */
function dayFirst(text: string): string {
  return text.replace(
    /^(\d{1,2})\.(\d{1,2})\.(\d{4})(?=$|[ T,])/,
    (_, day: string, month: string, year: string) => `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`,
  )
}

const isoPattern = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?\s?(Z|z|UTC|[+-]\d{2}:?\d{2})?$/

interface LocalParts {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
  readonly second: number
  readonly ms: number
}

function utcInstant(parts: LocalParts, offset: string, text: string): Converted<number> {
  if (!isPossible(parts)) return bad(sentence('row-no-such-date', { written: shortCell(text) }))
  const [, sign, hours, minutes] = /^([+-])(\d{2}):?(\d{2})$/.exec(offset) ?? []
  const offsetMs = sign === undefined ? 0 : (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000
  return ok(Date.UTC(parts.year, parts.month - 1, parts.day, parts.hour, parts.minute, parts.second, parts.ms) - offsetMs)
}

function localInstant(parts: LocalParts, zone: string, text: string): Converted<number> {
  if (!isPossible(parts)) return bad(sentence('row-no-such-date', { written: shortCell(text) }))
  if (zone === 'UTC') return utcInstant(parts, 'Z', text)
  const { year, month, day, hour, minute, second, ms } = parts
  return ok(instantOf(zone, { year, month, day, minutes: hour * 60 + minute }) + second * 1000 + ms)
}

function isPossible({ year, month, day, hour, minute, second }: LocalParts): boolean {
  if (month < 1 || month > 12 || day < 1 || hour > 23 || minute > 59 || second > 59) return false
  return new Date(Date.UTC(year, month - 1, day)).getUTCDate() === day
}

/** A compiled form of instants. */
export type InstantFormat = (text: string, zone: string) => Converted<number>

const tokens: Record<string, string> = {
  YYYY: '(?<year>\\d{4})',
  YY: '(?<shortYear>\\d{2})',
  MM: '(?<month>\\d{2})',
  M: '(?<month>\\d{1,2})',
  DD: '(?<day>\\d{2})',
  D: '(?<day>\\d{1,2})',
  HH: '(?<hour>\\d{2})',
  H: '(?<hour>\\d{1,2})',
  hh: '(?<halfHour>\\d{2})',
  h: '(?<halfHour>\\d{1,2})',
  mm: '(?<minute>\\d{2})',
  m: '(?<minute>\\d{1,2})',
  ss: '(?<second>\\d{2})',
  s: '(?<second>\\d{1,2})',
  SSS: '(?<ms>\\d{3})',
  A: '(?<half>[AaPp]\\.?[Mm]\\.?)',
}

/** Compiles a form such as `M/D/YYYY H:mm`. Undefined when it names no year, month and day. */
export function compileInstantFormat(form: string): InstantFormat | undefined {
  const source = form.replaceAll(
    /YYYY|YY|MM|M|DD|D|HH|H|hh|h|mm|m|ss|s|SSS|A|[^A-Za-z]|[A-Za-z]/g,
    (token) => tokens[token] ?? token.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&'),
  )
  if (!/<(?:short)?[yY]ear>/.test(source) || !source.includes('<month>') || !source.includes('<day>')) return undefined
  let pattern: RegExp
  try {
    pattern = new RegExp(`^${source}$`)
  } catch {
    return undefined
  }
  return (text, zone) => {
    const groups = pattern.exec(text.trim())?.groups
    if (groups === undefined) return bad(sentence('row-other-form', { written: shortCell(text), form }))
    const number = (name: string): number => Number(groups[name] ?? 0)
    const shortYear = number('shortYear')
    const year = groups['year'] === undefined ? shortYear + (shortYear < 70 ? 2000 : 1900) : number('year')
    const isAfternoon = /^p/i.test(groups['half'] ?? '')
    const hour = groups['halfHour'] === undefined ? number('hour') : (number('halfHour') % 12) + (isAfternoon ? 12 : 0)
    return localInstant(
      { year, month: number('month'), day: number('day'), hour, minute: number('minute'), second: number('second'), ms: number('ms') },
      zone,
      text,
    )
  }
}

function ok<Value>(value: Value): Converted<Value> {
  return { ok: true, value }
}

function bad(problem: string): { readonly ok: false; readonly problem: string } {
  return { ok: false, problem }
}

/** What stands in a cell, as far as it is shown. */
export function shortCell(text: string): string {
  return text.length > 40 ? `${text.slice(0, 37)}...` : text
}
