// What a mail shows of the catalogue: its lookups, made when it is authorized, in the writer, so that it shows what is true at that moment. What is
// gone is not shown; when a lookup that the template calls required finds nothing, the mail lacks it, and the engine is told so. Every read is bounded.

import type { Collection, ItemAttributes, Lookup, Lookups, StoredItem } from '../../model/catalogue.ts'
import { usualLookupLimit } from '../../model/catalogue.ts'
import { instantOf } from '../../model/catalogue-item.ts'
import type { Lack } from '../../model/decision.ts'
import { durationMs } from '../../model/duration.ts'
import { type Json, type JsonObject, readPath } from '../../model/json.ts'
import { limits } from '../../model/limits.ts'
import { localeKey } from '../../model/locale.ts'
import { arrivalOf } from '../log-entry.ts'
import type { Position, Store } from '../store.ts'
import { readFeedNote } from './change-catalogue.ts'
import { readRecommended, readTogether } from './recommended.ts'

type LookupStore = Pick<Store, 'catalogue' | 'history' | 'setting'>

export interface LookupContext {
  readonly store: LookupStore
  readonly collections: ReadonlyMap<string, Collection>
  /** What paths begin with: subscriber, trigger, cart. */
  readonly facts: { readonly [root: string]: Json }
  /** Ends of the person's committed log. */
  readonly chains: readonly Position[]
  readonly locale: unknown
  readonly now: number
}

export interface LookedUp {
  /** By the name of the lookup: an item, or a list of items. */
  readonly catalogue: { readonly [lookup: string]: Json }
  readonly lacks?: Lack
  /** The items that are shown, in words, for the trace. */
  readonly uses: readonly string[]
  /** The lookups that found nothing, NAME (COLLECTION), or not all that they were to, NAME (COLLECTION: IDS), for the trace: whoever wonders at a gap in the mail reads why. */
  readonly nothingFor: readonly string[]
}

const fresh = '1d'
/** Ids that a list lacks which stand in the trace. */
const idsShown = 5

/** Makes the lookups of a template, in their order. */
export async function lookUp(lookups: Lookups, context: LookupContext): Promise<LookedUp> {
  const found = new Search(context)
  for (const [name, lookup] of Object.entries(lookups)) {
    const problem = await found.look(name, lookup)
    if (problem !== undefined) return { catalogue: found.catalogue, uses: [], nothingFor: [], lacks: { reason: 'not in catalogue', because: problem } }
  }
  return { catalogue: found.catalogue, uses: found.uses, nothingFor: found.nothingFor }
}

interface Found {
  readonly item: StoredItem
  /** The entry of the list that it stands for. */
  readonly line?: Json
}

class Search {
  readonly catalogue: { [lookup: string]: Json } = {}
  readonly uses: string[] = []
  readonly nothingFor: string[] = []
  readonly #context: LookupContext
  #history: Promise<readonly { readonly name: string; readonly properties: JsonObject }[]> | undefined
  #left = limits.itemsPerMail

  constructor(context: LookupContext) {
    this.#context = context
  }

  /** Why the mail lacks something that it must have; undefined when it does not. */
  async look(name: string, lookup: Lookup): Promise<string | undefined> {
    const collection = this.#context.collections.get(lookup.from)
    // Names are checked before definitions come into force; a template of an older publication may ask for what is gone.
    const candidates = collection === undefined ? [] : await this.#candidates(collection, lookup)
    const most = lookup.id === undefined ? (lookup.limit ?? usualLookupLimit) : 1
    const without = collection === undefined ? new Set<string>() : await this.#without(collection, lookup)
    const kept = candidates.filter(({ item }) => !without.has(item.id) && (lookup.inStock !== true || isInStock(item))).slice(0, Math.min(most, this.#left))
    this.#left -= kept.length
    const confirmed = collection === undefined ? undefined : await this.#confirmed(collection)
    const items = collection === undefined ? [] : kept.map((one) => this.#attributes(collection, one, confirmed))
    const because = lookup.recommend === undefined ? '' : ` (${lookup.recommend.replace('-', ' ')})`
    for (const item of items) this.uses.push(`${lookup.from} ${item['id']}${priceText(item)}${because}`)
    if (lookup.id === undefined) this.catalogue[name] = items
    else if (items[0] !== undefined) this.catalogue[name] = items[0]
    const missing = items.length === 0 || lookup.ids === undefined ? [] : this.#notAmong(candidates, lookup.ids)
    if (items.length === 0) this.nothingFor.push(`${name} (${lookup.from})`)
    else if (missing.length > 0) this.nothingFor.push(`${name} (${lookup.from}: ${missing.join(', ')})`)
    if (lookup.required !== true || items.length > 0) return undefined
    return `nothing of ${lookup.from} for ${name}${lookup.id === undefined ? '' : ` (${JSON.stringify(this.#value(lookup.id) ?? null).slice(0, 100)})`}`
  }

  async #candidates(collection: Collection, lookup: Lookup): Promise<readonly Found[]> {
    const { store } = this.#context
    if (lookup.where !== undefined) return this.#byValue(collection, lookup)
    if (lookup.recent !== undefined)
      return this.#byId(
        collection,
        (await this.#idsIn(collection, lookup.recent)).map((id) => ({ id })),
      )
    if (lookup.recommend !== undefined) return this.#recommended(collection, lookup.recommend, lookup.to)
    if (lookup.ids !== undefined) return this.#byId(collection, entriesAt(this.#context.facts, this.catalogue, lookup.ids))
    const id = idOf(this.#value(lookup.id ?? ''))
    const [item] = id === undefined ? [] : await store.catalogue.items(collection.collection, [id])
    return item === undefined ? [] : [{ item }]
  }

  /** What goes with the items at a path, the best first, filled up with what is popular. */
  async #recommended(collection: Collection, recommend: NonNullable<Lookup['recommend']>, to: string | undefined): Promise<readonly Found[]> {
    const { store, facts } = this.#context
    const seeds = to === undefined ? [] : [...new Set(entriesAt(facts, this.catalogue, to).map(({ id }) => id))].slice(0, limits.recommendedSeeds)
    const people = new Map<string, number>()
    if (recommend !== 'popular') {
      const kind = recommend === 'bought-together' ? 'bought' : 'viewed'
      for (const id of seeds) {
        const neighbors = await readTogether(store, { collection: collection.collection, kind, id })
        // The order of each says what is best; people of several add up.
        for (const [other, count] of neighbors) people.set(other, (people.get(other) ?? 0) + count)
      }
    }
    const together = [...people].sort(([one, few], [other, many]) => (seeds.length > 1 ? many - few || (one < other ? -1 : 1) : 0)).map(([id]) => id)
    const popular = (await readRecommended(store, collection.collection))?.popular.map(([id]) => id) ?? []
    const ids = [...new Set([...together, ...popular])].filter((id) => !seeds.includes(id))
    return this.#byId(
      collection,
      ids.map((id) => ({ id })),
    )
  }

  async #byValue(collection: Collection, { where = {}, order = 'lowest', limit = usualLookupLimit, without, inStock }: Lookup): Promise<readonly Found[]> {
    const [[attribute, source] = []] = Object.entries(where)
    if (attribute === undefined || source === undefined) return []
    const value = typeof source === 'string' ? this.#value(source) : source.is
    const values = (Array.isArray(value) ? value : [value]).flatMap((one) => (typeof one === 'object' || one === undefined ? [] : String(one)))
    const most = without === undefined && inStock !== true ? limit : limits.itemsLookedThrough
    const [first] = values
    if (first === undefined) return []
    return (await this.#context.store.catalogue.itemsBy(collection.collection, { attribute, value: first, order, limit: most })).map((item) => ({ item }))
  }

  async #byId(collection: Collection, entries: readonly { readonly id: string; readonly line?: Json }[]): Promise<readonly Found[]> {
    const asked = entries.slice(0, limits.itemsLookedThrough)
    const items = await this.#context.store.catalogue.items(
      collection.collection,
      asked.map(({ id }) => id),
    )
    return asked.flatMap(({ line }, index) => {
      const item = items[index]
      return item === undefined ? [] : [{ item, ...(line === undefined ? {} : { line }) }]
    })
  }

  async #without(collection: Collection, { without = [] }: Lookup): Promise<ReadonlySet<string>> {
    const ids = new Set<string>()
    for (const name of without) {
      if (name === 'bought' || name === 'viewed') for (const id of await this.#idsIn(collection, name)) ids.add(id)
      else if (name === 'cart') for (const { id } of entriesAt(this.#context.facts, {}, 'cart.items.product_id')) ids.add(id)
      else for (const { id } of entriesAt({}, this.catalogue, `catalogue.${name}.id`)) ids.add(id)
    }
    return ids
  }

  /** What the person viewed or bought, newest first, each once. */
  async #idsIn(collection: Collection, kind: 'viewed' | 'bought'): Promise<readonly string[]> {
    const source = collection[kind]
    if (source === undefined) return []
    const names = new Set([source.event].flat())
    this.#history ??= this.#readHistory()
    const ids = (await this.#history).flatMap(({ name, properties }) => (names.has(name) ? valuesAt(properties, source.id.split('.')).map(({ id }) => id) : []))
    return [...new Set(ids)]
  }

  async #readHistory(): Promise<readonly { readonly name: string; readonly properties: JsonObject }[]> {
    const { store, chains } = this.#context
    const pages = await Promise.all(chains.map((head) => store.history(head, limits.viewedEntries)))
    const newest = pages
      .flat()
      .sort((one, other) => other.position - one.position)
      .slice(0, limits.viewedEntries)
    return newest.flatMap((entry) => {
      if (entry.name.startsWith('(')) return []
      const event = arrivalOf(entry)?.event
      return event === undefined ? [] : [{ name: event.name, properties: event.properties }]
    })
  }

  /** Which of the ids at a path the collection does not have, the first few. */
  #notAmong(candidates: readonly Found[], path: string): readonly string[] {
    const found = new Set(candidates.map(({ item }) => item.id))
    const gone = new Set(entriesAt(this.#context.facts, this.catalogue, path).flatMap(({ id }) => (found.has(id) ? [] : [id])))
    const shown = [...gone].slice(0, idsShown)
    return gone.size > idsShown ? [...shown, `+${gone.size - idsShown}`] : shown
  }

  #value(path: string): Json | undefined {
    const [root = '', ...rest] = path.split('.')
    return readPath(root === 'catalogue' ? this.catalogue : this.#context.facts[root], rest)
  }

  /** What its feed said last: that everything of a load is as it was. */
  async #confirmed({ collection, feed }: Collection): Promise<{ readonly load?: number; readonly confirmedAt?: number } | undefined> {
    return feed === undefined ? undefined : readFeedNote(this.#context.store, collection)
  }

  #attributes(collection: Collection, { item, line }: Found, confirmed: { readonly load?: number; readonly confirmedAt?: number } | undefined): JsonObject {
    const { locale, now } = this.#context
    const { locales, ...body } = JSON.parse(item.body) as { readonly locales?: { readonly [locale: string]: ItemAttributes } } & ItemAttributes
    const key = locales === undefined || typeof locale !== 'string' ? undefined : localeKey(Object.keys(locales), locale)
    const attributes: { [name: string]: Json } = { ...(body as JsonObject), ...(key === undefined ? {} : locales?.[key]), id: item.id }
    if (attributes['currency'] === undefined && collection.currency !== undefined) attributes['currency'] = collection.currency
    const confirmedAt = item.load > 0 && item.load === confirmed?.load ? Math.max(item.confirmedAt, confirmed.confirmedAt ?? 0) : item.confirmedAt
    const isOld = now - confirmedAt > durationMs(collection.fresh ?? fresh)
    const ends = instantOf(attributes['offer_ends'])
    // What may not be true any more is not said.
    if (isOld) delete attributes['stock']
    if (isOld || (ends !== undefined && ends <= now)) delete attributes['offer_ends']
    return line === undefined ? attributes : { ...attributes, line }
  }
}

/** The ids at a path, each with the innermost object that holds it. */
function entriesAt(facts: LookupContext['facts'], catalogue: JsonObject, path: string): readonly { readonly id: string; readonly line?: Json }[] {
  const [root = '', ...rest] = path.split('.')
  return valuesAt(root === 'catalogue' ? catalogue : facts[root], rest)
}

function valuesAt(data: Json | undefined, path: readonly string[], line?: Json): readonly { readonly id: string; readonly line?: Json }[] {
  if (Array.isArray(data)) return data.slice(0, limits.itemsLookedThrough).flatMap((one: Json) => valuesAt(one, path, one))
  const [key, ...rest] = path
  if (key === undefined) {
    const id = idOf(data)
    return id === undefined ? [] : [{ id, ...(typeof line === 'object' && line !== null ? { line } : {}) }]
  }
  if (typeof data !== 'object' || data === null || !Object.hasOwn(data, key)) return []
  return valuesAt((data as JsonObject)[key], rest, data)
}

function idOf(value: Json | undefined): string | undefined {
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' && value !== '' && value.length <= limits.idCharacters ? value : undefined
}

function isInStock({ body }: StoredItem): boolean {
  const { stock } = JSON.parse(body) as { readonly stock?: number }
  return stock === undefined || stock > 0
}

function priceText(item: JsonObject): string {
  const { price, currency } = item
  return price === undefined ? '' : ` at ${price}${currency === undefined ? '' : ` ${currency}`}`
}
