// Work in a transaction of its own: all of it, or nothing. It begins as a writer, so that it never fails half-way for a lock.

import type { DatabaseSync } from 'node:sqlite'

/** Does the work and commits it; rolls back when it throws. */
export function inTransaction<Result>(database: DatabaseSync, work: () => Result): Result {
  database.exec('BEGIN IMMEDIATE')
  try {
    const result = work()
    database.exec('COMMIT')
    return result
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK')
    throw error
  }
}
