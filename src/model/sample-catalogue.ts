// Items for samples, previews and tests: what a sample says of them, or else made up from the types and examples of their collection. It reads no
// store, and its code is nobody's.

import { attributesOf, type Collection, type ItemType, type Lookup, ownAttributes } from './catalogue.ts'
import type { Template, TemplateSample } from './definitions.ts'
import type { Json, JsonObject } from './json.ts'
import { readPath } from './json.ts'

/** The code of samples, previews and tests. */
export const sampleCode = 'SAMPLE-CODE'

/** Whether what a template does not call required is there. */
export type SampledItems = 'all there' | 'only what is required'

/** What the lookups of a template find in a sample, by name. */
export function sampleCatalogue(
  { catalogue = {} }: Pick<Template, 'catalogue'>,
  collections: readonly Collection[],
  { sample, there = 'all there' }: { readonly sample: TemplateSample; readonly there?: SampledItems },
): JsonObject {
  const found: { [lookup: string]: Json } = {}
  for (const [name, lookup] of Object.entries(catalogue)) {
    const isThere = there === 'all there' || lookup.required === true
    const collection = collections.find((one) => one.collection === lookup.from)
    if (!isThere || collection === undefined) {
      if (lookup.id === undefined) found[name] = []
      continue
    }
    found[name] = (sample.catalogue?.[name] as Json | undefined) ?? madeUp(collection, lookup, sample)
  }
  return found
}

function madeUp(collection: Collection, lookup: Lookup, sample: TemplateSample): Json {
  if (lookup.id !== undefined) return itemOf(collection, 1)
  const lines = lookup.ids === undefined ? [] : linesOf(lookup.ids, sample)
  if (lines.length > 0) return lines.map((line, index) => ({ ...itemOf(collection, index + 1), line }))
  return [1, 2].slice(0, lookup.limit ?? 2).map((number) => itemOf(collection, number))
}

/** The entries of the list that a sample has at the path of the ids. */
function linesOf(path: string, sample: TemplateSample): readonly Json[] {
  const facts: JsonObject = { subscriber: sample.subscriber ?? {}, trigger: sample.trigger ?? {}, cart: sample.cart ?? {} }
  const list = readPath(facts, path.split('.').slice(0, -1))
  return Array.isArray(list) ? list.slice(0, 5) : []
}

/** An item with every attribute that its collection has. */
function itemOf(collection: Collection, number: number): JsonObject {
  const attributes = [...attributesOf(collection)].map(([name, { type, example }]) => [name, example ?? exampleOf(name, type, number)] as const)
  return { ...Object.fromEntries(attributes), currency: collection.currency ?? 'EUR', id: `sample-${number}` }
}

function exampleOf(name: string, type: ItemType, number: number): Json {
  if (Object.hasOwn(ownAttributes, name)) return ownExamples(number)[name as keyof typeof ownAttributes]
  return {
    text: `Sample ${name}`,
    number,
    boolean: true,
    date: '2026-11-21T17:00:00.000Z',
    list: [`Sample ${name}`],
    url: 'https://sample.invalid/',
    object: {},
  }[type]
}

function ownExamples(number: number): Readonly<Record<keyof typeof ownAttributes, Json>> {
  return {
    title: `Sample item ${number}`,
    url: `https://sample.invalid/items/${number}`,
    image: `https://sample.invalid/items/${number}.png`,
    price: 19.9 * number,
    currency: 'EUR',
    stock: 2 + number,
    offer_ends: '2026-11-21T17:00:00.000Z',
  }
}
