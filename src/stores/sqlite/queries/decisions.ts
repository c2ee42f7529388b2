// What was decided and why. One row holds what one commit decided about one subscriber, in order.

import type { DatabaseSync } from 'node:sqlite'
import type { Decision } from '../../../model/decision.ts'
import type { DecisionPlace, SubscriberNumber } from '../../../runtime/store.ts'
import { prepareRows } from './prepare.ts'

/** Adds what one commit decided about a subscriber. */
export function appendDecisions(database: DatabaseSync): (subscriber: SubscriberNumber, decisions: readonly Decision[]) => void {
  const statement = database.prepare('INSERT INTO decision (subscriber, body) VALUES (?, ?)')
  return (subscriber, decisions) => statement.run(subscriber, JSON.stringify(decisions))
}

/** The newest decisions about a subscriber, in the order they were made. */
export function readNewestDecisions(database: DatabaseSync): (subscriber: SubscriberNumber, limit: number) => Decision[] {
  const rows = prepareRows(database, 'SELECT body FROM decision WHERE subscriber = ? ORDER BY id DESC LIMIT ?')
  return (subscriber, limit) => {
    const newestFirst: Decision[] = []
    for (const [body] of rows.each(subscriber, limit)) {
      newestFirst.push(...(JSON.parse(body as string) as Decision[]).reverse())
      if (newestFirst.length >= limit) break
    }
    return newestFirst.slice(0, limit).reverse()
  }
}

/** Decisions about a subscriber before a place, newest first, each with its own. */
export function readDecisionsBefore(
  database: DatabaseSync,
): (subscriber: SubscriberNumber, place: DecisionPlace | undefined, limit: number) => { decision: Decision; place: DecisionPlace }[] {
  const rows = prepareRows(database, 'SELECT id, body FROM decision WHERE subscriber = ? AND id <= ? ORDER BY id DESC LIMIT ?')
  return (subscriber, before = { row: Number.MAX_SAFE_INTEGER, index: 0 }, limit) => {
    const found: { decision: Decision; place: DecisionPlace }[] = []
    // The row that was begun may have none left.
    for (const [id, body] of rows.each(subscriber, before.row, limit + 1)) {
      const row = id as number
      const decisions = JSON.parse(body as string) as Decision[]
      const upTo = row === before.row ? before.index : decisions.length
      for (let index = Math.min(upTo, decisions.length) - 1; index >= 0; index -= 1) {
        if (found.length === limit) return found
        found.push({ decision: decisions[index] as Decision, place: { row, index } })
      }
    }
    return found
  }
}

/** Hands the decisions of one subscriber over to another. */
export function moveDecisions(database: DatabaseSync): (origin: SubscriberNumber, destination: SubscriberNumber) => void {
  const statement = database.prepare('UPDATE decision SET subscriber = ?2 WHERE subscriber = ?1')
  return (origin, destination) => statement.run(origin, destination)
}
