// Somebody who was merged with somebody else is a person of their own again. By now the state is the fold of their own lines alone; what they keep of
// the time as one is put in here: passages go on where they stand, with what waits, and nobody enters or is mailed anew because of it. No no is
// lost: what the two of them, as one, had said no to, and every address that was not to be written to, holds for both.

import { consentChannels } from '../model/consent.ts'
import type { Command } from '../model/input.ts'
import { mergeArms, mergeEntries } from './merge-states.ts'
import { addSuppression } from './policies/suppression.ts'
import type { SubscriberState, TopicState } from './state.ts'
import { parseState } from './stored-state.ts'
import { everyTopic, leaveEveryTopic } from './subscriptions.ts'
import { decide, type Turn, touch } from './turn.ts'

/** Puts in what this person keeps. */
export function takeApart(turn: Turn, { from, because, kept: serialized, passages }: Extract<Command, { do: 'take apart' }>): void {
  const { state, program } = turn
  const kept = parseState(serialized)
  turn.silent = true
  if (passages === undefined) {
    state.enrollments = kept.enrollments
    state.nextEnrollment = Math.max(state.nextEnrollment, kept.nextEnrollment)
    mergeEntries(state, kept.entries)
    mergeArms(state, kept.arms)
    state.asks = kept.asks
  }
  narrow(state.topics, kept.topics)
  for (const channel of consentChannels) {
    const noes = kept.channelTopics[channel]
    if (noes === undefined) continue
    const topics = state.channelTopics[channel] ?? {}
    narrow(topics, noes)
    state.channelTopics[channel] = topics
  }
  if (kept.tracking !== undefined) state.tracking = kept.tracking
  if (kept.pausedUntil !== undefined) state.pausedUntil = Math.max(state.pausedUntil ?? 0, kept.pausedUntil)
  for (const suppression of kept.suppressed) addSuppression(state, suppression)
  decide(turn, { kind: 'taken apart', at: turn.now, from, because })
  touch(turn, program.watches)
  turn.dataChanged = true
}

/** Every no holds, also where a yes was said. */
function narrow(topics: Record<string, TopicState>, noes: SubscriberState['topics']): void {
  for (const [topic, no] of Object.entries(noes)) {
    if (no.subscribed) continue
    const own = Object.hasOwn(topics, topic) ? topics[topic] : undefined
    if (own === undefined || own.subscribed) topics[topic] = no
  }
  const all = topics[everyTopic]
  if (all?.subscribed === false) leaveEveryTopic(topics, all.at)
}
