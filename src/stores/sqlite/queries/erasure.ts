// What an erasure takes out, each statement for a bounded number of rows, and what stays of it: blank lines of the log and tombstones.

import type { DatabaseSync } from 'node:sqlite'
import { blankEntry, type Erasure, type Position, type SubscriberNumber, type Tombstone } from '../../../runtime/store.ts'
import { prepareRows } from './prepare.ts'

/** Keeps how far an erasure got. */
export function keepErasure(database: DatabaseSync): (erasure: Erasure) => void {
  const statement = database.prepare('INSERT OR REPLACE INTO erasure (subscriber, body) VALUES (?, ?)')
  return (erasure) => statement.run(erasure.subscriber, JSON.stringify(erasure))
}

/** The erasure is over. */
export function forgetErasure(database: DatabaseSync): (subscriber: SubscriberNumber) => void {
  const statement = database.prepare('DELETE FROM erasure WHERE subscriber = ?')
  return (subscriber) => statement.run(subscriber)
}

/** Erasures that are not finished, in order of number. */
export function readErasures(database: DatabaseSync): () => Erasure[] {
  const rows = prepareRows(database, 'SELECT body FROM erasure ORDER BY subscriber')
  return () => rows.all().map(([body]) => JSON.parse(body as string) as Erasure)
}

/** Leaves the line in its place and nothing in it. */
export function blankLogEntry(database: DatabaseSync): (position: Position) => void {
  const statement = database.prepare('UPDATE log SET name = ?, body = ? WHERE position = ?')
  return (position) => statement.run(blankEntry.name, blankEntry.body, position)
}

/** Remembers a number that must not be given again. */
export function keepErasedNumber(database: DatabaseSync): (subscriber: SubscriberNumber) => void {
  const statement = database.prepare("UPDATE total SET value = max(value, ?) WHERE name = 'highest erased'")
  return (subscriber) => statement.run(subscriber)
}

/** Lets no identity lead to a subscriber any more. */
export function forgetIdentities(database: DatabaseSync): (subscriber: SubscriberNumber) => void {
  const statement = database.prepare('DELETE FROM identity WHERE subscriber = ?')
  return (subscriber) => statement.run(subscriber)
}

/** Forgets deliveries that are not final, so that nothing can be handed over any more. */
export function forgetOpenDeliveries(database: DatabaseSync): (subscriber: SubscriberNumber) => void {
  const statement = database.prepare("DELETE FROM delivery WHERE subscriber = ? AND status IN ('waiting', 'handing over')")
  return (subscriber) => statement.run(subscriber)
}

/** Forgets at most so many deliveries; how many. */
export function forgetDeliveries(database: DatabaseSync): (subscriber: SubscriberNumber, limit: number) => number {
  const statement = database.prepare(
    'DELETE FROM delivery WHERE id IN (SELECT id FROM delivery INDEXED BY delivery_by_subscriber WHERE subscriber = ? LIMIT 0 + ?)',
  )
  return (subscriber, limit) => Number(statement.run(subscriber, limit).changes)
}

/** Forgets at most so many rows of decisions; how many. */
export function forgetDecisions(database: DatabaseSync): (subscriber: SubscriberNumber, limit: number) => number {
  const statement = database.prepare('DELETE FROM decision WHERE id IN (SELECT id FROM decision WHERE subscriber = ? LIMIT 0 + ?)')
  return (subscriber, limit) => Number(statement.run(subscriber, limit).changes)
}

/** What refused events say, a page at a time. */
export function readLetterTexts(database: DatabaseSync): (after: number, limit: number) => { readonly id: number; readonly text: string }[] {
  const rows = prepareRows(database, 'SELECT id, reason, body FROM dead_letter WHERE id > ? ORDER BY id LIMIT ?')
  return (after, limit) => rows.all(after, limit).map(([id, reason, body]) => ({ id: id as number, text: `${reason as string}\n${body as string}` }))
}

/** Forgets a refused event. */
export function forgetLetter(database: DatabaseSync): (id: number) => void {
  const statement = database.prepare('DELETE FROM dead_letter WHERE id = ?')
  return (id) => statement.run(id)
}

/** Forgets every answer that was kept for a repetition: each may tell of anybody, and a repetition after an erasure is better done anew. */
export function forgetAnswers(database: DatabaseSync): () => void {
  const statement = database.prepare('DELETE FROM admin_answer')
  return () => statement.run()
}

/** Adds a tombstone; the later instant wins. */
export function putTombstone(database: DatabaseSync): (tombstone: Tombstone) => void {
  const statement = database.prepare('INSERT INTO tombstone (hash, at) VALUES (?, ?) ON CONFLICT DO UPDATE SET at = max(at, excluded.at)')
  return ({ hash, at }) => statement.run(hash, at)
}

/** Takes a tombstone away. */
export function dropTombstone(database: DatabaseSync): (hash: string) => void {
  const statement = database.prepare('DELETE FROM tombstone WHERE hash = ?')
  return (hash) => statement.run(hash)
}

/** Those of the hashes that are there. */
export function readTombstones(database: DatabaseSync): (hashes: readonly string[]) => Tombstone[] {
  const rows = prepareRows(database, 'SELECT hash, at FROM json_each(?) AS wanted CROSS JOIN tombstone ON hash = wanted.value')
  return (hashes) => rows.all(JSON.stringify(hashes)).map(([hash, at]) => ({ hash: hash as string, at: at as number }))
}

/** Whether there is a tombstone at all. */
export function findAnyTombstone(database: DatabaseSync): () => boolean {
  const rows = prepareRows(database, 'SELECT 1 FROM tombstone LIMIT 1')
  return () => rows.one() !== undefined
}
