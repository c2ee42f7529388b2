// What an answer to "why" says, and its sentences: as data for people of any language, and the same in English for the command line. It asks nothing itself.

import { type Reason, whatStandsInTheWay } from '../../engine/conditions/evidence.ts'
import type { SubscriberState } from '../../engine/state.ts'
import type { Decision } from '../../model/decision.ts'
import { readSentence } from '../../model/read-sentence.ts'
import { type Said, saidText } from '../../model/said.ts'
import { conditionSaid } from '../entrances.ts'
import type { ToldDecision } from '../telling.ts'
import type { AskedMessage } from './asked-messages.ts'

/** Somebody stood at the door: something happened that may let in. */
export interface Chance {
  readonly at: number
  /** What it was, with its place in the log. */
  readonly event: { readonly name: string; readonly occurredAt: number; readonly position: number | null; readonly messageId: string | null }
  /** What tells the passages of a keyed journey apart; null where nothing does. */
  readonly key: string | null
  readonly outcome: 'entered' | 'not entered' | 'condition not met' | 'where not met' | 'restarted' | 'called off' | 'still running'
  /** In words: why it was so. */
  readonly because: string
  readonly said: Said
  /** The entrance's own condition at that instant, where it was asked. */
  readonly reason: Reason | null
}

export interface WayIn {
  readonly words: string
  readonly said: Said
  /** The newest version that had it: that of the answer, unless somebody stood there before it was changed. */
  readonly version: number
  /** Newest first. */
  readonly chances: readonly Chance[]
  /** The entrance's condition now; null when it has none, or lets nobody in any more. */
  readonly now: Reason | null
}

export interface WhyAnswer {
  readonly subscriber: number
  readonly journey: string
  /** The version that was in force then; null when there was none. */
  readonly version: number | null
  readonly at: number
  readonly status: 'inside' | 'was inside' | 'never entered' | 'no such journey' | 'not known yet'
  /** The answer in a sentence. */
  readonly answer: string
  /** The same as data, sentence by sentence. */
  readonly answered: readonly Said[]
  readonly waysIn: readonly WayIn[]
  /** What each rule said about the journey's messages, and would say now about those that it has not sent. */
  readonly messages: readonly AskedMessage[]
  /** From when on `again` lets in anew; null when it would now, or the person has never been inside. */
  readonly againFrom: number | null
  /** What will happen by itself, and when. */
  readonly coming: readonly { readonly at: number; readonly what: string; readonly said: Said }[]
  /** What was decided about the journey in that time, oldest first, in the words of `oncue trace`. */
  readonly trace: readonly string[]
  /** The same as data. */
  readonly decided: readonly ToldDecision[]
  /** Whether the beginning of a very long life was left out. */
  readonly isCut: boolean
}

/** The answer, sentence by sentence. */
export function saidOf({
  active,
  own,
  waysIn,
  takenOutAt,
}: {
  readonly active: SubscriberState['enrollments'][number] | undefined
  readonly own: readonly Decision[]
  readonly waysIn: readonly WayIn[]
  /** When the journey was taken out of what was in force; undefined while it was in force. */
  readonly takenOutAt: number | undefined
}): readonly Said[] {
  const takenOut: Said | undefined = takenOutAt === undefined ? undefined : { code: 'lets-nobody-in-since', values: { at: takenOutAt } }
  if (active !== undefined) {
    const until = Number.isFinite(active.wakeAt) ? active.wakeAt : undefined
    const inside: Said = { code: 'inside-since', values: { since: active.enteredAt, step: active.step, until } }
    return takenOut === undefined ? [inside] : [inside, { code: 'not-again', values: { missing: [takenOut] } }]
  }
  const newest = waysIn.flatMap(({ chances }) => chances).sort((one, other) => other.at - one.at)[0]
  const was = pastOf(own)
  if (newest === undefined || takenOut !== undefined) {
    const conditions = waysIn.flatMap(({ now }) => (now === null || now.value ? [] : allMissing(now)))
    // Whoever it holds for when a journey comes into force does not begin to fulfil it.
    const holding = waysIn.flatMap(({ now, said }): readonly Said[] => {
      const { condition } = said.values
      return now?.value === true && said.code === 'way-becomes' ? [{ code: 'holds-already', values: { condition } }] : []
    })
    const lacking = takenOut !== undefined ? [takenOut] : conditions.length + holding.length === 0 ? [nothingHappened] : [...conditions, ...holding]
    return [...was, { code: was.length === 0 ? 'never-entered' : 'not-again', values: { missing: lacking } }]
  }
  if (newest.outcome === 'entered') return was
  return [...was, { code: 'at-the-door', values: { at: newest.at, outcome: newest.outcome, inner: newest.said } }]
}

const nothingHappened: Said = { code: 'nothing-happened', values: {} }

/** When the person was inside last. */
function pastOf(own: readonly Decision[]): readonly Said[] {
  const last = own.findLast(({ kind }) => kind === 'entered')
  if (last === undefined) return []
  const left = own.findLast(({ kind }) => kind === 'completed' || kind === 'exited')
  if (left === undefined) return [{ code: 'was-inside', values: { at: last.at } }]
  if (left.kind !== 'exited') return [{ code: 'was-completed', values: { at: last.at, until: left.at } }]
  return [{ code: 'was-left', values: { at: last.at, until: left.at, inner: readSentence(left.because) } }]
}

/** The answer as data, and in English. */
export function answerOf(answered: readonly Said[]): Pick<WhyAnswer, 'answer' | 'answered'> {
  return { answer: answered.map(saidText).join(' '), answered }
}

/** A reason as data, and in English. */
export function because(said: Said): Pick<Chance, 'because' | 'said'> {
  return { because: saidText(said), said }
}

/** What stands in the way of a condition that does not hold, each part with its numbers. */
export function missing(reason: Reason): Said {
  const [first, ...more] = allMissing(reason)
  return more.length === 0 ? (first as Said) : { code: 'all-of-these', values: { missing: [first as Said, ...more] } }
}

function allMissing(reason: Reason): readonly Said[] {
  return whatStandsInTheWay(reason).map(partSaid)
}

/** A part of a condition with its numbers. */
function partSaid({ words, condition, says }: Reason): Said {
  const own = conditionSaid({ words, source: condition ?? undefined })
  return { code: 'condition-numbers', values: { condition: own, numbers: says.length === 0 ? undefined : says } }
}
