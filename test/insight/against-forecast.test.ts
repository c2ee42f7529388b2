// A journey that people entered far more and far less often than was expected of it: what was counted is found, told once, known of by somebody, over, and told anew.

import { expect, test } from 'vitest'
import { type Alert, acknowledge, lookAgain } from '../../src/insight/overview/alert-book.ts'
import { readAttentionNow } from '../../src/insight/overview/overview.ts'
import type { Forecast } from '../../src/model/guard.ts'
import type { Journey } from '../../src/model/journey.ts'
import { day, happened, minute, sourceWith, start } from '../runtime/workshop.ts'
import { livedThrough } from './lived-through.ts'

const looked: Journey = { journey: 'looked', enter: [{ on: 'Product Viewed' }], steps: [] }
const pace = { perHour: { mean: 1.25, most: 200 }, perDay: { mean: 30, most: 40, spread: 4 } }
const forecast: Forecast = { version: 1, at: start, days: 35, entries: pace, messages: pace, unknown: null }
/** How many enter on each day, all within minutes. */
const entering = [30, 30, 130, 30, 30, 0, 30, 130]

test('a journey far above or below what was expected is told once, stays known while it is so, is told to be over, and is told anew when it is so again', async () => {
  const source = sourceWith(looked)
  const arrivals = entering.flatMap((count, index) =>
    Array.from({ length: count }, (_, person) => happened('Product Viewed', { userId: `p${index}-${person}`, at: start + index * day + person * 1000 })),
  )
  const { store } = await livedThrough(source, arrivals, { deeds: [{ at: start, do: (runtime) => runtime.expectVolume({ looked: forecast }) }] })

  let alerts: readonly Alert[] = []
  const told: string[] = []
  for (const index of entering.keys()) {
    const now = start + index * day + 10 * minute
    const found = await readAttentionNow(store, { now, failing: [], refused: null, events: undefined })
    const next = lookAgain(alerts, found, now)
    alerts = next.alerts
    told.push(...next.opened.map(({ id, because }) => `${index} ${id}: ${because}`), ...next.ended.map(({ id }) => `${index} over ${id}`))
    if (index === 2) alerts = acknowledge(alerts, 'journey-above looked', { by: 'kim', at: now }) ?? []
    // The day after it is still so, and nobody is told again.
    if (index === 3) expect(alerts).toMatchObject([{ id: 'journey-above looked', state: 'open', acknowledged: { by: 'kim' } }])
  }
  expect(told).toEqual([
    '2 journey-above looked: 130 people entered in a day; 40 did on the busiest day of 35',
    '4 over journey-above looked',
    '6 journey-below looked: 0 people entered yesterday; 30 a day are usual, give or take 4',
    '7 journey-above looked: 130 people entered in a day; 40 did on the busiest day of 35',
    '7 over journey-below looked',
  ])
  // What somebody knew of was another one.
  expect(alerts.find(({ kind }) => kind === 'journey-above')).toMatchObject({ state: 'open', since: start + 7 * day + 10 * minute, acknowledged: null })
})
