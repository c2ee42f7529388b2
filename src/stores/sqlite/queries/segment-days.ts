// Who entered and left segments, counted by day.

import type { DatabaseSync } from 'node:sqlite'
import type { SegmentDay, SegmentDayQuery } from '../../../model/segment-day.ts'
import { prepareRows } from './prepare.ts'

/** Adds to a day, which begins at 0. */
export function addToSegmentDay(database: DatabaseSync): (change: SegmentDay) => void {
  const statement = database.prepare(
    `INSERT INTO segment_day (segment, day, entered, "left") VALUES (?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET entered = entered + excluded.entered, "left" = "left" + excluded."left"`,
  )
  return ({ segment, day, entered, left }) => statement.run(segment, day, entered, left)
}

/** The days of a segment, in order. */
export function readSegmentDays(database: DatabaseSync): (query: SegmentDayQuery) => SegmentDay[] {
  const rows = prepareRows(database, 'SELECT day, entered, "left" FROM segment_day WHERE segment = ? AND day BETWEEN ? AND ? ORDER BY day')
  return ({ segment, from, to }) =>
    rows.all(segment, from, to).map((row) => ({ day: row[0] as number, segment, entered: row[1] as number, left: row[2] as number }))
}
