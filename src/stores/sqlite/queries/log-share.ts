// The log as one of several readers goes through it: the lines of its share of the people, in order. What belongs to others is passed over before
// its text is looked at. Where people were merged, their numbers lead to the share of whoever they became; that is kept in a table of this
// connection's own, made once for a share.

import type { DatabaseSync } from 'node:sqlite'
import type { LogEntry, LogShare, Position } from '../../../runtime/store.ts'
import { readFirstImport, silentText } from './first-import.ts'
import { columns, toEntry } from './log.ts'
import { prepareRows, type Rows } from './prepare.ts'

interface Range {
  readonly after: Position
  readonly upTo: Position
}

/** The lines of a share in a range of places, ascending. */
export function readLogShare(database: DatabaseSync): (share: LogShare, range: Range) => LogEntry[] {
  let current: LogShare | undefined
  let read: ((range: Range) => LogEntry[]) | undefined
  return (share, range) => {
    if (share !== current || read === undefined) {
      current = share
      read = readerOf(database, share)
    }
    return read(range)
  }
}

function readerOf(database: DatabaseSync, { index, of, moved, names, isSilent }: LogShare): (range: Range) => LogEntry[] {
  let person = 'subscriber'
  if (moved.length > 0) {
    keepMoved(database, moved)
    person = 'coalesce((SELECT number FROM temp.moved WHERE origin = subscriber), subscriber)'
  }
  // Everything of one share needs no division, and no share of names no list.
  const isMine = of === 1 ? '' : ` AND ${person} % ${of} = ${index}`
  const isWanted = names === undefined ? '' : ' AND (previous = 0 OR name IN (SELECT value FROM json_each(?3)))'
  const isAsked = `${isMine}${isWanted}${isSilent === true ? ` AND instr(body, '${silentText}') > 0` : ''}`
  const sql = `SELECT ${columns} FROM log WHERE position > ?1 AND position <= ?2${isAsked} ORDER BY position`
  const rows: Rows = prepareRows(database, sql)
  const list = names === undefined ? [] : [JSON.stringify(names)]
  const read = ({ after, upTo }: Range): LogEntry[] => rows.all(after, upTo, ...list).map(toEntry)
  if (isSilent !== true) return read
  const firstImport = readFirstImport(database)
  return (range) => ((firstImport() ?? Number.POSITIVE_INFINITY) > range.upTo ? [] : read(range))
}

function keepMoved(database: DatabaseSync, moved: LogShare['moved']): void {
  database.exec('DROP TABLE IF EXISTS temp.moved')
  database.exec('CREATE TEMP TABLE moved (origin INTEGER PRIMARY KEY, number INTEGER NOT NULL)')
  const statement = database.prepare(
    "INSERT INTO temp.moved (origin, number) SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(?)",
  )
  for (let from = 0; from < moved.length; from += 10_000) statement.run(JSON.stringify(moved.slice(from, from + 10_000)))
}
