// From which place of the log on there may be lines of historical imports: most logs have none, and looking for them took a pass over everything. It
// is noted once, in the transaction that writes the first one.

import type { DatabaseSync } from 'node:sqlite'
import type { LogEntry, Position } from '../../../runtime/store.ts'
import { prepareRows } from './prepare.ts'

/** What the text of such a line says somewhere; a property of that name may say it too. */
export const silentText = '"silent":true'
/** Looked for first, because nearly no line has it: a short text that begins with no quote is missed in a third of the time. */
const silentWord = 'silent'

/** The place of the first line whose text says so; undefined while there is none. */
export function readFirstImport(database: DatabaseSync): () => Position | undefined {
  const rows = prepareRows(database, "SELECT value FROM total WHERE name = 'first import'")
  return () => rows.one()?.[0] as Position | undefined
}

export interface FirstImport {
  /** Looks through lines that are written, in order, until there is one. */
  note(entries: readonly LogEntry[]): void
  /** The transaction came to nothing: what is known is read again. */
  forget(): void
}

/** Notes the first one. */
export function noteFirstImport(database: DatabaseSync): FirstImport {
  const read = readFirstImport(database)
  const statement = database.prepare("INSERT INTO total VALUES ('first import', ?)")
  let isKnown: boolean | undefined
  return {
    note: (entries) => {
      isKnown ??= read() !== undefined
      if (isKnown) return
      const first = entries.find(({ body }) => body.includes(silentWord) && body.includes(silentText))
      if (first === undefined) return
      statement.run(first.position)
      isKnown = true
    },
    forget: () => {
      isKnown = undefined
    },
  }
}
