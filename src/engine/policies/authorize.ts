// The last question before something is handed over, asked in the single writer: may this go out now? Nothing goes out that is no
// longer true, and nothing after an acknowledged unsubscribe. Asked in this order: does the passage still want it, suppression and
// consent, the address, the step's own condition, expiry.

import type { SkipReason } from '../../model/decision.ts'
import type { Transmission } from '../../model/effect.ts'
import { cartFacts, cartIdOf } from '../cart.ts'
import { aboutEffect, exitThatHolds, journeyOf, refuse } from '../passage.ts'
import type { Enrollment, PendingEffect } from '../state.ts'
import { isOptedOut } from '../subscriptions.ts'
import { count, decide, enrollmentView, type Turn, versionOf } from '../turn.ts'

export type Authorization =
  | { readonly kind: 'transmit'; readonly transmission: Transmission }
  | { readonly kind: 'refused'; readonly reason: SkipReason; readonly because: string }
  | { readonly kind: 'deferred'; readonly until: number; readonly because: string }

/** Decides whether an effect may be handed over at the turn's instant. */
export function authorize(turn: Turn, key: string): Authorization {
  const found = findPending(turn, key)
  if (found === undefined) return { kind: 'refused', reason: 'stopped', because: 'nobody waits for it any more' }
  const { enrollment, pending } = found
  const refusal = refusalOf(turn, enrollment, pending)
  if (refusal !== undefined) {
    refuse(turn, enrollment, { pending, ...refusal })
    return { kind: 'refused', ...refusal }
  }
  decide(turn, { kind: 'authorized', ...aboutEffect(turn, enrollment, pending) })
  const { attributes, carts } = turn.state
  const address = emailOf(turn)
  const cart = cartFacts(carts, cartIdOf(enrollment.trigger.properties) || undefined)
  const base = { authorizedAt: turn.now, attributes: structuredClone(attributes), cart }
  return { kind: 'transmit', transmission: pending.channel === 'email' && address !== undefined ? { ...base, to: address } : base }
}

/** Records what became of an effect that was handed over. */
export function takeOutcome(turn: Turn, key: string, result: { readonly outcome: 'sent' | 'failed' | 'unknown'; readonly because?: string }): void {
  const found = findPending(turn, key)
  if (found === undefined) return
  const { enrollment, pending } = found
  enrollment.pending = enrollment.pending.filter((one) => one !== pending)
  count(turn, versionOf(enrollment), pending.step, result.outcome)
  const because = result.because === undefined ? {} : { because: result.because }
  decide(turn, { kind: 'handed over', ...aboutEffect(turn, enrollment, pending), outcome: result.outcome, ...because })
}

function refusalOf(turn: Turn, enrollment: Enrollment, pending: PendingEffect): { readonly reason: SkipReason; readonly because: string } | undefined {
  if (pending.cancelled !== undefined) return { reason: 'exited', because: pending.cancelled }
  const journey = journeyOf(turn, enrollment)
  const exit = journey === undefined ? undefined : exitThatHolds(turn, enrollment, journey)
  if (exit !== undefined) return { reason: 'exited', because: exit }
  if (pending.channel === 'email' && isOptedOut(turn.state.topics, pending.topic)) {
    return { reason: 'unsubscribed', because: `said no to ${turn.state.topics['all']?.subscribed === false ? 'all mail' : pending.topic}` }
  }
  if (pending.channel === 'email' && emailOf(turn) === undefined) return { reason: 'no address', because: 'the attribute email is missing or not an address' }
  const condition = journey?.steps.get(pending.step)?.condition
  if (condition !== undefined && !condition.evaluate(enrollmentView(turn, enrollment)).value) return { reason: 'condition not met', because: condition.words }
  if (pending.expiresAt !== undefined && turn.now >= pending.expiresAt) {
    return { reason: 'expired', because: `was to be handed over before ${new Date(pending.expiresAt).toISOString()}` }
  }
  return undefined
}

function findPending(turn: Turn, key: string): { readonly enrollment: Enrollment; readonly pending: PendingEffect } | undefined {
  for (const enrollment of turn.state.enrollments) {
    const pending = enrollment.pending.find((one) => one.key === key)
    if (pending !== undefined) return { enrollment, pending }
  }
  return undefined
}

function emailOf(turn: Turn): string | undefined {
  const email = turn.state.attributes['email']
  return typeof email === 'string' && /^[^\s@<>,;:"()[\]\\]+@[^\s@<>,;:"()[\]\\]+$/.test(email) ? email : undefined
}
