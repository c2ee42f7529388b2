// send: hand a message to the outbox. Whether it may really go out is asked again right before it is handed over (policies/authorize.ts).

import { durationMs } from '../../model/duration.ts'
import type { SendStep } from '../../model/journey.ts'
import { mistake } from '../../model/mistake.ts'
import { sentence } from '../../model/sentence.ts'
import type { CompiledCondition } from '../answer.ts'
import { queueEffect } from '../passage.ts'
import type { CompiledStep } from '../program.ts'
import { effectBase } from './effect-base.ts'
import { checkTopic } from './message-topic.ts'
import { plainStep, type StepContext } from './step-context.ts'

export function compileSend(step: SendStep, context: StepContext, condition: CompiledCondition | undefined): CompiledStep {
  const template = context.names.templates.get(step.send)
  if (template === undefined) {
    context.problem({
      code: 'send.template',
      message: mistake('no-template', { template: step.send }),
      fix: mistake('write-one-or', { known: [...context.names.templates.keys()].join(', ') || '(none yet)' }),
      path: [...context.path, 'send'],
    })
  }
  // What the blocks of its mail ask of the event that started the passage has to be remembered with the passage.
  for (const [, { triggerPaths }] of template?.conditions ?? []) for (const path of triggerPaths) context.needsTrigger(`trigger.${path}`)
  const topic = step.topic ?? template?.topic
  checkTopic(step.topic, context)
  const expiresMs = step.expires === undefined ? undefined : durationMs(step.expires)
  const compiled = plainStep(context, 'send', condition, (turn, enrollment) => {
    const base = effectBase(turn, enrollment, expiresMs)
    queueEffect(turn, enrollment, { ...base, kind: 'send', channel: 'email', template: step.send, ...(topic === undefined ? {} : { topic }) })
    return { to: context.next, because: sentence('step-done', { step: context.id }) }
  })
  return { ...compiled, priority: step.priority }
}
