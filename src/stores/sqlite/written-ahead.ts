// Brings to the disk what commits wrote ahead. SQLite does so inside a commit, and whoever decides stands still while the disk works; here a thread of the
// system's waits for it, and the next group is decided meanwhile. What else SQLite syncs it goes on syncing: a write-ahead log that begins anew, and the
// file when the log is carried over, which it never is before the log itself is on disk.

import { close, fdatasync, openSync } from 'node:fs'
import type { DatabaseSync } from 'node:sqlite'
import { promisify } from 'node:util'
import { OncueError } from '../../model/errors.ts'
import { prepareRows } from './queries/prepare.ts'

const [sync, closeFile] = [promisify(fdatasync), promisify(close)]
const full = 2

export class WrittenAhead {
  readonly #database: DatabaseSync
  readonly #path: string
  /** Whether commits are to survive a power cut. */
  readonly #isSynced: boolean
  #file: number | undefined
  /** Resolves when everything that was flushed so far is on disk. */
  #flushed: Promise<void> = Promise.resolve()
  #failure: OncueError<'store-not-durable'> | undefined

  constructor(database: DatabaseSync, path: string) {
    this.#database = database
    this.#path = path
    this.#isSynced = prepareRows(database, 'PRAGMA synchronous').one()?.[0] === full
  }

  /** Commits without waiting for the disk; `flush` has to follow. */
  unsynced(commit: () => void): void {
    if (!this.#isSynced) return commit()
    // Takes effect when it is compiled, so it cannot be prepared.
    this.#database.exec('PRAGMA synchronous = NORMAL')
    try {
      commit()
    } finally {
      this.#database.exec('PRAGMA synchronous = FULL')
    }
  }

  /** Resolves when everything that was committed before survives a power cut. */
  flush(): Promise<void> {
    if (!this.#isSynced) return this.#flushed
    // The write-ahead log is one and the same file as long as the database is open.
    this.#file ??= openSync(`${this.#path}-wal`, 'r+')
    this.#flushed = Promise.all([this.#flushed, sync(this.#file)]).then(
      () => undefined,
      (error: Error) => {
        this.#failure ??= new OncueError('store-not-durable', { path: this.#path, reason: error.message }, error)
        throw this.#failure
      },
    )
    return this.#flushed
  }

  /**
   * Throws once a flush has failed. The system may have forgotten what it could not write, so a later flush that succeeds would say nothing about
   * it: only a new start knows, by what it finds on the disk.
   */
  requireSound(): void {
    if (this.#failure !== undefined) throw this.#failure
  }

  async close(): Promise<void> {
    await this.#flushed.catch(() => undefined)
    if (this.#file !== undefined) await closeFile(this.#file)
  }
}
