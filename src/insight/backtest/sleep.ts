// States of people as bytes, while nobody asks about them. As objects they outlive their youth and are written anew by the next line, so that most of what a
// thread held was garbage, and collecting it kept another core busy.

import { newState } from '../../engine/state.ts'
import type { PersonReplay } from '../../replay/person-replay.ts'
import { theEngine } from '../../runtime/engine.ts'
import { packState, unpackState } from '../../runtime/states/state-codec.ts'

/** Stands where a state was until it is asked for again. */
const nobody = newState('', 0)

/** Takes the states away; they are in what is returned, for `wake`. */
export function sleep(replays: readonly PersonReplay[]): readonly Uint8Array[] {
  return replays.map(({ virtual }) => {
    const packed = packState(theEngine, virtual.state)
    virtual.state = nobody
    return packed
  })
}

/** Gives the states back. */
export function wake(replays: readonly PersonReplay[], packed: readonly Uint8Array[]): void {
  for (const [index, { virtual }] of replays.entries()) virtual.state = unpackState(theEngine, packed[index] as Uint8Array)
}
