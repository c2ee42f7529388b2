// The rules that may hold a message back, in the order in which they are asked. The first that has something against it decides.

import { channelConsent, channelWord } from './channel-consent.ts'
import { consent, topicWord } from './consent.ts'
import { expiry, lastInstant } from './expiry.ts'
import { frequencyCaps, roomInCaps } from './frequency-caps.ts'
import { holdout, outsideHoldout } from './holdout.ts'
import { mailPause } from './mail-pause.ts'
import { ownCondition } from './own-condition.ts'
import { pause } from './pause.ts'
import { hoursOfQuiet, quietHours } from './quiet-hours.ts'
import type { Asked, Numbers, Rule, RuleName, Verdict } from './rule.ts'
import { roomOnDomain, sendingDomain } from './sending-domain.ts'
import { stillWanted } from './still-wanted.ts'
import { stopSwitch } from './stop-switch.ts'
import { suppression } from './suppression.ts'

/** A rule under the name by which answers call it. */
export interface NamedRule {
  readonly name: RuleName
  readonly rule: Rule
  /** What it looked at where it has nothing against a message; undefined: nothing that is a number. */
  readonly numbers?: Numbers
}

/** Those that look at one message alone. */
const alone: readonly NamedRule[] = [
  { name: 'passage', rule: stillWanted },
  { name: 'stop switch', rule: stopSwitch },
  { name: 'pause', rule: pause },
  { name: 'address', rule: suppression },
  { name: 'channel consent', rule: channelConsent, numbers: channelWord },
  { name: 'consent', rule: consent, numbers: topicWord },
  { name: 'mail pause', rule: mailPause },
  { name: 'holdout', rule: holdout, numbers: outsideHoldout },
  { name: 'own condition', rule: ownCondition },
  { name: 'expiry', rule: expiry, numbers: lastInstant },
  { name: 'quiet hours', rule: quietHours, numbers: hoursOfQuiet },
  { name: 'sending domain', rule: sendingDomain, numbers: roomOnDomain },
]

const earlier = alone.map(({ rule }) => rule)
/** Caps come last, because which of several messages gets a free place depends on which of them may go out otherwise. */
export const namedRules: readonly NamedRule[] = [...alone, { name: 'frequency cap', rule: frequencyCaps(earlier), numbers: roomInCaps(earlier) }]

const rules: readonly Rule[] = namedRules.map(({ rule }) => rule)

/** What the first rule says that has something against the message; undefined when none has. */
export function verdictOf(asked: Asked): Verdict | undefined {
  for (const rule of rules) {
    const verdict = rule(asked)
    if (verdict !== undefined) return verdict
  }
  return undefined
}
