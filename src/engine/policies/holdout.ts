// People who are left out so that what mail brings can be measured: they enter and move like everybody, and are sent nothing. Who they
// are follows from a hash, so it is the same people every time, in every version of a journey.

import { sentence } from '../../model/sentence.ts'
import { chance } from '../chance.ts'
import type { CompiledJourney } from '../program.ts'
import type { Turn } from '../turn.ts'
import { isToPerson, isTransactional, type Numbers, type Rule } from './rule.ts'

export const holdout: Rule = (asked) => {
  const { turn, journey, enrollment } = asked
  // Settled on entering: whoever was counted among the held out is sent nothing, and everybody else is, whatever was edited since.
  if (!enrollment.heldOut || !isToPerson(asked) || isTransactional(asked)) return undefined
  const because = holdoutOf(turn, journey) ?? sentence('held-out')
  return { kind: 'refuse', reason: 'holdout', because }
}

/** Why this subscriber is held out of a journey; undefined for everybody else. */
export function holdoutOf({ program, state }: Turn, journey: CompiledJourney | undefined): string | undefined {
  const workspace = program.policy.holdoutPercent
  const own = journey?.definition.holdout ?? 0
  if (isHeldOut('the workspace', workspace, state.id)) return sentence('held-out-of-all', { percent: workspace })
  if (journey === undefined || !isHeldOut(`journey ${journey.name}`, own, state.id)) return undefined
  return sentence('held-out-of-journey', { percent: own, journey: journey.name })
}

/** Where this subscriber stands, beside who is held out; nothing where nobody is. */
export const outsideHoldout: Numbers = (asked) => {
  if (!isToPerson(asked) || isTransactional(asked)) return []
  const { turn, journey } = asked
  const own = journey === undefined ? [] : [{ percent: journey.definition.holdout ?? 0, what: `journey ${journey.name}`, journey: journey.name }]
  return [{ percent: turn.program.policy.holdoutPercent, what: 'the workspace', journey: undefined }, ...own].flatMap(({ percent, what, journey: of }) => {
    // Whoever would be held out by what holds today was inside before that.
    if (percent <= 0 || isHeldOut(what, percent, turn.state.id)) return []
    return [
      sentence('outside-holdout', {
        journey: of,
        count: Math.floor(chance(`holdout of ${what}`, turn.state.id) * parts),
        max: parts,
        amount: Math.round(percent * parts) / 100,
      }),
    ]
  })
}

/** People are drawn in steps as fine as anybody writes a percentage. */
const parts = 10_000

/** A larger percentage holds out the same people and more. */
function isHeldOut(what: string, percent: number, subscriber: string): boolean {
  return percent > 0 && chance(`holdout of ${what}`, subscriber) * 100 < percent
}
