// Lets time pass for one subscriber: every deadline up to the horizon, each as an input of its own at its own instant, so
// that a decision never depends on how late the writer came to it. Leaves no line in the log: it follows from the others.

import { limits } from '../../model/limits.ts'
import { settleReached } from '../people/one-address.ts'
import type { Group } from './group.ts'
import { isOpen, type Member } from './ledger.ts'

/** Applies the deadlines at or before the horizon. At virtual pace it stops where a message has to be handed over first. */
export async function applyTime(group: Group, member: Member, horizon: number): Promise<void> {
  while (member.deadline <= horizon && !isHeldUp(group, member, member.deadline)) {
    const at = member.deadline
    try {
      group.decide(member, { kind: 'time', at })
      await settleReached(group)
      if (member.deadline <= at) postpone(group, member, 'the engine names a deadline that has passed')
    } catch (error) {
      postpone(group, member, await group.afterPoison(error))
    }
  }
}

/** At virtual pace: whether a message of the subscriber has to be dealt with before time reaches this instant. */
export function isHeldUp(group: Group, member: Member, instant: number): boolean {
  const { ledger, deliveries } = group
  if (ledger.pace === 'live') return false
  for (const number of group.roster.numbersOf(member)) {
    for (const [key, dueAt] of ledger.open.get(number) ?? []) if (dueAt <= instant && !deliveries.has(key)) return true
  }
  for (const delivery of deliveries.values()) {
    if (isOpen(delivery) && delivery.dueAt <= instant && group.roster.follow(delivery.subscriber) === member.number) return true
  }
  return false
}

/** Nothing may stop the clock of everybody else: this subscriber's is looked at again later, or with its next input. */
function postpone(group: Group, member: Member, reason: string): void {
  const body = JSON.stringify({ kind: 'time', subscriber: member.number, at: member.deadline })
  group.setAside({ receivedAt: group.now, source: 'engine', reason, body })
  member.deadline = group.now + limits.poisonedDeadlineMs
  group.touch(member)
}
