// The keys with which events are sent, as the doors know them. src/access/write-keys.ts keeps them.

export interface ListedWriteKey {
  readonly name: string
  readonly kind: 'server' | 'browser'
  /** Sites whose pages may use it; all when none is named. */
  readonly origins: readonly string[]
  /** Made by somebody of the team, so that it can be revoked here; others stand in the settings or in secrets.json. */
  readonly made: boolean
  readonly createdAt: number | null
  readonly lastUsedAt: number | null
  /** Of keys for pages, which everybody can read there; never of a server's key. */
  readonly key: string | null
}

export interface WriteKeys {
  list(): readonly ListedWriteKey[]
  /** The new key; a server's is shown once. Undefined when the name is taken. */
  create(key: { readonly name: string; readonly kind: 'server' | 'browser'; readonly origins: readonly string[]; readonly now: number }): string | undefined
  /** False when nobody made a key of that name. */
  revoke(name: string): boolean
}
