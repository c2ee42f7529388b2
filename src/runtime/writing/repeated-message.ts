// Whether a subscriber's message was received before. The fingerprints say "certainly new" or "perhaps"; a "perhaps" is
// settled by the log itself: the subscriber's own lines are read backwards until the same messageId or the edge of the window.

import { arrivalOf, inputOf } from '../log-entry.ts'
import type { LogEntry, Store, SubscriberNumber } from '../store.ts'
import type { Group, Walk } from './group.ts'
import type { Member } from './ledger.ts'
import { firstDay, isRecent, movedOutDay } from './recent-messages.ts'

const dayMs = 86_400_000
const firstPage = 100

/** The fingerprint is the id's; whoever asks needs it again when the message is taken in. */
export interface Message {
  readonly messageId: string
  readonly fingerprint: number
}

/** True when the messageId was received within the window. Usually answers at once; a promise only when the store must be asked. */
export function isRepeated(group: Group, member: Member, message: Message, now: number): boolean | Promise<boolean> {
  const own = isOwnRepetition(group, member, message, now)
  const others = group.ledger.apartFrom.size === 0 ? undefined : group.ledger.apartFrom.get(member.number)
  return others === undefined || own === true ? own : isOneOfTheOthers(group, others, { message, own, now })
}

function isOwnRepetition(group: Group, member: Member, message: Message, now: number): boolean | Promise<boolean> {
  if (isRecent(member.recent, message.fingerprint)) return isInLog(group, member, message.messageId, now)
  if (movedOutDay(member.recent) < firstDay(now)) return false
  return wasMovedOut(group, member, message, now)
}

async function wasMovedOut(group: Group, member: Member, message: Message, now: number): Promise<boolean> {
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
  return walks.some((walk) => walk.ids.has(messageId))
}

interface Asked {
  readonly message: Message
  /** What their own log says. */
  readonly own: boolean | Promise<boolean>
  readonly now: number
}

/** Whoever was one with somebody may have sent it as the other, and the device may be either's by now. */
async function isOneOfTheOthers(group: Group, others: readonly SubscriberNumber[], { message, own, now }: Asked): Promise<boolean> {
  if (await own) return true
  await group.roster.bring(others.map((other) => group.roster.follow(other)))
  for (const other of others) {
    const member = group.roster.member(group.roster.follow(other))
    if (member !== undefined && (await isOwnRepetition(group, member, message, now))) return true
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
