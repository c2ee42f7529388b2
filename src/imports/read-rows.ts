// Reads a file of rows as a stream, however large: CSV in its dialects, NDJSON, both also with gzip. A row that cannot be
// read is given with its line and what is wrong; the others go on.

import { createReadStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { PassThrough, type Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { parse as parseCsv } from 'csv-parse'
import type { JsonObject } from '../model/json.ts'
import { limits } from '../model/limits.ts'
import { mistake } from '../model/mistake.ts'
import { sentence } from '../model/sentence.ts'
import { unreadCsv } from '../model/unread-csv.ts'
import { asUtf8, headAsText } from './as-utf8.ts'
import { boundedLines } from './bounded-lines.ts'
import { ImportFailure } from './import-failure.ts'

export type Row =
  | { readonly line: number; readonly row: JsonObject; readonly problem?: undefined }
  | { readonly line: number; readonly problem: string; readonly raw: string }

export interface RowFile {
  readonly form: 'csv' | 'ndjson'
  readonly totalBytes: number
  /** Bytes of the file that have been read so far. */
  readonly readBytes: () => number
  readonly rows: AsyncIterable<Row>
}

export interface RowOptions {
  /** What the file was called, where it lies under another name. */
  readonly name?: string
  /** Bytes that a packed file may have when it is unpacked; a bomb is left alone after so many. */
  readonly mostBytes?: number
  /** What separates the columns of a CSV file; found out from the first line when not given. */
  readonly delimiter?: string
  /** Names of the columns, for a CSV file without a heading. */
  readonly columns?: readonly string[]
  /** Found out line by line when not given: UTF-8, Windows-1252 or UTF-16. */
  readonly encoding?: 'utf8' | 'latin1'
}

/** Opens a file of rows. Its form follows from its name, or from its first character. */
export async function openRows(path: string, options: RowOptions = {}): Promise<RowFile> {
  const found = await stat(path).catch(() => undefined)
  if (found === undefined) throw new ImportFailure(`there is no file ${path}`)
  if (!found.isFile()) throw new ImportFailure(`${path} is not a file`)
  const called = options.name ?? path
  const head = await headOf(path, { encoding: options.encoding, name: basename(called) })
  refuseNoText(head, basename(called))
  const name = called.toLowerCase().replace(/\.gz$/, '')
  const isJson = /\.(?:ndjson|jsonl|json)$/.test(name) || (!/\.(?:csv|tsv|txt)$/.test(name) && /^\s*\{/.test(head.text))
  let readBytes = 0
  const decoded = (raw: Readable): Readable => {
    if (options.encoding !== undefined) return raw
    const text = asUtf8(head.buffer)
    pipeline(raw, text).catch((error: Error) => text.destroy(error))
    return text
  }
  const bytes = (): Readable => {
    const file = createReadStream(path)
    file.on('data', (chunk) => {
      readBytes += chunk.length
    })
    if (!head.isGzip) return decoded(file)
    const gunzip = createGunzip()
    let unpacked = 0
    gunzip.on('data', (chunk: Buffer) => {
      unpacked += chunk.length
      if (unpacked > (options.mostBytes ?? Number.POSITIVE_INFINITY)) gunzip.destroy(new Error('unpacked, it is larger than an import may be'))
    })
    // An error of either ends the reading with that error.
    pipeline(file, gunzip).catch((error: Error) => gunzip.destroy(error))
    return decoded(gunzip)
  }
  const rows = isJson
    ? jsonRows(bytes, { encoding: options.encoding, name: basename(called) })
    : csvRows(bytes, { ...options, delimiter: options.delimiter ?? delimiterOf(head.text) })
  return { form: isJson ? 'ndjson' : 'csv', totalBytes: found.size, readBytes: () => readBytes, rows: readable(rows, basename(called)) }
}

async function* readable(rows: AsyncIterable<Row>, path: string): AsyncIterable<Row> {
  try {
    yield* rows
  } catch (error) {
    if (error instanceof ImportFailure) throw error
    if (isOfGzip(error)) throw new ImportFailure(mistake('file-damaged', { name: path }))
    throw new ImportFailure(`${path} cannot be read to its end: ${error instanceof Error ? error.message : String(error)}`)
  }
}

async function* jsonRows(
  bytes: () => Readable,
  { encoding = 'utf8', name }: { readonly encoding: RowOptions['encoding']; readonly name: string },
): AsyncIterable<Row> {
  const most = limits.importLineCharacters
  let line = 0
  for await (const { text: raw, isWhole } of boundedLines(bytes().setEncoding(encoding), most)) {
    line += 1
    const text = line === 1 ? raw.replace(/^\ufeff/, '') : raw
    if (!isWhole) {
      yield { line, problem: sentence('row-too-long', { name, many: most.toLocaleString('en') }), raw: text.slice(0, 1000) }
    } else if (text.trim() !== '') yield jsonRow(text, line)
  }
}

function jsonRow(text: string, line: number): Row {
  try {
    const row: unknown = JSON.parse(text)
    if (typeof row === 'object' && row !== null && !Array.isArray(row)) {
      return isDeeper(row, deepest) ? { line, problem: sentence('row-too-deep', { count: deepest }), raw: text } : { line, row: row as JsonObject }
    }
    return { line, problem: sentence('row-no-object'), raw: text }
  } catch (error) {
    return { line, problem: sentence('row-not-json', { words: error instanceof Error ? error.message : String(error) }), raw: text }
  }
}

/** Levels within each other of a row: more than an event may have, and none that would end a program that walks through it. */
const deepest = 2 * limits.eventDepth

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  return levels === 0 || Object.values(value).some((one) => isDeeper(one, levels - 1))
}

async function* csvRows(bytes: () => Readable, { delimiter, columns, encoding = 'utf8' }: RowOptions & { readonly delimiter: string }): AsyncIterable<Row> {
  const skipped: Row[] = []
  let unread = 0
  const parser = parseCsv({
    delimiter,
    columns: columns === undefined ? (header: string[]) => header.map((name) => name.trim()) : [...columns],
    bom: true,
    info: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    max_record_size: limits.importLineCharacters,
    encoding,
    on_skip: (error) => {
      if (error === undefined) return
      // They wait for the next good row. Where none comes, the heading is not that of the rows, and their number has no end.
      unread += error.code === 'CSV_MAX_RECORD_SIZE' ? limits.importUnreadRows / 20 : 1
      if (unread > limits.importUnreadRows)
        throw new ImportFailure('too many rows one after another cannot be read; the first line has to name the columns, with the separator of the rows below')
      const raw = 'raw' in error && typeof error['raw'] === 'string' ? error['raw'] : ''
      skipped.push({ line: 'lines' in error ? Number(error['lines']) : 0, problem: unreadCsv(error), raw: raw.slice(0, 1000).trimEnd() })
      return undefined
    },
  })
  const rows = new PassThrough({ objectMode: true })
  pipeline(bytes(), parser, rows).catch((error: Error) => rows.destroy(error))
  for await (const { record, info } of rows as AsyncIterable<{ record: JsonObject; info: { lines: number } }>) {
    unread = 0
    // The parser reads ahead: what it could not read further on waits for its turn, so that lines come in order and an import can be gone on with.
    while ((skipped[0]?.line ?? Number.POSITIVE_INFINITY) < info.lines) yield skipped.shift() as Row
    yield { line: info.lines, row: record }
  }
  yield* skipped
}

/** The separator that the first line has most of. */
function delimiterOf(head: string): string {
  const [line = ''] = head.split('\n')
  const unquoted = line.replaceAll(/"[^"]*"/g, '')
  const counts = [',', ';', '\t', '|'].map((delimiter) => ({ delimiter, count: unquoted.split(delimiter).length - 1 }))
  return counts.reduce((best, one) => (one.count > best.count ? one : best)).delimiter
}

const headBytes = 64 * 1024

interface Head {
  readonly isGzip: boolean
  /** The first bytes, unpacked. */
  readonly buffer: Buffer
  readonly text: string
}

/** The first characters of a file, unpacked. */
async function headOf(path: string, { encoding, name }: { readonly encoding: RowOptions['encoding']; readonly name: string }): Promise<Head> {
  const { buffer, isGzip } = await firstBytes(path)
  const text = (bytes: Buffer): string => (encoding === undefined ? headAsText(bytes) : bytes.toString(encoding))
  if (!isGzip) return { isGzip, buffer, text: text(buffer) }
  const gunzip = createGunzip()
  gunzip.on('error', () => {})
  gunzip.end(buffer)
  try {
    for await (const chunk of gunzip) return { isGzip, buffer: chunk as Buffer, text: text(chunk as Buffer) }
  } catch (error) {
    if (isOfGzip(error)) throw new ImportFailure(mistake('file-damaged', { name }))
    throw error
  }
  return { isGzip, buffer, text: '' }
}

function isOfGzip(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('Z_')
}

/** What no table begins with: a workbook is a ZIP archive, or of the form that Office had before. */
function refuseNoText({ buffer, text }: Head, name: string): void {
  const begins = (...bytes: readonly number[]): boolean => bytes.every((byte, index) => buffer[index] === byte)
  if (begins(0x50, 0x4b, 0x03, 0x04) || begins(0xd0, 0xcf, 0x11, 0xe0)) throw new ImportFailure(mistake('file-workbook', { name }))
  const [line = ''] = text.split('\n', 1)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  if (/[\0-\x08\x0e-\x1f]/.test(line)) throw new ImportFailure(mistake('file-no-text', { name }))
}

/** The first bytes of a file as they are on the disk: what it is recognized by. */
export async function firstBytes(path: string): Promise<{ readonly buffer: Buffer; readonly isGzip: boolean }> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(headBytes), 0, headBytes, 0)
    const head = buffer.subarray(0, bytesRead)
    return { buffer: head, isGzip: head[0] === 0x1f && head[1] === 0x8b }
  } finally {
    await file.close()
  }
}
