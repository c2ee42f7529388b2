// Whose deadlines a group processes when more are due than it has room for: most of it goes to those that are due for longest, and a quarter to those that came due
// last. So a reminder of this minute does not wait until everybody is through whom a mail to many let in at once, and they do not stand still for it either. Each deadline
// is applied at its own instant all the same (apply-time.ts), so the order decides nothing. In virtual time it is that of the instants alone.

import type { SubscriberNumber } from '../store.ts'
import type { Ledger } from './ledger.ts'

/** One in so many of a group is of those that came due last. */
const shareOfLast = 4

/** At most `limit` people whose deadline is at or before the horizon, in the order in which they have their turn. */
export async function duePeople({ store, pace }: Pick<Ledger, 'store' | 'pace'>, horizon: number, limit: number): Promise<readonly SubscriberNumber[]> {
  const first = (await store.due(horizon, limit)).map(({ number }) => number)
  if (pace === 'virtual' || first.length < limit) return first
  const last = (await store.due(horizon, Math.floor(limit / shareOfLast), 'latest')).map(({ number }) => number)
  // Of those that are due for longest, as many as there is room for beside them; somebody may be among both.
  return [...new Set([...last, ...first])].slice(0, limit)
}
