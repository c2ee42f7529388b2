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

/** True when the last word about the topic was yes, and no no to everything came after it. */
export function isSubscribed(history: History, topic: string): boolean {
  const words = commands(history).flatMap(({ command }) => ('topic' in command ? [command] : []))
  const last = words.findLast((word) => word.topic === topic || (word.topic === 'all' && word.do === 'unsubscribe'))
  return last?.do === 'subscribe'
}
