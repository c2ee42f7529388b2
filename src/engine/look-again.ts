// The repair of a state that the stuck check complains about: everything that waits is asked again at this instant, and a passage that nothing
// can ever move is ended, with a decision that says why. On a healthy state it decides nothing. Where the state came from does not matter.

import { isWaiting, whyStuck } from './check-state.ts'
import { exit, journeyOf } from './passage.ts'
import type { Enrollment } from './state.ts'
import { type Turn, touch } from './turn.ts'

/** Asks again all that waits; the cascade that follows moves on whoever should have moved. */
export function lookAgain(turn: Turn): void {
  const { program, state } = turn
  const watched = new Set(program.watches.map((watch) => watch.id))
  for (const id of [...state.watches.keys()]) if (!watched.has(id)) state.watches.delete(id)
  endDoubles(turn)
  for (const enrollment of [...state.enrollments]) {
    if (enrollment.status !== 'active') {
      enrollment.wakeAt = Number.POSITIVE_INFINITY
      continue
    }
    ring(turn, enrollment)
    const why = whyStuck(turn, enrollment)
    if (why !== undefined) exit(turn, enrollment, `it was stuck: it ${why}`)
  }
  touch(turn, program.watches)
  turn.dataChanged = true
}

/** Sets the alarm of an enrollment anew, in case that it was lost. */
function ring(turn: Turn, enrollment: Enrollment): void {
  const step = journeyOf(turn, enrollment)?.steps.get(enrollment.step)
  if (step === undefined || !isWaiting(step)) return
  const move = step.run(turn, enrollment, 'waiting')
  enrollment.wakeAt = 'wait' in move ? move.wait : turn.now
}

/** Of two passages through one journey for the same key, the one that began first goes on, as when two subscribers are merged. */
function endDoubles(turn: Turn): void {
  const seen = new Set<string>()
  const active = turn.state.enrollments.filter((enrollment) => enrollment.status === 'active')
  for (const enrollment of active.sort((one, other) => one.enteredAt - other.enteredAt)) {
    const passage = JSON.stringify([enrollment.journey, enrollment.key ?? null])
    if (seen.has(passage)) exit(turn, enrollment, 'it was inside twice for the same key')
    seen.add(passage)
  }
}
