// What people answer to a condition now: each as they are stored, with what the condition remembers besides made from their own past. Reads only.

import { fillMemories } from '../../engine/adopt.ts'
import type { View } from '../../engine/answer.ts'
import type { SubscriberState } from '../../engine/state.ts'
import { zoneOf } from '../../engine/turn.ts'
import { limits } from '../../model/limits.ts'
import { theEngine } from '../../runtime/engine.ts'
import { eventsOf } from '../../runtime/log-entry.ts'
import { unpackState } from '../../runtime/states/state-codec.ts'
import type { Position, Store, StoredSubscriber, SubscriberNumber } from '../../runtime/store.ts'
import type { AskedCondition } from './asked-condition.ts'

export type ReadablePeople = Pick<Store, 'history' | 'decisions'>

export interface AskedPerson {
  readonly number: SubscriberNumber
  readonly head: Position
  readonly state: SubscriberState
}

/** A stored person; undefined where the state cannot be read. */
export function personOf({ number, head, state }: StoredSubscriber): AskedPerson | undefined {
  try {
    return { number, head, state: unpackState(theEngine, state) }
  } catch {
    return undefined
  }
}

/** The memories of a condition that this person's state does not have. */
export function missingFor({ missing, inForce, memories }: AskedCondition, { state }: AskedPerson): readonly number[] {
  if (state.program === inForce) return missing
  // Not yet brought up to what is in force: whatever is not there may only be new.
  return memories.filter((id) => !state.memories.has(id))
}

/** Fills memories from the person's whole past, in place. */
export async function rememberPast(store: ReadablePeople, { program }: AskedCondition, person: AskedPerson, missing: readonly number[]): Promise<void> {
  if (missing.length === 0) return
  const { number, head, state } = person
  const history = head === 0 ? [] : eventsOf(await store.history(head, limits.historyEntries))
  const decisions = await store.decisions(number, limits.historyEntries)
  fillMemories({ state, program, now: state.now }, { history, decisions, memories: { filled: [], missing } })
}

/** What a condition sees of a person outside any journey. */
export function viewAt({ program }: Pick<AskedCondition, 'program'>, { state }: Pick<AskedPerson, 'state'>, now: number): View {
  return { state, now: Math.max(now, state.now), zone: zoneOf(program, state), passage: undefined }
}
