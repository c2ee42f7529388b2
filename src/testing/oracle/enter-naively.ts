// When a trigger lets somebody in, computed from the whole history: the oracle's counterpart of triggers, for a journey that
// always lets in again. No trigger here is ever too late.

import type { Condition } from '../../model/condition.ts'
import { durationMs } from '../../model/duration.ts'
import type { Input } from '../../model/input.ts'
import { evaluateNaively } from './evaluate-naively.ts'
import type { History, OracleContext } from './history.ts'

type EventInput = Input & { readonly kind: 'event' }

/** `on: NAME, if?`: at every such event for which the condition holds, the event taken in. */
export function entriesOn(trigger: { readonly on: string; readonly if?: Condition }, history: History, context: OracleContext): number[] {
  return history.flatMap((input, index) => {
    if (input.kind !== 'event' || input.event.name !== trigger.on) return []
    return allows(trigger.if, history.slice(0, index + 1), input.at, { context, event: input }) ? [input.at] : []
  })
}

/**
 * `becomes: condition`: at every instant of the given ones at which it holds and did not hold just before. What holds of somebody of
 * whom nothing is known but when they were first seen lets nobody in.
 */
export function entriesBecoming(condition: Condition, history: History, instants: readonly number[], context: OracleContext): number[] {
  const entries: number[] = []
  let held: boolean | undefined
  for (const now of instants) {
    const before = history.filter((input) => input.at < now)
    const arriving = history.filter((input) => input.at === now)
    // A change by time alone comes before the inputs of the same instant; then each of them in turn.
    const known = before.length === 0 ? [[onlySeen(history)]] : [before]
    for (const count of arriving.keys()) known.push([...before, ...arriving.slice(0, count + 1)])
    for (const inputs of known) {
      const holds = evaluateNaively(condition, inputs, now, context)
      if (held === false && holds) entries.push(now)
      held = holds
    }
  }
  return entries
}

function onlySeen(history: History): Input {
  const first = history[0] as Input
  return { kind: 'time', at: first.kind === 'event' ? first.event.occurredAt : first.at }
}

/**
 * `quiet: D, on, unless?, if?`: D after the newest `on` event, if no `unless` event came after that one. An event received at the
 * very instant at which it is due does not prevent it; one that comes late counts at its own instant; each `on` event lets in once.
 */
export function entriesQuiet(
  trigger: { readonly quiet: string; readonly on: string; readonly unless?: string; readonly if?: Condition },
  history: History,
  end: number,
  context: OracleContext,
): number[] {
  const entries: number[] = []
  let firedFor = Number.NEGATIVE_INFINITY
  for (const [index, input] of history.entries()) {
    const known = history.slice(0, index + 1)
    const armedBy = newest(known, trigger.on)
    const stoppedBy = trigger.unless === undefined ? undefined : newest(known, trigger.unless)
    if (armedBy === undefined || armedBy.event.occurredAt <= firedFor) continue
    if (stoppedBy !== undefined && isAfter(stoppedBy, armedBy, history)) continue
    const due = Math.max(armedBy.event.occurredAt + durationMs(trigger.quiet), input.at)
    if (due > (history[index + 1]?.at ?? end)) continue
    firedFor = armedBy.event.occurredAt
    if (allows(trigger.if, known, due, { context, event: armedBy })) entries.push(due)
  }
  return entries
}

/** A trigger's own `if` speaks of the event that would let in. */
function allows(
  condition: Condition | undefined,
  history: History,
  now: number,
  about: { readonly context: OracleContext; readonly event: EventInput },
): boolean {
  if (condition === undefined) return true
  const { properties, occurredAt } = about.event.event
  return evaluateNaively(condition, history, now, { ...about.context, passage: { trigger: { properties }, startedAt: occurredAt, stepEnteredAt: now } })
}

function newest(history: History, name: string): EventInput | undefined {
  const events = history.filter((input): input is EventInput => input.kind === 'event' && input.event.name === name)
  return events.reduce<EventInput | undefined>(
    (best, input) => (best === undefined || input.event.occurredAt >= best.event.occurredAt ? input : best),
    undefined,
  )
}

/** By (occurredAt, arrival). */
function isAfter(one: EventInput, other: EventInput, history: History): boolean {
  return one.event.occurredAt > other.event.occurredAt || (one.event.occurredAt === other.event.occurredAt && history.indexOf(one) > history.indexOf(other))
}

/** `at: CRON, for?`: at every instant of the schedule, after somebody was first seen, at which it holds before anything else happens then. */
export function entriesScheduled(condition: Condition | undefined, history: History, instants: readonly number[], context: OracleContext): number[] {
  return instants.filter((now) => {
    const known = history.filter((input) => input.at < now)
    return known.length > 0 && (condition === undefined || evaluateNaively(condition, known, now, context))
  })
}
