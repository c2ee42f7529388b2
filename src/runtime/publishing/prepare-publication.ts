// What is done for a publication before it is in force: new memories are folded from the log, and people are counted for whom an entrance holds
// already. The writer goes on meanwhile; what it decides is not touched.

import { fillingOf } from '../../engine/fill.ts'
import type { ProgramSource } from '../../engine/program.ts'
import { theEngine } from '../engine.ts'
import type { Store } from '../store.ts'
import type { CrossingError, WriterThread } from '../writing/thread-messages.ts'
import { type FillMark, fillFromLog } from './fill-log.ts'
import { survey } from './survey.ts'

export interface Preparation {
  readonly source: ProgramSource
  /** Memories that outdated states do not have; undefined when it is not known, and then nothing is folded beforehand. */
  readonly missing: readonly number[] | undefined
  /** Whether the log is long enough to be read beforehand. */
  readonly isFilled: boolean
  /** The same with a plan that lets existing people in, to be counted; undefined when nobody is to be counted. */
  readonly surveyed: ProgramSource | undefined
  readonly at: number
}

export interface Prepared {
  readonly fill: FillMark | undefined
  /** Journey -> how many an entrance holds for already. */
  readonly existing: Readonly<Record<string, number>> | undefined
}

export interface PreparationProgress {
  readonly state: 'reading history' | 'counting people'
  readonly done: number
  readonly of: number
}

export type OnProgress = (progress: PreparationProgress) => void

export type ToPreparation = { readonly thread: WriterThread; readonly preparation: Preparation }
export type FromPreparation =
  | { readonly kind: 'progress'; readonly progress: PreparationProgress }
  | { readonly kind: 'prepared'; readonly prepared: Prepared }
  | { readonly kind: 'failed'; readonly error: CrossingError }

/** Prepares over an opened store, in this thread. */
export async function prepare(store: Store, { source, missing, isFilled, surveyed, at }: Preparation, onProgress: OnProgress): Promise<Prepared> {
  const program = theEngine.compile(source)
  const filling = fillingOf(program, isFilled ? (missing ?? []) : [])
  let fill: FillMark | undefined
  if (filling.ids.length > 0) {
    const name = program.id.toString(16).padStart(8, '0')
    const tell = ({ read, of }: { read: number; of: number }): void => onProgress({ state: 'reading history', done: read, of })
    fill = await fillFromLog({ store, filling, name, onProgress: tell })
  }
  if (surveyed === undefined) return { fill, existing: undefined }
  const tell = ({ read, of }: { read: number; of: number }): void => onProgress({ state: 'counting people', done: read, of })
  const existing = await survey({ store, engine: theEngine, program: theEngine.compile(surveyed), takeOver: { missing, fill }, at, onProgress: tell })
  return { fill, existing }
}
