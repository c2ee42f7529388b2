// Takes one event in: recognizes a repetition, finds out whom it is about, lets the engine decide, and logs it.
// A repetition changes nothing at all, not even who is who. Order per subscriber is the order of the calls.

import type { Transition } from '../../engine/transition.ts'
import type { Arrival, Receipt } from '../../model/arrival.ts'
import { arrivalBody } from '../log-entry.ts'
import { identify, whoIs } from '../people/identity.ts'
import { keepAddress } from '../people/known-address.ts'
import { mustVouch, settleReached, vouch } from '../people/one-address.ts'
import { applyReport } from './apply-report.ts'
import type { Group } from './group.ts'
import type { Member } from './ledger.ts'
import { dayOf, fingerprintOf, rememberMessage } from './recent-messages.ts'
import { isRepeated } from './repeated-message.ts'

/** An event with its line in the log, made when it is missing, and the fingerprint of its message id. */
interface Incoming {
  readonly arrival: Arrival
  readonly body: string | undefined
  readonly fingerprint: number
}

/** Usually answers at once; a promise only when the store must be asked. Throws (or rejects with) PoisonInput. */
export function applyArrival(group: Group, arrival: Arrival, body: string | undefined): Receipt | Promise<Receipt> {
  if (arrival.report !== undefined) return applyReport(group, arrival)
  const { messageId, receivedAt } = arrival.event
  const incoming: Incoming = { arrival, body, fingerprint: fingerprintOf(messageId) }
  const member = whoIs(group, arrival)
  if (member === undefined) return accept(group, incoming)
  const repeated = isRepeated(group, member, { messageId, fingerprint: incoming.fingerprint }, receivedAt)
  if (repeated === false) return isPlain(arrival) ? takeAsAllowed(group, member, incoming) : accept(group, incoming)
  return repeated === true ? 'duplicate' : repeated.then((answer) => (answer ? 'duplicate' : accept(group, incoming)))
}

/** Whether it names one identity, so that there is nothing to bring together. */
function isPlain({ userId, anonymousId, previousId }: Arrival): boolean {
  return previousId === undefined && (userId === undefined || anonymousId === undefined)
}

function accept(group: Group, incoming: Incoming): Receipt | Promise<Receipt> {
  const { arrival } = incoming
  const member = identify(group, arrival, arrival.event.receivedAt)
  if (member instanceof Promise) return member.then((known) => takeAsAllowed(group, known, incoming))
  return takeAsAllowed(group, member, incoming)
}

/** What may not be taken in stays out of the log too: whoever folds the log must come to the same state. */
function takeAsAllowed(group: Group, member: Member, incoming: Incoming): Receipt | Promise<Receipt> {
  const { arrival, fingerprint } = incoming
  const allowed = keepAddress(group, member, arrival)
  if (allowed === arrival) return take(group, member, incoming)
  return Promise.resolve(allowed).then((kept) => take(group, member, kept === arrival ? incoming : { arrival: kept, body: undefined, fingerprint }))
}

function take(group: Group, member: Member, { arrival, body, fingerprint }: Incoming): Receipt | Promise<Receipt> {
  const { event } = arrival
  const at = Math.max(event.receivedAt, member.state.now)
  const transition = group.decide(member, { kind: 'event', at, event, position: group.nextPosition })
  group.record(member, { at, name: event.name, body: body ?? arrivalBody(arrival) })
  const moved = rememberMessage(member.recent, fingerprint, dayOf(event.receivedAt))
  group.received(member, event.messageId, moved)
  if (transition.decisions.length > 0) noteDecided(group, transition, event.receivedAt)
  // What a page says about an address proves nothing.
  const isVouched = arrival.fromBrowser !== true && typeof event.traits?.email === 'string' && mustVouch(member)
  if (group.newlyReached.size === 0 && !isVouched) return 'accepted'
  const settled = settleReached(group)
  return (isVouched ? settled.then(() => vouch(group, member)) : settled).then(() => 'accepted')
}

function noteDecided(group: Group, transition: Transition, receivedAt: number): void {
  for (const decision of transition.decisions) {
    if (decision.kind === 'entered' || decision.kind === 'queued') group.decided.push({ journey: decision.journey, receivedAt })
  }
}
