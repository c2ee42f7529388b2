// Attributes, lists and topics, folded naively from the whole history: docs/reference/conditions.md, "Attributes".

import type { Json, JsonObject } from '../../model/json.ts'
import { commands, firstSeenAt, type History } from './history.ts'

/** All attributes as they were from an instant on. */
export interface Snapshot {
  readonly at: number
  readonly attributes: JsonObject
}

/** Every change that was taken in, in order of arrival, from "none since first seen" on. */
export function attributeSnapshots(history: History): Snapshot[] {
  const setAt: Record<string, number> = {}
  const snapshots: Snapshot[] = [{ at: firstSeenAt(history), attributes: {} }]
  for (const { name, value, at } of attributeChanges(history)) {
    if (at < (setAt[name] ?? Number.NEGATIVE_INFINITY)) continue
    const { [name]: previous, ...others } = (snapshots.at(-1) as Snapshot).attributes
    if (value === null && previous === undefined) continue
    setAt[name] = at
    snapshots.push({ at, attributes: value === null ? others : { ...others, [name]: value } })
  }
  return snapshots
}

/** The attributes after everything in the history. */
export function currentAttributes(history: History): JsonObject {
  return (attributeSnapshots(history).at(-1) as Snapshot).attributes
}

function attributeChanges(history: History): { name: string; value: Json; at: number }[] {
  return history.flatMap((input) => {
    if (input.kind === 'event') {
      return Object.entries(input.event.traits ?? {}).map(([name, value]) => ({ name, value, at: input.event.occurredAt }))
    }
    if (input.kind !== 'command' || input.command.do !== 'set attributes') return []
    const removed = (input.command.unset ?? []).map((name): [string, Json] => [name, null])
    return [...Object.entries(input.command.set), ...removed].map(([name, value]) => ({ name, value, at: input.at }))
  })
}

/** True when the last word about the list was to join it. */
export function isOnList(history: History, list: string): boolean {
  const words = commands(history).flatMap(({ command }) => ('list' in command && command.list === list ? [command.do] : []))
  return words.at(-1) === 'join list'
}

/** Whether there is a yes to the topic on the channel. */
export function isSubscribed(history: History, topic: string, channel = 'email'): boolean {
  const words = commands(history).flatMap(({ at, command }) => ('topic' in command ? [{ at, ...command, channel: command.channel ?? 'email' }] : []))
  const mail = words.filter((word) => word.channel === 'email')
  const isNoToAll = (word: (typeof words)[number]): boolean => word.topic === 'all' && word.do === 'unsubscribe'
  const lastByMail = (about: string) => mail.findLast((word) => word.topic === about || isNoToAll(word))?.do
  if (channel === 'email') return lastByMail(topic) === 'subscribe'
  if (mail.some((word) => word.topic === channel) && lastByMail(channel) === 'unsubscribe') return false
  const there = words.filter((word) => word.channel === channel)
  // A yes to everything on a channel speaks for the topics that were never spoken of there.
  const about = there.some((word) => word.topic === topic) ? topic : 'all'
  const own = there.findLast((word) => word.topic === about || isNoToAll(word))
  if (own === undefined) return lastByMail(topic) === 'subscribe' && lastByMail(channel) === 'subscribe'
  const all = mail.findLast((word) => word.topic === 'all')
  return own.do === 'subscribe' && !(all?.do === 'unsubscribe' && all.at >= own.at)
}
