// Whether somebody of the team said that these are two people: then nothing that a device, an alias or a form says makes them one again.

import type { Group } from '../writing/group.ts'
import type { Member } from '../writing/ledger.ts'

/** Asked only before a merge; nearly always there is no such pair at all. */
export async function wereTakenApart(group: Group, one: Member, other: Member): Promise<boolean> {
  const { apart, store } = group.ledger
  if (apart.length === 0) return false
  const now = (await store.follow(apart.flat())).map((number) => group.roster.follow(number))
  return apart.some((_, index) => {
    const [first, second] = [now[2 * index], now[2 * index + 1]]
    return (first === one.number && second === other.number) || (first === other.number && second === one.number)
  })
}
