// The rows of subscribers: state, recent message ids, head of the log chain and the one deadline.

import type { DatabaseSync } from 'node:sqlite'
import type { StoredSubscriber, SubscriberNumber } from '../../../runtime/store.ts'
import { optional, prepareRows } from './prepare.ts'

/** Adds a subscriber whose number was never in use. */
export function insertSubscriber(database: DatabaseSync): (subscriber: StoredSubscriber) => void {
  const statement = database.prepare('INSERT INTO subscriber (number, head, deadline, recent, state) VALUES (?, ?, ?, ?, ?)')
  return ({ number, head, deadline, recent, state }) => statement.run(number, head, deadline ?? null, recent, state)
}

/**
 * Writes a subscriber's row anew if its deadline stays as it is; false when it does not, or when there is no such row. Most
 * rows keep their deadline, and naming the column in SET would write its index too, whether the value changes or not.
 */
export function updateKeepingDeadline(database: DatabaseSync): (subscriber: StoredSubscriber) => boolean {
  const statement = database.prepare('UPDATE subscriber SET head = ?, recent = ?, state = ? WHERE number = ? AND deadline IS ?')
  return ({ number, head, deadline, recent, state }) => statement.run(head, recent, state, number, deadline ?? null).changes === 1
}

/** Writes a subscriber's row anew with another deadline; false when there is none of that number. */
export function updateMovingDeadline(database: DatabaseSync): (subscriber: StoredSubscriber) => boolean {
  const statement = database.prepare('UPDATE subscriber SET head = ?, deadline = ?, recent = ?, state = ? WHERE number = ?')
  return ({ number, head, deadline, recent, state }) => statement.run(head, deadline ?? null, recent, state, number).changes === 1
}

/** Takes a merged subscriber's row away; false when there is none of that number. */
export function deleteSubscriber(database: DatabaseSync): (number: SubscriberNumber) => boolean {
  const statement = database.prepare('DELETE FROM subscriber WHERE number = ?')
  return (number) => statement.run(number).changes === 1
}

/**
 * The rows of these numbers, in the order asked. All of them cross as one row, their numbers as JSON and their bytes end to end, of which
 * each subscriber's are a view: that costs half of a row and two buffers each, which would all have to be collected one by one.
 */
export function loadSubscribers(database: DatabaseSync): (numbers: readonly SubscriberNumber[]) => (StoredSubscriber | undefined)[] {
  const rows = prepareRows(
    database,
    `SELECT json_group_array(place), json_group_array(head), json_group_array(deadline), json_group_array(length(recent)), json_group_array(length(state)),
       CAST(group_concat(recent || state, '') AS BLOB)
     FROM (SELECT wanted.key AS place, head, deadline, recent, state FROM json_each(?) AS wanted CROSS JOIN subscriber ON number = wanted.value)`,
  )
  return (numbers) => {
    const found = new Array<StoredSubscriber | undefined>(numbers.length).fill(undefined)
    const row = rows.one(JSON.stringify(numbers)) ?? []
    const [places = [], heads = [], deadlines = [], recentLengths = [], stateLengths = []] = row
      .slice(0, 5)
      .map((column) => JSON.parse(column as string) as number[])
    const bytes = row[5] as Uint8Array
    let at = 0
    for (const [index, place] of places.entries()) {
      const middle = at + (recentLengths[index] as number)
      const end = middle + (stateLengths[index] as number)
      found[place] = {
        number: numbers[place] as SubscriberNumber,
        head: heads[index] as number,
        deadline: optional<number>(deadlines[index] as number | null),
        recent: bytes.subarray(at, middle),
        state: bytes.subarray(middle, end),
      }
      at = end
    }
    return found
  }
}

/** Numbers in use after a number, ascending. */
export function readNumbersAfter(database: DatabaseSync): (after: SubscriberNumber, limit: number) => SubscriberNumber[] {
  const rows = prepareRows(database, 'SELECT number FROM subscriber WHERE number > ? ORDER BY number LIMIT ?')
  return (after, limit) => rows.all(after, limit).map((row) => row[0] as SubscriberNumber)
}

/** The last number that was ever in use, merged and erased ones included; 0 when there is none. */
export function readLastNumber(database: DatabaseSync): () => SubscriberNumber {
  const rows = prepareRows(
    database,
    `SELECT max((SELECT coalesce(max(number), 0) FROM subscriber), (SELECT coalesce(max(origin), 0) FROM merged),
                (SELECT value FROM total WHERE name = 'highest erased'))`,
  )
  return () => rows.one()?.[0] as SubscriberNumber
}

/** Deadlines at or before an instant, earliest first, answered from the index alone. */
export function readDueSubscribers(database: DatabaseSync): (now: number, limit: number, from?: 'latest') => { number: SubscriberNumber; deadline: number }[] {
  const first = prepareRows(database, 'SELECT number, deadline FROM subscriber WHERE deadline <= ? ORDER BY deadline, number LIMIT ?')
  const last = prepareRows(database, 'SELECT number, deadline FROM subscriber WHERE deadline <= ? ORDER BY deadline DESC, number DESC LIMIT ?')
  return (now, limit, from) =>
    (from === 'latest' ? last : first).all(now, limit).map((row) => ({ number: row[0] as SubscriberNumber, deadline: row[1] as number }))
}

/** The earliest deadline of all. */
export function readNextDeadline(database: DatabaseSync): () => number | undefined {
  const rows = prepareRows(database, 'SELECT deadline FROM subscriber WHERE deadline IS NOT NULL ORDER BY deadline LIMIT 1')
  return () => optional<number>(rows.one()?.[0])
}
