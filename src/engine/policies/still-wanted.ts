// Does the passage still want it? What an exit called off is not sent, whatever else holds.

import { exitThatHolds } from '../passage.ts'
import type { Rule } from './rule.ts'

export const stillWanted: Rule = ({ turn, enrollment, pending, journey }) => {
  const because = pending.cancelled ?? (journey === undefined ? undefined : exitThatHolds(turn, enrollment, journey))
  return because === undefined ? undefined : { kind: 'refuse', reason: 'exited', because }
}
