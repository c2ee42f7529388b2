// start: begin another journey beside this one, with the same triggering event. jump: leave for it.

import type { JumpStep, StartStep } from '../../model/journey.ts'
import { mistake } from '../../model/mistake.ts'
import { sentence } from '../../model/sentence.ts'
import type { CompiledCondition } from '../answer.ts'
import type { CompiledStep } from '../program.ts'
import { about, decide } from '../turn.ts'
import { plainStep, type StepContext } from './step-context.ts'

export function compileStart(step: StartStep, context: StepContext, condition: CompiledCondition | undefined): CompiledStep {
  refuseUnknown(step.start, context, 'start')
  return plainStep(context, 'start', condition, (turn, enrollment) => {
    decide(turn, { kind: 'acted', ...about(turn, enrollment), step: context.id, action: `starts ${step.start}` })
    turn.starts.push({ journey: step.start, trigger: enrollment.trigger, because: sentence('started-by', { journey: enrollment.journey, step: context.id }) })
    return { to: context.next, because: sentence('step-done', { step: context.id }) }
  })
}

export function compileJump(step: JumpStep, context: StepContext, condition: CompiledCondition | undefined): CompiledStep {
  refuseUnknown(step.jump, context, 'jump')
  const plain = plainStep(context, 'jump', condition, (turn, enrollment) => {
    turn.starts.push({ journey: step.jump, trigger: enrollment.trigger, because: sentence('came-from', { journey: enrollment.journey, step: context.id }) })
    return { to: undefined, because: sentence('jumps-to', { journey: step.jump }) }
  })
  // A jump whose own `if` fails goes on; otherwise the passage is complete.
  return { ...plain, next: condition === undefined ? undefined : context.next }
}

function refuseUnknown(journey: string, context: StepContext, place: string): void {
  if (context.names.journeys.has(journey)) return
  context.problem({
    code: `${place}.unknown`,
    message: mistake('no-active-journey', { journey }),
    fix: mistake('check-or-activate'),
    path: [...context.path, place],
  })
}
