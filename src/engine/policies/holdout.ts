// People who are left out so that what mail brings can be measured: they enter and move like everybody, and are sent nothing. Who they
// are follows from a hash, so it is the same people every time, in every version of a journey.

import { chance } from '../chance.ts'
import { isToPerson, isTransactional, type Rule } from './rule.ts'

export const holdout: Rule = (asked) => {
  const { turn, enrollment, journey } = asked
  const { id } = turn.state
  const workspace = turn.program.policy.holdoutPercent
  const own = journey?.definition.holdout ?? 0
  if ((workspace === 0 && own === 0) || !isToPerson(asked) || isTransactional(asked)) return undefined
  if (isHeldOut('the workspace', workspace, id)) {
    return { kind: 'refuse', reason: 'holdout', because: `among the ${workspace} % of all people who are sent nothing, to measure what mail brings` }
  }
  if (isHeldOut(`journey ${enrollment.journey}`, own, id)) {
    return { kind: 'refuse', reason: 'holdout', because: `among the ${own} % who are sent nothing by ${enrollment.journey}, to measure what it brings` }
  }
  return undefined
}

/** A larger percentage holds out the same people and more. */
function isHeldOut(what: string, percent: number, subscriber: string): boolean {
  return percent > 0 && chance(`holdout of ${what}`, subscriber) * 100 < percent
}
