// stop: end this passage, those in another journey, or all of them, at once; their messages that are still waiting are held back.

import type { StopStep } from '../../model/journey.ts'
import { mistake } from '../../model/mistake.ts'
import { sentence } from '../../model/sentence.ts'
import type { CompiledCondition } from '../answer.ts'
import { exit } from '../passage.ts'
import type { CompiledStep } from '../program.ts'
import { about, decide } from '../turn.ts'
import { plainStep, type StepContext } from './step-context.ts'

export function compileStop(step: StopStep, context: StepContext, condition: CompiledCondition | undefined): CompiledStep {
  const { stop } = step
  if (stop !== 'this' && stop !== 'all' && !context.names.journeys.has(stop)) {
    context.problem({
      code: 'stop.unknown',
      message: mistake('no-journey', { journey: stop }),
      fix: mistake('this-all-or-name'),
      path: [...context.path, 'stop'],
    })
  }
  return plainStep(context, 'stop', condition, (turn, enrollment) => {
    const because = sentence('stopped-by', { journey: enrollment.journey, step: context.id })
    decide(turn, { kind: 'acted', ...about(turn, enrollment), step: context.id, action: `stops ${stop}` })
    const isThis = stop === 'this' || stop === 'all'
    for (const other of turn.state.enrollments) {
      if (other !== enrollment && (stop === 'all' || other.journey === stop)) exit(turn, other, because)
    }
    return isThis ? { exit: because } : { to: context.next, because: sentence('step-done', { step: context.id }) }
  })
}
