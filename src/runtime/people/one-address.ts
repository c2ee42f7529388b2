// One address, several people. Two accounts with one mailbox, or a newsletter and an account that do not know of each other: what is said about
// the address holds for everybody who has it, what is said about a person for that person.
//
// - A no by a link of a mail, and an address that is not written to any more, hold for all of them; a suppression is lifted for all of them.
// - A yes is one person's. Whoever confirmed an address and has no userId becomes the one user of whom a server, or the reader of the mails there,
//   said that the address is theirs. Where two users have it, nobody can tell who was meant: then it stays with the address.
// - What a page says about an address proves nothing. The device from which somebody filled in a form does not come along to a user.
//
// Everything that follows is a command or a merge of its own, which stands in the log like any other.

import type { Suppression } from '../../engine/state.ts'
import type { Command } from '../../model/input.ts'
import { limits } from '../../model/limits.ts'
import { sentence } from '../../model/sentence.ts'
import { inputLine } from '../log-entry.ts'
import type { CommandRequest } from '../requests.ts'
import type { Identity } from '../store.ts'
import type { Group } from '../writing/group.ts'
import type { Member } from '../writing/ledger.ts'
import { addressesOf } from './addresses-of.ts'
import { identitiesLeadingTo, mergeSubscribers } from './identity.ts'
import { isKnownUser } from './known-user.ts'
import { suppressErased } from './suppress-erased.ts'
import { wereTakenApart } from './were-taken-apart.ts'

/** Who is known by nothing but an address that a form named: the id is a keyed hash of it, which nobody can guess. */
export function isAddressIdentity(identity: Identity): boolean {
  return /^a:address-[0-9a-f]{40}$/.test(identity)
}

/** What follows for everybody whom this group's inputs gave an address or number, however that came: whether it may be written to. */
export async function settleReached(group: Group): Promise<void> {
  for (const [member, before] of group.newlyReached) {
    group.newlyReached.delete(member)
    // Whoever was merged into somebody meanwhile is asked about as that one.
    if (member.damage !== undefined || group.roster.follow(member.number) !== member.number) continue
    await suppressErased(group, member, before)
    const now = addressesOf(member.state)
    for (const channel of ['email', 'sms'] as const) {
      const address = now[channel]
      if (address === undefined || address === before[channel]?.toLowerCase()) continue
      group.noteAddress(address, member)
      await suppressAlike(group, member, { channel, address })
    }
  }
}

/** Whether it would be news that somebody's mail address is theirs. */
export function mustVouch(member: Member): boolean {
  const { email } = addressesOf(member.state)
  return email !== undefined && email !== member.vouchedFor
}

/** A server, or the reader of the mails there, said that the mail address is theirs: whoever only had the address becomes its one user. Whom the member is part of now. */
export async function vouch(group: Group, member: Member): Promise<Member> {
  const { email } = addressesOf(member.state)
  if (email === undefined) return member
  group.vouched.set(member.number, email)
  member.vouchedFor = email
  group.touch(member)
  return gather(group, member, email)
}

/** The address is not written to elsewhere: nor is it here. */
export async function suppressAlike(
  group: Group,
  member: Member,
  { channel, address }: { readonly channel: 'email' | 'sms'; readonly address: string },
): Promise<void> {
  if (member.state.suppressed.some((one) => one.address === address)) return
  const here = group.suppressions.get(address)
  const [kept] = here === undefined ? await group.ledger.store.suppressions({ address, limit: 1 }) : []
  const reason = here === undefined ? kept?.reason : here.reason
  if (reason !== undefined) await tell(group, member, { do: 'suppress', reason, channel, address })
}

/** After a change: what it said about addresses holds for everybody who has them. */
export async function spreadSuppressions(group: Group, member: Member, before: readonly Suppression[]): Promise<void> {
  const after = member.state.suppressed
  if (after === before) return
  for (const { address, reason } of after) {
    if (before.some((one) => one.address === address)) continue
    group.suppressions.set(address, { reason })
    for (const other of await othersAt(group, member, address)) {
      await tell(group, other, { do: 'suppress', reason, channel: address.includes('@') ? 'email' : 'sms', address })
    }
  }
  for (const { address } of before) {
    if (after.some((one) => one.address === address)) continue
    group.suppressions.set(address, { reason: undefined })
    const owners = (await group.ledger.store.suppressions({ address, limit: limits.sharedAddress })).map(({ subscriber }) => subscriber)
    for (const other of [...(await bring(group, owners)), ...(await othersAt(group, member, address))]) {
      if (other !== member && other.state.suppressed.some((one) => one.address === address)) {
        await tell(group, other, { do: 'lift suppression', channel: address.includes('@') ? 'email' : 'sms', address })
      }
    }
  }
}

/** A no by the link of a message is the word of whoever reads what comes to the address. */
export async function spreadNo(group: Group, member: Member, { command, source }: CommandRequest): Promise<void> {
  if (command.do !== 'unsubscribe' || source !== 'link') return
  const { message: _, messageId: __, ...word } = command
  const isSms = word.channel === 'sms' || word.topic === 'sms'
  if (word.channel === 'popup' || word.topic === 'popup') return
  const address = addressesOf(member.state)[isSms ? 'sms' : 'email']
  if (address === undefined) return
  for (const other of await othersAt(group, member, address)) await tell(group, other, word, 'link')
}

/** The one user of whom a server, or the reader of the mails there, said that the address is theirs; undefined when there is none or more than one. */
export async function userAt(group: Group, address: string): Promise<Member | undefined> {
  const users = (await vouchedAt(group, address)).filter(({ isUser }) => isUser)
  return users.length === 1 ? users[0]?.member : undefined
}

/** Who only has the address becomes its one user; devices stay behind. Whom the member is part of now. */
async function gather(group: Group, member: Member, address: string): Promise<Member> {
  const vouched = await vouchedAt(group, address)
  const [user, ...otherUsers] = vouched.filter(({ isUser }) => isUser)
  if (user === undefined || otherUsers.length > 0) return member
  let here = member
  for (const { member: one, isUser } of vouched) {
    if (isUser) continue
    const identities = await identitiesLeadingTo(group, one)
    if (!identities.some(isAddressIdentity) || (await wereTakenApart(group, user.member, one))) continue
    await leaveDevices(group, one, identities)
    const merge = { into: user.member, from: one, at: group.now, because: sentence('address-confirmed') }
    const merged = await mergeSubscribers(group, merge)
    if (one === here) here = merged
  }
  return here
}

/** Whoever uses them now is not known: they are somebody else until a userId is given there. */
async function leaveDevices(group: Group, from: Member, identities: readonly Identity[]): Promise<void> {
  const devices = identities.filter((identity) => !isAddressIdentity(identity))
  if (devices.length === 0) return
  const visitor = group.create(group.now)
  for (const device of devices) group.roster.identify(device, visitor)
  const because = sentence('form-without-device')
  // Everybody has a line in the log, so that everybody can be made again from it.
  await tell(group, visitor, { do: 'look again' })
  group.note(visitor, { kind: 'told apart', at: group.now, from: from.state.id, because })
}

async function vouchedAt(group: Group, address: string): Promise<{ readonly member: Member; readonly isUser: boolean }[]> {
  const kept = await group.ledger.store.reachedAt(address, limits.sharedAddress)
  const vouched = new Set(kept.filter(({ isVouched }) => isVouched).map(({ subscriber }) => group.roster.follow(subscriber)))
  for (const [number, one] of group.vouched) if (one === address) vouched.add(group.roster.follow(number))
  const members = (await membersAt(group, address)).filter(({ number }) => vouched.has(number))
  return Promise.all(members.map(async (member) => ({ member, isUser: await isKnownUser(group, member) })))
}

async function othersAt(group: Group, member: Member, address: string): Promise<readonly Member[]> {
  return (await membersAt(group, address)).filter((one) => one !== member)
}

/** Everybody who is reached there as things stand, in order of number. */
async function membersAt(group: Group, address: string): Promise<readonly Member[]> {
  const kept = (await group.ledger.store.reachedAt(address, limits.sharedAddress)).map(({ subscriber }) => subscriber)
  const members = await bring(group, [...kept, ...group.membersNotedAt(address)])
  return members.filter(({ state, damage }) => damage === undefined && Object.values(addressesOf(state)).includes(address))
}

/** Those who are still somebody of their own, each once, in order of number. */
async function bring(group: Group, numbers: readonly number[]): Promise<readonly Member[]> {
  const followed = [...new Set(numbers.map((number) => group.roster.follow(number)))].sort((one, other) => one - other)
  await group.roster.bring(followed)
  return followed.flatMap((number) => group.roster.member(number) ?? [])
}

/** Poison about one of them is kept and said; it is no reason to refuse the word about the others. */
async function tell(group: Group, member: Member, command: Command, source: 'system' | 'link' = 'system'): Promise<void> {
  const at = Math.max(group.now, member.state.now)
  const input = { kind: 'command', at, command, source, position: group.nextPosition } as const
  try {
    group.decide(member, input)
    group.record(member, { at, ...inputLine(input) })
  } catch (error) {
    const reason = await group.afterPoison(error)
    group.setAside({ receivedAt: group.now, source: 'engine', reason, body: JSON.stringify({ identity: { subscriber: member.number }, command, source }) })
  }
}
