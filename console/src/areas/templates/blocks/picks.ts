// What a list of a mail picks from the catalogue for each reader, as a person chooses it, and the lookups of the template that say so. A lookup that says it in another way was
// written by hand and stays as it is.

export type Lookup = Readonly<Record<string, unknown>>
/** The lookups of a template by name. */
export type Lookups = Readonly<Record<string, Lookup>>

export const whats = ['popular', 'bought-together', 'viewed-together', 'viewed', 'bought', 'where'] as const
export const withs = ['cart', 'event', 'order', 'last-viewed', 'last-bought'] as const

export interface Pick {
  readonly collection: string
  readonly what: (typeof whats)[number]
  /** What the items go together with. */
  readonly with: (typeof withs)[number]
  /** Of the items of one kind: by what, and which; an empty value is that of the event's product. */
  readonly attribute: string
  readonly value: string
  readonly inStock: boolean
  readonly withoutBought: boolean
  readonly withoutCart: boolean
  readonly isRequired: boolean
  /** How many are looked up at most; undefined for as many as usual. */
  readonly limit: number | undefined
}

/** What is known of a collection: what its items can be found by, and where events name what was viewed and bought; null where it does not say. */
export interface PickFrom {
  readonly collection: string
  readonly attributes: readonly { readonly attribute: string; readonly type: string; readonly find: boolean }[]
  readonly viewedId: string | null
  readonly boughtId: string | null
}

/** What a collection lets somebody choose. */
export function whatsOf({ viewedId, boughtId, attributes }: PickFrom): readonly Pick['what'][] {
  const can: Readonly<Record<Pick['what'], boolean>> = {
    popular: viewedId !== null || boughtId !== null,
    'bought-together': boughtId !== null,
    'viewed-together': viewedId !== null,
    viewed: viewedId !== null,
    bought: boughtId !== null,
    where: attributes.some(({ find }) => find),
  }
  return whats.filter((what) => can[what])
}

/** What its items can go together with. */
export function withsOf({ viewedId, boughtId }: PickFrom): readonly Pick['with'][] {
  return withs.filter((one) => one === 'cart' || (one === 'event' || one === 'last-viewed' ? viewedId !== null : boughtId !== null))
}

/** What a choice begins as. */
export function usualPick(from: PickFrom): Pick {
  return {
    collection: from.collection,
    what: whatsOf(from)[0] ?? 'where',
    with: 'cart',
    attribute: from.attributes.find(({ find }) => find)?.attribute ?? '',
    value: '',
    inStock: true,
    withoutBought: from.boughtId !== null,
    withoutCart: false,
    isRequired: false,
    limit: undefined,
  }
}

/** The entries that say it, in the order in which they have to stand; the last is the list itself, under `name`. */
export function writePick(pick: Pick, { name, from, lookups }: { readonly name: string; readonly from: PickFrom; readonly lookups: Lookups }) {
  const { collection, what } = pick
  const helpers: [string, Lookup][] = []
  const helper = (base: string, value: Lookup): string => {
    const found = freeName(base, (one) => one === name || (Object.hasOwn(lookups, one) && !isSame(lookups[one], value)))
    if (!Object.hasOwn(lookups, found)) helpers.push([found, value])
    return `catalogue.${found}`
  }
  const last = (recent: 'viewed' | 'bought'): string => `${helper(`last_${recent}`, { from: collection, recent, limit: 3 })}.id`
  const to = {
    cart: () => 'cart.items.product_id',
    event: () => `trigger.${from.viewedId}`,
    order: () => `trigger.${from.boughtId}`,
    'last-viewed': () => last('viewed'),
    'last-bought': () => last('bought'),
  }
  const wanted = (): unknown =>
    pick.value === ''
      ? `${helper('of_event', { from: collection, id: `trigger.${from.viewedId ?? 'product_id'}` })}.${pick.attribute}`
      : { is: typed(pick.value, from.attributes.find(({ attribute }) => attribute === pick.attribute)?.type) }
  const way: Lookup =
    what === 'where'
      ? { where: { [pick.attribute]: wanted() } }
      : what === 'viewed' || what === 'bought'
        ? { recent: what }
        : { recommend: what, ...(what === 'popular' ? {} : { to: to[pick.with]() }) }
  const without = [...(pick.withoutBought && what !== 'bought' ? ['bought'] : []), ...(pick.withoutCart ? ['cart'] : [])]
  const own: Lookup = {
    from: collection,
    ...way,
    ...(without.length > 0 ? { without } : {}),
    ...(pick.inStock ? { inStock: true } : {}),
    ...(pick.limit === undefined ? {} : { limit: pick.limit }),
    ...(pick.isRequired ? { required: true } : {}),
  }
  return [...helpers, [name, own] as const]
}

/** What a lookup was written from; undefined for one that says it in another way, or that is one item. */
export function readPick(lookup: Lookup | undefined, { from, lookups }: { readonly from: PickFrom; readonly lookups: Lookups }): Pick | undefined {
  if (lookup === undefined) return undefined
  const without = (lookup['without'] ?? []) as readonly unknown[]
  const [attribute = '', asked] = Object.entries((lookup['where'] ?? {}) as Lookup)[0] ?? []
  const what = lookup['recent'] ?? lookup['recommend'] ?? 'where'
  const pick: Pick = {
    collection: String(lookup['from']),
    what: whats.find((one) => one === what) ?? 'popular',
    with: withOf(lookup['to'], { from, lookups }) ?? 'cart',
    attribute: attribute === '' ? usualPick(from).attribute : attribute,
    value: typeof asked === 'object' && asked !== null ? String((asked as Lookup)['is']) : '',
    inStock: lookup['inStock'] === true,
    withoutBought: without.includes('bought'),
    withoutCart: without.includes('cart'),
    isRequired: lookup['required'] === true,
    limit: typeof lookup['limit'] === 'number' ? lookup['limit'] : undefined,
  }
  const written = writePick(pick, { name: '', from, lookups })
  return written.length === 1 && isSame(written[0]?.[1], lookup) ? pick : undefined
}

/** A name that no lookup has. */
export function freePickName(lookups: Lookups): string {
  return freeName('picked', (name) => Object.hasOwn(lookups, name))
}

function withOf(to: unknown, { from, lookups }: { readonly from: PickFrom; readonly lookups: Lookups }): Pick['with'] | undefined {
  const name = /^catalogue\.(\w+)\.id$/.exec(String(to))?.[1]
  const recent = name === undefined ? undefined : lookups[name]?.['recent']
  if (recent === 'viewed' || recent === 'bought') return `last-${recent}`
  return to === `trigger.${from.viewedId}` ? 'event' : to === `trigger.${from.boughtId}` ? 'order' : undefined
}

/** A value as the attribute has it. */
function typed(value: string, type: string | undefined): string | number | boolean {
  const number = Number(value)
  if (type === 'number' && !Number.isNaN(number)) return number
  return type === 'boolean' ? value === 'true' : value
}

function freeName(base: string, isTaken: (name: string) => boolean): string {
  let count = 1
  while (isTaken(count === 1 ? base : `${base}_${count}`)) count += 1
  return count === 1 ? base : `${base}_${count}`
}

/** Whether two say the same, in whatever order of keys. */
function isSame(one: unknown, other: unknown): boolean {
  return inOrder(one) === inOrder(other)
}

function inOrder(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(inOrder).join()}]`
  return `{${Object.entries(value)
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, inner]) => `${JSON.stringify(key)}:${inOrder(inner)}`)
    .join()}}`
}
