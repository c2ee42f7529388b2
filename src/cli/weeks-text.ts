// What a journey did in each week of a backtest, from Monday to Sunday (UTC), every arm beside the other: how many entered, and how many messages left.

import type { ArmReport, BacktestedJourney } from '../insight/backtest/backtest-report.ts'
import { table } from './table.ts'

const weekMs = 7 * 86_400_000
/** 1970-01-01 was a Thursday. */
const mondayMs = 4 * 86_400_000
/** The newest of a longer period. */
const mostWeeks = 60

type Weeks = ReadonlyMap<number, { readonly entered: number; readonly messages: number }>

/** Nothing where nothing happened, or everything in one week. */
export function weeksText(journey: string, arms: readonly ArmReport[], columns: number): string {
  const weeks = arms.map((arm) => weeksOf(arm.journeys.find((one) => one.journey === journey)?.perDay ?? []))
  const all = weeks.flatMap((one) => [...one.keys()])
  const [first, last] = [Math.min(...all), Math.max(...all)]
  if (all.length === 0 || first === last) return ''
  const from = Math.max(first, last - mostWeeks + 1)
  const rows = Array.from({ length: last - from + 1 }, (_, index) => from + index)
  const layout = [
    { title: from === first ? 'Entered, by week' : `Entered, the last ${mostWeeks} weeks`, value: (week: number) => `  from ${dayOf(week)}` },
    ...arms.map(({ name }, arm) => ({ title: name, value: (week: number) => weekText(weeks[arm], week), align: 'right' as const })),
  ]
  return `\n${table(rows, layout, columns)}`
}

function weeksOf(perDay: BacktestedJourney['perDay']): Weeks {
  const weeks = new Map<number, { readonly entered: number; readonly messages: number }>()
  for (const { day, entered, messages } of perDay) {
    const week = Math.floor((Date.parse(day) - mondayMs) / weekMs)
    const known = weeks.get(week)
    weeks.set(week, { entered: entered + (known?.entered ?? 0), messages: messages + (known?.messages ?? 0) })
  }
  return weeks
}

function weekText(weeks: Weeks | undefined, week: number): string {
  const { entered = 0, messages = 0 } = weeks?.get(week) ?? {}
  return `${entered.toLocaleString('en')}${messages === 0 ? '' : `, ${messages.toLocaleString('en')} sent`}`
}

function dayOf(week: number): string {
  return new Date(week * weekMs + mondayMs).toISOString().slice(0, 10)
}
