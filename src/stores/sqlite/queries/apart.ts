// Takes a merge back in the file: rows that were handed over to the other go back to whose they are. Inside the transaction of the commit.

import type { DatabaseSync } from 'node:sqlite'
import type { Apart, SubscriberNumber } from '../../../runtime/store.ts'
import { appendDecisions } from './decisions.ts'
import { pointIdentity } from './identities.ts'
import { prepareRows } from './prepare.ts'
import { copySeen } from './seen.ts'

/** Decisions in one row, so that none becomes too long to be read in a moment. */
const decisionsPerRow = 200

/** Gives everything back that is the other's; the rows of both people are written by the rest of the commit. */
export function takeApart(database: DatabaseSync): (apart: Apart) => void {
  const forgetMerge = database.prepare('DELETE FROM merged WHERE origin = ? AND destination = ?')
  const keepApart = database.prepare('INSERT INTO apart (origin, destination) VALUES (?, ?)')
  const rewriteLine = database.prepare('UPDATE log SET subscriber = ?, previous = ?, merged = ?, name = ?, body = ? WHERE position = ?')
  const giveDelivery = database.prepare('UPDATE delivery SET subscriber = ? WHERE key = ?')
  const giveCodes = database.prepare('UPDATE discount_code SET subscriber = ? WHERE subscriber = ? AND delivery IN (SELECT value FROM json_each(?))')
  const forgetDecisions = database.prepare('DELETE FROM decision WHERE subscriber = ?')
  const [point, append, copy] = [pointIdentity(database), appendDecisions(database), copySeen(database)]
  const replaceDecisions = (subscriber: SubscriberNumber, decisions: Apart['decisions']['from']): void => {
    forgetDecisions.run(subscriber)
    for (let from = 0; from < decisions.length; from += decisionsPerRow) append(subscriber, decisions.slice(from, from + decisionsPerRow))
  }
  return ({ from, into, lines, identities, deliveries, decisions }) => {
    forgetMerge.run(from, into)
    keepApart.run(from, into)
    for (const { subscriber, previous, merged, name, body, position } of lines) rewriteLine.run(subscriber, previous, merged, name, body, position)
    for (const identity of identities) point(identity, from)
    for (const key of deliveries) giveDelivery.run(from, key)
    giveCodes.run(from, into, JSON.stringify(deliveries))
    replaceDecisions(into, decisions.into)
    replaceDecisions(from, decisions.from)
    copy(into, from)
  }
}

/** Pairs that were taken apart, oldest first. */
export function readApart(database: DatabaseSync): () => (readonly [from: SubscriberNumber, into: SubscriberNumber])[] {
  const rows = prepareRows(database, 'SELECT origin, destination FROM apart ORDER BY id')
  return () => rows.all().map(([origin, destination]) => [origin as SubscriberNumber, destination as SubscriberNumber] as const)
}
