// The rows of a feed that was fetched: CSV in its dialects or JSON Lines, plain or gzipped, read as a stream, however large. A row that cannot be
// read is given with what is wrong; the others go on.

import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { addAbortSignal, PassThrough, type Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { parse as parseCsv } from 'csv-parse'
import type { JsonObject } from '../model/json.ts'
import { limits } from '../model/limits.ts'
import { sentence } from '../model/sentence.ts'
import { unreadCsv } from '../model/unread-csv.ts'

export type FeedRow = { readonly row: JsonObject } | { readonly problem: string }

export interface FeedForm {
  readonly format: 'csv' | 'jsonl' | undefined
  readonly contentType: string
  readonly url: string
  /** Ends the reading when the server stops. */
  readonly signal?: AbortSignal
}

/** Reads a file. Throws when it cannot be read to its end, holds more than a feed may, or is none: too many rows one after another cannot be read. */
export async function* feedRows(file: string, { format, contentType, url, signal }: FeedForm): AsyncIterable<FeedRow> {
  const isGzip = await beginsWithGzip(file)
  const text = unpacked(file, isGzip)
  const first = format === undefined ? await firstCharacters(unpacked(file, isGzip)) : ''
  const name = new URL(url).pathname.toLowerCase().replace(/\.gz$/, '')
  const isJson = format === 'jsonl' || (format === undefined && (/json/.test(contentType) || /\.(?:ndjson|jsonl)$/.test(name) || /^\s*\{/.test(first)))
  if (isJson) return yield* jsonRows(signal === undefined ? text : addAbortSignal(signal, text))
  const head = format === undefined ? first : await firstCharacters(unpacked(file, isGzip))
  yield* csvRows(text, { delimiter: delimiterOf(head), signal })
}

/** Rows one after another that cannot be read. A file that is no feed at all has no end of them, and each costs time of the server. */
class Unread {
  #count = 0

  /** Throws when there were too many. */
  note(problem: string, isLong = false): void {
    this.#count += isLong ? limits.importUnreadRows / 20 : 1
    if (this.#count > limits.importUnreadRows) throw new Error(sentence('feed-unread', { refusal: problem.slice(0, 300) }))
  }

  end(): void {
    this.#count = 0
  }
}

async function beginsWithGzip(path: string): Promise<boolean> {
  const file = await open(path)
  try {
    const { buffer } = await file.read(Buffer.alloc(2), 0, 2, 0)
    return buffer[0] === 0x1f && buffer[1] === 0x8b
  } finally {
    await file.close()
  }
}

/** The bytes of the file; a small file that unpacks to something enormous is ended. */
function unpacked(file: string, isGzip: boolean): Readable {
  const source = createReadStream(file)
  if (!isGzip) return source
  let bytes = 0
  const bounded = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length
      if (bytes > limits.feedUnpackedBytes) done(new Error(sentence('feed-unpacks', { many: limits.feedUnpackedBytes.toLocaleString('en') })))
      else done(null, chunk)
    },
  })
  pipeline(source, createGunzip(), bounded).catch((error: Error) => bounded.destroy(error))
  return bounded
}

async function firstCharacters(stream: Readable): Promise<string> {
  for await (const chunk of stream) {
    stream.destroy()
    return (chunk as Buffer).toString('utf8').slice(0, 64 * 1024)
  }
  return ''
}

async function* jsonRows(stream: Readable): AsyncIterable<FeedRow> {
  const unread = new Unread()
  const read = (line: string): FeedRow => {
    const row = jsonRow(line)
    if ('problem' in row) unread.note(row.problem)
    else unread.end()
    return row
  }
  let held = ''
  stream.setEncoding('utf8')
  for await (const chunk of stream) {
    held += chunk as string
    if (held.length > limits.importLineCharacters && !held.includes('\n'))
      throw new Error(sentence('feed-long-line', { many: limits.importLineCharacters.toLocaleString('en') }))
    const lines = held.split('\n')
    held = lines.pop() ?? ''
    for (const line of lines) if (line.trim() !== '') yield read(line)
  }
  if (held.trim() !== '') yield read(held)
}

function jsonRow(line: string): FeedRow {
  try {
    const row: unknown = JSON.parse(line.replace(/^\ufeff/, ''))
    if (typeof row === 'object' && row !== null && !Array.isArray(row)) return { row: row as JsonObject }
    return { problem: sentence('row-no-object') }
  } catch (error) {
    return { problem: sentence('row-not-json', { words: (error as Error).message }) }
  }
}

async function* csvRows(
  stream: Readable,
  { delimiter, signal }: { readonly delimiter: string; readonly signal: AbortSignal | undefined },
): AsyncIterable<FeedRow> {
  const unread = new Unread()
  // The parser reads ahead. Of rows that cannot be read one after another only the first is kept, because there may be millions.
  let skipped = 0
  let problem = ''
  const parser = parseCsv({
    delimiter,
    columns: (header: string[]) => header.map((name, index) => (index < limits.importColumns ? name.trim() : false)),
    bom: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    max_record_size: limits.importLineCharacters,
    on_record: (record: JsonObject) => {
      unread.end()
      return record
    },
    on_skip: (error) => {
      const found = error === undefined ? '' : unreadCsv(error)
      if (skipped === 0) problem = found
      unread.note(problem, error?.code === 'CSV_MAX_RECORD_SIZE')
      skipped += 1
      return undefined
    },
  })
  const rows = new PassThrough({ objectMode: true })
  pipeline(stream, parser, rows, signal === undefined ? {} : { signal }).catch((error: Error) => rows.destroy(error))
  for await (const row of rows) {
    for (; skipped > 0; skipped -= 1) yield { problem }
    yield { row: row as JsonObject }
  }
  for (; skipped > 0; skipped -= 1) yield { problem }
}

/** The separator that the first line has most of. */
function delimiterOf(first: string): string {
  const [line = ''] = first.split('\n')
  const unquoted = line.replaceAll(/"[^"]*"/g, '')
  const counts = [',', ';', '\t', '|'].map((delimiter) => ({ delimiter, count: unquoted.split(delimiter).length - 1 }))
  return counts.reduce((best, one) => (one.count > best.count ? one : best)).delimiter
}
