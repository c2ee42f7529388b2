// Messages as they were sent, one for each delivery, with the words of their subjects; and what was counted of messages by day.

import type { DatabaseSync } from 'node:sqlite'
import type { ArchiveDictionary, ArchivedLine, ArchivedMessage, DayCount, DayCountChange, DayCountQuery, Purpose } from '../../../model/archived-message.ts'
import { optional, prepareRows, type Row } from './prepare.ts'

/** Keeps the message of a delivery, instead of one that was kept before; nothing where the delivery is gone. */
export function keepArchived(database: DatabaseSync): (message: ArchivedMessage) => void {
  const forget = forgetArchivedOf(database)
  const insert = database.prepare(
    `INSERT INTO archived (id, at, purpose, address, subject, words, form, kept, bytes, dictionary, content)
     SELECT id, ?, ?, ?, ?, ?, ?, ?, ?, (SELECT id FROM archive_dictionary WHERE hash = ?), ? FROM delivery WHERE key = ?`,
  )
  const insertWords = database.prepare(
    'INSERT INTO archived_word (word, id) SELECT wanted.value, delivery.id FROM delivery CROSS JOIN json_each(?) AS wanted WHERE delivery.key = ?',
  )
  return ({ key, at, purpose, address, subject, words, form, kept, bytes, dictionary, content }) => {
    forget(key)
    const list = JSON.stringify(words)
    insert.run(at, purpose, address, subject, list, form, kept, bytes, dictionary ?? null, content, key)
    if (words.length > 0) insertWords.run(list, key)
  }
}

/** Takes the message of a delivery out of the archive. */
export function forgetArchivedOf(database: DatabaseSync): (key: string) => void {
  const statement = database.prepare('DELETE FROM archived WHERE id = (SELECT id FROM delivery WHERE key = ?)')
  return (key) => statement.run(key)
}

/** Takes at most so many messages out, oldest first; how many. */
export function forgetArchivedBefore(database: DatabaseSync): (purpose: Purpose, before: number, limit: number) => number {
  const statement = database.prepare(
    `DELETE FROM archived WHERE id IN (
       SELECT id FROM archived INDEXED BY archived_by_age WHERE purpose = ? AND at < ? ORDER BY at LIMIT 0 + ?
     )`,
  )
  return (purpose, before, limit) => Number(statement.run(purpose, before, limit).changes)
}

/** Keeps a dictionary; nothing when it is known. */
export function keepDictionary(database: DatabaseSync): (dictionary: ArchiveDictionary) => void {
  const statement = database.prepare('INSERT INTO archive_dictionary (hash, content) VALUES (?, ?) ON CONFLICT DO NOTHING')
  return ({ hash, content }) => statement.run(hash, content)
}

/** A dictionary by its hash. */
export function readDictionary(database: DatabaseSync): (hash: string) => Uint8Array | undefined {
  const rows = prepareRows(database, 'SELECT content FROM archive_dictionary WHERE hash = ?')
  return (hash) => rows.one(hash)?.[0] as Uint8Array | undefined
}

const lineColumns = 'at, purpose, address, subject, form, kept, bytes'

/** The message of a delivery. */
export function readArchived(database: DatabaseSync): (key: string) => ArchivedMessage | undefined {
  const rows = prepareRows(
    database,
    `SELECT ${lineColumns}, words, (SELECT hash FROM archive_dictionary WHERE id = archived.dictionary), content
     FROM archived WHERE id = (SELECT id FROM delivery WHERE key = ?)`,
  )
  return (key) => {
    const row = rows.one(key)
    if (row === undefined) return undefined
    return { ...toLine(row), key, words: JSON.parse(row[7] as string), dictionary: optional<string>(row[8]), content: row[9] as Uint8Array }
  }
}

/** What is known of a delivery's message without opening it. */
export function readArchivedLine(database: DatabaseSync): (id: number) => ArchivedLine | undefined {
  const rows = prepareRows(database, `SELECT ${lineColumns} FROM archived WHERE id = ?`)
  return (id) => {
    const row = rows.one(id)
    return row && toLine(row)
  }
}

function toLine(row: Row): ArchivedLine {
  return {
    at: row[0] as number,
    purpose: row[1] as Purpose,
    address: row[2] as string,
    subject: row[3] as string,
    form: row[4] as ArchivedLine['form'],
    kept: row[5] as ArchivedLine['kept'],
    bytes: row[6] as number,
  }
}

/** Adds to a count of a day, which begins at 0. */
export function addToDayCount(database: DatabaseSync): (change: DayCountChange) => void {
  const statement = database.prepare(
    `INSERT INTO message_day (day, purpose, channel, template, measure, count) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET count = count + excluded.count`,
  )
  return ({ day, purpose, channel, template, measure, by }) => statement.run(day, purpose, channel, template, measure, by)
}

/** In order of day, purpose, channel, template and measure. */
export function readDayCounts(database: DatabaseSync): (query: DayCountQuery) => DayCount[] {
  const rows = prepareRows(
    database,
    `SELECT day, purpose, channel, template, measure, count FROM message_day
     WHERE day BETWEEN ? AND ? ORDER BY day, purpose, channel, template, measure`,
  )
  return ({ purpose, from, to }) =>
    rows
      .all(from, to)
      .map((row) => ({
        day: row[0] as number,
        purpose: row[1] as Purpose,
        channel: row[2] as DayCount['channel'],
        template: row[3] as string,
        measure: row[4] as string,
        count: row[5] as number,
      }))
      .filter((count) => purpose === undefined || count.purpose === purpose)
}
