// One item of the catalogue, checked against its collection on the way in. What does not fit is refused with the attribute, what is wrong and
// what was probably meant; nothing is converted silently. It never looks at what is stored.

import { attributesOf, type Collection, type ItemAttribute, noRank, type StoredItem } from './catalogue.ts'
import type { Json, JsonObject } from './json.ts'
import { limits } from './limits.ts'
import { sentence } from './sentence.ts'

export type ReadItem = { readonly ok: true; readonly item: StoredItem } | { readonly ok: false; readonly problem: string }

const longestText = 4000
const longestUrl = 2000
const longestList = 100

/** Reads an item from its attributes, as the API takes them: { id, title, price, ..., locales: { de: { title } } }. */
export function readItem(collection: Collection, raw: JsonObject, said: { readonly at: number; readonly load: number }): ReadItem {
  const { id: rawId, locales, ...attributes } = raw
  const id = typeof rawId === 'number' ? String(rawId) : rawId
  const problem = idProblem(id) ?? attributesProblem(collection, attributes, 'whole') ?? localesProblem(collection, locales)
  if (problem !== undefined) return { ok: false, problem }
  const known = attributesOf(collection)
  const body = JSON.stringify({
    ...normal(attributes, known),
    ...(locales === undefined ? {} : { locales: mapValues(locales as { [locale: string]: JsonObject }, (variant) => normal(variant, known)) }),
  })
  const bytes = Buffer.byteLength(body)
  if (bytes > limits.itemBytes) return { ok: false, problem: sentence('item-bytes', { count: bytes, max: limits.itemBytes }) }
  const keys = keysOf(attributes, known)
  if (typeof keys === 'string') return { ok: false, problem: keys }
  const rank = rankOf(attributes[collection.order ?? 'price'])
  return {
    ok: true,
    item: { collection: collection.collection, id: id as string, body, keys, rank, changedAt: said.at, confirmedAt: said.at, load: said.load },
  }
}

type Wanted =
  | 'must-text'
  | 'must-currency'
  | 'must-number'
  | 'must-not-negative'
  | 'must-boolean'
  | 'must-date'
  | 'must-zoned'
  | 'must-list'
  | 'must-address'
  | 'must-object'

/** What an attribute may hold, checked; undefined when the value fits. */
export function valueProblem(name: string, type: ItemAttribute['type'], value: Json): string | undefined {
  const refuse = (wanted: Wanted): string => sentence('item-must-be', { field: name, written: JSON.stringify(value).slice(0, 60), wanted: sentence(wanted) })
  switch (type) {
    case 'text':
      if (typeof value !== 'string') return refuse('must-text')
      if (name === 'currency' && !/^[A-Z]{3}$/.test(value)) return refuse('must-currency')
      return value.length > longestText ? sentence('item-long-text', { field: name, count: longestText }) : undefined
    case 'number':
      if (typeof value !== 'number' || !Number.isFinite(value)) return refuse('must-number')
      return value < 0 && (name === 'price' || name === 'stock') ? refuse('must-not-negative') : undefined
    case 'boolean':
      return typeof value === 'boolean' ? undefined : refuse('must-boolean')
    case 'date':
      if (instantOf(value) === undefined) return refuse('must-date')
      return name === 'offer_ends' && typeof value === 'string' && !/T.*(Z|[+-]\d\d:?\d\d)$/.test(value) ? refuse('must-zoned') : undefined
    case 'list':
      if (!Array.isArray(value) || value.some((one) => typeof one === 'object')) return refuse('must-list')
      return value.length > longestList ? sentence('item-long-list', { field: name, count: longestList }) : undefined
    case 'url':
      return isWebAddress(value) ? undefined : refuse('must-address')
    case 'object':
      return typeof value === 'object' && value !== null ? undefined : refuse('must-object')
  }
}

/** The instant of a date; undefined when it is none. */
export function instantOf(value: Json | undefined): number | undefined {
  const instant = typeof value === 'number' ? value : typeof value === 'string' && /^\d{4}-\d\d-\d\d/.test(value) ? Date.parse(value) : Number.NaN
  return Number.isFinite(instant) && Math.abs(instant) <= 8.64e15 ? instant : undefined
}

function isWebAddress(value: Json): boolean {
  if (typeof value !== 'string' || value.length > longestUrl || !URL.canParse(value)) return false
  const { protocol, username, password } = new URL(value)
  return (protocol === 'https:' || protocol === 'http:') && username === '' && password === ''
}

function idProblem(id: Json | undefined): string | undefined {
  if (id === undefined || id === null || id === '') return sentence('item-no-id')
  if (typeof id !== 'string') return sentence('item-id-kind')
  if (id.length > limits.idCharacters) return sentence('item-id-long', { count: limits.idCharacters })
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must not be in it.
  return /[\u0000-\u001f\u007f]/.test(id) || !id.isWellFormed() ? sentence('item-id-unseen') : undefined
}

function attributesProblem(collection: Collection, attributes: JsonObject, extent: 'whole' | 'variant'): string | undefined {
  const known = attributesOf(collection)
  for (const [name, value] of Object.entries(attributes)) {
    const attribute = known.get(name)
    if (attribute === undefined) return sentence('item-no-attribute', { name: name.slice(0, 64), names: [...known.keys()].join(', ') })
    if (value === null) continue
    const problem = valueProblem(name, attribute.type, value)
    if (problem !== undefined) return problem
  }
  if (extent === 'variant') return undefined
  const missing = [...known].find(([name, { required }]) => required === true && (attributes[name] ?? null) === null)
  return missing === undefined ? undefined : sentence('item-lacks', { field: missing[0] })
}

function localesProblem(collection: Collection, locales: Json | undefined): string | undefined {
  if (locales === undefined) return undefined
  if (!isObject(locales)) return sentence('item-locales')
  for (const [locale, variant] of Object.entries(locales)) {
    if (!/^[a-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*$/.test(locale)) return sentence('item-no-locale', { locale: locale.slice(0, 40) })
    if (!isObject(variant)) return sentence('item-no-variant', { locale })
    const problem = attributesProblem(collection, variant, 'variant')
    if (problem !== undefined) return sentence('item-in-locale', { locale, refusal: problem })
  }
  return undefined
}

/** Dates in one form, what is null left out, and always in one order: the same data is the same text. */
function normal(attributes: JsonObject, known: ReadonlyMap<string, ItemAttribute>): JsonObject {
  const written: { [name: string]: Json } = {}
  for (const name of known.keys()) {
    const value = attributes[name]
    if (value === undefined || value === null) continue
    written[name] = known.get(name)?.type === 'date' ? new Date(instantOf(value) ?? 0).toISOString() : value
  }
  return written
}

/** By what it can be found, or why that cannot be. */
function keysOf(attributes: JsonObject, known: ReadonlyMap<string, ItemAttribute>): StoredItem['keys'] | string {
  const keys: (readonly [string, string])[] = []
  for (const [name, { find }] of known) {
    const value = attributes[name]
    if (find !== true || value === undefined || value === null) continue
    const values = [...new Set((Array.isArray(value) ? value : [value]).map(String))]
    if (values.length > limits.itemKeys) return sentence('item-many-keys', { field: name, count: limits.itemKeys })
    if (values.some((one) => one.length > limits.itemKeyCharacters)) return sentence('item-long-key', { field: name, count: limits.itemKeyCharacters })
    for (const one of values) keys.push([name, one])
  }
  return keys
}

function rankOf(value: Json | undefined): number {
  const rank = typeof value === 'number' ? value : instantOf(value)
  return rank === undefined || Math.abs(rank) >= noRank ? noRank : rank
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function mapValues<From, To>(object: { readonly [key: string]: From }, change: (value: From) => To): { [key: string]: To } {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]))
}
