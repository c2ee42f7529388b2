// wait: stay for a time, until a local time of day, for a condition with a limit, or until a date with an offset.
// A date that is past or missing does not hold anybody up.

import { durationMs } from '../../model/duration.ts'
import { isInstant, isOnCalendar } from '../../model/instant-text.ts'
import type { Wait, WaitStep } from '../../model/journey.ts'
import type { Json } from '../../model/json.ts'
import { timeOfDayMinutes, type Weekday, weekdays } from '../../model/local-time.ts'
import { mistake } from '../../model/mistake.ts'
import { sentence } from '../../model/sentence.ts'
import type { CompiledCondition } from '../answer.ts'
import { resolveRef } from '../enrollments.ts'
import type { CompiledStep, Move } from '../program.ts'
import type { Enrollment } from '../state.ts'
import { enrollmentView, type Turn, zoneOf } from '../turn.ts'
import { instantOf, nextLocalMinute } from '../zone.ts'
import type { StepContext } from './step-context.ts'

/** When the wait is over, and what it waits for in words. `undefined`: it does not hold. */
type Due = (turn: Turn, enrollment: Enrollment) => { readonly at: number; readonly words: string } | undefined

const minuteMs = 60_000
/** The last instant that can be written as a date. */
const lastInstant = 8.64e15
const dayMs = 86_400_000

export function compileWait(step: WaitStep, context: StepContext, condition: CompiledCondition | undefined): CompiledStep {
  const { wait } = step
  const waited = typeof wait === 'object' && 'for' in wait ? context.condition(wait.for, [...context.path, 'wait', 'for']) : undefined
  const due = compileDue(wait, context)
  const isLocalTime = typeof wait === 'object' && 'until' in wait
  const run = (turn: Turn, enrollment: Enrollment): Move => {
    const limit = due(turn, enrollment)
    if (waited !== undefined) {
      const answer = waited.evaluate(enrollmentView(turn, enrollment))
      if (answer.value) return { to: context.next, because: waited.words, at: turn.now }
      if (limit !== undefined && limit.at > turn.now)
        return { wait: Math.min(limit.at, answer.until), because: sentence('waits-for', { condition: waited.words, limit: limit.words }) }
      return { to: context.next, because: limit?.words ?? sentence('nothing-to-wait-for'), ...since(limit) }
    }
    if (limit === undefined) return { to: context.next, because: sentence('no-such-date') }
    return limit.at > turn.now ? { wait: limit.at, because: limit.words } : { to: context.next, because: limit.words, at: limit.at, isLocalTime }
  }
  return {
    id: context.id,
    kind: 'wait',
    next: context.next,
    condition,
    run,
    hear: undefined,
    hears: [],
    conditions: waited === undefined ? [] : [waited],
    branches: [],
    takesTime: typeof wait !== 'string' || durationMs(wait) >= minuteMs,
  }
}

function compileDue(wait: Wait, context: StepContext): Due {
  if (typeof wait === 'string') return after(durationMs(wait), sentence('wait', { duration: wait }))
  if ('for' in wait) return after(durationMs(wait['at most']), sentence('at-most', { duration: wait['at most'] }))
  if ('until' in wait) return localTime(wait)
  if (wait.date.startsWith('trigger.')) context.needsTrigger(wait.date)
  else if (!wait.date.startsWith('attributes.')) {
    context.problem({
      code: 'wait.date',
      message: mistake('wait-date', { path: wait.date }),
      fix: mistake('attribute-or-trigger', { path: wait.date, other: wait.date }),
      path: [...context.path, 'wait', 'date'],
    })
  }
  return date(wait)
}

function after(delayMs: number, words: string): Due {
  return (_turn, enrollment) => ({ at: stepClock(enrollment) + delayMs, words })
}

/** The instant from which a step's waits count: when it was entered, and as much later as its clock has stood still. */
export function stepClock({ stepEnteredAt, heldMs }: Enrollment): number {
  return stepEnteredAt + heldMs
}

/** The instant after which a local time is waited for: an instant before the step was entered, or that very one where it was itself waited for as a local time. */
export function beforeLocalTime(enrollment: Enrollment): number {
  return enrollment.isFromLocalTime ? stepClock(enrollment) : stepClock(enrollment) - 1
}

function since(limit: { readonly at: number } | undefined): { readonly at?: number } {
  return limit === undefined ? {} : { at: limit.at }
}

/**
 * The next such local time at or after the step was entered, in the zone that holds now. Whoever comes at the very instant of a local time that was
 * waited for (the journey goes round, or waits a second time) waits for the next one after: otherwise "every day at 09:00" would go round at 09:00 for ever.
 */
export function localTime(time: { readonly until: string; readonly days?: readonly Weekday[] | undefined; readonly zone?: string | undefined }): Due {
  const minutes = timeOfDayMinutes(time.until)
  const days = time.days === undefined ? undefined : new Set(time.days.map((day) => weekdays.indexOf(day)))
  const { until, days: names } = time
  return (turn, enrollment) => {
    const zone = time.zone === undefined || time.zone === 'subscriber' ? zoneOf(turn.program, turn.state) : time.zone
    return {
      at: nextLocalMinute(zone, beforeLocalTime(enrollment), minutes, days),
      words: sentence('until-time', { time: until, days: names?.join(', '), zone }),
    }
  }
}

function date(wait: {
  readonly date: string
  readonly offset?: string | undefined
  readonly at?: string | undefined
  readonly zone?: string | undefined
}): Due {
  const offsetMs = wait.offset === undefined ? 0 : durationMs(wait.offset)
  return (turn, enrollment) => {
    const zone = wait.zone === undefined || wait.zone === 'subscriber' ? zoneOf(turn.program, turn.state) : wait.zone
    const at = datedWithinCalendar({ value: resolveRef(turn, enrollment.trigger.properties, wait.date), zone, offsetMs })
    // A number may lie outside of the calendar.
    if (at === undefined || Number.isNaN(new Date(at).getTime())) return undefined
    return {
      at: wait.at === undefined ? at : withinCalendar(nextLocalMinute(zone, at - 1, timeOfDayMinutes(wait.at))),
      words: sentence('until-date', { date: wait.date, offset: wait.offset, at }),
    }
  }
}

const datePattern = /^(\d{4})-(\d{2})-(\d{2})$/

/** As `dated`, but never beyond what can be written as a date. */
function datedWithinCalendar(date: Parameters<typeof dated>[0]): number | undefined {
  const at = dated(date)
  return at === undefined ? undefined : withinCalendar(at)
}

function withinCalendar(at: number): number {
  return Math.min(Math.max(at, -lastInstant), lastInstant)
}

/**
 * An ISO instant, a number of milliseconds, or an ISO date (its midnight in the zone), and so much after it. From a date, whole days are
 * counted on the calendar: the day before is the day before, also when one of the two has 23 or 25 hours.
 */
function dated({ value, zone, offsetMs }: { readonly value: Json | undefined; readonly zone: string; readonly offsetMs: number }): number | undefined {
  if (typeof value === 'number') return Math.abs(value) <= lastInstant ? Math.round(value) + offsetMs : undefined
  if (typeof value !== 'string') return undefined
  if (!isOnCalendar(value)) return undefined
  const parts = datePattern.exec(value)
  if (parts !== null) {
    const days = Number.isInteger(offsetMs / dayMs) ? offsetMs / dayMs : 0
    return instantOf(zone, { year: Number(parts[1]), month: Number(parts[2]), day: Number(parts[3]) + days, minutes: 0 }) + offsetMs - days * dayMs
  }
  return isInstant(value) ? Date.parse(value) + offsetMs : undefined
}
