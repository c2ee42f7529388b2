// A state meets a new program: memories that it does not have are filled from the subscriber's own past, those that nobody needs any more
// are dropped, and what already holds is taken as it is. Nobody enters a journey because of the past.

import type { Input } from '../model/input.ts'
import type { Json } from '../model/json.ts'
import type { MemorySlot, Occurrence } from './answer.ts'
import { occurrenceOf } from './decision-events.ts'
import { isSameData } from './equality.ts'
import { applyPlans } from './people-plans.ts'
import type { MemoryState } from './state.ts'
import { fireDueQuiets, triggerOf } from './triggers/quiet.ts'
import type { Turn } from './turn.ts'
import { adoptWatches, neverAsked } from './watches.ts'

/**
 * Before time passes up to the instant of the new program: what it no longer has is dropped and what it remembers is filled, so that deadlines which
 * fell due earlier (the server slept, and came back with an edited journey) are still decided at their own instants.
 */
export function prepareAdoption(turn: Turn, input: Extract<Input, { kind: 'adopt' }>): void {
  const { state, program } = turn
  if (state.program === program.id) return
  for (const id of [...state.memories.keys()]) if (!program.memories.has(id)) state.memories.delete(id)
  fillMemories(turn, input)
  const watched = new Set(program.watches.map((watch) => watch.id))
  for (const id of [...state.watches.keys()]) if (!watched.has(id)) state.watches.delete(id)
  state.quiets = state.quiets.filter((quiet) => triggerOf(program, quiet) !== undefined)
  turn.unasked = neverAsked(turn)
}

/** At the instant of the new program: what is watched for the first time is taken as it is. */
export function adopt(turn: Turn, input: Extract<Input, { kind: 'adopt' }>): void {
  const { state, program } = turn
  turn.unasked = undefined
  if (state.program === program.id) return
  const before = state.program
  state.program = program.id
  adoptWatches(turn, 'segments enter')
  // Timers that have run for longer than they are to run from now on.
  fireDueQuiets(turn)
  applyPlans(turn, { before, triggers: input.triggers })
  turn.decisions.push({ kind: 'adopted', at: turn.now, program: program.id.toString(16).padStart(8, '0') })
}

/** Fills memories that a state does not have from its past. A memory that is empty now may only be new: filling it again from the same past gives the same. */
export function fillMemories(
  turn: Pick<Turn, 'state' | 'program' | 'now'>,
  input: Pick<Extract<Input, { kind: 'adopt' }>, 'history' | 'decisions' | 'memories'>,
): void {
  const { state, program } = turn
  const { memories } = input
  for (const [id, content] of memories?.filled ?? []) if (program.memories.has(id) && !state.memories.has(id)) state.memories.set(id, content)
  const missing = [...program.memories.values()].filter((slot) => (memories === undefined ? !state.memories.has(slot.id) : memories.missing.includes(slot.id)))
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
    const after = followAttribute(turn, slot, slot.attribute, input)
    if (after !== undefined) state.memories.set(slot.id, after)
  }
}

interface Change {
  /** The instant that the value is from, and the one at which it came. */
  readonly at: number
  readonly receivedAt: number
  /** Null removes. */
  readonly value: Json
}

type Told = Pick<Extract<Input, { kind: 'adopt' }>, 'history' | 'decisions'>

/** What events ever said about an attribute, in order of arrival. */
function toldByEvents({ history }: Told, name: string): Change[] {
  return history.flatMap(({ event: { traits, occurredAt, receivedAt } }): Change[] => {
    return traits !== undefined && Object.hasOwn(traits, name) ? [{ at: occurredAt, receivedAt, value: traits[name] as Json }] : []
  })
}

/** What became of an attribute, as the log tells it: with the instant of the event that said so, which may be one of long ago. */
function decidedChanges({ decisions }: Told, name: string, told: readonly Change[]): Change[] {
  let knownAt = Number.NEGATIVE_INFINITY
  return decisions.flatMap((decision): Change[] => {
    if (decision.kind !== 'changed' || decision.attribute !== name) return []
    const { at: receivedAt, value = null, source } = decision
    const event = isFromEvent(source) ? told.find((one) => one.receivedAt === receivedAt && one.at >= knownAt && isSameData(one.value, value)) : undefined
    knownAt = event?.at ?? receivedAt
    return [{ at: knownAt, receivedAt, value }]
  })
}

/** Everything that was ever said about an attribute, in order of arrival: for a log that no longer has every decision. */
function everythingSaid(input: Told, name: string, told: readonly Change[]): Change[] {
  const decided = decidedChanges({ ...input, decisions: input.decisions.filter((one) => one.kind === 'changed' && !isFromEvent(one.source)) }, name, told)
  return [...told, ...decided].sort((one, other) => one.receivedAt - other.receivedAt)
}

function isFromEvent(source: string): boolean {
  return source === 'event' || source === 'import'
}

/** Follows an attribute through its past as if the memory had always been there; where the past is not whole, from its newest value on. */
function followAttribute({ state }: Pick<Turn, 'state'>, slot: MemorySlot, name: string, input: Told): MemoryState | undefined {
  const now = Object.hasOwn(state.attributes, name) ? state.attributes[name] : undefined
  const told = toldByEvents(input, name)
  for (const changes of [decidedChanges(input, name, told), everythingSaid(input, name, told)]) {
    const { memory, known } = followed(slot, name, changes)
    if (known === now || (known !== undefined && now !== undefined && isSameData(known, now))) return memory
  }
  const at = state.attributesAt[name]
  return at === undefined ? undefined : slot.changed(undefined, state.attributes, at)
}

/** What the memory holds after these changes, and the value that is known then. A value that is older than the one known changes nothing. */
function followed(slot: MemorySlot, name: string, changes: readonly Change[]): { readonly memory: MemoryState | undefined; readonly known: Json | undefined } {
  let memory: MemoryState | undefined
  let known: Json | undefined
  let knownAt = Number.NEGATIVE_INFINITY
  for (const { at, value } of changes) {
    if (at < knownAt || (value === null && known === undefined)) continue
    knownAt = at
    if (value !== null && known !== undefined && isSameData(known, value)) continue
    known = value ?? undefined
    memory = slot.changed(memory, known === undefined ? {} : { [name]: known }, at)
  }
  return { memory, known }
}

/** The events that came in and those that the engine made, in order of their instants; arrival decides among equals. */
function pastOf(input: Pick<Extract<Input, { kind: 'adopt' }>, 'history' | 'decisions'>): Occurrence[] {
  const events: Occurrence[] = input.history.map((entry) => entry.event)
  const made = input.decisions.flatMap((decision) => occurrenceOf(decision) ?? [])
  return [...events, ...made].sort((one, other) => one.occurredAt - other.occurredAt)
}
