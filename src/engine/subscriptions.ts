// Lists that a subscriber is on, and topics that were opted into or out of.

import { type ConsentChannel, type Evidence, everyTopic } from '../model/consent.ts'
import { limits } from '../model/limits.ts'
import { sentence } from '../model/sentence.ts'
import type { SubscriberState, TopicState } from './state.ts'
import { decide, type Turn, touch } from './turn.ts'

export { everyTopic }

/** A yes or a no, on mail unless another channel is named. */
export interface TopicWord {
  readonly subscribed: boolean
  readonly channel?: ConsentChannel | undefined
  readonly reason?: string
  readonly evidence?: Evidence | undefined
}

/** Puts the subscriber on a list; nothing happens when already there. */
export function joinList(turn: Turn, list: string, source: string): void {
  const { lists } = turn.state
  if (Object.hasOwn(lists, list) || list === '__proto__') return
  if (Object.keys(lists).length >= limits.lists) {
    turn.decisions.push({ kind: 'cut', at: turn.now, because: sentence('list-not-joined', { list, count: limits.lists }) })
    return
  }
  lists[list] = turn.now
  listChanged(turn, list, { joined: true, source })
}

/** Takes the subscriber off a list; nothing happens when not on it. */
export function leaveList(turn: Turn, list: string, source: string): void {
  const { lists } = turn.state
  if (!Object.hasOwn(lists, list)) return
  delete lists[list]
  listChanged(turn, list, { joined: false, source })
}

/**
 * Records what was said about a topic; repeated words change nothing. A "no" to all is a "no" to every topic known so far, and stands for
 * those not spoken of yet; so a topic that says yes said it later, and a "yes" to one topic after a "no" to all is a yes to that one only.
 */
export function setTopic(turn: Turn, topic: string, { evidence, channel = 'email', ...answer }: TopicWord): void {
  if (topic === '__proto__') return
  const topics = ownTopicsOn(turn.state, channel)
  const before = Object.hasOwn(topics, topic) ? topics[topic] : undefined
  topics[topic] = evidence === undefined ? { subscribed: answer.subscribed, at: turn.now } : { subscribed: answer.subscribed, at: turn.now, evidence }
  if (before?.subscribed === answer.subscribed && (topic !== everyTopic || answer.subscribed)) return
  const hasLeft = topic === everyTopic && !answer.subscribed && leaveEveryTopic(topics, turn.now)
  if (before?.subscribed === answer.subscribed && !hasLeft) return
  for (const watches of topic === everyTopic ? turn.program.watchesBy.topic.values() : [turn.program.watchesBy.topic.get(topic)]) touch(turn, watches)
  turn.dataChanged = true
  const about = { ...(channel === 'email' ? {} : { channel }), ...(evidence === undefined ? {} : { evidence }) }
  decide(turn, { kind: 'topic', at: turn.now, topic, ...answer, ...about })
}

/** Takes the last no to all mail back: what it ended is a yes again, with the word of now as its evidence; nothing else becomes one. */
export function takeBackNo(turn: Turn, word: Pick<TopicWord, 'reason' | 'evidence'>): void {
  const { topics } = turn.state
  const all = topics[everyTopic]
  if (all?.subscribed !== false) return
  const ended = Object.entries(topics).filter(
    ([name, { subscribed, at, evidence }]) => name !== everyTopic && !subscribed && at === all.at && evidence === undefined,
  )
  delete topics[everyTopic]
  for (const watches of turn.program.watchesBy.topic.values()) touch(turn, watches)
  turn.dataChanged = true
  const { reason, evidence } = word
  decide(turn, { kind: 'no taken back', at: turn.now, ...(reason === undefined ? {} : { reason }), ...(evidence === undefined ? {} : { evidence }) })
  for (const [name] of ended) setTopic(turn, name, { subscribed: true, ...word })
}

function ownTopicsOn(state: SubscriberState, channel: ConsentChannel): Record<string, TopicState> {
  if (channel === 'email') return state.topics
  const topics = state.channelTopics[channel] ?? {}
  state.channelTopics[channel] = topics
  return topics
}

/** The last word about a topic; where nothing was said about it, that about everything. */
export function saidAbout(topics: Readonly<Record<string, TopicState>>, topic: string | undefined): TopicState | undefined {
  return topic !== undefined && Object.hasOwn(topics, topic) ? topics[topic] : topics[everyTopic]
}

/**
 * The last word that holds for a topic on a channel: what was said about the topic there goes before what was said about the topic alone,
 * which is what holds for mail. A no to everything goes before all that was said until then.
 */
export function saidOn({ topics, channelTopics }: Pick<SubscriberState, 'topics' | 'channelTopics'>, channel: string, topic: string): TopicState | undefined {
  const general = saidAbout(topics, topic)
  const there = Object.hasOwn(channelTopics, channel) ? channelTopics[channel as ConsentChannel] : undefined
  const own = there === undefined ? undefined : saidAbout(there, topic)
  if (own === undefined) return general
  const all = topics[everyTopic]
  return all?.subscribed === false && all.at >= own.at ? all : own
}

/**
 * Whether there is a yes to the topic on this channel: one that was said for mail (the topic alone), and elsewhere one for that channel, or one to the
 * topic beside one to the channel as a whole. A no to the channel as a whole goes before all.
 */
export function hasSaidYes(state: Pick<SubscriberState, 'topics' | 'channelTopics'>, channel: ConsentChannel, topic: string): boolean {
  const { topics, channelTopics } = state
  const alone = Object.hasOwn(topics, topic) ? topics[topic] : undefined
  if (channel === 'email') return alone?.subscribed === true
  const whole = Object.hasOwn(topics, channel) ? topics[channel] : undefined
  if (whole?.subscribed === false) return false
  const own = saidAbout({ ...channelTopics[channel] }, topic)
  if (own === undefined) return alone?.subscribed === true && whole?.subscribed === true
  const all = topics[everyTopic]
  return own.subscribed && !(all?.subscribed === false && all.at >= own.at)
}

/** Whether mail on this topic may not be sent: the last word about it was no, or nothing was said about it since a no to all. */
export function isOptedOut(topics: Readonly<Record<string, TopicState>>, topic: string | undefined): boolean {
  return saidAbout(topics, topic)?.subscribed === false
}

/** Turns every yes that was not said after this instant into a no. Returns whether there was one. */
export function leaveEveryTopic(topics: Turn['state']['topics'], at: number): boolean {
  let hasLeft = false
  for (const [name, topic] of Object.entries(topics)) {
    if (!topic.subscribed || topic.at > at) continue
    topics[name] = { subscribed: false, at }
    hasLeft = true
  }
  return hasLeft
}

function listChanged(turn: Turn, list: string, change: { readonly joined: boolean; readonly source: string }): void {
  touch(turn, turn.program.watchesBy.list.get(list))
  turn.dataChanged = true
  decide(turn, { kind: 'list', at: turn.now, list, ...change })
}
