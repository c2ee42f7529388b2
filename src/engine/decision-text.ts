// Decisions and inputs in plain words, one line each. The same lines are the golden traces of the tests, what `oncue trace` prints and what
// "why" shows, so a change of behavior is a change of words.

import type { Decision } from '../model/decision.ts'
import type { Input } from '../model/input.ts'
import type { Json, JsonObject } from '../model/json.ts'
import { noCurrency } from '../model/money.ts'

/** "2026-11-21T10:00:00.000Z  cart#1 [c1] entered: no Product Added for 30m". */
export function decisionText(decision: Decision): string {
  return `${new Date(decision.at).toISOString()}  ${decisionSentence(decision)}`
}

/** "2026-11-21T10:00:00.000Z  > Product Added {"product_id":"p1"}". */
export function inputText(input: Input): string {
  return `${new Date(input.at).toISOString()}  > ${inputSentence(input)}`
}

/** The same without its instant. */
export function decisionSentence(decision: Decision): string {
  switch (decision.kind) {
    case 'entered':
      return `${passage(decision)} entered: ${decision.because}`
    case 'not entered':
      return `${decision.journey}${keyText(decision.key)} not entered, ${decision.reason}: ${decision.because}`
    case 'moved':
      return `${passage(decision)} moved to ${decision.step}: ${decision.because}`
    case 'changed version':
      return `${passage(decision)} came from version ${decision.from} (${decision.fromStep}) to version ${decision.journeyVersion} (${decision.step}): ${decision.because}`
    case 'waiting':
      return `${passage(decision)} waits at ${decision.step}${decision.until === undefined ? '' : ` until ${new Date(decision.until).toISOString()}`}: ${decision.because}`
    case 'acted':
      return `${passage(decision)} at ${decision.step} ${decision.action}`
    case 'skipped':
      return `${passage(decision)} skipped ${decision.step}, ${decision.reason}: ${decision.because}`
    case 'completed':
      return `${passage(decision)} completed`
    case 'exited':
      return `${passage(decision)} exited at ${decision.step}: ${decision.because}`
    case 'converted':
      return `${passage(decision)} converted: ${decision.event}${conversionText(decision)}`
    case 'queued':
      return `${passage(decision)} queued ${effect(decision)} at ${decision.step}`
    case 'authorized':
      return `${passage(decision)} may hand over ${effect(decision)} of ${decision.step}${decision.domain === undefined ? '' : ` by ${decision.domain}`}${decision.with === undefined ? '' : `, with ${decision.with}`}${decision.nothingFor === undefined ? '' : `, nothing found for ${decision.nothingFor.join(', ')}`}${blocksText(decision.blocks)}`
    case 'refused':
      return `${passage(decision)} does not send ${effect(decision)} of ${decision.step}, ${decision.reason}: ${decision.because}`
    case 'deferred':
      return `${passage(decision)} holds back ${effect(decision)} of ${decision.step}${decision.until === undefined ? '' : ` until ${new Date(decision.until).toISOString()}`}, ${decision.rule}: ${decision.because}`
    case 'handed over':
      return `${passage(decision)} ${decision.outcome} ${effect(decision)} of ${decision.step}${decision.because === undefined ? '' : `: ${decision.because}`}`
    case 'added':
      return 'is a subscriber now: the e-mail address is known'
    case 'segment':
      return `${decision.entered ? 'entered' : 'left'} segment ${decision.segment}`
    case 'changed':
      return `attribute ${decision.attribute} ${decision.value === undefined ? 'removed' : `= ${JSON.stringify(decision.value)}`} (${decision.source})`
    case 'list':
      return `${decision.joined ? 'joined' : 'left'} list ${decision.list} (${decision.source})`
    case 'topic':
      return `${decision.subscribed ? 'subscribed to' : 'unsubscribed from'} ${decision.topic}${decision.channel === undefined ? '' : ` by ${decision.channel}`}${decision.reason === undefined ? '' : ` (${decision.reason})`}`
    case 'no taken back':
      return `took the no to all mail back${decision.reason === undefined ? '' : ` (${decision.reason})`}`
    case 'asked':
      return `asked to confirm ${decision.topic}, until ${new Date(decision.expiresAt).toISOString()}`
    case 'not asked':
      return `not asked to confirm ${decision.topics.join(', ')}: ${decision.because}`
    case 'confirmed':
      return `confirmed ${decision.topic}, by the link in the mail`
    case 'not confirmed':
      return `not confirmed: ${decision.because}`
    case 'mail pause':
      return decision.until === undefined ? 'wants mail again' : `wants no mail until ${new Date(decision.until).toISOString()}`
    case 'tracking':
      return `${decision.allowed ? 'allows' : 'forbids'} to follow opens and clicks${decision.reason === undefined ? '' : ` (${decision.reason})`}`
    case 'suppressed':
      return `the address is suppressed: ${decision.because}`
    case 'suppression lifted':
      return `the address may be written to again: ${decision.because}`
    case 'merged':
      return `merged with subscriber ${decision.from}: ${decision.because}`
    case 'told apart':
      return `told apart from subscriber ${decision.from}: ${decision.because}`
    case 'taken apart':
      return `taken apart from subscriber ${decision.from} again: ${decision.because}`
    case 'adopted':
      return `took over program ${decision.program}`
    case 'cut':
      return `cut short: ${decision.because}`
  }
}

/** The same without its instant. */
export function inputSentence(input: Input): string {
  switch (input.kind) {
    case 'event': {
      const { event } = input
      const late = event.occurredAt === input.at ? '' : ` (occurred ${new Date(event.occurredAt).toISOString()})`
      return `${event.name}${dataText(event.properties)}${event.traits === undefined ? '' : ` traits ${JSON.stringify(event.traits)}`}${late}`
    }
    case 'time':
      return 'time passes'
    case 'authorize':
      return `authorize ${input.effect}${input.lacks === undefined ? '' : `, which lacks something: ${input.lacks.because}`}`
    case 'outcome':
      return `${input.outcome} ${input.effect}${input.because === undefined ? '' : `: ${input.because}`}`
    case 'command':
      return `command ${JSON.stringify(input.command)} (${input.source})`
    case 'merge':
      return `merge: ${input.because}`
    case 'adopt':
      return `adopt a program, with ${input.history.length} past events`
  }
}

function conversionText({ value, currency, heldOut, creditedTo }: Extract<Decision, { kind: 'converted' }>): string {
  const worth = value === undefined ? '' : `, worth ${value}${currency === undefined || currency === noCurrency ? '' : ` ${currency}`}`
  return `${worth}${creditedTo === undefined ? '' : `, after ${creditedTo}`}${heldOut === true ? ', held out' : ''}`
}

/** ", big-cart holds, newcomer does not". */
function blocksText(blocks: Readonly<Record<string, boolean>> = {}): string {
  return Object.entries(blocks)
    .map(([name, holds]) => `, ${name} ${holds ? 'holds' : 'does not hold'}`)
    .join('')
}

function passage(decision: { readonly journey: string; readonly enrollment: number; readonly key?: string }): string {
  return `${decision.journey}#${decision.enrollment}${keyText(decision.key)}`
}

function keyText(key: string | undefined): string {
  return key === undefined ? '' : ` [${key}]`
}

function effect(decision: { readonly channel: string; readonly template?: string }): string {
  return decision.template === undefined ? decision.channel : `${decision.channel} ${decision.template}`
}

function dataText(data: JsonObject): string {
  const values: readonly Json[] = Object.values(data)
  return values.length === 0 ? '' : ` ${JSON.stringify(data)}`
}
