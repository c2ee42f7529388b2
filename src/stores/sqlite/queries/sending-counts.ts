// Counts of sending domains, a slot of time at a time.

import type { DatabaseSync } from 'node:sqlite'
import type { SendingChange, SendingCount, SendingMeasure } from '../../../model/sending-count.ts'
import { prepareRows } from './prepare.ts'

/** Adds to a count, which begins at 0. */
export function addToSending(database: DatabaseSync): (change: SendingChange) => void {
  const statement = database.prepare(
    `INSERT INTO sending_count (slot, domain, measure, count) VALUES (?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET count = count + excluded.count`,
  )
  return ({ slot, domain, measure, by }) => statement.run(slot, domain, measure, by)
}

/** Forgets slots that begin before an instant. */
export function dropOldSending(database: DatabaseSync): (before: number) => void {
  const statement = database.prepare('DELETE FROM sending_count WHERE slot < ?')
  return (before) => statement.run(before)
}

/** Counts of slots that begin at or after an instant, in order of slot, domain and measure. */
export function readSending(database: DatabaseSync): (since: number) => SendingCount[] {
  const rows = prepareRows(database, 'SELECT domain, slot, measure, count FROM sending_count WHERE slot >= ? ORDER BY slot, domain, measure')
  return (since) =>
    rows.all(since).map((row) => ({ domain: row[0] as string, slot: row[1] as number, measure: row[2] as SendingMeasure, count: row[3] as number }))
}
