// What the rules of authorization share: what they are asked about, and how they answer. A rule only looks; acting on its answer is
// authorize.ts's business, so that a rule may also be asked about a message that is not up yet.

import type { DeferralRule, SkipReason } from '../../model/decision.ts'
import { isQuestion } from '../opt-in.ts'
import type { CompiledJourney } from '../program.ts'
import type { Enrollment, PendingEffect } from '../state.ts'
import type { Turn } from '../turn.ts'

/** A message of which it is asked whether it may go out at the turn's instant. */
export interface Asked {
  readonly turn: Turn
  readonly enrollment: Enrollment
  readonly pending: PendingEffect
  /** The version it belongs to; undefined when the program no longer has it. */
  readonly journey: CompiledJourney | undefined
}

/** refuse: never. defer: not before `until`. hold: not before somebody lifts a switch, or for what others do: nothing that this person's log says. */
export type Verdict =
  | { readonly kind: 'refuse'; readonly reason: SkipReason; readonly because: string }
  | { readonly kind: 'defer'; readonly rule: DeferralRule; readonly until: number; readonly because: string }
  | { readonly kind: 'hold'; readonly rule: 'stop switch' | 'pause' | 'warm-up' | 'slowed domain'; readonly because: string; readonly until?: number }

/** Undefined when it has nothing against the message. */
export type Rule = (asked: Asked) => Verdict | undefined

/** What a rule that has nothing against the message counted or looked at, in words. */
export type Numbers = (asked: Asked) => readonly string[]

/** What answers call a rule. */
export const ruleNames = [
  'passage',
  'stop switch',
  'pause',
  'address',
  'channel consent',
  'consent',
  'mail pause',
  'holdout',
  'own condition',
  'expiry',
  'quiet hours',
  'sending domain',
  'frequency cap',
] as const
export type RuleName = (typeof ruleNames)[number]

/** Whether a message reaches a person. Webhooks reach machines: consent, holdout and quiet hours are not about them. */
export function isToPerson({ pending }: Asked): boolean {
  return pending.channel !== 'webhook'
}

/** Whether the message's topic is one that people must get mail on. A mail that asks for consent cannot have it yet. */
export function isTransactional({ turn, enrollment, pending }: Asked): boolean {
  if (isQuestion(enrollment)) return true
  return pending.topic !== undefined && turn.program.policy.transactional.has(pending.topic)
}

/** An instant as it stands in reasons. */
export function instantText(instant: number): string {
  return new Date(instant).toISOString()
}
