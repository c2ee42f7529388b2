// The append-only log: written at the end, read in order or by position. Along one subscriber's chain it is read in `history.ts`.

import type { DatabaseSync, SQLInputValue } from 'node:sqlite'
import type { LogEntry, LoggedText, LogRange, Position, SubscriberNumber } from '../../../runtime/store.ts'
import { prepareRows, type Row } from './prepare.ts'

/** The columns that `toEntry` reads, in its order. */
export const columns = 'position, subscriber, previous, merged, received_at, name, body'
const columnCount = 7
/** Inside a text every quote is escaped, so this can only be a key; in an event's line the first one is the event's own. */
const instantKey = '"occurredAt":'

/** Rows per statement, largest first. Measured: 50 rows in one statement cost half of 50 statements, more gain nothing. */
const rowsPerStatement = [50, 10, 1] as const

/** Writes the entries at the end of the log. */
export function appendLog(database: DatabaseSync): (entries: readonly LogEntry[]) => void {
  const statements = rowsPerStatement.map((rows) => ({ rows, statement: database.prepare(insertRows(rows)) }))
  return (entries) => {
    let next = 0
    for (const { rows, statement } of statements) {
      const parameters = new Array<SQLInputValue>(rows * columnCount)
      while (next + rows <= entries.length) {
        fillParameters(parameters, entries, next, rows)
        statement.run(...parameters)
        next += rows
      }
    }
  }
}

/** Entries after a position, ascending. */
export function readLogAfter(database: DatabaseSync): (after: Position, limit: number) => LogEntry[] {
  const rows = prepareRows(database, `SELECT ${columns} FROM log WHERE position > ? ORDER BY position LIMIT ?`)
  return (after, limit) => rows.all(after, limit).map(toEntry)
}

/**
 * Entries of some names in a range of positions, ascending. The names are looked at before the body, so what nobody wants costs little; of those of whom
 * only the instant is wanted, the body is never made a text.
 */
export function readLogOfNames(database: DatabaseSync): (names: readonly string[], range: LogRange) => LoggedText[] {
  const rows = prepareRows(
    database,
    `SELECT subscriber, received_at, name,
       CASE WHEN name IN (SELECT value FROM json_each(?4)) AND instr(body, '${instantKey}') > 0
         THEN CAST(substr(body, instr(body, '${instantKey}') + ${instantKey.length}, 17) AS INTEGER)
         ELSE body END
     FROM log WHERE position > ?1 AND position <= ?2 AND name IN (SELECT value FROM json_each(?3)) ORDER BY position`,
  )
  return (names, { after, upTo, instantsOf = [] }) =>
    rows.all(after, upTo, JSON.stringify(names), JSON.stringify(instantsOf)).map(([subscriber, receivedAt, name, content]) => ({
      subscriber: subscriber as SubscriberNumber,
      receivedAt: receivedAt as number,
      name: name as string,
      ...(typeof content === 'number' ? { body: '', occurredAt: content } : { body: content as string }),
    }))
}

/** The entries at these positions, in the order asked. */
export function readEntriesAt(database: DatabaseSync): (positions: readonly Position[]) => (LogEntry | undefined)[] {
  const rows = prepareRows(database, `SELECT ${qualified('log')} FROM json_each(?) AS wanted CROSS JOIN log ON log.position = wanted.value`)
  return (positions) => {
    const found = new Map(rows.all(JSON.stringify(positions)).map((row) => [row[0] as Position, toEntry(row)]))
    return positions.map((position) => found.get(position))
  }
}

/** The last position in use; 0 when the log is empty. */
export function readLastPosition(database: DatabaseSync): () => Position {
  const rows = prepareRows(database, 'SELECT coalesce(max(position), 0) FROM log')
  return () => rows.one()?.[0] as Position
}

function insertRows(rows: number): string {
  const one = `(${Array(columnCount).fill('?').join(', ')})`
  return `INSERT INTO log (${columns}) VALUES ${Array(rows).fill(one).join(', ')}`
}

/** The columns, each with the name of its table. */
export function qualified(table: string): string {
  return columns.replaceAll(/\w+/g, (column) => `${table}.${column}`)
}

/** Fills in place: the array is reused for every statement of a commit. */
function fillParameters(parameters: SQLInputValue[], entries: readonly LogEntry[], from: number, rows: number): void {
  let at = 0
  for (let index = from; index < from + rows; index += 1) {
    const entry = entries[index] as LogEntry
    parameters[at] = entry.position
    parameters[at + 1] = entry.subscriber
    parameters[at + 2] = entry.previous
    parameters[at + 3] = entry.merged
    parameters[at + 4] = entry.receivedAt
    parameters[at + 5] = entry.name
    parameters[at + 6] = entry.body
    at += columnCount
  }
}

/** A row of `columns`. */
export function toEntry(row: Row): LogEntry {
  return {
    position: row[0] as Position,
    subscriber: row[1] as SubscriberNumber,
    previous: row[2] as Position,
    merged: row[3] as Position,
    receivedAt: row[4] as number,
    name: row[5] as string,
    body: row[6] as string,
  }
}
