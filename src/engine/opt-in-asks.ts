// Double opt-in. Somebody typed an address into a form: nothing follows from that but one mail to it, which asks. Whoever reads that mail and
// presses the button behind its link says yes: only then is the address taken over, the topics are subscribed to, and a journey may begin.
//
// So that nobody is flooded in somebody else's name, an address is asked about the same topics once in `doubleOptIn.again`, and a few times
// in all (mostADay, mostAMonth) as long as it says nothing. It never changes a known address, unless a server said whose the new one is.

import type { Evidence } from '../model/consent.ts'
import type { Command } from '../model/input.ts'
import type { JsonObject } from '../model/json.ts'
import { limits } from '../model/limits.ts'
import { sentence } from '../model/sentence.ts'
import { setAttributes } from './attributes.ts'
import { askOf, isOpen, keepAsks, optInJourney, optInVersion } from './opt-in.ts'
import { effectKeyStart, queueEffect } from './passage.ts'
import { addressOf, isAddress, liftSuppression } from './policies/suppression.ts'
import { setTracking } from './policies/tracking.ts'
import { type AskState, addEnrollment, type Enrollment } from './state.ts'
import { saidAbout, setTopic } from './subscriptions.ts'
import { decide, type Turn } from './turn.ts'

type Ask = Extract<Command, { do: 'ask to confirm' }>
type Confirm = Extract<Command, { do: 'confirm' }>

const dayMs = 86_400_000
/** Questions to one address that nobody answered. */
const mostADay = 3
const mostAMonth = 6

/** Asks by mail, or says why not. Whoever filled in the form learns nothing of either. */
export function askToConfirm(turn: Turn, ask: Ask): void {
  const { state, now } = turn
  state.asks = state.asks.filter(({ at, expiresAt }) => now < expiresAt || now - at < 30 * dayMs)
  const isSame = addressOf(state)?.toLowerCase() === ask.address.toLowerCase()
  const topics = [...new Set(ask.topics)].filter((topic) => !isSame || saidAbout(state.topics, topic)?.subscribed !== true)
  const because = topics.length === 0 ? sentence('yes-already') : whyNotNow(turn, ask.address, topics)
  if (because !== undefined) return decide(turn, { kind: 'not asked', at: now, topics: ask.topics, because })
  const enrollment = carrier(turn, ask, topics)
  const { key, expiresAt } = queueQuestion(turn, enrollment)
  const evidence = { ...ask.evidence, address: ask.address }
  const question: AskState = {
    id: key,
    topics,
    address: ask.address,
    at: now,
    expiresAt,
    confirmedAt: undefined,
    set: ask.set ?? {},
    tracking: ask.tracking === true,
    locale: ask.locale,
    replaces: ask.replaces === true,
    device: ask.device,
    evidence,
  }
  state.asks = keepAsks([...state.asks, question])
  for (const topic of topics) decide(turn, { kind: 'asked', at: now, topic, ask: key, expiresAt, evidence })
}

function whyNotNow({ state, program, now }: Turn, address: string, topics: readonly string[]): string | undefined {
  if (!isAddress(address)) return sentence('not-an-address')
  const asks = state.asks.filter((ask) => ask.address.toLowerCase() === address.toLowerCase() && ask.confirmedAt === undefined)
  const same = asks.find((ask) => isOpen(ask, now) && now - ask.at < program.policy.optIn.againMs && topics.every((topic) => ask.topics.includes(topic)))
  if (same !== undefined) return sentence('asked-already', { at: same.at })
  if (asks.filter((ask) => now - ask.at < dayMs).length >= mostADay) return sentence('asked-often', { count: mostADay, duration: '1d' })
  if (asks.length >= mostAMonth) return sentence('asked-often', { count: mostAMonth, duration: '30d' })
  return undefined
}

/** The passage that carries the question to the outbox; it has ended before it began. */
function carrier(turn: Turn, { locale }: Ask, topics: readonly string[]): Enrollment {
  const { state, now } = turn
  const properties: JsonObject = { topics, ...(locale === undefined ? {} : { locale }) }
  const trigger = { name: 'Double Opt-In Asked', occurredAt: now, properties, position: undefined }
  const enrollment = addEnrollment(state, now, { journey: optInJourney, version: optInVersion, key: undefined, trigger, heldOut: false })
  enrollment.status = 'completed'
  enrollment.step = 'ask'
  enrollment.visits = 1
  return enrollment
}

function queueQuestion(turn: Turn, enrollment: Enrollment): { readonly key: string; readonly expiresAt: number } {
  const { optIn } = turn.program.policy
  const expiresAt = turn.now + optIn.expiresMs
  const key = `${effectKeyStart(turn.state.id, enrollment)}ask/1`
  queueEffect(turn, enrollment, {
    kind: 'send',
    channel: 'email',
    key,
    decidedAt: turn.now,
    journey: optInJourney,
    journeyVersion: optInVersion,
    enrollment: enrollment.id,
    step: enrollment.step,
    template: optIn.template ?? optInJourney,
    expiresAt,
  })
  return { key, expiresAt }
}

/** The yes. Said twice it changes nothing; what has expired, or is about an address that is another one by now, stays unsaid. */
export function confirm(turn: Turn, { ask: id, evidence: confirmed }: Confirm, source: string): void {
  const { state, now } = turn
  const ask = askOf(state, id)
  if (ask?.confirmedAt !== undefined) return
  const because = ask === undefined ? sentence('no-such-question') : whyNotConfirmed(turn, ask)
  if (ask === undefined || because !== undefined) {
    return decide(turn, { kind: 'not confirmed', at: now, ask: id.slice(0, limits.idCharacters), because: because ?? '' })
  }
  state.asks = state.asks.map((one) => (one === ask ? { ...ask, confirmedAt: now, set: {} } : one))
  const unknown = Object.entries(ask.set).filter(([name]) => !Object.hasOwn(state.attributes, name))
  liftSuppression(turn, 'email', sentence('lifted-by-yes', { topics: ask.topics.join(', ') }), ask.address)
  // First the facts and the yes, so that a journey which begins with the event finds both.
  const known = addressOf(state)?.toLowerCase() === ask.address.toLowerCase()
  setAttributes(turn, { ...Object.fromEntries(unknown), ...(known ? {} : { email: ask.address }) }, now, source)
  const evidence = evidenceOf(ask, confirmed)
  for (const topic of ask.topics) setTopic(turn, topic, { subscribed: true, reason: optInJourney, evidence })
  if (ask.tracking) setTracking(turn, { allowed: true, reason: optInJourney, evidence })
  for (const topic of ask.topics) decide(turn, { kind: 'confirmed', at: now, topic, ask: id })
}

function whyNotConfirmed({ state, now }: Turn, ask: AskState): string | undefined {
  if (ask.expiresAt <= now) return sentence('answer-too-late', { until: ask.expiresAt })
  const address = addressOf(state)?.toLowerCase()
  if (address !== undefined && address !== ask.address.toLowerCase() && !ask.replaces) return sentence('another-address')
  return undefined
}

/** Where it was confirmed, with where it was asked for, and the text that was agreed to there. */
function evidenceOf({ at, address, evidence }: AskState, confirmed: Evidence | undefined): Evidence {
  const { page, ip, agent, wording } = evidence
  const asked = { at, ...(page === undefined ? {} : { page }), ...(ip === undefined ? {} : { ip }), ...(agent === undefined ? {} : { agent }) }
  return { ...confirmed, ...(wording === undefined ? {} : { wording }), address, asked }
}
