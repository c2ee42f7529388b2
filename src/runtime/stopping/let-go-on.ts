// Visits one subscriber because a pause has ended: whoever stood still has no deadline that would wake them. Nobody else is touched.

import { staleMessage } from '../../engine/pauses.ts'
import type { SubscriberNumber } from '../store.ts'
import { applyTime } from '../writing/apply-time.ts'
import type { Group } from '../writing/group.ts'
import type { Member } from '../writing/ledger.ts'
import { isHeldBack } from './stop-switches.ts'

/** Lets a subscriber live through the end of a pause; whoever it does not concern lives through it when something else happens. */
export async function letGoOn(group: Group, number: SubscriberNumber, horizon: number): Promise<void> {
  const member = group.roster.member(group.roster.follow(number))
  if (member === undefined || member.damage !== undefined) return
  const { pauses } = group.ledger.program
  const coming = pauses.changes.slice(member.state.pauses)
  const { enrollments } = member.state
  if (coming.some(({ journey }) => enrollments.some((one) => one.journey === journey))) {
    for (const { at } of coming) {
      member.deadline = Math.min(member.deadline, Math.max(at, member.state.now))
      await applyTime(group, member, horizon)
    }
  }
  // Also of who lived through it already, because something else happened to them before this visit.
  await askAboutStale(group, member)
}

/** What was tried in vain and would be tried again later is asked about now: it is stale, and nobody has to wait for hours to see that it is not sent. */
async function askAboutStale(group: Group, member: Member): Promise<void> {
  const stale = member.state.enrollments.flatMap(({ pending }) => pending.filter(({ cancelled }) => cancelled === staleMessage))
  for (const { key } of stale) {
    const delivery = group.deliveries.get(key) ?? (await group.ledger.store.delivery(key))
    if (delivery?.status !== 'waiting' || delivery.attempts === 0 || delivery.dueAt <= group.now || isHeldBack(delivery)) continue
    group.deliveries.set(key, { ...delivery, dueAt: group.now, reason: undefined })
  }
}
