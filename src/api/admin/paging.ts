// How long lists are read: a page at a time, newest first, with a cursor that says where to go on. A cursor is a place and not a number of
// pages, so that what is added meanwhile neither repeats nor skips anything. Its content is nobody's business.

import { z } from 'zod'
import { limits } from '../../model/limits.ts'
import { AdminProblem } from './admin-route.ts'

const pageSize = 50

/** The two parameters of every list. */
export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(limits.adminPage).default(pageSize).describe(`Items of this page, at most ${limits.adminPage}`),
  cursor: z.string().max(1024).optional().describe('`next` of the page before'),
} as const

/** What every list has besides its items. */
export const nextCursor = z.string().nullable().describe('Where the next page begins; null when this was the last')

/** A place as a cursor. */
export function toCursor(place: unknown): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url')
}

/** The place that a cursor stands for; undefined for none. */
export function fromCursor<Place>(cursor: string | undefined, schema: z.ZodType<Place>): Place | undefined {
  if (cursor === undefined) return undefined
  const place = schema.safeParse(readCursor(cursor))
  if (!place.success) throw new AdminProblem('bad-request', 'The cursor is none of this list. Use `next` of the page before as it is, or begin without one.')
  return place.data
}

/** One page out of what was found when one more than the page was asked for. */
export function pageOf<Item>(
  found: readonly Item[],
  limit: number,
  placeOf: (last: Item) => unknown,
): { readonly items: Item[]; readonly next: string | null } {
  const items = found.slice(0, limit)
  const last = items.at(-1)
  return { items, next: last === undefined || found.length <= limit ? null : toCursor(placeOf(last)) }
}

function readCursor(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
  } catch {
    return undefined
  }
}
