// When something is due next in a store. Popups are left out: they wait for a visit, not for an instant.

import { channelNames } from '../../model/channel-names.ts'
import type { Store, SubscriberNumber } from '../store.ts'

/**
 * The earliest deadline or delivery after an instant, or `other` when that is earlier; undefined when nothing is due by itself. Where something is left that was due before, and so may
 * stand before others, the very next instant.
 */
export async function nextDue(
  store: Pick<Store, 'nextDeadline' | 'dueDeliveries'>,
  after: number,
  other = Number.POSITIVE_INFINITY,
): Promise<number | undefined> {
  const instants = [await store.nextDeadline(), Number.isFinite(other) ? other : undefined]
  for (const channel of channelNames) {
    if (channel === 'popup') continue
    const [first] = await store.dueDeliveries(Number.MAX_SAFE_INTEGER, 1, { channel })
    instants.push(first?.dueAt)
  }
  const known = instants.filter((instant) => instant !== undefined)
  return known.length === 0 ? undefined : Math.max(after + 1, Math.min(...known))
}

/** The same for one subscriber: a deadline, or a message that waits for its turn. */
export async function nextDueOf(store: Pick<Store, 'load' | 'messages'>, subscriber: SubscriberNumber, after: number): Promise<number | undefined> {
  const [stored] = await store.load([subscriber])
  const waiting = await store.messages({ subscriber, status: 'waiting', limit: waitingLookedAt })
  const instants = [stored?.deadline, ...waiting.filter(({ channel }) => channel !== 'popup').map(({ dueAt }) => dueAt)]
  const later = instants.filter((instant): instant is number => instant !== undefined && instant > after)
  return later.length === 0 ? undefined : Math.min(...later)
}

/** Nobody has more messages waiting than this, unless something is wrong. */
const waitingLookedAt = 200
