// Comparisons that no value can pass, found before anything runs.

import { type Comparison, type ComparisonObject, type CountComparison, compileComparison, operators, toComparisonObject } from '../../model/comparison.ts'
import { isInstant } from '../../model/instant-text.ts'
import type { Json } from '../../model/json.ts'
import { mistake } from '../../model/mistake.ts'
import type { Compiling, Path } from './condition-context.ts'
import { checkRef, splitComparison } from './refs.ts'
import { comparisonWords } from './words.ts'

/** Reports a comparison that can never hold, and refs that mean nothing here. */
export function checkComparison(compiling: Compiling, comparison: Comparison | Partial<ComparisonObject>, path: Path): void {
  const { fixed, refs } = splitComparison(toComparisonObject(comparison))
  for (const { operator, ref } of refs) checkRef(compiling, ref, [...path, operator])
  if (fixed !== undefined && isImpossible(fixed)) reportImpossible(compiling, fixed, path)
}

/** Reports numbers that no number can pass. */
export function checkNumbers(compiling: Compiling, comparison: CountComparison, path: Path): void {
  const own = Object.fromEntries(operators.flatMap((operator) => (operator in comparison ? [[operator, comparison[operator as keyof CountComparison]]] : [])))
  if (isImpossible(own)) reportImpossible(compiling, own, path)
}

function reportImpossible(compiling: Compiling, comparison: Partial<ComparisonObject>, path: Path): void {
  compiling.problem(
    'contradiction',
    mistake('nothing-is-both', { words: comparisonWords(comparison) }),
    mistake('one-comparison-or-any', { example: 'any: [...]' }),
    path,
  )
}

function isImpossible(fixed: Partial<ComparisonObject>): boolean {
  const { eq, in: list, exists, ...others } = fixed as Record<string, Json>
  if (exists === false && Object.keys(fixed).some((operator) => operator !== 'exists' && operator !== 'ne')) return true
  const candidates = eq !== undefined ? [eq] : (list as readonly Json[] | undefined)
  if (candidates === undefined) return isEmptyRange(others)
  // How an instant is written is not known: nothing is said of what it begins or ends with.
  const { starts: _starts, ends: _ends, contains: _contains, matches: _matches, ...plain } = fixed as Record<string, Json>
  const check = compileComparison((candidates.some(isInstant) ? plain : fixed) as Partial<ComparisonObject>)
  return !candidates.some((candidate) => check(candidate, noRef))
}

/** Bounds that leave nothing between them, or that are bounds of different types. */
function isEmptyRange(others: { readonly [operator: string]: Json }): boolean {
  const { gt, gte, lt, lte, starts, ends, matches } = others
  const types = new Set([gt, gte, lt, lte, starts, ends, matches].flatMap((bound) => (bound === undefined ? [] : [typeof bound])))
  if (types.size > 1) return true
  const pairs = [
    { low: gt, high: lt, isClosed: false },
    { low: gt, high: lte, isClosed: false },
    { low: gte, high: lt, isClosed: false },
    { low: gte, high: lte, isClosed: true },
  ]
  return pairs.some(({ low, high, isClosed }) => {
    if (low === undefined || high === undefined) return false
    return !compileComparison(isClosed ? { lte: high as number | string } : { lt: high as number | string })(low, noRef)
  })
}

const noRef = (): undefined => undefined
