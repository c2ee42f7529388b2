// The step that a message was decided at, as its own version of the journey has it: text messages, popups and calls are made from it, and links of mails are marked by it.

import { journeyKey, type ProgramSource } from '../../engine/program.ts'
import { idFromPlace, walkSteps } from '../../engine/walk-steps.ts'
import type { Journey, Step } from '../../model/journey.ts'
import { sentence } from '../../model/sentence.ts'
import type { Work } from '../requests.ts'

/** Undefined when the version is no longer there. */
export function journeyOfWork(source: ProgramSource, { effect }: Pick<Work, 'effect'>): Journey | undefined {
  const key = journeyKey(effect.journey, effect.journeyVersion)
  return source.journeys.find((one) => journeyKey(one.definition.journey, one.version) === key)?.definition
}

/** Undefined when the version or the step is no longer there. */
export function stepOfWork(source: ProgramSource, work: Pick<Work, 'effect'>): Step | undefined {
  const journey = journeyOfWork(source, work)
  if (journey === undefined) return undefined
  for (const [step, place] of walkSteps(journey.steps, ['steps'])) if ((step.id ?? idFromPlace(place)) === work.effect.step) return step
  return undefined
}

/** Why a message cannot be made without its step. */
export function stepIsGone({ effect }: Pick<Work, 'effect'>): { readonly ok: false; readonly reason: string } {
  return { ok: false, reason: sentence('step-of-gone', { step: effect.step, journey: effect.journey }) }
}
