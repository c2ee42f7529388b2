// The keys with which events are sent: those of the settings or of this machine, and those that somebody of the team made. Of a made key of a server
// only a hash is kept; a made key for pages is kept as it is, because it stands in every page anyway. It also remembers when each was last used.

import { createHash, randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { z } from 'zod'
import type { ListedWriteKey, WriteKeys } from '../api/admin/write-keys-door.ts'
import type { Keys, WriteKey } from '../api/keys.ts'
import type { Configuration } from '../settings/configuration.ts'
import { readKeptFile, replaceFile } from '../settings/kept-file.ts'
import type { Secrets } from './secrets.ts'

const madeSchema = z.strictObject({
  name: z.string(),
  kind: z.enum(['server', 'browser']),
  sha256: z.string(),
  /** Of keys for pages. */
  key: z.string().optional(),
  origins: z.array(z.string()).optional(),
  createdAt: z.number(),
})
const keptSchema = z.strictObject({ keys: z.array(madeSchema), used: z.record(z.string(), z.number()) })
type Made = z.output<typeof madeSchema>

/** How long a use may be unsaved: a restart forgets no more than that. */
const saveEveryMs = 60_000

export interface WriteKeyRing extends WriteKeys, Keys {
  /** Keeps what was not saved yet. */
  close(): void
}

/** `given` are the keys of the settings or of this machine. */
export function openWriteKeys(options: { readonly data: string; readonly given: readonly WriteKey[]; readonly now: () => number }): WriteKeyRing {
  const path = join(options.data, 'write-keys.json')
  const kept = readKeptFile(path, keptSchema, { keys: [], used: {} })
  let made: readonly Made[] = kept.keys
  const used = new Map(Object.entries(kept.used))
  let savedAt = 0
  let byHash = new Map<string, WriteKey>()
  /** Keys that were presented and are valid, as they were presented: a busy one is hashed once. There are no more of them than there are keys. */
  let recognized = new Map<string, WriteKey>()
  const index = (): void => {
    recognized = new Map()
    byHash = new Map(options.given.map((key) => [sha256(key.key), key]))
    for (const { name, kind, sha256: hash, origins } of made) byHash.set(hash, { name, key: '', kind, ...(origins === undefined ? {} : { origins }) })
  }
  const save = (): void => {
    savedAt = options.now()
    replaceFile(path, JSON.stringify({ keys: made, used: Object.fromEntries(used) }))
  }
  /** When a key was last used is no reason to refuse an event. */
  const saveIfPossible = (): void => {
    try {
      save()
    } catch {
      savedAt = options.now()
    }
  }
  const recognize = (presented: string): WriteKey | undefined => {
    const found = presented === '' ? undefined : byHash.get(sha256(presented))
    if (found === undefined) return undefined
    // As it was presented: what is kept of a request has it taken out.
    const key = found.key === '' ? { ...found, key: presented } : found
    recognized.set(presented, key)
    return key
  }
  index()
  return {
    find(presented) {
      const found = recognized.get(presented) ?? recognize(presented)
      if (found === undefined) return undefined
      const now = options.now()
      used.set(found.name, now)
      if (now - savedAt > saveEveryMs) saveIfPossible()
      return found
    },
    list() {
      const listed = ({
        name,
        kind,
        origins,
      }: {
        readonly name: string
        readonly kind: WriteKey['kind']
        readonly origins?: readonly string[] | undefined
      }): Pick<ListedWriteKey, 'name' | 'kind' | 'origins' | 'lastUsedAt'> => ({
        name,
        kind,
        origins: origins ?? [],
        lastUsedAt: used.get(name) ?? null,
      })
      return [
        ...options.given.map((one): ListedWriteKey => ({ ...listed(one), made: false, createdAt: null, key: one.kind === 'browser' ? one.key : null })),
        ...made.map((one): ListedWriteKey => ({ ...listed(one), made: true, createdAt: one.createdAt, key: one.key ?? null })),
      ]
    },
    create({ name, kind, origins, now }) {
      if ([...options.given, ...made].some((one) => one.name === name)) return undefined
      const key = kind === 'server' ? `wk_${randomBytes(18).toString('base64url')}` : `web_${randomBytes(12).toString('base64url')}`
      const browser = kind === 'browser' ? { key, ...(origins.length === 0 ? {} : { origins: [...origins] }) } : {}
      made = [...made, { name, kind, sha256: sha256(key), ...browser, createdAt: now }]
      index()
      save()
      return key
    },
    revoke(name) {
      if (!made.some((one) => one.name === name)) return false
      made = made.filter((one) => one.name !== name)
      used.delete(name)
      index()
      save()
      return true
    },
    close() {
      if (used.size > 0 || made.length > 0) saveIfPossible()
    },
  }
}

/** The keys of the settings, or of this machine. */
export function givenKeys(
  { browserEventsPerSecond, browserOrigins }: Pick<Configuration, 'browserEventsPerSecond' | 'browserOrigins'>,
  secrets: Secrets,
): readonly WriteKey[] {
  const page = { kind: 'browser' as const, eventsPerSecond: browserEventsPerSecond, origins: browserOrigins }
  return [
    ...secrets.writeKeys.map((key, index) => ({ name: `key ${index + 1}`, key, kind: 'server' as const })),
    ...secrets.browserKeys.map((key, index) => ({ name: `browser key ${index + 1}`, key, ...page })),
  ]
}

/** Keys are random and long, so a plain hash cannot be turned back by trying, and looking one up by it says nothing of how much was right. */
function sha256(key: string): string {
  return createHash('sha256').update(key).digest('base64url')
}
