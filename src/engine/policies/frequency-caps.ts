// Frequency caps: at most so many messages in any stretch of so long. What was sent counts from when it was sent, what is being handed
// over from when it was let out. One more waits for the very instant at which there is room, or is not sent.
//
// When several want the same place, the higher priority goes first, then the older. That is decided whenever one of them is asked
// about: a message steps back for those before it that may go out at this instant themselves.

import { sentence } from '../../model/sentence.ts'
import { journeyOf } from '../passage.ts'
import { viewOf } from '../turn.ts'
import type { CompiledCap } from './compiled-policy.ts'
import { notBeyondExpiry } from './expiry.ts'
import { type Asked, isTransactional, type Numbers, type Rule, type Verdict } from './rule.ts'

/** The rule, given the rules that are asked before it. */
export function frequencyCaps(earlier: readonly Rule[]): Rule {
  return (asked) => {
    if (asked.turn.program.policy.caps.length === 0) return undefined
    const caps = capsOn(asked)
    return caps.length === 0 ? undefined : verdictOf(asked, caps, firstServed(asked, caps, earlier))
  }
}

/** How many each cap counts where none is full, given the rules that are asked before it. */
export function roomInCaps(earlier: readonly Rule[]): Numbers {
  return (asked) => {
    const caps = capsOn(asked)
    const served = caps.length === 0 ? [] : firstServed(asked, caps, earlier)
    return caps.map((cap) => sentence('cap-room', { limit: cap.words, count: takenPlaces(asked, cap, served).length }))
  }
}

/** The caps that count this message. */
function capsOn(asked: Asked): readonly CompiledCap[] {
  const { turn, pending } = asked
  if (isTransactional(asked)) return []
  return turn.program.policy.caps.filter(
    ({ channel, topic, segment }) =>
      channel === pending.channel && (topic === undefined || topic === pending.topic) && (segment === undefined || segment.evaluate(viewOf(turn)).value),
  )
}

/** The messages before this one in rank that take a place of these caps at this instant. */
function firstServed(asked: Asked, caps: readonly CompiledCap[], earlier: readonly Rule[]): readonly Asked[] {
  const { turn } = asked
  const before: Asked[] = []
  for (const enrollment of turn.state.enrollments) {
    for (const pending of enrollment.pending) {
      if (pending === asked.pending || pending.authorizedAt !== undefined) continue
      const rival: Asked = { turn, enrollment, pending, journey: journeyOf(turn, enrollment) }
      if (comesBefore(rival, asked) && capsOn(rival).some((cap) => caps.includes(cap))) before.push(rival)
    }
  }
  const served: Asked[] = []
  for (const rival of before.sort((one, other) => (comesBefore(one, other) ? -1 : 1))) {
    if (mayNotGo(rival, earlier)) continue
    if (verdictOf(rival, capsOn(rival), served) === undefined) served.push(rival)
  }
  return served
}

/** Whether something else speaks against it. What no log tells is noted, so that the answer is the same when it is asked for again. */
function mayNotGo(rival: Asked, earlier: readonly Rule[]): boolean {
  const { turn, pending } = rival
  if (turn.heldRivals.includes(pending.key)) return true
  for (const rule of earlier) {
    const verdict = rule(rival)
    if (verdict === undefined) continue
    if (verdict.kind === 'hold') turn.heldRivals = [...turn.heldRivals, pending.key]
    return true
  }
  return false
}

/** Higher priority first, then the older; among equals their keys decide, so that the order is the same every time. */
function comesBefore(one: Asked, other: Asked): boolean {
  const difference = priorityOf(one) - priorityOf(other)
  if (difference !== 0) return difference > 0
  if (one.pending.decidedAt !== other.pending.decidedAt) return one.pending.decidedAt < other.pending.decidedAt
  return one.pending.key < other.pending.key
}

function priorityOf({ turn, pending, journey }: Asked): number {
  const template = pending.template === undefined ? undefined : turn.program.templates.get(pending.template)
  return journey?.steps.get(pending.step)?.priority ?? template?.priority ?? 0
}

/** Undefined when all caps have room beside those that are served first. */
function verdictOf(asked: Asked, caps: readonly CompiledCap[], served: readonly Asked[]): Verdict | undefined {
  const full = caps.flatMap((cap) => {
    const taken = takenPlaces(asked, cap, served)
    const frees = taken[taken.length - cap.max]
    return frees === undefined ? [] : [{ cap, taken: taken.length, until: frees + cap.withinMs }]
  })
  const [first] = full
  if (first === undefined) return undefined
  const skipping = full.find(({ cap }) => cap.skips)
  if (skipping !== undefined) return { kind: 'refuse', reason: 'capped', because: wordsOf(skipping, served.length) }
  const last = full.reduce((one, other) => (other.until > one.until ? other : one))
  return { kind: 'defer', rule: 'frequency cap', until: notBeyondExpiry(asked, last.until), because: wordsOf(last, served.length) }
}

/** The instants from which a cap's places are taken by others, oldest first. */
function takenPlaces(asked: Asked, cap: CompiledCap, served: readonly Asked[]): readonly number[] {
  const { turn } = asked
  const sent = (turn.state.memories.get(cap.memory.id) ?? []) as readonly number[]
  const underway = turn.state.enrollments.flatMap((enrollment) =>
    enrollment.pending.flatMap((pending) => {
      if (pending === asked.pending || pending.authorizedAt === undefined) return []
      const other: Asked = { turn, enrollment, pending, journey: undefined }
      return capsOn(other).includes(cap) ? [pending.authorizedAt] : []
    }),
  )
  const now = served.flatMap((rival) => (capsOn(rival).includes(cap) ? [turn.now] : []))
  return [...sent, ...underway, ...now].filter((instant) => turn.now - instant < cap.withinMs).sort((one, other) => one - other)
}

function wordsOf({ cap, taken, until }: { readonly cap: CompiledCap; readonly taken: number; readonly until: number }, served: number): string {
  return sentence('cap-full', { limit: cap.words, count: taken, rivals: served === 0 ? undefined : served, at: until })
}
