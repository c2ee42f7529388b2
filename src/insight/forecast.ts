// What is to be expected of definitions, read off a backtest of them over the last weeks: how many enter and what is sent by the hour and the day, from
// where on the guard would pause a journey, and where more would be ready at once than may leave. It predicts nothing that history does not show, and
// says so.

import { entersOnlyOnce } from '../engine/one-instant.ts'
import { type Bound, boundOf, compileGuard, type Expected } from '../engine/policies/guard.ts'
import type { Definitions } from '../model/definitions.ts'
import type { Allowance, Forecast, VolumePace } from '../model/guard.ts'
import type { DomainReport } from '../runtime/watching/domain-report.ts'
import type { BacktestReport } from './backtest/backtest-report.ts'
import type { ChannelVolume } from './backtest/channel-volume.ts'

/** Weeks of history that a forecast rests on. */
export const forecastDays = 35
/** Of less history nothing can be said. */
export const fewestHistoryDays = 7

export interface ForecastOfJourney extends Forecast {
  readonly journey: string
  /** From where on its guard would pause it; null where nothing watches it. */
  readonly bounds: GuardBounds | null
  /** It lets people in at an instant of its own and never again: the most of its hour and day is that instant, as if it had come an hour ago. */
  readonly once: boolean
  /** That more than usual is right now, which `bounds` say already. */
  readonly allowance: Allowance | null
}

export interface GuardBounds {
  readonly entriesPerHour: Bound
  readonly entriesPerDay: Bound
  readonly messagesPerHour: Bound
  readonly messagesPerDay: Bound
}

/**
 * rate: more is ready at once than may leave in a second, so the last wait · warm-up: a new domain may not send so many a day yet · held-up: caps or quiet
 * hours make messages wait · many-mails: somebody would get a lot of mail · missing-field: a template prints what people do not have · unknown: nothing
 * can be expected of a journey.
 */
export const volumeWarningKinds = ['rate', 'warm-up', 'held-up', 'many-mails', 'missing-field', 'unknown'] as const

export interface VolumeWarning {
  readonly kind: (typeof volumeWarningKinds)[number]
  /** The channel, domain or journey. */
  readonly about: string
  /** Messages that wait, or are predicted for a day, or go to one person in a week. */
  readonly messages: number | null
  /** What may leave: in a second, or today. */
  readonly limit: number | null
  readonly waitMinutes: number | null
  /** When, UTC milliseconds. */
  readonly at: number | null
  /** What people lack, and how many of those who would be written to. */
  readonly missing: MissingFromPeople | null
  /** The same in words. */
  readonly words: string
}

export interface MissingFromPeople {
  readonly template: string
  /** A path into the attributes, such as first_name. */
  readonly field: string
  readonly people: number
  readonly of: number
  /** recipients: whom the journey would have sent it · sample: people who were looked at, because there is too little history. */
  readonly among: 'recipients' | 'sample'
}

export interface DefinitionsForecast {
  /** Days of history that it rests on; 0 where there is too little. */
  readonly days: number
  readonly at: number
  readonly journeys: readonly ForecastOfJourney[]
  readonly channels: readonly ChannelVolume[]
  readonly warnings: readonly VolumeWarning[]
}

const nothing: VolumePace = { perHour: { mean: 0, most: 0 }, perDay: { mean: 0, most: 0, spread: 0 } }

export interface ForecastGround {
  readonly at: number
  readonly definitions: Pick<Definitions, 'workspace' | 'journeys'>
  /** Versions that the journeys have or would get. */
  readonly versionOf: (journey: string) => number
  readonly domains: readonly DomainReport[]
  /** What its guard goes by besides a forecast: what was seen of it, and what somebody allowed. */
  readonly guardOf: (journey: string) => Omit<Expected, 'forecast'> & { readonly allowance: Allowance | null }
}

/** Reads a forecast off a backtest of one arm. */
export function forecastOf({ arms: [arm], days }: BacktestReport, ground: ForecastGround): DefinitionsForecast {
  const { at } = ground
  const journeys = (arm?.journeys ?? []).map(({ journey, version, pace }): ForecastOfJourney => {
    const unknown = days < fewestHistoryDays ? tooShort(days) : pace.entries.perDay.most === 0 ? `nobody would have entered in ${days} days of history` : null
    return withBounds({ journey, version, at, days, entries: pace.entries, messages: pace.messages, unknown }, ground)
  })
  const warnings = [...rates(arm?.channels ?? []), ...warmUps(arm?.channels ?? [], ground.domains), ...heldUps(arm?.journeys ?? []), ...unknowns(journeys)]
  const most = arm?.weekly.most ?? 0
  return { days, at, journeys, channels: arm?.channels ?? [], warnings: most > manyMails ? [...warnings, manyMailsTo(most, arm?.weekly.p95 ?? 0)] : warnings }
}

/** The same with what people lack that templates print, after what waits. */
export function withMissing(forecast: DefinitionsForecast, missing: readonly (MissingFromPeople & { readonly journey: string })[]): DefinitionsForecast {
  const warnings = missing.map(({ journey, ...lack }): VolumeWarning => {
    const whom = lack.among === 'recipients' ? 'people it would have been sent to' : 'people who were looked at'
    const words = `${journey}: ${lack.template} uses ${lack.field}, missing for ${number(lack.people)} of ${number(lack.of)} ${whom}`
    return { kind: 'missing-field', about: journey, messages: null, limit: null, waitMinutes: null, at: null, missing: lack, words }
  })
  return { ...forecast, warnings: [...forecast.warnings, ...warnings] }
}

/** Mails and text messages in a week that are a lot for one person. */
const manyMails = 14

/** The forecast where nothing can be said, and why. */
export function unknownForecast(ground: ForecastGround, { days, why }: { readonly days: number; readonly why?: string }): DefinitionsForecast {
  const { at, definitions } = ground
  const live = definitions.journeys.filter(({ status }) => status !== 'draft' && status !== 'archived')
  const journeys = live.map(({ journey }) => {
    const plain = { journey, version: ground.versionOf(journey), at, days, entries: nothing, messages: nothing, unknown: why ?? tooShort(days) }
    return withBounds(plain, ground)
  })
  return { days, at, journeys, channels: [], warnings: [] }
}

function tooShort(days: number): string {
  return `history is too short: ${days === 1 ? '1 day' : `${days} days`}, and a week is needed`
}

function withBounds(plain: Omit<ForecastOfJourney, 'bounds' | 'allowance' | 'once'>, { definitions, guardOf }: ForecastGround): ForecastOfJourney {
  const { workspace, journeys } = definitions
  const definition = journeys.find(({ journey }) => journey === plain.journey)
  const forecast = { ...plain, once: definition !== undefined && entersOnlyOnce(definition) }
  const guard = compileGuard(workspace.guard, definition?.guard)
  const { allowance, ...known } = guardOf(forecast.journey)
  if (guard === undefined) return { ...forecast, bounds: null, allowance }
  const expected = { ...known, forecast }
  const bound = (what: 'entries' | 'messages', stretch: 'perHour' | 'perDay'): Bound => boundOf(guard, expected, { what, stretch })
  return {
    ...forecast,
    allowance,
    bounds: {
      entriesPerHour: bound('entries', 'perHour'),
      entriesPerDay: bound('entries', 'perDay'),
      messagesPerHour: bound('messages', 'perHour'),
      messagesPerDay: bound('messages', 'perDay'),
    },
  }
}

const weekdays = ['Sundays', 'Mondays', 'Tuesdays', 'Wednesdays', 'Thursdays', 'Fridays', 'Saturdays'] as const
/** A wait that nobody minds. */
const shortWaitMinutes = 15

function rates(channels: readonly ChannelVolume[]): readonly VolumeWarning[] {
  return channels.flatMap(({ channel, limitPerMinute, jam }): readonly VolumeWarning[] => {
    if (limitPerMinute === null || jam === null || jam.minutes < shortWaitMinutes) return []
    const when = new Date(jam.since)
    const limit = limitPerMinute / 60
    const place = `at ${when.toISOString().slice(11, 16)} UTC on ${weekdays[when.getUTCDay()]}`
    const words = `${channel}: ${place}, as on ${when.toISOString().slice(0, 10)}, ${number(jam.messages)} messages wait, the last for ${waitText(jam.minutes)} at ${limit} a second`
    return [{ kind: 'rate', about: channel, messages: jam.messages, limit, waitMinutes: jam.minutes, at: jam.since, missing: null, words }]
  })
}

function warmUps(channels: readonly ChannelVolume[], domains: readonly DomainReport[]): readonly VolumeWarning[] {
  const mails = channels.find(({ channel }) => channel === 'email')?.peakDay.messages ?? 0
  return domains.flatMap(({ domain, warmUp }): readonly VolumeWarning[] => {
    if (warmUp === null || mails <= warmUp.number) return []
    const words = `up to ${number(mails)} mails a day are expected, and ${domain} may send ${number(warmUp.number)} today (day ${warmUp.day} of its warm-up)`
    return [{ kind: 'warm-up', about: domain, messages: mails, limit: warmUp.number, waitMinutes: null, at: null, missing: null, words }]
  })
}

function heldUps(journeys: BacktestReport['arms'][number]['journeys']): readonly VolumeWarning[] {
  return journeys.flatMap(({ journey, heldUp, messages }) =>
    Object.entries(heldUp).flatMap(([rule, { times, hours }]): readonly VolumeWarning[] => {
      // A message or two is what the rule is there for.
      if (rule === 'pause' || times < 20 || times < messages / 5) return []
      const waitMinutes = Math.round((hours / times) * 60)
      const words = `${journey}: ${rule} would make messages wait ${number(times)} times, ${waitText(waitMinutes)} each on average`
      return [{ kind: 'held-up', about: journey, messages: times, limit: null, waitMinutes, at: null, missing: null, words }]
    }),
  )
}

function unknowns(journeys: readonly ForecastOfJourney[]): readonly VolumeWarning[] {
  return journeys.flatMap(({ journey, unknown, bounds }): readonly VolumeWarning[] => {
    if (unknown === null || bounds === null) return []
    const limit = bounds.entriesPerHour.limit
    const words = `${journey}: ${unknown}, so nothing is known of what to expect; its guard pauses it from ${number(limit)} entries in an hour on`
    return [{ kind: 'unknown', about: journey, messages: null, limit, waitMinutes: null, at: null, missing: null, words }]
  })
}

function manyMailsTo(most: number, usual: number): VolumeWarning {
  const words = `somebody would get ${number(most)} messages in one week (95 of 100 weeks of people: at most ${number(usual)}); a cap would hold some back`
  return { kind: 'many-mails', about: 'week', messages: most, limit: null, waitMinutes: null, at: null, missing: null, words }
}

function waitText(minutes: number): string {
  if (minutes < 90) return `${Math.round(minutes)} minutes`
  const hours = minutes / 60
  return hours < 48 ? `${Math.round(hours * 10) / 10} hours` : `${Math.round(hours / 2.4) / 10} days`
}

function number(value: number): string {
  return value.toLocaleString('en')
}
