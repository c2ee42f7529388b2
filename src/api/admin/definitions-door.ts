// What the doors of definitions and drafts work with: the folder's files, drafts of them that are kept beside, and the publication of drafts. A draft is
// what a file is to say; the team shares one draft of each file.

import { limits } from '../../model/limits.ts'
import { mistake } from '../../model/mistake.ts'
import type { PublishChoices, PublishStatus } from '../../model/publication.ts'
import type { Said } from '../../model/said.ts'

/** Something wrong, where it is wrong, and what to do about it. */
export interface FileProblem {
  readonly file: string
  readonly line: number
  readonly column: number
  readonly severity: 'error' | 'warning'
  readonly code: string
  readonly message: string
  readonly fix?: string
}

/** How far a publication is, with what there is to look at in it. */
export interface ToldStatus extends PublishStatus {
  readonly warnings: readonly FileProblem[]
  /** Whether they say what history has against it. */
  readonly history: DraftCheck['history']
}

/** A definition in a file. */
export interface HeldDefinition {
  readonly kind: string
  readonly name: string
  readonly line: number
  /** Of a journey: the version that is in force. */
  readonly version: number | null
}

export interface DraftState {
  readonly does: 'create' | 'change' | 'delete'
  readonly revision: number
  readonly by: string
  readonly at: number
  /** The file is not what the draft was made from. */
  readonly isConflict: boolean
}

export interface DefinitionFile {
  readonly path: string
  readonly format: string
  /** Of the file on disk; null where there is only a draft. */
  readonly hash: string | null
  readonly bytes: number
  /** Why it cannot be changed here; null where it can. */
  readonly locked: string | null
  /** With its draft. */
  readonly holds: readonly HeldDefinition[]
  readonly draft: DraftState | null
}

export interface DefinitionFolder {
  /** Why nothing can be written; null where it can. */
  readonly locked: string | null
  /** Whether a saved file is in force at once. */
  readonly publish: 'on-save' | 'by-command'
  readonly files: readonly DefinitionFile[]
  /** Of all files with all drafts. */
  readonly problems: readonly FileProblem[]
}

export interface OneDefinitionFile extends DefinitionFile {
  /** What the file says; null where there is only a draft. */
  readonly text: string | null
  /** What the draft says, and what it was made from; null without a draft, and text null where it takes the file away. */
  readonly drafted: { readonly text: string | null; readonly base: string | null } | null
  /** What the file, with its draft, holds. */
  readonly documents: readonly { readonly kind: string | null; readonly name: string | null; readonly line: number; readonly value: unknown }[]
  /** Those of this file. */
  readonly problems: readonly FileProblem[]
}

export interface DraftWish {
  readonly path: string
  readonly text: string | null
  /** The hash of the file that the text was made from; that of the file as it is now when it is missing. */
  readonly base?: string | null | undefined
  /** The revision that the text was made from, 0 for none; whatever there is when it is missing. */
  readonly revision?: number | undefined
  readonly by: string
}

export interface DraftCheck {
  readonly isGood: boolean
  readonly problems: readonly FileProblem[]
  /** Whether the problems say what history has against it; `none` where nobody asked, or there is an error. */
  readonly history: 'looked at' | 'reading' | 'failed' | 'none'
  /** Null unless asked for, and where the definitions cannot be tested. */
  readonly tests: {
    readonly passed: number
    readonly failed: readonly { readonly name: string; readonly file: string; readonly line: number; readonly said: Said }[]
  } | null
}

/** Why something was not done. `conflict`: somebody else was faster. */
export interface Refused {
  readonly refused: 'missing' | 'conflict' | 'not allowed' | 'problems'
  readonly because: string
  readonly problems?: readonly FileProblem[]
}

/** Why nothing was begun with definitions that have mistakes: the folder as it is, or with its drafts. */
export function refusedFor(problems: readonly FileProblem[], what: 'folder-has-mistakes' | 'drafts-have-mistakes' = 'folder-has-mistakes'): Refused {
  return { refused: 'problems', because: mistake(what), problems: problems.filter(({ severity }) => severity === 'error').slice(0, limits.adminPage) }
}

export interface DefinitionsDoor {
  list(): Promise<DefinitionFolder>
  read(path: string): Promise<OneDefinitionFile | Refused>
  /** The file that holds the journey of this name, with its draft. */
  readJourney(journey: string): Promise<OneDefinitionFile | Refused>
  keep(wish: DraftWish): Promise<OneDefinitionFile | Refused>
  /** Keeps several drafts, or none of them: with `over` at 'nothing' a draft of somebody else stays, and nothing is kept. */
  keepTogether(wishes: readonly DraftWish[], over: 'nothing' | 'drafts'): Promise<readonly string[] | Refused>
  rename(wish: { readonly from: string; readonly to: string; readonly by: string }): Promise<OneDefinitionFile | Refused>
  /** The paths of the drafts that are gone. */
  discard(paths: readonly string[]): Promise<readonly string[] | Refused>
  /** How many drafts say something else than their files. */
  countDrafts(): Promise<number>
  /** All drafts, or some. */
  check(wish: {
    readonly paths?: readonly string[] | undefined
    readonly withTests: boolean
    /** So long it waits for what history says; nothing is asked of it when it is missing. */
    readonly historyMs?: number | undefined
  }): Promise<DraftCheck | Refused>
  publish(wish: {
    readonly paths?: readonly string[] | undefined
    readonly choices: PublishChoices
    readonly mode: 'dry run' | 'publish'
  }): Promise<ToldStatus | Refused>
}

/** Whether a door refused, instead of its answer. */
export function isRefused(answer: object): answer is Refused {
  return 'refused' in answer
}
