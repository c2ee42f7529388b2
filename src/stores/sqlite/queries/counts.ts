// Running counts of journeys, and the store's own totals.

import type { DatabaseSync } from 'node:sqlite'
import type { Count, CountChange } from '../../../runtime/store.ts'
import { prepareRows, type Row } from './prepare.ts'

/** Adds to a count, which begins at 0. */
export function addToCount(database: DatabaseSync): (change: CountChange) => void {
  const statement = database.prepare(
    `INSERT INTO journey_count (journey, version, step, measure, count) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET count = count + excluded.count`,
  )
  return ({ journey, version, step, measure, by }) => statement.run(journey, version, step, measure, by)
}

const columns = 'journey, version, step, measure, count'
const order = 'ORDER BY journey, version, step, measure'

/** All counts, in order of journey, version, step and measure. */
export function readCounts(database: DatabaseSync): () => Count[] {
  const rows = prepareRows(database, `SELECT ${columns} FROM journey_count ${order}`)
  return () => rows.all().map(toCount)
}

/** The counts of one journey. */
export function readCountsOfJourney(database: DatabaseSync): (journey: string) => Count[] {
  const rows = prepareRows(database, `SELECT ${columns} FROM journey_count WHERE journey = ? ${order}`)
  return (journey) => rows.all(journey).map(toCount)
}

/** Adds to the number of subscribers. */
export function addToSubscriberTotal(database: DatabaseSync): (by: number) => void {
  const statement = database.prepare("UPDATE total SET value = value + ? WHERE name = 'subscribers'")
  return (by) => statement.run(by)
}

/** The number of subscribers. */
export function readSubscriberTotal(database: DatabaseSync): () => number {
  const rows = prepareRows(database, "SELECT value FROM total WHERE name = 'subscribers'")
  return () => rows.one()?.[0] as number
}

function toCount(row: Row): Count {
  return { journey: row[0] as string, version: row[1] as number, step: row[2] as string, measure: row[3] as string, count: row[4] as number }
}
