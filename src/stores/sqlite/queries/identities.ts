// Who is who: identities to numbers, and where a merged number leads.

import type { DatabaseSync } from 'node:sqlite'
import type { Identity, SubscriberNumber } from '../../../runtime/store.ts'
import { prepareRows } from './prepare.ts'

/** Lets an identity lead to a subscriber, whether it is new or led to another before. */
export function pointIdentity(database: DatabaseSync): (identity: Identity, subscriber: SubscriberNumber) => void {
  const statement = database.prepare('INSERT INTO identity (identity, subscriber) VALUES (?, ?) ON CONFLICT DO UPDATE SET subscriber = excluded.subscriber')
  return (identity, subscriber) => statement.run(identity, subscriber)
}

/** The number behind each identity, in the order asked; found ones cross as one row, which costs less than one each. */
export function resolveIdentities(database: DatabaseSync): (identities: readonly Identity[]) => (SubscriberNumber | undefined)[] {
  const rows = prepareRows(
    database,
    'SELECT json_group_array(wanted.key), json_group_array(subscriber) FROM json_each(?) AS wanted CROSS JOIN identity ON identity = wanted.value',
  )
  return (identities) => {
    const found = new Array<SubscriberNumber | undefined>(identities.length).fill(undefined)
    const [places = [], numbers = []] = (rows.one(JSON.stringify(identities)) ?? []).map((column) => JSON.parse(column as string) as number[])
    for (const [index, place] of places.entries()) found[place] = numbers[index]
    return found
  }
}

/** Every identity that leads to a subscriber, in code point order. */
export function readIdentitiesOf(database: DatabaseSync): (subscriber: SubscriberNumber) => Identity[] {
  const rows = prepareRows(database, 'SELECT identity FROM identity WHERE subscriber = ? ORDER BY identity')
  return (subscriber) => rows.all(subscriber).map((row) => row[0] as Identity)
}

/** Remembers that a number was merged away. */
export function recordMerge(database: DatabaseSync): (origin: SubscriberNumber, destination: SubscriberNumber) => void {
  const statement = database.prepare('INSERT INTO merged (origin, destination) VALUES (?, ?)')
  return (origin, destination) => statement.run(origin, destination)
}

/** Where each number leads, in the order asked; a chain of merges is followed to its end. */
export function followMerges(database: DatabaseSync): (numbers: readonly SubscriberNumber[]) => SubscriberNumber[] {
  const next = prepareRows(database, 'SELECT destination FROM merged WHERE origin = ?')
  return (numbers) =>
    numbers.map((number) => {
      let here = number
      for (let row = next.one(here); row !== undefined; row = next.one(here)) here = row[0] as SubscriberNumber
      return here
    })
}

/** Every number that was merged away, with where it leads in the end. */
export function readMerges(database: DatabaseSync): () => (readonly [from: SubscriberNumber, into: SubscriberNumber])[] {
  const rows = prepareRows(database, 'SELECT origin, destination FROM merged ORDER BY origin')
  return () => {
    const next = new Map(rows.all().map(([origin, destination]) => [origin as SubscriberNumber, destination as SubscriberNumber]))
    return [...next].map(([from, into]) => {
      let here = into
      for (let later = next.get(here); later !== undefined; later = next.get(here)) here = later
      return [from, here] as const
    })
  }
}

/** Lets every identity of one subscriber lead to another. */
export function moveIdentities(database: DatabaseSync): (origin: SubscriberNumber, destination: SubscriberNumber) => void {
  const statement = database.prepare('UPDATE identity SET subscriber = ?2 WHERE subscriber = ?1')
  return (origin, destination) => statement.run(origin, destination)
}
