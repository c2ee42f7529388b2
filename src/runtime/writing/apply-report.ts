// Takes in a report about a message: whose it is, is known from the message itself. Notes with the delivery what was reported first, so that
// statistics count each message once; a repetition changes nothing.

import { mayTrack } from '../../engine/policies/tracking.ts'
import type { ReportMeasure } from '../../engine/program.ts'
import { measureOf } from '../../engine/reports.ts'
import type { Arrival, Receipt } from '../../model/arrival.ts'
import { isReportEvent } from '../../model/event.ts'
import { arrivalBody } from '../log-entry.ts'
import { settleReached, spreadSuppressions } from '../people/one-address.ts'
import type { Delivery } from '../store.ts'
import { slotOf } from '../watching/sending-book.ts'
import { countReturn } from './count-returns.ts'
import type { Group } from './group.ts'
import type { Member } from './ledger.ts'
import { dayOf, fingerprintOf, rememberMessage } from './recent-messages.ts'
import { isRepeated } from './repeated-message.ts'

/** Nothing is taken in about somebody who is gone. Throws (or rejects with) PoisonInput. */
export function applyReport(group: Group, arrival: Arrival): Receipt | Promise<Receipt> {
  const { event, report } = arrival
  const delivery = report && (group.deliveries.get(report.message) ?? group.reported.get(report.message))
  const member = delivery && group.roster.member(group.roster.follow(delivery.subscriber))
  if (delivery === undefined || member === undefined || !isReportEvent(event.name)) return 'duplicate'
  const { messageId } = event
  const repeated = isRepeated(group, member, { messageId, fingerprint: fingerprintOf(messageId) }, event.receivedAt)
  if (repeated instanceof Promise) return repeated.then((answer) => (answer ? 'duplicate' : take(group, arrival)))
  return repeated ? 'duplicate' : take(group, arrival)
}

function take(group: Group, { event, report }: Arrival): Receipt | Promise<Receipt> {
  const key = report?.message ?? ''
  const delivery = group.deliveries.get(key) ?? group.reported.get(key)
  const member = delivery && group.roster.member(group.roster.follow(delivery.subscriber))
  if (delivery === undefined || member === undefined || !isReportEvent(event.name)) return 'duplicate'
  // A no that came after the mail stops what is followed from then on. What somebody does with a popup is done on the site, whose page asked them.
  if (isFollowed(event.name) && delivery.channel !== 'popup' && !mayTrack(group.ledger.program, member.state)) return 'duplicate'
  const measure = measureOf(event.name, event.properties.by)
  const reports = JSON.parse(delivery.reports ?? '{}') as Record<string, number>
  const isFirst = measure !== undefined && !Object.hasOwn(reports, measure)
  const told = { report: { message: key, subscriber: member.number }, event: { ...event, properties: { ...event.properties, first: isFirst } } }
  const at = Math.max(event.receivedAt, member.state.now)
  const { suppressed } = member.state
  group.decide(member, { kind: 'event', at, event: told.event, position: group.nextPosition })
  group.record(member, { at, name: event.name, body: arrivalBody(told) })
  group.received(member, event.messageId, rememberMessage(member.recent, fingerprintOf(event.messageId), dayOf(event.receivedAt)))
  countForDomain(group, { delivery, measure, isHard: event.properties.hard === true, isFirst })
  if (isFirst && measure === 'complained') countReturn(group, 'complaints', delivery)
  // What the engine decided about it meanwhile stays.
  if (isFirst) {
    const now = group.deliveries.get(key) ?? delivery
    group.messages.count(delivery, measure, group.ledger.program.policy)
    group.deliveries.set(key, { ...now, subscriber: member.number, reports: JSON.stringify({ ...reports, [measure]: event.occurredAt }) })
  }
  const isQuiet = group.newlyReached.size === 0 && member.state.suppressed === suppressed
  return isQuiet ? 'accepted' : settle(group, member, suppressed)
}

async function settle(group: Group, member: Member, suppressed: Member['state']['suppressed']): Promise<Receipt> {
  await settleReached(group)
  await spreadSuppressions(group, member, suppressed)
  return 'accepted'
}

/** Each mail counts once for its domain; a soft bounce does not. */
function countForDomain(
  group: Group,
  {
    delivery,
    measure,
    isHard,
    isFirst,
  }: { readonly delivery: Delivery; readonly measure: ReportMeasure | undefined; readonly isHard: boolean; readonly isFirst: boolean },
): void {
  if (delivery.domain === undefined || !isFirst) return
  if (measure === 'complained') group.countSending({ domain: delivery.domain, slot: slotOf(group.now), measure, by: 1 })
  if (measure !== 'bounced' || !isHard) return
  group.countSending({ domain: delivery.domain, slot: slotOf(group.now), measure, by: 1 })
  countReturn(group, 'bounces', delivery)
}

function isFollowed(name: string): boolean {
  return name === 'Message Opened' || name === 'Message Clicked'
}
