// any: at least one part holds.

import type { AnyCondition } from '../../model/condition.ts'
import type { Answer, View } from '../answer.ts'
import { compiled, yes } from './compiled.ts'
import type { CompileKind } from './condition-context.ts'

export const compileAny: CompileKind<AnyCondition> = (condition, compiling) => {
  const parts = condition.any.map((part, index) => compiling.part(part, 'any', index))
  const evaluates = parts.map((part) => part.evaluate)
  const [only] = evaluates
  return compiled({
    words: parts.length === 1 ? (parts[0]?.words ?? '') : parts.map(({ words }) => `(${words})`).join(' or '),
    parts,
    evaluate: only !== undefined && parts.length === 1 ? only : (view) => evaluateAny(evaluates, view),
  })
}

/** While it fails, the first part that turns ends that. While it holds, it holds as long as the part that holds longest. */
export function evaluateAny(evaluates: readonly ((view: View) => Answer)[], view: View): Answer {
  let failsUntil = Number.POSITIVE_INFINITY
  let holdsUntil = Number.NEGATIVE_INFINITY
  for (let index = 0; index < evaluates.length; index += 1) {
    const { value, until } = (evaluates[index] as (view: View) => Answer)(view)
    if (!value) {
      if (until < failsUntil) failsUntil = until
    } else if (until === Number.POSITIVE_INFINITY) return yes
    else if (until > holdsUntil) holdsUntil = until
  }
  return holdsUntil === Number.NEGATIVE_INFINITY ? { value: false, until: failsUntil } : { value: true, until: holdsUntil }
}
