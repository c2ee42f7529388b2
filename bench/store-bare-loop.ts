// The reference for "so much of a bare loop": writes the same rows in the same transactions into the same schema with the
// same durability, one prepared statement per kind of row, and does nothing else. It is not a store: it checks nothing.

import { existsSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import type { Decision } from '../src/model/decision.ts'
import { isCountedByDay } from '../src/model/journey-day-count.ts'
import type { Commit } from '../src/runtime/store.ts'
import { migrations } from '../src/stores/sqlite/migrations/migrations.ts'
import type { MemberRows } from './member-rows.ts'

export interface BareLoop {
  /** `members`: what it changes in the index of who is where; nothing when it is missing. */
  commit(commit: Commit, members?: MemberRows): void
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
  const subscriber = database.prepare(
    `INSERT INTO subscriber (number, head, deadline, recent, state) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET head = excluded.head, deadline = excluded.deadline, recent = excluded.recent, state = excluded.state`,
  )
  const move = database.prepare('UPDATE subscriber SET groupings = ? WHERE number = ?')
  const identity = database.prepare('INSERT OR REPLACE INTO identity VALUES (?, ?)')
  const decision = database.prepare('INSERT INTO decision (subscriber, body) VALUES (?, ?)')
  const delivery = database.prepare(
    `INSERT OR REPLACE INTO delivery (key, subscriber, status, due_at, decided_at, attempts, channel, journey, step, template, effect, links, reports)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const count = database.prepare('INSERT INTO journey_count VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET count = count + excluded.count')
  const countOfDay = database.prepare(
    'INSERT INTO journey_day (journey, step, day, version, measure, count) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET count = count + excluded.count',
  )
  const segmentDay = database.prepare(
    'INSERT INTO segment_day VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET entered = entered + excluded.entered, "left" = "left" + excluded."left"',
  )
  const seen = database.prepare('INSERT OR REPLACE INTO seen (subscriber, fingerprint, day) VALUES (?, ?, ?)')
  const make = database.prepare('INSERT INTO grouping (id, kind, name, people) VALUES (?, ?, ?, 0)')
  const join = database.prepare('INSERT INTO member (grouping, subscriber) VALUES (?, ?)')
  const leave = database.prepare('DELETE FROM member WHERE grouping = ? AND subscriber = ?')
  const grow = database.prepare('UPDATE grouping SET people = people + ? WHERE id = ?')
  const commit = (rows: Commit, members?: MemberRows): void => {
    begin.run()
    for (const row of rows.log) log.run(row.position, row.subscriber, row.previous, row.merged, row.receivedAt, row.name, row.body)
    for (const row of rows.subscribers) subscriber.run(row.number, row.head, row.deadline ?? null, row.recent, row.state)
    for (const row of rows.identities) identity.run(row.identity, row.subscriber)
    for (const [subscriber, list] of bySubscriber(rows.decisions)) decision.run(subscriber, JSON.stringify(list))
    for (const row of rows.deliveries) {
      const { key, status, dueAt, decidedAt, attempts, channel, journey, step, template, effect } = row
      delivery.run(key, row.subscriber, status, dueAt, decidedAt, attempts, channel, journey, step, template ?? null, effect, null, null)
    }
    for (const row of rows.counts) {
      count.run(row.journey, row.version, row.step, row.measure, row.by)
      if (rows.countedOn !== undefined && isCountedByDay(row)) countOfDay.run(row.journey, row.step, rows.countedOn, row.version, row.measure, row.by)
    }
    for (const row of rows.segmentDays ?? []) segmentDay.run(row.segment, row.day, row.entered, row.left)
    for (const row of rows.seen) seen.run(row.subscriber, row.fingerprint, row.day)
    for (const row of members?.made ?? []) make.run(...row)
    for (const row of members?.moved ?? []) move.run(...row)
    for (const row of members?.joined ?? []) join.run(...row)
    for (const row of members?.left ?? []) leave.run(...row)
    for (const [id, by] of members?.grown ?? []) if (by !== 0) grow.run(by, id)
    end.run()
  }
  return { commit, close: () => database.close() }
}

/** What one commit decided about somebody is one row. */
function bySubscriber(decisions: Commit['decisions']): ReadonlyMap<number, readonly Decision[]> {
  const lists = new Map<number, Decision[]>()
  for (const { subscriber, decision } of decisions) {
    const list = lists.get(subscriber)
    if (list === undefined) lists.set(subscriber, [decision])
    else list.push(decision)
  }
  return lists
}
