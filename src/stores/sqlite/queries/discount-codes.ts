// Discount codes: free ones by pool, given ones by whom they belong to. A code that was given never becomes free again.

import type { DatabaseSync } from 'node:sqlite'
import type { PoolCounts, StoredCode } from '../../../model/code-pool.ts'
import type { SubscriberNumber } from '../../../runtime/store.ts'
import { optional, prepareRows, type Row } from './prepare.ts'

const columns = 'id, pool, code, subscriber, scope, delivery, given_at, expires_at'
/** The end of codes that have none. */
const never = Number.MAX_SAFE_INTEGER

/** Adds a free code; whether it is new. */
export function addCode(database: DatabaseSync): (pool: string, code: Pick<StoredCode, 'code' | 'expiresAt'>) => boolean {
  const statement = database.prepare("INSERT INTO discount_code (pool, code, scope, expires_at) VALUES (?, ?, '', ?) ON CONFLICT (code) DO NOTHING")
  return (pool, { code, expiresAt = never }) => Number(statement.run(pool, code, expiresAt).changes) > 0
}

/** Gives a code: a free one of its pool, or one that is new. False when somebody has it. */
export function giveCode(database: DatabaseSync): (code: StoredCode) => boolean {
  const statement = database.prepare(
    `INSERT INTO discount_code (pool, code, subscriber, scope, delivery, given_at, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (code) DO UPDATE SET subscriber = excluded.subscriber, scope = excluded.scope, delivery = excluded.delivery,
       given_at = excluded.given_at, expires_at = excluded.expires_at
     WHERE given_at IS NULL AND pool = excluded.pool`,
  )
  return ({ pool, code, subscriber, scope, delivery, givenAt, expiresAt = never }) =>
    Number(statement.run(pool, code, subscriber ?? null, scope, delivery ?? null, givenAt ?? null, expiresAt).changes) > 0
}

/** Free codes of a pool, the first to expire first. */
export function readFreeCodes(database: DatabaseSync): (pool: string, now: number, page: { readonly skip: number; readonly limit: number }) => StoredCode[] {
  const rows = prepareRows(
    database,
    `SELECT ${columns} FROM discount_code WHERE pool = ? AND given_at IS NULL AND expires_at > ? ORDER BY expires_at, id LIMIT ? OFFSET ?`,
  )
  return (pool, now, { skip, limit }) => rows.all(pool, now, limit, skip).map(toCode)
}

/** The first code that was given to a subscriber for a scope. */
export function readCodeOf(database: DatabaseSync): (subscriber: SubscriberNumber, pool: string, scope: string) => StoredCode | undefined {
  const rows = prepareRows(database, `SELECT ${columns} FROM discount_code WHERE subscriber = ? AND pool = ? AND scope = ? ORDER BY id LIMIT 1`)
  return (subscriber, pool, scope) => {
    const row = rows.one(subscriber, pool, scope)
    return row && toCode(row)
  }
}

/** A code by its text. */
export function readCode(database: DatabaseSync): (code: string) => StoredCode | undefined {
  const rows = prepareRows(database, `SELECT ${columns} FROM discount_code WHERE code = ?`)
  return (code) => {
    const row = rows.one(code)
    return row && toCode(row)
  }
}

/** Given codes of a pool in the order in which they came. */
export function readGivenCodes(database: DatabaseSync): (pool: string, after: number, limit: number) => (StoredCode & { readonly id: number })[] {
  const rows = prepareRows(database, `SELECT ${columns} FROM discount_code WHERE pool = ? AND given_at IS NOT NULL AND id > ? ORDER BY id LIMIT ?`)
  return (pool, after, limit) => rows.all(pool, after, limit).map((row) => ({ ...toCode(row), id: row[0] as number }))
}

/** All codes of a subscriber. */
export function readCodesOf(database: DatabaseSync): (subscriber: SubscriberNumber) => StoredCode[] {
  const rows = prepareRows(database, `SELECT ${columns} FROM discount_code WHERE subscriber = ? ORDER BY pool, scope, id`)
  return (subscriber) => rows.all(subscriber).map(toCode)
}

/** How many codes of a pool are given, and how many were never. */
export function readCodeCounts(database: DatabaseSync): (pool: string) => PoolCounts {
  const given = prepareRows(database, 'SELECT count(*) FROM discount_code WHERE pool = ? AND given_at IS NOT NULL')
  const free = prepareRows(database, 'SELECT count(*) FROM discount_code WHERE pool = ? AND given_at IS NULL')
  return (pool) => ({ pool, given: given.one(pool)?.[0] as number, free: free.one(pool)?.[0] as number })
}

/** How many are free and good, up to a limit. */
export function countFreeCodes(database: DatabaseSync): (pool: string, now: number, limit: number) => number {
  const rows = prepareRows(database, 'SELECT count(*) FROM (SELECT 1 FROM discount_code WHERE pool = ? AND given_at IS NULL AND expires_at > ? LIMIT ?)')
  return (pool, now, limit) => rows.one(pool, now, limit)?.[0] as number
}

/** Hands the codes of a merged subscriber over. */
export function moveCodes(database: DatabaseSync): (from: SubscriberNumber, into: SubscriberNumber) => void {
  const statement = database.prepare('UPDATE discount_code SET subscriber = ? WHERE subscriber = ?')
  return (from, into) => statement.run(into, from)
}

/** Forgets whose the codes of a subscriber are; they stay given. */
export function forgetOwnerOfCodes(database: DatabaseSync): (subscriber: SubscriberNumber) => void {
  const statement = database.prepare("UPDATE discount_code SET subscriber = NULL, scope = '', delivery = NULL WHERE subscriber = ?")
  return (subscriber) => statement.run(subscriber)
}

function toCode(row: Row): StoredCode {
  return {
    pool: row[1] as string,
    code: row[2] as string,
    subscriber: optional<number>(row[3]),
    scope: row[4] as string,
    delivery: optional<string>(row[5]),
    givenAt: optional<number>(row[6]),
    expiresAt: row[7] === never ? undefined : (row[7] as number),
  }
}
