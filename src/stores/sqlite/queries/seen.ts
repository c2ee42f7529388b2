// Message ids of busy subscribers that `recent` has no room for, as fingerprints with the day of their event.

import type { DatabaseSync } from 'node:sqlite'
import type { SubscriberNumber } from '../../../runtime/store.ts'
import { prepareRows } from './prepare.ts'

/** Remembers a fingerprint; the later day wins. */
export function recordSeen(database: DatabaseSync): (subscriber: SubscriberNumber, fingerprint: number, day: number) => void {
  const statement = database.prepare('INSERT INTO seen (subscriber, fingerprint, day) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET day = max(day, excluded.day)')
  return (subscriber, fingerprint, day) => statement.run(subscriber, fingerprint, day)
}

/** Whether a fingerprint is remembered from this day or a later one. */
export function findSeen(database: DatabaseSync): (subscriber: SubscriberNumber, fingerprint: number, sinceDay: number) => boolean {
  const rows = prepareRows(database, 'SELECT 1 FROM seen WHERE subscriber = ? AND fingerprint = ? AND day >= ?')
  return (subscriber, fingerprint, sinceDay) => rows.one(subscriber, fingerprint, sinceDay) !== undefined
}

/** Copies what is remembered of one subscriber to another; the later day wins. */
export function copySeen(database: DatabaseSync): (origin: SubscriberNumber, destination: SubscriberNumber) => void {
  const statement = database.prepare(
    `INSERT INTO seen (subscriber, fingerprint, day) SELECT ?2, fingerprint, day FROM seen WHERE subscriber = ?1
     ON CONFLICT DO UPDATE SET day = max(day, excluded.day)`,
  )
  return (origin, destination) => statement.run(origin, destination)
}

/** Forgets everything remembered of one subscriber. */
export function forgetSeenOf(database: DatabaseSync): (subscriber: SubscriberNumber) => void {
  const statement = database.prepare('DELETE FROM seen WHERE subscriber = ?')
  return (subscriber) => statement.run(subscriber)
}

/** Forgets what is older than a day, for the subscribers from one number up to but without another. */
export function forgetSeenRange(database: DatabaseSync): (from: SubscriberNumber, to: SubscriberNumber, beforeDay: number) => void {
  const statement = database.prepare('DELETE FROM seen WHERE subscriber >= ? AND subscriber < ? AND day < ?')
  return (from, to, beforeDay) => statement.run(from, to, beforeDay)
}

/** The first subscriber at or after a number that has anything remembered. */
export function readNextSeenSubscriber(database: DatabaseSync): (from: SubscriberNumber) => SubscriberNumber | undefined {
  const rows = prepareRows(database, 'SELECT subscriber FROM seen WHERE subscriber >= ? ORDER BY subscriber LIMIT 1')
  return (from) => rows.one(from)?.[0] as SubscriberNumber | undefined
}
