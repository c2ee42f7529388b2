// Where uploads, the state of their imports and the refused rows lie: a folder each, named by an id that is made here, so that no name of a file
// from outside is ever a path. Everything is for its owner alone. It knows nothing of what rows mean.

import {
  appendFileSync,
  closeSync,
  createReadStream,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statfsSync,
  statSync,
  truncateSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { sentence } from '../model/sentence.ts'
import { replaceFile } from '../settings/kept-file.ts'

export interface RefusedRow {
  readonly line: number
  readonly reason: string
  readonly raw: string
}

export class JobFolder<Job extends { readonly id: string }> {
  readonly #folder: string

  constructor(folder: string) {
    this.#folder = folder
    mkdirSync(folder, { recursive: true, mode: 0o700 })
  }

  /** Those that can be read; what is left of one that never became whole is removed. */
  jobs(): Job[] {
    return readdirSync(this.#folder).flatMap((id) => {
      const job = readJob<Job>(join(this.#folder, id, 'job.json'))
      if (job !== undefined) return [job]
      rmSync(join(this.#folder, id), { recursive: true, force: true })
      return []
    })
  }

  /** Whole or not at all. */
  save(job: Job): void {
    mkdirSync(join(this.#folder, job.id), { recursive: true, mode: 0o700 })
    replaceFile(join(this.#folder, job.id, 'job.json'), JSON.stringify(job))
  }

  fileOf(id: string): string {
    return join(this.#folder, id, 'file')
  }

  /** Writes a piece of the upload at its place. */
  write(id: string, from: number, bytes: Buffer): void {
    const file = openSync(this.fileOf(id), existsSync(this.fileOf(id)) ? 'r+' : 'w', 0o600)
    try {
      writeSync(file, bytes, 0, bytes.length, from)
    } finally {
      closeSync(file)
    }
  }

  /** Bytes that the disk has left. */
  roomBytes(): number {
    const { bavail, bsize } = statfsSync(this.#folder)
    return bavail * bsize
  }

  refuse(id: string, rows: readonly RefusedRow[]): void {
    if (rows.length > 0) appendFileSync(this.#refusedOf(id), rows.map((row) => `${JSON.stringify(row)}\n`).join(''), { mode: 0o600 })
  }

  /** How long the report is now, so that a crash between it and the state leaves nothing twice. */
  reportBytes(id: string): number {
    return statSync(this.#refusedOf(id), { throwIfNoEntry: false })?.size ?? 0
  }

  cutReport(id: string, bytes: number): void {
    if (this.reportBytes(id) > bytes) truncateSync(this.#refusedOf(id), bytes)
  }

  async *refused(id: string): AsyncIterable<RefusedRow> {
    if (!existsSync(this.#refusedOf(id))) return
    for await (const line of createInterface({ input: createReadStream(this.#refusedOf(id)) })) yield JSON.parse(line) as RefusedRow
  }

  /** In all reports, rows that hold one of these as a word lose what stands in them; the line stays. */
  forget(words: readonly string[]): void {
    const sought = words.map((word) => new RegExp(`(?<![\\w.@+-])${word.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')}(?![\\w@-])`, 'i'))
    for (const id of readdirSync(this.#folder)) {
      const path = this.#refusedOf(id)
      if (!existsSync(path)) continue
      const rows = readFileSync(path, 'utf8')
        .split('\n')
        .filter((line) => line !== '')
      const left = rows.map((line) => (sought.some((word) => word.test(line)) ? blank(line) : line))
      replaceFile(path, left.map((line) => `${line}\n`).join(''))
    }
  }

  /** The upload is of no use any more. */
  dropFile(id: string): void {
    rmSync(this.fileOf(id), { force: true })
  }

  remove(id: string): void {
    rmSync(join(this.#folder, id), { recursive: true, force: true })
  }

  #refusedOf(id: string): string {
    return join(this.#folder, id, 'refused.ndjson')
  }
}

/** Lets reports forget whoever is erased, beside a running server or without one. */
export function reportsOfImports(folder: string): { erase(person: { readonly ids: readonly string[]; readonly addresses: readonly string[] }): Promise<void> } {
  return {
    async erase({ ids, addresses }) {
      if (existsSync(folder)) new JobFolder(folder).forget([...ids, ...addresses])
    },
  }
}

function blank(line: string): string {
  return JSON.stringify({ line: (JSON.parse(line) as RefusedRow).line, reason: sentence('row-erased'), raw: '' })
}

/** Undefined where it is not whole, as the end of the power can leave it: an upload that is lost keeps no server from starting. */
function readJob<Job>(path: string): Job | undefined {
  if (!existsSync(path)) return undefined
  // What the disk does not give is not gone: only what was read and is not whole.
  const text = readFileSync(path, 'utf8')
  try {
    return JSON.parse(text) as Job
  } catch {
    return undefined
  }
}
