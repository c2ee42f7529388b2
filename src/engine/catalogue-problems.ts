// What is wrong with collections, pools, and what templates say of them: names that nobody declared, lookups that could find nothing, and questions
// that no index answers. Checked before definitions come into force.

import { attributesOf, type Collection, type Lookup, type Lookups, ownAttributes } from '../model/catalogue.ts'
import { valueProblem } from '../model/catalogue-item.ts'
import type { Definitions, Problem, Template } from '../model/definitions.ts'
import { newsEvents } from '../model/event.ts'
import type { Journey } from '../model/journey.ts'
import type { Json } from '../model/json.ts'
import { limits } from '../model/limits.ts'
import { mistake } from '../model/mistake.ts'
import { nearestName } from './conditions/names.ts'
import { walkSteps } from './walk-steps.ts'

type Found = Pick<Problem, 'path' | 'code' | 'message' | 'fix'>

/** What is wrong, definition by definition. */
export function catalogueProblems({ journeys, templates, collections = [], pools = [] }: Definitions): Problem[] {
  const problems: Problem[] = collections.flatMap((collection) =>
    collectionProblems(collection).map((problem) => ({
      severity: 'error' as const,
      definition: { kind: 'collection' as const, name: collection.collection },
      ...problem,
    })),
  )
  const [first] = collections
  if (first !== undefined && collections.length > limits.collections) {
    const message = mistake('many-collections', { count: collections.length, max: limits.collections })
    problems.push({ severity: 'error', definition: { kind: 'collection', name: first.collection }, path: [], code: 'catalogue/many', message })
  }
  const known = { collections: new Map(collections.map((one) => [one.collection, one])), pools: pools.map(({ codes }) => codes) }
  for (const template of templates) {
    const definition = { kind: 'template', name: template.template } as const
    problems.push(...templateProblems(template, known).map((problem) => ({ severity: 'error' as const, definition, ...problem })))
  }
  const told = new Set(
    collections.flatMap(({ tells }) => [...(tells?.priceDrop === undefined ? [] : [newsEvents.price]), ...(tells?.backInStock ? [newsEvents.stock] : [])]),
  )
  for (const { journey, enter, steps } of journeys) {
    const definition = { kind: 'journey', name: journey } as const
    problems.push(...untold({ enter, steps }, told).map((problem) => ({ severity: 'warning' as const, definition, ...problem })))
    for (const [step, place] of walkSteps(steps, ['steps'])) {
      if (!('webhook' in step) || step.catalogue === undefined) continue
      problems.push(...lookupsProblems(step.catalogue, { known, path: place }).map((problem) => ({ severity: 'error' as const, definition, ...problem })))
    }
  }
  return problems
}

/** News of items that a journey waits for and that no collection tells. */
function untold({ enter, steps }: Pick<Journey, 'enter' | 'steps'>, told: ReadonlySet<string>): Found[] {
  const heard = enter.flatMap((trigger, index) => ('on' in trigger ? [trigger.on].flat().map((event) => ({ event, path: ['enter', index, 'on'] })) : []))
  for (const [step, place] of walkSteps(steps, ['steps'])) {
    if (!('on' in step)) continue
    for (const [index, pair] of step.on.entries()) if ('event' in pair) heard.push({ event: pair.event, path: [...place, 'on', index, 'event'] as never })
  }
  return heard.flatMap(({ event, path }) => {
    const what = event === newsEvents.stock ? '{ backInStock: true }' : event === newsEvents.price ? '{ priceDrop: 10 }' : undefined
    if (what === undefined || told.has(event)) return []
    return [{ path, code: 'catalogue/tells', message: mistake('nobody-tells', { event }), fix: mistake('let-tell', { what }) }]
  })
}

const findable = ['text', 'number', 'boolean', 'list']

function collectionProblems(collection: Collection): Found[] {
  const found: Found[] = []
  const refuse = (path: Found['path'], message: string, fix: string): void => void found.push({ path, code: 'catalogue/collection', message, fix })
  const attributes = attributesOf(collection)
  for (const [name, declared] of Object.entries(collection.attributes ?? {})) {
    const { type, find, example } = typeof declared === 'string' ? { type: declared, find: undefined, example: undefined } : declared
    const own = (ownAttributes as Readonly<Record<string, string>>)[name]
    if (['id', 'locales', 'line'].includes(name)) refuse(['attributes', name], mistake('attribute-own-meaning', { name }), mistake('call-attribute-otherwise'))
    if (own !== undefined && own !== type)
      refuse(['attributes', name], mistake('attribute-is-everywhere', { name, kind: own }), mistake('write-type-or-other', { name, kind: own }))
    if (find === true && !findable.includes(type))
      refuse(['attributes', name, 'find'], mistake('not-found-by-a', { kind: type }), mistake('find-works-for', { known: findable.join(', ') }))
    const problem = example === undefined ? undefined : valueProblem(name, type, example as Json)
    if (problem !== undefined) refuse(['attributes', name, 'example'], problem, mistake('mend-example'))
  }
  const order = collection.order === undefined ? undefined : attributes.get(collection.order)
  if (collection.order !== undefined && order?.type !== 'number' && order?.type !== 'date') {
    refuse(['order'], mistake('no-order-attribute', { name: collection.order }), mistake('order-one-of', { known: namesOf(attributes, ['number', 'date']) }))
  }
  for (const key of Object.keys(collection.feed?.map ?? {})) {
    const [base = ''] = key.split(':')
    if (base !== 'id' && !attributes.has(base)) refuse(['feed', 'map', key], mistake('no-attribute', { name: base }), hint(base, ['id', ...attributes.keys()]))
  }
  return found
}

function namesOf(attributes: ReturnType<typeof attributesOf>, types: readonly string[]): string {
  return [...attributes].flatMap(([name, { type }]) => (types.includes(type) ? name : [])).join(', ')
}

interface Known {
  readonly collections: ReadonlyMap<string, Collection>
  readonly pools: readonly string[]
}

function templateProblems({ catalogue = {}, code, samples = {} }: Template, { collections, pools }: Known): Found[] {
  const found: Found[] = []
  if (code !== undefined && !pools.includes(code)) {
    const fix = pools.length === 0 ? mistake('declare-codes', { name: code }) : hint(code, pools)
    found.push({ path: ['code'], code: 'catalogue/pool', message: mistake('no-pool', { name: code }), fix })
  }
  found.push(...lookupsProblems(catalogue, { known: { collections, pools }, path: [] }))
  for (const [sample, { catalogue: said = {} }] of Object.entries(samples)) {
    for (const [name, items] of Object.entries(said)) {
      const lookup = catalogue[name]
      const path = ['samples', sample, 'catalogue', name]
      const problem = lookup === undefined ? mistake('no-lookup', { name }) : sampleProblem(collections.get(lookup.from), lookup, items as Json)
      if (problem !== undefined) found.push({ path, code: 'catalogue/sample', message: problem, fix: mistake('mend-sample') })
    }
  }
  return found
}

/** What is wrong with the lookups that stand at `path`, each of which may build on those above it. */
function lookupsProblems(catalogue: Lookups, { known: { collections }, path }: { readonly known: Known; readonly path: Found['path'] }): Found[] {
  const found: Found[] = []
  if (Object.keys(catalogue).length > limits.lookups) {
    found.push({
      path: [...path, 'catalogue'],
      code: 'catalogue/many',
      message: mistake('many-lookups', { count: limits.lookups }),
      fix: mistake('leave-unshown'),
    })
  }
  const above = new Map<string, Lookup>()
  for (const [name, lookup] of Object.entries(catalogue)) {
    const refuse = (at: Found['path'], message: string, fix: string): void => {
      found.push({ path: [...path, 'catalogue', name, ...at], code: 'catalogue/lookup', message, fix })
    }
    const collection = collections.get(lookup.from)
    if (collection === undefined) {
      const names = [...collections.keys()]
      refuse(
        ['from'],
        mistake('no-collection', { name: lookup.from }),
        names.length === 0 ? mistake('declare-collection', { name: lookup.from }) : hint(lookup.from, names),
      )
    } else {
      lookupProblems(lookup, { collection, collections, above, refuse })
    }
    above.set(name, lookup)
  }
  return found
}

interface Checking {
  readonly collection: Collection
  readonly collections: Known['collections']
  readonly above: ReadonlyMap<string, Lookup>
  readonly refuse: (path: Found['path'], message: string, fix: string) => void
}

function lookupProblems(lookup: Lookup, { collection, collections, above, refuse }: Checking): void {
  const ways = (['id', 'ids', 'recent', 'recommend', 'where'] as const).filter((way) => lookup[way] !== undefined)
  if (ways.length !== 1) {
    const message = ways.length === 0 ? mistake('lookup-finds-nothing') : mistake('lookup-two-ways', { ways: ways.join(' and ') })
    return refuse([], message, mistake('lookup-ways', { example: '{ category: ... }' }))
  }
  for (const way of ['id', 'ids'] as const) {
    const path = lookup[way]
    if (path !== undefined) checkPath(path, [way], { collections, above, refuse })
  }
  recommendProblems(lookup, { collection, collections, above, refuse })
  if (lookup.recent !== undefined && collection[lookup.recent] === undefined) {
    refuse(
      ['recent'],
      mistake('no-event-means', { collection: collection.collection, what: lookup.recent }),
      mistake('add-meaning-event', { what: lookup.recent, example: meaningEvent }),
    )
  }
  const wheres = Object.entries(lookup.where ?? {})
  if (lookup.where !== undefined && wheres.length !== 1) refuse(['where'], mistake('one-where'), mistake('write-one-where', { example: '{ category: ... }' }))
  const attributes = attributesOf(collection)
  for (const [name, source] of wheres) {
    const attribute = attributes.get(name)
    if (attribute === undefined)
      refuse(['where', name], mistake('no-attribute-of', { name: collection.collection, attribute: name }), hint(name, [...attributes.keys()]))
    else if (attribute.find !== true)
      refuse(['where', name], mistake('not-found-by', { name }), mistake('declare-find', { example: `${name}: { type: ${attribute.type}, find: true }` }))
    if (typeof source === 'string') checkPath(source, ['where', name], { collections, above, refuse })
  }
  if (lookup.order !== undefined && lookup.where === undefined) refuse(['order'], mistake('order-without-where'), mistake('leave-it-out'))
  if (lookup.id !== undefined && (lookup.limit ?? 1) > 1) refuse(['limit'], mistake('one-id-one-item'), mistake('leave-it-out'))
  for (const [index, name] of (lookup.without ?? []).entries()) {
    if (name === 'cart' || above.has(name)) continue
    if (name !== 'bought' && name !== 'viewed')
      refuse(['without', index], mistake('no-lookup-above', { name }), hint(name, ['bought', 'viewed', 'cart', ...above.keys()]))
    else if (collection[name] === undefined) {
      refuse(
        ['without', index],
        mistake('no-event-means', { collection: collection.collection, what: name }),
        mistake('add-meaning-event', { what: name, example: meaningEvent }),
      )
    }
  }
}

function recommendProblems({ recommend, to }: Lookup, { collection, collections, above, refuse }: Checking): void {
  if (to !== undefined) checkPath(to, ['to'], { collections, above, refuse })
  if (recommend === undefined) {
    if (to !== undefined) refuse(['to'], mistake('to-without-recommend'), mistake('recommend-or-leave'))
    return
  }
  const isTogether = recommend !== 'popular'
  if (isTogether && to === undefined) refuse(['recommend'], mistake('together-with-what', { words: recommend.replace('-', ' ') }), mistake('add-to-path'))
  if (!isTogether && to !== undefined) refuse(['to'], mistake('popular-for-all'), mistake('leave-or-together'))
  const needed =
    recommend === 'bought-together' ? (['bought'] as const) : recommend === 'viewed-together' ? (['viewed'] as const) : (['bought', 'viewed'] as const)
  if (needed.some((kind) => collection[kind] !== undefined)) return
  refuse(
    ['recommend'],
    mistake('no-event-means', { collection: collection.collection, what: needed.join(' or ') }),
    mistake('add-meaning-event', { what: needed[0], example: meaningEvent }),
  )
}

const meaningEvent = '{ event: ..., id: ... }'
const roots = ['trigger', 'subscriber', 'cart', 'catalogue']

/** A path begins with what is there when the lookup is made, and goes on with what a lookup above can have. */
function checkPath(path: string, at: Found['path'], { collections, above, refuse }: Omit<Checking, 'collection'>): void {
  const [root = '', name = '', attribute] = path.split('.')
  if (!roots.includes(root)) return refuse(at, mistake('no-lookup-root', { name: root }), mistake('begin-with-root', { known: roots.join(', ') }))
  if (root !== 'catalogue') return
  const lookup = above.get(name)
  if (lookup === undefined) return refuse(at, mistake('no-lookup-above', { name }), hint(name, [...above.keys()]))
  const known = collections.get(lookup.from)
  const names = known === undefined ? [] : ['id', ...attributesOf(known).keys()]
  if (known !== undefined && (attribute === undefined || !names.includes(attribute))) {
    refuse(at, mistake('no-attribute-of', { name: lookup.from, attribute: attribute ?? '' }), hint(attribute ?? '', names))
  }
}

function sampleProblem(collection: Collection | undefined, lookup: Lookup, items: Json): string | undefined {
  if (collection === undefined) return undefined
  if (Array.isArray(items) !== (lookup.id === undefined)) return lookup.id === undefined ? mistake('sample-a-list') : mistake('sample-one-item')
  const attributes = attributesOf(collection)
  for (const item of (Array.isArray(items) ? items : [items]) as readonly { readonly [name: string]: Json }[]) {
    for (const [name, value] of Object.entries(item)) {
      if (name === 'id' || name === 'line') continue
      const type = attributes.get(name)?.type
      const problem =
        type === undefined ? `${collection.collection} has no attribute "${name}"; ${hint(name, [...attributes.keys()])}` : valueProblem(name, type, value)
      if (problem !== undefined) return problem
    }
  }
  return undefined
}

function hint(name: string, known: readonly string[]): string {
  const guess = nearestName(name, known)
  return guess === undefined ? mistake('there-are', { known: known.join(', ') }) : mistake('meant', { name: guess })
}
