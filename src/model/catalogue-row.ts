// One row of a table as an item of the catalogue: columns to attributes by name, or by a mapping, and texts to what each attribute holds. For files
// that are imported and feeds that are fetched.

import { attributesOf, type Collection, type ItemType } from './catalogue.ts'
import { valueProblem } from './catalogue-item.ts'
import type { Json, JsonObject } from './json.ts'
import { readAmount } from './read-amount.ts'
import { sentence } from './sentence.ts'

/** Which column fills which attribute; "title:de" is the title in German. */
export interface RowMapping {
  readonly columns: ReadonlyMap<string, string>
  /** Columns that fill nothing. */
  readonly unused: readonly string[]
}

export type MappedRow = { readonly ok: true; readonly raw: JsonObject } | { readonly ok: false; readonly problem: string }

/** What other systems call the attributes that every item has. */
const otherNames: Readonly<Record<string, readonly string[]>> = {
  id: ['item_id', 'product_id', 'sku'],
  title: ['name'],
  url: ['link', 'product_url'],
  image: ['image_link', 'image_url', 'image_full_url'],
  price: ['unit_price'],
  stock: ['inventory_quantity', 'inventory', 'quantity'],
}

/** Finds the columns of a table: those that are named, then those that are called like an attribute, then usual other names. */
export function mapColumns(collection: Collection, columns: readonly string[], named: Readonly<Record<string, string>> = {}): RowMapping | string {
  const mapping = new Map<string, string>()
  const known = new Set(['id', ...attributesOf(collection).keys()])
  for (const [attribute, column] of Object.entries(named)) {
    const [base = '', locale] = attribute.split(':')
    if (!known.has(base)) return sentence('item-no-attribute', { name: base, names: [...known].join(', ') })
    if (locale !== undefined && !/^[a-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*$/.test(locale)) return sentence('columns-no-locale', { locale })
    if (!columns.includes(column)) return sentence('columns-no-such', { name: column, names: columns.join(', ') })
    mapping.set(attribute, column)
  }
  const taken = new Set(mapping.values())
  for (const column of columns) {
    if (taken.has(column)) continue
    const [base = '', locale] = column.trim().split(':')
    const isKnown = known.has(base) && (locale === undefined || /^[a-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*$/.test(locale))
    const attribute = column.trim()
    if (!isKnown || mapping.has(attribute)) continue
    mapping.set(attribute, column)
    taken.add(column)
  }
  for (const [attribute, names] of Object.entries(otherNames)) {
    const column = columns.find((one) => names.includes(one.trim().toLowerCase()) && !taken.has(one))
    if (column === undefined || mapping.has(attribute)) continue
    mapping.set(attribute, column)
    taken.add(column)
  }
  if (!mapping.has('id')) return sentence('columns-no-id', { names: columns.join(', ') })
  return { columns: mapping, unused: columns.filter((column) => !taken.has(column)) }
}

/** The attributes that a row says. Empty cells say nothing; texts become what the attribute holds, and what cannot is said. */
export function mapRow(collection: Collection, { columns }: RowMapping, row: JsonObject): MappedRow {
  const known = attributesOf(collection)
  const raw: { [name: string]: Json } = {}
  const locales: { [locale: string]: { [name: string]: Json } } = {}
  for (const [attribute, column] of columns) {
    const cell = row[column]
    if (cell === undefined || cell === null || cell === '') continue
    const [name = '', locale] = attribute.split(':')
    const type = known.get(name)?.type
    const value = typeof cell === 'string' && type !== undefined ? fromText(type, cell) : cell
    const problem = value === undefined ? unreadable(column, String(cell), String(type)) : type && valueProblem(name, type, value)
    if (problem !== undefined) return { ok: false, problem: column === name ? problem : problem.replace(name, `${name} (${column})`) }
    if (locale === undefined) raw[name] = value as Json
    else locales[locale] = { ...locales[locale], [name]: value as Json }
  }
  return { ok: true, raw: Object.keys(locales).length === 0 ? raw : { ...raw, locales } }
}

/** Why a cell is not of its type. Of "1,234" nobody knows whether it is one or a thousand, so both are written out. */
function unreadable(column: string, cell: string, type: string): string {
  const written = cell.slice(0, 60)
  if (type !== 'number' || readAmount(cell).is !== 'uncertain') return sentence('item-other-type', { field: column, written, form: type })
  const digits = cell.replaceAll(/[^\d.,-]/g, '')
  return sentence('item-two-readings', { field: column, written, whole: digits.replace(/[.,]/, ''), broken: digits.replace(',', '.') })
}

/** What a cell says; undefined when it is not of the type. Numbers have a point before their decimals, or are written so that only one reading is possible. */
function fromText(type: ItemType, text: string): Json | undefined {
  const cell = text.trim()
  switch (type) {
    case 'text':
    case 'url':
    case 'date':
      return cell
    case 'number': {
      const plain = cell.replace(/^(?:[A-Z]{3}|[€$£])\s*/, '').replace(/\s*(?:[A-Z]{3}|[€$£])$/, '')
      if (/^-?\d+(?:\.\d+)?$/.test(plain)) return Number(plain)
      const amount = readAmount(cell)
      return amount.is === 'amount' ? amount.value : undefined
    }
    case 'boolean':
      if (/^(?:true|yes|1)$/i.test(cell)) return true
      return /^(?:false|no|0)$/i.test(cell) ? false : undefined
    case 'list':
      return cell.startsWith('[') ? fromJson(cell) : cell.split(/[|,;>]/).flatMap((one) => (one.trim() === '' ? [] : [one.trim()]))
    case 'object':
      return fromJson(cell)
  }
}

function fromJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json
  } catch {
    return undefined
  }
}
