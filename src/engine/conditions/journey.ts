// journey: is inside a journey, or has been through it.

import type { EventCondition, JourneyCondition } from '../../model/condition.ts'
import { mistake } from '../../model/mistake.ts'
import { sentence } from '../../model/sentence.ts'
import type { CompiledCondition, View } from '../answer.ts'
import type { Enrollment } from '../state.ts'
import { compiled, lasting } from './compiled.ts'
import type { CompileKind, Compiling } from './condition-context.ts'
import { compileEvent } from './event.ts'
import { checkName } from './names.ts'

export const compileJourney: CompileKind<JourneyCondition> = (condition, compiling) => {
  const { journey, is, at, within } = condition
  checkName(compiling, { kind: 'journey', name: journey, known: compiling.journeys?.keys(), path: ['journey'] })
  const steps = compiling.journeys?.get(journey)
  if (is === 'active') {
    if (at !== undefined) checkName(compiling, { kind: 'step', name: at, known: steps, path: ['at'] })
    if (within !== undefined) compiling.problem('within-active', mistake('within-of-active'), mistake('no-within-or-completed'), ['within'])
    return compileActive(journey, at)
  }
  if (at !== undefined) compiling.problem('at-ended', mistake('at-of-ended', { ended: is }), mistake('no-at-or-active'), ['at'])
  return compileEnded(condition, compiling)
}

function compileActive(journey: string, at: string | undefined): CompiledCondition {
  const matches = (enrollment: Enrollment): boolean =>
    enrollment.status === 'active' && enrollment.journey === journey && (at === undefined || enrollment.step === at)
  return compiled({
    words: `is in the journey ${journey}${at === undefined ? '' : ` at the step ${at}`}`,
    evaluate: (view) => lasting(isAnyActive(matches, view)),
    detail: (view) => {
      const steps = view.state.enrollments.filter((enrollment) => enrollment.status === 'active' && enrollment.journey === journey).map(({ step }) => step)
      return steps.length === 0 ? sentence('not-in-it') : sentence('is-at', { step: steps.join(', ') })
    },
    reads: { journeys: [journey] },
  })
}

function isAnyActive(matches: (enrollment: Enrollment) => boolean, view: View): boolean {
  const { enrollments } = view.state
  for (let index = 0; index < enrollments.length; index += 1) if (matches(enrollments[index] as Enrollment)) return true
  return false
}

function compileEnded({ journey, is, within }: JourneyCondition, compiling: Compiling): CompiledCondition {
  const event: EventCondition = {
    event: is === 'completed' ? 'Journey Completed' : 'Journey Exited',
    where: { journey: { eq: journey } },
    ...(within === undefined ? {} : { within }),
  }
  return { ...compileEvent(event, compiling), words: `has ${is} the journey ${journey}${within === undefined ? '' : ` within ${within}`}` }
}
