// What advertises waits while its domain is new and has sent the number of the day, and while complaints or bounces slow the domain. Who was seen
// to read mails lately is asked about first when it goes on. Transactional mail never waits here, but counts.

import type { DomainStanding } from '../../model/domain-standing.ts'
import { sentence } from '../../model/sentence.ts'
import type { MemorySlot } from '../answer.ts'
import { notBeyondExpiry } from './expiry.ts'
import { purposeOf, routeOf } from './route.ts'
import type { Asked, Numbers, Rule } from './rule.ts'

export const sendingDomain: Rule = (asked) => {
  const { turn, pending } = asked
  if (turn.sending === undefined || pending.channel !== 'email' || purposeOf(asked) === 'transactional') return undefined
  const { domain, warmUp, slowed } = standingOf(asked)
  if (warmUp !== undefined && warmUp.sent >= warmUp.number) {
    const because =
      warmUp.day === 0 ? sentence('before-first-day', { domain }) : sentence('warm-up', { domain, count: warmUp.sent, max: warmUp.number, day: warmUp.day })
    return { kind: 'hold', rule: 'warm-up', because, until: inTurn(asked, warmUp.again) }
  }
  if (slowed !== undefined && slowed.sent >= slowed.perHour) {
    const because = sentence('slowed-domain', { domain, count: slowed.perHour, judged: slowed.because })
    return { kind: 'hold', rule: 'slowed domain', because, until: inTurn(asked, slowed.again) }
  }
  return undefined
}

/** How much of the day's number, or of the hour's, is used while the domain has to be spared. */
export const roomOnDomain: Numbers = (asked) => {
  if (asked.turn.sending === undefined || asked.pending.channel !== 'email' || purposeOf(asked) === 'transactional') return []
  const { domain, warmUp, slowed } = standingOf(asked)
  return [
    ...(warmUp === undefined ? [] : [sentence('warm-up', { domain, count: warmUp.sent, max: warmUp.number, day: warmUp.day })]),
    ...(slowed === undefined ? [] : [sentence('slowed-room', { domain, count: slowed.sent, max: slowed.perHour })]),
  ]
}

/** The domain that the mail goes by, and how it stands. */
function standingOf(asked: Asked): DomainStanding {
  const { domain = '' } = routeOf(asked)
  return asked.turn.sending?.find((one) => one.domain === domain) ?? { domain }
}

const dayMs = 86_400_000
/** Reading longer ago says nothing. */
export const engagedWithinMs = 90 * dayMs
/** From one day of not reading to the next, in the order of those who wait. */
const stepMs = 1_000

/** The instant for this person: later by a second for each day since a mail was opened or clicked by a human. */
function inTurn(asked: Asked, again: number): number {
  const { turn } = asked
  const { engaged } = turn.program.policy
  if (engaged.length === 0) return notBeyondExpiry(asked, again)
  const newest = Math.max(...engaged.map((memory) => newestOf(asked, memory)))
  const sinceMs = Math.min(Math.max(turn.now - newest, 0), engagedWithinMs)
  return notBeyondExpiry(asked, again + Math.floor(sinceMs / dayMs) * stepMs)
}

function newestOf({ turn }: Asked, memory: MemorySlot): number {
  return turn.state.memories.numberAt(memory.id, 0) ?? Number.NEGATIVE_INFINITY
}
