// Where a subscriber is reached, as the attributes say it.

import type { Member } from '../writing/ledger.ts'

export interface Reached {
  readonly email: string | undefined
  readonly sms: string | undefined
}

/** The address and the number that a subscriber has. */
export function reachedAt({ state }: Pick<Member, 'state'>): Reached {
  const { email, phone } = state.attributes
  return { email: typeof email === 'string' ? email : undefined, sms: typeof phone === 'string' ? phone : undefined }
}

/** Whether somebody is reached somewhere else than before. */
export function isReachedAnew(now: Reached, before: Reached): boolean {
  return (now.email !== undefined && now.email !== before.email) || (now.sms !== undefined && now.sms !== before.sms)
}
