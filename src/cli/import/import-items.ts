// Streams the rows of a file into a collection, a batch at a time: what cannot be read is named with its line, the others go on. However large the
// file, a batch is all that is held of it, and the ids that were in it.

import type { Row } from '../../imports/read-rows.ts'
import type { Collection } from '../../model/catalogue.ts'
import { readItem } from '../../model/catalogue-item.ts'
import { mapColumns, mapRow, type RowMapping } from '../../model/catalogue-row.ts'
import type { JsonObject } from '../../model/json.ts'
import { limits } from '../../model/limits.ts'
import type { AdminSession } from '../admin-door.ts'
import { usageFailure } from '../command-failure.ts'
import type { Refusal } from './import-events.ts'

const rememberedIds = 1_000_000

export interface ReadRow {
  readonly line: number
  readonly raw: JsonObject
}

export interface ItemRows {
  readonly collection: Collection
  /** What columns are called where they are called otherwise than the attributes. */
  readonly named: Readonly<Record<string, string>>
  readonly rows: AsyncIterable<Row>
  readonly onRefused: (refusal: Refusal) => void
  readonly onMapped: (mapping: RowMapping) => void
}

/** The rows that can be read, as items that were not put yet. The columns are found with the first row; JSON objects that know no columns are taken by their keys. */
export async function* readableItems({ collection, named, rows, onRefused, onMapped }: ItemRows): AsyncIterable<ReadRow> {
  let mapping: RowMapping | undefined
  for await (const { line, row, ...broken } of rows as AsyncIterable<Row & { readonly row?: JsonObject }>) {
    if (row === undefined) {
      onRefused({ line, reason: broken.problem ?? 'it cannot be read', raw: 'raw' in broken ? broken.raw : '' })
      continue
    }
    if (mapping === undefined) {
      const found = mapColumns(collection, Object.keys(row), named)
      if (typeof found === 'string') throw usageFailure(found)
      mapping = found
      onMapped(found)
    }
    const raw = itemOf(collection, mapping, row)
    const problem = typeof raw === 'string' ? raw : problemOf(collection, raw)
    if (problem !== undefined) onRefused({ line, reason: problem, raw: JSON.stringify(row).slice(0, 1000) })
    else yield { line, raw: raw as JsonObject }
  }
}

function itemOf(collection: Collection, mapping: RowMapping, row: JsonObject): JsonObject | string {
  const mapped = mapRow(collection, mapping, row)
  if (!mapped.ok) return mapped.problem
  const { locales } = row
  // Only JSON can hold languages as an object.
  return typeof locales === 'object' && locales !== null && mapped.raw['locales'] === undefined ? { ...mapped.raw, locales } : mapped.raw
}

function problemOf(collection: Collection, raw: JsonObject): string | undefined {
  const read = readItem(collection, raw, { at: 0, load: 0 })
  return read.ok ? undefined : read.problem
}

/** An id that stands in an earlier row already. */
export interface Repeated {
  readonly id: string
  readonly line: number
  readonly earlier: number
}

/** The same rows; told on the way of those that repeat an id, for of each item the last row counts. Beyond so many ids no more are remembered. */
export async function* watchRepeated(rows: AsyncIterable<ReadRow>, onRepeated: (repeated: Repeated) => void): AsyncIterable<ReadRow> {
  const lines = new Map<string, number>()
  for await (const one of rows) {
    const id = String(one.raw['id'])
    const earlier = lines.get(id)
    if (earlier !== undefined) onRepeated({ id: id.slice(0, 100), line: one.line, earlier })
    if (earlier !== undefined || lines.size < rememberedIds) lines.set(id, one.line)
    yield one
  }
}

export interface ItemCounts {
  added: number
  changed: number
  unchanged: number
  refused: number
}

/** Bytes of a batch on its way, with room for what is around it. */
const batchBytes = limits.adminBodyBytes - 2 * limits.itemBytes

/** Puts them, a batch at a time. */
export async function putItems(
  session: AdminSession,
  collection: string,
  items: AsyncIterable<ReadRow>,
  { load, counts, onRefused }: { readonly load: number | undefined; readonly counts: ItemCounts; readonly onRefused: (refusal: Refusal) => void },
): Promise<void> {
  let batch: ReadRow[] = []
  let bytes = 0
  const send = async (): Promise<void> => {
    const sent = batch
    batch = []
    bytes = 0
    if (sent.length === 0) return
    const answer = await session.ask<Omit<ItemCounts, 'refused'> & { readonly refused: readonly { index: number; problem: string }[] }>({
      method: 'POST',
      path: `/admin/v1/catalogue/${encodeURIComponent(collection)}/items`,
      body: { items: sent.map(({ raw }) => raw), ...(load === undefined ? {} : { load }) },
    })
    counts.added += answer.added
    counts.changed += answer.changed
    counts.unchanged += answer.unchanged
    for (const { index, problem } of answer.refused) onRefused({ line: sent[index]?.line ?? 0, reason: problem, raw: '' })
  }
  for await (const item of items) {
    const size = Buffer.byteLength(JSON.stringify(item.raw)) + 1
    if (batch.length >= limits.itemBatch || bytes + size > batchBytes) await send()
    batch.push(item)
    bytes += size
  }
  await send()
}
