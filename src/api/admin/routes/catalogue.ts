// The doors of the catalogue: what is in it, one item, putting and removing, and loads that replace a whole collection.

import { z } from 'zod'
import { attributesOf, type Collection, type StoredItem } from '../../../model/catalogue.ts'
import { readItem } from '../../../model/catalogue-item.ts'
import { mapColumns, mapRow } from '../../../model/catalogue-row.ts'
import type { JsonObject } from '../../../model/json.ts'
import { limits } from '../../../model/limits.ts'
import { mistake } from '../../../model/mistake.ts'
import { readRefusal } from '../../../model/read-sentence.ts'
import type { Said } from '../../../model/said.ts'
import { readFeedNote } from '../../../runtime/catalogue/change-catalogue.ts'
import { findItems } from '../../../runtime/catalogue/find-items.ts'
import { finishLoad, putRawItems, usualMaxLoss } from '../../../runtime/catalogue/load-items.ts'
import { readPublished } from '../../../runtime/publishing/published.ts'
import { itemPicture } from '../../previews/item-picture.ts'
import { type AdminParts, AdminProblem, type AdminRoute, adminRoute, anyObject } from '../admin-route.ts'
import { named } from '../named.ts'
import { fromCursor, nextCursor, pageOf, pageQuery, toCursor } from '../paging.ts'
import { said } from '../said.ts'

const group = 'Catalogue'
const collectionName = z.string().max(64).describe('The name of a collection, as its definition has it')
const ofCollection = z.strictObject({ collection: collectionName })
const ofItem = z.strictObject({ collection: collectionName, id: z.string().max(limits.idCharacters).describe('The id of an item') })
const load = z.int().min(1).describe('The number of a load')

const saidProblem = said.describe('The same as data, for other languages')
const refusedItem = named('RefusedItem', {
  index: z.int().describe('In the order of the request'),
  id: z.string().nullable(),
  problem: z.string(),
  said: saidProblem,
})
const item = named('CatalogueItem', {
  id: z.string(),
  attributes: anyObject.describe('What it holds; what it is called in other languages under `locales`'),
  changedAt: z.int().describe('When what it says last changed, UTC milliseconds'),
  confirmedAt: z.int().describe('When somebody last said that it is so'),
})

const pictureOf = z
  .string()
  .nullable()
  .describe('Where a frame can fetch the `image` as a page for a quarter of an hour, with `pictures=remote`; null where there is none, or no server runs')

const itemsBody = z.strictObject({
  items: z.array(anyObject).min(1).max(limits.itemBatch).describe('Each with an `id`, its attributes, and `locales` for other languages'),
  load: load.optional().describe('The load that they belong to, when a whole collection is replaced'),
})

export const catalogueRoutes: readonly AdminRoute[] = [
  adminRoute({
    method: 'GET',
    path: '/catalogue',
    name: 'listCollections',
    group,
    summary: 'The collections, with how many items each has and how its feed stands',
    answer: z.strictObject({
      collections: z.array(
        z.strictObject({
          collection: z.string(),
          description: z.string().nullable(),
          items: z.int(),
          attributes: z.array(z.strictObject({ attribute: z.string(), type: z.string(), find: z.boolean(), required: z.boolean() })),
          feed: anyObject.nullable().describe('How its feed was last fetched; null when it never was'),
          feedSaid: said.nullable().describe('What came of it (`says` of `feed`) as data'),
          feedUrl: z.string().nullable().describe('Where its feed is; null when it has none'),
          feedAt: z.string().nullable().describe('When it is fetched, once a day'),
          viewedId: z.string().nullable().describe('Where the events that somebody looked at an item name it; null when no event means that'),
          boughtId: z.string().nullable().describe('The same for the events that somebody bought items'),
        }),
      ),
    }),
    async handle(_request, { store }) {
      const collections = (await readPublished(store))?.collections ?? []
      return {
        collections: await Promise.all(
          collections.map(async (one) => ({
            collection: one.collection,
            description: one.description ?? null,
            feedUrl: one.feed?.url ?? null,
            feedAt: one.feed === undefined ? null : (one.feed.at ?? '03:00'),
            viewedId: one.viewed?.id ?? null,
            boughtId: one.bought?.id ?? null,
            items: await store.catalogue.countItems(one.collection),
            attributes: [...attributesOf(one)].map(([attribute, { type, find, required }]) => ({
              attribute,
              type,
              find: find === true,
              required: required === true,
            })),
            ...feedOf(await readFeedNote(store, one.collection)),
          })),
        ),
      }
    },
  }),
  adminRoute({
    method: 'GET',
    path: '/catalogue/{collection}/items',
    name: 'listItems',
    group,
    summary: 'The items of a collection, in order of their ids, or those that have some words',
    description: `With \`find\`, up to ${limits.itemsSearched.toLocaleString('en')} items are looked through for one answer: a page may be short, or empty, and \`next\` says where to go on.`,
    params: ofCollection,
    query: z.strictObject({ ...pageQuery, find: z.string().max(200).optional().describe('Words that the item has in its id or in what it says') }),
    answer: z.strictObject({ items: z.array(item), next: nextCursor }),
    problems: ['not-found'],
    async handle({ params, query }, { store }) {
      const { collection } = await collectionOf(params.collection, store)
      const list = `items ${collection}`
      const after = fromCursor(list, query.cursor, z.string()) ?? ''
      const text = query.find?.trim() ?? ''
      if (text !== '') {
        const searched = await findItems(store.catalogue, { collection, text, after, limit: query.limit })
        return { items: searched.items.map(shown), next: searched.next === undefined ? null : toCursor(list, searched.next) }
      }
      const found = await store.catalogue.itemsAfter(collection, { after, limit: query.limit + 1 })
      const { items, next } = pageOf(found, { list, limit: query.limit, placeOf: ({ id }) => id })
      return { items: items.map(shown), next }
    },
  }),
  adminRoute({
    method: 'GET',
    path: '/catalogue/{collection}/items/{id}',
    name: 'getItem',
    group,
    summary: 'One item',
    params: ofItem,
    answer: item.extend({
      picture: pictureOf,
    }),
    problems: ['not-found'],
    async handle({ params, now }, { store, previews }) {
      const { collection } = await collectionOf(params.collection, store)
      const [found] = await store.catalogue.items(collection, [params.id])
      if (found === undefined) throw new AdminProblem('not-found', mistake('no-such-item', { name: collection }))
      const one = shown(found)
      const page = itemPicture(one.attributes)
      return { ...one, picture: page === undefined ? null : (previews?.keep(page, now) ?? null) }
    },
  }),
  adminRoute({
    method: 'GET',
    path: '/catalogue/{collection}/picture',
    name: 'previewPicture',
    group,
    summary: 'A picture as an item would have it, before it has',
    params: ofCollection,
    query: z.strictObject({
      image: z
        .url({ protocol: /^https?$/ })
        .max(2000)
        .describe('Where the picture is'),
    }),
    answer: z.strictObject({ picture: pictureOf }),
    problems: ['not-found'],
    async handle({ params, query, now }, { store, previews }) {
      await collectionOf(params.collection, store)
      return { picture: previews?.keep(itemPicture(query) ?? '', now) ?? null }
    },
  }),
  adminRoute({
    method: 'POST',
    path: '/catalogue/{collection}/items',
    name: 'putItems',
    group,
    summary: `Puts up to ${limits.itemBatch} items, each over the one of its id`,
    description:
      'An item is replaced as a whole: what it does not say it no longer has. The same again changes nothing and confirms it. Items that do not fit the collection are named with the reason and leave what was there; the others are taken.',
    params: ofCollection,
    body: itemsBody,
    answer: z.strictObject({
      added: z.int(),
      changed: z.int(),
      unchanged: z.int(),
      refused: z.array(refusedItem),
    }),
    problems: ['not-found'],
    audited: ({ params }, { added, changed, refused }) => ({ details: { collection: params.collection, added, changed, refused: refused.length } }),
    async handle({ params, body, now }, { store, runtime }) {
      const collection = await collectionOf(params.collection, store)
      const { refused, ...counts } = await putRawItems(runtime, collection, body.items, { at: now, load: body.load ?? 0 })
      return { ...counts, refused: refused.map(withSaid) }
    },
  }),
  adminRoute({
    method: 'POST',
    path: '/catalogue/{collection}/rows',
    name: 'putRows',
    group,
    summary: `Puts up to ${limits.itemBatch} rows of a table: texts by column, as a CSV file has them`,
    description:
      'Columns called like attributes are taken by themselves, `title:de` is the title in German, and usual other names are known; `map` says the others. With `check` nothing is changed: the answer says which column fills what, and which rows cannot be read.',
    params: ofCollection,
    bodyBytes: limits.definitionBytes,
    body: z.strictObject({
      rows: z
        .array(z.record(z.string(), z.string().max(20_000)))
        .min(1)
        .max(limits.itemBatch)
        .describe('Each by the names of its columns'),
      map: z.record(z.string(), z.string()).optional().describe('Attributes whose columns are called otherwise: { title: name }'),
      load: load.optional().describe('The load that they belong to, when a whole collection is replaced'),
      check: z.boolean().default(false).describe('true: changes nothing'),
    }),
    answer: z.strictObject({
      columns: z.record(z.string(), z.string()).describe('Which column fills which attribute'),
      unused: z.array(z.string()).describe('Columns that fill nothing'),
      added: z.int(),
      changed: z.int(),
      unchanged: z.int(),
      refused: z.array(refusedItem),
    }),
    problems: ['not-found', 'bad-request'],
    audited: ({ params, body }, { added, changed, refused }) =>
      body.check ? 'nothing' : { details: { collection: params.collection, added, changed, refused: refused.length } },
    async handle({ params, body: { rows, map = {}, load: number, check }, now }, { store, runtime }) {
      const collection = await collectionOf(params.collection, store)
      const mapping = mapColumns(collection, [...new Set(rows.flatMap((row) => Object.keys(row)))], map)
      if (typeof mapping === 'string') throw new AdminProblem('bad-request', mapping)
      const read = rows.map((row) => mapRow(collection, mapping, row))
      const unread = read.flatMap((one, index) => (one.ok ? [] : [{ index, id: null, problem: one.problem }]))
      const good = read.flatMap((one, index) => (one.ok ? [{ index, raw: one.raw }] : []))
      const answer = { columns: Object.fromEntries(mapping.columns), unused: [...mapping.unused] }
      const told = { at: now, load: number ?? 0 }
      if (check) {
        const wrong = good.flatMap(({ index, raw }) => {
          const item = readItem(collection, raw, told)
          return item.ok ? [] : [{ index, id: null, problem: item.problem }]
        })
        return { ...answer, added: 0, changed: 0, unchanged: 0, refused: [...unread, ...wrong].map(withSaid) }
      }
      const { refused, ...counts } = await putRawItems(
        runtime,
        collection,
        good.map(({ raw }) => raw),
        told,
      )
      return { ...answer, ...counts, refused: [...unread, ...refused.map((one) => ({ ...one, index: good[one.index]?.index ?? one.index }))].map(withSaid) }
    },
  }),
  adminRoute({
    method: 'POST',
    path: '/catalogue/{collection}/items/remove',
    name: 'removeItems',
    group,
    summary: `Removes up to ${limits.itemBatch} items`,
    description: 'Ids that are not there are passed over. Mails that wait show the items no longer, or are not sent, as their templates say.',
    params: ofCollection,
    body: z.strictObject({ ids: z.array(z.string().min(1).max(limits.idCharacters)).min(1).max(limits.itemBatch).describe('Their ids') }),
    answer: z.strictObject({ removed: z.int().describe('How many were there') }),
    problems: ['not-found'],
    audited: ({ params }, { removed }) => ({ details: { collection: params.collection, removed } }),
    async handle({ params, body }, { store, runtime }) {
      const { collection } = await collectionOf(params.collection, store)
      return { removed: await runtime.changeCatalogue({ do: 'remove', collection, ids: body.ids }) }
    },
  }),
  adminRoute({
    method: 'POST',
    path: '/catalogue/{collection}/loads',
    name: 'beginLoad',
    group,
    summary: 'Begins a load that replaces the whole collection',
    description: 'Put all items with its number, then finish it: what it did not speak of is removed.',
    params: ofCollection,
    answer: z.strictObject({ load }),
    problems: ['not-found'],
    async handle({ params }, { store, runtime }) {
      const { collection } = await collectionOf(params.collection, store)
      return { load: await runtime.changeCatalogue({ do: 'begin load', collection }) }
    },
  }),
  adminRoute({
    method: 'POST',
    path: '/catalogue/{collection}/loads/{load}/finish',
    name: 'finishLoad',
    group,
    summary: 'Ends a load: removes what it did not speak of',
    description: `When that, with the rows that could not be read, is more than \`maxLoss\` percent of the collection (${usualMaxLoss} unless its feed says otherwise), nothing is removed until the same is asked with \`confirm\`.`,
    params: z.strictObject({ collection: collectionName, load: z.coerce.number().int().min(1).describe('Its number') }),
    body: z.strictObject({
      confirm: z.boolean().optional().describe('true: however much is removed'),
      refused: z.int().min(0).optional().describe('How many rows could not be read'),
    }),
    answer: z.strictObject({
      finished: z.boolean().describe('false: too much would be removed; ask again with confirm'),
      removed: z.int(),
      missing: z.int().describe('How many items the load did not speak of'),
      items: z.int().describe('How many items there are'),
    }),
    problems: ['not-found'],
    audited: ({ params }, { finished, removed }) => ({ details: { collection: params.collection, finished, removed } }),
    async handle({ params, body }, { store, runtime }) {
      const { collection, feed } = await collectionOf(params.collection, store)
      const outcome = await finishLoad(runtime, store, {
        collection,
        load: params.load,
        refused: body.refused ?? 0,
        maxLoss: feed?.maxLoss ?? usualMaxLoss,
        confirmed: body.confirm === true,
      })
      if (outcome.kind === 'finished') return { finished: true, removed: outcome.removed, missing: outcome.removed, items: outcome.items }
      return { finished: false, removed: 0, missing: outcome.missing, items: outcome.items }
    },
  }),
  adminRoute({
    method: 'POST',
    path: '/catalogue/{collection}/feed/fetch',
    name: 'fetchFeed',
    group,
    summary: 'Fetches the feed of a collection now',
    description: 'As it is every night. A feed that lost too much changes nothing, and says so; with `confirm` it is taken however much it lost.',
    params: ofCollection,
    body: z.strictObject({ confirm: z.boolean().optional().describe('true: however much is lost') }),
    answer: z.strictObject({ outcome: z.enum(['taken', 'unchanged', 'refused', 'failed']), says: z.string().describe('What came of it, in words') }),
    problems: ['not-found', 'conflict'],
    audited: ({ params, body }, { outcome }) => ({ details: { collection: params.collection, confirm: body.confirm === true, outcome } }),
    async handle({ params, body }, { store, fetchFeed }) {
      const collection = await collectionOf(params.collection, store)
      if (collection.feed === undefined)
        throw new AdminProblem('conflict', `${collection.collection} has no feed; its definition names one with feed: { url: ... }.`)
      if (fetchFeed === undefined) throw new AdminProblem('conflict', 'Feeds are fetched by a running server only.')
      const { outcome, says } = await fetchFeed(collection, { confirmed: body.confirm === true })
      return { outcome, says }
    },
  }),
]

function withSaid<Refused extends { readonly problem: string }>(one: Refused): Refused & { readonly said: Said } {
  return { ...one, said: readRefusal(one.problem) }
}

async function collectionOf(name: string, store: AdminParts['store']): Promise<Collection> {
  const collections = (await readPublished(store))?.collections ?? []
  const found = collections.find(({ collection }) => collection === name)
  if (found !== undefined) return found
  if (collections.length === 0) throw new AdminProblem('not-found', mistake('no-collections', { name: name.slice(0, 64) }))
  const known = collections.map(({ collection }) => collection).join(', ')
  throw new AdminProblem('not-found', mistake('no-such-collection', { name: name.slice(0, 64), known }))
}

function shown({ id, body, changedAt, confirmedAt }: StoredItem) {
  return { id, attributes: JSON.parse(body), changedAt, confirmedAt }
}

/** What came of the feed of a collection, with its words as data. */
function feedOf(note: JsonObject | undefined): { readonly feed: JsonObject | null; readonly feedSaid: Said | null } {
  const says = note?.['says']
  return { feed: note ?? null, feedSaid: typeof says === 'string' ? readRefusal(says) : null }
}
