// Does the passage still want it? What an exit called off is not sent, whatever else holds.

import { sentence } from '../../model/sentence.ts'
import { askOf, isOpen, isQuestion } from '../opt-in.ts'
import { exitThatHolds } from '../passage.ts'
import { staleMessage } from '../pauses.ts'
import type { Rule } from './rule.ts'

export const stillWanted: Rule = ({ turn, enrollment, pending, journey }) => {
  if (isQuestion(enrollment)) {
    const ask = askOf(turn.state, pending.key)
    if (ask !== undefined && isOpen(ask, turn.now)) return undefined
    return { kind: 'refuse', reason: 'not asked any more', because: sentence('answered') }
  }
  const because = pending.cancelled ?? (journey === undefined ? undefined : exitThatHolds(turn, enrollment, journey))
  return because === undefined ? undefined : { kind: 'refuse', reason: because === staleMessage ? 'stale' : 'exited', because }
}
