// sms: hand a text message to the outbox. Whether it may really go out is asked again right before it is handed over; it is rendered then,
// from the step's own definition.

import { durationMs } from '../../model/duration.ts'
import type { SmsStep } from '../../model/journey.ts'
import { sentence } from '../../model/sentence.ts'
import type { CompiledCondition } from '../answer.ts'
import { queueEffect } from '../passage.ts'
import type { CompiledStep } from '../program.ts'
import { effectBase } from './effect-base.ts'
import { poolOf } from './message-code.ts'
import { checkTopic } from './message-topic.ts'
import { plainStep, type StepContext } from './step-context.ts'

export function compileSms(step: SmsStep, context: StepContext, condition: CompiledCondition | undefined): CompiledStep {
  const { topic } = step
  checkTopic(topic, context)
  const pool = poolOf(step.code, context)
  const expiresMs = step.expires === undefined ? undefined : durationMs(step.expires)
  const compiled = plainStep(context, 'sms', condition, (turn, enrollment) => {
    const base = effectBase(turn, enrollment, expiresMs)
    queueEffect(turn, enrollment, { ...base, kind: 'sms', channel: 'sms', ...(topic === undefined ? {} : { topic }), ...pool })
    return { to: context.next, because: sentence('step-done', { step: context.id }) }
  })
  return { ...compiled, priority: step.priority }
}
