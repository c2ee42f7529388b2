// Drafts of definition files, by path.

import type { DatabaseSync } from 'node:sqlite'
import { limits } from '../../../model/limits.ts'
import type { StoredDraft } from '../../../runtime/store.ts'
import { prepareRows } from './prepare.ts'

/** Keeps a draft, over an older one of the same file. */
export function putDraft(database: DatabaseSync): (draft: StoredDraft) => void {
  const statement = database.prepare('INSERT OR REPLACE INTO definition_draft (path, text, base, revision, by, at) VALUES (?, ?, ?, ?, ?, ?)')
  return ({ path, text, base, revision, by, at }) => statement.run(path, text, base, revision, by, at)
}

/** Forgets a draft. */
export function dropDraft(database: DatabaseSync): (path: string) => void {
  const statement = database.prepare('DELETE FROM definition_draft WHERE path = ?')
  return (path) => statement.run(path)
}

/** All of them, in order of path. */
export function readDrafts(database: DatabaseSync): () => StoredDraft[] {
  const rows = prepareRows(database, 'SELECT path, text, base, revision, by, at FROM definition_draft ORDER BY path LIMIT ?')
  return () =>
    rows.all(limits.drafts).map((row) => ({
      path: row[0] as string,
      text: row[1] as string | null,
      base: row[2] as string | null,
      revision: row[3] as number,
      by: row[4] as string,
      at: row[5] as number,
    }))
}
