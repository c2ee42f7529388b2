// Who comes into a copy: everybody, or so many, drawn by chance and evenly. Somebody who was found to be another comes with that other.

import type { Store, SubscriberNumber } from '../runtime/store.ts'
import type { Pseudonyms } from './pseudonyms.ts'

export interface ChosenPeople {
  readonly count: number
  /** Whether the line of this number is of somebody who comes along. */
  has(number: SubscriberNumber): boolean
}

const page = 5000

/** Draws them. */
export async function choosePeople(
  store: Pick<Store, 'merges' | 'subscribersAfter' | 'countSubscribers'>,
  wanted: number | 'all',
  pseudonyms: Pick<Pseudonyms, 'pick'>,
): Promise<ChosenPeople> {
  const count = await store.countSubscribers()
  if (wanted === 'all' || wanted >= count) return { count, has: () => true }
  const drawn: { readonly number: SubscriberNumber; readonly lot: number }[] = []
  for (let after = 0; ; ) {
    const numbers = await store.subscribersAfter(after, page)
    for (const number of numbers) drawn.push({ number, lot: pseudonyms.pick(`lot ${number}`, 2 ** 32) })
    if (numbers.length < page) break
    after = numbers.at(-1) ?? after
  }
  drawn.sort((one, other) => one.lot - other.lot || one.number - other.number)
  const chosen = new Set(drawn.slice(0, wanted).map(({ number }) => number))
  for (const [from, into] of await store.merges()) if (chosen.has(into)) chosen.add(from)
  return { count: wanted, has: (number) => chosen.has(number) }
}
