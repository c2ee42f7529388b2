// How the rows of a file stand in it, as flags say it.

import type { RowOptions } from '../../imports/read-rows.ts'

export const rowFlags = {
  delimiter: { type: 'string', description: 'What separates columns; found out from the heading', valueHint: 'character' },
  columns: { type: 'string', description: 'Names of the columns, for a CSV without a heading', valueHint: 'a,b,c' },
} as const

/** What the flags say; what they leave out is found out from the file. */
export function rowOptionsOf({ delimiter, columns }: { readonly delimiter?: string | undefined; readonly columns?: string | undefined }): RowOptions {
  return {
    ...(delimiter === undefined ? {} : { delimiter: delimiter === '\\t' ? '\t' : delimiter }),
    ...(columns === undefined ? {} : { columns: columns.split(',').map((name) => name.trim()) }),
  }
}

/** What `--encoding` said; nothing where it is to be found out. */
export function encodingOf(encoding: string | undefined): Pick<RowOptions, 'encoding'> {
  return encoding === 'utf8' || encoding === 'latin1' ? { encoding } : {}
}
