// quiet: lets in when none of the `on` events has happened for so long. One timer per key: armed by an `on` event at its own instant
// t, due at t + quiet, armed anew by each newer one, disarmed by an `unless` event at or after t. A deadline at an instant comes
// before an event at that instant, so an event at t + quiet - 1 ms restarts it and one at t + quiet does not prevent it.
//
//   (no timer) --on at t--> armed(t) --on at u > t--> armed(u)
//   armed(t) --unless at u >= t--> disarmed(u) --on at v >= u--> armed(v)      (an on before u came late and does nothing)
//   armed(t) --t + quiet--> fired, not armed                                   (an on at or before t came late and does nothing)

import { isReaction } from '../../model/event.ts'
import type { Json, JsonObject } from '../../model/json.ts'
import { readPath } from '../../model/json.ts'
import { limits } from '../../model/limits.ts'
import { sentence } from '../../model/sentence.ts'
import type { Occurrence } from '../answer.ts'
import { enter, onlyPaths, passes } from '../enrollments.ts'
import type { Program, QuietTrigger } from '../program.ts'
import type { QuietState, SubscriberState } from '../state.ts'
import { type Turn, triggerView } from '../turn.ts'
import { tooLate } from './on.ts'

/** An `on` event: (re)starts the timer of its key. */
export function arm(turn: Turn, trigger: QuietTrigger, occurrence: Occurrence, position: number | undefined): void {
  if (isByMachine(occurrence)) return
  if (!passes(turn, trigger.where, occurrence.properties, occurrence.properties)) return
  const { journey } = trigger
  const key = keyOf(trigger, occurrence.properties)
  if (key === undefined) return
  const { occurredAt } = occurrence
  const before = find(turn, trigger, key)
  if (turn.silent || turn.latenessMs > journey.maxAgeMs) {
    // It starts no timer, but it was not quiet then: one that runs is put off. Timers that run are never forgotten, all others may have been.
    if (before?.armed === true && occurredAt >= before.lastAt) return replace(turn, before, { ...before, lastAt: occurredAt })
    return turn.silent ? undefined : tooLate(turn, journey, occurrence.name)
  }
  if (before !== undefined && (occurredAt < before.lastAt || occurredAt < before.disarmedAt)) return
  const event = { name: occurrence.name, occurredAt, properties: onlyPaths(occurrence.properties, trigger.journey.triggerPaths), position }
  const armed: QuietState = { trigger: trigger.id, key, lastAt: occurredAt, armed: true, disarmedAt: before?.disarmedAt ?? 0, event }
  if (occurredAt + trigger.quietMs <= turn.now) return fire(turn, trigger, armed)
  replace(turn, before, armed)
}

/** An `unless` event: stops the timer of its key; without the key in it, the timers of all keys. */
export function disarm(turn: Turn, trigger: QuietTrigger, occurrence: Occurrence): void {
  if (isByMachine(occurrence)) return
  const { quiets } = turn.state
  const key = keyOf(trigger, occurrence.properties)
  let isKnown = false
  for (let index = 0; index < quiets.length; index += 1) {
    const quiet = quiets[index] as QuietState
    if (quiet.trigger !== trigger.id || (key !== undefined && quiet.key !== key)) continue
    isKnown = true
    if (occurrence.occurredAt < quiet.disarmedAt) continue
    quiets[index] = { ...quiet, disarmedAt: occurrence.occurredAt, armed: quiet.armed && occurrence.occurredAt < quiet.lastAt }
  }
  if (isKnown || key === undefined) return
  const event = { name: occurrence.name, occurredAt: occurrence.occurredAt, properties: {}, position: undefined }
  replace(turn, undefined, { trigger: trigger.id, key, lastAt: 0, armed: false, disarmedAt: occurrence.occurredAt, event })
}

/** Openings and clicks that no person made break no silence. */
function isByMachine({ name, properties }: Occurrence): boolean {
  return isReaction(name) && properties.by !== 'human'
}

/** Fires the timers that are due at or before the turn's instant, in order of being due. */
export function fireDueQuiets(turn: Turn): void {
  if (nextQuiet(turn) > turn.now) return
  const due = turn.state.quiets.filter((quiet) => dueAt(turn, quiet) <= turn.now)
  // Of those due at one instant the order is fixed by their names, because the list's own order depends on who was forgotten when.
  due.sort((one, other) => dueAt(turn, one) - dueAt(turn, other) || one.trigger - other.trigger || (one.key < other.key ? -1 : 1))
  for (const quiet of due) {
    const trigger = triggerOf(turn.program, quiet)
    if (trigger !== undefined) fire(turn, trigger, quiet)
  }
}

/** A timer that runs, for people. */
export interface RunningTimer {
  readonly journey: string
  readonly key: string | undefined
  /** What it waits for: "no Product Added for 30m". */
  readonly words: string
  /** The newest event that started it, and when. */
  readonly event: string
  readonly since: number
  readonly dueAt: number
}

/** The timers that run, in the order in which they are due. */
export function runningTimers(program: Pick<Program, 'quiets'>, state: Pick<SubscriberState, 'quiets'>): readonly RunningTimer[] {
  const running = state.quiets.flatMap((quiet) => {
    const trigger = quiet.armed ? triggerOf(program, quiet) : undefined
    if (trigger === undefined) return []
    const key = quiet.key === '' ? undefined : quiet.key
    return { journey: trigger.journey.name, key, words: trigger.words, event: quiet.event.name, since: quiet.lastAt, dueAt: quiet.lastAt + trigger.quietMs }
  })
  return running.sort((one, other) => one.dueAt - other.dueAt)
}

/** The earliest instant at which a timer is due. */
export function nextQuiet(turn: Turn): number {
  let next = Number.POSITIVE_INFINITY
  const { quiets } = turn.state
  for (let index = 0; index < quiets.length; index += 1) next = Math.min(next, dueAt(turn, quiets[index] as QuietState))
  return next
}

/** The last instant at which a timer may not be forgotten yet; Infinity while it runs. */
export function keptUntil({ program }: Turn, quiet: QuietState): number {
  if (quiet.armed) return Number.POSITIVE_INFINITY
  const trigger = triggerOf(program, quiet)
  if (trigger === undefined) return Number.NEGATIVE_INFINITY
  return Math.max(quiet.lastAt, quiet.disarmedAt) + Math.max(trigger.journey.maxAgeMs, trigger.quietMs)
}

/**
 * Forgets timers that are not armed and that no event which is still young enough to fire can concern; nor a timer that somebody has started who may
 * turn out to be the same person.
 */
export function forgetQuiets(turn: Turn): void {
  const { quiets } = turn.state
  for (let index = 0; index < quiets.length; index += 1) {
    if (isOver(turn, quiets[index] as QuietState)) {
      turn.state.quiets = quiets.filter((quiet) => !isOver(turn, quiet))
      return
    }
  }
}

function isOver(turn: Turn, quiet: QuietState): boolean {
  return keptUntil(turn, quiet) < turn.now
}

function fire(turn: Turn, trigger: QuietTrigger, quiet: QuietState): void {
  // Fired for this instant: as if stopped a millisecond later, so that no late event at or before it fires again.
  replace(turn, find(turn, trigger, quiet.key), { ...quiet, armed: false, disarmedAt: Math.max(quiet.disarmedAt, quiet.lastAt + 1) })
  if (trigger.condition !== undefined && !trigger.condition.evaluate(triggerView(turn, quiet.event)).value) return
  enter(turn, trigger.journey, { trigger: quiet.event, because: trigger.words })
}

function dueAt(turn: Turn, quiet: QuietState): number {
  if (!quiet.armed) return Number.POSITIVE_INFINITY
  const trigger = triggerOf(turn.program, quiet)
  return trigger === undefined ? Number.POSITIVE_INFINITY : quiet.lastAt + trigger.quietMs
}

/** The trigger of a timer; undefined when the program has it no more. */
export function triggerOf({ quiets }: Pick<Program, 'quiets'>, { trigger }: QuietState): QuietTrigger | undefined {
  return quiets.get(trigger | 0)
}

function find(turn: Turn, trigger: QuietTrigger, key: string): QuietState | undefined {
  return turn.state.quiets.find((quiet) => quiet.trigger === trigger.id && quiet.key === key)
}

function replace(turn: Turn, before: QuietState | undefined, after: QuietState): void {
  const { quiets } = turn.state
  const index = before === undefined ? -1 : quiets.indexOf(before)
  if (index >= 0) quiets[index] = after
  else quiets.push(after)
  keepToLimit(turn)
}

/** Beyond the limit those leave first that do not run, the oldest of them before the others. */
export function keepToLimit(turn: Turn): void {
  const { quiets } = turn.state
  while (quiets.length > limits.enrollments) {
    const idle = quiets.findIndex((quiet) => !quiet.armed)
    const [dropped] = quiets.splice(Math.max(idle, 0), 1)
    if (dropped?.armed !== true) continue
    const name = triggerOf(turn.program, dropped)?.journey.name ?? 'a journey'
    turn.decisions.push({ kind: 'cut', at: turn.now, because: sentence('timer-stopped', { journey: name, key: dropped.key, count: limits.enrollments }) })
  }
}

function keyOf(trigger: QuietTrigger, properties: JsonObject): string | undefined {
  const { keyPath } = trigger.journey
  if (keyPath === undefined) return ''
  const value: Json | undefined = readPath(properties, keyPath)
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' && value !== '' ? value.slice(0, limits.idCharacters) : undefined
}
