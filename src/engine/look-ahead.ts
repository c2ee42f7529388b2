// Finds out what lies ahead of somebody's passages and timers (ahead.ts). Most events concern none of them, and each of them is an object of its own
// somewhere in memory: going through all of them after every input, to find the same again, was a fifteenth of a transition.

import { journeyOf } from './passage.ts'
import type { Enrollment, QuietState } from './state.ts'
import { keptUntil, nextQuiet } from './triggers/quiet.ts'
import { insideOf, type Turn } from './turn.ts'

/** Finds it out, at the end of a turn that may have changed it. */
export function lookAhead(turn: Turn): void {
  const { program, state } = turn
  state.ahead.learn(program.id, state, { movesAt: nextMove(turn), forgetsAt: nextForgotten(turn), inside: insideOf(state) })
}

/** Whether passages and timers are as they were when it was found out, and none of them can be forgotten yet. */
export function isCalm({ program, state, now, mayHaveMoved }: Turn): boolean {
  return !mayHaveMoved && state.ahead.isKnown(program.id, state) && now < state.ahead.forgetsAt
}

/** The earliest instant at which a passage moves or a timer fires by itself; Infinity when none does. */
export function nextMove(turn: Turn): number {
  const { enrollments } = turn.state
  let next = nextQuiet(turn)
  for (let index = 0; index < enrollments.length; index += 1) {
    const enrollment = enrollments[index] as Enrollment
    if (enrollment.status === 'active' && enrollment.wakeAt < next) next = enrollment.wakeAt
  }
  return next
}

/** No passage and no timer can be forgotten before this instant, as they are. */
function nextForgotten(turn: Turn): number {
  const { enrollments, quiets } = turn.state
  let next = Number.POSITIVE_INFINITY
  for (let index = 0; index < enrollments.length; index += 1) {
    const enrollment = enrollments[index] as Enrollment
    if (enrollment.status === 'active' || enrollment.pending.length > 0) continue
    const journey = journeyOf(turn, enrollment)
    const isGoalLost = journey?.goal === undefined || enrollment.converted
    next = Math.min(next, isGoalLost ? Number.NEGATIVE_INFINITY : enrollment.enteredAt + journey.goal.withinMs + journey.maxAgeMs)
  }
  for (let index = 0; index < quiets.length; index += 1) next = Math.min(next, keptUntil(turn, quiets[index] as QuietState))
  return next
}
