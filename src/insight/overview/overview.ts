// How the workspace is doing, for the first page of the console: numbers of a stretch of days beside those before it, latency, what journeys bring, and
// what needs attention. Made from counts, samples and marks, so that it takes as long with a million messages as with ten.

import type { DayCount } from '../../model/archived-message.ts'
import { scopeText } from '../../model/stop.ts'
import { readFeedNote } from '../../runtime/catalogue/change-catalogue.ts'
import { type Published, readPublished } from '../../runtime/publishing/published.ts'
import { readPaused } from '../../runtime/stopping/pauses.ts'
import { readStops } from '../../runtime/stopping/stop-switches.ts'
import type { Store } from '../../runtime/store.ts'
import { type ClockMark, readClockMark } from '../../runtime/time/workspace-clock.ts'
import { allowancesAt, readAllowances, wasAllowedLately } from '../../runtime/watching/allowances.ts'
import { type DomainReport, reportDomains } from '../../runtime/watching/domain-report.ts'
import { readForecasts } from '../../runtime/watching/journey-watcher.ts'
import { Counted } from '../counted.ts'
import { journeyReport } from '../journey-report.ts'
import { dayOfInstant, type MessageDayNumbers, messageStatistics } from '../message-statistics.ts'
import type { ArrivedEvent } from '../schema/arrival-tally.ts'
import type { JourneyAgainstForecast } from './against-expectation.ts'
import { type Attention, type AttentionFacts, attentionOf, type TemplateNumbers } from './attention.ts'
import { type Latency, readLatency } from './latency.ts'
import { readOpenChoices } from './open-choices.ts'

export type OverviewStore = Pick<
  Store,
  'setting' | 'journeyDays' | 'dayCounts' | 'messages' | 'counts' | 'countDue' | 'due' | 'deadLetters' | 'sendingCounts' | 'countSubscribers'
>

export interface OverviewQuestion {
  readonly now: number
  /** First and last day, as they are counted; both included. */
  readonly from: number
  readonly to: number
  /** Ways out that rest. */
  readonly failing: AttentionFacts['ways']
  /** When each channel took its last message, UTC milliseconds; not there where it took none since the start. */
  readonly lastSent?: ReadonlyMap<string, number>
  /** Why what was saved last could not be published. */
  readonly refused: AttentionFacts['refused']
  /** What arrives, once all of it has been read. */
  readonly events: readonly ArrivedEvent[] | undefined
}

export interface Overview {
  readonly people: number
  readonly numbers: MessageDayNumbers
  /** Of as many days before. */
  readonly before: MessageDayNumbers
  readonly days: readonly (MessageDayNumbers & { readonly day: string })[]
  readonly latency: Latency | null
  readonly brought: Brought
  readonly attention: readonly Attention[]
}

/** What the live versions of all journeys brought since they are live. */
export interface Brought {
  readonly journeys: number
  readonly inside: number
  /** How many of them say what counts as success. */
  readonly withGoal: number
  readonly converted: number
  readonly revenue: Readonly<Record<string, number>>
  /** Conversions that there would not have been without the messages, of the journeys that hold people out; null when none does. */
  readonly lift: { readonly journeys: number; readonly conversions: number; readonly low: number; readonly high: number } | null
}

const dayMs = 86_400_000
/** Due for longer than this is late. */
export const lateMs = 5 * 60_000
const mostLate = 10_000
const channels = ['email', 'sms', 'popup', 'webhook'] as const
/** Journeys whose habits are looked at, and how many messages of each. */
const mostJourneys = 60
const habitMessages = 30

/** All of it. */
export async function readOverview(store: OverviewStore, question: OverviewQuestion): Promise<Overview> {
  const { now, from, to } = question
  const published = await readPublished(store)
  const mark = await readClockMark(store)
  const length = to - from + 1
  const today = dayOfInstant(now)
  const counts = await store.dayCounts({ from: Math.min(from - length, today - 30), to: Math.max(to, today) })
  const within = (first: number, last: number): readonly DayCount[] => counts.filter(({ day }) => day >= first && day <= last)
  const { days, ...all } = messageStatistics(within(from, to), { from, to })
  return {
    people: await store.countSubscribers(),
    numbers: numbersOf(all),
    before: numbersOf(messageStatistics(within(from - length, from - 1), { from, to })),
    days,
    // A clock that was wound says nothing about how quickly anything was.
    latency: (mark?.leadMs ?? 0) > 0 ? null : await readLatency(store, { from, to, since: mark?.playedUntil ?? 0 }),
    brought: await readBrought(store, published),
    attention: await readAttention(store, {
      ...question,
      published,
      mark,
      lately: byTemplate(within(today - 1, today)),
      earlier: byTemplate(within(today - 30, today - 2)),
    }),
  }
}

function numbersOf({ sent, failed, unknown, delivered, opened, clicked, bounced, complained }: MessageDayNumbers): MessageDayNumbers {
  return { sent, failed, unknown, delivered, opened, clicked, bounced, complained }
}

function byTemplate(counts: readonly DayCount[]): readonly TemplateNumbers[] {
  return messageStatistics(counts, { from: 0, to: 0 }).templates
}

async function readBrought(store: OverviewStore, published: Published | undefined): Promise<Brought> {
  const live = published?.journeys.filter((one) => one.live) ?? []
  const counts = Map.groupBy(await store.counts(), ({ journey }) => journey)
  const versions = live.flatMap(({ definition: { journey }, version }) => {
    const report = journeyReport(journey, published, counts.get(journey) ?? [])
    return report?.versions.filter((one) => one.version === version) ?? []
  })
  const lifts = versions.flatMap(({ lift }) => (lift === null ? [] : [lift.extra]))
  const revenue: Record<string, number> = {}
  for (const version of versions) for (const [currency, amount] of Object.entries(version.revenue)) revenue[currency] = (revenue[currency] ?? 0) + amount
  const sum = (values: readonly number[]): number => Math.round(values.reduce((total, value) => total + value, 0) * 10) / 10
  return {
    journeys: live.length,
    inside: sum(versions.map(({ inside }) => inside)),
    withGoal: versions.filter(({ hasGoal }) => hasGoal).length,
    converted: sum(versions.map(({ converted }) => converted)),
    revenue,
    lift:
      lifts.length === 0
        ? null
        : {
            journeys: lifts.length,
            conversions: sum(lifts.map(({ conversions }) => conversions)),
            low: sum(lifts.map(({ interval }) => interval.low)),
            high: sum(lifts.map(({ interval }) => interval.high)),
          },
  }
}

/** What needs attention now, without the rest. */
export async function readAttentionNow(store: OverviewStore, known: Omit<OverviewQuestion, 'from' | 'to'>): Promise<readonly Attention[]> {
  const today = dayOfInstant(known.now)
  const counts = await store.dayCounts({ from: today - 30, to: today })
  const within = (first: number, last: number): readonly DayCount[] => counts.filter(({ day }) => day >= first && day <= last)
  return readAttention(store, {
    ...known,
    published: await readPublished(store),
    mark: await readClockMark(store),
    lately: byTemplate(within(today - 1, today)),
    earlier: byTemplate(within(today - 30, today - 2)),
  })
}

interface AttentionQuestion extends Omit<OverviewQuestion, 'from' | 'to'> {
  readonly mark: ClockMark | undefined
  readonly published: Published | undefined
  readonly lately: readonly TemplateNumbers[]
  readonly earlier: readonly TemplateNumbers[]
}

async function readAttention(store: OverviewStore, question: AttentionQuestion): Promise<readonly Attention[]> {
  const { now, published, lately, earlier, failing, refused } = question
  const isLive = question.mark === undefined
  const { stops } = await readStops(store)
  const paused = await readPaused(store)
  // The clock of a demo is wound over days on which nobody does anything.
  const names = !isLive ? [] : [...new Set((published?.journeys ?? []).filter((one) => one.live).map(({ definition }) => definition.journey))]
  const late = await Promise.all(
    channels.map(async (channel) => ({
      count: await store.countDue(now - lateMs, mostLate, channel),
      lastSentAt: question.lastSent?.get(channel),
    })),
  )
  const domains: readonly DomainReport[] = published === undefined ? [] : await reportDomains(store, published, now)
  const allowances = await readAllowances(store)
  return attentionOf({
    now,
    stops: stops.map((stop) => ({
      scope: scopeText(stop.scope),
      isEverything: 'all' in stop.scope,
      since: stop.since,
      because: stop.because,
      by: stop.by ?? 'admin',
    })),
    paused: await Promise.all(
      [...paused].map(async ([journey, { since, because, by }]) => ({ journey, since, because, by, inside: await insideOf(store, journey) })),
    ),
    ways: failing,
    late,
    stuck: (await store.due(now - lateMs, mostLate)).length,
    refused,
    events: isLive ? question.events : [],
    asked: wordsIn([published?.journeys.flatMap((one) => (one.live ? one.definition : [])), published?.segments]),
    journeys: await Promise.all(
      names.slice(0, mostJourneys).map(async (journey) => ({
        journey,
        decidedAt: (await store.messages({ journey, limit: habitMessages })).map(({ decidedAt }) => decidedAt),
      })),
    ),
    expected: await readExpected(store, names, now),
    allowances: allowancesAt(allowances, now),
    allowedLately: new Set(names.filter((journey) => wasAllowedLately(allowances, journey, now))),
    choices: await readOpenChoices(store, published, now),
    feeds: isLive ? await readFailedFeeds(store, published) : [],
    lately,
    before: earlier,
    reasons: await reasonsOf(
      store,
      lately.filter(({ failed }) => failed > 0),
    ),
    domains,
    deadLetters: (await store.deadLetters({ limit: 1000 })).filter(({ receivedAt }) => receivedAt > now - dayMs),
  })
}

/** Every text in definitions. */
function wordsIn(definitions: unknown): ReadonlySet<string> {
  const found = new Set<string>()
  const waiting: unknown[] = [definitions]
  while (waiting.length > 0) {
    const next = waiting.pop()
    if (typeof next === 'string') found.add(next)
    else if (typeof next === 'object' && next !== null) waiting.push(...Object.values(next))
  }
  return found
}

async function readExpected(store: OverviewStore, names: readonly string[], now: number): Promise<readonly JourneyAgainstForecast[]> {
  const forecasts = await readForecasts(store)
  const today = dayOfInstant(now)
  const known = names.slice(0, mostJourneys).flatMap((journey) => {
    const forecast = forecasts[journey]
    return forecast?.unknown === null ? [{ journey, forecast }] : []
  })
  return Promise.all(
    known.map(async ({ journey, forecast }) => {
      const counted = await store.journeyDays({ journey, step: '', from: today - 1, to: today })
      const entered = (on: number): number => counted.reduce((sum, { day, measure, count }) => (day === on && measure === 'entered' ? sum + count : sum), 0)
      return { journey, forecast, yesterday: entered(today - 1), today: entered(today) }
    }),
  )
}

async function readFailedFeeds(store: OverviewStore, published: Published | undefined): Promise<AttentionFacts['feeds']> {
  const notes = (published?.collections ?? []).map(async ({ collection }) => {
    const { outcome, at, says } = (await readFeedNote(store, collection)) ?? {}
    const isFailed = (outcome === 'failed' || outcome === 'refused') && typeof at === 'number' && typeof says === 'string'
    return isFailed ? [{ collection, since: at, because: says }] : []
  })
  return (await Promise.all(notes)).flat()
}

async function insideOf(store: OverviewStore, journey: string): Promise<number> {
  return new Counted(await store.counts(journey)).of('', 'inside')
}

/** What has no template is counted by its journey and step. */
function whatFailed(template: string): { readonly template: string } | { readonly journey: string; readonly step: string } {
  const [journey = '', step] = template.split('/')
  return step === undefined ? { template } : { journey, step }
}

/** The newest reason of each template. */
async function reasonsOf(store: OverviewStore, failing: readonly TemplateNumbers[]): Promise<ReadonlyMap<string, string>> {
  const reasons = new Map<string, string>()
  for (const { template } of failing.slice(0, 20)) {
    const [newest] = await store.messages({ status: 'failed', ...whatFailed(template), limit: 1 })
    if (newest?.reason !== undefined) reasons.set(template, newest.reason)
  }
  return reasons
}
