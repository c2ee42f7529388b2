// Stop switches by workspace, journey, version, template or sending domain: what they hold back waits until they are lifted. Of what has expired
// meanwhile nobody waits any more: the rule of expiry refuses it.

import { sentence } from '../../model/sentence.ts'
import { scopeText, stopOf } from '../../model/stop.ts'
import { effectVersion } from '../passage.ts'
import { hasExpired, notBeyondExpiry } from './expiry.ts'
import { purposeOf, routeOf } from './route.ts'
import type { Rule } from './rule.ts'

export const stopSwitch: Rule = (asked) => {
  const { stops } = asked.turn.program
  if (stops.length === 0) return undefined
  const { enrollment, pending } = asked
  const about = { journey: enrollment.journey, version: effectVersion(pending.key), template: pending.template, decidedAt: pending.decidedAt }
  const stop = stopOf(stops, { ...about, domain: routeOf(asked).domain, purpose: purposeOf(asked) })
  if (stop === undefined || hasExpired(asked)) return undefined
  const because = sentence('stop-switch', { scope: scopeText(stop.scope), since: stop.since, judged: stop.because })
  // One that may end by itself is looked at again in a while: nobody tells those who wait.
  const until = stop.lifts === undefined ? {} : { until: notBeyondExpiry(asked, asked.turn.now + lookAgainMs) }
  return { kind: 'hold', rule: 'stop switch', because, ...until }
}

const lookAgainMs = 3_600_000
