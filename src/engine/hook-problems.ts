// What is wrong with the hooks of a workspace beyond their form: two of one name, rules that could find nobody, mean nothing, or name an event that only Oncue
// itself may give. It decides nothing.

import type { Problem, Workspace } from '../model/definitions.ts'
import { isSystemEvent } from '../model/event.ts'
import { mistake } from '../model/mistake.ts'

export function hookProblems({ workspace: name, hooks = [] }: Workspace): Problem[] {
  const problems: Problem[] = []
  const refuse = (path: readonly (string | number)[], message: string, fix: string): void => {
    problems.push({ severity: 'error', definition: { kind: 'workspace', name }, path: ['hooks', ...path], code: 'hook', message, fix })
  }
  hooks.forEach((hook, index) => {
    const first = hooks.findIndex((one) => one.hook === hook.hook)
    if (first !== index) refuse([index, 'hook'], mistake('hook-taken', { hook: hook.hook }), mistake('rename-or-merge-hooks'))
    hook.take.forEach((rule, place) => {
      const at = [index, 'take', place]
      const { userId, anonymousId, email, event, traits } = rule
      if (userId === undefined && anonymousId === undefined && email === undefined) refuse(at, mistake('hook-names-nobody'), mistake('add-hook-person'))
      if (event === undefined && traits === undefined && email === undefined) refuse(at, mistake('hook-means-nothing'), mistake('add-event-or-traits'))
      if (event !== undefined && isSystemEvent(event)) refuse([...at, 'event'], mistake('own-event-only', { event }), mistake('call-otherwise'))
      if (place < hook.take.length - 1 && rule.if === undefined) refuse(at, mistake('takes-every-call'), mistake('add-if-or-last'))
    })
  })
  return problems
}
