// Ways in at which nothing stands: a condition that begins to hold, a time that comes. Only what was decided tells of them.

import type { Decision } from '../../model/decision.ts'
import type { Entrance } from '../entrances.ts'

/** What is told instead of the event that stood at the door. */
export const momentNames = { becomes: 'condition', at: 'schedule' } as const

/** The place of the way in by which one of the journey's decisions came; -1 where it was none of these, or cannot be told. */
export function ownMoment(entrances: readonly Entrance[], decision: Decision): number {
  // A refusal does not say by which way somebody came.
  if (decision.kind === 'not entered') return entrances.length === 1 && nameOf(entrances[0]) !== undefined ? 0 : -1
  if (decision.kind !== 'entered') return -1
  const possible = entrances.flatMap((one, index) => (nameOf(one) === decision.trigger ? [index] : []))
  const exact = possible.find((index) => wordsOf(entrances[index] as Entrance) === decision.because)
  // Who came in when it was published is told of otherwise, and so is who came by the words of an older version.
  return exact ?? (possible.length === 1 ? (possible[0] as number) : -1)
}

function nameOf(entrance: Entrance | undefined): string | undefined {
  return entrance?.kind === 'becomes' || entrance?.kind === 'at' ? momentNames[entrance.kind] : undefined
}

function wordsOf({ kind, words, condition }: Entrance): string | undefined {
  return kind === 'at' ? words : condition?.words
}
