// A review of one journey: how it ran since its version, or over four weeks, against what was expected of it and against the other journeys, and what follows
// from that. Made from what was counted. Every suggestion rests on numbers that it names; where there are too few, nothing is suggested.

import type { ProgramSource } from '../engine/program.ts'
import type { Forecast } from '../model/guard.ts'
import { isCountedByDay } from '../model/journey-day-count.ts'
import { limits } from '../model/limits.ts'
import { readPublications, readPublished } from '../runtime/publishing/published.ts'
import { readPaused } from '../runtime/stopping/pauses.ts'
import type { Store } from '../runtime/store.ts'
import { readForecasts } from '../runtime/watching/journey-watcher.ts'
import type { GaugeReport } from './backtest/meters.ts'
import { journeyReport, type VersionReport } from './journey-report.ts'
import { dayOfInstant } from './message-statistics.ts'
import type { ReviewedMessages, ReviewFacts } from './review-facts.ts'
import { type Suggestion, suggestionsFor } from './review-suggestions.ts'

/** A review: the numbers, and what follows from them. */
export interface JourneyReview extends ReviewFacts {
  readonly suggestions: readonly Suggestion[]
}

type ReadableStore = Pick<Store, 'setting' | 'journeyDays' | 'counts'>

export interface ReviewWish {
  readonly journey: string
  readonly over: JourneyReview['over']
  readonly now: number
}

const weeksDays = 28
/** Journeys with fewer messages have no share to speak of. */
const fewestSent = 100

/** Over which days it would be. Undefined where the journey is not in force. */
export async function reviewedSince(
  store: ReadableStore,
  { journey, over, now }: ReviewWish,
): Promise<{ readonly since: number; readonly version: number } | undefined> {
  const published = await readPublished(store)
  const live = published?.journeys.find((one) => one.live && one.definition.journey === journey)
  if (live === undefined) return undefined
  const records = await readPublications(store)
  const began = records.find(({ journeys }) => journeys.some((one) => one.journey === journey && one.version === live.version))?.at
  const first = records.find(({ journeys }) => journeys.some((one) => one.journey === journey))?.at ?? 0
  const longest = dayStart(now) - (limits.statisticsDays - 1) * dayMs
  const since = over === 'version' ? Math.max(began ?? longest, longest) : Math.max(dayStart(now) - (weeksDays - 1) * dayMs, first)
  return { since, version: live.version }
}

/** Makes it; `near` is what a backtest measured over the same days. Undefined where the journey is not in force. */
export async function reviewJourney(store: ReadableStore, wish: ReviewWish, near: readonly GaugeReport[] | null): Promise<JourneyReview | undefined> {
  const { journey, over, now } = wish
  const [period, published, forecasts, paused] = await Promise.all([reviewedSince(store, wish), readPublished(store), readForecasts(store), readPaused(store)])
  if (period === undefined || published === undefined) return undefined
  const { since, version } = period
  const [from, to] = [dayOfInstant(since), dayOfInstant(now)]
  const days = to - from + 1
  const numbersOf = (name: string, only?: number): Promise<VersionReport> => summed(store, { journey: name, only, from, to, published })
  const own = await numbersOf(journey, over === 'version' ? version : undefined)
  const names = published.journeys.filter((one) => one.live && one.definition.journey !== journey).map(({ definition }) => definition.journey)
  const rest = (await Promise.all(names.map((name) => numbersOf(name)))).map(messagesOf)
  const pause = paused.get(journey)
  const live = published.journeys.find((one) => one.live && one.definition.journey === journey)
  const facts: ReviewFacts = {
    journey,
    version,
    over,
    days,
    since,
    entered: own.entered,
    expected: expectedIn(forecasts[journey], days),
    messages: messagesOf(own),
    others: rest.reduce(plus, none),
    median: medianOf(rest),
    hasGoal: own.hasGoal,
    hasHoldout: live?.definition.holdout !== undefined,
    converted: own.converted,
    lift: own.lift,
    refusedBecause: own.steps.reduce<Record<string, number>>((all, { refusedBecause }) => {
      for (const [why, count] of Object.entries(refusedBecause)) all[why] = (all[why] ?? 0) + count
      return all
    }, {}),
    guard: pause?.by === 'guard' ? { since: pause.since, because: pause.because } : null,
    near:
      near?.map(({ condition, said, unit, wanted, asks, people, reached, onlyThis }) => ({ condition, said, unit, wanted, asks, people, reached, onlyThis })) ??
      null,
  }
  return { ...facts, suggestions: suggestionsFor(facts) }
}

interface Period {
  readonly journey: string
  readonly only: number | undefined
  readonly from: number
  readonly to: number
  readonly published: ProgramSource
}

/** Versions together, as if all were the newest. */
async function summed(store: ReadableStore, { journey, only, from, to, published }: Period): Promise<VersionReport> {
  const live = published.journeys.find((one) => one.live && one.definition.journey === journey)?.version ?? 1
  const [standing, days] = await Promise.all([store.counts(journey), store.journeyDays({ journey, from, to })])
  const counts = [...standing.filter((one) => !isCountedByDay(one)), ...days]
    .filter(({ version }) => only === undefined || version === only)
    .map((one) => ({ ...one, version: live }))
  const report = journeyReport(journey, published, counts)?.versions.find(({ version }) => version === live)
  if (report === undefined) throw new Error(`${journey} is not in force`)
  return report
}

const none: ReviewedMessages = { sent: 0, delivered: 0, opened: 0, clicked: 0, bounced: 0, unsubscribed: 0, complained: 0, refused: 0 }

function messagesOf({ steps }: VersionReport): ReviewedMessages {
  return steps.reduce(
    (all, { sent, delivered, opened, clicked, bounced, unsubscribed, complained, refused }) =>
      plus(all, { sent, delivered, opened: opened.human, clicked: clicked.human, bounced, unsubscribed, complained, refused }),
    none,
  )
}

function plus(one: ReviewedMessages, other: ReviewedMessages): ReviewedMessages {
  return {
    sent: one.sent + other.sent,
    delivered: one.delivered + other.delivered,
    opened: one.opened + other.opened,
    clicked: one.clicked + other.clicked,
    bounced: one.bounced + other.bounced,
    unsubscribed: one.unsubscribed + other.unsubscribed,
    complained: one.complained + other.complained,
    refused: one.refused + other.refused,
  }
}

function medianOf(all: readonly ReviewedMessages[]): JourneyReview['median'] {
  const large = all.filter(({ sent }) => sent >= fewestSent)
  if (large.length < 3) return null
  const middle = (of: (one: ReviewedMessages) => number): number => {
    const shares = large.map((one) => of(one) / one.sent).sort((one, other) => one - other)
    const [low = 0, high = 0] = [shares[Math.floor((shares.length - 1) / 2)], shares[Math.floor(shares.length / 2)]]
    return (low + high) / 2
  }
  return {
    bounced: middle(({ bounced }) => bounced),
    unsubscribed: middle(({ unsubscribed }) => unsubscribed),
    complained: middle(({ complained }) => complained),
  }
}

/**
 * What a forecast says of so many days. Null where there is none, and for more days than it rests on: of the time before, when the shop was smaller and nobody could have been silent for
 * two months yet, it knows nothing.
 */
export function expectedIn(forecast: Forecast | undefined, days: number): JourneyReview['expected'] {
  if (forecast === undefined || forecast.unknown !== null || days > forecast.days) return null
  const { mean, most, spread } = forecast.entries.perDay
  const entries = Math.round(mean * days)
  return { entries, giveOrTake: Math.round(Math.max(spread, Math.sqrt(mean)) * Math.sqrt(days)), perDay: mean, most }
}

const dayMs = 86_400_000

function dayStart(at: number): number {
  return Math.floor(at / dayMs) * dayMs
}
