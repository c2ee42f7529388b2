// Addresses and phone numbers that must not be written to, and those that are none. Also asked for transactional messages.

import { limits } from '../../model/limits.ts'
import { sentence } from '../../model/sentence.ts'
import { askOf, isQuestion } from '../opt-in.ts'
import type { SubscriberState, Suppression } from '../state.ts'
import { decide, type Turn } from '../turn.ts'
import type { Rule } from './rule.ts'

export const suppression: Rule = ({ turn, enrollment, pending }) => {
  const { state } = turn
  if (pending.channel !== 'email' && pending.channel !== 'sms') return undefined
  const address = isQuestion(enrollment) ? askOf(state, pending.key)?.address : addressOn(state, pending.channel)
  if (address === undefined) return { kind: 'refuse', reason: 'no address', because: missing[pending.channel] }
  const suppressed = state.suppressed.find((one) => one.address === address.toLowerCase())
  if (suppressed === undefined) return undefined
  const code = pending.channel === 'email' ? 'address-suppressed' : 'number-suppressed'
  return { kind: 'refuse', reason: 'suppressed', because: sentence(code, { since: suppressed.at, cause: suppressed.reason }) }
}

const missing = {
  email: sentence('no-email'),
  sms: sentence('no-phone'),
} as const

/** Where the subscriber is reached on a channel; undefined when nowhere, or when the channel needs no address. */
export function addressOn(state: SubscriberState, channel: string): string | undefined {
  if (channel === 'email') return addressOf(state)
  return channel === 'sms' ? phoneOf(state) : undefined
}

/** From now on the address that the subscriber has now on a channel, or the one that is named, is not written to; nothing happens when there is none. */
export function suppress(turn: Turn, channel: 'email' | 'sms', reason: string, other?: string): void {
  const { state, now } = turn
  const address = (other ?? addressOn(state, channel))?.toLowerCase()
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

/** An address may be written to again: the one that the subscriber has now on the channel, unless another is named. */
export function liftSuppression(turn: Turn, channel: 'email' | 'sms', because: string, other?: string): void {
  const { state } = turn
  const address = (other ?? addressOn(state, channel))?.toLowerCase()
  if (channel === 'email') state.returns = { ...state.returns, softBounces: [] }
  if (!state.suppressed.some((one) => one.address === address)) return
  state.suppressed = state.suppressed.filter((one) => one.address !== address)
  decide(turn, { kind: 'suppression lifted', at: turn.now, because })
}

/** The subscriber's mail address; undefined when there is none that could be written to. */
export function addressOf(state: Pick<SubscriberState, 'attributes'>): string | undefined {
  const email = state.attributes['email']
  return typeof email === 'string' && isAddress(email) ? email : undefined
}

/** Whether a text is an address that could be written to. */
export function isAddress(text: string): boolean {
  return text.length <= longestAddress && /^[^\s@<>,;:"()[\]\\]+@[^\s@<>,;:"()[\]\\]+$/.test(text)
}

/** The subscriber's phone number in E.164 (ITU-T E.164: a plus and at most 15 digits, the first no zero); undefined when there is none. */
export function phoneOf(state: Pick<SubscriberState, 'attributes'>): string | undefined {
  const phone = state.attributes['phone']
  return typeof phone === 'string' && /^\+[1-9]\d{6,14}$/.test(phone) ? phone : undefined
}
