// Counts, from the log, what goes together: for each item the others that the same people looked at, or bought, and what most people want now. The same log
// gives the same counts. It reads a bounded stretch of the log, a little at a time, and keeps ids and numbers only.

import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Collection } from '../model/catalogue.ts'
import { idsAt } from '../model/item-ids.ts'
import { type JsonObject, splitPath } from '../model/json.ts'
import { limits } from '../model/limits.ts'
import type { ChangeCatalogue } from '../runtime/change-catalogue.ts'
import { arrivalOf } from '../runtime/log-entry.ts'
import { type Counted, keyOf, noteSetting, pieceOf, pieceSetting, pieces, type RecommendedNote, type Together } from '../runtime/recommended.ts'
import type { Store } from '../runtime/store.ts'

export interface RecommendGround {
  readonly store: Pick<Store, 'last' | 'readLogOf'>
  readonly changeCatalogue: ChangeCatalogue
}

const days = 90
const dayMs = 86_400_000
/** Positions of the log that are read in one turn. */
const stretch = 5000
/** Neighbors that are kept of an item, and items that are popular. */
const kept = { neighbors: 12, popular: 100 }
/** So few people together are chance, and could be somebody. */
const fewest = 2

type Baskets = Map<number, Set<string>>

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
  const wanted = baskets.bought.size > 0 ? baskets.bought : baskets.viewed
  const people = new Set([...baskets.viewed.keys(), ...baskets.bought.keys()]).size
  const note: RecommendedNote = { at: now, position, days, people, items: items.size, popular: popularIn(wanted) }
  // Last, so that whoever reads it finds what it speaks of.
  await put(noteSetting(collection.collection), note)
  return note
}

async function basketsOf(
  store: RecommendGround['store'],
  collection: Collection,
  { now, position }: { readonly now: number; readonly position: number },
): Promise<Readonly<Record<Together, Baskets>>> {
  const baskets: Readonly<Record<Together, Baskets>> = { viewed: new Map(), bought: new Map() }
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
function take(baskets: Baskets, subscriber: number, ids: readonly string[]): void {
  const basket = baskets.get(subscriber) ?? new Set<string>()
  for (const id of ids) {
    basket.delete(id)
    basket.add(id)
    const [oldest] = basket
    if (basket.size > limits.recommendedBasket && oldest !== undefined) basket.delete(oldest)
  }
  if (basket.size > 0) baskets.set(subscriber, basket)
}

/** Of each item the best neighbors: many people together, weighed against how many want the neighbor anyway. */
async function neighborsIn(baskets: Baskets): Promise<ReadonlyMap<string, readonly Counted[]>> {
  const alone = new Map<string, number>()
  const together = new Map<string, Map<string, number>>()
  let worked = 0
  for (const basket of baskets.values()) {
    for (const id of basket) alone.set(id, (alone.get(id) ?? 0) + 1)
    for (const id of basket) {
      const others = together.get(id) ?? new Map<string, number>()
      together.set(id, others)
      for (const other of basket) if (other !== id) others.set(other, (others.get(other) ?? 0) + 1)
    }
    worked += 1
    if (worked % 1000 === 0) await nextTurn()
  }
  const found = new Map<string, readonly Counted[]>()
  for (const [id, others] of together) {
    const score = ([other, people]: Counted): number => people / Math.sqrt(alone.get(other) ?? 1)
    const best = [...others].filter(([, people]) => people >= fewest).sort((one, other) => score(other) - score(one) || byId(one, other))
    if (best.length > 0) found.set(id, best.slice(0, kept.neighbors))
  }
  return found
}

function popularIn(baskets: Baskets): readonly Counted[] {
  const alone = new Map<string, number>()
  for (const basket of baskets.values()) for (const id of basket) alone.set(id, (alone.get(id) ?? 0) + 1)
  return [...alone]
    .filter(([, people]) => people >= fewest)
    .sort((one, other) => other[1] - one[1] || byId(one, other))
    .slice(0, kept.popular)
}

function byId([one]: Counted, [other]: Counted): number {
  return one < other ? -1 : 1
}
