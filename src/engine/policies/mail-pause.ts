// No mail for a while, by the person's own wish. What would leave meanwhile is not sent at all: whoever asked for quiet does not want it all
// at once afterwards. Transactional mail is not asked about.

import { sentence } from '../../model/sentence.ts'
import { decide, type Turn } from '../turn.ts'
import { isToPerson, isTransactional, type Rule } from './rule.ts'

export const mailPause: Rule = (asked) => {
  const { turn, pending } = asked
  const { pausedUntil } = turn.state
  if (pausedUntil === undefined || pausedUntil <= turn.now || pending.channel !== 'email' || !isToPerson(asked) || isTransactional(asked)) return undefined
  return { kind: 'refuse', reason: 'mail paused', because: sentence('wants-no-mail', { until: pausedUntil }) }
}

/** Until then no mail; from now on again when there is no instant. */
export function pauseMail(turn: Turn, until: number | undefined): void {
  const isOver = until === undefined || until <= turn.now
  const isPaused = turn.state.pausedUntil !== undefined && turn.state.pausedUntil > turn.now
  turn.state.pausedUntil = isOver ? undefined : until
  if (isOver && !isPaused) return
  decide(turn, { kind: 'mail pause', at: turn.now, ...(isOver ? {} : { until }) })
}
