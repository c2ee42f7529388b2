// Where a mail comes from: the sender of its template or of the workspace; while a new domain is warmed up, and the number of the day is reached, a
// second one, if one was declared. And what the mail is for, which decides whether it can wait.

import { domainOf, type Sender } from '../../model/sender.ts'
import type { PendingEffect } from '../state.ts'
import type { Turn } from '../turn.ts'
import { type Asked, isTransactional } from './rule.ts'

export interface Route {
  /** Undefined when nobody is named to send from, and for what is no mail. */
  readonly domain: string | undefined
  /** The second sender, when it goes that way. */
  readonly from?: Sender
  /** Why it does. */
  readonly because?: string
}

/** The domain that a mail comes from by itself. */
export function ownDomain({ program }: Pick<Turn, 'program'>, { channel, template }: Pick<PendingEffect, 'channel' | 'template'>): string | undefined {
  if (channel !== 'email') return undefined
  return (template === undefined ? undefined : program.templates.get(template)?.domain) ?? program.policy.domain
}

/** Where a mail goes from at the turn's instant. What was decided before stays: a replay knows nobody else's mails. */
export function routeOf({ turn, pending }: Pick<Asked, 'turn' | 'pending'>): Route {
  const domain = ownDomain(turn, pending)
  const beyond = domain === undefined ? undefined : turn.program.policy.domains.get(domain)?.warmUp?.beyond
  if (beyond === undefined) return { domain }
  const second = { domain: domainOf(beyond.address), from: beyond }
  if (turn.via !== undefined) return turn.via === second.domain ? second : { domain }
  const standing = turn.sending?.find((one) => one.domain === domain)?.warmUp
  if (standing === undefined || standing.sent < standing.number) return { domain }
  return second
}

/** Whether a mail can wait. One without a topic is for everybody who must get it. */
export function purposeOf(asked: Asked): 'advertising' | 'transactional' {
  return asked.pending.topic === undefined || isTransactional(asked) ? 'transactional' : 'advertising'
}
