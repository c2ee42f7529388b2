// The life of an enrollment. It is let in (`enter`), goes from step to step until one makes it wait (`advance`), and moves on when
// time passes, data changes (`look`) or an event is heard (`hear`). Invariant: after a turn every active enrollment waits at
// exactly one step, and `wakeAt` with the events and data that the step names are the only things that can move it.

import { anyProperties, type CompiledWhere } from '../model/comparison.ts'
import type { SkipReason } from '../model/decision.ts'
import type { Json, JsonObject } from '../model/json.ts'
import { readPath, splitPath } from '../model/json.ts'
import { limits } from '../model/limits.ts'
import { sentence } from '../model/sentence.ts'
import { refusedAgain, rememberEntry } from './again.ts'
import type { Occurrence } from './answer.ts'
import { convert } from './conversion.ts'
import { complete, effectKeyStart, exit, exitThatHolds, isEffectOf, isGoalOpen, journeyOf } from './passage.ts'
import { pauseOf, pauseWords } from './pauses.ts'
import { holdoutOf } from './policies/holdout.ts'
import type { CompiledJourney, CompiledStep, Move } from './program.ts'
import { addEnrollment, type Enrollment, type TriggerMemory } from './state.ts'
import { countStay } from './stay.ts'
import { about, count, decide, enrollmentView, passageChanged, type Turn } from './turn.ts'

/** Lets the subscriber in, or records why not. */
export function enter(turn: Turn, journey: CompiledJourney, entry: { readonly trigger: TriggerMemory; readonly because: string }): void {
  const { trigger, because } = entry
  const key = journey.keyPath === undefined ? undefined : keyOf(trigger.properties, journey.keyPath)
  const refusal = refusalOf(turn, journey, key)
  if (refusal !== undefined) return notEntered(turn, journey, { key, reason: refusal.reason, because: refusal.because })
  const remembered = { ...trigger, properties: onlyPaths(trigger.properties, journey.triggerPaths) }
  const isHeldOut = holdoutOf(turn, journey) !== undefined
  const enrollment = addEnrollment(turn.state, turn.now, {
    journey: journey.name,
    version: journey.version,
    key,
    trigger: remembered,
    heldOut: isHeldOut,
  })
  rememberEntry(turn.state, journey, { key, now: turn.now })
  count(turn, journey, '', 'entered')
  count(turn, journey, '', 'inside')
  if (enrollment.heldOut) count(turn, journey, '', 'held out')
  passageChanged(turn, journey.name)
  decide(turn, { kind: 'entered', ...about(turn, enrollment), trigger: trigger.name, because, ...(enrollment.heldOut ? { heldOut: true } : {}) })
  if (endIfExitHolds(turn, enrollment, journey)) return
  advance(turn, enrollment, journey, { to: journey.first, because: sentence('first-step') })
}

/** Records why somebody was not let in: by far the most frequent decision, so that no object is spread into it. */
export function notEntered(
  turn: Turn,
  { name, version }: CompiledJourney,
  { key, reason, because }: { readonly key: string | undefined; readonly reason: SkipReason; readonly because: string },
): void {
  const { now: at } = turn
  if (key === undefined) decide(turn, { kind: 'not entered', at, journey: name, journeyVersion: version, reason, because })
  else decide(turn, { kind: 'not entered', at, journey: name, journeyVersion: version, key, reason, because })
}

/** Looks at every enrollment there is. Those that begin on the way are not waiting for anything that has happened already. */
export function lookAtAll(turn: Turn): void {
  const { enrollments } = turn.state
  const { length } = enrollments
  for (let index = 0; index < length; index += 1) look(turn, enrollments[index] as Enrollment)
}

/** Looks at those that move by themselves by now. */
export function lookAtDue(turn: Turn): void {
  const { enrollments } = turn.state
  const { length } = enrollments
  for (let index = 0; index < length; index += 1) {
    const enrollment = enrollments[index] as Enrollment
    if (enrollment.wakeAt <= turn.now) look(turn, enrollment)
  }
}

/** Looks again whether time or data move an enrollment that waits. */
export function look(turn: Turn, enrollment: Enrollment): void {
  if (enrollment.status !== 'active') return
  const journey = journeyOf(turn, enrollment)
  if (journey === undefined) return exit(turn, enrollment, 'its version of the journey is no longer there')
  if (endIfExitHolds(turn, enrollment, journey)) return
  if (pauseOf(turn, enrollment.journey) !== undefined) {
    enrollment.wakeAt = exitWake(turn, enrollment, journey)
    return
  }
  const step = journey.steps.get(enrollment.step)
  if (step === undefined) return exit(turn, enrollment, `step ${enrollment.step} is no longer there`)
  const move = step.run(turn, enrollment, 'waiting')
  if ('wait' in move) enrollment.wakeAt = Math.min(move.wait, exitWake(turn, enrollment, journey))
  else follow(turn, enrollment, journey, move)
}

/** An event: goal first, then exits, those that it makes true as well, then what the current step listens for. */
export function hear(turn: Turn, enrollment: Enrollment, occurrence: Occurrence): void {
  const journey = journeyOf(turn, enrollment)
  if (journey === undefined || !journey.hears.has(occurrence.name)) return
  if (occurrence.occurredAt < enrollment.trigger.occurredAt) return
  hearGoal(turn, enrollment, journey, occurrence)
  for (const rule of journey.exitEvents) {
    if (rule.event !== occurrence.name || !matches(turn, enrollment, rule, occurrence)) continue
    exit(turn, enrollment, rule.words)
    return
  }
  if (enrollment.status !== 'active' || occurrence.occurredAt < enrollment.stepEnteredAt) return
  if (endIfExitHolds(turn, enrollment, journey)) return
  const step = journey.steps.get(enrollment.step)
  const move = step?.hear?.(turn, enrollment, occurrence)
  if (move === undefined) return
  if (pauseOf(turn, enrollment.journey) === undefined) return follow(turn, enrollment, journey, move)
  if ('to' in move) enrollment.heard ??= { to: move.to, because: move.because, at: turn.now }
}

/** Whether an event is the one that a rule of this enrollment names. Message events speak of the enrollment's own messages. */
export function matches(turn: Turn, enrollment: Enrollment, rule: { readonly where: CompiledWhere; readonly own: boolean }, occurrence: Occurrence): boolean {
  const { properties } = occurrence
  if (rule.own && !isOwnMessage(turn, enrollment, properties['message'])) return false
  return passes(turn, rule.where, properties, enrollment.trigger.properties)
}

/** Whether an event's properties pass a `where` that may refer to those of a triggering event. */
export function passes(turn: Turn, where: CompiledWhere, properties: JsonObject, trigger: JsonObject): boolean {
  // Nothing is made for who asks nothing, as most triggers do.
  return where === anyProperties || passesWith(turn, where, properties, trigger)
}

function passesWith(turn: Turn, where: CompiledWhere, properties: JsonObject, trigger: JsonObject): boolean {
  return where(properties, (ref) => resolveRef(turn, trigger, ref))
}

/** Whether a message, named by its effect's key, is one that this enrollment sent, also before two subscribers were merged. */
function isOwnMessage(turn: Turn, enrollment: Enrollment, message: Json | undefined): boolean {
  if (typeof message !== 'string') return false
  if (isEffectOf(message, effectKeyStart(turn.state.id, enrollment))) return true
  return enrollment.formerKeys.some((former) => isEffectOf(message, former))
}

/** The value of "trigger.x" or "attributes.x". */
export function resolveRef(turn: Turn, trigger: JsonObject, ref: string): Json | undefined {
  const path = splitPath(ref)
  return readPath(path[0] === 'trigger' ? trigger : turn.state.attributes, path.slice(1))
}

/** Does what a step answered. */
export function follow(turn: Turn, enrollment: Enrollment, journey: CompiledJourney, move: Move): void {
  if ('exit' in move) exit(turn, enrollment, move.exit)
  else if ('to' in move) advance(turn, enrollment, journey, move)
}

/** Brings an enrollment to a step and on from there until it waits or ends. */
export function advance(turn: Turn, enrollment: Enrollment, journey: CompiledJourney, first: Extract<Move, { to: unknown }>): void {
  let target = first
  while (target.to !== undefined) {
    const step = journey.steps.get(target.to)
    if (step === undefined) return exit(turn, enrollment, `step ${target.to} is no longer there`)
    turn.budget -= 1
    if (turn.budget < 0) {
      turn.decisions.push({ kind: 'cut', at: turn.now, because: sentence('too-much-at-once', { count: limits.cascade }) })
      return exit(turn, enrollment, 'it ran in circles')
    }
    arrive(turn, enrollment, step, target)
    const move = runStep(turn, enrollment, step)
    if (enrollment.status !== 'active' || endIfExitHolds(turn, enrollment, journey)) return
    if ('exit' in move) return exit(turn, enrollment, move.exit)
    if ('wait' in move) {
      const until = Math.min(move.wait, exitWake(turn, enrollment, journey))
      enrollment.wakeAt = until
      decide(turn, {
        kind: 'waiting',
        ...about(turn, enrollment),
        step: step.id,
        ...(move.wait === Number.POSITIVE_INFINITY ? {} : { until: move.wait }),
        because: move.because,
      })
      return
    }
    if (turn.asOf !== undefined && move.at !== undefined) turn.asOf = Math.max(turn.asOf, move.at)
    target = move
  }
  complete(turn, enrollment)
}

function arrive(turn: Turn, enrollment: Enrollment, step: CompiledStep, move: Extract<Move, { to: unknown }>): void {
  const journey = { name: enrollment.journey, version: enrollment.version }
  if (enrollment.step !== '') count(turn, journey, enrollment.step, 'here now', -1)
  countStay(turn, enrollment)
  if (enrollment.step !== '') decide(turn, { kind: 'moved', ...about(turn, enrollment), step: step.id, because: move.because })
  const at = turn.asOf ?? turn.now
  enrollment.isFromLocalTime = move.isLocalTime === true ? move.at === at : enrollment.isFromLocalTime && enrollment.stepEnteredAt === at
  enrollment.step = step.id
  enrollment.stepEnteredAt = at
  enrollment.heldMs = 0
  enrollment.heard = undefined
  enrollment.visits += 1
  enrollment.wakeAt = Number.POSITIVE_INFINITY
  count(turn, journey, step.id, 'reached')
  count(turn, journey, step.id, 'here now')
  passageChanged(turn, enrollment.journey)
}

function runStep(turn: Turn, enrollment: Enrollment, step: CompiledStep): Move {
  if (step.condition !== undefined && !step.condition.evaluate(enrollmentView(turn, enrollment)).value) {
    const journey = { name: enrollment.journey, version: enrollment.version }
    count(turn, journey, step.id, 'skipped')
    count(turn, journey, step.id, 'skipped: condition not met')
    decide(turn, { kind: 'skipped', ...about(turn, enrollment), step: step.id, reason: 'condition not met', because: step.condition.words })
    return { to: step.next, because: sentence('step-skipped', { step: step.id }) }
  }
  return step.run(turn, enrollment, 'arriving')
}

function endIfExitHolds(turn: Turn, enrollment: Enrollment, journey: CompiledJourney): boolean {
  const because = exitThatHolds(turn, enrollment, journey)
  if (because === undefined) return false
  exit(turn, enrollment, because)
  return true
}

/** When an exit condition may come to hold by itself. */
export function exitWake(turn: Turn, enrollment: Enrollment, journey: CompiledJourney): number {
  let until = Number.POSITIVE_INFINITY
  for (const condition of journey.exitConditions) until = Math.min(until, condition.evaluate(enrollmentView(turn, enrollment)).until)
  return until
}

function hearGoal(turn: Turn, enrollment: Enrollment, journey: CompiledJourney, occurrence: Occurrence): void {
  const { goal } = journey
  if (goal === undefined || goal.event !== occurrence.name || !isGoalOpen(turn, enrollment)) return
  if (occurrence.occurredAt < enrollment.enteredAt || occurrence.occurredAt >= enrollment.enteredAt + goal.withinMs) return
  if (!matches(turn, enrollment, { where: goal.where, own: false }, occurrence)) return
  convert(turn, enrollment, journey, occurrence)
}

function refusalOf(turn: Turn, journey: CompiledJourney, key: string | undefined): { readonly reason: SkipReason; readonly because: string } | undefined {
  const { enrollments } = turn.state
  const pause = pauseOf(turn, journey.name)
  if (pause !== undefined) return { reason: 'paused', because: pauseWords(pause) }
  if (journey.keyPath !== undefined && key === undefined) return { reason: 'no key', because: sentence('no-key', { path: String(journey.definition.key) }) }
  if (enrollments.some((one) => one.status === 'active' && one.journey === journey.name && one.key === key)) {
    return { reason: 'already inside', because: sentence('inside-already', { key }) }
  }
  const refusal = refusedAgain(turn.state, journey, { key, now: turn.now })
  if (refusal !== undefined) return refusal
  if (enrollments.filter((one) => one.status === 'active').length >= limits.enrollments) {
    return { reason: 'too many enrollments', because: sentence('inside-too-many', { count: limits.enrollments }) }
  }
  return undefined
}

function keyOf(properties: JsonObject, path: readonly string[]): string | undefined {
  const value = readPath(properties, path)
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' && value !== '' ? value.slice(0, limits.idCharacters) : undefined
}

/** Only what the journey refers to; a large event does not make the state large. */
export function onlyPaths(properties: JsonObject, paths: readonly (readonly string[])[]): JsonObject {
  const kept: Record<string, Json> = {}
  for (const path of paths) {
    const value = readPath(properties, path)
    if (value !== undefined && isSmall(value)) place(kept, path, value)
  }
  return kept
}

/** Whether a value may be remembered; only texts and structures are measured. */
function isSmall(value: Json): boolean {
  if (typeof value === 'string') return value.length <= limits.triggerValueBytes
  return value === null || typeof value !== 'object' || JSON.stringify(value).length <= limits.triggerValueBytes
}

function place(target: Record<string, Json>, path: readonly string[], value: Json): void {
  let inner = target
  for (const part of path.slice(0, -1)) {
    const existing = Object.hasOwn(inner, part) ? inner[part] : undefined
    if (existing === null || typeof existing !== 'object') inner[part] = {}
    inner = inner[part] as Record<string, Json>
  }
  inner[path.at(-1) as string] = value
}
