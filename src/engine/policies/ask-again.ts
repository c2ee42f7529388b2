// A message that waits for room or for the end of quiet hours is asked about again when the instant comes. What happened meanwhile may
// make that instant an earlier one, or leave nobody who wants the message: then it is asked about at once.

import type { Decision } from '../../model/decision.ts'
import { journeyOf } from '../passage.ts'
import type { PendingEffect } from '../state.ts'
import type { Turn } from '../turn.ts'
import type { Verdict } from './rule.ts'
import { verdictOf } from './table.ts'

/** A waiting message that is to be asked about now, if it was told to wait beyond an instant. */
export interface AskAgain {
  readonly key: string
  readonly beyond: number
  /** What keeps it until that very instant under rules that are new; undefined where nothing does, or they are not. */
  readonly because?: string
}

/**
 * The messages that wait and should be asked about again because of what this turn decided: those that would leave now, or earlier than they were told, and
 * those that nobody wants any more. What would be refused for another reason is refused when its instant comes, because a message is asked about in the moment in
 * which it would leave; that moment has come for whoever lives by another clock now. What would wait as long as before is not asked about, so that no line is
 * written for it. Popups are asked about when somebody comes.
 */
export function askAgain(turn: Turn): readonly AskAgain[] {
  const { state, decisions, now } = turn
  const isUnderNewRules = decisions.some(({ kind }) => kind === 'adopted')
  if (!isUnderNewRules && !mayChange(turn)) return none
  const livesByAnotherClock = decisions.some(isNewZone)
  return state.enrollments.flatMap((enrollment) =>
    enrollment.pending.filter(isWaiting).flatMap((pending): readonly AskAgain[] => {
      const verdict = verdictOf({ turn, enrollment, pending, journey: journeyOf(turn, enrollment) })
      const isUp = verdict === undefined || isUnwanted(pending, verdict) || (verdict.kind === 'refuse' && livesByAnotherClock)
      if (isUp) return [{ key: pending.key, beyond: now }]
      if (verdict.kind !== 'defer') return none
      return [{ key: pending.key, beyond: verdict.until, ...(isUnderNewRules && { because: verdict.because }) }]
    }),
  )
}

const none: readonly AskAgain[] = []

function mayChange({ program, decisions }: Turn): boolean {
  const { caps, quietHours } = program.policy
  return (caps.length > 0 || quietHours !== undefined) && decisions.some(changesTheAnswer)
}

/** A place became free, the local time or the segment is another one, or nobody wants the message any more. */
function changesTheAnswer(decision: Decision): boolean {
  switch (decision.kind) {
    case 'handed over':
      return decision.outcome !== 'sent'
    case 'changed':
      return isNewZone(decision)
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

function isNewZone(decision: Decision): boolean {
  return decision.kind === 'changed' && decision.attribute === 'timezone'
}

/** An exit called it off, or the person said no. */
function isUnwanted({ cancelled }: PendingEffect, verdict: Verdict): boolean {
  return cancelled !== undefined || (verdict.kind === 'refuse' && verdict.reason === 'unsubscribed')
}

function isWaiting({ authorizedAt, channel }: PendingEffect): boolean {
  return authorizedAt === undefined && channel !== 'popup'
}
