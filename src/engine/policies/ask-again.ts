// A message that waits for room or for the end of quiet hours is asked about again when the instant comes. What happened meanwhile may
// make that instant another one: then it is asked about at once.

import type { Decision } from '../../model/decision.ts'
import type { Turn } from '../turn.ts'

/** Keys of the messages that wait and should be asked about again because of what this turn decided. Popups are asked about when somebody comes. */
export function askAgain({ program, state, decisions }: Turn): readonly string[] {
  const { caps, quietHours } = program.policy
  if ((caps.length === 0 && quietHours === undefined) || !decisions.some(changesTheAnswer)) return none
  return state.enrollments.flatMap((enrollment) =>
    enrollment.pending.filter(({ authorizedAt, channel }) => authorizedAt === undefined && channel !== 'popup').map(({ key }) => key),
  )
}

const none: readonly string[] = []

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
