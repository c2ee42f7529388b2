// The people for whom a condition holds now, a page at a time in order of their numbers. However few are found: it looks through so many people at
// most, and says where to go on.

import { setImmediate as nextTurn } from 'node:timers/promises'
import { limits } from '../../model/limits.ts'
import type { SubscriberNumber } from '../../runtime/store.ts'
import { missingFor, personOf, rememberPast, viewAt } from './ask-person.ts'
import type { AskedCondition } from './asked-condition.ts'
import type { CountableStore } from './count-people.ts'

export interface MembersQuestion {
  readonly now: number
  readonly after: SubscriberNumber
  readonly limit: number
}

export interface MembersPage {
  readonly members: readonly SubscriberNumber[]
  /** Go on after this number; null when everybody was looked at. */
  readonly next: SubscriberNumber | null
}

const page = 250

/** Members after a number, ascending. */
export async function listMembers(store: CountableStore, asked: AskedCondition, { now, after, limit }: MembersQuestion): Promise<MembersPage> {
  const members: SubscriberNumber[] = []
  const { condition } = asked.parts[0]
  let place = after
  for (let looked = 0; looked < limits.membersLookedThrough; looked += page) {
    const numbers = await store.subscribersAfter(place, page)
    for (const [index, row] of (await store.load(numbers)).entries()) {
      place = numbers[index] as number
      const person = row && personOf(row)
      if (person === undefined) continue
      await rememberPast(store, asked, person, missingFor(asked, person))
      if (!condition.evaluate(viewAt(asked, person, now)).value) continue
      members.push(person.number)
      if (members.length === limit) return { members, next: place }
    }
    if (numbers.length < page) return { members, next: null }
    await nextTurn()
  }
  return { members, next: place }
}
