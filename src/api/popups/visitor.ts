// Who may see whose popups. A popup speaks of a person, and the key that a page asks with can be read by everybody; so it is not enough
// to name somebody. A visitor who was never told apart from others by a userId is known by the anonymousId, which only their browser
// has. Whoever has a userId proves it with `userHash`, the HMAC-SHA256 of the userId under a server key, which the site's own server made
// (anybody can send an event that ties an anonymousId to somebody else's userId). A server key needs no proof. Strangers and those for
// whom there is nothing get the same answer.

import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Store } from '../../runtime/store.ts'
import type { WriteKey } from '../keys.ts'

export interface Visitor {
  readonly userId?: string | undefined
  readonly anonymousId?: string | undefined
  readonly userHash?: string | undefined
}

export interface VisitorRule {
  readonly store: Pick<Store, 'resolve' | 'identitiesOf'>
  /** Keys that a site's own server may sign with. */
  readonly serverKeys: readonly string[]
}

/** The subscriber whose popups this visitor may see; undefined when none. */
export async function visitorOf(visitor: Visitor, key: WriteKey, { store, serverKeys }: VisitorRule): Promise<number | undefined> {
  const { userId, anonymousId, userHash } = visitor
  const named = userId ?? anonymousId
  if (named === undefined) return undefined
  const [subscriber] = await store.resolve([userId === undefined ? `a:${anonymousId}` : `u:${userId}`])
  if (subscriber === undefined || key.kind === 'server') return subscriber
  if (userId !== undefined) return isSigned(userId, userHash, serverKeys) ? subscriber : undefined
  const identities = await store.identitiesOf(subscriber)
  return identities.some((identity) => identity.startsWith('u:')) ? undefined : subscriber
}

/** What a site's server gives its page for a signed-in visitor. */
export function userHashOf(userId: string, serverKey: string): string {
  return createHmac('sha256', serverKey).update(userId).digest('hex')
}

function isSigned(userId: string, userHash: string | undefined, serverKeys: readonly string[]): boolean {
  if (userHash === undefined || !/^[0-9a-f]{64}$/i.test(userHash)) return false
  const given = Buffer.from(userHash, 'hex')
  return serverKeys.some((key) => timingSafeEqual(given, Buffer.from(userHashOf(userId, key), 'hex')))
}
