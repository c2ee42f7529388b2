// States of people as bytes, while nobody asks about them. As objects they outlive their youth and are written anew by the next line, so that most of what a
// thread held was garbage, and collecting it kept another core busy.

import { newState } from '../../engine/state.ts'
import type { PersonReplay } from '../../replay/person-replay.ts'
import { theEngine } from '../../runtime/engine.ts'
import { packState, unpackState } from '../../runtime/states/state-codec.ts'
import type { SleepingStates } from './sleeping-states.ts'

/** Stands where a state was until it is asked for again. */
const nobody = newState('', 0)

/** Takes the states away, to where `wake` finds them. */
export function sleep(replays: readonly PersonReplay[], states: SleepingStates): readonly number[] {
  return replays.map(({ virtual }) => {
    const place = states.keep(packState(theEngine, virtual.state))
    virtual.state = nobody
    return place
  })
}

/** Gives the states back. */
export function wake(replays: readonly PersonReplay[], places: readonly number[], states: SleepingStates): void {
  for (const [index, { virtual }] of replays.entries()) virtual.state = unpackState(theEngine, states.take(places[index] as number))
}
