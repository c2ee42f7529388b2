// The doors of recommendations: what goes together and what is popular, as it was counted last, with how many people; and counting now.

import { z } from 'zod'
import { mistake } from '../../../model/mistake.ts'
import { type Counted, readRecommended, readTogether } from '../../../runtime/catalogue/recommended.ts'
import { readPublished } from '../../../runtime/publishing/published.ts'
import { type AdminParts, AdminProblem, type AdminRoute, adminRoute } from '../admin-route.ts'
import { named } from '../named.ts'

const group = 'Catalogue'
const ofCollection = z.strictObject({ collection: z.string().max(64).describe('The name of a collection, as its definition has it') })
const counted = z.array(z.strictObject({ id: z.string(), people: z.int().describe('How many people did both, or wanted it') }))
const together = z.array(
  named('RecommendedItem', {
    id: z.string(),
    title: z.string().nullable().describe('What it is called in the catalogue; null where it has no title'),
    people: z.int().describe('How many people did both'),
  }),
)
const answer = z.strictObject({
  countedAt: z.int().nullable().describe('UTC milliseconds; null when it was never counted'),
  days: z.int().nullable().describe('Days of the past that were looked at'),
  people: z.int().nullable().describe('How many people were looked at'),
  items: z.int().nullable().describe('How many items have something that goes with them'),
  popular: counted,
})

export const recommendationRoutes: readonly AdminRoute[] = [
  adminRoute({
    method: 'GET',
    path: '/catalogue/{collection}/recommendations',
    name: 'getRecommendations',
    group,
    summary: 'What is popular, and what goes with one item, with how many people',
    description: 'As it was counted last: once a day, from the events that the collection calls `viewed` and `bought`.',
    params: ofCollection,
    query: z.strictObject({ id: z.string().max(256).optional().describe('An item') }),
    answer: answer.extend({ viewedTogether: together, boughtTogether: together }),
    problems: ['not-found'],
    async handle({ params, query: { id } }, { store }) {
      const { collection } = await collectionOf(params.collection, store)
      const asked = async (kind: 'viewed' | 'bought') =>
        id === undefined ? [] : withTitles(await readTogether(store, { collection, kind, id }), { collection, store })
      return { ...(await noteOf(collection, store)), viewedTogether: await asked('viewed'), boughtTogether: await asked('bought') }
    },
  }),
  adminRoute({
    method: 'POST',
    path: '/catalogue/{collection}/recommendations/count',
    name: 'countRecommendations',
    group,
    summary: 'Counts now what goes together',
    params: ofCollection,
    answer,
    problems: ['not-found', 'conflict'],
    audited: ({ params }) => ({ details: { collection: params.collection } }),
    async handle({ params }, { store, countRecommendations }) {
      const collection = await collectionOf(params.collection, store)
      if (countRecommendations === undefined) throw new AdminProblem('conflict', 'It is counted by a running server only.')
      const note = await countRecommendations(collection)
      if (note === undefined)
        throw new AdminProblem('conflict', `${params.collection} does not say which events mean viewed and bought: add viewed: { event: ..., id: ... } to it.`)
      return noteOf(params.collection, store)
    },
  }),
]

async function noteOf(collection: string, store: AdminParts['store']): Promise<z.input<typeof answer>> {
  const note = await readRecommended(store, collection)
  if (note === undefined) return { countedAt: null, days: null, people: null, items: null, popular: [] }
  return { countedAt: note.at, days: note.days, people: note.people, items: note.items, popular: note.popular.map(shown) }
}

async function withTitles(counts: readonly Counted[], { collection, store }: { readonly collection: string; readonly store: AdminParts['store'] }) {
  const items = await store.catalogue.items(
    collection,
    counts.map(([id]) => id),
  )
  // What was removed since it was counted is shown by no mail.
  return counts.flatMap(([id, people], index) => {
    const item = items[index]
    if (item === undefined) return []
    const title: unknown = JSON.parse(item.body).title
    return [{ id, title: typeof title === 'string' ? title : null, people }]
  })
}

function shown([id, people]: Counted) {
  return { id, people }
}

async function collectionOf(name: string, store: AdminParts['store']) {
  const found = (await readPublished(store))?.collections?.find(({ collection }) => collection === name)
  if (found === undefined) throw new AdminProblem('not-found', mistake('no-collection-there', { name: name.slice(0, 64) }))
  return found
}
