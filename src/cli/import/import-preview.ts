// The rows of a file as messages, for a look at what they would set off; and that look, as people read it.

import { type Mapping, mapRow } from '../../imports/field-mapping.ts'
import type { RowFile } from '../../imports/read-rows.ts'
import type { ImportPreview } from '../../model/import-preview.ts'
import type { JsonObject } from '../../model/json.ts'
import { printable, table } from '../table.ts'

/** Every message that the rows make; rows that are refused or passed over make none. */
export async function* messagesOf(rows: RowFile, mapping: Mapping): AsyncIterable<JsonObject> {
  for await (const row of rows.rows) {
    if (row.problem !== undefined) continue
    const mapped = mapRow(mapping, row.row)
    if (mapped.kind === 'problem' || mapped.kind === 'passed over') continue
    for (const [index, message] of mapped.messages.entries()) yield { ...message, messageId: message['messageId'] ?? `preview-${row.line}-${index}` }
  }
}

/** What would happen at once or within a day. */
export function importPreviewText({ events, people, isWhole, journeys }: ImportPreview, columns: number): string {
  const least = isWhole ? '' : 'at least '
  const head = `${events.toLocaleString('en')} events of ${least}${people.toLocaleString('en')} people`
  if (journeys.length === 0) return `${head} would let nobody in, neither at once nor within a day.\n`
  const rows = table(
    journeys,
    [
      { title: 'journey', value: ({ journey }) => printable(journey) },
      { title: 'would enter', value: ({ entered }) => least + entered.toLocaleString('en'), align: 'right' },
      { title: 'messages', value: ({ messages }) => least + messages.toLocaleString('en'), align: 'right' },
    ],
    columns,
  )
  return `${head} would set off, at once or within a day:\n${rows}`
}
