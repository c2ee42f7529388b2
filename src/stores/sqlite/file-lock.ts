// Keeps a second writer away from a store. The lock is SQLite's own lock on a small file beside the store: an open
// transaction there, which the operating system ends with the process however it dies, so nothing has to be cleaned up
// after a crash. The file also says who holds it. It stays when the lock is given back: removing it would let two
// processes lock two different files of the same name.

import { closeSync, openSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { OncueError } from '../../model/errors.ts'
import { isBusy, toOncueError } from './failure.ts'

export interface FileLock {
  release(): void
}

/** The same for this process, with every failure as one of the catalogue's errors. */
export function takeLock(path: string): FileLock {
  try {
    return lockFile(path, process.pid)
  } catch (error) {
    throw toOncueError(error, path)
  }
}

/** Takes the lock beside `path`, or throws `store-locked` with the process that holds it. */
export function lockFile(path: string, processId: number): FileLock {
  closeSync(openSync(`${path}-lock`, 'a', 0o600))
  const database = new DatabaseSync(`${path}-lock`, { timeout: 0 })
  try {
    hold(database, processId)
  } catch (error) {
    const holder = isBusy(error) ? describeHolder(database) : undefined
    database.close()
    throw holder === undefined ? error : new OncueError('store-locked', { path, holder }, error)
  }
  return { release: () => database.close() }
}

/**
 * The name is committed first and the lock taken again at once; in the moment between, another process may have taken
 * it, written its own name and lost it again. Then the name is written anew.
 */
function hold(database: DatabaseSync, processId: number): void {
  writeHolder(database, processId)
  while (holderOf(database) !== processId) {
    database.exec('ROLLBACK')
    writeHolder(database, processId)
  }
}

/** Ends with the lock taken. */
function writeHolder(database: DatabaseSync, processId: number): void {
  database.exec('BEGIN IMMEDIATE')
  database.exec('CREATE TABLE IF NOT EXISTS holder (one INTEGER PRIMARY KEY CHECK (one = 1), process INTEGER NOT NULL) STRICT')
  database.prepare('INSERT OR REPLACE INTO holder VALUES (1, ?)').run(processId)
  database.exec('COMMIT')
  database.exec('BEGIN IMMEDIATE')
}

function describeHolder(database: DatabaseSync): string {
  try {
    const holder = holderOf(database)
    return holder === undefined ? 'another process' : `process ${holder}`
  } catch {
    return 'another process'
  }
}

function holderOf(database: DatabaseSync): number | undefined {
  return database.prepare('SELECT process FROM holder').get()?.process as number | undefined
}
