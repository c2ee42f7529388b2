// A catalogue: what a shop sells or a site publishes, kept beside the people. A collection declares what its items hold; a template names the
// items it shows. Items are facts about the world and no history: they change under a running journey, and are read at the moment of sending.

import { z } from 'zod'
import { durationSchema } from './duration.ts'
import { type Json, splitPath } from './json.ts'
import { zoneNameSchema } from './local-time.ts'
import { mistake } from './mistake.ts'

const says = (description: string) => ({ description })
const name = z.string().regex(/^[a-z][a-z0-9_-]{0,63}$/, mistake('write-small-name'))

/** What an attribute of an item may hold. */
export const itemTypeSchema = z.enum(['text', 'number', 'boolean', 'date', 'list', 'url', 'object'])
export type ItemType = z.infer<typeof itemTypeSchema>

/** What every item may have without a declaration. Their names are the same for all collections, so that mails and recommendations can rely on them. */
export const ownAttributes = {
  title: 'text',
  url: 'url',
  image: 'url',
  price: 'number',
  currency: 'text',
  stock: 'number',
  offer_ends: 'date',
} as const satisfies Readonly<Record<string, ItemType>>

/** Those of them that are only true for a while: left out when they were not confirmed for longer than `fresh`. */
export const urgentAttributes: readonly string[] = ['stock', 'offer_ends']

const attributeName = z.string().regex(/^[a-z_][A-Za-z0-9_]{0,63}$/, mistake('write-attribute-name'))

const itemAttributeSchema = z.union([
  itemTypeSchema,
  z.strictObject({
    type: itemTypeSchema.meta(says('What it holds.')),
    find: z.literal(true).optional().meta(says('true: items can be found by it. For text, numbers, true and false, and lists of texts.')),
    required: z.literal(true).optional().meta(says('true: an item without it is refused.')),
    example: z.json().optional().meta(says('What samples and previews show when they name no item.')),
  }),
])
export type ItemAttribute = Exclude<z.infer<typeof itemAttributeSchema>, string>

const eventSourceSchema = z.strictObject({
  event: z.union([z.string().min(1).max(256), z.array(z.string().min(1).max(256)).min(1).max(20)]).meta(says('The name of the event, or several.')),
  id: z.string().min(1).max(256).meta(says('Where the id of the item stands in its properties: product_id, or products.product_id for each of a list.')),
})

export const tellsSchema = z
  .strictObject({
    who: z
      .array(eventSourceSchema)
      .min(1)
      .max(10)
      .optional()
      .meta(
        says(
          'Who is told: people with one of these events about the item, such as [{ event: Stock Alert Asked, id: product_id }]. By default those who viewed it, as `viewed` says, or put it into their cart.',
        ),
      ),
    within: durationSchema.optional().meta(says('How long ago that event may be; 30d by default.')),
    priceDrop: z.number().min(0.1).max(99).optional().meta(says('Price Dropped is told when the price falls by this many percent or more.')),
    backInStock: z.literal(true).optional().meta(says('true: Back In Stock is told when something that was sold out has a stock again.')),
  })
  .refine(({ priceDrop, backInStock }) => priceDrop !== undefined || backInStock !== undefined, mistake('name-item-event'))
  .meta(says('Changes of items that people are told of, as events of theirs that journeys can begin with.'))
export type Tells = z.infer<typeof tellsSchema>

export const feedSchema = z
  .strictObject({
    url: z.url().max(2000).meta(says('Where the feed is: CSV or JSON Lines, plain or gzipped.')),
    at: z
      .string()
      .regex(/^([01]\d|2[0-3]):[0-5]\d$/, mistake('write-hours'))
      .optional()
      .meta(says('When it is fetched, once a day; 03:00 by default.')),
    zone: zoneNameSchema.optional().meta(says("The zone of that time; the workspace's by default.")),
    format: z.enum(['csv', 'jsonl']).optional().meta(says('Found out from its type, its name or its first character when it is not said.')),
    map: z
      .record(z.string().min(1).max(200), z.string().min(1).max(256))
      .optional()
      .meta(says('What the columns are called where they are called otherwise: { id: sku, title: name, "title:de": name_de }.')),
    maxLoss: z
      .number()
      .min(0)
      .max(100)
      .optional()
      .meta(
        says(
          'A feed in which more than this share of the items is missing or cannot be read (in percent; 10 by default) changes nothing until it is confirmed.',
        ),
      ),
  })
  .meta(says('A file at an address that is fetched every night and then is the whole collection.'))
export type Feed = z.infer<typeof feedSchema>

export const collectionSchema = z
  .strictObject({
    collection: name.meta(says('The name of the collection: products, articles.')),
    description: z.string().optional().meta(says('What it is for.')),
    attributes: z
      .record(attributeName, itemAttributeSchema)
      .optional()
      .meta(
        says(
          'What its items hold besides title, url, image, price, currency, stock and offer_ends: { brand: text, category: { type: text, find: true } }. Nothing else is taken in.',
        ),
      ),
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/, mistake('write-currency'))
      .optional()
      .meta(says('The currency of prices where an item does not say its own.')),
    order: attributeName.optional().meta(says('The number or date by which items that are found are put in order; price by default.')),
    fresh: durationSchema
      .optional()
      .meta(says('For how long stock and the end of an offer are believed after they were last confirmed; later they are left out of mails. 1d by default.')),
    viewed: eventSourceSchema.optional().meta(says('The event that somebody looked at an item: { event: Product Viewed, id: product_id }.')),
    bought: eventSourceSchema.optional().meta(says('The event that somebody bought items: { event: Order Completed, id: products.product_id }.')),
    tells: tellsSchema.optional(),
    feed: feedSchema.optional(),
  })
  .meta({ id: 'Collection' })
export type Collection = z.infer<typeof collectionSchema>

const path = z.string().regex(/^[A-Za-z_][\w-]*(\.[\w-]+)*$/, mistake('write-path'))

/** What a template shows of the catalogue. Each is read when the mail is authorized, and is there as `catalogue.NAME`. */
export const lookupSchema = z
  .strictObject({
    from: name.meta(says('The collection.')),
    id: path.optional().meta(says('One item: where its id stands, such as trigger.product_id. It is there as catalogue.NAME itself.')),
    ids: path
      .optional()
      .meta(says('The items of a list: where their ids stand, such as cart.items.product_id. Each has the entry of the list it stands for as `line`.')),
    recent: z.enum(['viewed', 'bought']).optional().meta(says('What the person looked at or bought last, the newest first.')),
    recommend: z
      .enum(['bought-together', 'viewed-together', 'popular'])
      .optional()
      .meta(
        says(
          'What other people bought or viewed who did so with the items of `to`, filled up with what is popular; or only what is popular. Counted once a day.',
        ),
      ),
    to: path
      .optional()
      .meta(
        says('Of what something is recommended: where one id or several stand, such as trigger.product_id, cart.items.product_id or catalogue.product.id.'),
      ),
    where: z
      .record(attributeName, z.union([path, z.strictObject({ is: z.union([z.string().max(256), z.number(), z.boolean()]) })]))
      .optional()
      .meta(
        says('The items with this value: { category: catalogue.product.category }, or { category: { is: shoes } }. One attribute, declared with find: true.'),
      ),
    order: z
      .enum(['lowest', 'highest'])
      .optional()
      .meta(says('Whether what has the lowest price (or what the collection is ordered by) comes first, or the highest; lowest by default.')),
    without: z.array(z.string().min(1).max(256)).min(1).max(10).optional().meta(says('What is left out: bought, viewed, cart, or the name of a lookup above.')),
    inStock: z.literal(true).optional().meta(says('true: only items that are not known to be sold out.')),
    limit: z.int().min(1).max(50).optional().meta(says('How many at most; 10 by default.')),
    required: z.literal(true).optional().meta(says('true: without any item the mail is not sent, and the trace says so.')),
  })
  .meta({ id: 'CatalogueLookup' })
export type Lookup = z.infer<typeof lookupSchema>

export const lookupsSchema = z.record(z.string().regex(/^[a-z_][A-Za-z0-9_]{0,63}$/), lookupSchema)
export type Lookups = z.infer<typeof lookupsSchema>

/** Items of a lookup that says nothing else. */
export const usualLookupLimit = 10

/** Every attribute of a collection with what it holds, its own ones first. */
export function attributesOf({ attributes = {} }: Pick<Collection, 'attributes'>): ReadonlyMap<string, ItemAttribute> {
  const own = Object.entries(ownAttributes).map(([key, type]) => [key, { type }] as const)
  const declared = Object.entries(attributes).map(([key, value]) => [key, typeof value === 'string' ? { type: value } : value] as const)
  return new Map<string, ItemAttribute>([...own, ...declared])
}

/** By which events of people an item is spoken of that they are to be told about: their names, and where its id stands. */
export function eventsAbout({
  tells,
  viewed,
}: Pick<Collection, 'tells' | 'viewed'>): readonly { readonly events: readonly string[]; readonly path: readonly string[] }[] {
  const usual = [...(viewed === undefined ? [] : [viewed]), { event: 'Product Added', id: 'product_id' }]
  return (tells?.who ?? usual).map(({ event, id }) => ({ events: [event].flat(), path: splitPath(id) }))
}

/** An item as the store keeps it. */
export interface StoredItem {
  readonly collection: string
  readonly id: string
  /** Its attributes as JSON text; those of a language under `locales`. */
  readonly body: string
  /** By what it can be found. */
  readonly keys: readonly (readonly [attribute: string, value: string])[]
  /** Its place among those with the same value; `noRank` when it has none. */
  readonly rank: number
  /** When what it says last changed. */
  readonly changedAt: number
  /** When somebody last said that it is so. */
  readonly confirmedAt: number
  /** The load that last said so; 0 when none did. */
  readonly load: number
}

/** Comes after everything that has a rank. */
export const noRank = 1e308

/** What became of items that were put. */
export interface PutCounts {
  readonly added: number
  readonly changed: number
  readonly unchanged: number
}

/** The attributes of an item, as a template sees them. */
export type ItemAttributes = { readonly [attribute: string]: Json }
