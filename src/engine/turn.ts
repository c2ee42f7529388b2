// What everything that works on a turn does: record a decision, count, look at the state through a condition's eyes.

import type { Decision } from '../model/decision.ts'
import { isZone } from '../model/is-zone.ts'
import { limits } from '../model/limits.ts'
import type { Passage, View } from './answer.ts'
import { occurrenceOf } from './decision-events.ts'
import type { Measure, Program, Reactions, Turn, Watch } from './program.ts'
import type { Enrollment, SubscriberState } from './state.ts'

const none: readonly string[] = []

/** A turn of its own; `now` is the state's instant until time has passed. */
export function newTurn(program: Program, state: SubscriberState): Turn {
  return {
    program,
    state,
    now: state.now,
    latenessMs: 0,
    silent: false,
    effects: [],
    decisions: [],
    counts: [],
    queue: [],
    starts: [],
    touched: [],
    touchedBy: undefined,
    unasked: undefined,
    asOf: undefined,
    dataChanged: false,
    mayHaveMoved: false,
    sending: undefined,
    via: undefined,
    heldRivals: none,
    budget: cascadeBudget({ program, state, mayHaveMoved: false }),
  }
}

let shared: Turn | undefined

/**
 * The turn of a call of `transition`: one for all calls, because nothing of it outlives the call but the lists that are handed out, and it is the largest
 * thing that each of them would leave behind.
 */
export function beginTurn(program: Program, state: SubscriberState): Turn {
  if (shared === undefined) {
    shared = newTurn(program, state)
    return shared
  }
  const turn = shared as { -readonly [Field in keyof Turn]: Turn[Field] }
  turn.program = program
  turn.state = state
  turn.now = state.now
  turn.latenessMs = 0
  turn.silent = false
  if (turn.effects.length > 0) turn.effects = []
  if (turn.decisions.length > 0) turn.decisions = []
  if (turn.counts.length > 0) turn.counts = []
  if (turn.queue.length > 0) turn.queue = []
  if (turn.starts.length > 0) turn.starts = []
  if (turn.touched.length > 0) turn.touched = []
  turn.touchedBy = undefined
  turn.unasked = undefined
  turn.asOf = undefined
  turn.dataChanged = false
  turn.mayHaveMoved = false
  turn.sending = undefined
  turn.via = undefined
  turn.heldRivals = none
  turn.budget = cascadeBudget(turn)
  return turn
}

/** Steps that each passage inside may take besides, because one event may well move all of them. */
const stepsForEach = 50

/**
 * How many steps and events of its own one input may set off before the cascade is cut. Passages that have ended do not count: when they are forgotten hangs
 * on when somebody looked. While none has moved, how many there are is known without fetching each of them from memory.
 */
export function cascadeBudget({ program, state, mayHaveMoved }: Pick<Turn, 'program' | 'state' | 'mayHaveMoved'>): number {
  const inside = !mayHaveMoved && state.ahead.isKnown(program.id, state) ? state.ahead.inside : insideOf(state)
  return limits.cascade + stepsForEach * inside
}

/** Passages that have not ended. */
export function insideOf({ enrollments }: Pick<SubscriberState, 'enrollments'>): number {
  let inside = 0
  for (let index = 0; index < enrollments.length; index += 1) if (enrollments[index]?.status === 'active') inside += 1
  return inside
}

/** Records a decision; where it is an event in its own right ("Journey Entered"), that event is queued. */
export function decide(turn: Turn, decision: Decision): void {
  turn.decisions.push(decision)
  const occurrence = occurrenceOf(decision)
  if (occurrence !== undefined) turn.queue.push(occurrence)
}

/** Adds to a running count of the enrollment's journey. */
export function count(turn: Turn, journey: { readonly name: string; readonly version: number }, step: string, measure: Measure, by = 1): void {
  turn.counts.push({ journey: journey.name, version: journey.version, step, measure, by })
}

/** Adds to a running count of a template, over all journeys; nothing is counted without one. */
export function countTemplate(turn: Turn, template: string | undefined, measure: Measure, by = 1): void {
  if (template !== undefined) turn.counts.push({ journey: '', version: 0, step: template, measure, by })
}

/** What a condition sees outside any journey. */
export function viewOf(turn: Turn): View {
  return new TurnView(turn, undefined, undefined)
}

/** What a condition of an enrollment sees. */
export function enrollmentView(turn: Turn, enrollment: Enrollment): View {
  return new TurnView(turn, enrollment.trigger, enrollment)
}

/** What a trigger's own `if` sees: the enrollment that would begin now. */
export function triggerView(turn: Turn, trigger: Passage['trigger']): View {
  return new TurnView(turn, trigger, undefined)
}

/** A view that copies nothing, because each event makes some, and finds out only for the few conditions that ask for it where and in which passage it is. */
class TurnView implements View {
  readonly #turn: Turn
  readonly #trigger: Passage['trigger'] | undefined
  readonly #enrollment: Enrollment | undefined

  constructor(turn: Turn, trigger: Passage['trigger'] | undefined, enrollment: Enrollment | undefined) {
    this.#turn = turn
    this.#trigger = trigger
    this.#enrollment = enrollment
  }

  get state(): SubscriberState {
    return this.#turn.state
  }

  get now(): number {
    return this.#turn.now
  }

  get zone(): string {
    return zoneOf(this.#turn.program, this.#turn.state)
  }

  get passage(): Passage | undefined {
    const trigger = this.#trigger
    if (trigger === undefined) return undefined
    return { trigger, startedAt: trigger.occurredAt, stepEnteredAt: this.#enrollment?.stepEnteredAt ?? this.#turn.now }
  }
}

/** The subscriber's zone: the attribute `timezone` when it names one, else the workspace's. */
export function zoneOf(program: Program, state: SubscriberState): string {
  const own = state.attributes['timezone']
  return typeof own === 'string' && isZone(own) ? own : program.zone
}

/** Marks watches to be asked again. */
export function touch(turn: Turn, watches: readonly Watch[] | undefined): void {
  if (watches === undefined || watches.length === 0) return
  touchAfterAll(turn)
  turn.touched.push(watches)
}

/** Marks the watches that an event may change. */
export function touchBy(turn: Turn, reactions: Reactions): void {
  if (reactions.watches.length === 0) return
  touchAfterAll(turn)
  turn.touchedBy = reactions
}

/** What an event touched is no longer the newest, and is asked as all the others are. */
function touchAfterAll(turn: Turn): void {
  if (turn.touchedBy === undefined) return
  turn.touched.push(turn.touchedBy.watches)
  turn.touchedBy = undefined
}

/** A passage through this journey began, moved or ended: who asks about the journey is asked again. */
export function passageChanged(turn: Turn, journey: string): void {
  turn.mayHaveMoved = true
  touch(turn, turn.program.watchesBy.journey.get(journey))
  if (turn.program.enrollmentsAskJourneys.has(journey)) turn.dataChanged = true
}

/** The fields that every decision about an enrollment carries. */
export function about(turn: Turn, enrollment: Enrollment): { at: number; journey: string; journeyVersion: number; enrollment: number; key?: string } {
  const base = { at: turn.now, journey: enrollment.journey, journeyVersion: enrollment.version, enrollment: enrollment.id }
  return enrollment.key === undefined ? base : { ...base, key: enrollment.key }
}

/** The name and version of an enrollment's journey, as counts want them. */
export function versionOf(enrollment: Enrollment): { readonly name: string; readonly version: number } {
  return { name: enrollment.journey, version: enrollment.version }
}

export type { CountDelta, Measure, Turn } from './program.ts'
