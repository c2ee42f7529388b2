// Random lives of twelve people on twenty devices: who merge, order, look at things, and do what nobody listens to. The same for the same seed.

import { randomFrom } from '../../bench/workload.ts'
import type { Arrival } from '../../src/model/arrival.ts'
import { happened, signedUp, start } from '../runtime/workshop.ts'

export function randomLife(seed: number, events: number): readonly Arrival[] {
  const random = randomFrom(seed)
  const pick = (count: number): number => Math.floor(random() * count)
  const arrivals: Arrival[] = []
  let at = start
  for (let index = 0; index < events; index += 1) {
    at += pick(3) === 0 ? 0 : pick(5_000_000)
    const userId = `u${pick(12)}`
    const anonymousId = `a${pick(20)}`
    if (index < 12) arrivals.push(signedUp(`u${index}`, { at }))
    else if (pick(12) === 0) arrivals.push(happened('Product Viewed', { userId, anonymousId, at }))
    else
      arrivals.push(
        happened(['Product Viewed', 'Order Completed', 'Nothing Much'][pick(3)] ?? '', {
          ...(pick(3) === 0 ? { anonymousId } : { userId }),
          at,
          properties: { revenue: pick(40) },
        }),
      )
  }
  return arrivals
}
