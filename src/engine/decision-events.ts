// Decisions that are events in their own right: conditions and triggers can speak of them like of any other event.
// Because the decision log holds them, memories of such events can be filled from it later.

import type { Decision } from '../model/decision.ts'
import type { JsonObject } from '../model/json.ts'
import type { Occurrence } from './answer.ts'

/** The event that a decision amounts to, or undefined for decisions that are only explanations. */
export function occurrenceOf(decision: Decision): Occurrence | undefined {
  switch (decision.kind) {
    case 'entered':
      return event('Journey Entered', decision.at, journeyOf(decision))
    case 'completed':
      return event('Journey Completed', decision.at, journeyOf(decision))
    case 'exited':
      return event('Journey Exited', decision.at, { ...journeyOf(decision), reason: decision.because })
    case 'segment':
      return event(decision.entered ? 'Segment Entered' : 'Segment Left', decision.at, { segment: decision.segment })
    case 'changed':
      return event('Attribute Changed', decision.at, {
        attribute: decision.attribute,
        value: decision.value ?? null,
        previous: decision.previous ?? null,
        source: decision.source,
      })
    case 'added':
      return event('Subscriber Added', decision.at, {})
    case 'list':
      return event(decision.joined ? 'List Joined' : 'List Left', decision.at, { list: decision.list, source: decision.source })
    case 'topic':
      return event(decision.subscribed ? 'Subscribed' : 'Unsubscribed', decision.at, {
        topic: decision.topic,
        channel: decision.channel ?? 'email',
        reason: decision.reason ?? null,
      })
    case 'asked':
      return event('Double Opt-In Asked', decision.at, { topic: decision.topic, channel: 'email' })
    case 'confirmed':
      return event('Double Opt-In Confirmed', decision.at, { topic: decision.topic, channel: 'email' })
    case 'merged':
      return event('Subscriber Merged', decision.at, { from: decision.from })
    case 'refused':
      return event('Message Skipped', decision.at, { ...messageOf(decision), reason: decision.reason })
    case 'handed over':
      if (decision.outcome === 'unknown') return undefined
      return event(decision.outcome === 'sent' ? 'Message Sent' : 'Message Failed', decision.at, { ...messageOf(decision), reason: decision.because ?? null })
    case 'not entered':
    case 'moved':
    case 'changed version':
    case 'waiting':
    case 'acted':
    case 'skipped':
    case 'converted':
    case 'queued':
    case 'authorized':
    case 'deferred':
    case 'not asked':
    case 'not confirmed':
    case 'no taken back':
    case 'mail pause':
    case 'tracking':
    case 'suppressed':
    case 'suppression lifted':
    case 'told apart':
    case 'taken apart':
    case 'adopted':
    case 'cut':
      return undefined
  }
}

function event(name: string, occurredAt: number, properties: JsonObject): Occurrence {
  return { name, occurredAt, properties }
}

function journeyOf(decision: { readonly journey: string; readonly key?: string }): JsonObject {
  return { journey: decision.journey, key: decision.key ?? null }
}

function messageOf(decision: {
  readonly effect: string
  readonly channel: string
  readonly template?: string
  readonly topic?: string
  readonly journey: string
  readonly enrollment: number
  readonly step: string
}): JsonObject {
  return {
    message: decision.effect,
    template: decision.template ?? null,
    topic: decision.topic ?? null,
    channel: decision.channel,
    journey: decision.journey,
    enrollment: decision.enrollment,
    step: decision.step,
  }
}
