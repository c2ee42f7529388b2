// What one event sets off, and what that sets off: memories and cart take it in; exits, goals and waiting enrollments hear of it; triggers fire.
// Events that the engine makes on the way are taken in just the same before the turn ends, within the turn's budget. Enrollments that begin
// while others are told of something have seen it already, so that each list is gone through as long as it was at first.

import { limits } from '../model/limits.ts'
import { sentence } from '../model/sentence.ts'
import type { Occurrence } from './answer.ts'
import { cartsAfter } from './cart.ts'
import { enter, hear, look, lookAtAll } from './enrollments.ts'
import { takeIn } from './memories/intake.ts'
import { journeyOf } from './passage.ts'
import type { CartRole } from './program.ts'
import type { Enrollment } from './state.ts'
import { fireOn } from './triggers/on.ts'
import { arm, disarm } from './triggers/quiet.ts'
import { type Turn, touch, touchBy } from './turn.ts'
import { settleWatches } from './watches.ts'

/** Runs the cascade to its end: watches, waiting enrollments, engine-made events and journeys that steps started, until nothing is left. */
export function settle(turn: Turn): void {
  while (true) {
    if (turn.dataChanged) {
      turn.dataChanged = false
      turn.mayHaveMoved = true
      lookAtAll(turn)
      continue
    }
    const occurrence = turn.queue.length === 0 ? undefined : turn.queue.shift()
    if (occurrence !== undefined) {
      turn.budget -= 1
      if (turn.budget >= 0) takeOccurrence(turn, occurrence, undefined)
      else if (turn.budget === -1) turn.decisions.push({ kind: 'cut', at: turn.now, because: sentence('too-much-at-once', { count: limits.cascade }) })
      continue
    }
    if (turn.touchedBy !== undefined || turn.touched.length > 0) {
      settleWatches(turn)
      continue
    }
    const start = turn.starts.length === 0 ? undefined : turn.starts.shift()
    if (start === undefined) return
    const journey = turn.program.live.get(start.journey)
    if (journey !== undefined) enter(turn, journey, start)
    else turn.decisions.push({ kind: 'cut', at: turn.now, because: sentence('no-such-journey', { journey: start.journey, inner: start.because }) })
  }
}

/** Takes in one event, the client's or the engine's own. */
export function takeOccurrence(turn: Turn, occurrence: Occurrence, position: number | undefined): void {
  const { program, state } = turn
  const reactions = program.reactions.get(occurrence.name)
  if (reactions !== undefined) {
    takeIn(state, reactions.memories, occurrence, turn.now)
    if (reactions.cart !== undefined) takeCart(turn, reactions.cart, occurrence)
    touchBy(turn, reactions)
  }
  const isAsked = turn.dataChanged
  turn.dataChanged = false
  if (state.enrollments.length > 0 && (isAsked || reactions?.isHeard === true)) {
    turn.mayHaveMoved = true
    const { enrollments } = state
    const { length } = enrollments
    for (let index = 0; index < length; index += 1) {
      const enrollment = enrollments[index] as Enrollment
      hear(turn, enrollment, occurrence)
      if (isAsked || journeyOf(turn, enrollment)?.asks.has(occurrence.name) === true) look(turn, enrollment)
    }
  }
  if (reactions === undefined) return
  if (reactions.disarms.length + reactions.arms.length > 0) turn.mayHaveMoved = true
  for (const trigger of reactions.disarms) disarm(turn, trigger, occurrence)
  for (const trigger of reactions.arms) arm(turn, trigger, occurrence, position)
  if (reactions.triggers.length > 0 && !turn.silent) fireOn(turn, reactions.triggers, occurrence, position)
}

function takeCart(turn: Turn, role: CartRole, occurrence: Occurrence): void {
  const carts = cartsAfter(turn.state.carts, role, occurrence)
  if (carts === turn.state.carts) return
  turn.state.carts = carts
  touch(turn, turn.program.watchesBy.cart)
  if (turn.program.enrollmentsAskCart) turn.dataChanged = true
}
