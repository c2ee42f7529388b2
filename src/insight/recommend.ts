// Counts, from the log, what goes together: for each item the others that the same people looked at, or bought, and what most people want now. The same log
// gives the same counts. It reads a bounded stretch of the log, a little at a time, and keeps ids and numbers only.

import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Collection } from '../model/catalogue.ts'
import { idsAt } from '../model/item-ids.ts'
import { type JsonObject, splitPath } from '../model/json.ts'
import { limits } from '../model/limits.ts'
import type { ChangeCatalogue } from '../runtime/catalogue/change-catalogue.ts'
import { type Counted, keyOf, noteSetting, pieceOf, pieceSetting, pieces, type RecommendedNote, type Together } from '../runtime/catalogue/recommended.ts'
import { arrivalOf } from '../runtime/log-entry.ts'
import type { Store } from '../runtime/store.ts'

export interface RecommendGround {
  readonly store: Pick<Store, 'last' | 'readLogOf'>
  readonly changeCatalogue: ChangeCatalogue
}

const days = 90
const dayMs = 86_400_000
/** Positions of the log that are read in one turn. */
const stretch = 2000
/** Neighbors that are kept of an item, and items that are popular. */
const kept = { neighbors: 12, popular: 100 }
/** So few people together are chance, and could be somebody. */
const fewest = 2

/** What people wanted of one kind: items by their number, in the order in which they were met, and for each person the numbers, the newest last. */
interface Baskets {
  readonly ids: string[]
  readonly numbers: Map<string, number>
  readonly people: Map<number, number[]>
}

/** Counts a collection and keeps what came of it; undefined when the collection says neither what viewing nor what buying is. */
export async function recommend({ store, changeCatalogue }: RecommendGround, collection: Collection, now: number): Promise<RecommendedNote | undefined> {
  if (collection.viewed === undefined && collection.bought === undefined) return undefined
  const { position } = await store.last()
  const baskets = await basketsOf(store, collection, { now, position })
  const put = (setting: string, content: object): Promise<undefined> => changeCatalogue({ do: 'note recommended', setting, content: content as JsonObject })
  const items = new Set<string>()
  for (const kind of ['viewed', 'bought'] as const) {
    const parts = Array.from({ length: pieces }, (): Record<string, readonly Counted[]> => ({}))
    for (const [id, neighbors] of await neighborsIn(baskets[kind])) {
      items.add(id)
      Object.assign(parts[pieceOf(id)] as object, { [keyOf(id)]: neighbors })
    }
    for (const [piece, content] of parts.entries()) await put(pieceSetting(collection.collection, kind, piece), content)
  }
  const wanted = baskets.bought.people.size > 0 ? baskets.bought : baskets.viewed
  const people = new Set([...baskets.viewed.people.keys(), ...baskets.bought.people.keys()]).size
  const note: RecommendedNote = { at: now, position, days, people, items: items.size, popular: popularIn(wanted) }
  // Last, so that whoever reads it finds what it speaks of.
  await put(noteSetting(collection.collection), note)
  return note
}

function emptyBaskets(): Baskets {
  return { ids: [], numbers: new Map(), people: new Map() }
}

async function basketsOf(
  store: RecommendGround['store'],
  collection: Collection,
  { now, position }: { readonly now: number; readonly position: number },
): Promise<Readonly<Record<Together, Baskets>>> {
  const baskets: Readonly<Record<Together, Baskets>> = { viewed: emptyBaskets(), bought: emptyBaskets() }
  const ways = (['viewed', 'bought'] as const).flatMap((kind) => {
    const source = collection[kind]
    return source === undefined ? [] : [{ kind, names: new Set([source.event].flat()), path: splitPath(source.id) }]
  })
  const names = [...new Set(ways.flatMap((way) => [...way.names]))]
  for (let after = Math.max(0, position - limits.recommendedEntries); after < position; after += stretch) {
    const entries = await store.readLogOf(names, { after, upTo: Math.min(position, after + stretch) })
    for (const entry of entries) {
      const event = arrivalOf(entry)?.event
      if (event === undefined || event.occurredAt < now - days * dayMs) continue
      for (const { kind, names: own, path } of ways) if (own.has(entry.name)) take(baskets[kind], entry.subscriber, idsAt(event.properties, path))
    }
    await nextTurn()
  }
  return baskets
}

/** The newest stay, so that one person who looked at everything is one among many. */
function take({ ids, numbers, people }: Baskets, subscriber: number, wanted: readonly string[]): void {
  if (wanted.length === 0) return
  const basket = people.get(subscriber) ?? []
  people.set(subscriber, basket)
  for (const id of wanted) {
    let number = numbers.get(id)
    if (number === undefined) {
      number = ids.length
      numbers.set(id, number)
      ids.push(id)
    }
    const before = basket.indexOf(number)
    if (before >= 0) basket.splice(before, 1)
    basket.push(number)
    if (basket.length > limits.recommendedBasket) basket.shift()
  }
}

/** Pairs that are counted in one turn. */
const pairsInTurn = 50_000

/**
 * Of each item the best neighbors: many people together, weighed against how many want the neighbor anyway. Item by item over the people who want it, so that the counts of one
 * item are all that is held at a time.
 */
async function neighborsIn({ ids, people }: Baskets): Promise<ReadonlyMap<string, readonly Counted[]>> {
  const wantedBy = ids.map((): (readonly number[])[] => [])
  let worked = 0
  for (const basket of people.values()) {
    for (const item of basket) wantedBy[item]?.push(basket)
    worked += basket.length
    if (worked > pairsInTurn) {
      worked = 0
      await nextTurn()
    }
  }
  const alone = wantedBy.map((baskets) => baskets.length)
  const together = new Uint32Array(ids.length)
  const found = new Map<string, readonly Counted[]>()
  for (const [item, baskets] of wantedBy.entries()) {
    const met: number[] = []
    for (const basket of baskets) {
      for (const other of basket) {
        if (other === item) continue
        const before = together[other] ?? 0
        if (before === 0) met.push(other)
        together[other] = before + 1
      }
      worked += basket.length
      if (worked > pairsInTurn) {
        worked = 0
        await nextTurn()
      }
    }
    const best = bestOf(met, { ids, alone, together })
    if (best.length > 0) found.set(ids[item] ?? '', best)
    for (const other of met) together[other] = 0
    worked += met.length
  }
  return found
}

interface Numbers {
  readonly ids: readonly string[]
  readonly alone: readonly number[]
  readonly together: Uint32Array
}

function bestOf(met: readonly number[], { ids, alone, together }: Numbers): readonly Counted[] {
  const score = (item: number): number => (together[item] ?? 0) / Math.sqrt(alone[item] ?? 1)
  return met
    .filter((item) => (together[item] ?? 0) >= fewest)
    .map((item) => ({ score: score(item), counted: [ids[item] ?? '', together[item] ?? 0] as Counted }))
    .sort((one, other) => other.score - one.score || byId(one.counted, other.counted))
    .slice(0, kept.neighbors)
    .map(({ counted }) => counted)
}

function popularIn({ ids, people }: Baskets): readonly Counted[] {
  const alone = new Uint32Array(ids.length)
  for (const basket of people.values()) for (const item of basket) alone[item] = (alone[item] ?? 0) + 1
  return ids
    .map((id, item): Counted => [id, alone[item] ?? 0])
    .filter(([, people]) => people >= fewest)
    .sort((one, other) => other[1] - one[1] || byId(one, other))
    .slice(0, kept.popular)
}

function byId([one]: Counted, [other]: Counted): number {
  return one < other ? -1 : 1
}
