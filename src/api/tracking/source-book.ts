// When each key last sent something, and how much of it was taken in: by this somebody sees that a source has gone silent. It keeps names of keys and never
// a key; src/desks/kept-sources.ts keeps it over restarts.

import { limits } from '../../model/limits.ts'
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

export interface KeptBook {
  /** What was known before. */
  readonly sources: readonly Source[]
  /** Something was noted. */
  readonly onNote: () => void
}

export class SourceBook {
  readonly since: number
  readonly #sources = new Map<string, Source>()
  readonly #onNote: () => void

  constructor(since: number, kept: KeptBook = { sources: [], onNote: () => {} }) {
    this.since = since
    this.#onNote = kept.onNote
    for (const source of kept.sources) this.#sources.set(source.name, source)
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
    // Keys come and go: the one that was silent longest makes room.
    if (this.#sources.size > limits.sourcesKept) this.#sources.delete(this.list().at(-1)?.name ?? '')
    this.#onNote()
  }

  /** The one that was seen last first. */
  list(): readonly Source[] {
    return [...this.#sources.values()].sort((one, other) => other.lastSeenAt - one.lastSeenAt)
  }
}
