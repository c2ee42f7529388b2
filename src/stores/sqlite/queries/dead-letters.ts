// Events that were refused at the door. Only the newest are kept, so that a sender of rubbish cannot fill the disk.

import type { DatabaseSync } from 'node:sqlite'
import type { DeadLetter, DeadLetterQuery, StoredDeadLetter } from '../../../runtime/store.ts'
import { prepareRows, type Row } from './prepare.ts'

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

/** Forgets one that was dealt with. */
export function dropDeadLetter(database: DatabaseSync): (id: number) => void {
  const statement = database.prepare('DELETE FROM dead_letter WHERE id = ?')
  return (id) => statement.run(id)
}

const columns = 'id, received_at, source, reason, body'

/** Refused events, newest first. What is looked for is looked for among those that are kept, which are not many. */
export function readDeadLetters(database: DatabaseSync): (query: DeadLetterQuery) => StoredDeadLetter[] {
  const all = prepareRows(database, `SELECT ${columns} FROM dead_letter WHERE id < ? ORDER BY id DESC LIMIT ?`)
  const having = prepareRows(
    database,
    `SELECT ${columns} FROM dead_letter WHERE id < ? AND (instr(lower(reason), ?2) > 0 OR instr(lower(body), ?2) > 0 OR instr(lower(source), ?2) > 0)
     ORDER BY id DESC LIMIT ?3`,
  )
  return ({ before = Number.MAX_SAFE_INTEGER, text, limit }) =>
    (text === undefined ? all.all(before, limit) : having.all(before, text.toLowerCase(), limit)).map(toLetter)
}

/** One of them; undefined when it is not there (any more). */
export function readDeadLetter(database: DatabaseSync): (id: number) => StoredDeadLetter | undefined {
  const rows = prepareRows(database, `SELECT ${columns} FROM dead_letter WHERE id = ?`)
  return (id) => {
    const row = rows.one(id)
    return row && toLetter(row)
  }
}

function toLetter(row: Row): StoredDeadLetter {
  return { id: row[0] as number, receivedAt: row[1] as number, source: row[2] as string, reason: row[3] as string, body: row[4] as string }
}
