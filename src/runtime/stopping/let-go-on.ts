// Visits one subscriber because a pause has ended: whoever stood still has no deadline that would wake them. Nobody else is touched.

import type { SubscriberNumber } from '../store.ts'
import { applyTime } from '../writing/apply-time.ts'
import type { Group } from '../writing/group.ts'

/** Lets a subscriber live through the end of a pause; whoever it does not concern lives through it when something else happens. */
export async function letGoOn(group: Group, number: SubscriberNumber, horizon: number): Promise<void> {
  const member = group.roster.member(group.roster.follow(number))
  if (member === undefined || member.damage !== undefined) return
  const { pauses } = group.ledger.program
  const coming = pauses.changes.slice(member.state.pauses)
  const { enrollments } = member.state
  if (!coming.some(({ journey }) => enrollments.some((one) => one.journey === journey))) return
  for (const { at } of coming) {
    member.deadline = Math.min(member.deadline, Math.max(at, member.state.now))
    await applyTime(group, member, horizon)
  }
}
