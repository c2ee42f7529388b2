// not: the part does not hold.

import type { NotCondition } from '../../model/condition.ts'
import { compiled, lasting } from './compiled.ts'
import type { CompileKind } from './condition-context.ts'

export const compileNot: CompileKind<NotCondition> = (condition, compiling) => {
  const part = compiling.part(condition.not, 'not')
  const { evaluate } = part
  return compiled({
    words: `not (${part.words})`,
    parts: [part],
    raisedBy: part.loweredBy,
    loweredBy: part.raisedBy,
    evaluate: (view) => {
      const { value, until } = evaluate(view)
      return until === Number.POSITIVE_INFINITY ? lasting(!value) : { value: !value, until }
    },
  })
}
