// Takes the people of a file to a server or the workspace in batches, in order, with a mark after each, so that the same command goes on from there.

import { appendFileSync, rmSync } from 'node:fs'
import { inRow, mapPerson, type PersonMapping } from '../../imports/person-mapping.ts'
import type { RowFile } from '../../imports/read-rows.ts'
import type { ImportedPerson } from '../../model/imported-person.ts'
import type { JsonObject } from '../../model/json.ts'
import { limits } from '../../model/limits.ts'
import type { AdminSession } from '../admin-door.ts'
import { CommandFailure } from '../command-failure.ts'
import type { Refusal } from './import-events.ts'
import { noCounts, readMark, removeMark, writeMark } from './import-mark.ts'

export interface PeopleImport {
  readonly rows: RowFile
  readonly mapping: PersonMapping
  readonly door: AdminSession
  /** Of the file and what was said about it: rows that come again are recognized by it. */
  readonly fingerprint: string
  readonly mayTrigger: boolean
  readonly markFile: string
  readonly refusedFile: string
  readonly interrupted: AbortSignal
  readonly onProgress: (counts: PeopleCounts) => void
  readonly onRefused: (refusal: Refusal) => void
}

export interface PeopleCounts {
  readonly taken: number
  /** Of those, people who were not known. */
  readonly fresh: number
  readonly refused: number
  /** Of those taken in, people without an attribute that could not be read. */
  readonly partly: number
}

export interface PeopleImported {
  readonly counts: PeopleCounts
  readonly lines: number
  readonly resumedAfter: number
}

interface Batch {
  readonly people: ImportedPerson[]
  readonly rows: JsonObject[]
  /** By row: what was left out of it. */
  readonly leftOut: (readonly string[])[]
  readonly refusals: Refusal[]
  bytes: number
  lastLine: number
}

/** Rows stay below the size of one request at the admin doors. */
export const mostBytes = limits.adminBodyBytes - 40 * 1024

/** Imports the file to its end, or to where the person stops it. */
export async function importPeople(work: PeopleImport): Promise<PeopleImported> {
  const mark = readMark(work.markFile, work.fingerprint)
  if (mark === undefined) rmSync(work.refusedFile, { force: true })
  const { accepted, duplicates, refused, partly = 0 } = mark?.counts ?? noCounts
  let counts: PeopleCounts = { taken: accepted, fresh: accepted - duplicates, refused, partly }
  let batch = emptyBatch()
  let line = 0
  const send = async (): Promise<void> => {
    if (batch.lastLine === 0) return
    counts = await takeBatch(work, batch, counts)
    writeMark(work.markFile, {
      fingerprint: work.fingerprint,
      line: batch.lastLine,
      counts: { accepted: counts.taken, duplicates: counts.taken - counts.fresh, refused: counts.refused, partly: counts.partly, passedOver: {} },
    })
    work.onProgress(counts)
    batch = emptyBatch()
  }
  for await (const row of work.rows.rows) {
    line = Math.max(line, row.line)
    if (mark !== undefined && row.line <= mark.line) continue
    const mapped = row.problem === undefined ? mapPerson(work.mapping, row.row, row.line) : { ok: false as const, problem: row.problem }
    const raw = row.problem === undefined ? row.row : { raw: row.raw }
    const bytes = mapped.ok ? Buffer.byteLength(JSON.stringify(mapped.person)) : 0
    if (batch.people.length >= limits.importedPeople || batch.refusals.length >= limits.importedPeople || batch.bytes + bytes > mostBytes) await send()
    batch.lastLine = row.line
    if (mapped.ok) {
      batch.people.push(mapped.person)
      batch.rows.push(raw)
      batch.leftOut.push(mapped.leftOut)
      batch.bytes += bytes + 1
    } else batch.refusals.push({ line: row.line, reason: mapped.problem, raw: JSON.stringify(raw) })
    if (work.interrupted.aborted) {
      await send()
      throw new CommandFailure(`stopped after line ${row.line}`, { kind: 'interrupted', fix: 'the same command goes on from there' })
    }
  }
  await send()
  removeMark(work.markFile)
  return { counts, lines: line, resumedAfter: mark?.line ?? 0 }
}

async function takeBatch(work: PeopleImport, { people, rows, leftOut, refusals }: Batch, before: PeopleCounts): Promise<PeopleCounts> {
  const { source } = work.mapping
  const body = { import: work.fingerprint, ...(source === undefined ? {} : { source }), mayTrigger: work.mayTrigger, people }
  const answer =
    people.length === 0
      ? { taken: 0, fresh: 0, refused: [], shared: [] }
      : await work.door.ask<PeopleAnswer>({ method: 'POST', path: '/admin/v1/subscribers/import', body })
  const byServer = answer.refused.map(
    ({ index, reason }): Refusal => ({
      line: people[index]?.line ?? 0,
      reason: inRow(reason, work.mapping, rows[index] ?? {}),
      raw: JSON.stringify(rows[index]),
    }),
  )
  const notTaken = new Set(answer.refused.map(({ index }) => index))
  const lacking = leftOut.map((reasons, index) => (notTaken.has(index) ? [] : reasons))
  const partly = lacking.flatMap((reasons, index) =>
    reasons.map((reason): Refusal => ({ line: people[index]?.line ?? 0, reason, raw: JSON.stringify(rows[index]) })),
  )
  const refused = [...refusals, ...byServer]
  const told = [...refused, ...partly].sort((one, other) => one.line - other.line)
  if (told.length > 0) appendFileSync(work.refusedFile, told.map((refusal) => `${JSON.stringify(refusal)}\n`).join(''), { mode: 0o600 })
  for (const refusal of told) work.onRefused(refusal)
  return {
    taken: before.taken + answer.taken,
    fresh: before.fresh + answer.fresh,
    refused: before.refused + refused.length,
    partly: before.partly + lacking.filter(({ length }) => length > 0).length,
  }
}

/** What POST /subscribers/import answers. */
export interface PeopleAnswer {
  readonly taken: number
  readonly fresh: number
  readonly refused: readonly { readonly index: number; readonly reason: string }[]
  /** Of a dry run. */
  readonly shared: readonly { readonly index: number; readonly subscriber: number }[]
}

function emptyBatch(): Batch {
  return { people: [], rows: [], leftOut: [], refusals: [], bytes: 0, lastLine: 0 }
}
