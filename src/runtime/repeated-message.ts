// Whether a subscriber's message was received before. The fingerprints say "certainly new" or "perhaps"; a "perhaps" is
// settled by the log itself: the subscriber's own lines are read backwards until the same messageId or the edge of the window.

import type { Group, Walk } from './group.ts'
import type { Member } from './ledger.ts'
import { arrivalOf, inputOf } from './log-entry.ts'
import { fingerprintOf, firstDay, isRecent, movedOutDay } from './recent-messages.ts'
import type { LogEntry, Store } from './store.ts'

const dayMs = 86_400_000
const firstPage = 100

/** True when the messageId was received within the window. Usually answers at once; a promise only when the store must be asked. */
export function isRepeated(group: Group, member: Member, messageId: string, now: number): boolean | Promise<boolean> {
  const fingerprint = fingerprintOf(messageId)
  if (isRecent(member.recent, fingerprint)) return isInLog(group, member, messageId, now)
  if (movedOutDay(member.recent) < firstDay(now)) return false
  return wasMovedOut(group, member, { messageId, fingerprint }, now)
}

async function wasMovedOut(group: Group, member: Member, message: { messageId: string; fingerprint: number }, now: number): Promise<boolean> {
  const numbers = group.roster.numbersOf(member)
  let wasSeen = group.seen.some((row) => row.fingerprint === message.fingerprint && numbers.includes(row.subscriber))
  for (const number of wasSeen ? [] : numbers) wasSeen ||= await group.ledger.store.wasSeen(number, message.fingerprint, firstDay(now))
  return wasSeen && isInLog(group, member, message.messageId, now)
}

async function isInLog(group: Group, member: Member, messageId: string, now: number): Promise<boolean> {
  if (group.receivedHere(member, messageId)) return true
  const oldest = firstDay(now) * dayMs
  const walks = group.walksOf(member)
  for (const walk of walks) await walkBack(group.ledger.store, walk, messageId, oldest)
  return walks.some((walk) => walk.ids.has(messageId)) || isInOthersLog(group, member, messageId, oldest)
}

/** Whoever was one with somebody may have what they sent as one in the other's history, and the device may be either's by now. */
async function isInOthersLog({ ledger, roster }: Group, { number }: Member, messageId: string, oldest: number): Promise<boolean> {
  const { apart, store } = ledger
  const others = apart.flatMap(([from, into]) => (from === number ? into : into === number ? from : []))
  for (const row of others.length === 0 ? [] : await store.load(others.map((other) => roster.follow(other)))) {
    const walk: Walk = { head: row?.head ?? 0, ids: new Set(), read: 0, isComplete: row === undefined }
    await walkBack(store, walk, messageId, oldest)
    if (walk.ids.has(messageId)) return true
  }
  return false
}

/**
 * Reads a chain as far back as needed. What was read stays with the group, so that a client that repeats a whole batch
 * costs one walk and not one per message.
 */
async function walkBack(store: Store, walk: Walk, messageId: string, oldest: number): Promise<void> {
  while (!walk.ids.has(messageId) && !walk.isComplete) {
    const page = walk.read === 0 ? firstPage : walk.read * 10
    const entries = await store.history(walk.head, page)
    for (const entry of entries.slice(walk.read)) addId(walk.ids, entry, oldest)
    // Positions fall along the walk, merged chains included, and instants of receipt fall with them but for clocks that differ by moments.
    const last = entries.at(-1)
    walk.isComplete = last === undefined || entries.length < page || last.receivedAt < oldest - dayMs
    walk.read = entries.length
  }
}

function addId(ids: Set<string>, entry: LogEntry, oldest: number): void {
  if (entry.receivedAt < oldest) return
  const arrival = arrivalOf(entry)
  const messageId = arrival === undefined ? commandIdOf(entry) : arrival.event.messageId
  if (messageId !== undefined) ids.add(messageId)
}

function commandIdOf(entry: LogEntry): string | undefined {
  const input = inputOf(entry)
  return input?.kind === 'command' && 'messageId' in input.command ? input.command.messageId : undefined
}
