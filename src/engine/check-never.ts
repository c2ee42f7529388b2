// What can never happen in a journey besides conditions that contradict themselves: events that none can be like, ways in whose condition the event
// itself makes false, and exits that hold for whoever comes in.

import type { Where } from '../model/comparison.ts'
import type { Condition } from '../model/condition.ts'
import type { Problem } from '../model/definitions.ts'
import { isSystemEvent } from '../model/event.ts'
import type { Journey, Trigger } from '../model/journey.ts'
import { mistake } from '../model/mistake.ts'
import { type AskOfSegment, contradictionIn, impossiblePath } from './contradictions.ts'
import { walkSteps } from './walk-steps.ts'

type Report = (problem: Omit<Problem, 'definition' | 'severity'> & { readonly severity: 'warning' }) => void
type Path = readonly (string | number)[]

/** Warns of each. */
export function checkNever(journey: Journey, { maxAge, ofSegment }: Pick<Asked, 'maxAge' | 'ofSegment'>, report: Report): void {
  for (const [where, path] of wheresOf(journey)) {
    const property = impossiblePath(where)
    if (property === undefined) continue
    report({ severity: 'warning', code: 'where.never', message: mistake('where-never', { property }), fix: mistake('change-numbers'), path })
  }
  for (const [index, trigger] of journey.enter.entries()) checkOwnEvent(trigger, { maxAge, ofSegment, path: ['enter', index, 'if'] }, report)
  for (const [index, exit] of (journey.exit ?? []).entries()) {
    if (!('when' in exit) || !isAskedAlike(exit.when, journey) || contradictionIn(exit.when, ofSegment) !== undefined) continue
    const at = journey.enter.findIndex((trigger) => leavesAtOnce(conditionOf(trigger), exit.when, ofSegment))
    if (at < 0) continue
    const message = mistake('exit-at-once', { path: `enter.${at}` })
    report({ severity: 'warning', code: 'exit.at-once', message, fix: mistake('exit-otherwise'), path: ['exit', index, 'when'] })
  }
}

function* wheresOf(journey: Journey): Generator<readonly [Where | undefined, Path]> {
  for (const [index, trigger] of journey.enter.entries()) if ('where' in trigger) yield [trigger.where, ['enter', index, 'where']]
  for (const [index, exit] of (journey.exit ?? []).entries()) if ('event' in exit) yield [exit.where, ['exit', index, 'where']]
  yield [journey.goal?.where, ['goal', 'where']]
  for (const [step, path] of walkSteps(journey.steps, ['steps'])) {
    if (!('on' in step)) continue
    for (const [index, pair] of step.on.entries()) if ('event' in pair) yield [pair.where, [...path, 'on', index, 'where']]
  }
}

interface Asked {
  readonly maxAge: string
  readonly ofSegment: AskOfSegment
  readonly path: Path
}

/** The event that lets in has happened when the condition is asked: whoever asks for people who never did it asks for nobody. */
function checkOwnEvent(trigger: Trigger, { maxAge, ofSegment, path }: Asked, report: Report): void {
  if (!('on' in trigger) || 'quiet' in trigger || trigger.if === undefined || contradictionIn(trigger.if, ofSegment) !== undefined) return
  const { if: condition } = trigger
  const events = [trigger.on].flat()
  if (events.some(isSystemEvent)) return
  // It may come so late and still let in.
  const happened = events.map((event): Condition => ({ event, within: `${maxAge}1ms` }))
  if (!happened.every((one) => contradictionIn({ all: [one, condition] }, ofSegment) !== undefined)) return
  const message = mistake('own-event-never', { event: events.join(', ') })
  report({ severity: 'warning', code: 'condition.never', message, fix: mistake('count-own-event'), path })
}

function conditionOf(trigger: Trigger): Condition | undefined {
  if ('becomes' in trigger) return trigger.becomes
  return 'at' in trigger ? trigger.for : trigger.if
}

/** Whether the condition has one answer at the door and after the first step: entering itself is part of what some ask, and a step may change data. */
function isAskedAlike(condition: Condition, { steps }: Journey): boolean {
  const [first] = steps
  if (first === undefined || ['update', 'list', 'topic', 'start', 'stop', 'jump'].some((kind) => kind in first)) return false
  return isOfPerson(condition)
}

function isOfPerson(condition: Condition): boolean {
  if ('all' in condition) return condition.all.every(isOfPerson)
  if ('any' in condition) return condition.any.every(isOfPerson)
  if ('not' in condition) return isOfPerson(condition.not)
  return 'attribute' in condition || 'segment' in condition || 'list' in condition || 'topic' in condition || 'cart' in condition || isCount(condition)
}

function isCount(condition: Condition): boolean {
  return 'event' in condition && condition.since === undefined && !isSystemEvent(condition.event)
}

/** Whether nobody comes in by this condition for whom the exit does not hold. */
function leavesAtOnce(condition: Condition | undefined, when: Condition, ofSegment: AskOfSegment): boolean {
  if (condition !== undefined && contradictionIn(condition, ofSegment) !== undefined) return false
  return contradictionIn({ all: [...(condition === undefined ? [] : [condition]), { not: when }] }, ofSegment) !== undefined
}
