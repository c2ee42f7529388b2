// The pixel: an event as the query of an image, for places where no script runs. It answers with a picture whatever happens,
// so that a page never shows a broken one.

import type { Json } from '../../model/json.ts'
import { sentence } from '../../model/sentence.ts'

/** A transparent GIF of one pixel. */
export const pixelGif = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64')

export type Query = Readonly<Record<string, string | readonly string[] | undefined>>

/**
 * The query as a `track` message: `event`, `userId` (or `user_id`), `anonymousId` (`anonymous_id`), `messageId` (`message_id`), `timestamp`,
 * and properties: `p.NAME=text`, `n.NAME=number`. Dots nest: `p.product.id=7`. Other parameters are ignored. A text is the reason for a refusal.
 */
export function pixelMessage(query: Query): { readonly [key: string]: Json } | string {
  const properties: Record<string, Json> = {}
  for (const [parameter, value] of Object.entries(query)) {
    const kind = parameter.slice(0, 2)
    if (kind !== 'p.' && kind !== 'n.') continue
    const text = single(value)
    if (text === undefined) return sentence('given-twice', { field: parameter })
    if (kind === 'n.' && !numberPattern.test(text)) return sentence('not-a-number', { field: parameter })
    if (!place(properties, parameter.slice(2).split('.'), kind === 'n.' ? Number(text) : text)) return sentence('no-property-name', { field: parameter })
  }
  const optional = {
    event: single(query.event),
    userId: single(query.userId ?? query.user_id),
    anonymousId: single(query.anonymousId ?? query.anonymous_id),
    messageId: single(query.messageId ?? query.message_id),
    timestamp: single(query.timestamp),
  }
  const given = Object.fromEntries(Object.entries(optional).filter((entry): entry is [string, string] => entry[1] !== undefined))
  return { type: 'track', ...given, properties }
}

const numberPattern = /^-?\d{1,15}(\.\d{1,15})?$/

/** The write key in the query. */
export function pixelKey(query: Query): string | undefined {
  return single(query.writeKey ?? query.write_key ?? query.key)
}

function single(value: string | readonly string[] | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined
}

function place(target: Record<string, Json>, path: readonly string[], value: Json): boolean {
  const [first, ...rest] = path
  if (first === undefined || first === '' || first === '__proto__' || path.length > 8) return false
  if (rest.length === 0) {
    if (Object.hasOwn(target, first)) return false
    target[first] = value
    return true
  }
  const inner = Object.hasOwn(target, first) ? target[first] : {}
  if (typeof inner !== 'object' || inner === null) return false
  target[first] = inner
  return place(inner as Record<string, Json>, rest, value)
}
