// What a paused journey has decided waits until the journey goes on. Of what has expired meanwhile nobody waits any more, as under a stop switch.

import { sentence } from '../../model/sentence.ts'
import { pauseOf } from '../pauses.ts'
import { hasExpired } from './expiry.ts'
import type { Rule } from './rule.ts'

export const pause: Rule = (asked) => {
  const paused = pauseOf(asked.turn, asked.enrollment.journey)
  if (paused === undefined || hasExpired(asked)) return undefined
  return { kind: 'hold', rule: 'pause', because: sentence('journey-paused', { journey: asked.enrollment.journey, since: paused.since, why: paused.because }) }
}
