// The table of step kinds. A new kind is one file beside this one and one line here.

import { type Step, stepKind } from '../../model/journey.ts'
import type { CompiledStep } from '../program.ts'
import { compileChoose } from './choose.ts'
import { compileEnd, compileGoto, compileNothing } from './goto.ts'
import { compileList } from './list.ts'
import { compileOn } from './on.ts'
import { compilePopup } from './popup.ts'
import { compileSend } from './send.ts'
import { compileSms } from './sms.ts'
import { compileSplit } from './split.ts'
import { compileJump, compileStart } from './start.ts'
import type { StepContext } from './step-context.ts'
import { compileStop } from './stop.ts'
import { compileTopic } from './topic.ts'
import { compileUpdate } from './update.ts'
import { compileWait } from './wait.ts'
import { compileWebhook } from './webhook.ts'

/** Compiles one step. Inner steps are compiled through `context.inner`. */
export function compileStep(step: Step, context: StepContext): CompiledStep {
  const condition = step.if === undefined ? undefined : context.condition(step.if, [...context.path, 'if'])
  if ('wait' in step) return compileWait(step, context, condition)
  if ('on' in step) return compileOn(step, context, condition)
  if ('choose' in step) return compileChoose(step, context, condition)
  if ('split' in step) return compileSplit(step, context, condition)
  if ('send' in step) return compileSend(step, context, condition)
  if ('sms' in step) return compileSms(step, context, condition)
  if ('popup' in step) return compilePopup(step, context, condition)
  if ('webhook' in step) return compileWebhook(step, context, condition)
  if ('update' in step) return compileUpdate(step, context, condition)
  if ('list' in step) return compileList(step, context, condition)
  if ('topic' in step) return compileTopic(step, context, condition)
  if ('start' in step) return compileStart(step, context, condition)
  if ('stop' in step) return compileStop(step, context, condition)
  if ('jump' in step) return compileJump(step, context, condition)
  if ('goto' in step) return compileGoto(step, context, condition)
  if ('nothing' in step) return compileNothing(step, context, condition)
  if ('end' in step) return compileEnd(step, context, condition)
  const unknown: never = step
  throw new Error(`a step of no known kind: ${stepKind(unknown)}`)
}
