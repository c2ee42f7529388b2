// One subscriber's lines, newest first: the chain through `previous`, and through `merged` where somebody else became them. Lines that lie close together, as
// those of an import by person do, are read as a stretch of the log, which costs half as much as going back along each; the chain alone says which belong. A
// long life whose lines lie apart is gone back along line by line, all of it as the file was at one moment: one statement that goes back by itself looks for
// every line twice, once for its place and once for what it says.

import type { DatabaseSync } from 'node:sqlite'
import type { LogEntry, Position } from '../../../runtime/store.ts'
import { withinRead } from '../within-read.ts'
import { columns, qualified, toEntry } from './log.ts'
import { prepareRows } from './prepare.ts'

/** Most people have fewer lines: one statement is all that theirs take. */
const firstLines = 64
/** So few lines of others lie between two that passing over them costs less than following the chain. */
const closeBy = 4
/** Of a stretch at most, so that what was read is garbage before more is. */
const mostLines = 1000

/** The newest lines from a head back, after a position. */
export function readHistory(database: DatabaseSync): (head: Position, limit: number, after: Position) => LogEntry[] {
  const alongChains = readAlongChains(database)
  const stretch = readStretch(database)
  const oneByOne = readOneByOne(database)
  return (head, limit, after) => {
    const lines = alongChains(head, Math.min(limit, firstLines), after)
    if (lines.length < firstLines || lines.length === limit) return lines
    return withinRead(database, () => {
      let piece: readonly LogEntry[] = lines.slice()
      while (piece.length > 0 && lines.length < limit) {
        const last = piece.at(-1) as LogEntry
        // From where somebody was merged on several chains are gone back along at once.
        const merge = piece.findIndex(({ merged }) => merged > 0)
        if (merge >= 0) {
          lines.length -= piece.length - merge
          return lines.concat(alongChains((piece[merge] as LogEntry).position, limit - lines.length, after))
        }
        const wanted = Math.min(limit - lines.length, 2 * piece.length, mostLines)
        const isClose = (piece[0] as LogEntry).position - last.position < closeBy * piece.length
        piece = (isClose ? stretch : oneByOne)(last.previous, { wanted, after })
        for (const line of piece) lines.push(line)
      }
      return lines
    })
  }
}

/**
 * The chain from a head backwards. ORDER BY makes the recursion a priority queue, so merged chains come interleaved, newest first. Only places go through
 * that queue; the lines themselves are read on the way out of it, so no text is copied twice. Each way back is a part of its own: with both in one list, that list
 * was made anew for every line.
 */
function readAlongChains(database: DatabaseSync): (head: Position, limit: number, after: Position) => LogEntry[] {
  const rows = prepareRows(
    database,
    `WITH RECURSIVE chain (position, previous, merged) AS (
       SELECT position, previous, merged FROM log WHERE position = ?1 AND position > ?3
       UNION ALL
       SELECT log.position, log.previous, log.merged
         FROM chain CROSS JOIN log ON log.position = chain.previous AND log.position > ?3
       UNION ALL
       SELECT log.position, log.previous, log.merged
         FROM chain CROSS JOIN log ON log.position = chain.merged AND log.position > ?3
         WHERE chain.merged > 0 AND chain.merged <> chain.previous
       ORDER BY 1 DESC
       LIMIT ?2
     )
     SELECT ${qualified('log')} FROM chain CROSS JOIN log ON log.position = chain.position`,
  )
  return (head, limit, after) => rows.all(head, limit, after).map(toEntry)
}

interface Piece {
  readonly wanted: number
  readonly after: Position
}

/** Lines of a chain from a place back, through `previous` alone. */
function readOneByOne(database: DatabaseSync): (from: Position, piece: Piece) => LogEntry[] {
  const rows = prepareRows(database, `SELECT ${columns} FROM log WHERE position = ?1 AND position > ?2`)
  return (from, { wanted, after }) => {
    const lines: LogEntry[] = []
    let next = from
    while (lines.length < wanted) {
      const row = rows.one(next, after)
      if (row === undefined) break
      const line = toEntry(row)
      lines.push(line)
      next = line.previous
    }
    return lines
  }
}

/** Lines of a chain from a place back to where it leaves the stretch, through `previous` alone: at least one, if there is one. */
function readStretch(database: DatabaseSync): (from: Position, piece: Piece) => LogEntry[] {
  const rows = prepareRows(
    database,
    `SELECT ${columns} FROM log WHERE position <= ?1 AND position > ?2 AND subscriber = (SELECT subscriber FROM log WHERE position = ?1)
     ORDER BY position DESC LIMIT ?3`,
  )
  return (from, { wanted, after }) => {
    const lines: LogEntry[] = []
    let next = from
    for (const row of rows.all(from, Math.max(after, from - closeBy * wanted), wanted)) {
      const line = toEntry(row)
      // Lines of the same subscriber that the chain does not lead through are not theirs any more.
      if (line.position !== next) continue
      lines.push(line)
      next = line.previous
    }
    return lines
  }
}
