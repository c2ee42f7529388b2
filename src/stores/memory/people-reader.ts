// Who is where, and somebody's decisions a page at a time, as the store in memory answers it.

import type { PeopleReader, SubscriberNumber } from '../../runtime/store.ts'
import type { KeptAddresses } from './kept-addresses.ts'
import type { KeptDecisions } from './kept-decisions.ts'
import type { KeptIdentities } from './kept-identities.ts'
import type { KeptMembers } from './kept-members.ts'

export interface PeopleKept {
  readonly numbers: () => readonly SubscriberNumber[]
  readonly members: KeptMembers
  readonly addresses: KeptAddresses
  readonly identities: KeptIdentities
  readonly decisions: KeptDecisions
  readonly requireOpen: () => void
}

export function createPeopleReader({ numbers, members, addresses, identities, decisions, requireOpen }: PeopleKept): PeopleReader {
  return {
    async find({ before = Number.POSITIVE_INFINITY, limit, mail, groupings = [] }) {
      requireOpen()
      const fitting = numbers()
        .filter((number) => number < before && members.fits(number, groupings) && (mail === undefined || addresses.mailOf(number) === mail))
        .sort((one, other) => other - one)
      const found = fitting.slice(0, limit)
      return { numbers: found, next: fitting.length > limit ? found.at(-1) : undefined }
    },
    async search(text, limit) {
      requireOpen()
      const id = text.trim()
      if (id === '') return []
      const begins = (number: SubscriberNumber): boolean =>
        identities.of(number).some((identity) => identity.slice(2).startsWith(id)) ||
        addresses.of(number).some(({ address }) => address.startsWith(id.toLowerCase()))
      return numbers()
        .filter((number) => begins(number) || members.isNamed(number, id))
        .slice(0, limit)
    },
    async groupings(kind) {
      requireOpen()
      return members.counts(kind)
    },
    async decisionsBefore(subscriber, place, limit) {
      requireOpen()
      return decisions.before(subscriber, place, limit)
    },
  }
}
