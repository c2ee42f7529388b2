// Stop switches by workspace, journey, version or template: what they hold back waits until they are lifted. Of what has expired
// meanwhile nobody waits any more: the rule of expiry refuses it.

import { scopeText, stopOf } from '../../model/stop.ts'
import { effectVersion } from '../passage.ts'
import { hasExpired } from './expiry.ts'
import { instantText, type Rule } from './rule.ts'

export const stopSwitch: Rule = (asked) => {
  const { stops } = asked.turn.program
  if (stops.length === 0) return undefined
  const { enrollment, pending } = asked
  const stop = stopOf(stops, { journey: enrollment.journey, version: effectVersion(pending.key), template: pending.template })
  if (stop === undefined || hasExpired(asked)) return undefined
  return { kind: 'hold', rule: 'stop switch', because: `${scopeText(stop.scope)} stopped since ${instantText(stop.since)}: ${stop.because}` }
}
