// What imports of files are, as the doors know them: uploads, what is looked at and tried, and the work with its progress. src/desks/import-jobs.ts does it.

import type { LookedAt } from '../../imports/look-at-rows.ts'
import type { ImportPreview } from '../../model/import-preview.ts'
import type { Json, JsonObject } from '../../model/json.ts'
import type { SaidMistake } from '../../model/read-mistake.ts'

export const importKinds = ['subscribers', 'events'] as const
export type ImportKind = (typeof importKinds)[number]

/** uploading: pieces are missing · ready: nobody said yet what it means · waiting: another one is under way. */
export const importStates = ['uploading', 'ready', 'waiting', 'running', 'done', 'cancelled', 'failed'] as const
export type ImportState = (typeof importStates)[number]

export interface ImportJob {
  readonly id: string
  readonly kind: ImportKind
  /** What the file was called. */
  readonly name: string
  readonly state: ImportState
  readonly bytes: number
  /** Bytes that have arrived. */
  readonly received: number
  readonly createdAt: number
  readonly createdBy: string
  readonly startedAt: number | null
  readonly endedAt: number | null
  /** What the columns mean; null until it is started. */
  readonly mapping: JsonObject | null
  readonly mayTrigger: boolean
  /** The last line that is done. */
  readonly line: number
  /** How much of the file is done, from 0 to 1. */
  readonly progress: number
  readonly counts: ImportedCounts
  /** Why it failed. */
  readonly problem: string | null
  /** The same as data. */
  readonly said: SaidMistake | null
}

export interface ImportedCounts {
  /** Rows that were taken in. */
  readonly taken: number
  /** Of those, people who were not known, or events that were new. */
  readonly fresh: number
  /** Rows that were refused, each with its reason in the report. */
  readonly refused: number
  /** Of those that were taken in, rows without an attribute that could not be read, each with its reason in the report. */
  readonly partly: number
}

/** What an import would do. */
export interface TriedImport {
  /** Rows that were looked at; `isWhole`: these are all. */
  readonly rows: number
  readonly isWhole: boolean
  readonly good: number
  /** Each reason once: the first line that has it, and how many rows do. */
  readonly problems: readonly { readonly line: number; readonly reason: string; readonly rows: number }[]
  /** Rows with the address of an earlier one, and the first of them with the line of that. */
  readonly repeated: number
  readonly repeats: readonly { readonly line: number; readonly of: number; readonly isOne: boolean }[]
  readonly refused: number
  /** Good rows without an attribute that cannot be read. */
  readonly partly: number
  /** People among the good rows whom nobody knows yet; null for events. */
  readonly fresh: number | null
  /** Of those, people with an id of their own whose address somebody has who is known, and the first of them with whose it is. */
  readonly shared: number
  readonly shares: readonly { readonly line: number; readonly subscriber: number }[]
  /** What the first good rows become. */
  readonly first: readonly { readonly line: number; readonly becomes: Json }[]
  /** What would be set off, where it may; null where nothing may be. */
  readonly setsOff: ImportPreview | null
}

export type Refused = { readonly problem: string }

export interface ImportDoor {
  list(): readonly ImportJob[]
  find(id: string): ImportJob | undefined
  /** A problem when there is no room for it. */
  create(wish: { readonly kind: ImportKind; readonly name: string; readonly bytes: number; readonly by: string }): ImportJob | Refused
  /** Takes the piece that begins at `from`; the same piece may come again. */
  take(id: string, piece: { readonly from: number; readonly bytes: Buffer }): ImportJob | Refused
  look(id: string): Promise<LookedAt | Refused>
  try(id: string, wish: ImportWish): Promise<TriedImport | Refused>
  start(id: string, wish: ImportWish): ImportJob | Refused
  /** Ends it where it is: what was taken in stays. Resolves when nothing more is done. */
  cancel(id: string): Promise<ImportJob>
  /** Removes the file and the report. */
  remove(id: string): Refused | undefined
  /** The refused rows, oldest first. */
  report(id: string): AsyncIterable<RefusedRow>
}

export interface ImportWish {
  readonly mapping: JsonObject
  readonly mayTrigger: boolean
}

export interface RefusedRow {
  readonly line: number
  readonly reason: string
  readonly raw: string
}
