// What every rule says about a message, also those that come after the one that stops it: for whoever wants to know why. Nothing is decided by asking.

import type { DomainStanding } from '../../model/domain-standing.ts'
import { journeyOf } from '../passage.ts'
import type { CompiledJourney, Program } from '../program.ts'
import type { Enrollment, PendingEffect, SubscriberState } from '../state.ts'
import { newTurn } from '../turn.ts'
import { holdoutOf } from './holdout.ts'
import { purposeOf, routeOf } from './route.ts'
import type { Asked, RuleName, Verdict } from './rule.ts'
import { namedRules } from './table.ts'

/** not known: what others were sent decides it, and no person's log tells that. */
export interface RuleAnswer {
  readonly rule: RuleName
  readonly verdict: Verdict | 'not known' | undefined
  /** What it looked at, in words, where it has nothing against the message. */
  readonly numbers: readonly string[]
}

/** What all rules say, in the order of asking. */
export function answersOf(asked: Asked): readonly RuleAnswer[] {
  return namedRules.map(({ name, rule, numbers }) => {
    const verdict = name === 'sending domain' && hangsOnOthers(asked) ? 'not known' : rule(asked)
    return { rule: name, verdict, numbers: verdict === undefined ? (numbers?.(asked) ?? []) : [] }
  })
}

/** How sending domains stand at the state's instant, as far as whoever asks knows that. */
type Standings = readonly DomainStanding[] | undefined

/** What all rules say about a message that waits, at the state's instant. */
export function answersOnWaiting(
  program: Program,
  state: SubscriberState,
  { sending, ...message }: { readonly enrollment: Enrollment; readonly pending: PendingEffect; readonly sending?: Standings },
): readonly RuleAnswer[] {
  const turn = { ...newTurn(program, state), sending }
  return answersOf({ turn, ...message, journey: journeyOf(turn, message.enrollment) })
}

/** A message as a step of the journey would send it. */
export type Imagined = Pick<PendingEffect, 'channel' | 'template' | 'topic' | 'step'>

/** What the rules would say at the state's instant if the journey sent this now. What only a passage of its own can say is not asked without one. */
export function answersOnImagined(
  program: Program,
  state: SubscriberState,
  { journey, message, sending }: { readonly journey: CompiledJourney; readonly message: Imagined; readonly sending?: Standings },
): readonly RuleAnswer[] {
  const turn = { ...newTurn(program, state), sending }
  const key = `${state.id}/${journey.name}/${journey.version}/0/${message.step}/0`
  const pending: PendingEffect = { ...message, key, expiresAt: undefined, decidedAt: turn.now, cancelled: undefined, authorizedAt: undefined }
  const inside = state.enrollments.findLast((one) => one.journey === journey.name && one.status === 'active')
  const isHeldOut = inside?.heldOut ?? holdoutOf(turn, journey) !== undefined
  const answers = answersOf({ turn, enrollment: { ...(inside ?? newcomer(journey, turn.now)), heldOut: isHeldOut }, pending, journey })
  return answers.filter(({ rule }) => !ofPassage.has(rule))
}

const ofPassage: ReadonlySet<RuleName> = new Set(['passage', 'own condition', 'expiry'])

function newcomer(journey: CompiledJourney, now: number): Enrollment {
  return {
    id: 0,
    journey: journey.name,
    version: journey.version,
    key: undefined,
    enteredAt: now,
    trigger: { name: '', occurredAt: now, properties: {}, position: undefined },
    status: 'active',
    step: '',
    stepEnteredAt: now,
    isFromLocalTime: false,
    heldMs: 0,
    heard: undefined,
    visits: 0,
    wakeAt: Number.POSITIVE_INFINITY,
    converted: false,
    pending: [],
    heldOut: false,
    variants: [],
    lastMessage: undefined,
    formerKeys: [],
  }
}

/** Whether the domain has to be spared, and nobody says how it stands: logs know nobody else's mails. */
function hangsOnOthers(asked: Asked): boolean {
  const { turn, pending } = asked
  if (turn.sending !== undefined || pending.channel !== 'email' || purposeOf(asked) === 'transactional') return false
  const { domain } = routeOf(asked)
  return domain !== undefined && turn.program.policy.domains.has(domain)
}
