// What is known about one person now, in plain data: for the command line, the console and whoever asks the admin API. It reads a state and a program and
// decides nothing.

import { isOpen } from '../engine/opt-in.ts'
import type { Program } from '../engine/program.ts'
import type { Enrollment, SubscriberState } from '../engine/state.ts'
import { runningTimers } from '../engine/triggers/quiet.ts'
import type { Evidence } from '../model/consent.ts'
import type { JsonObject } from '../model/json.ts'
import { saidConsents } from '../model/said-consents.ts'
import { nameOf } from './name-of.ts'

export interface SubscriberProfile {
  readonly subscriber: number
  /** What to call them; null where nothing was said. */
  readonly name: string | null
  readonly userIds: readonly string[]
  readonly anonymousIds: readonly string[]
  readonly firstSeenAt: number
  readonly addressKnownAt: number | null
  readonly attributes: JsonObject
  readonly lists: readonly { readonly list: string; readonly joinedAt: number }[]
  /** The last word about each topic on each channel. */
  readonly topics: readonly {
    readonly topic: string
    readonly channel: string
    readonly subscribed: boolean
    readonly at: number
    readonly evidence: Evidence | null
  }[]
  /** Questions of double opt-ins that may still be answered. */
  readonly asked: readonly { readonly topics: readonly string[]; readonly at: number; readonly expiresAt: number }[]
  /** Whether opens and clicks may be followed; null when nothing was said. */
  readonly tracking: { readonly allowed: boolean; readonly at: number } | null
  readonly mailPausedUntil: number | null
  readonly segments: readonly string[]
  readonly carts: readonly JsonObject[]
  /** What is remembered for conditions, in words. */
  readonly memories: readonly { readonly remembers: string; readonly content: string }[]
  readonly enrollments: readonly EnrollmentView[]
  /** Timers of silence that run. */
  readonly timers: readonly TimerView[]
  /** When something changes by itself. */
  readonly nextChangeAt: number | null
}

/** Who will enter a journey when a silence lasts. */
export interface TimerView {
  readonly journey: string
  readonly key: string | null
  /** What it waits for. */
  readonly waitsFor: string
  /** The newest event that started it. */
  readonly event: string
  readonly since: number
  readonly dueAt: number
}

export interface EnrollmentView {
  readonly journey: string
  readonly version: number
  readonly enrollment: number
  readonly key: string | null
  readonly status: 'active' | 'completed' | 'exited'
  readonly step: string
  readonly enteredAt: number
  readonly stepEnteredAt: number
  /** When it moves by itself. */
  readonly wakesAt: number | null
}

export interface KnownSubscriber {
  readonly number: number
  readonly state: SubscriberState
  readonly identities: readonly string[]
  /** Undefined where nothing was ever published. */
  readonly program: Program | undefined
}

export function subscriberProfile({ number, state, identities, program }: KnownSubscriber): SubscriberProfile {
  const memories = [...(program?.memories.values() ?? [])].map((slot) => ({
    remembers: slot.words(),
    content: slot.describe(state.memories.get(slot.id), state.now),
  }))
  return {
    subscriber: number,
    name: nameOf(state),
    userIds: idsOf(identities, 'u:'),
    anonymousIds: idsOf(identities, 'a:'),
    firstSeenAt: state.firstSeenAt,
    addressKnownAt: state.addedAt ?? null,
    attributes: state.attributes,
    lists: Object.entries(state.lists).map(([list, joinedAt]) => ({ list, joinedAt })),
    topics: saidConsents(state).map(({ evidence, ...said }) => ({ ...said, evidence: evidence ?? null })),
    asked: state.asks.filter((ask) => isOpen(ask, state.now)).map(({ topics, at, expiresAt }) => ({ topics, at, expiresAt })),
    tracking: state.tracking === undefined ? null : { allowed: state.tracking.allowed, at: state.tracking.at },
    mailPausedUntil: state.pausedUntil ?? null,
    segments: segmentsOf(program, state),
    carts: state.carts.map((cart) => JSON.parse(JSON.stringify(cart)) as JsonObject),
    memories,
    enrollments: state.enrollments.map(enrollmentView),
    timers: program === undefined ? [] : runningTimers(program, state).map(({ words, key, ...timer }) => ({ ...timer, key: key ?? null, waitsFor: words })),
    nextChangeAt: finite(state.deadline),
  }
}

/** The segments that somebody is in. */
export function segmentsOf(program: Program | undefined, state: SubscriberState): readonly string[] {
  return (program?.watches ?? []).flatMap((watch) => (watch.segment !== undefined && state.watches.holds(watch.id) ? [watch.segment] : []))
}

/** Ids of one kind, without what tells the kinds apart. */
export function idsOf(identities: readonly string[], prefix: 'u:' | 'a:'): string[] {
  return identities.filter((identity) => identity.startsWith(prefix)).map((identity) => identity.slice(2))
}

function enrollmentView(enrollment: Enrollment): EnrollmentView {
  const { journey, version, id, key, status, step, enteredAt, stepEnteredAt, wakeAt } = enrollment
  const wakesAt = status === 'active' ? finite(wakeAt) : null
  return { journey, version, enrollment: id, key: key ?? null, status, step, enteredAt, stepEnteredAt, wakesAt }
}

function finite(at: number): number | null {
  return Number.isFinite(at) ? at : null
}
