// The rules that may hold a message back, in the order in which they are asked. The first that has something against it decides.

import { channelConsent } from './channel-consent.ts'
import { consent } from './consent.ts'
import { expiry } from './expiry.ts'
import { frequencyCaps } from './frequency-caps.ts'
import { holdout } from './holdout.ts'
import { mailPause } from './mail-pause.ts'
import { ownCondition } from './own-condition.ts'
import { pause } from './pause.ts'
import { quietHours } from './quiet-hours.ts'
import type { Rule } from './rule.ts'
import { sendingDomain } from './sending-domain.ts'
import { stillWanted } from './still-wanted.ts'
import { stopSwitch } from './stop-switch.ts'
import { suppression } from './suppression.ts'

/** Those that look at one message alone. */
const alone: readonly Rule[] = [
  stillWanted,
  stopSwitch,
  pause,
  suppression,
  channelConsent,
  consent,
  mailPause,
  holdout,
  ownCondition,
  expiry,
  quietHours,
  sendingDomain,
]

/** Caps come last, because which of several messages gets a free place depends on which of them may go out otherwise. */
export const rules: readonly Rule[] = [...alone, frequencyCaps(alone)]
