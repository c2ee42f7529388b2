// The last question before something is handed over, asked in the single writer: may this go out now? Nothing goes out that is no
// longer true, and nothing after an acknowledged unsubscribe. What may speak against it stands in table.ts, in the order of asking.

import type { Lack, SkipReason } from '../../model/decision.ts'
import type { Transmission } from '../../model/effect.ts'
import type { Sender } from '../../model/sender.ts'
import { sentence } from '../../model/sentence.ts'
import { cartFacts, cartIdOf } from '../cart.ts'
import { askOf, isQuestion, questionOf } from '../opt-in.ts'
import { aboutEffect, effectVersion, journeyOf, refuse } from '../passage.ts'
import type { Enrollment, PendingEffect } from '../state.ts'
import { count, countTemplate, decide, enrollmentView, type Turn } from '../turn.ts'
import { purposeOf, routeOf } from './route.ts'
import type { Verdict } from './rule.ts'
import { answersOf, type RuleAnswer } from './rule-answers.ts'
import { addressOn } from './suppression.ts'
import { verdictOf } from './table.ts'
import { mayTrack } from './tracking.ts'

export type Authorization = Answered & {
  /** What every rule said, where that was asked for. */
  readonly rules?: readonly RuleAnswer[]
  /** Messages that were held back by what no log tells, and would have come before it; absent when there are none. */
  readonly heldRivals?: readonly string[]
}

type Answered =
  | { readonly kind: 'transmit'; readonly transmission: Transmission; readonly mail?: MailRoute }
  | { readonly kind: 'refused'; readonly reason: SkipReason; readonly because: string }
  | { readonly kind: 'deferred'; readonly until: number; readonly because: string }
  /** A stop switch is on, or its domain has to be spared: to be asked about when it is lifted, or at `until`, when it expires at the latest. */
  | { readonly kind: 'held'; readonly until: number | undefined; readonly because: string }

/** Of a mail: where it comes from, and what it is for. */
export interface MailRoute {
  readonly domain: string
  readonly purpose: 'advertising' | 'transactional'
  /** Whether it goes by the second domain. */
  readonly isSecond: boolean
}

interface Question {
  readonly lacks?: Lack
  readonly uses?: string
  readonly nothingFor?: readonly string[]
  readonly explains?: 'every rule'
}

/** Decides whether an effect may be handed over at the turn's instant. */
export function authorize(turn: Turn, key: string, { lacks, uses, nothingFor, explains }: Question = {}): Authorization {
  const found = findPending(turn, key)
  if (found === undefined) return { kind: 'refused', reason: 'stopped', because: sentence('nobody-waits') }
  const { enrollment, pending } = found
  const asked = { turn, enrollment, pending, journey: journeyOf(turn, enrollment) }
  // What it lacks is asked about last: while it may not go out anyway, what it lacks may still come.
  const verdict = verdictOf(asked) ?? (lacks && { kind: 'refuse' as const, ...lacks })
  const told = { ...(turn.heldRivals.length > 0 && { heldRivals: turn.heldRivals }), ...(explains && { rules: answersOf(asked) }) }
  if (verdict !== undefined) return { ...notNow(turn, found, verdict), ...told }
  const { domain, from } = routeOf(asked)
  pending.authorizedAt = turn.now
  const blocks = blocksOf(turn, found)
  decide(turn, {
    kind: 'authorized',
    ...aboutEffect(turn, enrollment, pending),
    ...(from === undefined || domain === undefined ? {} : { domain }),
    ...(uses === undefined ? {} : { with: uses }),
    ...(nothingFor === undefined ? {} : { nothingFor }),
    ...(blocks && { blocks }),
  })
  const mail: MailRoute | undefined = domain === undefined ? undefined : { domain, purpose: purposeOf(asked), isSecond: from !== undefined }
  return { ...transmit(turn, found, { from, blocks }), ...(mail && { mail }), ...told }
}

interface Decided {
  readonly from: Sender | undefined
  readonly blocks: Readonly<Record<string, boolean>> | undefined
}

function transmit(turn: Turn, { enrollment, pending }: Found, { from, blocks }: Decided): Extract<Answered, { kind: 'transmit' }> {
  const { attributes, carts } = turn.state
  const address = addressOn(turn.state, pending.channel)
  const cart = cartFacts(carts, cartIdOf(enrollment.trigger.properties) || undefined)
  const about = { ...segmentsOf(turn), ...variantsOf(enrollment), ...(blocks && { conditions: blocks }) }
  const facts = { authorizedAt: turn.now, attributes: structuredClone(attributes), cart, mayTrack: mayTrack(turn.program, turn.state), ...about }
  const base = from === undefined ? facts : { ...facts, from }
  const ask = isQuestion(enrollment) ? askOf(turn.state, pending.key) : undefined
  if (ask !== undefined) return { kind: 'transmit', transmission: questionOf(ask, base) }
  return { kind: 'transmit', transmission: address === undefined ? base : { ...base, to: address } }
}

/** The segments that templates may ask about. */
function segmentsOf({ program, state }: Turn): Pick<Transmission, 'segments'> {
  const segments = program.segments.filter(({ id }) => state.watches.holds(id)).map(({ segment }) => segment as string)
  return segments.length === 0 ? {} : { segments }
}

/** What the template's blocks ask, as it is at this instant; undefined where they ask nothing. */
function blocksOf(turn: Turn, { enrollment, pending }: Found): Readonly<Record<string, boolean>> | undefined {
  const conditions = pending.template === undefined ? undefined : turn.program.templates.get(pending.template)?.conditions
  if (conditions === undefined || conditions.length === 0) return undefined
  const view = enrollmentView(turn, enrollment)
  return Object.fromEntries(conditions.map(([name, condition]) => [name, condition.evaluate(view).value]))
}

function variantsOf({ variants }: Enrollment): Pick<Transmission, 'variants'> {
  return variants.length === 0 ? {} : { variants: Object.fromEntries(variants.map(([step, variant]) => [step, variant])) }
}

/** Records what became of an effect that was handed over. */
export function takeOutcome(turn: Turn, key: string, result: { readonly outcome: 'sent' | 'failed' | 'unknown'; readonly because?: string }): void {
  const found = findPending(turn, key)
  if (found === undefined) return
  const { enrollment, pending } = found
  enrollment.pending = enrollment.pending.filter((one) => one !== pending)
  count(turn, { name: enrollment.journey, version: effectVersion(pending.key) }, pending.step, result.outcome)
  countTemplate(turn, pending.template, result.outcome)
  if (result.outcome !== 'failed' && pending.channel !== 'webhook') {
    enrollment.lastMessage = { step: pending.step, version: effectVersion(pending.key), template: pending.template, sentAt: turn.now }
  }
  const because = result.because === undefined ? {} : { because: result.because }
  decide(turn, { kind: 'handed over', ...aboutEffect(turn, enrollment, pending), outcome: result.outcome, ...because })
}

function notNow(turn: Turn, { enrollment, pending }: Found, verdict: Verdict): Answered {
  const { because } = verdict
  switch (verdict.kind) {
    case 'refuse':
      refuse(turn, enrollment, { pending, reason: verdict.reason, because })
      return { kind: 'refused', reason: verdict.reason, because }
    case 'defer':
      // Whoever waits keeps no place: it may be asked about again after an attempt that did not succeed.
      pending.authorizedAt = undefined
      decide(turn, { kind: 'deferred', ...aboutEffect(turn, enrollment, pending), rule: verdict.rule, until: verdict.until, because })
      return { kind: 'deferred', until: verdict.until, because }
    case 'hold':
      // Changes nothing, because it leaves no line in the log.
      decide(turn, {
        kind: 'deferred',
        ...aboutEffect(turn, enrollment, pending),
        rule: verdict.rule,
        ...(verdict.until === undefined ? {} : { until: verdict.until }),
        because,
      })
      return { kind: 'held', until: verdict.until ?? pending.expiresAt, because }
  }
}

interface Found {
  readonly enrollment: Enrollment
  readonly pending: PendingEffect
}

function findPending(turn: Turn, key: string): Found | undefined {
  for (const enrollment of turn.state.enrollments) {
    const pending = enrollment.pending.find((one) => one.key === key)
    if (pending !== undefined) return { enrollment, pending }
  }
  return undefined
}
