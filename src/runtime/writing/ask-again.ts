// Brings forward what waits for an instant that the engine no longer stands by: there is room for it already, its subscriber lives
// by another clock, or the limit is another one. What waits as long as before under another limit says so by that one. A delivery that waits for another
// attempt, or under a stop switch, stays where it is.

import { isHeldBack } from '../stopping/stop-switches.ts'
import type { Group } from './group.ts'

/** Makes due what the engine wants to be asked about again. */
export async function bringForward(group: Group): Promise<void> {
  for (const [key, { at, beyond, because }] of group.askAgain) {
    const delivery = group.deliveries.get(key) ?? (await group.ledger.store.delivery(key))
    if (delivery?.status !== 'waiting' || isHeldBack(delivery)) continue
    if (delivery.dueAt > beyond) group.deliveries.set(key, { ...delivery, dueAt: at, reason: undefined })
    else if (delivery.dueAt === beyond && because !== undefined && delivery.reason !== because) group.deliveries.set(key, { ...delivery, reason: because })
  }
  group.askAgain.clear()
}
