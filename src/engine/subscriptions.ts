// Lists that a subscriber is on, and topics that were opted into or out of.

import { limits } from '../model/limits.ts'
import { decide, type Turn, touch } from './turn.ts'

/** The topic that stands for every mail that is not transactional. */
export const everyTopic = 'all'

/** Puts the subscriber on a list; nothing happens when already there. */
export function joinList(turn: Turn, list: string, source: string): void {
  const { lists } = turn.state
  if (Object.hasOwn(lists, list)) return
  if (Object.keys(lists).length >= limits.lists) {
    turn.decisions.push({ kind: 'cut', at: turn.now, because: `list ${list} not joined: on ${limits.lists} lists already` })
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

/** Records what was said about a topic; repeated words change nothing. A "yes" to one topic after a "no" to all is a yes to that one only. */
export function setTopic(turn: Turn, topic: string, answer: { readonly subscribed: boolean; readonly reason?: string }): void {
  const { topics } = turn.state
  const before = Object.hasOwn(topics, topic) ? topics[topic] : undefined
  const isBlockedByAll = answer.subscribed && topics[everyTopic]?.subscribed === false
  if (before?.subscribed === answer.subscribed && !isBlockedByAll) return
  topics[topic] = { subscribed: answer.subscribed, at: turn.now }
  if (isBlockedByAll) topics[everyTopic] = { subscribed: true, at: turn.now }
  if (topic === everyTopic && !answer.subscribed) leaveEveryTopic(turn)
  touch(turn, turn.program.watchesBy.topic.get(topic))
  if (topic === everyTopic || isBlockedByAll) for (const watches of turn.program.watchesBy.topic.values()) touch(turn, watches)
  turn.dataChanged = true
  decide(turn, { kind: 'topic', at: turn.now, topic, ...answer })
}

/** Whether mail on this topic may not be sent: the subscriber said no to it, or to all after the last yes to it. */
export function isOptedOut(topics: Turn['state']['topics'], topic: string | undefined): boolean {
  if (topics[everyTopic]?.subscribed === false) return true
  return topic !== undefined && Object.hasOwn(topics, topic) && topics[topic]?.subscribed === false
}

function leaveEveryTopic(turn: Turn): void {
  const { topics } = turn.state
  for (const [name, topic] of Object.entries(topics)) if (topic.subscribed) topics[name] = { subscribed: false, at: turn.now }
}

function listChanged(turn: Turn, list: string, change: { readonly joined: boolean; readonly source: string }): void {
  touch(turn, turn.program.watchesBy.list.get(list))
  turn.dataChanged = true
  decide(turn, { kind: 'list', at: turn.now, list, ...change })
}
