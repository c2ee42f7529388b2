// Events that were refused at the door. Only the newest are kept, so that a sender of rubbish cannot fill the disk.

import type { DatabaseSync } from 'node:sqlite'
import type { DeadLetter } from '../../../runtime/store.ts'
import { prepareRows } from './prepare.ts'

/** Keeps a refused event. */
export function keepDeadLetter(database: DatabaseSync): (letter: DeadLetter) => void {
  const statement = database.prepare('INSERT INTO dead_letter (received_at, source, reason, body) VALUES (?, ?, ?, ?)')
  return ({ receivedAt, source, reason, body }) => statement.run(receivedAt, source, reason, body)
}

/** Forgets all but the newest. */
export function dropOldDeadLetters(database: DatabaseSync): (kept: number) => void {
  const statement = database.prepare('DELETE FROM dead_letter WHERE id <= (SELECT max(id) FROM dead_letter) - ?')
  return (kept) => statement.run(kept)
}

/** The newest refused events, newest first. */
export function readDeadLetters(database: DatabaseSync): (limit: number) => DeadLetter[] {
  const rows = prepareRows(database, 'SELECT received_at, source, reason, body FROM dead_letter ORDER BY id DESC LIMIT ?')
  return (limit) => rows.all(limit).map((row) => ({ receivedAt: row[0] as number, source: row[1] as string, reason: row[2] as string, body: row[3] as string }))
}
