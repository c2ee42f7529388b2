// Imports of uploaded files by a running server: pieces come in, what is in them is looked at and tried, and then one import at a time is worked off,
// batch by batch, with its state on disk after each. What a crash or a stop interrupted is gone on with at the next start; the batch that was under
// way comes again and is recognized. The upload is removed once nothing more is to be read from it.

import { randomBytes } from 'node:crypto'
import type { ImportDoor, ImportJob, ImportWish, Refused, TriedImport } from '../api/admin/import-door.ts'
import { ImportFailure } from '../imports/import-failure.ts'
import { JobFolder, type RefusedRow } from '../imports/job-folder.ts'
import { lookAtRows } from '../imports/look-at-rows.ts'
import { openRows, type Row, type RowFile } from '../imports/read-rows.ts'
import { RowProblems } from '../imports/row-problems.ts'
import { isOncueError } from '../model/errors.ts'
import type { JsonObject } from '../model/json.ts'
import { limits } from '../model/limits.ts'
import { mistake } from '../model/mistake.ts'
import { readMistake } from '../model/read-mistake.ts'
import type { Clock } from '../runtime/clock.ts'
import type { Store } from '../runtime/store.ts'
import type { Tried } from '../runtime/writing/try-arrivals.ts'
import { previewOf } from './import-preview.ts'
import { type Kind, kindOf, type ReadRow, type RowParts, type RowTerms } from './import-rows.ts'

/** As it lies on disk. */
type KeptJob = Omit<ImportJob, 'said'> & { readonly reportBytes: number }

export interface ImportJobsParts extends RowParts {
  readonly folder: string
  readonly views: Store
  readonly clock: Pick<Clock, 'now' | 'at'>
  readonly onError: (error: unknown, job: ImportJob) => void
}

const dayMs = 86_400_000
const shownProblems = 100
const shownRows = 20
/** Kept free on the disk for the workspace itself. */
const spareBytes = 1024 * 1024 * 1024
const busyWaitMs = 500

export class ImportJobs implements ImportDoor {
  readonly #parts: ImportJobsParts
  readonly #folder: JobFolder<KeptJob>
  readonly #jobs = new Map<string, KeptJob>()
  #working: Promise<void> | undefined
  #current: { readonly id: string; readonly stop: AbortController } | undefined
  #isStopping = false

  constructor(parts: ImportJobsParts) {
    this.#parts = parts
    this.#folder = new JobFolder(parts.folder)
    for (const job of this.#folder.jobs().sort((one, other) => one.createdAt - other.createdAt)) this.#jobs.set(job.id, job)
    for (const job of this.#jobs.values()) if (job.state === 'running') this.#keep(job, { state: 'waiting' })
    this.#tidy()
  }

  /** Goes on with what an earlier process left. */
  goOn(): void {
    this.#work()
  }

  /** Resolves when the batch under way is done; the rest waits for the next start. */
  async stop(): Promise<void> {
    this.#isStopping = true
    this.#current?.stop.abort()
    await this.#working
  }

  /** Resolves when nothing is under way. */
  async idle(): Promise<void> {
    await this.#working
  }

  list(): readonly ImportJob[] {
    return [...this.#jobs.values()].reverse().map(shown)
  }

  find(id: string): ImportJob | undefined {
    const job = this.#jobs.get(id)
    return job && shown(job)
  }

  create({ kind, name, bytes, by }: Parameters<ImportDoor['create']>[0]): ImportJob | Refused {
    this.#tidy()
    const open = [...this.#jobs.values()].filter(({ state }) => state === 'uploading' || state === 'ready')
    if (open.length >= limits.importUploads) return { problem: mistake('uploads-wait', { count: limits.importUploads }) }
    const room = this.#folder.roomBytes() - spareBytes
    if (bytes > room) return { problem: mistake('no-room-for-file') }
    const none = { startedAt: null, endedAt: null, mapping: null, mayTrigger: false, line: 0, progress: 0, problem: null, reportBytes: 0 }
    const id = randomBytes(9).toString('base64url')
    const counts = { taken: 0, fresh: 0, refused: 0, partly: 0 }
    const job: KeptJob = { id, kind, name, state: 'uploading', bytes, received: 0, createdAt: this.#parts.clock.now(), createdBy: by, counts, ...none }
    this.#keep(job, {})
    return shown(job)
  }

  take(id: string, { from, bytes }: Parameters<ImportDoor['take']>[1]): ImportJob | Refused {
    const job = this.#known(id)
    if (job.state !== 'uploading') return { problem: mistake('file-arrived-already') }
    if (from > job.received) return { problem: mistake('next-piece', { at: job.received }) }
    if (from + bytes.length > job.bytes) return { problem: mistake('more-than-said', { bytes: job.bytes }) }
    this.#folder.write(id, from, bytes)
    const received = Math.max(job.received, from + bytes.length)
    return shown(this.#keep(job, { received, ...(received === job.bytes ? { state: 'ready' } : {}) }))
  }

  async look(id: string): ReturnType<ImportDoor['look']> {
    const job = this.#known(id)
    if (job.state === 'uploading') return { problem: mistake('file-not-arrived') }
    const looked = await orProblem(async () => lookAtRows(await this.#open(job)))
    // What cannot be read at all is over: it takes the place of no other.
    if ('problem' in looked && job.state === 'ready') this.#end(this.#keep(job, { state: 'failed', problem: looked.problem }))
    return looked
  }

  async try(id: string, wish: ImportWish): ReturnType<ImportDoor['try']> {
    const job = this.#known(id)
    if (job.state === 'uploading') return { problem: mistake('file-not-arrived') }
    const kind = kindOf(job.kind, wish.mapping, this.#parts)
    if (typeof kind === 'string') return { problem: kind }
    return orProblem(async () => this.#tryRows(job, kind, wish))
  }

  start(id: string, { mapping, mayTrigger }: ImportWish): ImportJob | Refused {
    const job = this.#known(id)
    if (job.state !== 'ready') return { problem: mistake(job.state === 'uploading' ? 'file-not-arrived' : 'import-started') }
    const kind = kindOf(job.kind, mapping, this.#parts)
    if (typeof kind === 'string') return { problem: kind }
    const waiting = this.#keep(job, { state: 'waiting', mapping, mayTrigger, startedAt: this.#parts.clock.now() })
    this.#work()
    return shown(waiting)
  }

  async cancel(id: string): Promise<ImportJob> {
    const job = this.#known(id)
    if (this.#current?.id === id) {
      this.#keep(job, { state: 'cancelled' })
      this.#current.stop.abort()
      await this.#working
    } else if (job.state !== 'done' && job.state !== 'failed' && job.state !== 'cancelled') this.#end(this.#keep(job, { state: 'cancelled' }))
    return shown(this.#known(id))
  }

  remove(id: string): Refused | undefined {
    const job = this.#known(id)
    if (job.state === 'waiting' || job.state === 'running') return { problem: mistake('import-under-way') }
    this.#jobs.delete(id)
    this.#folder.remove(id)
    return undefined
  }

  report(id: string): AsyncIterable<RefusedRow> {
    return this.#folder.refused(id)
  }

  #known(id: string): KeptJob {
    const job = this.#jobs.get(id)
    if (job === undefined) throw new Error(`there is no import ${id}`)
    return job
  }

  #keep(job: KeptJob, change: Partial<KeptJob>): KeptJob {
    const changed = { ...job, ...change }
    this.#jobs.set(job.id, changed)
    this.#folder.save(changed)
    return changed
  }

  #open({ id, name }: KeptJob): Promise<RowFile> {
    return openRows(this.#folder.fileOf(id), { name, mostBytes: limits.importUnpackedBytes })
  }

  /** Removes what nobody needs any more. */
  #tidy(): void {
    const now = this.#parts.clock.now()
    const over = (job: KeptJob): boolean => job.state !== 'waiting' && job.state !== 'running'
    const old = [...this.#jobs.values()].filter((job) => over(job) && now - (job.endedAt ?? job.createdAt) > limits.importDays * dayMs)
    const many = [...this.#jobs.values()].filter(over).slice(0, Math.max(0, this.#jobs.size - limits.importsKept))
    for (const { id } of [...old, ...many]) {
      this.#jobs.delete(id)
      this.#folder.remove(id)
    }
  }

  async #tryRows(job: KeptJob, kind: Kind<unknown>, { mayTrigger }: ImportWish): Promise<TriedImport> {
    const terms: RowTerms = { id: job.id, mayTrigger, now: this.#parts.clock.now() }
    const good: { readonly line: number; readonly item: unknown }[] = []
    const problems = new RowProblems(shownProblems)
    const repeats: TriedImport['repeats'][number][] = []
    const addresses = kind.repeats()
    const people: unknown[] = []
    let repeated = 0
    let partly = 0
    let refused = 0
    let rows = 0
    let isWhole = true
    for await (const row of (await this.#open(job)).rows) {
      if (rows >= limits.importTriedRows) {
        isWhole = false
        break
      }
      rows += 1
      const read = readRow(kind, row, terms)
      if ('item' in read) {
        good.push({ line: row.line, item: read.item })
        if (isPartly(read)) partly += 1
        for (const reason of read.leftOut ?? []) problems.note(row.line, reason)
        const repeat = addresses.note(row.line, read.item)
        if (repeat?.isOne !== true) people.push(read.item)
        if (repeat === undefined) continue
        repeated += 1
        if (repeats.length < shownProblems) repeats.push({ line: row.line, ...repeat })
      } else {
        refused += 1
        problems.note(row.line, read.problem)
      }
    }
    const items = good.map(({ item }) => item)
    const fresh = await kind.fresh(people)
    return {
      ...{ rows, isWhole, good: good.length, problems: problems.list, refused, partly, repeated, repeats },
      fresh: fresh?.count ?? null,
      shared: fresh?.sharing.length ?? 0,
      shares: fresh?.sharing.slice(0, shownProblems) ?? [],
      first: good.slice(0, shownRows).map(({ line, item }) => ({ line, becomes: kind.shown(item) })),
      setsOff: mayTrigger ? ((await previewOf(this.#parts.views, triedOf(kind, items, terms), terms.now)) ?? null) : null,
    }
  }

  #work(): void {
    this.#working ??= this.#workOff().finally(() => {
      this.#working = undefined
    })
  }

  async #workOff(): Promise<void> {
    for (;;) {
      const next = [...this.#jobs.values()].find(({ state }) => state === 'waiting')
      if (next === undefined || this.#isStopping) return
      const stop = new AbortController()
      this.#current = { id: next.id, stop }
      try {
        await this.#import(this.#keep(next, { state: 'running' }), stop.signal)
      } catch (error) {
        const known = error instanceof ImportFailure ? error.message : 'Something went wrong here; the log of the server says more.'
        if (!(error instanceof ImportFailure)) this.#parts.onError(error, shown(next))
        this.#end(this.#keep(this.#known(next.id), { state: 'failed', problem: known }))
      }
      this.#current = undefined
    }
  }

  async #import(job: KeptJob, signal: AbortSignal): Promise<void> {
    const kind = kindOf(job.kind, job.mapping ?? {}, this.#parts)
    if (typeof kind === 'string') throw new ImportFailure(kind)
    // What stands in the report of a batch that was not finished would come a second time.
    this.#folder.cutReport(job.id, job.reportBytes)
    const file = await this.#open(job)
    let batch: Row[] = []
    const finish = async (): Promise<void> => {
      if (batch.length > 0) await this.#takeBatch(job.id, kind, batch, file)
      batch = []
    }
    for await (const row of file.rows) {
      if (row.line <= job.line) {
        if (row.problem === undefined) kind.pass?.(row.row, { id: job.id, mayTrigger: job.mayTrigger, now: this.#parts.clock.now() })
        continue
      }
      batch.push(row)
      if (batch.length >= kind.batch) await finish()
      if (signal.aborted) break
    }
    if (!signal.aborted) await finish()
    const state = this.#known(job.id).state
    if (state === 'cancelled') this.#end(this.#known(job.id))
    else if (signal.aborted) this.#keep(this.#known(job.id), { state: 'waiting' })
    else this.#end(this.#keep(this.#known(job.id), { state: 'done', progress: 1 }))
  }

  async #takeBatch(id: string, kind: Kind<unknown>, rows: readonly Row[], file: RowFile): Promise<void> {
    const job = this.#known(id)
    const terms: RowTerms = { id, mayTrigger: job.mayTrigger, now: this.#parts.clock.now() }
    const refused: RefusedRow[] = []
    const good: { readonly row: Row; readonly item: unknown; readonly leftOut: readonly string[] }[] = []
    for (const row of rows) {
      const read = readRow(kind, row, terms)
      if ('item' in read) good.push({ row, item: read.item, leftOut: read.leftOut ?? [] })
      else refused.push({ line: row.line, reason: read.problem, raw: rawOf(row) })
    }
    const taken = await this.#whenThereIsRoom(() =>
      kind.take(
        good.map(({ item }) => item),
        terms,
      ),
    )
    for (const { index, reason } of taken.refused) {
      const row = good[index]?.row as Row
      refused.push({ line: row.line, reason, raw: rawOf(row) })
    }
    const notTaken = new Set(taken.refused.map(({ index }) => index))
    const lacking = good.filter(({ leftOut }, index) => leftOut.length > 0 && !notTaken.has(index))
    const told = lacking.flatMap(({ row, leftOut }) => leftOut.map((reason): RefusedRow => ({ line: row.line, reason, raw: rawOf(row) })))
    const before = this.#known(id)
    const partly = before.counts.partly ?? 0
    const room = Math.max(0, limits.importRefusals - before.counts.refused - partly)
    this.#folder.refuse(id, [...refused, ...told].sort((one, other) => one.line - other.line).slice(0, room))
    const counts = {
      taken: before.counts.taken + good.length - taken.refused.length,
      fresh: before.counts.fresh + taken.fresh,
      refused: before.counts.refused + refused.length,
      partly: partly + lacking.length,
    }
    const progress = Math.min(0.999, file.readBytes() / Math.max(file.totalBytes, 1))
    this.#keep(before, { line: rows.at(-1)?.line ?? before.line, counts, progress, reportBytes: this.#folder.reportBytes(id) })
  }

  /** Events of the site go first: while the writer has too much to do, an import waits. */
  async #whenThereIsRoom<Result>(work: () => Promise<Result>): Promise<Result> {
    for (;;) {
      try {
        return await work()
      } catch (error) {
        if (!isOncueError(error, 'overloaded')) throw error
        await new Promise<void>((resolve) => this.#parts.clock.at(this.#parts.clock.now() + busyWaitMs, resolve))
      }
    }
  }

  #end(job: KeptJob): void {
    this.#keep(job, { endedAt: this.#parts.clock.now() })
    this.#folder.dropFile(job.id)
  }
}

function isPartly({ leftOut = [] }: { readonly leftOut?: readonly string[] }): boolean {
  return leftOut.length > 0
}

function readRow(kind: Kind<unknown>, row: Row, terms: RowTerms): ReadRow<unknown> {
  return row.problem === undefined ? kind.read(row.row, row.line, terms) : { problem: row.problem }
}

async function* triedOf(kind: Kind<unknown>, items: readonly unknown[], terms: RowTerms): AsyncIterable<Tried> {
  for (const item of items) {
    const tried = kind.tried(item, terms)
    if (tried !== undefined) yield tried
  }
}

async function orProblem<Result>(work: () => Promise<Result>): Promise<Result | Refused> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof ImportFailure) return { problem: error.fix === undefined ? error.message : `${error.message}; ${error.fix}` }
    throw error
  }
}

const rawCharacters = 1000

function rawOf(row: Row): string {
  return (row.problem === undefined ? JSON.stringify(row.row as JsonObject) : row.raw).slice(0, rawCharacters)
}

/** An import that was begun before rows could be taken in partly has no count of them. */
function shown({ reportBytes: _, ...job }: KeptJob): ImportJob {
  return { ...job, said: job.problem === null ? null : readMistake(job.problem), counts: { ...job.counts, partly: job.counts.partly ?? 0 } }
}
