// Copies a store to a new file while commits go on. A connection of its own reads one snapshot in a single step, off this
// thread, so that the copy is of one instant, commits do not wait for it and it never starts over. The copy takes its name
// only when it is whole. Never overwrites anything.

import { closeSync, existsSync, openSync, renameSync, rmSync } from 'node:fs'
import { backup, DatabaseSync } from 'node:sqlite'
import { OncueError } from '../../model/errors.ts'
import { ownerOnly } from './open-database.ts'

/** More pages than a file can have: the whole file in one step. */
const allPages = 2 ** 31 - 1

/** Writes a consistent copy of the file `from` to the new file `to`. */
export async function backupDatabase({ from, to }: { readonly from: string; readonly to: string }): Promise<void> {
  if (existsSync(to)) throw new OncueError('backup-exists', { path: to })
  const unfinished = `${to}.unfinished`
  try {
    rmSync(unfinished, { force: true })
    closeSync(openSync(unfinished, 'wx', ownerOnly))
    const source = new DatabaseSync(from, { readOnly: true })
    try {
      await backup(source, unfinished, { rate: allPages })
    } finally {
      source.close()
    }
    renameSync(unfinished, to)
  } catch (error) {
    rmSync(unfinished, { force: true })
    throw new OncueError('backup-failed', { path: to, reason: (error as Error).message }, error)
  }
}
