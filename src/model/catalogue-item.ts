// One item of the catalogue, checked against its collection on the way in. What does not fit is refused with the attribute, what is wrong and
// what was probably meant; nothing is converted silently. It never looks at what is stored.

import { attributesOf, type Collection, type ItemAttribute, noRank, type StoredItem } from './catalogue.ts'
import type { Json, JsonObject } from './json.ts'
import { limits } from './limits.ts'

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
  if (bytes > limits.itemBytes) return { ok: false, problem: `it has ${bytes} bytes, more than ${limits.itemBytes}` }
  const keys = keysOf(attributes, known)
  if (typeof keys === 'string') return { ok: false, problem: keys }
  const rank = rankOf(attributes[collection.order ?? 'price'])
  return {
    ok: true,
    item: { collection: collection.collection, id: id as string, body, keys, rank, changedAt: said.at, confirmedAt: said.at, load: said.load },
  }
}

/** What an attribute may hold, checked; undefined when the value fits. */
export function valueProblem(name: string, type: ItemAttribute['type'], value: Json): string | undefined {
  const refuse = (wanted: string): string => `${name} is ${JSON.stringify(value).slice(0, 60)}, and must be ${wanted}`
  switch (type) {
    case 'text':
      if (typeof value !== 'string') return refuse('a text')
      if (name === 'currency' && !/^[A-Z]{3}$/.test(value)) return refuse('three capital letters of ISO 4217, such as EUR')
      return value.length > longestText ? `${name} has more than ${longestText} characters` : undefined
    case 'number':
      if (typeof value !== 'number' || !Number.isFinite(value)) return refuse('a number')
      return value < 0 && (name === 'price' || name === 'stock') ? refuse('0 or more') : undefined
    case 'boolean':
      return typeof value === 'boolean' ? undefined : refuse('true or false')
    case 'date':
      if (instantOf(value) === undefined) return refuse('a date, such as 2026-12-01T18:00:00+01:00')
      return name === 'offer_ends' && typeof value === 'string' && !/T.*(Z|[+-]\d\d:?\d\d)$/.test(value)
        ? refuse('a time with its zone, such as 2026-12-01T18:00:00+01:00')
        : undefined
    case 'list':
      if (!Array.isArray(value) || value.some((one) => typeof one === 'object')) return refuse('a list of texts or numbers')
      return value.length > longestList ? `${name} has more than ${longestList} entries` : undefined
    case 'url':
      return isWebAddress(value) ? undefined : refuse('an address that begins with https:// or http://')
    case 'object':
      return typeof value === 'object' && value !== null ? undefined : refuse('an object')
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
  if (id === undefined || id === null || id === '') return 'it has no id'
  if (typeof id !== 'string') return 'its id is neither a text nor a number'
  if (id.length > limits.idCharacters) return `its id has more than ${limits.idCharacters} characters`
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must not be in it.
  return /[\u0000-\u001f\u007f]/.test(id) || !id.isWellFormed() ? 'its id has characters that cannot be seen' : undefined
}

function attributesProblem(collection: Collection, attributes: JsonObject, extent: 'whole' | 'variant'): string | undefined {
  const known = attributesOf(collection)
  for (const [name, value] of Object.entries(attributes)) {
    const attribute = known.get(name)
    if (attribute === undefined) return `there is no attribute ${name.slice(0, 64)}; there are: ${[...known.keys()].join(', ')}`
    if (value === null) continue
    const problem = valueProblem(name, attribute.type, value)
    if (problem !== undefined) return problem
  }
  if (extent === 'variant') return undefined
  const missing = [...known].find(([name, { required }]) => required === true && (attributes[name] ?? null) === null)
  return missing === undefined ? undefined : `${missing[0]} is missing`
}

function localesProblem(collection: Collection, locales: Json | undefined): string | undefined {
  if (locales === undefined) return undefined
  if (!isObject(locales)) return 'locales is not an object of languages'
  for (const [locale, variant] of Object.entries(locales)) {
    if (!/^[a-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*$/.test(locale)) return `locales has "${locale.slice(0, 40)}", which is no language such as de or pt-BR`
    if (!isObject(variant)) return `locales.${locale} is not an object`
    const problem = attributesProblem(collection, variant, 'variant')
    if (problem !== undefined) return `in ${locale}: ${problem}`
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
    if (values.length > limits.itemKeys) return `${name} has more than ${limits.itemKeys} values to be found by`
    if (values.some((one) => one.length > limits.itemKeyCharacters))
      return `${name} has a value of more than ${limits.itemKeyCharacters} characters, and items are found by it`
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
