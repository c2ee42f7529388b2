// A collection as its file says it and as the window about it asks for it. What the window does not know, such as how columns of its feed are called, stays as it was written.

export const attributeTypes = ['text', 'number', 'boolean', 'date', 'list', 'url', 'object'] as const
export type AttributeType = (typeof attributeTypes)[number]

export interface AttributeAsked {
  readonly name: string
  readonly type: AttributeType
  readonly isFound: boolean
  readonly isNeeded: boolean
  /** What else its file says of it. */
  readonly rest: Written
}

export interface CollectionAsked {
  readonly description: string
  readonly currency: string
  readonly attributes: readonly AttributeAsked[]
  /** Empty: none. */
  readonly feedUrl: string
  /** Hours and minutes; empty for the usual time. */
  readonly feedAt: string
}

type Written = Readonly<Record<string, unknown>>

/** What a collection may be called: addresses and templates name it. */
export const collectionName = /^[a-z][a-z0-9_-]{0,63}$/
const attributeName = /^[a-z_][A-Za-z0-9_]{0,63}$/
/** Every item may have these without a word. */
const ownAttributes: readonly string[] = ['id', 'title', 'url', 'image', 'price', 'currency', 'stock', 'offer_ends', 'locales']
const longestUrl = 2000

export const newAttribute: AttributeAsked = { name: '', type: 'text', isFound: false, isNeeded: false, rest: {} }
export const newCollection: CollectionAsked = { description: '', currency: '', attributes: [], feedUrl: '', feedAt: '' }

/** Read from its file, whatever stands there. */
export function collectionAsked(value: unknown): CollectionAsked {
  const { description, currency, attributes, feed } = written(value)
  const { url, at } = written(feed)
  return {
    description: textOf(description),
    currency: textOf(currency),
    attributes: Object.entries(written(attributes)).map(([name, attribute]) => attributeAsked(name, attribute)),
    feedUrl: textOf(url),
    feedAt: textOf(at),
  }
}

function attributeAsked(name: string, attribute: unknown): AttributeAsked {
  const { type, find, required, ...rest } = typeof attribute === 'string' ? { type: attribute } : written(attribute)
  return { name, type: attributeTypes.find((one) => one === type) ?? 'text', isFound: find === true, isNeeded: required === true, rest }
}

export type AttributeMistake = 'attribute-wrong' | 'attribute-own' | 'attribute-twice'

/** What is wrong with the name of an attribute; undefined while it is empty, for it is left out then. */
export function attributeMistake({ attributes }: Pick<CollectionAsked, 'attributes'>, index: number): AttributeMistake | undefined {
  const name = attributes[index]?.name.trim() ?? ''
  if (name === '') return undefined
  if (ownAttributes.includes(name)) return 'attribute-own'
  if (!attributeName.test(name)) return 'attribute-wrong'
  return attributes.findIndex((one) => one.name.trim() === name) < index ? 'attribute-twice' : undefined
}

/** Three capital letters, or none. */
export function isCurrency(currency: string): boolean {
  return /^(?:[A-Z]{3})?$/.test(currency)
}

/** An address from which a feed can be fetched, or none. */
export function isFeedUrl(url: string): boolean {
  return url === '' || (url.length <= longestUrl && /^https?:\/\//i.test(url) && URL.canParse(url))
}

/** Whether it could be written. */
export function isWhole(asked: CollectionAsked): boolean {
  return isCurrency(asked.currency) && isFeedUrl(asked.feedUrl.trim()) && asked.attributes.every((_, index) => attributeMistake(asked, index) === undefined)
}

/** What is written at each key of the file, undefined for what is taken away; only what is otherwise than before. */
export function changesOf(
  asked: CollectionAsked,
  before: unknown,
): readonly (readonly [key: 'description' | 'currency' | 'attributes' | 'feed', value: unknown])[] {
  const old = written(before)
  const was = collectionAsked(before)
  const url = asked.feedUrl.trim()
  const { at: _, ...otherWords } = written(old['feed'])
  const feed = url === '' ? undefined : { ...otherWords, url, ...(asked.feedAt === '' ? {} : { at: asked.feedAt }) }
  const named = asked.attributes.filter(({ name }) => name.trim() !== '')
  const attributes = named.length === 0 ? undefined : Object.fromEntries(named.map((one) => [one.name.trim(), attributeWritten(one)]))
  const isFeedSame = url === was.feedUrl && asked.feedAt === was.feedAt
  return [
    ...(asked.description.trim() === was.description ? [] : [['description', asked.description.trim() || undefined] as const]),
    ...(asked.currency === was.currency ? [] : [['currency', asked.currency || undefined] as const]),
    ...(JSON.stringify(named) === JSON.stringify(was.attributes) ? [] : [['attributes', attributes] as const]),
    ...(isFeedSame ? [] : [['feed', feed] as const]),
  ]
}

function attributeWritten({ type, isFound, isNeeded, rest }: AttributeAsked): unknown {
  if (!isFound && !isNeeded && Object.keys(rest).length === 0) return type
  return { type, ...(isFound ? { find: true } : {}), ...(isNeeded ? { required: true } : {}), ...rest }
}

/** The file of a new one: YAML, each value as JSON. `isShop`: its items are products, with the usual events of a shop. */
export function newCollectionText(name: string, asked: CollectionAsked, { isShop }: { readonly isShop: boolean }): string {
  const shop = [
    ['viewed', { event: 'Product Viewed', id: 'product_id' }],
    ['bought', { event: 'Order Completed', id: 'products.product_id' }],
  ] as const
  const lines = [['collection', name], ...changesOf(asked, {}), ...(isShop ? shop : [])] as const
  return lines.map(([key, value]) => `${key}: ${JSON.stringify(value)}\n`).join('')
}

function written(value: unknown): Written {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Written) : {}
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
