// What the writer knows of how journeys run, between two groups: what is counted by the hour, what was predicted of them, and what was allowed beyond
// that. It only keeps; watch-journeys.ts judges. All of it is written now and then: a crash forgets a few seconds.

import { entersOnlyOnce } from '../../engine/one-instant.ts'
import type { Allowed, Expected } from '../../engine/policies/guard.ts'
import type { Program } from '../../engine/program.ts'
import type { Decision } from '../../model/decision.ts'
import type { Forecast } from '../../model/guard.ts'
import type { Input } from '../../model/input.ts'
import type { JsonObject } from '../../model/json.ts'
import type { Store } from '../store.ts'
import { type Allowances, readAllowances, timesAllowed } from './allowances.ts'
import { type KeptDay, type KeptHour, VolumeBook, type VolumeChange, type VolumeMeasure } from './volume-book.ts'

const hoursSetting = 'guard hours'
const daysSetting = 'guard days'
const forecastsSetting = 'guard forecasts'
/** At most so long passes between a count and its being kept, while there are any. */
const keepEveryMs = 10_000
/** What was allowed by a publication, or by ending a pause, is allowed for so long: messages of those it let in come later. */
const allowedMs = 7 * 86_400_000

type AllowedUntil = Allowed & { readonly until: number }
export type Forecasts = Readonly<Record<string, Forecast>>

interface KeptHours {
  readonly hours: Readonly<Record<string, readonly KeptHour[]>>
  readonly allowed: Readonly<Record<string, AllowedUntil>>
}

export interface JourneyWatcher {
  book: VolumeBook
  allowed: Readonly<Record<string, AllowedUntil>>
  forecasts: Forecasts
  allowances: Allowances
  /** Journeys that counted something since they were judged. */
  readonly unjudged: Set<string>
  isKept: boolean
  keptAt: number
}

type ReadableStore = Pick<Store, 'setting'>

/** What was predicted of journeys. */
export async function readForecasts(store: ReadableStore): Promise<Forecasts> {
  return ((await store.setting(forecastsSetting)) as unknown as Forecasts | undefined) ?? {}
}

/** Opens what is kept. */
export async function openJourneyWatcher(store: ReadableStore): Promise<JourneyWatcher> {
  const { hours = {}, allowed = {} } = ((await store.setting(hoursSetting)) as unknown as KeptHours | undefined) ?? {}
  const { days = {} } = ((await store.setting(daysSetting)) as unknown as { days: Record<string, readonly KeptDay[]> } | undefined) ?? {}
  const book = new VolumeBook(hours, days)
  const [forecasts, allowances] = [await readForecasts(store), await readAllowances(store)]
  return { book, allowed, forecasts, allowances, unjudged: new Set(Object.keys(hours)), isKept: true, keptAt: 0 }
}

/** Whether there is anything to count: most decisions are nothing to the guard, and this is asked of each. */
export function countsAsVolume({ kind }: Decision): boolean {
  return kind === 'entered' || kind === 'handed over' || kind === 'changed version'
}

/** What a decision counts as; what a publication did to people, and who enters at an instant that was chosen for it, is allowed for instead. */
export function volumeOf(decision: Decision, input: Input, { live, allow }: ToldVolume): readonly VolumeChange[] {
  if (decision.kind === 'entered') {
    const { journey, at } = decision
    if (input.kind === 'adopt' || isChosen(decision, live)) allow({ journey, entries: 1 })
    return [{ journey, at, measure: 'entries' }]
  }
  if (decision.kind === 'changed version') {
    allow({ journey: decision.journey, entries: 0 })
    return []
  }
  if (decision.kind !== 'handed over' || decision.outcome === 'failed') return []
  const { journey, at, channel } = decision
  const measures: readonly VolumeMeasure[] = channel === 'email' ? ['messages', 'mails'] : ['messages']
  return measures.map((measure) => ({ journey, at, measure }))
}

interface ToldVolume {
  readonly live: Program['live']
  readonly allow: (allowed: AllowedChange) => void
}

/** Whether somebody entered at the one instant of a mail to many, of whom somebody saw how many they are. */
function isChosen({ trigger, journey }: Extract<Decision, { kind: 'entered' }>, live: Program['live']): boolean {
  const definition = trigger === 'schedule' ? live.get(journey)?.definition : undefined
  return definition !== undefined && entersOnlyOnce(definition)
}

/** Somebody whom the team let in, or brought to another version. */
export interface AllowedChange {
  readonly journey: string
  readonly entries: 0 | 1
}

/** Takes in what a group counted, once it is committed. */
export function countVolume(
  watcher: JourneyWatcher,
  { changes, allowed }: { readonly changes: readonly VolumeChange[]; readonly allowed: readonly AllowedChange[] },
  { program, now }: { readonly program: Program; readonly now: number },
): void {
  for (const change of changes) {
    watcher.book.add(change)
    watcher.unjudged.add(change.journey)
  }
  const people = Map.groupBy(allowed, ({ journey }) => journey)
  for (const [journey, own] of people) {
    const entries = own.reduce((sum, one) => sum + one.entries, 0)
    allow(watcher, { journey, entries, messages: own.length * messagesOf(program, journey) }, now)
  }
  if (changes.length > 0 || allowed.length > 0) watcher.isKept = false
}

/** Allows so many beyond what is expected. */
export function allow(watcher: JourneyWatcher, { journey, entries, messages }: Allowed & { readonly journey: string }, now: number): void {
  const before = allowedNow(watcher, journey, now)
  const allowed = { entries: before.entries + entries, messages: before.messages + messages, until: now + allowedMs }
  watcher.allowed = { ...watcher.allowed, [journey]: allowed }
  watcher.isKept = false
}

/** What is allowed beyond what is expected, at an instant. */
export function allowedNow({ allowed }: Pick<JourneyWatcher, 'allowed'>, journey: string, now: number): Allowed {
  const own = allowed[journey]
  return own === undefined || own.until < now ? { entries: 0, messages: 0 } : own
}

/** Steps of the live version that hand something over. */
export function messagesOf({ live }: Pick<Program, 'live'>, journey: string): number {
  const steps = live.get(journey)?.steps.values() ?? []
  return Math.max(1, [...steps].filter(({ kind }) => kind === 'send' || kind === 'sms' || kind === 'popup' || kind === 'webhook').length)
}

/** What is expected of a journey, with what is allowed beyond that. What came since somebody allowed more says nothing about what is usual. */
export function expectedOf(watcher: Pick<JourneyWatcher, 'book' | 'forecasts' | 'allowed' | 'allowances'>, journey: string, now: number): Expected {
  const { book, forecasts, allowances } = watcher
  const seen = book.most(journey, now, allowances.holding[journey]?.since)
  return { forecast: forecasts[journey], seen, allowed: allowedNow(watcher, journey, now), raised: timesAllowed(allowances, journey, now) }
}

/** From now on this is expected of these journeys. */
export async function expectVolume(watcher: JourneyWatcher, store: Pick<Store, 'setSetting'>, forecasts: Forecasts): Promise<void> {
  const next = { ...watcher.forecasts, ...forecasts }
  await store.setSetting(forecastsSetting, next as unknown as JsonObject)
  watcher.forecasts = next
  for (const journey of Object.keys(forecasts)) watcher.unjudged.add(journey)
}

/** Writes what was counted, unless that was done or failed a moment ago. */
export async function keepVolume(watcher: JourneyWatcher, store: Pick<Store, 'setSetting'>, now: number): Promise<void> {
  if (watcher.isKept || Math.abs(now - watcher.keptAt) < keepEveryMs) return
  watcher.keptAt = now
  await saveVolume(watcher, store, now)
}

/** When what was counted is to be written; positive infinity while there is nothing to write. */
export function keepsVolumeAt({ isKept, keptAt }: JourneyWatcher): number {
  return isKept ? Number.POSITIVE_INFINITY : keptAt + keepEveryMs
}

/** Writes what was counted. */
export async function saveVolume(watcher: JourneyWatcher, store: Pick<Store, 'setSetting'>, now: number): Promise<void> {
  if (watcher.isKept) return
  const { book, allowed } = watcher
  if (book.fold(now)) await saveDays(watcher, store)
  const kept: KeptHours = { hours: book.hours, allowed: Object.fromEntries(Object.entries(allowed).filter(([, { until }]) => until >= now)) }
  await store.setSetting(hoursSetting, kept as unknown as JsonObject)
  watcher.isKept = true
  watcher.keptAt = now
}

/** Writes the days that are over. */
export async function saveDays({ book }: Pick<JourneyWatcher, 'book'>, store: Pick<Store, 'setSetting'>): Promise<void> {
  await store.setSetting(daysSetting, { days: book.days } as unknown as JsonObject)
}
