// Numbers that a condition asks for at least, and the condition with another one.

import { type ConditionJson, kindOf, withKey } from './condition-json.ts'
import { lengthMs } from './durations.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

/** Whether it asks for at least so much of something, so that it can be measured what people came to. */
export function asksForNumber(condition: ConditionJson): boolean {
  const kind = kindOf(condition)
  if (kind === 'since') return true
  const least = (kind === 'event' ? (condition['count'] ?? { gte: 1 }) : condition) as Readonly<Record<string, unknown>>
  return (kind === 'event' || kind === 'sum' || kind === 'avg' || kind === 'max' || kind === 'min' || kind === 'distinct') && ('gte' in least || 'gt' in least)
}

/** The number that it asks for at least, or milliseconds; undefined where it asks for more than one, which the server puts in words of its own. */
export function askedNumber(condition: ConditionJson): number | undefined {
  const kind = kindOf(condition)
  const asked = kind === 'event' ? ((condition['count'] as ConditionJson | undefined) ?? { gte: 1 })['gte'] : condition['gte']
  if (kind === 'since') return typeof asked === 'string' ? lengthMs(asked) : undefined
  return typeof asked === 'number' ? asked : undefined
}

/** What is measured, whichever number it asks for: of two conditions with the same, one measure does for both. */
export function measuredOf(condition: ConditionJson): string {
  const rest = kindOf(condition) === 'event' ? withKey(condition, 'count', without(condition['count'] as ConditionJson | undefined)) : without(condition)
  return JSON.stringify(rest)
}

/** A stretch of time in whole minutes, hours or days, as somebody would write it. */
export function roundDuration(ms: number): number {
  const unit = ms >= 2 * dayMs ? dayMs : ms >= 2 * hourMs ? hourMs : minuteMs
  return Math.max(1, Math.round(ms / unit)) * unit
}

/** The condition that asks for at least this much. */
export function withNumber(condition: ConditionJson, unit: 'times' | 'amount' | 'ms', value: number): ConditionJson {
  if (unit === 'ms') return { ...condition, gte: durationText(roundDuration(value)) }
  if (kindOf(condition) === 'event') return withKey(condition, 'count', { ...without(condition['count'] as ConditionJson | undefined), gte: value })
  return { ...without(condition), gte: value }
}

/** Without what it asked for at least until now. */
function without(comparison: ConditionJson = {}): ConditionJson {
  return withKey(withKey(comparison, 'gt', undefined), 'gte', undefined)
}

function durationText(ms: number): string {
  if (ms % dayMs === 0) return `${ms / dayMs}d`
  return ms % hourMs === 0 ? `${ms / hourMs}h` : `${ms / minuteMs}m`
}
