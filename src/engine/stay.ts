// How long people stand at a step, as running counts: for each doubling of a millisecond how many left after so long, and their milliseconds together. From
// these the time in the middle is told without keeping each. Who passes at once is not counted.

import type { Enrollment } from './state.ts'
import { count, type Turn } from './turn.ts'

/** Somebody leaves the step where they stand. */
export function countStay(turn: Turn, enrollment: Enrollment): void {
  const stayedMs = (turn.asOf ?? turn.now) - enrollment.stepEnteredAt
  if (enrollment.step === '' || stayedMs <= 0) return
  const journey = { name: enrollment.journey, version: enrollment.version }
  const band = Math.floor(Math.log2(stayedMs))
  count(turn, journey, enrollment.step, `stayed ${band}`)
  count(turn, journey, enrollment.step, `stayed ms ${band}`, stayedMs)
}
