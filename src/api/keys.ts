// Write keys: what lets a client append events, and nothing else. It never keeps a key in a log or an answer.

import { createHash } from 'node:crypto'

export interface WriteKey {
  /** How logs and dead letters call it. */
  readonly name: string
  readonly key: string
  /** A browser key stands in a page's source; a server key is a secret and may do more (consent traits, history). */
  readonly kind: 'browser' | 'server'
  /** This key's own limit; the server's default otherwise. */
  readonly eventsPerSecond?: number
}

export interface Keys {
  /** The key that was presented; undefined when it is unknown or revoked. */
  find(presented: string): WriteKey | undefined
}

/** Keys from the configuration. They are looked up by digest, so that the time it takes says nothing about how much of a guess was right. */
export function createKeys(list: readonly WriteKey[]): Keys {
  const byDigest = new Map(list.map((key) => [digest(key.key), key]))
  return { find: (presented) => (presented === '' || presented.length > 256 ? undefined : byDigest.get(digest(presented))) }
}

function digest(key: string): string {
  return createHash('sha256').update(key).digest('base64')
}

/** The key in an Authorization header: `Basic base64(key + ":")`, as every SDK sends it. */
export function basicKey(authorization: string | undefined): string | undefined {
  const match = authorization === undefined ? null : /^basic\s+([a-z0-9+/=_-]+)\s*$/i.exec(authorization)
  if (match?.[1] === undefined) return undefined
  const user = Buffer.from(match[1], 'base64').toString('utf8').split(':', 1)[0]
  return user === '' ? undefined : user
}
