// A report and the message that it is about -> the event that is taken in. What the event carries is all that conditions, statistics and a
// replay of the log ever know of it; there is no address in it.

import type { Arrival } from '../../model/arrival.ts'
import type { SendEffect } from '../../model/effect.ts'
import type { ReportEventName } from '../../model/event.ts'
import type { JsonObject } from '../../model/json.ts'
import { limits } from '../../model/limits.ts'
import type { Report } from '../../model/report.ts'
import type { Delivery } from '../store.ts'

const names: Readonly<Record<Report['kind'], ReportEventName>> = {
  delivered: 'Message Delivered',
  opened: 'Message Opened',
  clicked: 'Message Clicked',
  bounced: 'Message Bounced',
  complained: 'Message Complained',
  closed: 'Message Closed',
}

/** The event of a report that was received at an instant. Nothing happens before its message was handed over or after it was reported. */
export function reportArrival(delivery: Delivery, report: Report, receivedAt: number): Arrival {
  const { id: messageId, at, kind, ...said } = report
  const { topic, journeyVersion } = JSON.parse(delivery.effect) as SendEffect
  const sentAt = delivery.attemptedAt ?? delivery.decidedAt
  const occurredAt = Math.min(Math.max(at, sentAt), receivedAt)
  const properties: JsonObject = {
    message: delivery.key,
    template: delivery.template ?? null,
    ...(topic === undefined ? {} : { topic }),
    journey: delivery.journey,
    version: journeyVersion,
    step: delivery.step,
    channel: delivery.channel,
    sentAt,
    ...Object.fromEntries(Object.entries(said).map(([name, value]) => [name, typeof value === 'string' ? value.slice(0, limits.reportCharacters) : value])),
  }
  return { report: { message: delivery.key, subscriber: delivery.subscriber }, event: { name: names[kind], occurredAt, receivedAt, messageId, properties } }
}
