// When each message of one person leaves, computed by asking about all of them at every instant that could matter: the oracle's counterpart
// of quiet hours, frequency caps, expiry and the order of those that wait. Written from docs/reference/policy.md; imports only the model.

import { durationMs } from '../../model/duration.ts'
import type { Cap, QuietHours } from '../../model/policy.ts'
import { comesTo, daysAround, weekdayOf } from './local-clock.ts'

/** A message that a step decided at an instant. `mark` tells equals of one instant apart: the smaller goes first. */
export interface Decided {
  readonly mark: string
  readonly at: number
  readonly topic: string | undefined
  readonly isTransactional: boolean
  readonly priority: number
  readonly expiresAt: number | undefined
  /** What becomes of it once it is let out. */
  readonly outcome: 'sent' | 'failed'
}

/** What became of a message, and when. */
export interface Fate {
  readonly mark: string
  readonly at: number
  readonly fate: Decided['outcome'] | 'expired' | 'capped'
}

export interface HeldBackBy {
  readonly quietHours?: QuietHours | undefined
  readonly caps: readonly Cap[]
  /** The zone of the person at an instant. */
  readonly zoneAt: (instant: number) => string
}

/** Somebody decided it, and it has not left: to be asked about at `until`, at the latest. */
interface Waiting {
  readonly message: Decided
  readonly until: number
}

/** `instants`: every one at which anything can change, in order. What is not told at the end still waits. */
export function letOutNaively(messages: readonly Decided[], instants: readonly number[], by: HeldBackBy): Fate[] {
  const fates: Fate[] = []
  const left: { readonly at: number; readonly message: Decided }[] = []
  let waiting: Waiting[] = []

  const fullCaps = (asked: Decided, now: number) =>
    by.caps.filter((cap) => {
      const taken = left.filter(({ at, message }) => at > now - durationMs(cap.within) && message.outcome === 'sent' && isCounted(cap, message))
      return isCounted(cap, asked) && taken.length >= cap.max
    })
  const next = (now: number, isOver: (instant: number) => boolean) => instants.find((instant) => instant > now && isOver(instant)) ?? Number.POSITIVE_INFINITY

  /** What becomes of it now, or until when it waits. */
  const answer = ({ message, until }: Waiting, now: number): Fate['fate'] | number => {
    const zone = by.zoneAt(now)
    const quiet = isQuiet(message, by, now)
    const full = fullCaps(message, now)
    if (!quiet && full.length === 0 && !isExpired(message, now)) return message.outcome
    if (now < until && zone === by.zoneAt(now - 1)) return until
    if (isExpired(message, now)) return 'expired'
    const last = message.expiresAt ?? Number.POSITIVE_INFINITY
    if (quiet)
      return Math.min(
        last,
        next(now, (instant) => !isQuiet(message, { ...by, zoneAt: () => zone }, instant)),
      )
    if (full.some(({ then }) => then === 'skip')) return 'capped'
    return Math.min(
      last,
      next(now, (instant) => full.every((cap) => !fullCaps(message, instant).includes(cap))),
    )
  }

  /** Asks about all that wait, in their order, until nothing more happens. */
  const ask = (now: number): void => {
    for (const one of waiting.toSorted(inOrder)) {
      const told = answer(one, now)
      if (told === one.until) continue
      waiting = waiting.filter((other) => other !== one)
      if (typeof told === 'number') waiting.push({ message: one.message, until: told })
      else fates.push({ mark: one.message.mark, at: now, fate: told })
      if (told === one.message.outcome) left.push({ at: now, message: one.message })
      return ask(now)
    }
  }

  for (const now of instants) {
    if (waiting.length > 0) ask(now)
    for (const message of messages.filter(({ at }) => at === now)) {
      waiting.push({ message, until: now })
      ask(now)
    }
  }
  return fates
}

function isExpired({ expiresAt }: Decided, now: number): boolean {
  return expiresAt !== undefined && now >= expiresAt
}

/** Whether a cap is about a message. */
function isCounted({ topic }: Cap, message: Decided): boolean {
  return !message.isTransactional && (topic === undefined || topic === message.topic)
}

function inOrder({ message: one }: Waiting, { message: other }: Waiting): number {
  return other.priority - one.priority || one.at - other.at || (one.mark < other.mark ? -1 : 1)
}

function isQuiet({ topic, isTransactional }: Decided, { quietHours, zoneAt }: HeldBackBy, now: number): boolean {
  if (quietHours === undefined || isTransactional) return false
  const { from, to, days, topics, zone } = quietHours
  if (topics !== undefined && (topic === undefined || !topics.includes(topic))) return false
  const where = zone === undefined || zone === 'subscriber' ? zoneAt(now) : zone
  const dates = daysAround(now)
  return dates.some((date, index) => {
    if (days !== undefined && !days.includes(weekdayOf(date))) return false
    const last = to > from ? date : dates[index + 1]
    return last !== undefined && comesTo(where, date, from) <= now && now < comesTo(where, last, to)
  })
}
