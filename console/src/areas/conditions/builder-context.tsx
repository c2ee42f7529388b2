// What every row of a builder shares: how edits reach the whole condition, what is known to suggest, and what was found out about each part.

import { createContext, useContext } from 'react'
import type { Told } from '../../kit/mistakes/told.ts'
import type { Say } from '../../words/words.ts'
import type { ConditionJson, Path } from './condition-json.ts'
import type { Edited } from './edit-condition.ts'
import type { EvidentChange } from './evident-change.ts'
import type { Vocabulary } from './use-vocabulary.ts'

/** Something wrong with a part: `path` leads to it within the condition. */
export interface ConditionProblem extends Told {
  readonly path: Path
  readonly severity: 'error' | 'warning'
}

/** In a journey a condition may speak of the event that starts the passage. */
export type ConditionPlace = 'segment' | 'journey'

export interface CountedPart {
  readonly path: Path
  readonly people: { readonly count: number; readonly low: number; readonly high: number } | null
}

/** What a condition said of one person, part by part. */
export interface TriedPart {
  readonly path: Path | null
  readonly words: string
  readonly value: boolean
  readonly until: number | null
  readonly detail: string
  readonly nearMiss: string
  readonly evidence: readonly { readonly name: string; readonly occurredAt: number; readonly counts: boolean; readonly change: EvidentChange | null }[]
  readonly parts: readonly TriedPart[]
}

export interface BuilderParts {
  readonly root: ConditionJson | undefined
  readonly place: ConditionPlace
  /** Events that start a passage, whose properties may be spoken of. */
  readonly triggers: readonly string[]
  readonly isReadOnly: boolean
  readonly say: Say
  readonly vocabulary: Vocabulary
  readonly problems: readonly ConditionProblem[]
  /** By path, as pathKey writes it. */
  readonly counts: ReadonlyMap<string, CountedPart>
  readonly tried: ReadonlyMap<string, TriedPart>
  /** Takes an edit over and puts the focus where the part is now. */
  readonly edit: (edited: Edited | undefined, focus: 'move the focus' | 'leave the focus') => void
}

const Context = createContext<BuilderParts | undefined>(undefined)

export const BuilderProvider = Context.Provider

/** What the rows share. */
export function useBuilder(): BuilderParts {
  const parts = useContext(Context)
  if (parts === undefined) throw new Error('a row of conditions stands outside of a builder')
  return parts
}

/** A path as one text. */
export function pathKey(path: Path): string {
  return path.join('/')
}
