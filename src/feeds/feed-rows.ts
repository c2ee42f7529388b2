// The rows of a feed that was fetched: CSV in its dialects or JSON Lines, plain or gzipped, read as a stream, however large. A row that cannot be
// read is given with what is wrong; the others go on.

import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { PassThrough, type Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { parse as parseCsv } from 'csv-parse'
import type { JsonObject } from '../model/json.ts'
import { limits } from '../model/limits.ts'
import { sentence } from '../model/sentence.ts'
import { unreadCsv } from '../model/unread-csv.ts'

export type FeedRow = { readonly row: JsonObject } | { readonly problem: string }

/** Reads a file. Throws when it cannot be read to its end, or holds more than a feed may. */
export async function* feedRows(
  file: string,
  { format, contentType, url }: { readonly format: 'csv' | 'jsonl' | undefined; readonly contentType: string; readonly url: string },
): AsyncIterable<FeedRow> {
  const isGzip = await beginsWithGzip(file)
  const text = unpacked(file, isGzip)
  const first = format === undefined ? await firstCharacters(unpacked(file, isGzip)) : ''
  const name = new URL(url).pathname.toLowerCase().replace(/\.gz$/, '')
  const isJson = format === 'jsonl' || (format === undefined && (/json/.test(contentType) || /\.(?:ndjson|jsonl)$/.test(name) || /^\s*\{/.test(first)))
  yield* isJson ? jsonRows(text) : csvRows(text, delimiterOf(format === undefined ? first : await firstCharacters(unpacked(file, isGzip))))
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
  let held = ''
  stream.setEncoding('utf8')
  for await (const chunk of stream) {
    held += chunk as string
    if (held.length > limits.importLineCharacters && !held.includes('\n'))
      throw new Error(sentence('feed-long-line', { many: limits.importLineCharacters.toLocaleString('en') }))
    const lines = held.split('\n')
    held = lines.pop() ?? ''
    for (const line of lines) if (line.trim() !== '') yield jsonRow(line)
  }
  if (held.trim() !== '') yield jsonRow(held)
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

async function* csvRows(stream: Readable, delimiter: string): AsyncIterable<FeedRow> {
  // The parser reads ahead. Of rows that cannot be read one after another only the first is kept, because there may be millions.
  let skipped = 0
  let problem = ''
  const parser = parseCsv({
    delimiter,
    columns: (header: string[]) => header.map((name) => name.trim()),
    bom: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    max_record_size: limits.importLineCharacters,
    on_skip: (error) => {
      if (skipped === 0) problem = error === undefined ? '' : unreadCsv(error)
      skipped += 1
      return undefined
    },
  })
  const rows = new PassThrough({ objectMode: true })
  pipeline(stream, parser, rows).catch((error: Error) => rows.destroy(error))
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
