// A subscriber's whole history, as the oracle reads it: every input in order of arrival, the events that the engine made
// itself among them. The oracle keeps nothing: each question walks the history from its beginning.

import type { Condition } from '../../model/condition.ts'
import type { SubscriberEvent } from '../../model/event.ts'
import type { Command, Input } from '../../model/input.ts'
import type { JsonObject } from '../../model/json.ts'

/** Inputs in order of arrival; their instants never go back. */
export type History = readonly Input[]

/** What a condition is asked within, besides the history. */
export interface OracleContext {
  /** The workspace's zone. */
  readonly zone: string
  readonly sessionGapMs: number
  /** What the events that make up the cart are called. */
  readonly cartEvents: {
    readonly added: readonly string[]
    readonly removed: readonly string[]
    readonly cleared: readonly string[]
    readonly ordered: readonly string[]
  }
  readonly segments: Readonly<Record<string, Condition>>
  /** The enrollments that are active at the instant asked about. */
  readonly enrollments: readonly { readonly journey: string; readonly step: string }[]
  /** The enrollment that the condition is asked for, if any. */
  readonly passage: OraclePassage | undefined
}

export interface OraclePassage {
  readonly trigger: { readonly properties: JsonObject }
  /** For `since: enrollment`. */
  readonly startedAt: number
  /** For `since: step`. */
  readonly stepEnteredAt: number
}

/** An event with its place in the order of arrival. */
export interface Arrived {
  readonly event: SubscriberEvent
  readonly arrival: number
}

/** The inputs that had been received by `now`. */
export function receivedBy(history: History, now: number): History {
  return history.filter((input) => input.at <= now)
}

/** All events, by (occurredAt, arrival). */
export function eventsInOrder(history: History): Arrived[] {
  const events = history.flatMap((input, arrival) => (input.kind === 'event' ? [{ event: input.event, arrival }] : []))
  return events.sort((one, other) => one.event.occurredAt - other.event.occurredAt || one.arrival - other.arrival)
}

/** All commands, in order of arrival. */
export function commands(history: History): { command: Command; at: number }[] {
  return history.flatMap((input) => (input.kind === 'command' ? [{ command: input.command, at: input.at }] : []))
}

/** The earliest instant at which anything happened to or was done about the subscriber. */
export function firstSeenAt(history: History): number {
  return Math.min(...history.map((input) => (input.kind === 'event' ? input.event.occurredAt : input.at)))
}
