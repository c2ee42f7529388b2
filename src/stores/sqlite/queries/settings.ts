// Small named values, as JSON; and one long one, what is in force, which every door asks for. A long value is kept as it was read for as long as nobody wrote it again, so that
// neither its text is fetched nor parsed for each question. What is kept is frozen, because everybody gets the same.

import type { DatabaseSync } from 'node:sqlite'
import type { JsonObject } from '../../../model/json.ts'
import { prepareRows } from './prepare.ts'

/** Shorter ones are read faster than they are looked for. */
const longCharacters = 8192
/** Of all that one connection keeps; the one that was asked for longest ago leaves. */
const mostCharacters = 4_000_000

/** Writes a named value, over an older one. */
export function writeSetting(database: DatabaseSync): (name: string, value: JsonObject) => void {
  const statement = database.prepare(
    'INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value, written = setting.written + 1',
  )
  return (name, value) => statement.run(name, JSON.stringify(value))
}

interface Kept {
  readonly written: number
  readonly value: JsonObject
  readonly characters: number
}

/** Reads a named value. */
export function readSetting(database: DatabaseSync): (name: string) => JsonObject | undefined {
  const rows = prepareRows(database, 'SELECT value, written FROM setting WHERE name = ?')
  // By the index alone: what comes after a long value in its row is reached through all of it.
  const writes = prepareRows(database, 'SELECT written FROM setting INDEXED BY setting_written WHERE name = ?')
  const kept = new Map<string, Kept>()
  const keep = (name: string, one: Kept): void => {
    kept.set(name, one)
    let characters = [...kept.values()].reduce((sum, { characters: of }) => sum + of, 0)
    for (const [oldest, { characters: of }] of kept) {
      if (characters <= mostCharacters) break
      kept.delete(oldest)
      characters -= of
    }
  }
  return (name) => {
    const known = kept.get(name)
    // The newest stands last.
    kept.delete(name)
    if (known !== undefined && writes.one(name)?.[0] === known.written) {
      kept.set(name, known)
      return known.value
    }
    const row = rows.one(name)
    if (row === undefined) return undefined
    const [text, written] = row as readonly [string, number]
    const value = JSON.parse(text) as JsonObject
    if (text.length >= longCharacters) keep(name, { written, value: frozen(value), characters: text.length })
    return value
  }
}

function frozen<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null) return value
  for (const inner of Object.values(value)) frozen(inner)
  return Object.freeze(value)
}
