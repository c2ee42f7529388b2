// time: the local time of day and weekday, in the subscriber's zone or a fixed one. A zone's clock can jump, so an answer
// holds at most until the offset may change.

import type { TimeCondition } from '../../model/condition.ts'
import { timeOfDayMinutes, type Weekday, weekdays } from '../../model/local-time.ts'
import { mistake } from '../../model/mistake.ts'
import type { Answer, View } from '../answer.ts'
import { instantText } from '../memories/shape.ts'
import { offsetAt, steadyUntil } from '../zone.ts'
import { compiled } from './compiled.ts'
import type { CompileKind } from './condition-context.ts'
import { listWords } from './words.ts'

const minuteMs = 60_000
const dayMs = 86_400_000

export const compileTime: CompileKind<TimeCondition> = ({ time }, compiling) => {
  const { between, days, zone = 'subscriber' } = time
  if (between !== undefined && between[0] === between[1]) {
    compiling.problem('contradiction', mistake('no-time-between', { from: between[0], to: between[1] }), mistake('two-times'), ['time', 'between'])
  }
  const weekdaySet = new Set((days ?? weekdays).map((day) => weekdays.indexOf(day)))
  if (between === undefined && weekdaySet.size === weekdays.length) {
    compiling.problem('always-true', mistake('every-weekday'), mistake('some-days'), ['time', 'days'])
  }
  const clock: LocalClock = {
    fromMs: between === undefined ? 0 : timeOfDayMinutes(between[0]) * minuteMs,
    toMs: between === undefined ? dayMs : timeOfDayMinutes(between[1]) * minuteMs,
    weekdays: weekdaySet,
    hasDays: weekdaySet.size < weekdays.length,
  }
  const zoneAsked = zone === 'subscriber' ? undefined : zone
  const known = new Map<string, Stretch>()
  return compiled({
    words: [...(between === undefined ? [] : [`the time is between ${between[0]} and ${between[1]}`]), ...dayWords(days), zoneWords(zoneAsked)].join(' '),
    evaluate: (view) => stretchAt(clock, known, zoneAsked ?? view.zone, view.now).answer,
    detail: (view) => localText(zoneAsked ?? view.zone, view),
    reads: { attributes: zoneAsked === undefined ? ['timezone'] : [] },
  })
}

interface LocalClock {
  /** The time of day counts from here, in ms after local midnight, ... */
  readonly fromMs: number
  /** ... up to here, over midnight when it is smaller. */
  readonly toMs: number
  readonly weekdays: ReadonlySet<number>
  /** Not every weekday counts. */
  readonly hasDays: boolean
}

/** From `from` on, up to its `until`, the answer is this one for everybody in the zone. */
interface Stretch {
  readonly from: number
  readonly answer: Answer
}

/** The answer depends on nothing but the zone and the instant, so the last one of every zone is kept. */
function stretchAt(clock: LocalClock, known: Map<string, Stretch>, zone: string, now: number): Stretch {
  const last = known.get(zone)
  if (last !== undefined && now >= last.from && now < last.answer.until) return last
  const stretch = { from: now, answer: answerAt(clock, zone, now) }
  if (known.size >= mostZones) known.clear()
  known.set(zone, stretch)
  return stretch
}

/** Subscribers choose the names of their zones; more than there are must not pile up. */
const mostZones = 1000

/** More changes than these in a row never leave the value as it is, except where it is always the same. */
const changesAhead = 32

function answerAt(clock: LocalClock, zone: string, now: number): Answer {
  const value = isIn(clock, now + offsetAt(zone, now))
  let until = now
  for (let change = 0; change < changesAhead; change += 1) {
    until = nextChange(clock, zone, until)
    if (isIn(clock, until + offsetAt(zone, until)) !== value) break
  }
  return { value, until }
}

function isIn({ fromMs, toMs, weekdays: allowed }: LocalClock, local: number): boolean {
  const day = Math.floor(local / dayMs)
  const timeMs = local - day * dayMs
  // 1970-01-01 was a thursday.
  if (!allowed.has((((day + 3) % 7) + 7) % 7)) return false
  return fromMs <= toMs ? timeMs >= fromMs && timeMs < toMs : timeMs >= fromMs || timeMs < toMs
}

/** The next instant at which the local clock comes to a boundary or may jump. */
function nextChange({ fromMs, toMs, hasDays }: LocalClock, zone: string, after: number): number {
  const offset = offsetAt(zone, after)
  const local = after + offset
  const midnight = Math.floor(local / dayMs) * dayMs
  const passed = local - midnight
  const next = Math.min(untilTime(passed, fromMs), untilTime(passed, toMs % dayMs), hasDays ? dayMs - passed : dayMs)
  return Math.min(after + next, steadyUntil(zone, after))
}

function untilTime(passedMs: number, timeMs: number): number {
  return timeMs > passedMs ? timeMs - passedMs : timeMs - passedMs + dayMs
}

function dayWords(days: readonly Weekday[] | undefined): string[] {
  return days === undefined ? [] : [`on ${listWords(days, 'or')}`]
}

function zoneWords(zone: string | undefined): string {
  return zone === undefined ? "in the subscriber's zone" : `in ${zone}`
}

function localText(zone: string, view: View): string {
  const local = view.now + offsetAt(zone, view.now)
  const weekday = weekdays[(((Math.floor(local / dayMs) + 3) % 7) + 7) % 7]
  return `${weekday} ${instantText(local).slice(11, 16)} in ${zone}`
}
