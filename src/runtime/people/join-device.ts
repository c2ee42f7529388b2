// The browser in which a form was filled in belongs to whoever confirmed the address, as far as nobody can take anybody's place by it: only to
// somebody who is no user and is reached for the first time, and only while nobody else is known in that browser.

import { sentence } from '../../model/sentence.ts'
import type { Group } from '../writing/group.ts'
import type { Member } from '../writing/ledger.ts'
import { addressesOf } from './addresses-of.ts'
import { anonymousIdentity, mergeSubscribers } from './identity.ts'
import { isKnownUser } from './known-user.ts'
import { wereTakenApart } from './were-taken-apart.ts'

/** `isFirst`: whether the member had no address before. What was done in that browser before becomes the member's, or it is said why not. */
export async function joinDevice(group: Group, member: Member, { device, isFirst }: { readonly device: string; readonly isFirst: boolean }): Promise<void> {
  const identity = anonymousIdentity(device)
  const [kept] = group.roster.newIdentities.has(identity) ? [] : await group.ledger.store.resolve([identity])
  const number = group.roster.newIdentities.get(identity) ?? kept
  if (number !== undefined) await group.roster.bring([group.roster.follow(number)])
  const visitor = number === undefined ? undefined : group.roster.member(group.roster.follow(number))
  if (visitor === member) return
  const because = await whyNot(group, member, { visitor, isFirst })
  if (because !== undefined) {
    group.note(member, { kind: 'told apart', at: group.now, from: visitor?.state.id ?? '(new)', because })
    return
  }
  if (visitor === undefined) group.roster.identify(identity, member)
  else await mergeSubscribers(group, { into: member, from: visitor, at: group.now, because: sentence('form-confirmed') })
}

async function whyNot(group: Group, member: Member, { visitor, isFirst }: { visitor: Member | undefined; isFirst: boolean }): Promise<string | undefined> {
  if (await isKnownUser(group, member)) return sentence('form-of-user')
  if (!isFirst) return sentence('form-of-reached')
  if (visitor === undefined) return undefined
  if (await wereTakenApart(group, member, visitor)) return sentence('merge-taken-back')
  if (await isKnownUser(group, visitor)) return sentence('form-in-users-browser')
  return addressesOf(visitor.state).email === undefined ? undefined : sentence('form-in-others-browser')
}
