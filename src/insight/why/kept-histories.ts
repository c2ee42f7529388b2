// Histories that were read lately, for whoever asks about the same person again: about another journey, at another instant, with another condition. A line
// of the log does not change; only taking people apart writes lines anew, and erasing blanks them: after both nothing that was read before is used.

import { limits } from '../../model/limits.ts'
import type { LogEntry, Position, Store } from '../../runtime/store.ts'

type Read = Pick<Store, 'history' | 'apart'>

/** What a line takes besides its text, in bytes, roughly. */
const lineBytes = 150

interface Kept {
  readonly lines: readonly LogEntry[]
  readonly bytes: number
}

/** Histories of a store, of which the newest asked about are held up to `limits.historyBytesKept`. */
export class KeptHistories {
  readonly #store: Read
  /** By head: who has another line has another head. Oldest use first. */
  readonly #kept = new Map<Position, Kept>()
  #bytes = 0
  #apart = 0

  constructor(store: Read) {
    this.#store = store
  }

  /** As the store's, which is asked where this one was not read yet, or not to its end. */
  async history(head: Position, limit: number): Promise<readonly LogEntry[]> {
    await this.#forgetWhatMayBeOther()
    const known = this.#kept.get(head)
    if (known !== undefined) {
      this.#kept.delete(head)
      this.#kept.set(head, known)
      return known.lines.slice(0, limit)
    }
    const lines = await this.#store.history(head, limit)
    // Of one that was cut it is not known what is missing.
    if (lines.length < limit) this.#keep(head, lines)
    return lines
  }

  /** Of somebody who was erased nothing may stay. */
  forget(): void {
    this.#kept.clear()
    this.#bytes = 0
  }

  async #forgetWhatMayBeOther(): Promise<void> {
    const { length } = await this.#store.apart()
    if (length !== this.#apart) this.forget()
    this.#apart = length
  }

  #keep(head: Position, lines: readonly LogEntry[]): void {
    const bytes = lines.reduce((sum, { body }) => sum + body.length + lineBytes, 0)
    if (bytes > limits.historyBytesKept) return
    this.#kept.set(head, { lines, bytes })
    this.#bytes += bytes
    for (const [oldest, kept] of this.#kept) {
      if (this.#bytes <= limits.historyBytesKept) return
      this.#kept.delete(oldest)
      this.#bytes -= kept.bytes
    }
  }
}
