// What each rule said about the messages of a journey: about those that were asked about, those that wait, and those that it would send now.

import { effectPlace } from '../../engine/passage.ts'
import { ruleNames } from '../../engine/policies/rule.ts'
import { answersOnImagined, answersOnWaiting, type Imagined, type RuleAnswer } from '../../engine/policies/rule-answers.ts'
import type { CompiledJourney, Program } from '../../engine/program.ts'
import type { PendingEffect, SubscriberState } from '../../engine/state.ts'
import { idFromPlace, walkSteps } from '../../engine/walk-steps.ts'
import type { DomainStanding } from '../../model/domain-standing.ts'
import type { Step } from '../../model/journey.ts'
import { limits } from '../../model/limits.ts'
import { readSentence } from '../../model/read-sentence.ts'
import type { Said } from '../../model/said.ts'
import type { AskedOnce } from './fold-person.ts'

/** What may keep a message back: the rules, and what the message itself lacks. */
export const askedRules = [...ruleNames, 'content'] as const

export interface RuleSaid {
  readonly rule: (typeof askedRules)[number]
  readonly outcome: 'passes' | 'refuse' | 'defer' | 'hold' | 'not known'
  /** In words, with its numbers; null when it has nothing against the message. */
  readonly because: string | null
  readonly said: Said | null
  readonly until: number | null
  /** What it looked at where it has nothing against the message: how many a cap counts, say. In words, and as data. */
  readonly numbers: readonly string[]
  readonly numbersSaid: readonly Said[]
}

export interface AskedMessage {
  /** asked: it was to be handed over. waits: it waits now. would be: the journey has sent no such message that waits, and this is what would be said now. */
  readonly when: 'asked' | 'waits' | 'would be'
  readonly at: number
  readonly step: string
  readonly channel: string
  readonly template: string | null
  readonly topic: string | null
  /** The message; null when it is none yet. */
  readonly message: string | null
  /** Until when one that waits was put off when it was last asked about, whatever the rules say meanwhile: then it is asked about again. null where nothing put it off. */
  readonly putOffUntil: number | null
  /** The rule that kept it from going out, the first that had something against it; null when it went, or would. */
  readonly stoppedBy: RuleSaid['rule'] | null
  /** In the order of asking. */
  readonly rules: readonly RuleSaid[]
}

/** Newest first: what waits, what was asked about, then what would be sent now. */
export function askedMessages(
  {
    program,
    state,
    journey,
    name,
    from,
    sending,
  }: {
    readonly program: Program
    readonly state: SubscriberState
    readonly journey: CompiledJourney | undefined
    readonly name: string
    /** What was asked about before this instant is not told again. */
    readonly from: number
    /** How sending domains stand at the state's instant; undefined where nobody knows any more. */
    readonly sending: readonly DomainStanding[] | undefined
  },
  asked: readonly AskedOnce[],
): readonly AskedMessage[] {
  const waiting = state.enrollments
    .filter((enrollment) => enrollment.journey === name)
    .flatMap((enrollment) =>
      enrollment.pending
        .filter(({ authorizedAt }) => authorizedAt === undefined)
        .map((pending) => ({
          ...pending,
          when: 'waits' as const,
          at: state.now,
          message: pending.key,
          putOffUntil: putOffUntil(pending, asked, state.now),
          rules: answersOnWaiting(program, state, { enrollment, pending, sending }),
        })),
    )
  const waitingSteps = new Set(waiting.map(({ step }) => step))
  const imagined = journey === undefined ? [] : messageSteps(journey, program).filter(({ step }) => !waitingSteps.has(step))
  return [
    ...waiting.map(messageSaid),
    ...asked
      .filter(({ at, effect }) => at >= from && effectPlace(effect)?.journey === name)
      .slice(-limits.whyMessagesAsked)
      .toReversed()
      .flatMap(pastSaid),
    ...imagined.slice(0, limits.whyMessagesImagined).map((message) => {
      const rules = answersOnImagined(program, state, { journey: journey as CompiledJourney, message, sending })
      return messageSaid({ ...message, when: 'would be', at: state.now, message: null, putOffUntil: null, rules })
    }),
  ]
}

/** A popup is asked about whenever somebody comes, so nothing puts it off. */
function putOffUntil({ key, channel }: Pick<PendingEffect, 'key' | 'channel'>, asked: readonly AskedOnce[], now: number): number | null {
  const last =
    channel === 'popup' ? undefined : asked.findLast(({ effect }) => effect === key)?.decisions.findLast((one) => 'effect' in one && one.effect === key)
  return last?.kind === 'deferred' && last.until !== undefined && last.until > now ? last.until : null
}

/** A message that was asked about. What it lacked stands beside the rules: it is asked about when none of them has anything against it. */
function pastSaid({ at, effect, rules, decisions }: AskedOnce): readonly AskedMessage[] {
  const decision = decisions.findLast((one) => 'effect' in one && one.effect === effect)
  if (decision === undefined || !('channel' in decision)) return []
  const { template, topic } = decision as { readonly template?: string; readonly topic?: string }
  const wasLet = decision.kind === 'authorized'
  // What was let out had room on its domain.
  const known = wasLet ? rules.map((one) => (one.verdict === 'not known' ? { ...one, verdict: undefined } : one)) : rules
  const place = effectPlace(effect)
  const about = { step: place?.step ?? '', channel: decision.channel as string, template, topic, message: effect }
  const told = messageSaid({ when: 'asked', at, ...about, putOffUntil: null, rules: known })
  if (wasLet || told.stoppedBy !== null || decision.kind !== 'refused') return [told]
  const lack: RuleSaid = {
    rule: 'content',
    outcome: 'refuse',
    because: decision.because,
    said: readSentence(decision.because),
    until: null,
    numbers: [],
    numbersSaid: [],
  }
  return [{ ...told, stoppedBy: 'content', rules: [...told.rules, lack] }]
}

interface Message extends Pick<AskedMessage, 'when' | 'at' | 'step' | 'channel' | 'message' | 'putOffUntil'> {
  readonly template: string | undefined
  readonly topic: string | undefined
  readonly rules: readonly RuleAnswer[]
}

function messageSaid({ when, at, step, channel, template, topic, message, putOffUntil, rules }: Message): AskedMessage {
  const said = rules.map(ruleSaid)
  const stoppedBy = said.find(({ because }) => because !== null)?.rule ?? null
  return { when, at, step, channel, template: template ?? null, topic: topic ?? null, message, putOffUntil, stoppedBy, rules: said }
}

function ruleSaid({ rule, verdict, numbers }: RuleAnswer): RuleSaid {
  const looked = { numbers, numbersSaid: numbers.map((one) => readSentence(one)) }
  if (verdict === undefined || verdict === 'not known') return { rule, outcome: verdict ?? 'passes', because: null, said: null, until: null, ...looked }
  const until = 'until' in verdict ? (verdict.until ?? null) : null
  return { rule, outcome: verdict.kind, because: verdict.because, said: readSentence(verdict.because), until, ...looked }
}

/** The messages to people that the journey's steps send. */
function messageSteps({ definition }: CompiledJourney, program: Program): readonly Imagined[] {
  return Array.from(walkSteps(definition.steps, ['steps'])).flatMap(([step, place]) => {
    const message = messageOf(step, program)
    return message === undefined ? [] : [{ ...message, step: step.id ?? idFromPlace(place) }]
  })
}

function messageOf(step: Step, { templates }: Program): Omit<Imagined, 'step'> | undefined {
  if ('send' in step) return { channel: 'email', template: step.send, topic: step.topic ?? templates.get(step.send)?.topic }
  if ('sms' in step) return { channel: 'sms', template: undefined, topic: step.topic }
  if ('popup' in step) return { channel: 'popup', template: undefined, topic: step.topic }
  return undefined
}
