// The report of a backtest, in the types of the door that gives it.

import type { AnswerOf } from '../../client/ask.ts'

export type Report = NonNullable<AnswerOf<'GET /backtests/{id}'>['report']>
/** The first is what the others are held against. */
export type Arm = Report['arms'][number]
export type JourneyResult = Arm['journeys'][number]
export type StepResult = JourneyResult['report']['steps'][number]
export type Threshold = JourneyResult['thresholds'][number]
export type ChannelVolume = Arm['channels'][number]
export type Difference = Report['differences'][number]
/** Somebody, with what happened to them line by line. */
export type Example = Difference['examples'][number]

const minuteMs = 60_000

/** Journeys of any arm, in the order in which they are first named. */
export function journeysOf(report: Report): readonly string[] {
  return [...new Set(report.arms.flatMap(({ journeys }) => journeys.map(({ journey }) => journey)))]
}

/** What an arm found about a journey. */
export function resultOf(arm: Arm, journey: string): JourneyResult | undefined {
  return arm.journeys.find((one) => one.journey === journey)
}

type Saying = (key: string, values?: Readonly<Record<string, unknown>>) => string

/** What may leave by a channel, how long its busiest minute takes to, and how long the last message would wait at worst. */
export function limitWords(
  { limitPerMinute, peakTakesMinutes, jam }: Pick<ChannelVolume, 'limitPerMinute' | 'peakTakesMinutes' | 'jam'>,
  say: Saying,
  formats: Readonly<Record<'number' | 'duration' | 'dateTime', (value: number) => string>>,
): string {
  if (limitPerMinute === null) return say('report.no-limit')
  const limit = say('report.limit-is', { limit: formats.number(limitPerMinute), minutes: formats.number(peakTakesMinutes ?? 0) })
  if (jam === null) return limit
  const waited = { messages: formats.number(jam.messages), wait: formats.duration(jam.minutes * minuteMs), since: formats.dateTime(jam.since) }
  return `${limit} · ${say('report.waited', waited)}`
}

/** How an arm is called: the server names them in English. */
export function armName(name: string, say: Saying): string {
  if (name === 'in force') return say('report.in-force')
  if (name === 'as it is') return say('report.as-it-is')
  const [, journey, version] = /^(.+) version (\d+)$/s.exec(name) ?? []
  if (journey !== undefined) return say('against.version-of', { journey, version })
  return name === 'draft' || name === 'the draft' ? say('report.draft') : name
}
