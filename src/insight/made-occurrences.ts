// Decisions as the events that they amount to, for who looks for what decided something: a value that a step changed names the step, so that a number
// which many steps built says where its points came from.

import type { ChangedBy, PastOccurrence } from '../engine/conditions/evidence.ts'
import { occurrenceOf } from '../engine/decision-events.ts'
import type { Decision } from '../model/decision.ts'

/** `decisions`: of one person, in the order in which they were made. */
export function madeOccurrences(decisions: readonly Decision[]): readonly PastOccurrence[] {
  let step: ChangedBy | undefined
  return decisions.flatMap((decision): PastOccurrence[] => {
    if (decision.kind === 'acted') step = { journey: decision.journey, step: decision.step }
    const made = occurrenceOf(decision)
    if (made === undefined) return []
    // A step says what it changes right before it does.
    const isByStep = decision.kind === 'changed' && decision.source === 'journey'
    return [isByStep && step !== undefined ? { ...made, changedBy: step } : made]
  })
}
