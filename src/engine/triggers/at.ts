// at: on a schedule, whoever a condition holds for. There is no nightly pass over everybody: a subscriber is looked at on the schedule only
// when the condition holds already or could by then turn true by itself, because a condition says until when its answer is sure to stand.
//
// The condition is asked before anything else of that instant, and whoever it holds for enters after those who leave then. An event at the same
// instant comes after both. Nobody enters at an instant that lies before the journey went live or before the subscriber was first seen.

import { mayEnterFrom } from '../again.ts'
import type { CompiledCondition, View } from '../answer.ts'
import { compiled } from '../conditions/compiled.ts'
import { enter } from '../enrollments.ts'
import type { ScheduleTrigger } from '../program.ts'
import { type Turn, viewOf } from '../turn.ts'

/** The condition that a schedule is watched by: it never holds, and its `until` is when to look. */
export function scheduleCondition(trigger: ScheduleTrigger): CompiledCondition {
  const { condition, zone } = trigger
  return compiled({
    words: trigger.words,
    parts: condition === undefined ? [] : [condition],
    reads: { attributes: zone === undefined ? ['timezone'] : [] },
    evaluate: (view) => ({ value: false, until: nextLook(trigger, view) }),
  })
}

/** The journeys that the schedule lets in to at this very instant. */
export function dueSchedules(turn: Turn): readonly ScheduleTrigger[] {
  const { program, state, now } = turn
  if (program.schedules.length === 0) return []
  const view = viewOf(turn)
  const due: ScheduleTrigger[] = []
  for (const { id, schedule } of program.schedules) {
    if ((state.watches.get(id)?.until ?? Number.POSITIVE_INFINITY) > now || turn.unasked?.has(id) === true) continue
    // It may have been set for another zone's clock.
    if (schedule.schedule.next(schedule.zone ?? view.zone, now - 1) !== now) continue
    if (schedule.condition?.evaluate(view).value !== false) due.push(schedule)
  }
  return due
}

/** Lets in to the journeys that were due. */
export function fireSchedules(turn: Turn, due: readonly ScheduleTrigger[]): void {
  for (const { journey, words } of due) {
    enter(turn, journey, { trigger: { name: 'schedule', occurredAt: turn.now, properties: {}, position: undefined }, because: words })
  }
}

/** The earliest instant of the schedule at which the condition could hold and `again` would let in. */
function nextLook({ schedule, zone, condition, journey }: ScheduleTrigger, view: View): number {
  const answer = condition?.evaluate(view)
  const couldHoldFrom = answer === undefined || answer.value ? view.now + 1 : answer.until
  const from = Math.max(couldHoldFrom, mayEnterFrom(view.state, journey, undefined))
  return Number.isFinite(from) ? schedule.next(zone ?? view.zone, from - 1) : Number.POSITIVE_INFINITY
}
