// Journeys that fire far above or far below what their forecast says, judged by whole days: so a quiet morning is nothing yet, and neither is a good hour.

import type { Forecast } from '../../model/guard.ts'
import { sentence } from '../../model/sentence.ts'

export interface JourneyAgainstForecast {
  readonly journey: string
  readonly forecast: Forecast
  /** People who entered yesterday and today so far (UTC). */
  readonly yesterday: number
  readonly today: number
}

export interface OffExpectation {
  readonly journey: string
  readonly is: 'above' | 'below'
  /** Who entered on that day. */
  readonly entered: number
  readonly because: string
}

const dayMs = 86_400_000
/** So many times the busiest day of five weeks is far above it. */
const farAbove = 3
/** Fewer are never far above. */
const fewestAbove = 50
/** Journeys that fewer enter a day on average have days without anybody. */
const fewestMean = 10
/** Below a quarter of the mean, and further from it than four times what days usually differ. */
const farBelow = 4

/** What is off about one journey; undefined when nothing is, or nothing can be expected. */
export function offExpectation({ journey, forecast, yesterday, today }: JourneyAgainstForecast, now: number): OffExpectation | undefined {
  const { mean, most, spread } = forecast.entries.perDay
  if (forecast.unknown !== null || forecast.days < 14) return undefined
  const entered = Math.max(yesterday, today)
  if (entered >= Math.max(fewestAbove, farAbove * most)) {
    return { journey, is: 'above', entered, because: sentence('far-above', { many: number(entered), most: number(most), count: forecast.days }) }
  }
  // The whole of yesterday has to have been this version's.
  const isWhole = forecast.at < Math.floor(now / dayMs) * dayMs - dayMs
  if (!isWhole || mean < fewestMean || yesterday >= mean / farBelow || mean - yesterday < farBelow * Math.max(spread, Math.sqrt(mean))) return undefined
  const usual = { most: number(Math.round(mean)), spread: number(Math.round(spread)) }
  return { journey, is: 'below', entered: yesterday, because: sentence('far-below', { many: number(yesterday), ...usual }) }
}

function number(value: number): string {
  return value.toLocaleString('en')
}
