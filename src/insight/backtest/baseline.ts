// What people came to in the past, for whoever has to choose a number: the same measure as near misses, of one condition that stands in no journey. Nobody
// enters anything for it.

import type { Condition } from '../../model/condition.ts'
import { conditionKind } from '../../model/condition.ts'
import type { Journey } from '../../model/journey.ts'
import type { BacktestReport } from './backtest-report.ts'
import { asksForMuch, type GaugeReport } from './meters.ts'

export interface Baseline extends Omit<GaugeReport, 'said' | 'asks' | 'onlyThis' | 'distribution' | 'unit'> {
  readonly unit: 'times' | 'amount' | 'ms'
  /** People who came to at least so much, for numbers around those that matter. */
  readonly values: readonly { readonly value: number; readonly people: number }[]
}

const name = '(baseline)'
/** Numbers on each side of the one that is asked for. */
const around = 4

/** Events that a condition reads; it is measured when they happen. */
export function eventsRead(condition: Condition): readonly string[] {
  const kind = conditionKind(condition)
  const asked = condition as unknown as Readonly<Record<string, unknown>>
  const named = kind === 'since' ? [asked['since']].flat() : kind === 'in-order' ? (asked['in-order'] as { event: string }[]).map(({ event }) => event) : []
  const inside = ['all', 'any'].flatMap((key) => (kind === key ? (asked[key] as Condition[]) : [])).flatMap(eventsRead)
  return [...new Set([...[asked['event'], asked['of'], ...named].filter((one) => typeof one === 'string'), ...inside])]
}

/** A journey that lets in nobody twice and does nothing, whose way in is measured. Undefined where the condition hangs on no event. */
export function baselineJourney(condition: Condition, when: string | undefined): Journey | undefined {
  const events = when === undefined ? eventsRead(condition) : [when]
  if (events.length === 0) return undefined
  return { journey: name, enter: [{ on: [...events], if: condition }], steps: [{ id: 'nothing', nothing: true }] } as Journey
}

/** Reads the measures off its backtest. */
export function baselinesOf({ arms }: BacktestReport): readonly Baseline[] {
  const gauges = arms[0]?.journeys.find(({ journey }) => journey === name)?.thresholds ?? []
  return gauges.flatMap(({ said: _, onlyThis: _alone, asks, distribution, unit, ...gauge }) => {
    // What is chosen is a number from which on it holds.
    if (!asksForMuch({ asks }) || unit === 'share' || unit === 'parts') return []
    return [{ ...gauge, unit, values: valuesOf({ ...gauge, unit, distribution }) }]
  })
}

function valuesOf({ unit, wanted, percentiles, distribution }: Pick<GaugeReport, 'unit' | 'wanted' | 'percentiles' | 'distribution'>): Baseline['values'] {
  const least = Math.max(1, wanted - around)
  const counts = Array.from({ length: wanted + around - least + 1 }, (_, index) => least + index)
  const told = unit === 'times' ? [...counts, ...Object.values(percentiles)] : [wanted / 4, wanted / 2, wanted, wanted * 2, ...Object.values(percentiles)]
  const values = [...new Set(told.filter((one) => one > 0))].sort((one, other) => one - other)
  return values.map((value) => ({ value, people: distribution.reduce((sum, one) => sum + (one.value >= value ? one.people : 0), 0) }))
}
