// Addresses that must not be written to, and addresses that are none. Also asked for transactional mail.

import { limits } from '../../model/limits.ts'
import type { SubscriberState, Suppression } from '../state.ts'
import { decide, type Turn } from '../turn.ts'
import { instantText, type Rule } from './rule.ts'

export const suppression: Rule = ({ turn, pending }) => {
  if (pending.channel !== 'email') return undefined
  const { state } = turn
  const address = addressOf(state)
  if (address === undefined) return { kind: 'refuse', reason: 'no address', because: 'the attribute email is missing or not an address' }
  const suppressed = state.suppressed.find((one) => one.address === address.toLowerCase())
  if (suppressed === undefined) return undefined
  return { kind: 'refuse', reason: 'suppressed', because: `the address is suppressed since ${instantText(suppressed.at)}: ${suppressed.reason}` }
}

/** From now on the address that the subscriber has now is not written to; nothing happens when there is none. */
export function suppress(turn: Turn, reason: string): void {
  const { state, now } = turn
  const address = addressOf(state)?.toLowerCase()
  if (address === undefined || state.suppressed.some((one) => one.address === address)) return
  const because = reason.slice(0, limits.idCharacters)
  addSuppression(state, { address, reason: because, at: now })
  decide(turn, { kind: 'suppressed', at: now, because })
}

/** Characters of an address that a mail server takes. */
const longestAddress = 254
/** Of how many addresses it is remembered; the oldest leaves. */
export const mostAddresses = 10

/** What is known of an address already stays. */
export function addSuppression(state: SubscriberState, suppression: Suppression): void {
  if (state.suppressed.some((one) => one.address === suppression.address)) return
  state.suppressed = [...state.suppressed, suppression].sort((one, other) => one.at - other.at).slice(-mostAddresses)
}

/** The address that the subscriber has now may be written to again. */
export function liftSuppression(turn: Turn, because: string): void {
  const { state } = turn
  const address = addressOf(state)?.toLowerCase()
  state.returns = { ...state.returns, softBounces: [] }
  if (!state.suppressed.some((one) => one.address === address)) return
  state.suppressed = state.suppressed.filter((one) => one.address !== address)
  decide(turn, { kind: 'suppression lifted', at: turn.now, because })
}

/** The subscriber's mail address; undefined when there is none that could be written to. */
export function addressOf(state: SubscriberState): string | undefined {
  const email = state.attributes['email']
  return typeof email === 'string' && email.length <= longestAddress && /^[^\s@<>,;:"()[\]\\]+@[^\s@<>,;:"()[\]\\]+$/.test(email) ? email : undefined
}
