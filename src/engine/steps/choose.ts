// choose: the first branch whose condition holds; `else` when none does; on to the next step when there is no else.

import type { Condition } from '../../model/condition.ts'
import type { ChooseStep } from '../../model/journey.ts'
import { mistake } from '../../model/mistake.ts'
import { sentence } from '../../model/sentence.ts'
import type { CompiledCondition } from '../answer.ts'
import { contradictionIn } from '../contradictions.ts'
import type { CompiledStep } from '../program.ts'
import { enrollmentView } from '../turn.ts'
import { plainStep, type StepContext } from './step-context.ts'

/** Branches that never get a turn, because one before them always holds when they would. */
function checkBranches({ choose }: ChooseStep, { path, problem, names: { ofSegment } }: StepContext): void {
  const before: Condition[] = []
  for (const [index, branch] of choose.entries()) {
    const own = 'else' in branch ? [] : [branch.if]
    const isOwnFault = own.some((condition) => contradictionIn(condition, ofSegment) !== undefined)
    if (!isOwnFault && before.length > 0 && contradictionIn({ all: [...before, ...own] }, ofSegment) !== undefined) {
      const message = mistake('branch-shadowed')
      problem({ severity: 'warning', code: 'choose.shadowed', message, fix: mistake('before-the-others'), path: [...path, 'choose', index] })
    }
    before.push(...own.map((condition) => ({ not: condition })))
  }
}

export function compileChoose(step: ChooseStep, context: StepContext, condition: CompiledCondition | undefined): CompiledStep {
  checkBranches(step, context)
  const branches = step.choose.map((branch, index) => {
    const path = [...context.path, 'choose', index]
    if ('else' in branch) {
      if (index < step.choose.length - 1) context.problem({ code: 'choose.else', message: mistake('after-else'), fix: mistake('else-last'), path })
      return { condition: undefined, to: context.inner(branch.else, [...path, 'else']) }
    }
    return { condition: context.condition(branch.if, [...path, 'if']), to: context.inner(branch.steps, [...path, 'steps']) }
  })
  const plain = plainStep(context, 'choose', condition, (turn, enrollment) => {
    const view = enrollmentView(turn, enrollment)
    for (const [way, { condition: asked, to }] of branches.entries()) {
      if (asked === undefined) return { to, because: sentence('else'), way }
      if (asked.evaluate(view).value) return { to, because: asked.words, way }
    }
    return { to: context.next, because: sentence('no-branch'), way: branches.length }
  })
  const words = branches.map((branch) => branch.condition?.words ?? sentence('else'))
  const ways = branches.some((branch) => branch.condition === undefined) ? words : [...words, sentence('no-branch')]
  return { ...plain, branches: branches.map((branch) => branch.to), ways }
}
