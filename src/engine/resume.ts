// What a pause and its end do to one subscriber.
//
// While a journey is paused nobody enters it and nobody in it moves: an active passage keeps its step, and only its exits may still end it. What
// would have moved it is remembered (`heard`). When the journey goes on:
//
//   shift        the clock of the step stood still: what was left of a wait goes on. What was heard moves on now.
//   catch-up     as if there had been no pause: each wait ended at its own instant, the next one counts from there, and so on up to now. What is
//                asked on the way is asked of the data of now. Messages on the way go out now; one that has expired by then does not.
//   drop-stale   a passage that should have moved during the pause ends, by time or by what was heard or holds by now; so does every message
//                that was decided before the pause and not sent. All others wait for the instants they waited for before.

import { durationText } from '../model/duration.ts'
import type { Pause, PauseChange } from '../model/pause.ts'
import { sentence } from '../model/sentence.ts'
import { exitWake, follow, look } from './enrollments.ts'
import { exit, exitThatHolds, journeyOf } from './passage.ts'
import { pauseOf, staleMessage, stalePassage } from './pauses.ts'
import type { CompiledJourney, Move } from './program.ts'
import type { Enrollment } from './state.ts'
import { about, decide, type Turn } from './turn.ts'

/** Applies the next change at the turn's instant: a pause, its end, or what was chosen in a trial. */
export function applyPauseChange(turn: Turn, change: PauseChange): void {
  const before = pauseOf(turn, change.journey)
  turn.state.pauses += 1
  const inside = turn.state.enrollments.filter((one) => one.journey === change.journey)
  if (change.do === 'choose') {
    // Whoever waits for it goes on; whoever stands still by a pause does so when that ends.
    for (const enrollment of inside) if (enrollment.step === change.step) look(turn, enrollment)
    return
  }
  if (change.do === 'pause') {
    for (const enrollment of inside) holdStill(turn, enrollment)
    return
  }
  if (before === undefined) return
  if (change.mode === 'drop-stale') {
    // Also one that was tried in vain; of one that is being handed over nobody asks again.
    for (const { pending } of inside) for (const message of pending) message.cancelled ??= staleMessage
  }
  for (const enrollment of inside) {
    const journey = journeyOf(turn, enrollment)
    if (enrollment.status !== 'active' || journey === undefined) continue
    const ended = exitThatHolds(turn, enrollment, journey)
    if (ended === undefined) goOn(turn, { enrollment, journey, pause: before, mode: change.mode })
    else exit(turn, enrollment, ended)
  }
}

/** Only exits may still end the passage. */
export function holdStill(turn: Turn, enrollment: Enrollment): void {
  const journey = journeyOf(turn, enrollment)
  if (enrollment.status === 'active' && journey !== undefined) enrollment.wakeAt = exitWake(turn, enrollment, journey)
}

interface Resumed {
  readonly enrollment: Enrollment
  readonly journey: CompiledJourney
  readonly pause: Pause
  readonly mode: Extract<PauseChange, { do: 'resume' }>['mode']
}

function goOn(turn: Turn, resumed: Resumed): void {
  const { enrollment, journey, pause, mode } = resumed
  const step = journey.steps.get(enrollment.step)
  if (step === undefined) return exit(turn, enrollment, sentence('step-gone', { step: enrollment.step }))
  const stoodMs = turn.now - Math.max(pause.since, enrollment.stepEnteredAt)
  if (mode === 'shift') enrollment.heldMs += stoodMs
  const move = firstMove(turn, resumed, step.run(turn, enrollment, 'waiting'))
  enrollment.heard = undefined
  if ('wait' in move) {
    enrollment.wakeAt = Math.min(move.wait, exitWake(turn, enrollment, journey))
    const until = Number.isFinite(move.wait) ? { until: move.wait } : {}
    const inner = move.because
    const because = mode === 'shift' ? sentence('goes-on-later', { duration: durationText(stoodMs), inner }) : sentence('goes-on', { inner })
    decide(turn, { kind: 'waiting', ...about(turn, enrollment), step: step.id, ...until, because })
    return
  }
  if (mode === 'drop-stale') return exit(turn, enrollment, stalePassage)
  if (mode === 'catch-up' && 'to' in move) turn.asOf = Math.max(enrollment.stepEnteredAt, move.at ?? turn.now)
  follow(turn, enrollment, journey, move)
  turn.asOf = undefined
}

/** What moves it first: the step's own answer, or what was heard during the pause. */
function firstMove(turn: Turn, { enrollment: { heard }, mode }: Resumed, asked: Move): Move {
  return heard !== undefined && movesFirst(turn, heard, { mode, asked }) ? { to: heard.to, because: heard.because, at: heard.at } : asked
}

/** Whether what was heard during a pause comes before what the step answers at its end. A time limit comes before an event at the same instant. */
export function movesFirst({ now }: Turn, heard: NonNullable<Enrollment['heard']>, { mode, asked }: Pick<Resumed, 'mode'> & { readonly asked: Move }): boolean {
  if ('exit' in asked) return false
  return mode === 'shift' || !('to' in asked) || (asked.at ?? now) > heard.at
}
