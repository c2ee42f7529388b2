// What is reported about a message after it was handed over: it is counted with the step that sent it, and an address that cannot be reached
// or whose owner complained is not written to any more.
//
// A hard bounce and a complaint suppress at once; a complaint is also a no to all mail. Soft bounces suppress when they came on
// limits.softBounceDays different days (UTC) within limits.softBounceWithinDays and nothing in between showed that mail arrives: a report of
// delivery, or an opening or a click that no machine made. What is reported about mail to an earlier address says nothing about this one, and neither
// does a mail that a sending service took and never sent.

import type { ReportEventName, SubscriberEvent } from '../model/event.ts'
import type { Json } from '../model/json.ts'
import { limits } from '../model/limits.ts'
import { sentence } from '../model/sentence.ts'
import { suppress } from './policies/suppression.ts'
import type { ReportMeasure } from './program.ts'
import { everyTopic, setTopic } from './subscriptions.ts'
import { count, countTemplate, type Turn } from './turn.ts'

const dayMs = 86_400_000

/** Takes in a report, before conditions hear of it. */
export function takeReport(turn: Turn, name: ReportEventName, { properties, occurredAt }: SubscriberEvent): void {
  const { journey, version, step, first, sentAt } = properties
  const measure = measureOf(name, properties.by)
  if (first === true && measure !== undefined && typeof journey === 'string' && typeof version === 'number' && typeof step === 'string') {
    count(turn, { name: journey, version }, step, measure)
    if (typeof properties.template === 'string') countTemplate(turn, properties.template, measure)
  }
  if (properties.channel === 'sms' || properties.channel === 'popup') return takeOther(turn, name, properties)
  if (typeof sentAt === 'number' && sentAt < turn.state.returns.since) return
  switch (name) {
    case 'Message Complained':
      suppress(turn, 'email', sentence('complaint', { words: saidIn(properties.reason) }))
      setTopic(turn, everyTopic, { subscribed: false, reason: 'complaint' })
      return
    case 'Message Bounced':
      if (properties.hard === true) suppress(turn, 'email', sentence('hard-bounce', { words: saidIn(properties.reason) }))
      else if (properties.unsent !== true) takeSoftBounce(turn, occurredAt, properties.reason)
      return
    case 'Message Delivered':
      return arrives(turn, occurredAt)
    case 'Message Opened':
    case 'Message Clicked':
      if (properties.by !== 'machine') arrives(turn, occurredAt)
      return
    case 'Message Closed':
      return
  }
}

/** Of what is no mail, only a number that cannot be reached says something about the time to come. */
function takeOther(turn: Turn, name: ReportEventName, { channel, hard, reason }: SubscriberEvent['properties']): void {
  if (channel === 'sms' && name === 'Message Bounced' && hard === true) suppress(turn, 'sms', sentence('not-delivered', { words: saidIn(reason) }))
}

/** What a report is counted as; undefined when it does not say who opened or clicked. */
export function measureOf(name: ReportEventName, by: Json | undefined): ReportMeasure | undefined {
  switch (name) {
    case 'Message Delivered':
      return 'delivered'
    case 'Message Bounced':
      return 'bounced'
    case 'Message Complained':
      return 'complained'
    case 'Message Closed':
      return 'closed'
    case 'Message Opened':
    case 'Message Clicked':
      if (by !== 'human' && by !== 'proxy' && by !== 'machine') return undefined
      return `${name === 'Message Opened' ? 'opened' : 'clicked'} by ${by}`
  }
}

function takeSoftBounce(turn: Turn, at: number, reason: Json | undefined): void {
  const { state } = turn
  const day = Math.floor(at / dayMs)
  const others = state.returns.softBounces.filter((one) => Math.floor(one / dayMs) !== day)
  const newest = Math.max(at, ...others)
  const recent = [...others, at].filter((one) => one > newest - limits.softBounceWithinDays * dayMs).sort((one, other) => one - other)
  const softBounces = recent.slice(-limits.softBounceDays)
  state.returns = { ...state.returns, softBounces }
  if (softBounces.length < limits.softBounceDays) return
  suppress(turn, 'email', sentence('soft-bounces', { count: limits.softBounceDays, words: saidIn(reason) }))
}

/** Mail was seen to arrive: what bounced before it counts no more. */
function arrives({ state }: Turn, at: number): void {
  if (state.returns.softBounces.length === 0) return
  state.returns = { ...state.returns, softBounces: state.returns.softBounces.filter((one) => one > at) }
}

function saidIn(reason: Json | undefined): string | undefined {
  return typeof reason === 'string' && reason !== '' ? reason : undefined
}
