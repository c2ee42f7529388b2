// Numbers that were added up, held against the numbers an author wrote. What is within a billionth counts as equal, so that
// 0.1 + 0.2 is 0.3 and the order of addition never shows.

import type { NumberComparison } from '../../model/comparison.ts'

/** Compiles a comparison. Nothing at all (undefined) passes only `ne`. */
export function compileNumbers(comparison: NumberComparison): (value: number | undefined) => boolean {
  const { eq, ne, gt, gte, lt, lte } = comparison
  const passesNothing = eq === undefined && gt === undefined && gte === undefined && lt === undefined && lte === undefined
  return (value) => {
    if (value === undefined) return passesNothing
    if (eq !== undefined && !isSame(value, eq)) return false
    if (ne !== undefined && isSame(value, ne)) return false
    if (gt !== undefined && (value <= gt || isSame(value, gt))) return false
    if (gte !== undefined && value < gte && !isSame(value, gte)) return false
    if (lt !== undefined && (value >= lt || isSame(value, lt))) return false
    return lte === undefined || value <= lte || isSame(value, lte)
  }
}

function isSame(value: number, operand: number): boolean {
  return value === operand || Math.abs(value - operand) <= 1e-9 * Math.max(1, Math.abs(operand))
}
