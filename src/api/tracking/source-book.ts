// When each key last sent something, and how much of it was taken in, since the server started: by this somebody sees that a source has gone silent. It keeps
// names of keys and never a key.

import type { WriteKey } from '../keys.ts'

export interface Source {
  readonly name: string
  readonly kind: WriteKey['kind']
  readonly firstSeenAt: number
  readonly lastSeenAt: number
  readonly accepted: number
  readonly refused: number
  readonly lastRefusedAt: number | null
}

export interface Noted {
  readonly accepted: number
  readonly refused: number
  readonly at: number
}

export class SourceBook {
  readonly since: number
  readonly #sources = new Map<string, Source>()

  constructor(since: number) {
    this.since = since
  }

  note({ name, kind }: Pick<WriteKey, 'name' | 'kind'>, { accepted, refused, at }: Noted): void {
    const known = this.#sources.get(name) ?? { name, kind, firstSeenAt: at, lastSeenAt: at, accepted: 0, refused: 0, lastRefusedAt: null }
    this.#sources.set(name, {
      ...known,
      lastSeenAt: at,
      accepted: known.accepted + accepted,
      refused: known.refused + refused,
      lastRefusedAt: refused > 0 ? at : known.lastRefusedAt,
    })
  }

  /** The one that was seen last first. */
  list(): readonly Source[] {
    return [...this.#sources.values()].sort((one, other) => other.lastSeenAt - one.lastSeenAt)
  }
}
