// The one function that decides. Everything that runs Oncue calls it: production, tests, replay, "why" and the editor's preview.
//
// An input at instant t is applied in this order: first every deadline at or before t, each at its own instant; then the input's own
// effect on attributes, lists, cart and memories; exits; waits and pairs of the active enrollments; triggers. What the engine itself
// makes happen on the way ("Segment Entered", a step that changes data) is taken in the same way before the turn ends.
// No clock, no chance, no I/O. The state given is changed in place and returned: its owner hands it over.

import type { Decision } from '../model/decision.ts'
import type { Effect } from '../model/effect.ts'
import { isBehavior, isReportEvent, type SubscriberEvent } from '../model/event.ts'
import type { Input } from '../model/input.ts'
import { adopt, prepareAdoption } from './adopt.ts'
import { assert } from './assert.ts'
import { setAttributes } from './attributes.ts'
import { settle, takeOccurrence } from './cascade.ts'
import { lookAtAll, lookAtDue } from './enrollments.ts'
import { isCalm, lookAhead, nextMove } from './look-ahead.ts'
import { mergeStates } from './merge-states.ts'
import { forgetEnded } from './passage.ts'
import { changesUpTo } from './pauses.ts'
import { type AskAgain, askAgain } from './policies/ask-again.ts'
import { type Authorization, authorize, takeOutcome } from './policies/authorize.ts'
import type { Program } from './program.ts'
import { takeReport } from './reports.ts'
import { applyPauseChange } from './resume.ts'
import { sessionAfter } from './session.ts'
import type { SubscriberState } from './state.ts'
import { parseState } from './stored-state.ts'
import { takeCommand } from './take-command.ts'
import { dueSchedules, fireSchedules } from './triggers/at.ts'
import { fireDueQuiets, forgetQuiets } from './triggers/quiet.ts'
import { beginTurn, type CountDelta, cascadeBudget, decide, newTurn, type Turn, touch } from './turn.ts'
import { adoptWatches, mergeWatches, nextWatch, touchDueWatches } from './watches.ts'

export interface Transition {
  readonly state: SubscriberState
  /** What the world must do. */
  readonly effects: readonly Effect[]
  /** What was decided and why, in order. */
  readonly decisions: readonly Decision[]
  readonly counts: readonly CountDelta[]
  /** The answer to an `authorize` input. */
  readonly authorization: Authorization | undefined
  /** Waiting messages whose answer may be another one now: to be authorized without waiting for the instant that was named. */
  readonly askAgain: readonly AskAgain[]
  /** When something changes by itself; Infinity when never. */
  readonly deadline: number
}

/** Applies one input. Instants never go back: an input older than the state is applied at the state's instant. */
export function transition(program: Program, state: SubscriberState, input: Input): Transition {
  const turn = beginTurn(program, state)
  const at = Math.max(input.at, state.now)
  if (state.program === 0) begin(turn, input)
  else if (input.kind === 'adopt') prepareAdoption(turn, input)
  passPauses(turn, at)
  passTime(turn, at)
  turn.now = at
  state.now = at
  if (input.kind !== 'event') turn.mayHaveMoved = true
  const authorization = apply(turn, input)
  settle(turn)
  if (!isCalm(turn)) {
    if (state.enrollments.length > 0) {
      forgetEnded(turn)
      if (turn.queue.length > 0) conclude(turn)
    }
    if (state.quiets.length > 0) forgetQuiets(turn)
    lookAhead(turn)
  }
  state.deadline = deadlineWith(turn, state.ahead.movesAt)
  const { effects, decisions, counts } = turn
  return {
    state,
    effects: effects.length === 0 ? nothing : effects,
    decisions: decisions.length === 0 ? nothing : decisions,
    counts: counts.length === 0 ? nothing : counts,
    authorization,
    askAgain: askAgain(turn),
    deadline: state.deadline,
  }
}

/** Handed out instead of a list of the turn that nothing was put into, which the next turn goes on with. */
const nothing: readonly never[] = []

function apply(turn: Turn, input: Input): Authorization | undefined {
  switch (input.kind) {
    case 'event':
      takeEvent(turn, input.event, input.position)
      return undefined
    case 'time':
      return undefined
    case 'authorize':
      turn.sending = input.sending
      turn.via = input.via
      if (input.heldRivals !== undefined) turn.heldRivals = input.heldRivals
      return authorize(turn, input.effect, input)
    case 'outcome':
      takeOutcome(turn, input.effect, input)
      return undefined
    case 'command':
      takeCommand(turn, input.command, input.source)
      return undefined
    case 'merge':
      takeMerge(turn, input)
      return undefined
    case 'adopt':
      adopt(turn, input)
      lookAtAll(turn)
      return undefined
  }
}

/** The first input of all: what holds from the very beginning lets nobody in. */
function begin(turn: Turn, input: Input): void {
  const { state, program } = turn
  if (input.kind === 'event') {
    state.firstSeenAt = Math.min(state.firstSeenAt, input.event.occurredAt)
    turn.now = state.now
  }
  state.program = program.id
  state.pauses = changesUpTo(program, state.now)
  adoptWatches(turn, 'nothing enters')
  touch(turn, program.segments)
  // Who was made known before this input may have been waiting for something since.
  state.deadline = nextDeadline(turn)
}

/** Runs the cascade to its end and forgets what is over; what that says is taken in at this instant too, and not with whatever comes next. */
function conclude(turn: Turn): void {
  do {
    settle(turn)
    forgetEnded(turn)
  } while (turn.queue.length > 0)
}

/** Lets time pass up to each pause, and each end of one, that the state has not lived through yet, and applies it at its own instant. */
function passPauses(turn: Turn, at: number): void {
  const { state, program } = turn
  for (let change = program.pauses.changes[state.pauses]; change !== undefined && change.at <= at; change = program.pauses.changes[state.pauses]) {
    turn.mayHaveMoved = true
    const instant = Math.max(change.at, state.now)
    passTime(turn, instant)
    turn.now = instant
    state.now = instant
    applyPauseChange(turn, change)
    conclude(turn)
    state.deadline = nextDeadline(turn)
  }
}

/** Applies every deadline at or before `at`, in order, each at its own instant. */
function passTime(turn: Turn, at: number): void {
  const { state } = turn
  while (state.deadline <= at) {
    turn.mayHaveMoved = true
    turn.now = Math.max(state.deadline, state.now)
    state.now = turn.now
    turn.budget = cascadeBudget(turn)
    const scheduled = dueSchedules(turn)
    lookAtDue(turn)
    fireDueQuiets(turn)
    fireSchedules(turn, scheduled)
    touchDueWatches(turn)
    conclude(turn)
    state.deadline = nextDeadline(turn)
    assert(state.deadline > turn.now, `a deadline at ${turn.now} did not move on`)
  }
  turn.budget = cascadeBudget(turn)
}

function takeEvent(turn: Turn, event: SubscriberEvent, position: number): void {
  const { state, program } = turn
  turn.latenessMs = Math.max(0, turn.now - event.occurredAt)
  turn.silent = event.silent === true
  if (event.occurredAt < state.firstSeenAt) {
    state.firstSeenAt = event.occurredAt
    touch(turn, program.watches)
    turn.dataChanged = true
  }
  const isDone = isBehavior(event.name)
  if (isDone) {
    state.session = sessionAfter(state.session, event, program.sessionGapMs)
    touch(turn, program.watchesBy.session)
    if (program.enrollmentsAskSession) turn.dataChanged = true
  }
  if (event.traits !== undefined) setAttributes(turn, event.traits, event.occurredAt, turn.silent ? 'import' : 'event')
  if (!isDone && isReportEvent(event.name)) takeReport(turn, event.name, event)
  takeOccurrence(turn, event, position)
}

/** Two subscribers turned out to be one: first the other's own deadlines, then everything it remembered. */
function takeMerge(turn: Turn, input: Extract<Input, { kind: 'merge' }>): void {
  const other = newTurn(turn.program, parseState(input.other))
  passPauses(other, turn.now)
  passTime(other, turn.now)
  // What is over by now gets no number here, whether or not somebody has looked since it was over.
  other.now = turn.now
  forgetEnded(other)
  forgetQuiets(other)
  turn.effects.push(...other.effects)
  turn.decisions.push(...other.decisions)
  turn.counts.push(...other.counts)
  mergeStates(turn, other.state)
  mergeWatches(turn, other.state.watches)
  decide(turn, { kind: 'merged', at: turn.now, from: other.state.id, because: input.because })
  touch(turn, turn.program.watches)
  turn.dataChanged = true
}

function nextDeadline(turn: Turn): number {
  return deadlineWith(turn, nextMove(turn))
}

/** The deadline, where it is known when the first of the passages and timers moves. */
function deadlineWith(turn: Turn, movesAt: number): number {
  const next = Math.min(nextWatch(turn), movesAt)
  const change = turn.program.pauses.changes[turn.state.pauses]
  return change !== undefined && turn.state.enrollments.length > 0 && change.at > turn.now ? Math.min(next, change.at) : next
}
