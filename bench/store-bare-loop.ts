// The reference for "so much of a bare loop": writes the same rows in the same transactions into the same schema with the
// same durability, one prepared statement per kind of row, and does nothing else. It is not a store: it checks nothing.

import { existsSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import type { Commit } from '../src/runtime/store.ts'
import { migrations } from '../src/stores/sqlite/migrations/migrations.ts'

export interface BareLoop {
  commit(commit: Commit): void
  close(): void
}

/** Opens a file of this schema, or makes one. */
export function openBareLoop(path: string): BareLoop {
  const isNew = !existsSync(path)
  const database = new DatabaseSync(path)
  database.exec('PRAGMA page_size = 2048; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL')
  database.exec('PRAGMA cache_size = -32768; PRAGMA wal_autocheckpoint = 16000')
  if (isNew) for (const migration of migrations) database.exec(migration)
  const begin = database.prepare('BEGIN IMMEDIATE')
  const end = database.prepare('COMMIT')
  const log = database.prepare('INSERT INTO log VALUES (?, ?, ?, ?, ?, ?, ?)')
  const subscriber = database.prepare('INSERT OR REPLACE INTO subscriber VALUES (?, ?, ?, ?, ?)')
  const identity = database.prepare('INSERT OR REPLACE INTO identity VALUES (?, ?)')
  const decision = database.prepare('INSERT INTO decision (subscriber, body) VALUES (?, ?)')
  const delivery = database.prepare(
    `INSERT OR REPLACE INTO delivery (key, subscriber, status, due_at, decided_at, attempts, channel, journey, step, template, effect, links, reports)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const count = database.prepare('INSERT INTO journey_count VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET count = count + excluded.count')
  const commit = (rows: Commit): void => {
    begin.run()
    for (const row of rows.log) log.run(row.position, row.subscriber, row.previous, row.merged, row.receivedAt, row.name, row.body)
    for (const row of rows.subscribers) subscriber.run(row.number, row.head, row.deadline ?? null, row.recent, row.state)
    for (const row of rows.identities) identity.run(row.identity, row.subscriber)
    for (const row of rows.decisions) decision.run(row.subscriber, JSON.stringify([row.decision]))
    for (const row of rows.deliveries) {
      const { key, status, dueAt, decidedAt, attempts, channel, journey, step, template, effect } = row
      delivery.run(key, row.subscriber, status, dueAt, decidedAt, attempts, channel, journey, step, template ?? null, effect, null, null)
    }
    for (const row of rows.counts) count.run(row.journey, row.version, row.step, row.measure, row.by)
    end.run()
  }
  return { commit, close: () => database.close() }
}
