// How long lists are read: a page at a time, newest first, with a cursor that says where to go on. A cursor is a place and not a number of
// pages, so that what is added meanwhile neither repeats nor skips anything. It knows whose list it is of, because a place in another one would skip
// rows in silence. Its content is nobody's business.

import { createHash } from 'node:crypto'
import { z } from 'zod'
import { limits } from '../../model/limits.ts'
import { AdminProblem } from './admin-route.ts'

const pageSize = 50
/** Room for the longest id of an item, and for the place in a life that was put together of hundreds. */
const cursorCharacters = 8000

/** The two parameters of every list. */
export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(limits.adminPage).default(pageSize).describe(`Items of this page, at most ${limits.adminPage}`),
  cursor: z.string().max(cursorCharacters).optional().describe('`next` of the page before'),
} as const

/** What every list has besides its items. */
export const nextCursor = z.string().nullable().describe('Where the next page begins; null when this was the last')

/** A place in a list as a cursor. `list` names the list among all: with the person, the collection or the segment whose list it is. */
export function toCursor(list: string, place: unknown): string {
  return Buffer.from(JSON.stringify([markOf(list), place])).toString('base64url')
}

/** The place in this list that a cursor stands for; undefined for none. Throws `bad-request` for what is no cursor of it. */
export function fromCursor<Place>(list: string, cursor: string | undefined, schema: z.ZodType<Place>): Place | undefined {
  if (cursor === undefined) return undefined
  const place = z.tuple([z.literal(markOf(list)), schema]).safeParse(readCursor(cursor))
  if (!place.success) throw new AdminProblem('bad-request', 'The cursor is none of this list. Use `next` of the page before as it is, or begin without one.')
  return place.data[1]
}

/** One page out of what was found when one more than the page was asked for. */
export function pageOf<Item>(
  found: readonly Item[],
  { list, limit, placeOf }: { readonly list: string; readonly limit: number; readonly placeOf: (last: Item) => unknown },
): { readonly items: Item[]; readonly next: string | null } {
  const items = found.slice(0, limit)
  const last = items.at(-1)
  return { items, next: last === undefined || found.length <= limit ? null : toCursor(list, placeOf(last)) }
}

/** Of eight characters, because ids may be long. */
function markOf(list: string): string {
  return createHash('sha256').update(list).digest('base64url').slice(0, 8)
}

function readCursor(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
  } catch {
    return undefined
  }
}
