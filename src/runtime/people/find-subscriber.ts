// Whom an id means that somebody of the team typed: a userId, an anonymousId, # and the number, or a mail address or phone number.

import { limits } from '../../model/limits.ts'
import type { Store, SubscriberNumber } from '../store.ts'

/** Usually one; more where several people have the address; none where nobody is meant. */
export async function findSubscribers(store: Pick<Store, 'follow' | 'load' | 'resolve' | 'reachedAt'>, id: string): Promise<readonly SubscriberNumber[]> {
  if (/^#\d+$/.test(id)) {
    const [number = 0] = await store.follow([Number(id.slice(1))])
    const [stored] = await store.load([number])
    if (stored !== undefined) return [number]
  }
  const [byUser, byAnonymous] = await store.resolve([`u:${id}`, `a:${id}`])
  const number = byUser ?? byAnonymous
  if (number !== undefined) return [number]
  const reached = await store.reachedAt(id.trim().toLowerCase(), limits.sharedAddress)
  return [...new Set(reached.map(({ subscriber }) => subscriber))]
}
