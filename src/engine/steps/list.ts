// list: put the subscriber on a list, or take them off it.

import type { ListStep } from '../../model/journey.ts'
import { mistake } from '../../model/mistake.ts'
import { sentence } from '../../model/sentence.ts'
import type { CompiledCondition } from '../answer.ts'
import type { CompiledStep } from '../program.ts'
import { joinList, leaveList } from '../subscriptions.ts'
import { about, decide } from '../turn.ts'
import { plainStep, type StepContext } from './step-context.ts'

export function compileList(step: ListStep, context: StepContext, condition: CompiledCondition | undefined): CompiledStep {
  const { list } = step
  const name = 'add' in list ? list.add : list.remove
  if (context.names.lists !== undefined && !context.names.lists.has(name)) {
    context.problem({ code: 'list.unknown', message: mistake('no-list', { list: name }), fix: mistake('add-to-lists'), path: [...context.path, 'list'] })
  }
  return plainStep(context, 'list', condition, (turn, enrollment) => {
    decide(turn, { kind: 'acted', ...about(turn, enrollment), step: context.id, action: 'add' in list ? `joins ${name}` : `leaves ${name}` })
    if ('add' in list) joinList(turn, name, 'journey')
    else leaveList(turn, name, 'journey')
    return { to: context.next, because: sentence('step-done', { step: context.id }) }
  })
}
