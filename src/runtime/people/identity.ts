// Who an arrival is about. "u:" + userId and "a:" + anonymousId lead to subscribers; somebody anonymous who gives a userId
// becomes that user, with everything remembered of both. Two users on one device are never merged: the anonymousId then
// follows whoever used it last. Every merge and every refusal to merge is recorded as a decision.

import type { Arrival } from '../../model/arrival.ts'
import { sentence } from '../../model/sentence.ts'
import { mergeName } from '../log-entry.ts'
import type { Identity } from '../store.ts'
import { type Group, PoisonInput } from '../writing/group.ts'
import type { Member } from '../writing/ledger.ts'
import { dayOf, joinMessages } from '../writing/recent-messages.ts'
import { addressesOf } from './addresses-of.ts'
import { bringsOtherAddress } from './known-address.ts'
import { isKnownUser } from './known-user.ts'
import { noteNewUserId } from './suppress-erased.ts'
import { wereTakenApart } from './were-taken-apart.ts'

/** Identities of one input, at least one of them, and whether a stranger may have given them. */
export type Identified = Pick<Arrival, 'userId' | 'anonymousId' | 'previousId' | 'fromBrowser'>

export const userIdentity = (userId: string): Identity => `u:${userId}`
export const anonymousIdentity = (anonymousId: string): Identity => `a:${anonymousId}`

/** Everything that has to be resolved before `identify` is asked. */
export function identitiesOf(input: Identified, into: Identity[]): void {
  if (input.userId !== undefined) into.push(userIdentity(input.userId))
  if (input.anonymousId !== undefined) into.push(anonymousIdentity(input.anonymousId))
  if (input.previousId !== undefined) into.push(anonymousIdentity(input.previousId), userIdentity(input.previousId))
}

/** Whom the identities lead to as things stand; undefined for somebody new. Changes nothing. */
export function whoIs(group: Group, input: Identified): Member | undefined {
  const user = input.userId === undefined ? undefined : group.roster.find(userIdentity(input.userId))
  const number = user ?? (input.anonymousId === undefined ? undefined : group.roster.find(anonymousIdentity(input.anonymousId)))
  return number === undefined ? undefined : group.roster.member(number)
}

/**
 * The subscriber that the input is about, made, named or merged as needed. Usually answers at once; a promise only when it
 * has to be asked whether an anonymous subscriber has a userId already.
 */
export function identify(group: Group, input: Identified, at: number): Member | Promise<Member> {
  if (input.previousId !== undefined && input.userId !== undefined) return identifyAlias(group, input.userId, input, at)
  const user = input.userId === undefined ? undefined : lookUp(group, userIdentity(input.userId))
  const anonymous = input.anonymousId === undefined ? undefined : lookUp(group, anonymousIdentity(input.anonymousId))
  if (user !== undefined && (user === anonymous || input.anonymousId === undefined)) return user
  if (anonymous !== undefined && input.userId === undefined) return anonymous
  if (anonymous !== undefined) return identifyDevice(group, input, { user, anonymous, at })
  const member = user ?? group.create(at)
  if (user === undefined && input.userId !== undefined) group.roster.identify(userIdentity(input.userId), member)
  if (input.anonymousId !== undefined) group.roster.identify(anonymousIdentity(input.anonymousId), member)
  return member
}

/** A user on a device that is known already, but not as that user's. */
async function identifyDevice(group: Group, input: Identified, known: { user: Member | undefined; anonymous: Member; at: number }): Promise<Member> {
  const { user, anonymous, at } = known
  const { userId, anonymousId } = input as Required<Identified>
  const isOthers = await isKnownUser(group, anonymous)
  const isApart = user !== undefined && (await wereTakenApart(group, user, anonymous))
  const isDoubtful = !isOthers && !isApart && input.fromBrowser === true && user !== undefined && bringsOtherAddress(user, anonymous)
  if (!isOthers && !isApart && !isDoubtful) {
    if (user !== undefined) return mergeSubscribers(group, { into: user, from: anonymous, at, because: sentence('same-device') })
    group.roster.identify(userIdentity(userId), anonymous)
    noteNewUserId(group, anonymous)
    return anonymous
  }
  const member = user ?? group.create(at)
  if (user === undefined) group.roster.identify(userIdentity(userId), member)
  group.roster.identify(anonymousIdentity(anonymousId), member)
  const because = whyApart({ isOthers, isApart })
  group.note(member, { kind: 'told apart', at, from: anonymous.state.id, because })
  return member
}

function whyApart({ isOthers, isApart }: { readonly isOthers: boolean; readonly isApart: boolean }): string {
  if (isOthers) return sentence('device-of-another')
  return sentence(isApart ? 'merge-taken-back' : 'browser-address')
}

/** `alias`: whoever was known by the previous identity is this user. */
async function identifyAlias(group: Group, userId: string, input: Identified, at: number): Promise<Member> {
  const previousId = input.previousId ?? ''
  const because = sentence('said-the-same')
  let member = lookUp(group, userIdentity(userId))
  const byAnonymous = lookUp(group, anonymousIdentity(previousId))
  const isOthersDevice = byAnonymous !== undefined && byAnonymous !== member && (await isKnownUser(group, byAnonymous))
  for (const previous of [isOthersDevice ? undefined : byAnonymous, lookUp(group, userIdentity(previousId))]) {
    if (previous === undefined || previous === member) continue
    if (member === undefined) {
      member = previous
      group.roster.identify(userIdentity(userId), member)
      noteNewUserId(group, member)
    } else if (await wereTakenApart(group, member, previous)) {
      group.note(member, { kind: 'told apart', at, from: previous.state.id, because: sentence('merge-taken-back') })
    } else member = await mergeSubscribers(group, { into: member, from: previous, at, because })
  }
  if (member === undefined) {
    member = group.create(at)
    group.roster.identify(userIdentity(userId), member)
  }
  if (isOthersDevice) group.note(member, { kind: 'told apart', at, from: byAnonymous.state.id, because: sentence('previous-of-another') })
  else if (byAnonymous === undefined) group.roster.identify(anonymousIdentity(previousId), member)
  return member
}

/** Makes one subscriber of two: state, waits and cart by the engine; history, message ids and identities here. */
export async function mergeSubscribers(group: Group, merge: { into: Member; from: Member; at: number; because: string }): Promise<Member> {
  const { into, from, because } = merge
  const at = Math.max(merge.at, into.state.now, from.state.now)
  // Brings the other up to the program in force, so that both states speak of the same memories.
  group.decide(from, { kind: 'time', at: from.state.now })
  if (into.damage !== undefined) throw new PoisonInput(into, into.damage.reason)
  const other = group.ledger.engine.serializeState(from.state)
  group.decide(into, { kind: 'merge', at, other, because })
  group.record(into, { at, name: mergeName, body: JSON.stringify({ from: from.number, because }), merged: from.head })
  await keepVouched(group, into, from)
  const identities = await identitiesLeadingTo(group, from)
  const { recent, moved } = joinMessages(into.recent, from.recent, dayOf(at))
  into.recent = recent
  group.moveOut(into, moved)
  group.absorb(into, from, identities)
  return into
}

/** An address that was vouched for stays so in the other. */
async function keepVouched(group: Group, into: Member, from: Member): Promise<void> {
  const { email } = addressesOf(into.state)
  if (email === undefined || email !== addressesOf(from.state).email) return
  const kept = await group.ledger.store.reachOf(from.number)
  const isVouched = group.vouched.get(from.number) === email || kept.some(({ address, isVouched }) => isVouched && address === email)
  if (isVouched) group.vouched.set(into.number, email)
}

/** All identities that lead to somebody as things stand in this group. */
export async function identitiesLeadingTo(group: Group, member: Member): Promise<readonly Identity[]> {
  const kept = await group.ledger.store.identitiesOf(member.number)
  const here = kept.filter((identity) => (group.roster.newIdentities.get(identity) ?? member.number) === member.number)
  return [...new Set([...here, ...group.roster.newIdentitiesOf(member.number)])]
}

function lookUp(group: Group, identity: Identity): Member | undefined {
  const number = group.roster.find(identity)
  return number === undefined ? undefined : group.roster.member(number)
}
