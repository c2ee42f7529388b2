// Lists that a subscriber is on, and topics that were opted into or out of.

import { limits } from '../model/limits.ts'
import { decide, type Turn, touch } from './turn.ts'

/** The topic that stands for every mail that is not transactional. */
export const everyTopic = 'all'

/** Puts the subscriber on a list; nothing happens when already there. */
export function joinList(turn: Turn, list: string, source: string): void {
  const { lists } = turn.state
  if (Object.hasOwn(lists, list) || list === '__proto__') return
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

/**
 * Records what was said about a topic; repeated words change nothing. A "no" to all is a "no" to every topic known so far, and stands for
 * those not spoken of yet; so a topic that says yes said it later, and a "yes" to one topic after a "no" to all is a yes to that one only.
 */
export function setTopic(turn: Turn, topic: string, answer: { readonly subscribed: boolean; readonly reason?: string }): void {
  const { topics } = turn.state
  if (topic === '__proto__') return
  const before = Object.hasOwn(topics, topic) ? topics[topic] : undefined
  topics[topic] = { subscribed: answer.subscribed, at: turn.now }
  if (before?.subscribed === answer.subscribed && (topic !== everyTopic || answer.subscribed)) return
  const hasLeft = topic === everyTopic && !answer.subscribed && leaveEveryTopic(topics, turn.now)
  if (before?.subscribed === answer.subscribed && !hasLeft) return
  for (const watches of topic === everyTopic ? turn.program.watchesBy.topic.values() : [turn.program.watchesBy.topic.get(topic)]) touch(turn, watches)
  turn.dataChanged = true
  decide(turn, { kind: 'topic', at: turn.now, topic, ...answer })
}

/** Whether mail on this topic may not be sent: the last word about it was no, or nothing was said about it since a no to all. */
export function isOptedOut(topics: Turn['state']['topics'], topic: string | undefined): boolean {
  const said = topic !== undefined && Object.hasOwn(topics, topic) ? topics[topic] : topics[everyTopic]
  return said?.subscribed === false
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
