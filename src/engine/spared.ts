// What spares a watched condition the question after an event of one name: nothing may have changed, and an event of a shop that has many segments
// touches most of them. Found out once, when the program is compiled.

import type { CompiledCondition } from './answer.ts'
import { canonicalJson } from './canonical-json.ts'
import { evaluateAll } from './conditions/all.ts'
import { evaluateAny } from './conditions/any.ts'
import type { Beside, Spared } from './program.ts'

/** Finds out what spares conditions a question; those that rest on equal parts get the same ones, so that these are asked once for all of them. */
export function sparing(): (condition: CompiledCondition, event: string) => Spared {
  const besides = new Map<string, Beside>()
  return (condition, event) => ({ keeps: keptValue(condition, event), beside: besideOf(condition, event, besides) })
}

/** The value that one more occurrence of the event cannot change. */
function keptValue({ raisedBy, loweredBy }: CompiledCondition, event: string): boolean | undefined {
  if (raisedBy.has(event)) return true
  return loweredBy.has(event) ? false : undefined
}

/** Of an `all` the parts that take in no such event: while they fail, all of it does. Of an `any` likewise, while they hold. */
function besideOf({ parts, source }: CompiledCondition, event: string, known: Map<string, Beside>): Beside | undefined {
  const kind = source === undefined ? undefined : 'all' in source ? 'all' : 'any' in source ? 'any' : undefined
  const others = parts.filter(({ dependencies }) => !dependencies.events.has(event))
  if (kind === undefined || others.length === 0) return undefined
  const identity = canonicalJson([kind, others.map((part) => part.source)])
  const evaluates = others.map(({ evaluate }) => evaluate)
  const beside =
    known.get(identity) ??
    (kind === 'all' ? { value: false, evaluate: (view) => evaluateAll(evaluates, view) } : { value: true, evaluate: (view) => evaluateAny(evaluates, view) })
  known.set(identity, beside)
  return beside
}
