// A message that waits for room or for the end of quiet hours is asked about again when the instant comes. What happened meanwhile may
// make that instant another one: then it is asked about at once.

import type { Decision } from '../../model/decision.ts'
import { journeyOf } from '../passage.ts'
import type { PendingEffect } from '../state.ts'
import type { Turn } from '../turn.ts'
import { verdictOf } from './table.ts'

/** A waiting message that is to be asked about now, if it was told to wait beyond an instant. */
export interface AskAgain {
  readonly key: string
  readonly beyond: number
  /** What keeps it until that very instant under the rules of now; undefined where nothing does. */
  readonly because?: string
}

/** The messages that wait and should be asked about again because of what this turn decided. Popups are asked about when somebody comes. */
export function askAgain(turn: Turn): readonly AskAgain[] {
  const { state, decisions, now } = turn
  if (decisions.some(({ kind }) => kind === 'adopted')) return underNewRules(turn)
  const { caps, quietHours } = turn.program.policy
  if ((caps.length === 0 && quietHours === undefined) || !decisions.some(changesTheAnswer)) return none
  return state.enrollments.flatMap(({ pending }) => pending.filter(isWaiting).map(({ key }) => ({ key, beyond: now })))
}

const none: readonly AskAgain[] = []

/** A place became free, the local time or the segment is another one, or nobody wants the message any more. */
function changesTheAnswer(decision: Decision): boolean {
  switch (decision.kind) {
    case 'handed over':
      return decision.outcome !== 'sent'
    case 'changed':
      return decision.attribute === 'timezone'
    case 'topic':
      return !decision.subscribed
    case 'refused':
    case 'segment':
    case 'exited':
    case 'merged':
      return true
    default:
      return false
  }
}

/**
 * A limit may have been raised, quiet hours may have been moved: what would go out now, or earlier than it was told. What would wait as long as before is not
 * asked about, so that a publication of something else writes no line for everybody who waits, and says why by the new rules; and what would be refused now is refused when its instant comes, unless
 * nobody wants it any more.
 */
function underNewRules(turn: Turn): readonly AskAgain[] {
  return turn.state.enrollments.flatMap((enrollment) =>
    enrollment.pending.filter(isWaiting).flatMap((pending): readonly AskAgain[] => {
      const verdict = verdictOf({ turn, enrollment, pending, journey: journeyOf(turn, enrollment) })
      if (verdict === undefined || pending.cancelled !== undefined) return [{ key: pending.key, beyond: turn.now }]
      return verdict.kind === 'defer' ? [{ key: pending.key, beyond: verdict.until, because: verdict.because }] : none
    }),
  )
}

function isWaiting({ authorizedAt, channel }: PendingEffect): boolean {
  return authorizedAt === undefined && channel !== 'popup'
}
