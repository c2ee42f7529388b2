// What was said about consent, as it rests in a store, beside the rest of the state (stored-state.ts).

import type { Evidence } from '../model/consent.ts'
import type { Json, JsonObject } from '../model/json.ts'
import type { AskState, SubscriberState, TopicState } from './state.ts'

type Row = readonly Json[]
type Consents = Pick<SubscriberState, 'channelTopics' | 'asks' | 'pausedUntil'>

/** Null where nothing was said that is not about a topic of mail, as of most people. */
export function fromConsents({ channelTopics, asks, pausedUntil }: Consents): Json {
  const channels = Object.entries(channelTopics)
  if (channels.length === 0 && asks.length === 0 && pausedUntil === undefined) return null
  return [channels.map(([channel, topics]) => [channel, fromTopics(topics)]), asks.map(fromAsk), pausedUntil ?? null]
}

/** The inverse of `fromConsents`. */
export function toConsents(row: Row | null): Consents {
  if (row === null) return { channelTopics: {}, asks: [], pausedUntil: undefined }
  const [channels, asks, pausedUntil] = row as readonly [readonly Row[], readonly Row[], number | null]
  return {
    channelTopics: Object.fromEntries(channels.map(([channel, topics]) => [channel, toTopics(topics as Row[])])),
    asks: asks.map(toAsk),
    pausedUntil: pausedUntil ?? undefined,
  }
}

/** Without evidence a topic is three values, as most are. */
export function fromTopics(topics: Readonly<Record<string, TopicState>>): Json {
  return Object.entries(topics).map(([topic, { subscribed, at, evidence }]) =>
    evidence === undefined ? [topic, subscribed, at] : [topic, subscribed, at, fromEvidence(evidence)],
  )
}

/** The inverse of `fromTopics`. */
export function toTopics(rows: readonly Row[]): Record<string, TopicState> {
  return Object.fromEntries(
    rows.map(([topic, subscribed, at, evidence]) => [topic, evidence === undefined ? { subscribed, at } : { subscribed, at, evidence: toEvidence(evidence) }]),
  ) as Record<string, TopicState>
}

/** Evidence as JSON; null when there is none. */
export function fromEvidence(evidence: Evidence | undefined): Json {
  return evidence === undefined ? null : (evidence as JsonObject)
}

/** The inverse of `fromEvidence`. */
export function toEvidence(stored: Json | undefined): Evidence | undefined {
  return (stored ?? undefined) as Evidence | undefined
}

function fromAsk(ask: AskState): Json {
  const { id, topics, address, at, expiresAt, confirmedAt, set, tracking, locale, replaces, evidence, device } = ask
  const row = [id, topics, address, at, expiresAt, confirmedAt ?? null, set, tracking, locale ?? null, replaces, fromEvidence(evidence)]
  return device === undefined ? row : [...row, device]
}

function toAsk([id, topics, address, at, expiresAt, confirmedAt, set, tracking, locale, replaces, evidence, device]: Row): AskState {
  return {
    ...{ id, topics, address, at, expiresAt, set, tracking, replaces },
    confirmedAt: confirmedAt ?? undefined,
    locale: locale ?? undefined,
    device: device ?? undefined,
    evidence: toEvidence(evidence) ?? {},
  } as AskState
}
