// Whether a subscriber has a userId, which is asked of the store at most once while the subscriber is in memory. It decides nothing.

import type { Group } from '../writing/group.ts'
import type { Member } from '../writing/ledger.ts'

/** True for somebody who was ever named by a userId. */
export async function isKnownUser(group: Group, member: Member): Promise<boolean> {
  if (member.isKnownUser === undefined) {
    const identities = await group.ledger.store.identitiesOf(member.number)
    member.isKnownUser = identities.some((identity) => identity.startsWith('u:'))
  }
  return member.isKnownUser
}
