// Values that a condition takes from elsewhere: `trigger.PATH` from the event that started the enrollment, `attributes.PATH`
// from the subscriber.

import { type ComparisonObject, type CompiledComparison, compileComparison, isRef, type Operator, operators, type Resolve } from '../../model/comparison.ts'
import { type Json, readPath, splitPath } from '../../model/json.ts'
import { mistake } from '../../model/mistake.ts'
import type { View } from '../answer.ts'
import { shortened } from '../memories/component.ts'
import type { Reads } from './compiled.ts'
import type { Compiling, Path } from './condition-context.ts'

export type ReadRef = (view: View) => Json | undefined
/** A comparison whose operands may lie in the view. */
export type ViewComparison = (value: Json | undefined, view: View) => boolean

export interface Ref {
  readonly source: 'trigger' | 'attributes'
  readonly path: string
  readonly read: ReadRef
}

/** Compiles a ref such as "trigger.product_id". */
export function compileRef(ref: string): Ref {
  const dot = ref.indexOf('.')
  const path = ref.slice(dot + 1)
  const parts = splitPath(path)
  if (ref.slice(0, dot) === 'attributes') return { source: 'attributes', path, read: (view) => readPath(view.state.attributes, parts) }
  return { source: 'trigger', path, read: (view) => readPath(view.passage?.trigger.properties, parts) }
}

/** The value as memories keep it, so that it can be held against remembered ones. */
export function asRemembered(read: ReadRef): ReadRef {
  return (view) => {
    const value = read(view)
    return typeof value === 'string' ? shortened(value) : value
  }
}

// The operand of the comparison that is being asked: comparisons resolve refs through a function, and a function made
// anew for each question would cost more than the question.
let operand: Json | undefined
const giveOperand: Resolve = () => operand

/** One operator whose operand is read from the view. */
export function refComparison(operator: Operator, read: ReadRef): ViewComparison {
  const check = compileComparison({ [operator]: { ref: 'trigger.operand' } })
  return (value, view) => {
    operand = read(view)
    return check(value, giveOperand)
  }
}

/** A whole comparison with any refs in it. */
export function compileViewComparison(comparison: Partial<ComparisonObject>): ViewComparison {
  const { fixed, refs } = splitComparison(comparison)
  const tests = refs.map(({ operator, ref }) => refComparison(operator, compileRef(ref).read))
  const check: CompiledComparison = fixed === undefined ? () => true : compileComparison(fixed)
  if (tests.length === 0) return (value) => check(value, giveOperand)
  return (value, view) => {
    if (!check(value, giveOperand)) return false
    for (let index = 0; index < tests.length; index += 1) if (!(tests[index] as ViewComparison)(value, view)) return false
    return true
  }
}

/** The operators with fixed operands, undefined when there are none, and those with refs. */
export function splitComparison(comparison: Partial<ComparisonObject>): {
  readonly fixed: Partial<ComparisonObject> | undefined
  readonly refs: readonly { readonly operator: Operator; readonly ref: string }[]
} {
  const fixed: [string, unknown][] = []
  const refs: { operator: Operator; ref: string }[] = []
  for (const operator of operators) {
    const value: unknown = comparison[operator]
    if (value === undefined) continue
    if (isRef(value)) refs.push({ operator, ref: value.ref })
    else fixed.push([operator, value])
  }
  return { fixed: fixed.length === 0 ? undefined : Object.fromEntries(fixed), refs }
}

/** What a condition with these refs reads. */
export function readsOfRefs(refs: readonly string[]): Pick<Reads, 'attributes' | 'triggerPaths'> {
  const compiledRefs = refs.map(compileRef)
  return {
    attributes: compiledRefs.flatMap(({ source, path }) => (source === 'attributes' ? [splitPath(path)[0] as string] : [])),
    triggerPaths: compiledRefs.flatMap(({ source, path }) => (source === 'trigger' ? [path] : [])),
  }
}

/** Reports a ref to the triggering event where there is none. */
export function checkRef(compiling: Compiling, ref: string, path: Path): void {
  if (compiling.hasPassage || !ref.startsWith('trigger.')) return
  compiling.problem('no-trigger', mistake('no-triggering-event', { path: ref }), mistake('inside-or-attribute'), path)
}
