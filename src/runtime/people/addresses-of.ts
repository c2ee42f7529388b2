// Where somebody is reached, in the form in which the store's index has it.

import { addressOf, phoneOf } from '../../engine/policies/suppression.ts'
import type { SubscriberState } from '../../engine/state.ts'

export interface Addresses {
  /** In lower case. */
  readonly email: string | undefined
  readonly sms: string | undefined
}

/** Undefined where there is nothing that could be written to. */
export function addressesOf(state: Pick<SubscriberState, 'attributes'>): Addresses {
  return { email: addressOf(state)?.toLowerCase(), sms: phoneOf(state) }
}
