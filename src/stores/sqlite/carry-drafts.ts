// Drafts of definition files go along where one workspace takes the place of another: what somebody wrote is not part of the people it is thrown away with.

import { openForWriting } from './open-database.ts'

/** Copies the drafts of one workspace into another. Both are files of the newest version that nobody has open. */
export function carryDrafts({ from, to }: { readonly from: string; readonly to: string }): void {
  const database = openForWriting({ path: to, synchronous: 'FULL', cacheBytes: 1024 * 1024, maxBytes: undefined, onUpgrade: undefined })
  try {
    database.prepare('ATTACH DATABASE ? AS before').run(from)
    database.exec('INSERT OR REPLACE INTO main.definition_draft SELECT * FROM before.definition_draft')
    database.exec('DETACH DATABASE before')
  } finally {
    database.close()
  }
}
