// A backup of the whole data folder, also while a server works on it: the workspace, and what a server needs besides it to be the same server (accounts, keys, secrets, phone
// numbers, the mailbox, definitions that live in the folder). The copy is a data folder itself, so going back is to start on it. Uploads that wait to be imported,
// reports and copies for staging do not come along.

import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { OncueError } from './model/errors.ts'
import type { Configuration } from './settings/configuration.ts'
import { backupDatabase } from './stores/sqlite/backup-database.ts'

/** Folders of the data folder that belong to the server's identity. */
const folders = new Set(['dkim', 'site', 'shop'])
/** It says where this server listens now, which is true of no other. */
const ofThisMoment = 'running.json'

export interface WholeBackup {
  readonly files: number
  readonly bytes: number
}

/** Writes the copy to a folder that does not exist yet; it takes its name only when it is whole. */
export async function backUpWhole({ data }: Pick<Configuration, 'data'>, to: string): Promise<WholeBackup> {
  const from = resolve(data)
  if (existsSync(to)) throw new OncueError('backup-exists', { path: to })
  if (!existsSync(join(from, 'workspace.db'))) throw new OncueError('store-missing', { path: join(from, 'workspace.db') })
  const unfinished = `${to}.unfinished`
  rmSync(unfinished, { recursive: true, force: true })
  try {
    mkdirSync(unfinished, { recursive: true, mode: 0o700 })
    // The workspace first: what the small files know beyond it harms nothing.
    for (const name of databases(from)) await backupDatabase({ from: join(from, name), to: join(unfinished, name) })
    for (const name of filesBeside(from)) cpSync(join(from, name), join(unfinished, name), { recursive: true, preserveTimestamps: true })
    renameSync(unfinished, to)
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true })
    if (error instanceof OncueError) throw error
    throw new OncueError('backup-failed', { path: to, reason: (error as Error).message }, error)
  }
  const sizes = readdirSync(to, { recursive: true, encoding: 'utf8' }).map((name) => statSync(join(to, name)))
  const files = sizes.filter((one) => one.isFile())
  return { files: files.length, bytes: files.reduce((sum, { size }) => sum + size, 0) }
}

function databases(folder: string): readonly string[] {
  const names = readdirSync(folder).filter((name) => name.endsWith('.db'))
  return names.toSorted((one, other) => Number(other === 'workspace.db') - Number(one === 'workspace.db'))
}

function filesBeside(folder: string): readonly string[] {
  const entries = readdirSync(folder, { withFileTypes: true })
  return entries.flatMap((entry) => {
    const isKept = entry.isDirectory() ? folders.has(entry.name) : entry.isFile() && entry.name.endsWith('.json') && entry.name !== ofThisMoment
    return isKept ? [entry.name] : []
  })
}
