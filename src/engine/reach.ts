// Whether a mail on a topic would reach somebody as things stand, asked before there is one: by the rules that are asked again when a mail is handed over, as
// far as they look at the person alone. What depends on the hour, such as caps and quiet hours, only makes a mail wait and is not asked here.

import type { SkipReason } from '../model/decision.ts'
import { channelConsent } from './policies/channel-consent.ts'
import { consent } from './policies/consent.ts'
import { holdoutOf } from './policies/holdout.ts'
import { mailPause } from './policies/mail-pause.ts'
import type { Asked } from './policies/rule.ts'
import { suppression } from './policies/suppression.ts'
import type { Program } from './program.ts'
import type { Enrollment, PendingEffect, SubscriberState } from './state.ts'
import { newTurn } from './turn.ts'

/** What may keep a mail from somebody for good. */
export const unreached = ['no address', 'suppressed', 'unsubscribed', 'no consent', 'mail paused', 'holdout'] as const satisfies readonly SkipReason[]
export type Unreached = (typeof unreached)[number]

export interface MailOn {
  /** Undefined: mail without a topic, of which only a no to all mail is asked. */
  readonly topic: string | undefined
  /** UTC milliseconds. */
  readonly now: number
}

const asked = [suppression, channelConsent, consent, mailPause]

/** What keeps the mail from the person; undefined where it would be sent. */
export function unreachedBy(program: Program, state: SubscriberState, { topic, now }: MailOn): Unreached | undefined {
  const turn = { ...newTurn(program, state), now: Math.max(now, state.now) }
  const question: Asked = { turn, enrollment: passing(turn.now), pending: mailOf(topic, turn.now), journey: undefined }
  for (const rule of asked) {
    const verdict = rule(question)
    if (verdict?.kind === 'refuse') return verdict.reason as Unreached
  }
  const isTransactional = topic !== undefined && program.policy.transactional.has(topic)
  return !isTransactional && holdoutOf(turn, undefined) !== undefined ? 'holdout' : undefined
}

/** A passage of nobody's, that a mail can be asked about. */
function passing(now: number): Enrollment {
  const trigger = { name: 'schedule', occurredAt: now, properties: {}, position: undefined }
  const nothing = { key: undefined, heard: undefined, lastMessage: undefined }
  const begun = {
    enteredAt: now,
    stepEnteredAt: now,
    heldMs: 0,
    visits: 0,
    wakeAt: Number.POSITIVE_INFINITY,
    converted: false,
    heldOut: false,
    isFromLocalTime: false,
  }
  return { id: 0, journey: '', version: 0, trigger, status: 'active', step: '', pending: [], variants: [], formerKeys: [], ...nothing, ...begun }
}

function mailOf(topic: string | undefined, now: number): PendingEffect {
  const open = { template: undefined, expiresAt: undefined, cancelled: undefined, authorizedAt: undefined }
  return { key: '', channel: 'email', topic, step: '', decidedAt: now, ...open }
}
