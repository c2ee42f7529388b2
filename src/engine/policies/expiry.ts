// A message may say how late is too late. No other rule makes it wait beyond that.

import { sentence } from '../../model/sentence.ts'
import type { Asked, Numbers, Rule } from './rule.ts'

export const expiry: Rule = (asked) => {
  const { expiresAt } = asked.pending
  if (expiresAt === undefined || !hasExpired(asked)) return undefined
  return { kind: 'refuse', reason: 'expired', because: sentence('expired', { at: expiresAt }) }
}

/** Before when it has to go. */
export const lastInstant: Numbers = ({ pending: { expiresAt } }) => (expiresAt === undefined ? [] : [sentence('goes-before', { at: expiresAt })])

/** Whether it is too late for the message. */
export function hasExpired({ turn, pending }: Asked): boolean {
  return pending.expiresAt !== undefined && turn.now >= pending.expiresAt
}

/** The instant at which a message that has to wait is asked about again: when it expires, at the latest. */
export function notBeyondExpiry({ pending }: Asked, until: number): number {
  return pending.expiresAt === undefined ? until : Math.min(until, pending.expiresAt)
}
