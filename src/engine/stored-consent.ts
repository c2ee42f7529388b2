// What was said about consent, as it rests in a store, beside the rest of the state (stored-state.ts).

import type { Evidence } from '../model/consent.ts'
import type { Json, JsonObject } from '../model/json.ts'
import type { AskState, SubscriberState, TopicState } from './state.ts'
import { pass, type RowSink, type RowSource, readRows } from './state-rows.ts'
import { orNull, orUndefined } from './stored-nothing.ts'

type Topics = Record<string, TopicState>
type Consents = Pick<SubscriberState, 'channelTopics' | 'asks' | 'pausedUntil'>

/** Null where nothing was said that is not about a topic of mail, as of most people. */
export function writeConsents(sink: RowSink, { channelTopics, asks, pausedUntil }: Consents): void {
  const channels = Object.entries(channelTopics)
  if (channels.length === 0 && asks.length === 0 && pausedUntil === undefined) return sink.value(null)
  sink.list(3)
  sink.list(channels.length)
  for (const [channel, topics] of channels) {
    sink.list(2)
    sink.value(channel)
    writeTopics(sink, topics)
  }
  sink.list(asks.length)
  for (const ask of asks) writeAsk(sink, ask)
  sink.value(orNull(pausedUntil))
}

/** The inverse of `writeConsents`, into a state that says nothing of them yet. */
export function readConsents(source: RowSource, state: Consents): void {
  const length = source.list()
  if (length < 0) return
  state.channelTopics = Object.fromEntries(readRows(source, readChannel)) as Consents['channelTopics']
  state.asks = readRows(source, readAsk)
  state.pausedUntil = orUndefined(source.value()) as number | undefined
  pass(source, length - 3)
}

function readChannel(source: RowSource): [channel: string, topics: Topics] {
  const length = source.list()
  const channel = source.value() as string
  const topics = readTopics(source)
  pass(source, length - 2)
  return [channel, topics]
}

/** Without evidence a topic is three values, as most are. */
export function writeTopics(sink: RowSink, topics: Readonly<Topics>): void {
  const entries = Object.entries(topics)
  sink.list(entries.length)
  for (const [topic, { subscribed, at, evidence }] of entries) {
    sink.list(evidence === undefined ? 3 : 4)
    sink.value(topic)
    sink.value(subscribed)
    sink.value(at)
    if (evidence !== undefined) sink.value(fromEvidence(evidence))
  }
}

/** The inverse of `writeTopics`. */
export function readTopics(source: RowSource): Topics {
  const topics = readRows(source, readTopic)
  return topics.length === 0 ? {} : Object.fromEntries(topics)
}

function readTopic(source: RowSource): [topic: string, state: TopicState] {
  const length = source.list()
  const topic = source.value() as string
  const subscribed = source.value() as boolean
  const at = source.value() as number
  const state = length > 3 ? { subscribed, at, evidence: toEvidence(source.value()) } : { subscribed, at }
  pass(source, length - 4)
  return [topic, state]
}

/** Evidence as JSON; null when there is none. */
export function fromEvidence(evidence: Evidence | undefined): Json {
  return evidence === undefined ? null : (evidence as JsonObject)
}

/** The inverse of `fromEvidence`. */
export function toEvidence(stored: Json | undefined): Evidence | undefined {
  return (stored ?? undefined) as Evidence | undefined
}

function writeAsk(sink: RowSink, ask: AskState): void {
  sink.list(ask.device === undefined ? 11 : 12)
  sink.value(ask.id)
  sink.value(ask.topics)
  sink.value(ask.address)
  sink.value(ask.at)
  sink.value(ask.expiresAt)
  sink.value(orNull(ask.confirmedAt))
  sink.value(ask.set)
  sink.value(ask.tracking)
  sink.value(orNull(ask.locale))
  sink.value(ask.replaces)
  sink.value(fromEvidence(ask.evidence))
  if (ask.device !== undefined) sink.value(ask.device)
}

function readAsk(source: RowSource): AskState {
  const length = source.list()
  const ask: AskState = {
    id: source.value() as string,
    topics: source.value() as readonly string[],
    address: source.value() as string,
    at: source.value() as number,
    expiresAt: source.value() as number,
    confirmedAt: orUndefined(source.value()) as number | undefined,
    set: source.value() as JsonObject,
    tracking: source.value() as boolean,
    locale: orUndefined(source.value()) as string | undefined,
    replaces: source.value() as boolean,
    evidence: toEvidence(source.value()) ?? {},
    device: length > 11 ? (orUndefined(source.value()) as AskState['device']) : undefined,
  }
  pass(source, length - 12)
  return ask
}
