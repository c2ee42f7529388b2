// all: every part holds.

import type { AllCondition } from '../../model/condition.ts'
import type { Answer, View } from '../answer.ts'
import { compiled, no } from './compiled.ts'
import type { CompileKind } from './condition-context.ts'

export const compileAll: CompileKind<AllCondition> = (condition, compiling) => {
  const parts = condition.all.map((part, index) => compiling.part(part, 'all', index))
  const evaluates = parts.map((part) => part.evaluate)
  const [only] = evaluates
  return compiled({
    words: parts.length === 1 ? (parts[0]?.words ?? '') : parts.map(({ words }) => `(${words})`).join(' and '),
    parts,
    evaluate: only !== undefined && parts.length === 1 ? only : (view) => evaluateAll(evaluates, view),
  })
}

/** While it holds, the first part that turns ends it. While it fails, it fails as long as the part that fails longest. */
export function evaluateAll(evaluates: readonly ((view: View) => Answer)[], view: View): Answer {
  let holdsUntil = Number.POSITIVE_INFINITY
  let failsUntil = Number.NEGATIVE_INFINITY
  for (let index = 0; index < evaluates.length; index += 1) {
    const { value, until } = (evaluates[index] as (view: View) => Answer)(view)
    if (value) {
      if (until < holdsUntil) holdsUntil = until
    } else if (until === Number.POSITIVE_INFINITY) return no
    else if (until > failsUntil) failsUntil = until
  }
  return failsUntil === Number.NEGATIVE_INFINITY ? { value: true, until: holdsUntil } : { value: false, until: failsUntil }
}
