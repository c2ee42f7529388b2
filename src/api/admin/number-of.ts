// Who is meant by an id in an address.

import { findSubscribers } from '../../runtime/people/find-subscriber.ts'
import { type AdminParts, AdminProblem } from './admin-route.ts'

/** The number of whoever has this userId, anonymousId or `#number`. Throws `not-found`. */
export async function numberOf(id: string, store: AdminParts['store']): Promise<number> {
  const [number, ...others] = await findSubscribers(store, id)
  if (others.length > 0) throw new AdminProblem('conflict', 'Several people have this address. Name one of them by # and the number.')
  if (number === undefined) throw new AdminProblem('not-found', 'Nobody has this id. Name a userId, an anonymousId, or # and the number.')
  return number
}
