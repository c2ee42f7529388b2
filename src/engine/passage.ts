// How an enrollment ends, and what becomes of the messages it has under way. An enrollment is `active` until it completes or exits;
// it is kept after that only while a message of its own is not yet handed over or its goal may still be reached, and then forgotten.

import type { SkipReason } from '../model/decision.ts'
import type { Effect } from '../model/effect.ts'
import { limits } from '../model/limits.ts'
import { sentence } from '../model/sentence.ts'
import type { CompiledJourney } from './program.ts'
import type { Enrollment, PendingEffect } from './state.ts'
import { countStay } from './stay.ts'
import { about, count, countTemplate, decide, enrollmentView, passageChanged, type Turn, versionOf } from './turn.ts'

/** The compiled version that an enrollment is in; undefined when the program no longer has it. */
export function journeyOf(turn: Turn, enrollment: Enrollment): CompiledJourney | undefined {
  const versions = turn.program.versions.get(enrollment.journey)
  if (versions === undefined) return undefined
  for (let index = 0; index < versions.length; index += 1) if (versions[index]?.version === enrollment.version) return versions[index]
  return undefined
}

/** What the keys of all effects of an enrollment begin with. */
export function effectKeyStart(subscriber: string, enrollment: { readonly journey: string; readonly version: number; readonly id: number }): string {
  return `${subscriber}/${enrollment.journey}/${enrollment.version}/${enrollment.id}/`
}

/** The version that an effect was decided in, by its key: the enrollment may have moved to another one since. */
export function effectVersion(key: string): number {
  return Number(key.split('/').at(-4))
}

/** Where an effect was decided, as its key tells. */
export interface EffectPlace {
  readonly journey: string
  readonly version: number
  readonly step: string
}

/** Reads a key from its end, because a journey's name may hold slashes; undefined for what is no key. */
export function effectPlace(key: string): EffectPlace | undefined {
  const parts = key.split('/')
  const [step, version] = [parts.at(-2), Number(parts.at(-4))]
  return parts.length < 6 || step === undefined || !Number.isInteger(version) ? undefined : { journey: parts.slice(1, -4).join('/'), version, step }
}

/** Whether an effect's key is one of those that begin so. What follows is step and visit: a journey's name may hold slashes, a step's id may not. */
export function isEffectOf(key: string, start: string): boolean {
  return key.startsWith(start) && key.indexOf('/', start.length) === key.lastIndexOf('/')
}

/** The words of the first exit condition that holds now; undefined when none does. */
export function exitThatHolds(turn: Turn, enrollment: Enrollment, journey: CompiledJourney): string | undefined {
  return journey.exitConditions.find((condition) => condition.evaluate(enrollmentView(turn, enrollment)).value)?.words
}

/** The passage is over: the last step was done. Messages under way still go out. */
export function complete(turn: Turn, enrollment: Enrollment): void {
  end(turn, enrollment, 'completed')
  decide(turn, { kind: 'completed', ...about(turn, enrollment) })
}

/** The passage is ended at once. Messages that were not handed over yet are held back. */
export function exit(turn: Turn, enrollment: Enrollment, because: string): void {
  if (enrollment.status === 'active') {
    end(turn, enrollment, 'exited')
    count(turn, versionOf(enrollment), '', `exited: ${because.slice(0, limits.countedReasonCharacters)}`)
    decide(turn, { kind: 'exited', ...about(turn, enrollment), step: enrollment.step, because })
  }
  for (const pending of enrollment.pending) pending.cancelled ??= because
}

/** Hands an effect to the outbox and remembers it until it is known what became of it. */
export function queueEffect(turn: Turn, enrollment: Enrollment, effect: Effect): void {
  if (enrollment.pending.length >= limits.pendingEffects) {
    turn.decisions.push({
      kind: 'cut',
      at: turn.now,
      because: sentence('message-not-queued', { step: effect.step, journey: enrollment.journey, count: limits.pendingEffects }),
    })
    return
  }
  const template = effect.kind === 'send' ? effect.template : undefined
  turn.effects.push(effect)
  enrollment.pending.push({
    key: effect.key,
    channel: effect.channel,
    template,
    topic: effect.kind === 'webhook' ? undefined : effect.topic,
    step: effect.step,
    decidedAt: effect.decidedAt,
    expiresAt: effect.expiresAt,
    cancelled: undefined,
    authorizedAt: undefined,
  })
  count(turn, versionOf(enrollment), effect.step, 'queued')
  countTemplate(turn, template, 'queued')
  decide(turn, { kind: 'queued', ...aboutEffect(turn, enrollment, effect) })
}

/** The fields of a decision about an effect. */
export function aboutEffect(
  turn: Turn,
  enrollment: Enrollment,
  effect: { readonly key: string; readonly step: string; readonly channel: string } & About,
): ReturnType<typeof about> & { step: string; effect: string; channel: string; template?: string; topic?: string } {
  const base = { ...about(turn, enrollment), journeyVersion: effectVersion(effect.key), step: effect.step, effect: effect.key, channel: effect.channel }
  const { template, topic } = effect
  if (template === undefined) return topic === undefined ? base : { ...base, topic }
  return topic === undefined ? { ...base, template } : { ...base, template, topic }
}

/** What is known about a message and not about a webhook; only mails have a template. */
interface About {
  readonly template?: string | undefined
  readonly topic?: string | undefined
}

/** Refuses an effect for good and forgets it. */
export function refuse(
  turn: Turn,
  enrollment: Enrollment,
  refusal: { readonly pending: PendingEffect; readonly reason: SkipReason; readonly because: string },
): void {
  const { pending, reason, because } = refusal
  enrollment.pending = enrollment.pending.filter((one) => one !== pending)
  const version = { name: enrollment.journey, version: effectVersion(pending.key) }
  count(turn, version, pending.step, 'refused')
  count(turn, version, pending.step, `refused: ${reason}`)
  countTemplate(turn, pending.template, 'refused')
  countTemplate(turn, pending.template, `refused: ${reason}`)
  decide(turn, { kind: 'refused', ...aboutEffect(turn, enrollment, pending), reason, because })
}

/** Forgets enrollments that have ended and that nothing can reach any more; of those that something can, the oldest beyond the limit. */
export function forgetEnded(turn: Turn): void {
  const { enrollments } = turn.state
  if (!hasSurplus(turn)) return
  const kept = enrollments.filter((enrollment) => isStillOpen(turn, enrollment))
  const ended = kept.filter((enrollment) => enrollment.status !== 'active')
  // Those go first of whom only the goal is still waited for.
  const leaving = [...ended.filter(({ pending }) => pending.length === 0), ...ended.filter(({ pending }) => pending.length > 0)]
  const surplus = new Set(leaving.slice(0, Math.max(0, ended.length - limits.enrollments)))
  const because = sentence('too-many-passages', { count: limits.enrollments })
  for (const enrollment of surplus) for (const pending of enrollment.pending) refuse(turn, enrollment, { pending, reason: 'stopped', because })
  turn.state.enrollments = surplus.size === 0 ? kept : kept.filter((enrollment) => !surplus.has(enrollment))
}

/** Whether any has to be forgotten: asked after every input, and nearly always answered no. */
function hasSurplus(turn: Turn): boolean {
  const { enrollments } = turn.state
  let ended = 0
  for (let index = 0; index < enrollments.length; index += 1) {
    const enrollment = enrollments[index] as Enrollment
    if (enrollment.status !== 'active') ended += 1
    if (!isStillOpen(turn, enrollment)) return true
  }
  return ended > limits.enrollments
}

function isStillOpen(turn: Turn, enrollment: Enrollment): boolean {
  return enrollment.status === 'active' || enrollment.pending.length > 0 || isGoalOpen(turn, enrollment)
}

/**
 * Whether an event may still be the goal: until the goal's time is over, and for `maxAge` more, for events that come late. The instant of
 * receipt decides, so that it does not matter when somebody last looked and forgot the enrollment.
 */
export function isGoalOpen(turn: Turn, enrollment: Enrollment): boolean {
  const journey = journeyOf(turn, enrollment)
  if (journey?.goal === undefined || enrollment.converted) return false
  return turn.now < enrollment.enteredAt + journey.goal.withinMs + journey.maxAgeMs
}

function end(turn: Turn, enrollment: Enrollment, status: 'completed' | 'exited'): void {
  enrollment.status = status
  enrollment.wakeAt = Number.POSITIVE_INFINITY
  // Who was turned back at the door, or found no step behind it, was never at one.
  if (enrollment.step !== '') count(turn, versionOf(enrollment), enrollment.step, 'here now', -1)
  countStay(turn, enrollment)
  count(turn, versionOf(enrollment), '', 'inside', -1)
  count(turn, versionOf(enrollment), '', status)
  passageChanged(turn, enrollment.journey)
}
