// What the doors ask of whoever keeps the copies for staging that stand in the data folder.

import type { Refused } from './definitions-door.ts'

/** A copy for staging that stands in the data folder. */
export interface StagingCopy {
  readonly name: string
  readonly folder: string
  /** Where its server listens on this machine, while it runs. */
  readonly runsAt: string | undefined
  /** When it was made. */
  readonly at: number
  readonly people: number
  readonly events: number
  readonly mails: number
  /** What its definitions import and do not find there, in words. */
  readonly missing: readonly string[]
}

/** A file that a copy changed since it was made, and that says something else in the workspace. */
export interface CopyChange {
  readonly path: string
  readonly does: 'create' | 'change' | 'delete'
  /** The workspace's file was changed since as well. */
  readonly isChangedHere: boolean
  /** Who has a draft of it in the workspace. */
  readonly draftBy: string | null
  /** Why it cannot be changed in the workspace. */
  readonly locked: string | null
}

export interface CopyChanges {
  readonly changes: readonly CopyChange[]
  /** Files of which the copy has a draft that is not published there. */
  readonly unpublished: readonly string[]
}

/** How far a copy is that is being made. */
export interface StagingMaking extends Omit<StagingCopy, 'folder' | 'runsAt' | 'at' | 'missing'> {
  readonly state: 'making' | 'stopping' | 'failed'
  /** Lines of the history that were read, of how many. */
  readonly done: number
  readonly of: number
  readonly problem: string | null
}

/** What makes copies for staging beside the server, one at a time. */
export interface StagingDoor {
  /** Newest first. */
  copies(): readonly StagingCopy[]
  making(): StagingMaking | undefined
  make(wish: { readonly name: string; readonly people: number | 'all'; readonly keep: readonly string[] }): StagingMaking | 'busy' | 'taken' | 'full'
  /** Gives up the one that is being made; forgets the one that failed. */
  stop(): void
  /** Throws a copy away, with all that was done in it; not while a server runs it. */
  remove(name: string): Promise<'removed' | 'unknown' | 'running'>
  /** What was changed in a copy since it was made; undefined where there is none of that name. */
  changes(name: string): Promise<CopyChanges | undefined>
  /** Keeps it as drafts of the workspace, in place of other drafts of these files. */
  takeOver(wish: { readonly name: string; readonly paths: readonly string[]; readonly by: string }): Promise<readonly string[] | Refused | 'unknown' | 'other'>
}
