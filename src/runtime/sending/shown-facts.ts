// What fills a mail for a person who is not being written to: their cart, and what the template's lookups find for them. For previews and tests: where
// the catalogue has nothing, items are made up, because whoever looks wants to see the mail. No discount code is spent.

import { cartFacts, cartIdOf } from '../../engine/cart.ts'
import type { Collection } from '../../model/catalogue.ts'
import type { Template } from '../../model/definitions.ts'
import type { JsonObject } from '../../model/json.ts'
import { sampleCatalogue, sampleCode } from '../../model/sample-catalogue.ts'
import { type LookupContext, lookUp } from '../catalogue/catalogue-facts.ts'
import type { Described } from '../runtime.ts'

export interface ShownContext {
  readonly store: LookupContext['store']
  readonly collections: readonly Collection[]
  /** Undefined for nobody. */
  readonly person: Pick<Described, 'state' | 'head'> | undefined
  readonly attributes: JsonObject
  readonly trigger: JsonObject
  readonly now: number
}

export interface ShownFacts {
  readonly cart: JsonObject
  readonly catalogue?: JsonObject
  readonly code?: string
}

/** The cart, the items and the code. */
export async function shownFacts(template: Template, { store, collections, person, attributes, trigger, now }: ShownContext): Promise<ShownFacts> {
  const cart = person === undefined ? {} : cartFacts(person.state.carts, cartIdOf(trigger) || undefined)
  const shown = { cart, ...(template.code === undefined ? {} : { code: sampleCode }) }
  if (template.catalogue === undefined) return shown
  const optional = Object.entries(template.catalogue).map(([name, { required: _, ...lookup }]) => [name, lookup] as const)
  const { catalogue } = await lookUp(Object.fromEntries(optional), {
    store,
    collections: new Map(collections.map((one) => [one.collection, one])),
    facts: { subscriber: attributes, trigger, cart },
    chains: person === undefined || person.head === 0 ? [] : [person.head],
    locale: attributes['locale'],
    now,
  })
  const found = Object.fromEntries(Object.entries(catalogue).filter(([, items]) => !Array.isArray(items) || items.length > 0))
  return { ...shown, catalogue: { ...sampleCatalogue(template, collections, { sample: {} }), ...found } }
}
