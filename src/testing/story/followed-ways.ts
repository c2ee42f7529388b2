// Which branches of their steps people took in a story, of a program of its own. Decisions do not tell: a branch without steps leads where its neighbour leads.
// An event that is heard while its journey is paused took no branch yet.

import { pauseOf } from '../../engine/pauses.ts'
import type { CompiledJourney, CompiledStep, Move, Program } from '../../engine/program.ts'

/** A branch that was taken: the place among the branches of its step, their number where none was. */
export interface TakenWay {
  readonly journey: string
  readonly step: string
  readonly way: number
}

/** From now on `taken` is told of every branch that somebody takes in the live journeys of this program, which is changed for it. */
export function followWays(program: Program, taken: (way: TakenWay) => void): void {
  for (const journey of program.live.values()) {
    const steps = journey.steps as Map<string, CompiledStep>
    for (const [id, step] of steps) if (step.ways !== undefined) steps.set(id, followed(step, journey, taken))
  }
}

function followed(step: CompiledStep, journey: CompiledJourney, taken: (way: TakenWay) => void): CompiledStep {
  const note = (move: Move | undefined): void => {
    if (move !== undefined && 'way' in move && move.way !== undefined) taken({ journey: journey.name, step: step.id, way: move.way })
  }
  const { run, hear } = step
  return {
    ...step,
    run: (turn, enrollment, arrival) => {
      const move = run(turn, enrollment, arrival)
      note(move)
      return move
    },
    hear:
      hear &&
      ((turn, enrollment, occurrence) => {
        const move = hear(turn, enrollment, occurrence)
        if (pauseOf(turn, journey.name) === undefined) note(move)
        return move
      }),
  }
}
