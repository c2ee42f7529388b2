// Who stands at one step of a journey. No index knows it, because it would be written with every step of everybody: the states of those inside are looked
// at, a bounded number for each page, so that no question takes long.

import type { SubscriberState } from '../engine/state.ts'
import { limits } from '../model/limits.ts'
import type { FoundPeople, PeopleQuery } from '../runtime/people-reader.ts'
import type { Store, SubscriberNumber } from '../runtime/store.ts'

interface Sources {
  readonly store: Pick<Store, 'load' | 'people'>
  readonly unpack: (packed: Uint8Array) => SubscriberState
}

interface Place {
  readonly journey: string
  readonly step: string
}

const peopleInOneGo = 200

/** Like `PeopleReader.find`, of those who stand there now: a page may hold few and still say where to go on. */
export async function peopleAtStep({ store, unpack }: Sources, query: PeopleQuery, { journey, step }: Place): Promise<FoundPeople> {
  const numbers: SubscriberNumber[] = []
  let before = query.before
  for (let looked = 0; looked < limits.peopleAtStepLookedThrough; ) {
    const found = await store.people.find({ ...query, before, limit: peopleInOneGo })
    const stored = await store.load(found.numbers)
    for (const [index, number] of found.numbers.entries()) {
      const one = stored[index]
      if (one === undefined) continue
      const isThere = unpack(one.state).enrollments.some((passage) => passage.status === 'active' && passage.journey === journey && passage.step === step)
      if (isThere) numbers.push(number)
      if (numbers.length === query.limit) return { numbers, next: number }
    }
    if (found.next === undefined) return { numbers, next: undefined }
    before = found.next
    looked += Math.max(1, found.numbers.length)
  }
  return { numbers, next: before }
}
