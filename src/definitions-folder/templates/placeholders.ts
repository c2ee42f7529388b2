// What can be written into a template: attributes that real people have, properties of events that let people in, the cart, what its lookups find, the
// brand, links; with a value that was really there. From samples of a bounded size.

import type { Placeholder, Placeholders } from '../../api/admin/template-door.ts'
import type { ReadTemplate } from '../../authoring/template-files.ts'
import { senderOf } from '../../content/compile-pages.ts'
import { liquidFor } from '../../content/liquid.ts'
import { brandFacts } from '../../model/brand.ts'
import { attributesOf } from '../../model/catalogue.ts'
import type { Json, JsonObject } from '../../model/json.ts'
import { limits } from '../../model/limits.ts'
import { arrivalOf } from '../../runtime/log-entry.ts'
import type { Store } from '../../runtime/store.ts'

export interface PlaceholderGround {
  readonly store: Pick<Store, 'last' | 'readLogOf'>
  /** Attributes of some people, whoever they are. */
  readonly profiles: readonly JsonObject[]
  readonly triggers: ReadonlySet<string>
  readonly partials: readonly string[]
}

/** Events of the triggers that are looked at, the newest. */
const eventsLookedAt = 300
const exampleCharacters = 60
const deepest = 4

/** All of it. */
export async function placeholdersOf({ workspace, collections, template }: ReadTemplate, ground: PlaceholderGround): Promise<Placeholders> {
  const { profiles, triggers, store, partials } = ground
  const { position } = await store.last()
  const range = { after: Math.max(0, position - limits.previewEntries), upTo: position }
  const entries = triggers.size === 0 ? [] : (await store.readLogOf([...triggers], range)).slice(-eventsLookedAt)
  const events = entries.flatMap((entry): JsonObject[] => {
    const properties = arrivalOf(entry)?.event.properties
    return properties === undefined ? [] : [properties]
  })
  const lookups = Object.entries(template?.catalogue ?? {}).flatMap(([name, lookup]) => {
    const collection = collections.find((one) => one.collection === lookup.from)
    const inside = lookup.id === undefined ? `catalogue.${name}[0]` : `catalogue.${name}`
    const attributes = collection === undefined ? [] : [...attributesOf(collection)]
    return attributes.map(
      ([attribute, { type, example }]): Placeholder => ({
        path: `${inside}.${attribute}`,
        kind: 'catalogue',
        type,
        example: example === undefined ? null : shown(example),
        share: null,
      }),
    )
  })
  const declared = Object.entries(workspace?.attributes ?? {}).map(
    ([name, type]): Placeholder => ({ path: `subscriber.${name}`, kind: 'attribute', type, example: null, share: null }),
  )
  const seen = pathsIn(profiles, 'subscriber', 'attribute')
  const brand =
    workspace === undefined ? [] : pathsIn([brandFacts({ brand: workspace.brand, sender: senderOf(workspace) }) as unknown as JsonObject], 'brand', 'brand')
  const engine = liquidFor('html')
  return {
    placeholders: [
      ...seen,
      ...declared.filter(({ path }) => !seen.some((one) => one.path === path)),
      ...pathsIn(events, 'trigger', 'trigger'),
      ...fixed,
      ...(template?.code === undefined ? [] : codes),
      ...lookups,
      ...brand.map((one) => ({ ...one, share: null })),
    ],
    filters: Object.keys(engine.filters).sort(),
    tags: Object.keys(engine.tags).sort(),
    partials,
  }
}

const always = (path: string, kind: Placeholder['kind'], type: string): Placeholder => ({ path, kind, type, example: null, share: null })

const fixed: readonly Placeholder[] = [
  always('cart.items', 'cart', 'list'),
  always('cart.items[0].name', 'cart', 'text'),
  always('cart.items[0].product', 'cart', 'text'),
  always('cart.items[0].quantity', 'cart', 'number'),
  always('cart.items[0].price', 'cart', 'number'),
  always('cart.items[0].image', 'cart', 'url'),
  always('cart.items[0].url', 'cart', 'url'),
  always('cart.value', 'cart', 'number'),
  always('cart.count', 'cart', 'number'),
  always('unsubscribe_url', 'link', 'url'),
  always('preferences_url', 'link', 'url'),
  always('view_url', 'link', 'url'),
  always('workspace.name', 'workspace', 'text'),
  always('workspace.sender', 'workspace', 'text'),
  always('workspace.address', 'workspace', 'text'),
  always('segments', 'other', 'list'),
  always('conditions', 'other', 'object'),
  always('variants', 'other', 'object'),
  always('now', 'other', 'date'),
]
const codes: readonly Placeholder[] = [always('code', 'other', 'text'), always('code_expires', 'other', 'date')]

/** Every path of these objects, with the newest value there and the share that has it. */
function pathsIn(objects: readonly JsonObject[], root: string, kind: Placeholder['kind']): Placeholder[] {
  const found = new Map<string, { count: number; example: Json }>()
  for (const object of objects) {
    const own = new Map<string, Json>()
    collect(object, root, own)
    for (const [path, example] of own) {
      const before = found.get(path)
      if (before === undefined) found.set(path, { count: 1, example })
      else {
        before.count += 1
        before.example = example
      }
    }
  }
  return [...found]
    .map(([path, { count, example }]): Placeholder => ({ path, kind, type: typeOf(example), example: shown(example), share: count / objects.length }))
    .sort((one, other) => (other.share ?? 0) - (one.share ?? 0) || (one.path < other.path ? -1 : 1))
    .slice(0, limits.attributes)
}

function collect(value: Json, path: string, into: Map<string, Json>): void {
  const depth = path.split('.').length
  if (depth > 1 && !(typeof value === 'object' && value !== null && !Array.isArray(value))) into.set(path, value)
  if (depth > deepest || typeof value !== 'object' || value === null) return
  if (Array.isArray(value)) {
    const [first] = value as readonly Json[]
    if (typeof first === 'object' && first !== null) collect(first, `${path}[0]`, into)
    return
  }
  for (const [key, inner] of Object.entries(value)) if (/^[A-Za-z_][\w-]*$/.test(key)) collect(inner, `${path}.${key}`, into)
}

function typeOf(value: Json): string {
  if (Array.isArray(value)) return 'list'
  if (typeof value === 'string') return /^\d{4}-\d\d-\d\d(T|$)/.test(value) ? 'date' : /^https?:\/\//.test(value) ? 'url' : 'text'
  return value === null ? 'nothing' : typeof value
}

function shown(value: Json): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > exampleCharacters ? `${text.slice(0, exampleCharacters).toWellFormed()}...` : text
}
