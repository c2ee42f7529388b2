// on: an event lets in at once, if it passes `where` and the condition `if` holds with the event taken in. joins and leaves are this
// trigger on the events of segments and lists.

import { durationText } from '../../model/duration.ts'
import { sentence } from '../../model/sentence.ts'
import type { Occurrence } from '../answer.ts'
import { enter, notEntered, passes } from '../enrollments.ts'
import type { CompiledJourney, EventTrigger } from '../program.ts'
import type { TriggerMemory } from '../state.ts'
import { type Turn, triggerView } from '../turn.ts'

/** Lets in whoever the event's triggers let in. `position` is the event's place in the log; undefined for engine-made events. */
export function fireOn(turn: Turn, triggers: readonly EventTrigger[], occurrence: Occurrence, position: number | undefined): void {
  const { properties } = occurrence
  const view = triggerView(turn, occurrence)
  for (const { journey, where, condition } of triggers) {
    if (!passes(turn, where, properties, properties)) continue
    if (condition !== undefined && !condition.evaluate(view).value) continue
    if (turn.latenessMs > journey.maxAgeMs) {
      tooLate(turn, journey, occurrence.name)
      continue
    }
    const trigger: TriggerMemory = { name: occurrence.name, occurredAt: occurrence.occurredAt, properties, position }
    enter(turn, journey, { trigger, because: occurrence.name })
  }
}

/** Records that an event came too late to let anybody in. */
export function tooLate(turn: Turn, journey: CompiledJourney, event: string): void {
  const because = sentence('came-late', { event, duration: durationText(turn.latenessMs), within: durationText(journey.maxAgeMs) })
  notEntered(turn, journey, { key: undefined, reason: 'event too late', because })
}
