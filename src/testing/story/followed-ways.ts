// Which branches of their steps people took in a story, of a program of its own. Decisions do not tell: a branch without steps leads where its neighbour leads.
// An event that is heard while its journey is paused takes its branch when the journey goes on, if it still does then.

import { pauseOf } from '../../engine/pauses.ts'
import type { CompiledJourney, CompiledStep, Move, Program } from '../../engine/program.ts'
import { movesFirst } from '../../engine/resume.ts'
import type { Enrollment } from '../../engine/state.ts'
import type { Turn } from '../../engine/turn.ts'
import type { ResumeMode } from '../../model/pause.ts'

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
  /** What was heard first in a pause, by whose passage it is. */
  const heard = new WeakMap<Enrollment, Move>()
  const { run, hear } = step
  return {
    ...step,
    run: (turn, enrollment, arrival) => {
      const move = run(turn, enrollment, arrival)
      const mode = arrival === 'waiting' ? goesOnBy(turn, journey.name) : undefined
      const isOfPause = mode !== undefined && enrollment.heard !== undefined && movesFirst(turn, enrollment.heard, { mode, asked: move })
      // What went stale takes no branch.
      if (mode !== 'drop-stale') note(isOfPause ? heard.get(enrollment) : move)
      return move
    },
    hear:
      hear &&
      ((turn, enrollment, occurrence) => {
        const move = hear(turn, enrollment, occurrence)
        if (pauseOf(turn, journey.name) === undefined) note(move)
        else if (move !== undefined && enrollment.heard === undefined) heard.set(enrollment, move)
        return move
      }),
  }
}

/** How the journey goes on in this turn; undefined where it was not paused. */
function goesOnBy({ program, state, now }: Turn, journey: string): ResumeMode | undefined {
  const change = program.pauses.changes[state.pauses - 1]
  return change?.do === 'resume' && change.journey === journey && change.at === now ? change.mode : undefined
}
