// webhook: ask for an external address to be called. The request is rendered when it is handed over, from the step's own definition.

import { durationMs } from '../../model/duration.ts'
import type { WebhookStep } from '../../model/journey.ts'
import { mistake } from '../../model/mistake.ts'
import { sentence } from '../../model/sentence.ts'
import type { CompiledCondition } from '../answer.ts'
import { queueEffect } from '../passage.ts'
import type { CompiledStep } from '../program.ts'
import { effectBase } from './effect-base.ts'
import { poolOf } from './message-code.ts'
import { plainStep, type StepContext } from './step-context.ts'

export function compileWebhook(step: WebhookStep, context: StepContext, condition: CompiledCondition | undefined): CompiledStep {
  if (!/^https?:\/\//.test(step.webhook.url)) {
    context.problem({
      code: 'webhook.url',
      message: mistake('webhook-scheme'),
      fix: mistake('whole-address'),
      path: [...context.path, 'webhook', 'url'],
    })
  }
  const { timeout, retries } = step.webhook
  if (timeout !== undefined && (durationMs(timeout) < 1000 || durationMs(timeout) > 60_000)) {
    context.problem({
      code: 'webhook.timeout',
      message: mistake('webhook-timeout', { within: timeout }),
      fix: mistake('twenty-seconds'),
      path: [...context.path, 'webhook', 'timeout'],
    })
  }
  const pool = poolOf(step.code, context)
  const attempts = retries === undefined ? {} : { attempts: retries + 1 }
  const shown = step.catalogue === undefined ? {} : { catalogue: step.catalogue }
  const expiresMs = step.expires === undefined ? undefined : durationMs(step.expires)
  return plainStep(context, 'webhook', condition, (turn, enrollment) => {
    queueEffect(turn, enrollment, { ...effectBase(turn, enrollment, expiresMs), kind: 'webhook', channel: 'webhook', ...attempts, ...shown, ...pool })
    return { to: context.next, because: sentence('step-done', { step: context.id }) }
  })
}
