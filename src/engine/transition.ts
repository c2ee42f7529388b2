// The one function that decides. Everything that runs Oncue calls it: production, tests, replay, "why" and the editor's preview.
//
// An input at instant t is applied in this order: first every deadline at or before t, each at its own instant; then the input's own
// effect on attributes, lists, cart and memories; exits; waits and pairs of the active enrollments; triggers. What the engine itself
// makes happen on the way ("Segment Entered", a step that changes data) is taken in the same way before the turn ends.
// No clock, no chance, no I/O. The state given is changed in place and returned: its owner hands it over.

import type { Decision } from '../model/decision.ts'
import type { Effect } from '../model/effect.ts'
import { callEvents, isReportEvent, isSystemEvent, type SubscriberEvent } from '../model/event.ts'
import type { Command, CommandSource, Input } from '../model/input.ts'
import { limits } from '../model/limits.ts'
import { adopt, prepareAdoption } from './adopt.ts'
import type { Occurrence } from './answer.ts'
import { assert } from './assert.ts'
import { setAttributes } from './attributes.ts'
import { cartsAfter } from './cart.ts'
import { enter, hear, look } from './enrollments.ts'
import { lookAgain } from './look-again.ts'
import { mergeStates } from './merge-states.ts'
import { askToConfirm, confirm } from './opt-in-asks.ts'
import { type EffectPlace, effectPlace, exit, forgetEnded, journeyOf } from './passage.ts'
import { changesUpTo } from './pauses.ts'
import { askAgain } from './policies/ask-again.ts'
import { type Authorization, authorize, takeOutcome } from './policies/authorize.ts'
import { pauseMail } from './policies/mail-pause.ts'
import { liftSuppression, suppress } from './policies/suppression.ts'
import { setTracking } from './policies/tracking.ts'
import { journeyKey, type Program } from './program.ts'
import { takeReport } from './reports.ts'
import { applyPauseChange } from './resume.ts'
import { sessionAfter } from './session.ts'
import type { SubscriberState } from './state.ts'
import { parseState } from './stored-state.ts'
import { joinList, leaveList, setTopic } from './subscriptions.ts'
import { dueSchedules, fireSchedules } from './triggers/at.ts'
import { fireOn } from './triggers/on.ts'
import { arm, disarm, fireDueQuiets, forgetQuiets, nextQuiet } from './triggers/quiet.ts'
import { type CountDelta, cascadeBudget, count, countTemplate, decide, newTurn, type Turn, touch, touchBy } from './turn.ts'
import { idFromPlace, walkSteps } from './walk-steps.ts'
import { adoptWatches, mergeWatches, nextWatch, settleWatches, touchDueWatches } from './watches.ts'

export interface Transition {
  readonly state: SubscriberState
  /** What the world must do. */
  readonly effects: readonly Effect[]
  /** What was decided and why, in order. */
  readonly decisions: readonly Decision[]
  readonly counts: readonly CountDelta[]
  /** The answer to an `authorize` input. */
  readonly authorization: Authorization | undefined
  /** Keys of waiting messages whose answer may be another one now: to be authorized without waiting for the instant that was named. */
  readonly askAgain: readonly string[]
  /** When something changes by itself; Infinity when never. */
  readonly deadline: number
}

/** Applies one input. Instants never go back: an input older than the state is applied at the state's instant. */
export function transition(program: Program, state: SubscriberState, input: Input): Transition {
  const turn = newTurn(program, state)
  const at = Math.max(input.at, state.now)
  if (state.program === 0) begin(turn, input)
  else if (input.kind === 'adopt') prepareAdoption(turn, input)
  passPauses(turn, at)
  passTime(turn, at)
  turn.now = at
  state.now = at
  const authorization = apply(turn, input)
  settle(turn)
  if (state.enrollments.length > 0) {
    forgetEnded(turn)
    settle(turn)
  }
  if (state.quiets.length > 0) forgetQuiets(turn)
  state.deadline = nextDeadline(turn)
  return { state, effects: turn.effects, decisions: turn.decisions, counts: turn.counts, authorization, askAgain: askAgain(turn), deadline: state.deadline }
}

function apply(turn: Turn, input: Input): Authorization | undefined {
  switch (input.kind) {
    case 'event':
      takeEvent(turn, input.event, input.position)
      return undefined
    case 'time':
      return undefined
    case 'authorize':
      return authorize(turn, input.effect)
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
      for (const enrollment of turn.state.enrollments) look(turn, enrollment)
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

/** Lets time pass up to each pause, and each end of one, that the state has not lived through yet, and applies it at its own instant. */
function passPauses(turn: Turn, at: number): void {
  const { state, program } = turn
  for (let change = program.pauses.changes[state.pauses]; change !== undefined && change.at <= at; change = program.pauses.changes[state.pauses]) {
    const instant = Math.max(change.at, state.now)
    passTime(turn, instant)
    turn.now = instant
    state.now = instant
    applyPauseChange(turn, change)
    settle(turn)
    forgetEnded(turn)
    state.deadline = nextDeadline(turn)
  }
}

/** Applies every deadline at or before `at`, in order, each at its own instant. */
function passTime(turn: Turn, at: number): void {
  const { state } = turn
  while (state.deadline <= at) {
    turn.now = Math.max(state.deadline, state.now)
    state.now = turn.now
    turn.budget = cascadeBudget(state)
    const scheduled = dueSchedules(turn)
    for (const enrollment of state.enrollments.slice()) if (enrollment.wakeAt <= turn.now) look(turn, enrollment)
    fireDueQuiets(turn)
    fireSchedules(turn, scheduled)
    touchDueWatches(turn)
    settle(turn)
    forgetEnded(turn)
    state.deadline = nextDeadline(turn)
    assert(state.deadline > turn.now, `a deadline at ${turn.now} did not move on`)
  }
  turn.budget = cascadeBudget(state)
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
  if (isBehavior(event.name)) {
    state.session = sessionAfter(state.session, event, program.sessionGapMs)
    touch(turn, program.watchesBy.session)
    if (program.enrollmentsAskSession) turn.dataChanged = true
  }
  if (event.traits !== undefined) setAttributes(turn, event.traits, event.occurredAt, turn.silent ? 'import' : 'event')
  if (isReportEvent(event.name)) takeReport(turn, event.name, event)
  takeOccurrence(turn, event, position)
}

function takeCommand(turn: Turn, command: Command, source: CommandSource): void {
  switch (command.do) {
    case 'set attributes': {
      const unset = Object.fromEntries((command.unset ?? []).map((name) => [name, null]))
      return setAttributes(turn, { ...command.set, ...unset }, turn.now, source)
    }
    case 'suppress':
      return suppress(turn, command.channel ?? 'email', command.reason)
    case 'lift suppression':
      return liftSuppression(turn, command.channel ?? 'email', `said by ${source}`)
    case 'join list':
      return joinList(turn, command.list, source)
    case 'leave list':
      return leaveList(turn, command.list, source)
    case 'subscribe':
    case 'unsubscribe':
      // A yes of the person takes it back; one that is only carried over from a list does not.
      if (command.do === 'subscribe' && source !== 'import' && source !== 'bulk') {
        liftSuppression(turn, command.topic === 'sms' || command.channel === 'sms' ? 'sms' : 'email', `said yes to ${command.topic}`)
      }
      return sayTopic(turn, command, source)
    case 'ask to confirm':
      return askToConfirm(turn, command)
    case 'confirm':
      return confirm(turn, command, source)
    case 'pause mail':
      return pauseMail(turn, command.until)
    case 'end pause':
      return pauseMail(turn, undefined)
    case 'allow tracking':
    case 'forbid tracking':
      return setTracking(turn, { allowed: command.do === 'allow tracking', reason: command.reason ?? source, evidence: command.evidence })
    case 'stop journey':
      for (const enrollment of turn.state.enrollments) if (enrollment.journey === command.journey) exit(turn, enrollment, `stopped by ${source}`)
      return
    case 'look again':
      return lookAgain(turn)
  }
}

/** What was said about a topic; a no by the link of a message counts for the message, when it changed anything. */
function sayTopic(turn: Turn, command: Extract<Command, { do: 'subscribe' | 'unsubscribe' }>, source: CommandSource): void {
  const before = turn.decisions.length
  const { channel, evidence } = command
  setTopic(turn, command.topic, { subscribed: command.do === 'subscribe', reason: command.reason ?? source, channel, evidence })
  if (command.message === undefined || command.do === 'subscribe' || turn.decisions.length === before) return
  const place = effectPlace(command.message)
  if (place === undefined) return
  count(turn, { name: place.journey, version: place.version }, place.step, 'unsubscribed')
  countTemplate(turn, templateAt(turn, place), 'unsubscribed')
}

function templateAt({ program }: Turn, { journey, version, step }: EffectPlace): string | undefined {
  for (const [one, path] of walkSteps(program.journeys.get(journeyKey(journey, version))?.definition.steps ?? [], ['steps'])) {
    if ((one.id ?? idFromPlace(path)) === step) return 'send' in one ? one.send : undefined
  }
  return undefined
}

/** Two subscribers turned out to be one: first the other's own deadlines, then everything it remembered. */
function takeMerge(turn: Turn, input: Extract<Input, { kind: 'merge' }>): void {
  const other = newTurn(turn.program, parseState(input.other))
  passPauses(other, turn.now)
  passTime(other, turn.now)
  turn.effects.push(...other.effects)
  turn.decisions.push(...other.decisions)
  turn.counts.push(...other.counts)
  mergeStates(turn, other.state)
  mergeWatches(turn, other.state.watches)
  decide(turn, { kind: 'merged', at: turn.now, from: other.state.id, because: input.because })
  touch(turn, turn.program.watches)
  turn.dataChanged = true
}

/** Takes in one event, the client's or the engine's own. */
function takeOccurrence(turn: Turn, occurrence: Occurrence, position: number | undefined): void {
  const { program, state } = turn
  const reactions = program.reactions.get(occurrence.name)
  if (reactions !== undefined) {
    for (const slot of reactions.memories) {
      const before = state.memories.get(slot.id)
      const after = slot.record(before, occurrence, turn.now)
      if (after !== undefined && after !== before) state.memories.set(slot.id, after)
    }
    if (reactions.cart !== undefined) takeCart(turn, reactions.cart, occurrence)
    touchBy(turn, reactions)
  }
  const isAsked = turn.dataChanged
  turn.dataChanged = false
  if (state.enrollments.length > 0 && (isAsked || reactions?.isHeard === true)) {
    for (const enrollment of state.enrollments.slice()) {
      hear(turn, enrollment, occurrence)
      if (isAsked || journeyOf(turn, enrollment)?.asks.has(occurrence.name) === true) look(turn, enrollment)
    }
  }
  if (reactions === undefined) return
  for (const trigger of reactions.disarms) disarm(turn, trigger, occurrence)
  for (const trigger of reactions.arms) arm(turn, trigger, occurrence, position)
  if (reactions.triggers.length > 0 && !turn.silent) fireOn(turn, reactions.triggers, occurrence, position)
}

function takeCart(turn: Turn, role: Parameters<typeof cartsAfter>[1], occurrence: Occurrence): void {
  const carts = cartsAfter(turn.state.carts, role, occurrence)
  if (carts === turn.state.carts) return
  turn.state.carts = carts
  touch(turn, turn.program.watchesBy.cart)
  turn.dataChanged = true
}

/** Runs the cascade to its end: watches, waiting enrollments, engine-made events and journeys that steps started, until nothing is left. */
function settle(turn: Turn): void {
  while (true) {
    if (turn.dataChanged) {
      turn.dataChanged = false
      if (turn.state.enrollments.length > 0) for (const enrollment of [...turn.state.enrollments]) look(turn, enrollment)
      continue
    }
    const occurrence = turn.queue.length === 0 ? undefined : turn.queue.shift()
    if (occurrence !== undefined) {
      turn.budget -= 1
      if (turn.budget >= 0) takeOccurrence(turn, occurrence, undefined)
      else if (turn.budget === -1)
        turn.decisions.push({ kind: 'cut', at: turn.now, because: `more than ${limits.cascade} steps and events were set off by one input` })
      continue
    }
    if (turn.touched.length > 0) {
      settleWatches(turn)
      continue
    }
    const start = turn.starts.length === 0 ? undefined : turn.starts.shift()
    if (start === undefined) return
    const journey = turn.program.live.get(start.journey)
    if (journey !== undefined) enter(turn, journey, start)
    else turn.decisions.push({ kind: 'cut', at: turn.now, because: `${start.journey} not ${start.because}: there is no such active journey any more` })
  }
}

function nextDeadline(turn: Turn): number {
  let next = Math.min(nextWatch(turn), nextQuiet(turn))
  const { enrollments } = turn.state
  for (const enrollment of enrollments) if (enrollment.status === 'active' && enrollment.wakeAt < next) next = enrollment.wakeAt
  const change = turn.program.pauses.changes[turn.state.pauses]
  if (change !== undefined && enrollments.length > 0 && change.at > turn.now) next = Math.min(next, change.at)
  return next
}

/** Whether an event is something that the subscriber did, as sessions count it. */
function isBehavior(name: string): boolean {
  return !isSystemEvent(name) && name !== callEvents.identify && name !== callEvents.group
}
