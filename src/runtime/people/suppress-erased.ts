// Knows people who were erased again, however their address comes back: by an event, an import, a command, a merge, a step of a journey that sets
// it, or a new version that everybody takes over. It has the engine suppress the address until the person says yes anew. The engine is told by a
// command, which stands in the log like any other.

import { inputLine } from '../log-entry.ts'
import type { Group } from '../writing/group.ts'
import type { Member } from '../writing/ledger.ts'
import { type Reached, reachedAt } from './reached-at.ts'

const erasedReason = 'the person was erased'
const nowhere: Reached = { email: undefined, sms: undefined }

/** A userId leads to somebody who may have an address already. */
export function noteNewUserId(group: Group, member: Member): void {
  if (group.ledger.hasTombstones) group.newlyReached.set(member, nowhere)
}

/** Suppresses what is new of somebody's address and number, where it or a userId is that of somebody who was erased. */
export async function suppressErased(group: Group, member: Member, before: Reached): Promise<void> {
  const { tombstones, store } = group.ledger
  // Whoever was merged into somebody meanwhile is asked about as that one.
  if (tombstones === undefined || !group.ledger.hasTombstones || member.damage !== undefined || group.roster.follow(member.number) !== member.number) return
  const now = reachedAt(member.state.attributes)
  const userIds = await userIdsOf(group, member)
  for (const channel of ['email', 'sms'] as const) {
    const address = now[channel]
    if (address === undefined || address === before[channel]) continue
    const hashes = [tombstones.ofAddress(address), ...userIds.map((userId) => tombstones.ofUserId(userId))]
    const counting = hashes.filter((hash) => !group.liftedTombstones.has(hash))
    if ((await store.tombstones(counting)).length === 0) continue
    const at = member.state.now
    const command = { do: 'suppress', reason: erasedReason, channel } as const
    const input = { kind: 'command', at, command, source: 'system', position: group.nextPosition } as const
    group.decide(member, input)
    group.record(member, { at, ...inputLine(input) })
  }
}

/** The person said yes anew: from now on these addresses and ids are like any others. */
export async function liftTombstones(group: Group, member: Member): Promise<void> {
  const { tombstones, hasTombstones } = group.ledger
  if (tombstones === undefined || !hasTombstones) return
  const addresses = Object.values(reachedAt(member.state.attributes)).filter((address) => address !== undefined)
  for (const { hash } of tombstones.of({ userIds: await userIdsOf(group, member), addresses }, member.state.now)) group.liftedTombstones.add(hash)
}

/** All that lead to somebody, those that this group gave among them. */
async function userIdsOf(group: Group, { number }: Member): Promise<readonly string[]> {
  const { roster, ledger } = group
  const kept = (await Promise.all(roster.numbersOf({ number }).map((one) => ledger.store.identitiesOf(one)))).flat()
  const identities = new Set([...kept, ...roster.newIdentitiesOf(number)])
  return [...identities].flatMap((identity) => (identity.startsWith('u:') ? [identity.slice(2)] : []))
}
