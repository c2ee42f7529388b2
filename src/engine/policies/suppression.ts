// Addresses that must not be written to, and addresses that are none. Also asked for transactional mail.

import type { SubscriberState } from '../state.ts'
import type { Turn } from '../turn.ts'
import { instantText, type Rule } from './rule.ts'

export const suppression: Rule = ({ turn, pending }) => {
  if (pending.channel !== 'email') return undefined
  const { state } = turn
  const address = addressOf(state)
  if (address === undefined) return { kind: 'refuse', reason: 'no address', because: 'the attribute email is missing or not an address' }
  const { suppressed } = state
  if (suppressed === undefined || suppressed.address !== address.toLowerCase()) return undefined
  return { kind: 'refuse', reason: 'suppressed', because: `the address is suppressed since ${instantText(suppressed.at)}: ${suppressed.reason}` }
}

/** From now on the address that the subscriber has now is not written to; nothing happens when there is none. */
export function suppress({ state, now }: Turn, reason: string): void {
  const address = addressOf(state)?.toLowerCase()
  if (address !== undefined && state.suppressed?.address !== address) state.suppressed = { address, reason, at: now }
}

/** The subscriber's mail address; undefined when there is none that could be written to. */
export function addressOf(state: SubscriberState): string | undefined {
  const email = state.attributes['email']
  return typeof email === 'string' && /^[^\s@<>,;:"()[\]\\]+@[^\s@<>,;:"()[\]\\]+$/.test(email) ? email : undefined
}
