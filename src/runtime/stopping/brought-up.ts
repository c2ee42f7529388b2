// People as they would be if they were looked at now: their states as they are kept, brought up to the program in force. Reads only, on copies.

import type { Program } from '../../engine/program.ts'
import type { SubscriberState } from '../../engine/state.ts'
import { transition } from '../../engine/transition.ts'
import { theEngine } from '../engine.ts'
import { pastsOf } from '../publishing/past.ts'
import { unpackState } from '../states/state-codec.ts'
import type { Store, SubscriberNumber } from '../store.ts'

export type ReadsPeople = Pick<Store, 'setting' | 'load' | 'history' | 'decisions' | 'filled' | 'entriesAt'>

export interface BroughtUpTo {
  readonly program: Program
  /** Of what was published last, the memories that are not filled; undefined before anything was published. */
  readonly missing: readonly number[] | undefined
  /** UTC milliseconds. */
  readonly at: number
  /** Whom it is about; the others are left out. */
  readonly isWanted?: (state: SubscriberState) => boolean
}

/** Those of these numbers who are there and wanted. A state that cannot be read is nobody's whom the engine could move. */
export async function broughtUp(
  store: ReadsPeople,
  numbers: readonly SubscriberNumber[],
  { program, missing, at, isWanted = () => true }: BroughtUpTo,
): Promise<readonly SubscriberState[]> {
  const inside = (await store.load(numbers)).flatMap((row) => {
    const state = row === undefined ? undefined : readState(row.state)
    return row === undefined || state === undefined || !isWanted(state) ? [] : { number: row.number, head: row.head, state }
  })
  const outdated = inside.filter(({ state }) => state.program !== program.id)
  const pasts = outdated.length === 0 ? [] : await pastsOf(store, { program, missing, fill: undefined }, outdated)
  for (const [index, past] of pasts.entries()) {
    const { state } = outdated[index] as (typeof outdated)[number]
    transition(program, state, { kind: 'adopt', at: Math.max(at, state.now), ...past })
  }
  return inside.map(({ state }) => state)
}

function readState(packed: Uint8Array): SubscriberState | undefined {
  try {
    return unpackState(theEngine, packed)
  } catch {
    return undefined
  }
}
