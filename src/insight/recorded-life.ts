// What is kept of one person's life, in the order in which it was taken in: for whoever makes a test of it.

import type { Decision } from '../model/decision.ts'
import type { Input } from '../model/input.ts'

export interface RecordedLife {
  /** In the order of the log; undefined for one that no single line says, such as a merge. */
  readonly inputs: readonly (Input | undefined)[]
  readonly decisions: readonly Decision[]
  /** Whether the beginning of a long life was left out. */
  readonly isCut: boolean
}

interface Lives<Line> {
  load(subscribers: readonly [number]): Promise<readonly ({ readonly head: number } | undefined)[]>
  /** Newest first. */
  history(head: number, limit: number): Promise<readonly Line[]>
  decisions(subscriber: number, limit: number): Promise<readonly Decision[]>
}

/** The newest lines of a person, at most so many, and what was decided; empty where nobody has the number. */
export async function recordedLife<Line>(
  store: Lives<Line>,
  { subscriber, lines, inputOf }: { readonly subscriber: number; readonly lines: number; readonly inputOf: (line: Line) => Input | undefined },
): Promise<RecordedLife> {
  const [stored] = await store.load([subscriber])
  if (stored === undefined) return { inputs: [], decisions: [], isCut: false }
  const [history, decisions] = await Promise.all([store.history(stored.head, lines + 1), store.decisions(subscriber, lines)])
  return { inputs: history.slice(0, lines).toReversed().map(inputOf), decisions, isCut: history.length > lines }
}
