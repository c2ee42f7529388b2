// Work that reads the file as it was at one moment, whatever others write meanwhile. It also spares each statement taking the lock on the file and giving it
// back, which is most of what a statement costs that reads one row.

import type { DatabaseSync } from 'node:sqlite'

/** Does work that only reads. Within a transaction, that one's moment holds. */
export function withinRead<Result>(database: DatabaseSync, work: () => Result): Result {
  if (database.isTransaction) return work()
  database.exec('BEGIN')
  try {
    return work()
  } finally {
    database.exec('COMMIT')
  }
}
