// trigger: about the event that started the enrollment.

import type { TriggerCondition } from '../../model/condition.ts'
import { type Json, readPath, splitPath } from '../../model/json.ts'
import { mistake } from '../../model/mistake.ts'
import { sentence } from '../../model/sentence.ts'
import type { View } from '../answer.ts'
import { comparisonOf } from './attribute.ts'
import { checkComparison } from './comparison-problems.ts'
import { compiled, lasting } from './compiled.ts'
import type { CompileKind } from './condition-context.ts'
import { compileViewComparison, readsOfRefs, splitComparison } from './refs.ts'
import { comparisonWords } from './words.ts'

export const compileTrigger: CompileKind<TriggerCondition> = (condition, compiling) => {
  const { trigger } = condition
  const comparison = comparisonOf(condition)
  checkComparison(compiling, comparison, [])
  if (!compiling.hasPassage) {
    compiling.problem('no-trigger', mistake('no-triggering-event', { path: `trigger: ${trigger}` }), mistake('inside-or-event'), ['trigger'])
  }
  const path = splitPath(trigger)
  const valueIn = (view: View): Json | undefined => readPath(view.passage?.trigger.properties, path)
  const passes = compileViewComparison(comparison)
  const reads = readsOfRefs(splitComparison(comparison).refs.map(({ ref }) => ref))
  return compiled({
    words: `the trigger's ${trigger} ${comparisonWords(comparison)}`,
    evaluate: (view) => lasting(view.passage !== undefined && passes(valueIn(view), view)),
    detail: (view) => sentence('value-is', { value: JSON.stringify(valueIn(view) ?? null) }),
    reads: { ...reads, triggerPaths: [trigger, ...(reads.triggerPaths ?? [])] },
  })
}
