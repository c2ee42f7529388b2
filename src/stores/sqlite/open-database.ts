// Opens the file with the settings that the promises rest on: write-ahead log, a sync of every commit, and a bounded page
// cache. Says in the catalogue's words why a file cannot be opened, and never changes a file that is not ours.

import { closeSync, existsSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { OncueError } from '../../model/errors.ts'
import { toOncueError } from './failure.ts'
import { findVersion, migrate, requireNewestVersion, type Upgrade } from './migrations/migrate.ts'
import { migrations } from './migrations/migrations.ts'

export interface DatabaseOptions {
  readonly path: string
  /** FULL survives a power cut; NORMAL may lose the latest commits to one, but never to a crash of the process. */
  readonly synchronous: 'FULL' | 'NORMAL'
  /** Memory for pages of the file. */
  readonly cacheBytes: number
  /** The file may not grow beyond this; undefined for as large as the disk allows. */
  readonly maxBytes: number | undefined
  /** Called before a file of an older version is brought to the newest, which can take a minute where it holds many people. */
  readonly onUpgrade: ((upgrade: Upgrade) => void) | undefined
}

/**
 * A commit writes every page that it touches, and it touches one for nearly every subscriber: half the usual size writes 40 %
 * fewer bytes, at no more processor time.
 */
const pageBytes = 2048
/**
 * SQLite forgets what a reader kept with every commit of the writer, so hardly a page is read twice: into a cache that fits into the processor's own, pages are
 * read faster, and found faster.
 */
const readingCacheBytes = 512 * 1024
/** How long a writer waits for a reader that is just starting or leaving. */
const busyTimeoutMs = 5000
/** Permission to read and write for the owner, none for others; the files that SQLite puts beside it get the same. */
export const ownerOnly = 0o600
/** After a rush the write-ahead log is cut back to this. */
const idleLogBytes = 64 * 1024 * 1024

/** Opens (or creates) the file for writing, at the newest schema version. */
export function openForWriting({ path, synchronous, cacheBytes, maxBytes, onUpgrade }: DatabaseOptions): DatabaseSync {
  return openWith(
    path,
    () => new DatabaseSync(path, { timeout: busyTimeoutMs }),
    (database) => {
      findVersion(database, path)
      database.exec(`PRAGMA page_size = ${pageBytes}`)
      database.exec('PRAGMA journal_mode = WAL')
      database.exec(`PRAGMA synchronous = ${synchronous}`)
      database.exec(`PRAGMA cache_size = ${-Math.ceil(cacheBytes / 1024)}`)
      database.exec(`PRAGMA journal_size_limit = ${idleLogBytes}`)
      database.exec('PRAGMA temp_store = MEMORY')
      // What is deleted inside a page that is written anyway is overwritten with zeros.
      database.exec('PRAGMA secure_delete = FAST')
      migrate(database, path, migrations, onUpgrade)
      if (maxBytes !== undefined) database.exec(`PRAGMA max_page_count = ${Math.floor(maxBytes / pageBytes)}`)
    },
  )
}

/** Opens an existing file of the newest version for reading, also while another process writes to it. */
export function openForReading({ path, cacheBytes = readingCacheBytes }: { readonly path: string; readonly cacheBytes: number | undefined }): DatabaseSync {
  if (!existsSync(path)) throw new OncueError('store-missing', { path })
  return openWith(
    path,
    () => new DatabaseSync(path, { readOnly: true, timeout: busyTimeoutMs }),
    (database) => {
      database.exec(`PRAGMA cache_size = ${-Math.ceil(cacheBytes / 1024)}`)
      database.exec('PRAGMA temp_store = MEMORY')
      requireNewestVersion(database, path)
    },
  )
}

/** Makes the file and its folder when they are missing. What people did is nobody else's business: only the owner may read it. */
export function makeFile(path: string): void {
  if (existsSync(path)) return
  try {
    mkdirSync(dirname(path), { recursive: true })
    closeSync(openSync(path, 'a', ownerOnly))
  } catch (error) {
    throw new OncueError('store-unreachable', { path, reason: (error as Error).message }, error)
  }
}

function openWith(path: string, open: () => DatabaseSync, prepare: (database: DatabaseSync) => void): DatabaseSync {
  let database: DatabaseSync | undefined
  try {
    database = open()
    prepare(database)
    return database
  } catch (error) {
    database?.close()
    throw toOncueError(error, path)
  }
}
