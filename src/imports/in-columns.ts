// A refusal in the words of the file: whoever mends a table knows its columns, and no fields of messages. It changes nothing where a refusal is about no column.

import type { Json } from '../model/json.ts'
import { readRefusal } from '../model/read-sentence.ts'
import { sentence } from '../model/sentence.ts'
import { shortCell } from './field-values.ts'

/** Which column a field of a person or event was read from, by the name that refusals give the field ("traits.email"). */
export type FieldColumns = ReadonlyMap<string, string>

/** Refusals that are about one field without naming it. */
const unnamed: Readonly<Record<string, string>> = {
  'bad-email': 'traits.email',
  'long-ago': 'timestamp',
  'in-the-future': 'timestamp',
  'row-future': 'evidence.at',
}

/** With the column, and what stands there. `cellOf` reads a cell of the row. */
export function inColumns(refusal: string, columns: FieldColumns, cellOf: (column: string) => Json | undefined): string {
  const { code, values } = readRefusal(refusal)
  const column = columns.get(unnamed[code] ?? String(values['field'] ?? ''))
  if (column === undefined) return refusal
  const cell = cellOf(column)
  const written = shortCell(typeof cell === 'object' ? JSON.stringify(cell) : String(cell ?? ''))
  return sentence('row-in-column', { column, written, refusal: code === 'bad-email' ? sentence('no-one-address') : refusal })
}
