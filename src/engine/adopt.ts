// A state meets a new program: memories that it does not have are filled from the subscriber's own past, those that nobody needs any more
// are dropped, and what already holds is taken as it is. Nobody enters a journey because of the past.

import type { Input } from '../model/input.ts'
import type { Occurrence } from './answer.ts'
import { occurrenceOf } from './decision-events.ts'
import type { Turn } from './turn.ts'
import { adoptWatches } from './watches.ts'

/** Brings the state to the turn's program. */
export function adopt(turn: Turn, input: Extract<Input, { kind: 'adopt' }>): void {
  const { state, program } = turn
  if (state.program === program.id) return
  for (const id of [...state.memories.keys()]) if (!program.memories.has(id)) state.memories.delete(id)
  fillMemories(turn, input)
  state.quiets = state.quiets.filter((quiet) => program.quiets.has(quiet.trigger))
  state.program = program.id
  adoptWatches(turn, 'segments enter')
  turn.decisions.push({ kind: 'adopted', at: turn.now, program: program.id.toString(16).padStart(8, '0') })
}

/** A memory that is empty now may only be new: filling it again from the same past gives the same. */
function fillMemories(turn: Turn, input: Extract<Input, { kind: 'adopt' }>): void {
  const { state, program } = turn
  const missing = [...program.memories.values()].filter((slot) => !state.memories.has(slot.id))
  if (missing.length === 0) return
  for (const occurrence of pastOf(input)) {
    for (const slot of missing) {
      if (!slot.events.includes(occurrence.name)) continue
      const after = slot.record(state.memories.get(slot.id), occurrence, turn.now)
      if (after !== undefined) state.memories.set(slot.id, after)
    }
  }
  for (const slot of missing) {
    if (slot.attribute === undefined) continue
    const at = state.attributesAt[slot.attribute]
    const after = at === undefined ? undefined : slot.changed(undefined, state.attributes, at)
    if (after !== undefined) state.memories.set(slot.id, after)
  }
}

/** The events that came in and those that the engine made, in order of their instants; arrival decides among equals. */
function pastOf(input: Extract<Input, { kind: 'adopt' }>): Occurrence[] {
  const events: Occurrence[] = input.history.map((entry) => entry.event)
  const made = input.decisions.flatMap((decision) => occurrenceOf(decision) ?? [])
  return [...events, ...made].sort((one, other) => one.occurredAt - other.occurredAt)
}
