// Brings a file to the newest version, each step in a transaction of its own, so that a crash leaves it at a whole version. A new file has nothing that a step
// could take long for: it gets all of them in one transaction, and waits for the disk once.
// The version stands in SQLite's user_version, and the file is marked as ours by its application_id. Never touches a file
// that a newer Oncue or another program wrote.

import type { DatabaseSync } from 'node:sqlite'
import { OncueError } from '../../../model/errors.ts'
import { migrations } from './migrations.ts'

/** "ONCU" as a number: what tells our files from other SQLite databases. */
const applicationId = 0x4f4e4355

/** Versions of the schema: the one that a file has, and the one that it gets. */
export interface Upgrade {
  readonly from: number
  readonly to: number
}

/**
 * Upgrades the open file; throws `store-too-new` or `store-foreign` and leaves the file as it was. `onUpgrade` is called before the first step, where
 * something is in the file: of many people a step can take a minute.
 */
export function migrate(database: DatabaseSync, path: string, steps: readonly string[] = migrations, onUpgrade?: (upgrade: Upgrade) => void): void {
  const found = findVersion(database, path, steps.length)
  if (found > 0 && found < steps.length) onUpgrade?.({ from: found, to: steps.length })
  const missing = steps.slice(found)
  if (found === 0) takeSteps(database, missing, steps.length)
  else for (const [index, step] of missing.entries()) takeSteps(database, [step], found + index + 1)
}

/** In one transaction, at whose end the file has that version. */
function takeSteps(database: DatabaseSync, steps: readonly string[], version: number): void {
  database.exec('BEGIN IMMEDIATE')
  try {
    for (const sql of steps) database.exec(sql)
    database.exec(`PRAGMA user_version = ${version}; PRAGMA application_id = ${applicationId}`)
    database.exec('COMMIT')
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK')
    throw error
  }
}

/** For a reader, who cannot upgrade: throws unless the file has exactly the newest version. */
export function requireNewestVersion(database: DatabaseSync, path: string): void {
  const found = findVersion(database, path, migrations.length)
  if (found < migrations.length) throw new OncueError('store-outdated', { path, found, known: migrations.length })
}

/** The version of the file, 0 for an empty one; throws for a file that this program must not touch. Only reads. */
export function findVersion(database: DatabaseSync, path: string, known: number = migrations.length): number {
  const found = readPragma(database, 'user_version')
  const isEmpty = found === 0 && database.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() === undefined
  if (!isEmpty && readPragma(database, 'application_id') !== applicationId) throw new OncueError('store-foreign', { path })
  if (found > known) throw new OncueError('store-too-new', { path, found, known })
  return found
}

function readPragma(database: DatabaseSync, name: 'user_version' | 'application_id'): number {
  return database.prepare(`PRAGMA ${name}`).get()?.[name] as number
}
