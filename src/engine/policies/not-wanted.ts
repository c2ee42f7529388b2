// Would a waiting message still be wanted if it were asked about now? What only its own passage, its own condition and its own time say; who may
// be written to, when and how often is asked when it is handed over. Only looks: a preview asks, and nothing is decided by it.

import { journeyOf } from '../passage.ts'
import type { Program } from '../program.ts'
import type { Enrollment, PendingEffect, SubscriberState } from '../state.ts'
import { newTurn } from '../turn.ts'
import { expiry } from './expiry.ts'
import { ownCondition } from './own-condition.ts'
import { stillWanted } from './still-wanted.ts'

/** Why nobody wants the message any more at the state's instant; undefined while somebody does. */
export function notWanted(
  program: Program,
  state: SubscriberState,
  message: { readonly enrollment: Enrollment; readonly pending: PendingEffect },
): string | undefined {
  const turn = newTurn(program, state)
  const asked = { turn, ...message, journey: journeyOf(turn, message.enrollment) }
  for (const rule of [stillWanted, ownCondition, expiry]) {
    const verdict = rule(asked)
    if (verdict !== undefined) return verdict.because
  }
  return undefined
}
