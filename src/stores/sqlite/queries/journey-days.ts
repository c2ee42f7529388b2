// What happened in journeys, day by day.

import type { DatabaseSync } from 'node:sqlite'
import type { JourneyDayCount, JourneyDayQuery } from '../../../model/journey-day-count.ts'
import type { CountChange } from '../../../runtime/store.ts'
import { prepareRows, type Row } from './prepare.ts'

/** Adds to the count of a day, which begins at 0. */
export function addToJourneyDay(database: DatabaseSync): (change: CountChange, day: number) => void {
  const statement = database.prepare(
    `INSERT INTO journey_day (journey, step, day, version, measure, count) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET count = count + excluded.count`,
  )
  return ({ journey, version, step, measure, by }, day) => statement.run(journey, step, day, version, measure, by)
}

const columns = 'journey, step, day, version, measure, count'

/** Counts of one journey over a stretch of days, of all steps or one, in order of step, day, version and measure. */
export function readJourneyDays(database: DatabaseSync): (query: JourneyDayQuery) => JourneyDayCount[] {
  const order = 'ORDER BY step, day, version, measure'
  const all = prepareRows(database, `SELECT ${columns} FROM journey_day WHERE journey = ? AND day BETWEEN ? AND ? ${order}`)
  const ofStep = prepareRows(database, `SELECT ${columns} FROM journey_day WHERE journey = ? AND step = ? AND day BETWEEN ? AND ? ${order}`)
  return ({ journey, step, from, to }) => (step === undefined ? all.all(journey, from, to) : ofStep.all(journey, step, from, to)).map(toCount)
}

function toCount(row: Row): JourneyDayCount {
  const [journey, step, day, version, measure, count] = row as readonly [string, string, number, number, string, number]
  return { journey, step, day, version, measure, count }
}
