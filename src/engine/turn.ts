// What everything that works on a turn does: record a decision, count, look at the state through a condition's eyes.

import type { Decision } from '../model/decision.ts'
import { limits } from '../model/limits.ts'
import { isZone } from '../model/local-time.ts'
import type { Passage, View } from './answer.ts'
import { occurrenceOf } from './decision-events.ts'
import type { Measure, Program, Reactions, Turn, Watch } from './program.ts'
import type { Enrollment, SubscriberState } from './state.ts'

/** Begins a turn; `now` is the state's instant until time has passed. */
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
    budget: cascadeBudget(state),
  }
}

/** Steps that each passage inside may take besides, because one event may well move all of them. */
const stepsForEach = 50

/** How many steps and events of its own one input may set off before the cascade is cut. */
export function cascadeBudget({ enrollments }: SubscriberState): number {
  return limits.cascade + stepsForEach * enrollments.length
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
  return new TurnView(turn, undefined)
}

/** What a condition of an enrollment sees. */
export function enrollmentView(turn: Turn, enrollment: Enrollment): View {
  return new TurnView(turn, { trigger: enrollment.trigger, startedAt: enrollment.trigger.occurredAt, stepEnteredAt: enrollment.stepEnteredAt })
}

/** What a trigger's own `if` sees: the enrollment that would begin now. */
export function triggerView(turn: Turn, trigger: Passage['trigger']): View {
  return new TurnView(turn, { trigger, startedAt: trigger.occurredAt, stepEnteredAt: turn.now })
}

/** A view that looks up the zone only for the few conditions that ask for it. */
class TurnView implements View {
  readonly state: SubscriberState
  readonly now: number
  readonly passage: Passage | undefined
  readonly program: Program

  constructor(turn: Turn, passage: Passage | undefined) {
    this.state = turn.state
    this.now = turn.now
    this.passage = passage
    this.program = turn.program
  }

  get zone(): string {
    return zoneOf(this.program, this.state)
  }
}

/** The subscriber's zone: the attribute `timezone` when it names one, else the workspace's. */
export function zoneOf(program: Program, state: SubscriberState): string {
  const own = state.attributes['timezone']
  return typeof own === 'string' && isZone(own) ? own : program.zone
}

/** Marks watches to be asked again. */
export function touch(turn: Turn, watches: readonly Watch[] | undefined): void {
  if (watches !== undefined && watches.length > 0) turn.touched.push(watches)
}

/** Marks the watches that an event may change. */
export function touchBy(turn: Turn, reactions: Reactions): void {
  if (reactions.watches.length === 0) return
  turn.touched.push(reactions.watches)
  turn.touchedBy = reactions
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
