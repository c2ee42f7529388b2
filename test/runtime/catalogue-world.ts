// A runtime with a catalogue and pools of codes, whose mails say what they were given: their subject is the facts as JSON.

import type { Collection } from '../../src/model/catalogue.ts'
import { readItem } from '../../src/model/catalogue-item.ts'
import type { CodePool } from '../../src/model/code-pool.ts'
import type { Template } from '../../src/model/definitions.ts'
import type { Renderer } from '../../src/model/facts.ts'
import type { Journey } from '../../src/model/journey.ts'
import type { JsonObject } from '../../src/model/json.ts'
import type { EmailMessage } from '../../src/runtime/channel.ts'
import type { Store } from '../../src/runtime/store.ts'
import type { VirtualClock } from '../../src/testing/virtual-clock.ts'
import { happened, plainRenderer, sourceWith, start, type Workshop, workshop } from './workshop.ts'

export const products: Collection = {
  collection: 'products',
  currency: 'EUR',
  attributes: { category: { type: 'text', find: true } },
  viewed: { event: 'Product Viewed', id: 'product_id' },
  bought: { event: 'Order Completed', id: 'products.product_id' },
}

export const factsRenderer: Renderer = {
  ...plainRenderer,
  email: async (_template, { catalogue, code, code_expires }) => ({
    ok: true,
    subject: JSON.stringify({ catalogue, code, code_expires }),
    html: '<p></p>',
    text: '',
  }),
}

/** A mail at once for each of these events, with this use of the catalogue. */
const asked: Journey = { journey: 'asked', enter: [{ on: 'Asked' }], again: 'always', steps: [{ id: 'answer', send: 'note' }] }

export interface CatalogueWorld extends Workshop {
  /** Items, each with id and attributes, as said at an instant. */
  put(items: readonly JsonObject[], at?: number): Promise<void>
  /** Somebody asks, with these properties; what the mail that follows was given, undefined when none came. */
  ask(userId: string, properties?: JsonObject): Promise<Given | undefined>
  /** The last decision about somebody. */
  last(userId: string): Promise<JsonObject>
}

export interface Given {
  // biome-ignore lint/suspicious/noExplicitAny: tests compare it with what they expect
  readonly catalogue?: any
  readonly code?: string
  readonly code_expires?: number
}

export async function catalogueWorld(
  use: Pick<Template, 'catalogue' | 'code'>,
  more: { readonly pools?: readonly CodePool[]; readonly store?: Store; readonly clock?: VirtualClock; readonly tombstoneKey?: string } = {},
): Promise<CatalogueWorld> {
  const { pools = [], ...options } = more
  const base = sourceWith(asked)
  const source = { ...base, templates: base.templates.map((template) => ({ ...template, ...use })), collections: [products], pools }
  const shop = await workshop(source, { renderer: factsRenderer, ...options })
  return {
    ...shop,
    async put(items, at = shop.clock.now()) {
      const read = items.map((raw) => readItem(products, raw, { at, load: 0 }))
      await shop.runtime.changeCatalogue({ do: 'put', items: read.flatMap((one) => (one.ok ? [one.item] : [])) })
    },
    async ask(userId, properties = {}) {
      const before = shop.mail.messages.length
      await shop.submit(happened('Asked', { userId, traits: { email: `${userId}@mail.example` }, at: shop.clock.now(), properties }))
      await shop.runtime.settle()
      const message = shop.mail.messages[before] as EmailMessage | undefined
      return message && (JSON.parse(message.subject) as Given)
    },
    async last(userId) {
      const [number = 0] = await shop.store.resolve([`u:${userId}`])
      return (await shop.store.decisions(number, 1))[0] as unknown as JsonObject
    },
  }
}

export { start }
