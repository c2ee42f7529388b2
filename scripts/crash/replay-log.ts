// What an undisturbed engine makes of a log: every line given to `transition` once, in order, without a runtime, a store or a clock. The
// crash test holds what is stored to it. It knows how lines stand for inputs and nothing else of the runtime.

import { isDeepStrictEqual } from 'node:util'
import { pausesOf } from '../../src/engine/pauses.ts'
import type { Program } from '../../src/engine/program.ts'
import { newState, type SubscriberState } from '../../src/engine/state.ts'
import { parseState, serializeState } from '../../src/engine/stored-state.ts'
import { type Transition, transition } from '../../src/engine/transition.ts'
import type { Decision } from '../../src/model/decision.ts'
import type { Effect } from '../../src/model/effect.ts'
import type { Input } from '../../src/model/input.ts'
import { inputOf, isErased, type MergeBody } from '../../src/runtime/log-entry.ts'
import type { LogEntry, SubscriberNumber } from '../../src/runtime/store.ts'

export interface Replayed {
  readonly states: ReadonlyMap<SubscriberNumber, SubscriberState>
  /** By the subscriber that they belong to after all merges, in order of the log. */
  readonly decisions: ReadonlyMap<SubscriberNumber, readonly Decision[]>
  /** Who had somebody merged in. */
  readonly merged: ReadonlySet<SubscriberNumber>
  readonly effects: ReadonlyMap<string, Effect>
  /** "journey version step measure" -> count. */
  readonly counts: ReadonlyMap<string, number>
  /** Lets time pass for a subscriber up to an instant, as the runtime has done by then. `lived`: how many changes of pauses it had lived through. */
  passTime(number: SubscriberNumber, at: number, lived?: number): void
}

/** Folds the whole log. */
export function replayLog(program: Program, log: readonly LogEntry[]): Replayed {
  const states = new Map<SubscriberNumber, SubscriberState>()
  const decisions = new Map<SubscriberNumber, Decision[]>()
  const merged = new Set<SubscriberNumber>()
  const effects = new Map<string, Effect>()
  const counts = new Map<string, number>()

  let current = program
  const give = (number: SubscriberNumber, state: SubscriberState, input: Input): void => {
    const result: Transition = transition(current, state, input)
    states.set(number, result.state)
    const known = decisions.get(number)
    if (known === undefined) decisions.set(number, [...result.decisions])
    else known.push(...result.decisions)
    for (const effect of result.effects) effects.set(effect.key, effect)
    for (const { journey, version, step, measure, by } of result.counts) {
      const key = countKey({ journey, version, step, measure })
      counts.set(key, (counts.get(key) ?? 0) + by)
    }
  }
  const merge = (entry: LogEntry, state: SubscriberState): void => {
    const { from, because } = JSON.parse(entry.body) as MergeBody
    const other = states.get(from)
    if (other === undefined) throw new Error(`the log merges subscriber ${from} at ${entry.position}, of whom it says nothing before`)
    const before = decisions.get(from) ?? []
    states.delete(from)
    decisions.delete(from)
    decisions.set(entry.subscriber, [...(decisions.get(entry.subscriber) ?? []), ...before])
    merged.add(entry.subscriber)
    give(entry.subscriber, state, { kind: 'merge', at: entry.receivedAt, other: serializeState(other), because })
  }

  // Of what came in at the very instant of a pause, its place says whether the pause was there yet.
  const programs = program.pauses.changes.map((_, count) => ({ ...program, pauses: pausesOf(program.pauses.changes.slice(0, count)) }))
  const programAt = ({ position }: LogEntry): Program => {
    const next = program.pauses.changes.findIndex((change) => change.position !== undefined && change.position >= position)
    return (next < 0 ? undefined : programs[next]) ?? program
  }

  for (const entry of log) {
    current = programAt(entry)
    if (isErased(entry)) continue
    const state = states.get(entry.subscriber) ?? newState(String(entry.subscriber), entry.receivedAt)
    const input = inputOf(entry)
    if (input === undefined) merge(entry, state)
    else give(entry.subscriber, state, input)
  }
  return {
    states,
    decisions,
    merged,
    effects,
    counts,
    passTime(number, at, lived = program.pauses.changes.length) {
      // Of what was paused after everything that the state knows of, also at its very instant, it knows nothing yet.
      current = (program.pauses.changes[lived]?.at ?? 0) >= at ? (programs[lived] ?? program) : program
      const state = states.get(number)
      if (state !== undefined) give(number, state, { kind: 'time', at })
    },
  }
}

/** How counts are told apart. */
export function countKey({ journey, version, step, measure }: { journey: string; version: number; step: string; measure: string }): string {
  return `${journey} v${version} ${step} ${measure}`
}

/** Where two states differ, in words; undefined when they are the same. The order in which a map was filled does not matter. */
export function differenceOf(stored: SubscriberState, replayed: SubscriberState): string | undefined {
  const other = parseState(serializeState(replayed))
  const fields = Object.keys(stored) as (keyof SubscriberState)[]
  const different = fields.filter((field) => !isDeepStrictEqual(inOrder(field, stored[field]), inOrder(field, other[field])))
  if (different.length === 0) return undefined
  return different.map((field) => `${field} is ${shown(stored[field])} and not ${shown(other[field])}`).join('; ')
}

/** The order of timers says who was forgotten when, and nothing is decided by it. */
function inOrder(field: keyof SubscriberState, value: unknown): unknown {
  return field === 'quiets' ? (value as SubscriberState['quiets']).toSorted((one, next) => one.trigger - next.trigger || (one.key < next.key ? -1 : 1)) : value
}

function shown(value: unknown): string {
  return JSON.stringify(value instanceof Map ? [...value] : value)?.slice(0, 600) ?? 'nothing'
}
