// Write keys: what lets a client append events, and nothing else. It never keeps a key in a log or an answer.

export interface WriteKey {
  /** How logs and dead letters call it. */
  readonly name: string
  readonly key: string
  /** A browser key stands in a page's source; a server key is a secret and may do more (consent traits, history). */
  readonly kind: 'browser' | 'server'
  /** Sites whose pages may use it; all of them when none is named. */
  readonly origins?: readonly string[]
  /** This key's own limit; the server's default otherwise. */
  readonly eventsPerSecond?: number
}

export interface Keys {
  /** The key that was presented; undefined when it is unknown or revoked. */
  find(presented: string): WriteKey | undefined
}

/** Keys from the configuration. The lookup goes by a seeded hash, so that its time does not say how much of a guess was right. */
export function createKeys(list: readonly WriteKey[]): Keys {
  const byKey = new Map(list.map((key) => [key.key, key]))
  return { find: (presented) => (presented === '' ? undefined : byKey.get(presented)) }
}

/** The key in an Authorization header: `Basic base64(key + ":")`, as every SDK sends it. */
export function basicKey(authorization: string | undefined): string | undefined {
  const match = authorization === undefined ? null : /^basic\s+([a-z0-9+/=_-]+)\s*$/i.exec(authorization)
  if (match?.[1] === undefined) return undefined
  const user = Buffer.from(match[1], 'base64').toString('utf8').split(':', 1)[0]
  return user === '' ? undefined : user
}
