// attribute: a fact about the subscriber, now or without a break for so long.

import { type ComparisonObject, type CompiledComparison, compileComparison, operators } from '../../model/comparison.ts'
import type { AttributeCondition } from '../../model/condition.ts'
import { durationMs } from '../../model/duration.ts'
import { type Json, readPath, splitPath } from '../../model/json.ts'
import { mistake } from '../../model/mistake.ts'
import { sentence } from '../../model/sentence.ts'
import type { Answer, CompiledCondition, Measure, MemorySlot, View } from '../answer.ts'
import { heldOf } from '../memories/held.ts'
import { boundOf } from './bound.ts'
import { checkComparison } from './comparison-problems.ts'
import { compiled, lasting, no, yes } from './compiled.ts'
import type { CompileKind, Compiling } from './condition-context.ts'
import { compileViewComparison, readsOfRefs, splitComparison } from './refs.ts'
import { comparisonWords } from './words.ts'

export const compileAttribute: CompileKind<AttributeCondition> = (condition, compiling) => {
  const comparison = comparisonOf(condition)
  checkComparison(compiling, comparison, [])
  return condition.for === undefined ? compileNow(condition, comparison) : compileHeld(condition, comparison, compiling)
}

/** The operators of a condition that carries them among its own keys. */
export function comparisonOf(condition: Partial<ComparisonObject>): Partial<ComparisonObject> {
  return Object.fromEntries(operators.flatMap((operator) => (condition[operator] === undefined ? [] : [[operator, condition[operator]]])))
}

function compileNow({ attribute }: AttributeCondition, comparison: Partial<ComparisonObject>): CompiledCondition {
  const path = splitPath(attribute)
  const passes = compileViewComparison(comparison)
  const reads = readsOfRefs(splitComparison(comparison).refs.map(({ ref }) => ref))
  return compiled({
    words: `${attribute} ${comparisonWords(comparison)}`,
    evaluate: (view) => lasting(passes(readPath(view.state.attributes, path), view)),
    detail: (view) => valueText(readPath(view.state.attributes, path)),
    measure: measureOf(path, comparison),
    reads: { ...reads, attributes: [path[0] as string, ...(reads.attributes ?? [])] },
  })
}

/** Of one that is held against a number. */
function measureOf(path: readonly string[], comparison: Partial<ComparisonObject>): Measure | undefined {
  const asks = boundOf(comparison)
  const of = ({ state }: View): number | undefined => {
    const value = readPath(state.attributes, path)
    return typeof value === 'number' ? value : undefined
  }
  return asks && { ...asks, of, unit: 'amount' }
}

function compileHeld(condition: AttributeCondition, comparison: Partial<ComparisonObject>, compiling: Compiling): CompiledCondition {
  const { attribute, for: duration = '0s' } = condition
  const { fixed = {}, refs } = splitComparison(comparison)
  for (const { operator } of refs) {
    compiling.problem('for-with-ref', mistake('for-with-ref'), mistake('compare-with-fixed'), [operator])
  }
  const path = splitPath(attribute)
  const passes = compileComparison(fixed)
  const slot = compiling.memories.need(heldOf({ path: attribute, identity: JSON.stringify(fixed), words: comparisonWords(fixed), passes }))
  const asked: Asked = { slot, durationMs: durationMs(duration), passesAtFirst: passes(undefined, noRef), passes }
  return compiled({
    words: `${attribute} ${comparisonWords(comparison)} for ${duration}`,
    evaluate: (view) => evaluateHeld(asked, view),
    detail: (view) => {
      const since = sinceWhen(asked, view)
      const value = readPath(view.state.attributes, path)
      if (since === undefined) return valueText(value)
      return value === undefined ? sentence('not-known-since', { since }) : sentence('value-since', { value: JSON.stringify(value), since })
    },
    measure: { of: (view) => heldFor(asked, view), wanted: asked.durationMs, asks: 'gte', unit: 'ms' },
    memories: [slot],
    reads: { attributes: [path[0] as string], firstSeen: asked.passesAtFirst },
  })
}

interface Asked {
  readonly slot: MemorySlot
  readonly durationMs: number
  readonly passesAtFirst: boolean
  readonly passes: CompiledComparison
}

function evaluateHeld(asked: Asked, view: View): Answer {
  const since = sinceWhen(asked, view)
  if (since === undefined) return no
  const at = since + asked.durationMs
  return view.now >= at ? yes : { value: false, until: at }
}

/** Undefined while it is not so. */
function heldFor(asked: Asked, view: View): number | undefined {
  const since = sinceWhen(asked, view)
  return since === undefined ? undefined : view.now - since
}

function sinceWhen({ slot, passesAtFirst }: Asked, view: View): number | undefined {
  const memory = view.state.memories.get(slot.id)
  if (memory === undefined) return passesAtFirst ? view.state.firstSeenAt : undefined
  return memory[1] === null ? undefined : (memory[1] as number)
}

function valueText(value: Json | undefined): string {
  return value === undefined ? sentence('not-known') : sentence('value-is', { value: JSON.stringify(value) })
}

const noRef = (): undefined => undefined
