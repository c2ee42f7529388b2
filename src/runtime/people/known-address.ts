// Where a known user's mail goes is not for strangers to say. Whoever reads a page's source has its browser key and may guess a userId; so
// with such a key the address of somebody who has a userId and an address can neither be changed nor removed, by a word nor by a merge.

import type { Arrival } from '../../model/arrival.ts'
import { sentence } from '../../model/sentence.ts'
import type { Group } from '../writing/group.ts'
import type { Member } from '../writing/ledger.ts'
import { isKnownUser } from './known-user.ts'

/** The arrival as it may be taken in: without an address that it may not set. A promise only when it has to be asked who it is about. */
export function keepAddress(group: Group, member: Member, arrival: Arrival): Arrival | Promise<Arrival> {
  const { traits } = arrival.event
  if (arrival.fromBrowser !== true || traits === undefined || !Object.hasOwn(traits, 'email')) return arrival
  const { email } = member.state.attributes
  if (email === undefined || email === traits.email) return arrival
  return isKnownUser(group, member).then((isUser) => {
    if (!isUser) return arrival
    const { email: _, ...kept } = traits
    group.note(member, {
      kind: 'cut',
      at: Math.max(arrival.event.receivedAt, member.state.now),
      because: sentence('email-by-browser'),
    })
    return { ...arrival, event: { ...arrival.event, traits: kept } }
  })
}

/** Whether a merge would replace or remove the user's address with what was said about somebody anonymous. */
export function bringsOtherAddress(user: Member, anonymous: Member): boolean {
  const { email } = user.state.attributes
  return email !== undefined && Object.hasOwn(anonymous.state.attributesAt, 'email') && anonymous.state.attributes.email !== email
}
