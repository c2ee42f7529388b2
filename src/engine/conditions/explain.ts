// Why a condition holds or does not: each part in words, with its answer and the numbers behind it.

import type { CompiledCondition, View } from '../answer.ts'

export interface Explanation {
  readonly words: string
  readonly value: boolean
  /** When the value may change by itself; Infinity when never. */
  readonly until: number
  /** The numbers behind the answer; "" when there is nothing to add. */
  readonly detail: string
  readonly parts: readonly Explanation[]
}

/** Explains a condition and all its parts for one subscriber at one instant. */
export function explain(condition: CompiledCondition, view: View): Explanation {
  const { value, until } = condition.evaluate(view)
  return { words: condition.words, value, until, detail: condition.detail(view), parts: condition.parts.map((part) => explain(part, view)) }
}
