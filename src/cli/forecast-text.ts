// What journeys are expected to do, as people read it at a terminal.

import type { DefinitionsForecast } from '../insight/forecast.ts'
import { instantText } from './instants.ts'
import { printable, table } from './table.ts'

/** A line for each journey, and what to look at. `only`: these journeys. */
export function forecastText({ days, journeys, warnings }: DefinitionsForecast, columns: number, only?: readonly string[]): string {
  const shown = journeys.filter(({ journey }) => only?.includes(journey) ?? true)
  if (shown.length === 0) return ''
  const head = days === 0 ? 'Nothing can be predicted yet.\n' : `Expected, from ${days} days of history:\n`
  const rows = table(
    shown,
    [
      { title: 'journey', value: ({ journey }) => printable(journey) },
      { title: 'enter a day', value: (one) => (one.unknown === null ? ofDay(one, one.entries.perDay) : '?'), align: 'right' },
      { title: 'messages a day', value: (one) => (one.unknown === null ? ofDay(one, one.messages.perDay) : '?'), align: 'right' },
      { title: 'busiest hour', value: (one) => (one.unknown === null ? number(one.entries.perHour.most) : '?'), align: 'right' },
      { title: 'paused from', value: ({ bounds }) => (bounds === null ? 'never' : `${number(bounds.entriesPerHour.limit)} an hour`), align: 'right' },
    ],
    columns,
  )
  const allowed = shown.flatMap(({ journey, allowance, bounds }) => {
    if (allowance === null || bounds === null) return []
    const { times, until, because } = allowance
    return [`  ${printable(journey)}: ${number(times)} times as much is allowed until ${instantText(until)}: ${printable(because)}\n`]
  })
  const about = new Set(shown.map(({ journey }) => journey))
  const known = new Set(journeys.map(({ journey }) => journey))
  const notes = warnings.filter((one) => about.has(one.about) || !known.has(one.about)).map(({ words }) => `! ${printable(words)}\n`)
  return `${head}${rows}${allowed.join('')}${notes.join('')}`
}

/** Of what happens once there is no usual day. */
function ofDay({ once }: { readonly once: boolean }, pace: Parameters<typeof spread>[0]): string {
  return once ? `${number(pace.most)} once` : spread(pace)
}

/** "12 (8 to 30)": on average, give or take, and at most. */
function spread({ mean, spread: give, most }: { readonly mean: number; readonly spread: number; readonly most: number }): string {
  return `${number(Math.round(mean))} ± ${number(Math.round(give))}, at most ${number(most)}`
}

function number(value: number): string {
  return value.toLocaleString('en')
}
