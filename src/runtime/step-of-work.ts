// The step that a message was decided at, as its own version of the journey has it: text messages, popups and calls are made from it.

import { journeyKey, type ProgramSource } from '../engine/program.ts'
import { idFromPlace, walkSteps } from '../engine/walk-steps.ts'
import type { Step } from '../model/journey.ts'
import type { Work } from './requests.ts'

/** Undefined when the version or the step is no longer there. */
export function stepOfWork(source: ProgramSource, { effect }: Pick<Work, 'effect'>): Step | undefined {
  const key = journeyKey(effect.journey, effect.journeyVersion)
  const journey = source.journeys.find((one) => journeyKey(one.definition.journey, one.version) === key)
  if (journey === undefined) return undefined
  for (const [step, place] of walkSteps(journey.definition.steps, ['steps'])) if ((step.id ?? idFromPlace(place)) === effect.step) return step
  return undefined
}

/** Why a message cannot be made without its step. */
export function stepIsGone({ effect }: Pick<Work, 'effect'>): { readonly ok: false; readonly reason: string } {
  return { ok: false, reason: `the step ${effect.step} of ${effect.journey} does not exist any more` }
}
