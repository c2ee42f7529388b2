// goto: on to any step of the same journey. nothing: on to the next. end: the passage is complete.

import type { EndStep, GotoStep, NothingStep } from '../../model/journey.ts'
import { sentence } from '../../model/sentence.ts'
import type { CompiledCondition } from '../answer.ts'
import type { CompiledStep } from '../program.ts'
import { plainStep, type StepContext } from './step-context.ts'

export function compileGoto(step: GotoStep, context: StepContext, condition: CompiledCondition | undefined): CompiledStep {
  const plain = plainStep(context, 'goto', condition, () => ({ to: step.goto, because: sentence('goto', { step: step.goto }) }))
  return { ...plain, next: condition === undefined ? step.goto : context.next, branches: [step.goto] }
}

export function compileNothing(_step: NothingStep, context: StepContext, condition: CompiledCondition | undefined): CompiledStep {
  return plainStep(context, 'nothing', condition, () => ({ to: context.next, because: sentence('nothing-to-do') }))
}

export function compileEnd(_step: EndStep, context: StepContext, condition: CompiledCondition | undefined): CompiledStep {
  const plain = plainStep(context, 'end', condition, () => ({ to: undefined, because: sentence('end') }))
  return { ...plain, next: condition === undefined ? undefined : context.next }
}
