// Who of the team did what, and the answers to requests that may be repeated.

import type { DatabaseSync } from 'node:sqlite'
import type { AdminAnswer, AuditEntry, AuditQuery, BegunAudit, EndedAudit, StoredAuditEntry } from '../../../runtime/store.ts'
import { optional, prepareRows, type Row } from './prepare.ts'

/** Adds to what was done. */
export function appendAudit(database: DatabaseSync): (entry: AuditEntry) => void {
  const statement = database.prepare('INSERT INTO audit (at, admin, through, did, subscriber, details) VALUES (?, ?, ?, ?, ?, ?)')
  return ({ at, admin, through, did, subscriber, details }) => statement.run(at, admin, through, did, subscriber ?? null, details)
}

/** Adds what somebody begins to do. */
export function beginAudit(database: DatabaseSync): (begun: BegunAudit) => void {
  const statement = database.prepare('INSERT INTO audit (at, admin, through, did, subscriber, details, begun) VALUES (?, ?, ?, ?, ?, ?, ?)')
  return ({ token, entry: { at, admin, through, did, subscriber, details } }) => statement.run(at, admin, through, did, subscriber ?? null, details, token)
}

/** Says how it ended, or takes the line of what was not done away. */
export function endAudit(database: DatabaseSync): (ended: EndedAudit) => void {
  const finish = database.prepare('UPDATE audit SET at = ?, admin = ?, through = ?, did = ?, subscriber = ?, details = ?, begun = NULL WHERE begun = ?')
  const forget = database.prepare('DELETE FROM audit WHERE begun = ?')
  const append = appendAudit(database)
  return ({ token, entry }) => {
    if (entry === undefined) return void forget.run(token)
    const { at, admin, through, did, subscriber, details } = entry
    // Where so much was done meanwhile that the line is forgotten already.
    if (finish.run(at, admin, through, did, subscriber ?? null, details, token).changes === 0) append(entry)
  }
}

/** Forgets all but the newest. */
export function dropOldAudit(database: DatabaseSync): (kept: number) => void {
  const statement = database.prepare('DELETE FROM audit WHERE id <= (SELECT max(id) FROM audit) - ?')
  return (kept) => statement.run(kept)
}

const columns = 'id, at, admin, through, did, subscriber, details, begun'
const endOfTime = Number.MAX_SAFE_INTEGER

/** What was done, newest first; about one subscriber, by one admin, of one kind, or within a time when that is asked. Each way leads through an index of its own. */
export function readAudit(database: DatabaseSync): (query: AuditQuery) => StoredAuditEntry[] {
  const isAdmin = '(?4 IS NULL OR admin = ?4)'
  const isDeed = '(?5 IS NULL OR did = ?5)'
  const which = (...fits: readonly string[]) =>
    prepareRows(database, `SELECT ${columns} FROM audit WHERE id < ?1 AND at >= ?2 AND at < ?3 AND ${fits.join(' AND ')} ORDER BY id DESC LIMIT ?6`)
  const all = which('?4 IS NULL', '?5 IS NULL', '?7 IS NULL')
  const ofSubscriber = which('subscriber = ?7', isAdmin, isDeed)
  const ofAdmin = which('admin = ?4', isDeed, '?7 IS NULL')
  const ofDeed = which('did = ?5', '?4 IS NULL', '?7 IS NULL')
  return ({ subscriber = null, before = endOfTime, admin = null, did = null, from = 0, to = endOfTime, limit }) => {
    const rows = subscriber !== null ? ofSubscriber : admin !== null ? ofAdmin : did !== null ? ofDeed : all
    return rows.all(before, from, to, admin, did, limit, subscriber).map(toEntry)
  }
}

/** Keeps an answer, over an older one of the same key. */
export function keepAnswer(database: DatabaseSync): (answer: AdminAnswer) => void {
  const statement = database.prepare('INSERT OR REPLACE INTO admin_answer (admin, key, at, fingerprint, status, body) VALUES (?, ?, ?, ?, ?, ?)')
  return ({ admin, key, at, fingerprint, status, body }) => statement.run(admin, key, at, fingerprint, status, body)
}

/** Forgets answers from before an instant. */
export function dropOldAnswers(database: DatabaseSync): (before: number) => void {
  const statement = database.prepare('DELETE FROM admin_answer WHERE at < ?')
  return (before) => statement.run(before)
}

/** The answer that was kept under a key. */
export function readAnswer(database: DatabaseSync): (admin: string, key: string) => AdminAnswer | undefined {
  const rows = prepareRows(database, 'SELECT at, fingerprint, status, body FROM admin_answer WHERE admin = ? AND key = ?')
  return (admin, key) => {
    const row = rows.one(admin, key)
    return row && { admin, key, at: row[0] as number, fingerprint: row[1] as string, status: row[2] as number, body: row[3] as string }
  }
}

function toEntry(row: Row): StoredAuditEntry {
  return {
    id: row[0] as number,
    at: row[1] as number,
    admin: row[2] as string,
    through: row[3] as AuditEntry['through'],
    did: row[4] as string,
    subscriber: optional<number>(row[5]),
    details: row[6] as string,
    ...(row[7] === null ? {} : { isOpen: true }),
  }
}
