// Who is reached where, and which addresses are not written to.

import type { DatabaseSync } from 'node:sqlite'
import type { Reached, Store, StoredSuppression, SubscriberNumber, SuppressedAddress, SuppressionPlace } from '../../../runtime/store.ts'
import { prepareRows, type Row } from './prepare.ts'

/** From now on a subscriber is reached there. The same address that was vouched for once stays so. */
export function putReach(database: DatabaseSync): (reached: Reached) => void {
  const statement = database.prepare(
    `INSERT INTO reach (subscriber, channel, address, vouched) VALUES (?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET address = excluded.address, vouched = CASE WHEN address = excluded.address THEN max(vouched, excluded.vouched) ELSE excluded.vouched END
     WHERE address <> excluded.address OR vouched < excluded.vouched`,
  )
  return ({ subscriber, channel, address, isVouched }) => statement.run(subscriber, channel, address, isVouched ? 1 : 0)
}

/** A subscriber is not reached on this channel any more. */
export function dropReach(database: DatabaseSync): (subscriber: SubscriberNumber, channel: Reached['channel']) => void {
  const statement = database.prepare('DELETE FROM reach WHERE subscriber = ? AND channel = ?')
  return (subscriber, channel) => statement.run(subscriber, channel)
}

/** A subscriber is not reached anywhere any more. */
export function dropReachOf(database: DatabaseSync): (subscriber: SubscriberNumber) => void {
  const statement = database.prepare('DELETE FROM reach WHERE subscriber = ?')
  return (subscriber) => statement.run(subscriber)
}

/** Notes an address that is not written to. */
export function putSuppression(database: DatabaseSync): (subscriber: SubscriberNumber, suppressed: SuppressedAddress) => void {
  const statement = database.prepare('INSERT INTO suppression (subscriber, address, channel, since, reason) VALUES (?, ?, ?, ?, ?)')
  return (subscriber, { address, at, reason }) => statement.run(subscriber, address, address.includes('@') ? 'email' : 'sms', at, reason)
}

/** Forgets the addresses of a subscriber that are not written to. */
export function dropSuppressionsOf(database: DatabaseSync): (subscriber: SubscriberNumber) => void {
  const statement = database.prepare('DELETE FROM suppression WHERE subscriber = ?')
  return (subscriber) => statement.run(subscriber)
}

/** Who is reached under an address, in order of number. */
export function readReachedAt(database: DatabaseSync): (address: string, limit: number) => Reached[] {
  const rows = prepareRows(database, 'SELECT subscriber, channel, address, vouched FROM reach WHERE address = ? ORDER BY subscriber, channel LIMIT ?')
  return (address, limit) => rows.all(address, limit).map(toReached)
}

/** Where a subscriber is reached, in order of channel. */
export function readReachOf(database: DatabaseSync): (subscriber: SubscriberNumber) => Reached[] {
  const rows = prepareRows(database, 'SELECT subscriber, channel, address, vouched FROM reach WHERE subscriber = ? ORDER BY channel')
  return (subscriber) => rows.all(subscriber).map(toReached)
}

const columns =
  'subscriber, address, since, reason, EXISTS (SELECT 1 FROM reach WHERE reach.subscriber = suppression.subscriber AND reach.address = suppression.address)'
const order = 'ORDER BY since DESC, address DESC, subscriber DESC LIMIT ?'

/** Addresses that are not written to, newest first. */
export function readSuppressions(database: DatabaseSync): (query: Parameters<Store['suppressions']>[0]) => StoredSuppression[] {
  const all = prepareRows(database, `SELECT ${columns} FROM suppression WHERE (since, address, subscriber) < (?, ?, ?) ${order}`)
  const ofChannel = prepareRows(database, `SELECT ${columns} FROM suppression WHERE channel = ? AND (since, address, subscriber) < (?, ?, ?) ${order}`)
  const ofAddress = prepareRows(database, `SELECT ${columns} FROM suppression WHERE address = ? AND (since, subscriber) < (?, ?) ${order}`)
  return ({ address, channel, before: { at, address: last, subscriber } = theEnd, limit }) => {
    if (address !== undefined) return ofAddress.all(address, at, subscriber, limit).map(toSuppression)
    if (channel !== undefined) return ofChannel.all(channel, at, last, subscriber, limit).map(toSuppression)
    return all.all(at, last, subscriber, limit).map(toSuppression)
  }
}

/** Later than everything. */
const theEnd: SuppressionPlace = { at: Number.MAX_SAFE_INTEGER, address: '', subscriber: 0 }

function toReached(row: Row): Reached {
  return { subscriber: row[0] as number, channel: row[1] as Reached['channel'], address: row[2] as string, isVouched: row[3] === 1 }
}

function toSuppression(row: Row): StoredSuppression {
  return { subscriber: row[0] as number, address: row[1] as string, at: row[2] as number, reason: row[3] as string, isCurrent: row[4] === 1 }
}
