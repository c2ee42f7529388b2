// The step's own `if`, once more: what was true when the message was decided may no longer be.

import { enrollmentView } from '../turn.ts'
import type { Rule } from './rule.ts'

export const ownCondition: Rule = ({ turn, enrollment, pending, journey }) => {
  const condition = journey?.steps.get(pending.step)?.condition
  if (condition === undefined || condition.evaluate(enrollmentView(turn, enrollment)).value) return undefined
  return { kind: 'refuse', reason: 'condition not met', because: condition.words }
}
