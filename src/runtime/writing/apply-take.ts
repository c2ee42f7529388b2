// Authorizes deliveries that are due, right before they are handed over, and notes what became of those that were.
//
// The life of a delivery: `waiting` until `dueAt`; then the engine is asked, in the single writer, whether it may still go
// out. Refused is final. Deferred waits again. Held by a stop switch waits until that is lifted (stop-switches.ts).
// Authorized is `handing over`, from which every way leads out: sent, failed and unknown are final; retry, released and held wait again. Found
// `handing over` at a start, it was interrupted, and nobody knows how far it got.

import type { Transition } from '../../engine/transition.ts'
import type { Effect, Transmission } from '../../model/effect.ts'
import { inputLine } from '../log-entry.ts'
import { settleReached } from '../people/one-address.ts'
import type { Finished } from '../requests.ts'
import { gatherFacts } from '../sending/message-facts.ts'
import { waitedMs } from '../sending/retry-schedule.ts'
import { heldBack, purposeOfEffect } from '../stopping/stop-switches.ts'
import type { Delivery } from '../store.ts'
import { standingsOf } from '../watching/domain-watcher.ts'
import { slotOf } from '../watching/sending-book.ts'
import { guardOf } from '../watching/watch-journeys.ts'
import { applyTime, isHeldUp } from './apply-time.ts'
import type { Group } from './group.ts'
import type { Member } from './ledger.ts'

export interface Authorized {
  readonly delivery: Delivery
  readonly effect: Effect
  readonly transmission: Transmission
}

/** Asks the engine about one due delivery. The delivery to hand over, or undefined when it may not go out now. */
export async function applyAuthorization(group: Group, delivery: Delivery, asked: 'in time' | 'for a visitor' = 'in time'): Promise<Authorized | undefined> {
  const member = group.roster.member(group.roster.follow(delivery.subscriber))
  if (member === undefined) {
    group.deliveries.set(delivery.key, { ...delivery, status: 'refused', finishedAt: group.now, reason: 'its subscriber is gone' })
    return undefined
  }
  const instant = group.ledger.pace === 'virtual' && asked === 'in time' ? delivery.dueAt : group.now
  if (delivery.channel === 'popup' && asked === 'in time' && waitsLonger(delivery, instant)) {
    group.deliveries.set(delivery.key, { ...delivery, dueAt: expiryOf(delivery) })
    return undefined
  }
  if (group.ledger.pace === 'virtual' && asked === 'in time') {
    // What the subscriber's own deadlines decide earlier goes out earlier.
    await applyTime(group, member, instant - 1)
    if (isHeldUp(group, member, instant - 1)) return undefined
  }
  if (group.ledger.hasTombstones) await liveUpTo(group, member, instant)
  const at = Math.max(instant, member.state.now)
  const effect = JSON.parse(delivery.effect) as Effect
  const facts = await gatherFacts(group, member, effect, at)
  const input = { kind: 'authorize', at, effect: delivery.key, ...facts.question } as const
  const sending = delivery.channel === 'email' ? standingsOf(group.ledger.program.policy, group.ledger.watcher, at) : undefined
  let authorization: Transition['authorization']
  try {
    authorization = group.decide(member, sending === undefined ? input : { ...input, sending }).authorization
  } catch (error) {
    const reason = await group.afterPoison(error)
    group.setAside({ receivedAt: at, source: 'engine', reason, body: JSON.stringify(input) })
    group.deliveries.set(delivery.key, { ...delivery, status: 'failed', finishedAt: at, reason })
    return undefined
  }
  const own = { ...delivery, subscriber: member.number }
  if (authorization?.kind === 'held') {
    // Leaves no line in the log: switches are no part of it, and nothing of the subscriber has changed.
    group.deliveries.set(delivery.key, heldBack(own, authorization))
    return undefined
  }
  const mail = authorization?.kind === 'transmit' ? authorization.mail : undefined
  // What a message would have shown that does not go out is nobody's: its code is somebody else's soon.
  const { uses: _, nothingFor: _found, ...question } = input
  const out = mail?.isSecond === true ? { ...input, via: mail.domain } : input
  const heldRivals = authorization?.heldRivals
  group.record(member, { at, ...inputLine({ ...(authorization?.kind === 'transmit' ? out : question), ...(heldRivals && { heldRivals }) }) })
  switch (authorization?.kind) {
    case 'transmit': {
      const handed: Delivery = { ...own, status: 'handing over', attemptedAt: at, attempts: delivery.attempts + 1, domain: mail?.domain }
      if (mail !== undefined) group.countSending({ domain: mail.domain, slot: slotOf(at), measure: mail.purpose, by: 1 })
      group.deliveries.set(delivery.key, handed)
      if (facts.gift?.give !== undefined) group.codes.give(facts.gift.give)
      return { delivery: handed, effect, transmission: { ...authorization.transmission, ...facts.shown } }
    }
    case 'deferred':
      group.deliveries.set(delivery.key, {
        ...own,
        dueAt: delivery.channel === 'popup' ? expiryOf(delivery) : authorization.until,
        reason: authorization.because,
      })
      return undefined
    case 'refused':
    case undefined:
      group.deliveries.set(delivery.key, {
        ...own,
        status: 'refused',
        finishedAt: at,
        reason: authorization === undefined ? 'the engine gave no answer' : `${authorization.reason}: ${authorization.because}`,
      })
      return undefined
  }
}

/** Takes over the program in force and lets time pass first, so that an address which comes of that is held against the tombstones before mail goes there. */
async function liveUpTo(group: Group, member: Member, instant: number): Promise<void> {
  if (member.damage !== undefined) return
  member.deadline = group.roster.isOutdated(member) ? Math.min(member.deadline, member.state.now) : member.deadline
  await applyTime(group, member, Math.max(instant, member.state.now))
}

/**
 * Whether it left longer after it might have than its journey's guard puts up with; attempts in vain took their time. Whoever ended a pause of the journey let
 * out what waited then: that is not held against it.
 */
function isLate({ ledger }: Group, delivery: Delivery): boolean {
  const { program } = ledger
  const guard = guardOf(program, delivery.journey)
  const { attemptedAt, dueAt, decidedAt } = delivery
  const letOut = program.pauses.changes.findLast((change) => change.journey === delivery.journey && change.do === 'resume')
  return (
    guard !== undefined &&
    (letOut === undefined || decidedAt > letOut.at) &&
    attemptedAt !== undefined &&
    attemptedAt - dueAt + waitedMs(delivery) > guard.lateMs
  )
}

/** A mail that was let out, and did not leave, does not count for its domain. */
function uncount(group: Group, { domain, attemptedAt, effect }: Delivery): void {
  if (domain === undefined || attemptedAt === undefined) return
  const measure = purposeOfEffect(group.ledger.program, JSON.parse(effect) as Effect)
  group.countSending({ domain, slot: slotOf(attemptedAt), measure, by: -1 })
}

/** An address that the mail server refuses is a hard bounce, told at once. */
function countFailed(group: Group, delivery: Delivery, { isBounce }: { readonly isBounce?: true }): void {
  if (isBounce !== true || delivery.domain === undefined) return uncount(group, delivery)
  group.countSending({ domain: delivery.domain, slot: slotOf(group.now), measure: 'bounced', by: 1 })
  // It left as a mail and came back at once.
  for (const measure of ['mails', 'bounces'] as const) group.countVolume({ journey: delivery.journey, at: group.now, measure })
}

/** A popup is never handed over for its time alone, only to somebody who came; when its time is over it is refused. */
function waitsLonger(delivery: Delivery, now: number): boolean {
  return now < expiryOf(delivery)
}

function expiryOf({ effect }: Delivery): number {
  return (JSON.parse(effect) as Effect).expiresAt ?? Number.MAX_SAFE_INTEGER
}

/** Notes what became of a delivery that was taken. */
export async function applyFinished(group: Group, delivery: Delivery, finished: Finished): Promise<void> {
  const instant = group.ledger.pace === 'virtual' ? (delivery.attemptedAt ?? group.now) : group.now
  const member = group.roster.member(group.roster.follow(delivery.subscriber))
  const at = Math.max(instant, member?.state.now ?? 0)
  const own = { ...delivery, subscriber: member?.number ?? delivery.subscriber }
  switch (finished.outcome) {
    case 'released':
      uncount(group, delivery)
      group.deliveries.set(delivery.key, { ...own, status: 'waiting', dueAt: at, attempts: delivery.attempts - 1 })
      forgetUnlessTried(group, delivery)
      return
    case 'held':
      uncount(group, delivery)
      group.deliveries.set(delivery.key, {
        ...heldBack({ ...own, status: 'waiting' }, { until: finished.expiresAt && Math.max(finished.expiresAt, at), because: finished.reason }),
        attempts: delivery.attempts - 1,
      })
      forgetUnlessTried(group, delivery)
      return
    case 'retry': {
      uncount(group, delivery)
      const dueAt = Math.min(instant + finished.afterMs, Math.max(finished.expiresAt ?? Number.POSITIVE_INFINITY, at))
      group.deliveries.set(delivery.key, { ...own, status: 'waiting', dueAt, reason: finished.reason })
      return
    }
    case 'sent':
    case 'failed':
    case 'unknown': {
      const reason = finished.outcome === 'sent' ? undefined : finished.reason
      if (finished.outcome === 'failed') countFailed(group, delivery, finished)
      else if (isLate(group, delivery)) group.countVolume({ journey: delivery.journey, at, measure: 'late' })
      group.deliveries.set(delivery.key, { ...own, status: finished.outcome, finishedAt: at, reason, ...answerOf(finished) })
      group.messages.count(delivery, finished.outcome, group.ledger.program.policy)
      if (member === undefined) return
      const because = reason === undefined ? {} : { because: reason }
      const input = { kind: 'outcome', at, effect: delivery.key, outcome: finished.outcome, ...because } as const
      try {
        group.decide(member, input)
        group.record(member, { at, ...inputLine(input) })
        await settleReached(group)
      } catch (error) {
        group.setAside({ receivedAt: at, source: 'engine', reason: await group.afterPoison(error), body: JSON.stringify(input) })
      }
    }
  }
}

/** Nothing of this attempt left; but what an earlier one handed over may have arrived, whatever was answered, and stays kept. */
function forgetUnlessTried(group: Group, { key, attempts }: Delivery): void {
  if (attempts === 1) group.messages.wasNotHandedOver(key)
}

function answerOf(finished: Finished): Pick<Delivery, 'answer'> {
  return finished.outcome === 'sent' && finished.answer !== undefined && finished.answer !== '' ? { answer: finished.answer } : {}
}
