// Knows people who were erased again when an import or an event brings them back, and has the engine suppress the address until the person
// says yes anew. The engine is told by a command, which stands in the log like any other.

import type { Group } from './group.ts'
import type { Member } from './ledger.ts'
import { inputLine } from './log-entry.ts'

const erasedReason = 'the person was erased'

/** The address and the number that a subscriber has. */
export function reachedAt({ state }: Member): Reached {
  const { email, phone } = state.attributes
  return { email: typeof email === 'string' ? email : undefined, sms: typeof phone === 'string' ? phone : undefined }
}

export interface Reached {
  readonly email: string | undefined
  readonly sms: string | undefined
}

/** Whether the input that was just applied gave the subscriber an address that has to be held against the tombstones. */
export function mustAskTombstones({ ledger }: Group, member: Member, before: Reached): boolean {
  if (!ledger.hasTombstones) return false
  const now = reachedAt(member)
  return isNew(now.email, before.email) || isNew(now.sms, before.sms)
}

function isNew(now: string | undefined, before: string | undefined): boolean {
  return now !== undefined && now !== before
}

/** Suppresses what is new of the subscriber's address and number, when it or the userId is that of somebody who was erased. */
export async function suppressErased(
  group: Group,
  member: Member,
  { before, userId }: { readonly before: Reached; readonly userId: string | undefined },
): Promise<void> {
  const { tombstones, store } = group.ledger
  if (tombstones === undefined) return
  const now = reachedAt(member)
  for (const channel of ['email', 'sms'] as const) {
    const address = now[channel]
    if (address === undefined || address === before[channel]) continue
    const hashes = [tombstones.ofAddress(address), ...(userId === undefined ? [] : [tombstones.ofUserId(userId)])]
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
  const { tombstones, store, hasTombstones } = group.ledger
  if (tombstones === undefined || !hasTombstones) return
  const identities = [...(await store.identitiesOf(member.number)), ...group.roster.newIdentitiesOf(member.number)]
  const userIds = identities.flatMap((identity) => (identity.startsWith('u:') ? [identity.slice(2)] : []))
  const addresses = Object.values(reachedAt(member)).filter((address) => address !== undefined)
  for (const { hash } of tombstones.of({ userIds, addresses }, member.state.now)) group.liftedTombstones.add(hash)
}
