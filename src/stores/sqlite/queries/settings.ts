// Small named values, as JSON.

import type { DatabaseSync } from 'node:sqlite'
import type { JsonObject } from '../../../model/json.ts'
import { prepareRows } from './prepare.ts'

/** Writes a named value, over an older one. */
export function writeSetting(database: DatabaseSync): (name: string, value: JsonObject) => void {
  const statement = database.prepare('INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value')
  return (name, value) => statement.run(name, JSON.stringify(value))
}

/** Reads a named value. */
export function readSetting(database: DatabaseSync): (name: string) => JsonObject | undefined {
  const rows = prepareRows(database, 'SELECT value FROM setting WHERE name = ?')
  return (name) => {
    const row = rows.one(name)
    return row && (JSON.parse(row[0] as string) as JsonObject)
  }
}
