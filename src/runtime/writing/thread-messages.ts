// What the main thread and the writer's thread say to each other. Arrivals cross as texts, a JSON line each, because a
// text is copied as it is, while thousands of objects would be walked one by one; answers are as small as they can be.

import type { ProgramSource } from '../../engine/program.ts'
import { type ErrorCode, isOncueError, OncueError } from '../../model/errors.ts'
import type { Handed } from '../requests.ts'
import type { GroupReport } from './group-report.ts'

/** How the writer's thread opens its store: the module is loaded there, because a store cannot cross. */
export interface WriterThread {
  /** URL of the module. */
  readonly storeModule: string
  /** Its export that opens the store, given the options. */
  readonly openStore: string
  readonly storeOptions: Readonly<Record<string, unknown>>
}

export interface ThreadStart {
  readonly thread: WriterThread
  readonly source: ProgramSource
  readonly tombstoneKey: string | undefined
  /** How far the workspace's clock stands ahead of the machine's, where it can be wound. */
  readonly lead: SharedArrayBuffer | undefined
}

/** Methods of the writer that cross as they are. */
export type AskedMethod =
  | 'command'
  | 'refuse'
  | 'take'
  | 'finish'
  | 'keepMessage'
  | 'interrupted'
  | 'publish'
  | 'changeStops'
  | 'changePause'
  | 'expectVolume'
  | 'changeAllowance'
  | 'changeCatalogue'
  | 'describe'
  | 'erase'
  | 'takeApart'
  | 'finishErasure'
  | 'unfinishedErasures'
  | 'record'
  | 'nextDue'
  | 'wind'
  | 'idle'
  | 'stop'

export type ToThread =
  /** Several submissions in one, each a text of its own: what is larger than some 100 KB lies apart in V8's heap, and is collected late. */
  | { readonly kind: 'submit'; readonly ids: readonly number[]; readonly texts: readonly string[] }
  | { readonly kind: 'ask'; readonly id: number; readonly method: AskedMethod; readonly values: readonly unknown[] }

export type FromThread =
  | { readonly kind: 'ready' }
  /** Submissions that are durable; `duplicates` holds, for each id, the indexes of repeated events. */
  | { readonly kind: 'receipts'; readonly ids: readonly number[]; readonly duplicates: readonly (readonly number[])[] }
  | { readonly kind: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'refusal'; readonly ids: readonly number[]; readonly error: CrossingError }
  | { readonly kind: 'handed'; readonly handed: readonly Handed[] }
  | { readonly kind: 'commit'; readonly report: GroupReport & { readonly waiting: number } }
  | { readonly kind: 'failure'; readonly error: CrossingError }
  /** The thread could not start. */
  | { readonly kind: 'failed start'; readonly error: CrossingError }

export interface CrossingError {
  readonly code: ErrorCode | undefined
  readonly details: OncueError['details'] | undefined
  readonly message: string
}

/** An error as plain data. */
export function packError(error: unknown): CrossingError {
  const known = isOncueError(error) ? error : undefined
  return { code: known?.code, details: known?.details, message: error instanceof Error ? error.message : String(error) }
}

/** The same error on the other side. */
export function unpackError({ code, details, message }: CrossingError): Error {
  return code === undefined || details === undefined ? new Error(message) : new OncueError(code, details)
}
