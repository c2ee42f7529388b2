// popup: leave a message in the outbox for the subscriber's next visit to the site. It waits there until a browser asks; whether it may be
// shown is asked at that moment, and when nobody came in time it expires with a record.

import { durationMs } from '../../model/duration.ts'
import type { PopupStep } from '../../model/journey.ts'
import { mistake } from '../../model/mistake.ts'
import { sentence } from '../../model/sentence.ts'
import type { CompiledCondition } from '../answer.ts'
import { queueEffect } from '../passage.ts'
import type { CompiledStep } from '../program.ts'
import { effectBase } from './effect-base.ts'
import { poolOf } from './message-code.ts'
import { checkTopic } from './message-topic.ts'
import { plainStep, type StepContext } from './step-context.ts'

const usualWait = '7d'

export function compilePopup(step: PopupStep, context: StepContext, condition: CompiledCondition | undefined): CompiledStep {
  const { topic } = step
  checkTopic(topic, context)
  const pool = poolOf(step.code, context)
  checkAddresses(step, context)
  const expiresMs = durationMs(step.expires ?? usualWait)
  const compiled = plainStep(context, 'popup', condition, (turn, enrollment) => {
    const base = effectBase(turn, enrollment, expiresMs)
    queueEffect(turn, enrollment, { ...base, kind: 'popup', channel: 'popup', ...(topic === undefined ? {} : { topic }), ...pool })
    return { to: context.next, because: sentence('step-done', { step: context.id }) }
  })
  return { ...compiled, priority: step.priority }
}

/** Data must not decide which site a popup leads to, nor make it run anything. */
function checkAddresses({ popup }: PopupStep, context: StepContext): void {
  const report = (path: readonly string[], message: string, fix: string): void =>
    context.problem({ code: 'popup.url', message, fix, path: [...context.path, 'popup', ...path] })
  if (popup.button !== undefined && !/^(?:https:\/\/[^\s{}/?#:]+(?:[/?#:]|$)|\/(?![/\\]))/i.test(popup.button.url)) {
    report(['button', 'url'], mistake('popup-button'), mistake('popup-button-form'))
  }
  if (popup.image !== undefined && !/^https:\/\/[^\s{}/?#:]+[/?#:]/i.test(popup.image)) {
    report(['image'], mistake('popup-picture'), mistake('popup-picture-form'))
  }
}
