// The stuck check: what must be true of every state between two inputs, above all that each active enrollment has one next thing that can
// move it. Findings are sentences for people. It only reads: what to do about a finding is look-again.ts's business.

import { isCorrection } from '../model/correction.ts'
import { isResend } from '../model/resend.ts'
import { isQuestion } from './opt-in.ts'
import { effectVersion, exitThatHolds, journeyOf } from './passage.ts'
import { pauseOf } from './pauses.ts'
import type { CompiledJourney, CompiledStep, Program } from './program.ts'
import type { Enrollment, SubscriberState } from './state.ts'
import { nextQuiet } from './triggers/quiet.ts'
import { newTurn, type Turn, viewOf } from './turn.ts'
import { nextWatch } from './watches.ts'

export interface Finding {
  /** The enrollment that it is about; undefined when it is about the subscriber as a whole. */
  readonly enrollment: number | undefined
  /** What is wrong, in one sentence without its subject's name. */
  readonly what: string
}

/** Everything that is wrong with a state under the program in force; nothing when all is well. */
export function checkState(program: Program, state: SubscriberState): readonly Finding[] {
  const turn = newTurn(program, state)
  const findings: Finding[] = []
  const say = (what: string, enrollment?: Enrollment): void => void findings.push({ enrollment: enrollment?.id, what })
  checkDeadline(turn, say)
  // A state of another program is brought up to this one with its next input: only then can it be asked by this one's conditions.
  const isCurrent = state.program === program.id
  if (isCurrent) checkWatches(turn, say)
  for (const enrollment of state.enrollments) {
    if (enrollment.status === 'active') {
      const why = whyStuck(turn, enrollment) ?? (isCurrent ? whyOverdue(turn, enrollment) : undefined)
      if (why !== undefined) say(why, enrollment)
    } else if (Number.isFinite(enrollment.wakeAt)) say('has ended and would still be woken', enrollment)
    checkPending(turn, enrollment, say)
  }
  checkUnique(state, say)
  return findings
}

/** Why nothing can ever move an active enrollment; undefined when something can. */
export function whyStuck(turn: Turn, enrollment: Enrollment): string | undefined {
  const journey = journeyOf(turn, enrollment)
  if (journey === undefined) return `is in version ${enrollment.version} of ${enrollment.journey}, which is no longer there`
  const step = journey.steps.get(enrollment.step)
  if (step === undefined) return `is at step ${enrollment.step || '(none)'}, which is not in version ${enrollment.version} of ${enrollment.journey}`
  if (!isWaiting(step)) return `is at step ${step.id}, at which nobody waits`
  // Whoever is held still by a pause is moved by its end.
  if (pauseOf(turn, enrollment.journey) !== undefined) return undefined
  if (Number.isFinite(enrollment.wakeAt) || step.hears.length > 0 || step.conditions.length > 0) return undefined
  return `waits at step ${step.id} for nothing: no instant, no event, no data`
}

type Say = (what: string, enrollment?: Enrollment) => void

/** Whether an enrollment may be at this step between two inputs. */
export function isWaiting(step: CompiledStep): boolean {
  return step.kind === 'wait' || step.hear !== undefined || step.mayWait === true
}

/** Whether a look at this very instant would move it, or find that it has to be woken earlier than it will be. */
function whyOverdue(turn: Turn, enrollment: Enrollment): string | undefined {
  const journey = journeyOf(turn, enrollment) as CompiledJourney
  const step = journey.steps.get(enrollment.step) as CompiledStep
  if (enrollment.wakeAt <= turn.now) return `should have been woken at ${instant(enrollment.wakeAt)}`
  const exit = exitThatHolds(turn, enrollment, journey)
  if (exit !== undefined) return `should have been ended: ${exit}`
  if (pauseOf(turn, enrollment.journey) !== undefined) return undefined
  const move = step.run(turn, enrollment, 'waiting')
  if (!('wait' in move)) return `should have left step ${step.id}: ${'exit' in move ? move.exit : move.because}`
  if (move.wait < enrollment.wakeAt) return `waits at step ${step.id} until ${instant(enrollment.wakeAt)} instead of ${instant(move.wait)}`
  return undefined
}

function checkDeadline(turn: Turn, say: Say): void {
  const { state } = turn
  const earliest = earliestChange(turn)
  // Of a pause that was decided on meanwhile it may know already or not: it is lived through when the state is looked at next, in any case.
  const pause = turn.program.pauses.changes[state.pauses]?.at ?? Number.POSITIVE_INFINITY
  const isExpected = state.deadline === earliest || (state.deadline === pause && pause < earliest)
  if (!isExpected) say(`is looked at again at ${instant(state.deadline)}, but its next change is at ${instant(earliest)}`)
  if (state.deadline <= state.now) say(`has a deadline, ${instant(state.deadline)}, that is not after its last input`)
}

function earliestChange(turn: Turn): number {
  const wakes = turn.state.enrollments.flatMap((one) => (one.status === 'active' ? one.wakeAt : []))
  return Math.min(nextWatch(turn), nextQuiet(turn), ...wakes)
}

/** What is remembered of segments and `becomes` triggers is what their conditions say now. */
function checkWatches(turn: Turn, say: Say): void {
  const { program, state } = turn
  const view = viewOf(turn)
  const known = new Set(program.watches.map((watch) => watch.id))
  for (const id of state.watches.keys()) if (!known.has(id)) say('watches a condition that is no longer there')
  for (const watch of program.watches) {
    const remembered = state.watches.get(watch.id) ?? { value: false, until: Number.POSITIVE_INFINITY }
    const answer = watch.condition.evaluate(view)
    const name = watch.segment === undefined ? watch.condition.words : `segment ${watch.segment}`
    if (answer.value !== remembered.value) say(`is remembered as ${remembered.value} for "${name}", which is ${answer.value}`)
    else if (answer.until < remembered.until) say(`asks about "${name}" again at ${instant(remembered.until)} instead of ${instant(answer.until)}`)
  }
}

function checkPending(turn: Turn, enrollment: Enrollment, say: Say): void {
  if (isQuestion(enrollment) || isCorrection(enrollment) || isResend(enrollment)) return
  const journey = journeyOf(turn, enrollment)
  for (const { step, key } of enrollment.pending) {
    // What was decided before the passage moved to this version came from a step of another one.
    if (effectVersion(key) !== enrollment.version) continue
    if (journey === undefined)
      say(`has a message under way, ${key}, in version ${enrollment.version} of ${enrollment.journey}, which is no longer there`, enrollment)
    else if (!journey.steps.has(step)) say(`has a message under way, ${key}, from step ${step}, which is not there`, enrollment)
  }
}

function checkUnique(state: SubscriberState, say: Say): void {
  const passages = new Set<string>()
  const keys = new Set<string>()
  const ids = new Set<number>()
  for (const enrollment of state.enrollments) {
    if (ids.has(enrollment.id) || enrollment.id >= state.nextEnrollment) say('has a number that is not its own', enrollment)
    ids.add(enrollment.id)
    for (const { key } of enrollment.pending) {
      if (keys.has(key)) say(`has the message ${key} under way twice`, enrollment)
      keys.add(key)
    }
    if (enrollment.status !== 'active') continue
    const passage = JSON.stringify([enrollment.journey, enrollment.key ?? null])
    if (passages.has(passage)) say(`is inside ${enrollment.journey} twice for the same key`, enrollment)
    passages.add(passage)
  }
}

function instant(at: number): string {
  return Number.isFinite(at) ? new Date(at).toISOString() : 'never'
}
