// Where a subscriber is reached, as the attributes say it.

import type { Json } from '../../model/json.ts'

export interface Reached {
  readonly email: string | undefined
  readonly sms: string | undefined
}

/** What the attributes say about it. */
export interface Said {
  readonly email?: Json | undefined
  readonly phone?: Json | undefined
}

/** The address and the number that they say. */
export function reachedAt({ email, phone }: Said): Reached {
  return { email: typeof email === 'string' ? email : undefined, sms: typeof phone === 'string' ? phone : undefined }
}

/** Whether somebody is reached somewhere else than before. */
export function isReachedAnew(now: Reached, before: Reached): boolean {
  return (now.email !== undefined && now.email !== before.email) || (now.sms !== undefined && now.sms !== before.sms)
}
