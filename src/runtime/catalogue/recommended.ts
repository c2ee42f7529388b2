// What people who looked at, or bought, one item looked at or bought too, and what is popular: as it was last counted from the log, in pieces small enough to
// be read while a mail is authorized. Counts of people and ids of items; nobody is named.

import { hash32 } from '../../engine/chance.ts'
import type { JsonObject } from '../../model/json.ts'
import type { Store } from '../store.ts'

export type Together = 'viewed' | 'bought'

/** An item, and how many people did it. */
export type Counted = readonly [id: string, people: number]

/** Of a collection. */
export interface RecommendedNote {
  /** When it was counted, UTC milliseconds, up to which place of the log. */
  readonly at: number
  readonly position: number
  /** Days that were looked at. */
  readonly days: number
  readonly people: number
  /** Items that have neighbors. */
  readonly items: number
  /** By the most people first. */
  readonly popular: readonly Counted[]
}

/** Items are spread over so many pieces by a hash of their id. */
export const pieces = 64

/** Where what is popular stands, and when it was counted. */
export function noteSetting(collection: string): string {
  return `recommended of ${collection}`
}

/** Where one piece of what goes together stands. */
export function pieceSetting(collection: string, kind: Together, piece: number): string {
  return `recommended of ${collection} ${kind} ${piece}`
}

/** Where an item stands. */
export function pieceOf(id: string): number {
  return hash32(id) % pieces
}

/** Under which an item stands in its piece: whatever its id is, it is no name that objects have by themselves. */
export function keyOf(id: string): string {
  return `=${id}`
}

/** Undefined where it was never counted. */
export async function readRecommended(store: Pick<Store, 'setting'>, collection: string): Promise<RecommendedNote | undefined> {
  return (await store.setting(noteSetting(collection))) as unknown as RecommendedNote | undefined
}

/** What goes with an item, the best first; nothing for one that nobody knows. */
export async function readTogether(
  store: Pick<Store, 'setting'>,
  { collection, kind, id }: { readonly collection: string; readonly kind: Together; readonly id: string },
): Promise<readonly Counted[]> {
  const piece = (await store.setting(pieceSetting(collection, kind, pieceOf(id)))) as JsonObject | undefined
  return (piece?.[keyOf(id)] as unknown as readonly Counted[] | undefined) ?? []
}
