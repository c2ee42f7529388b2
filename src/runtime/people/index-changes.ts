// What a commit changes in the store's index of addresses: only what is another than at the last commit, because most commits change none.

import type { Commit, ReachChange, SubscriberNumber } from '../store.ts'
import type { Member } from '../writing/ledger.ts'
import { addressesOf } from './addresses-of.ts'

/** `vouched`: mail addresses that were vouched for in this group. */
export function indexChanges(members: readonly Member[], vouched: ReadonlyMap<SubscriberNumber, string>): Pick<Commit, 'reach' | 'suppressed'> {
  const reach: ReachChange[] = []
  const suppressed: { subscriber: SubscriberNumber; addresses: Member['state']['suppressed'] }[] = []
  for (const { number, state, indexed, damage } of members) {
    if (damage !== undefined) continue
    const now = addressesOf(state)
    for (const channel of ['email', 'sms'] as const) {
      const address = now[channel]
      const isVouched = channel === 'email' && address !== undefined && vouched.get(number) === address
      if (address !== indexed.reached[channel] || isVouched) reach.push({ subscriber: number, channel, address, isVouched })
    }
    const isSame = state.suppressed === indexed.suppressed || (state.suppressed.length === 0 && indexed.suppressed.length === 0)
    if (!isSame) suppressed.push({ subscriber: number, addresses: state.suppressed })
  }
  return { reach, suppressed }
}
