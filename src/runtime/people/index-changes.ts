// What a commit changes in the store's index of addresses: only what is another than at the last commit, because most commits change none.

import type { Commit, ReachChange, SubscriberNumber } from '../store.ts'
import type { Member } from '../writing/ledger.ts'
import { addressesOf } from './addresses-of.ts'

/** `vouched`: mail addresses that were vouched for in this group. */
export function indexChanges(members: readonly Member[], vouched: ReadonlyMap<SubscriberNumber, string>): Pick<Commit, 'reach' | 'suppressed'> {
  const reach: ReachChange[] = []
  const suppressed: { subscriber: SubscriberNumber; addresses: Member['state']['suppressed'] }[] = []
  for (const member of members) {
    const { number, state, indexed, damage } = member
    if (damage !== undefined) continue
    const { email, phone } = state.attributes
    // Whether it is an address takes long to tell, so it is asked only where another is said.
    if (email !== indexed.email || phone !== indexed.phone || vouched.has(number)) reach.push(...reachChanges(member, vouched.get(number)))
    const isSame = state.suppressed === indexed.suppressed || (state.suppressed.length === 0 && indexed.suppressed.length === 0)
    if (!isSame) suppressed.push({ subscriber: number, addresses: state.suppressed })
  }
  return { reach, suppressed }
}

function reachChanges({ number, state, indexed: { email, phone } }: Member, vouchedFor: string | undefined): readonly ReachChange[] {
  const now = addressesOf(state)
  const before = addressesOf({ attributes: { ...(email !== undefined && { email }), ...(phone !== undefined && { phone }) } })
  const changes: ReachChange[] = []
  for (const channel of ['email', 'sms'] as const) {
    const address = now[channel]
    const isVouched = channel === 'email' && address !== undefined && vouchedFor === address
    if (address !== before[channel] || isVouched) changes.push({ subscriber: number, channel, address, isVouched })
  }
  return changes
}
