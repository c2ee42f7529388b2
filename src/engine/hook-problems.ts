// What is wrong with the hooks of a workspace beyond their form: two of one name, rules that could find nobody, mean nothing, or name an event that only Oncue
// itself may give. It decides nothing.

import type { Problem, Workspace } from '../model/definitions.ts'
import { isSystemEvent } from '../model/event.ts'

export function hookProblems({ workspace: name, hooks = [] }: Workspace): Problem[] {
  const problems: Problem[] = []
  const refuse = (path: readonly (string | number)[], message: string, fix: string): void => {
    problems.push({ severity: 'error', definition: { kind: 'workspace', name }, path: ['hooks', ...path], code: 'hook', message, fix })
  }
  hooks.forEach((hook, index) => {
    const first = hooks.findIndex((one) => one.hook === hook.hook)
    if (first !== index) refuse([index, 'hook'], `there is already a hook ${hook.hook}`, 'rename one of them, or put their rules into one `take`')
    hook.take.forEach((rule, place) => {
      const at = [index, 'take', place]
      const { userId, anonymousId, email, event, traits } = rule
      if (userId === undefined && anonymousId === undefined && email === undefined)
        refuse(at, 'nobody says whom it is about', 'add userId, anonymousId or email: where in the call it stands')
      if (event === undefined && traits === undefined && email === undefined) refuse(at, 'it means nothing', 'add event, or traits')
      if (event !== undefined && isSystemEvent(event)) refuse([...at, 'event'], `${event} is an event that only Oncue itself may give`, 'call it otherwise')
      if (place < hook.take.length - 1 && rule.if === undefined) refuse(at, 'it takes every call, so those below it take none', 'add `if`, or put it last')
    })
  })
  return problems
}
