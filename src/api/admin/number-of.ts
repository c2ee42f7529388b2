// Who is meant by an id in an address.

import { mistake } from '../../model/mistake.ts'
import { findSubscribers } from '../../runtime/people/find-subscriber.ts'
import { type AdminParts, AdminProblem } from './admin-route.ts'

/** The number of whoever has this userId, anonymousId or `#number`. Throws `not-found`. */
export async function numberOf(id: string, store: AdminParts['store']): Promise<number> {
  const [number, ...others] = await findSubscribers(store, id)
  if (others.length > 0) throw new AdminProblem('conflict', mistake('several-with-address'))
  if (number === undefined) throw new AdminProblem('not-found', mistake('nobody-with-id'))
  return number
}
