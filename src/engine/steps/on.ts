// on: several equal pairs of "what happens" and "then these steps"; the first to happen wins. Of pairs that become due at the same
// instant the one written first wins, and an event at the instant of a time limit comes after it.

import { isCronLike, parseCron } from '../../model/cron.ts'
import { durationMs } from '../../model/duration.ts'
import type { OnStep, Pair } from '../../model/journey.ts'
import { mistake } from '../../model/mistake.ts'
import { sentence } from '../../model/sentence.ts'
import type { CompiledCondition, Occurrence } from '../answer.ts'
import { Schedule } from '../cron.ts'
import { matches } from '../enrollments.ts'
import type { CompiledStep, Move } from '../program.ts'
import type { Enrollment } from '../state.ts'
import { enrollmentView, type Turn, zoneOf } from '../turn.ts'
import type { Path, StepContext } from './step-context.ts'
import { beforeLocalTime, localTime, stepClock } from './wait.ts'

interface CompiledPair {
  /** Its place among the pairs. */
  readonly way: number
  readonly to: string | undefined
  readonly words: string
  readonly event: string | undefined
  /** For pairs that time or data decide: whether it has happened, and when to ask again. */
  readonly ask: ((turn: Turn, enrollment: Enrollment) => { readonly happened: boolean; readonly until: number }) | undefined
  readonly hears: ((turn: Turn, enrollment: Enrollment, occurrence: Occurrence) => boolean) | undefined
  readonly conditions: readonly CompiledCondition[]
  /** Whether a local clock decides. */
  readonly isLocalTime: boolean
}

export function compileOn(step: OnStep, context: StepContext, condition: CompiledCondition | undefined): CompiledStep {
  const pairs = step.on.map((pair, index) => compilePair({ pair, way: index }, context, [...context.path, 'on', index]))
  return {
    id: context.id,
    kind: 'on',
    next: context.next,
    condition,
    run: (turn, enrollment) => ask(pairs, turn, enrollment),
    hear: (turn, enrollment, occurrence) => {
      const pair = pairs.find((one) => one.event === occurrence.name && one.hears?.(turn, enrollment, occurrence) === true)
      return pair === undefined ? undefined : { to: pair.to, because: pair.words, way: pair.way }
    },
    hears: pairs.flatMap((pair) => pair.event ?? []),
    conditions: pairs.flatMap((pair) => pair.conditions),
    branches: pairs.map((pair) => pair.to),
    ways: pairs.map((pair) => pair.words),
    takesTime: true,
  }
}

/** True for events that are about messages: in exits and pairs they speak of the enrollment's own messages, unless `where` names others. */
export function isAboutOwnMessages(event: string, where: Readonly<Record<string, unknown>> | undefined): boolean {
  return event.startsWith('Message ') && where?.['journey'] === undefined && where?.['message'] === undefined
}

function ask(pairs: readonly CompiledPair[], turn: Turn, enrollment: Enrollment): Move {
  let until = Number.POSITIVE_INFINITY
  let first: { readonly pair: CompiledPair; readonly at: number } | undefined
  for (const pair of pairs) {
    const answer = pair.ask?.(turn, enrollment)
    if (answer === undefined) continue
    // After a pause several may have become due; then the earliest wins. Of data it is only known that they fit now.
    const at = pair.conditions.length === 0 ? answer.until : turn.now
    if (!answer.happened) until = Math.min(until, answer.until)
    else if (first === undefined || at < first.at) first = { pair, at }
  }
  if (first !== undefined) return { to: first.pair.to, because: first.pair.words, at: first.at, way: first.pair.way, isLocalTime: first.pair.isLocalTime }
  return { wait: until, because: sentence('waits-for-first', { ways: pairs.map((pair) => pair.words).join(' · ') }) }
}

function compilePair({ pair, way }: { readonly pair: Pair; readonly way: number }, context: StepContext, path: Path): CompiledPair {
  const to = context.inner(pair.steps, [...path, 'steps'])
  if ('event' in pair) {
    const where = context.where(pair.where, pair.event)
    const condition = pair.if === undefined ? undefined : context.condition(pair.if, [...path, 'if'])
    const own = isAboutOwnMessages(pair.event, pair.where)
    const hears = (turn: Turn, enrollment: Enrollment, occurrence: Occurrence): boolean =>
      matches(turn, enrollment, { where, own }, occurrence) && (condition === undefined || condition.evaluate(enrollmentView(turn, enrollment)).value)
    return { way, to, words: pair.event, event: pair.event, ask: undefined, hears, conditions: [], isLocalTime: false }
  }
  if ('match' in pair) {
    const condition = context.condition(pair.match, [...path, 'match'])
    const asked = (turn: Turn, enrollment: Enrollment): { happened: boolean; until: number } => {
      const answer = condition.evaluate(enrollmentView(turn, enrollment))
      return { happened: answer.value, until: answer.until }
    }
    return { way, to, words: condition.words, event: undefined, ask: asked, hears: undefined, conditions: [condition], isLocalTime: false }
  }
  const due = 'after' in pair ? undefined : dueAt(pair, context, path)
  const delayMs = 'after' in pair ? durationMs(pair.after) : 0
  const words = 'after' in pair ? sentence('after', { duration: pair.after }) : sentence('at-time', { schedule: pair.at })
  const asked = (turn: Turn, enrollment: Enrollment): { happened: boolean; until: number } => {
    const at = due === undefined ? stepClock(enrollment) + delayMs : (due(turn, enrollment)?.at ?? Number.POSITIVE_INFINITY)
    return { happened: at <= turn.now, until: at }
  }
  return { way, to, words, event: undefined, ask: asked, hears: undefined, conditions: [], isLocalTime: 'at' in pair }
}

/** The next time of day, or the next instant of a schedule, after the step was entered. */
function dueAt(pair: Extract<Pair, { at: unknown }>, context: StepContext, path: Path): ReturnType<typeof localTime> {
  if (!isCronLike(pair.at)) return localTime({ until: pair.at, days: pair.days, zone: pair.zone })
  if (pair.days !== undefined) {
    const problem = { code: 'at.days', message: mistake('days-in-schedule'), fix: mistake('days-as-field') }
    context.problem({ ...problem, path: [...path, 'days'] })
  }
  const schedule = new Schedule(parseCron(pair.at))
  return (turn, enrollment) => {
    const zone = pair.zone === undefined || pair.zone === 'subscriber' ? zoneOf(turn.program, turn.state) : pair.zone
    return { at: schedule.next(zone, beforeLocalTime(enrollment)), words: `at ${pair.at} (${zone})` }
  }
}
