// Streams the rows of a file to a server or the workspace in batches, in order, with a mark after each. While a batch is on its
// way the next one is made. Nothing is lost silently: what is refused is kept with its line and the reason.

import { appendFileSync, rmSync } from 'node:fs'
import { type Mapping, mapRow } from '../../imports/field-mapping.ts'
import type { Row, RowFile } from '../../imports/read-rows.ts'
import type { RowNames } from '../../imports/row-names.ts'
import type { JsonObject } from '../../model/json.ts'
import { limits } from '../../model/limits.ts'
import { CommandFailure } from '../command-failure.ts'
import { type ImportCounts, noCounts, readMark, removeMark, writeMark } from './import-mark.ts'
import { createSender, type SendBatch, type Server } from './post-batch.ts'

export interface Import {
  readonly rows: RowFile
  readonly mapping: Mapping
  readonly server: Server
  /** Of the file and the whole mapping: a mark of another one is not gone on from. */
  readonly fingerprint: string
  /** What the events of the rows are called; begun anew. */
  readonly names: RowNames
  /** Historical: memories take the events in, triggers do not fire. */
  readonly silent: boolean
  readonly markFile: string
  readonly refusedFile: string
  /** Told after each batch. */
  readonly onProgress: (counts: ImportCounts) => void
  /** Told of each line that was refused. */
  readonly onRefused: (refusal: Refusal) => void
}

export interface Refusal {
  readonly line: number
  readonly reason: string
  readonly raw: string
}

export interface Imported {
  readonly counts: ImportCounts
  /** Lines of the file. */
  readonly lines: number
  /** The line after which an earlier import was gone on from; 0 when it was not. */
  readonly resumedAfter: number
}

/** Commas, brackets and the words around the messages of a batch. */
const envelopeBytes = 1024

/** Imports the file to its end, or to where the person stops it. */
export async function importRows(work: Import): Promise<Imported> {
  const { server, markFile, fingerprint } = work
  const mark = readMark(markFile, fingerprint)
  // What an earlier import of this file refused belongs to that import.
  if (mark === undefined) rmSync(work.refusedFile, { force: true })
  const run = new Run(work, mark?.counts ?? noCounts)
  let line = 0
  for await (const row of work.rows.rows) {
    line = Math.max(line, row.line)
    if (mark !== undefined && row.line <= mark.line) run.pass(row)
    else await run.take(row)
    if (server.interrupted.aborted) {
      await run.finish()
      throw new CommandFailure(`stopped after line ${run.line}`, { kind: 'interrupted', fix: 'the same command goes on from there' })
    }
  }
  await run.finish()
  removeMark(markFile)
  return { counts: run.counts, lines: line, resumedAfter: mark?.line ?? 0 }
}

interface Batch {
  readonly messages: JsonObject[]
  /** The line that each message is from. */
  readonly lines: number[]
  /** Refused before they were sent. */
  readonly refusals: Refusal[]
  readonly passedOver: Map<string, number>
  bytes: number
  lastLine: number
}

class Run {
  counts: ImportCounts
  line = 0
  readonly #work: Import
  #batch: Batch = emptyBatch()
  #sending: Promise<void> = Promise.resolve()
  readonly #post: SendBatch

  constructor(work: Import, counts: ImportCounts) {
    this.#work = work
    this.counts = counts
    this.#post = createSender(work.server)
  }

  async take(row: Row): Promise<void> {
    const batch = this.#batch
    if (row.problem !== undefined) this.#refuse(row.line, row.problem, row.raw)
    else this.#map(row.line, row.row)
    batch.lastLine = row.line
    const isFull = batch.messages.length > limits.batchEvents - 2 || batch.bytes > limits.batchBytes - envelopeBytes - 2 * limits.eventBytes
    // Lines that are all passed over or refused move the mark on, too.
    if (isFull || batch.refusals.length >= limits.batchEvents) await this.#send()
  }

  /** A row that was taken in before; those that are equal to it go on from it. */
  pass(row: Row): void {
    if (row.problem === undefined) this.#nameOf(row.row, mapRow(this.#work.mapping, row.row))
  }

  async finish(): Promise<void> {
    await this.#send()
    await this.#sending
  }

  #map(line: number, row: JsonObject): void {
    const mapped = mapRow(this.#work.mapping, row)
    const name = this.#nameOf(row, mapped)
    if (mapped.kind === 'problem') return this.#refuse(line, mapped.problem, JSON.stringify(row))
    if (mapped.kind === 'passed over') {
      this.#batch.passedOver.set(mapped.value, (this.#batch.passedOver.get(mapped.value) ?? 0) + 1)
      return
    }
    for (const message of mapped.messages) {
      // Attributes may be mapped the second time only, so the event of the line is called the same with them and without.
      const isBeside = mapped.messages.length > 1 && message['type'] === 'identify'
      const messageId = message['messageId'] ?? `import-${name}${isBeside ? '-traits' : ''}`
      const whole: JsonObject = { ...message, messageId, ...(this.#work.silent ? { silent: true } : {}) }
      const bytes = Buffer.byteLength(JSON.stringify(whole))
      if (bytes > limits.eventBytes)
        return this.#refuse(line, `the event has ${bytes} bytes, more than ${limits.eventBytes}`, JSON.stringify(row).slice(0, 1000))
      this.#batch.messages.push(whole)
      this.#batch.lines.push(line)
      this.#batch.bytes += bytes + 1
    }
  }

  #nameOf(row: JsonObject, mapped: ReturnType<typeof mapRow>): string {
    return this.#work.names.next(row, { isTimed: mapped.kind === 'messages' && mapped.timestamp !== undefined })
  }

  #refuse(line: number, reason: string, raw: string): void {
    this.#batch.refusals.push({ line, reason, raw })
  }

  /** Waits for the batch that is on its way, then lets this one go; the next is made meanwhile. */
  async #send(): Promise<void> {
    await this.#sending
    const batch = this.#batch
    this.#batch = emptyBatch()
    if (batch.lastLine === 0) return
    this.#sending = this.#deliver(batch)
    // A failure is thrown by the next wait; until then it is not unhandled.
    this.#sending.catch(() => {})
  }

  async #deliver({ messages, lines, refusals, passedOver, lastLine }: Batch): Promise<void> {
    const { fingerprint, markFile, refusedFile, onProgress, onRefused } = this.#work
    const answer = messages.length === 0 ? { accepted: 0, duplicates: 0, refused: [] } : await this.#post(messages)
    const byServer = answer.refused.map(({ index, reason }): Refusal => ({ line: lines[index] ?? 0, reason, raw: JSON.stringify(messages[index]) }))
    const refused = [...refusals, ...byServer].sort((one, other) => one.line - other.line)
    if (refused.length > 0) appendFileSync(refusedFile, refused.map((refusal) => `${JSON.stringify(refusal)}\n`).join(''), { mode: 0o600 })
    for (const refusal of refused) onRefused(refusal)
    this.counts = {
      accepted: this.counts.accepted + answer.accepted,
      duplicates: this.counts.duplicates + answer.duplicates,
      refused: this.counts.refused + refused.length,
      passedOver: added(this.counts.passedOver, passedOver),
    }
    this.line = lastLine
    writeMark(markFile, { fingerprint, line: lastLine, counts: this.counts })
    onProgress(this.counts)
  }
}

function emptyBatch(): Batch {
  return { messages: [], lines: [], refusals: [], passedOver: new Map(), bytes: 0, lastLine: 0 }
}

/** Values without a name that are told apart; the rest are counted together. */
const passedOverValues = 50

function added(counts: Readonly<Record<string, number>>, more: ReadonlyMap<string, number>): Readonly<Record<string, number>> {
  const sum: Record<string, number> = { ...counts }
  for (const [value, count] of more) {
    const name = Object.hasOwn(sum, value) || Object.keys(sum).length < passedOverValues ? value : 'others'
    sum[name] = (sum[name] ?? 0) + count
  }
  return sum
}
