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

/** Journeys of any arm, in the order in which they are first named. */
export function journeysOf(report: Report): readonly string[] {
  return [...new Set(report.arms.flatMap(({ journeys }) => journeys.map(({ journey }) => journey)))]
}

/** What an arm found about a journey. */
export function resultOf(arm: Arm, journey: string): JourneyResult | undefined {
  return arm.journeys.find((one) => one.journey === journey)
}

/** How an arm is called: the server names them in English. */
export function armName(name: string, say: (key: string, values?: Readonly<Record<string, unknown>>) => string): string {
  if (name === 'in force') return say('report.in-force')
  if (name === 'as it is') return say('report.as-it-is')
  const [, journey, version] = /^(.+) version (\d+)$/s.exec(name) ?? []
  if (journey !== undefined) return say('against.version-of', { journey, version })
  return name === 'draft' || name === 'the draft' ? say('report.draft') : name
}
