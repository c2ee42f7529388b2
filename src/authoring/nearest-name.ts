// Finds the name that was probably meant. Never offers one that is too far from what was written.

import { mistake } from '../model/mistake.ts'

/** The known name nearest to the one written, or undefined when none is near enough. */
export function nearestName(written: string, known: Iterable<string>): string | undefined {
  let best: string | undefined
  let bestDistance = Math.max(1, Math.floor(written.length / 3)) + 0.5
  for (const name of known) {
    const distance = written.length >= 3 && startsAlike(written.toLowerCase(), name.toLowerCase()) ? 1 : editDistance(written.toLowerCase(), name.toLowerCase())
    if (distance < bestDistance) {
      best = name
      bestDistance = distance
    }
  }
  return best
}

/** "did you mean `x`?" when something is near, else the known names. */
export function nameHint(written: string, known: Iterable<string>): string | undefined {
  const names = [...known]
  const nearest = nearestName(written, names)
  if (nearest !== undefined) return mistake('meant-key', { key: nearest })
  if (names.length === 0) return undefined
  const shown = names.slice(0, 20).join(', ')
  return names.length > 20 ? mistake('known-here-more', { known: shown, count: names.length - 20 }) : mistake('known-here', { known: shown })
}

/** "monday" for "mon", "distinct" for "dist": one is the start of the other. */
function startsAlike(one: string, other: string): boolean {
  return other.length >= 3 && (one.startsWith(other) || other.startsWith(one))
}

/** Insertions, deletions, replacements and swaps of neighbors between two short texts. */
function editDistance(one: string, other: string): number {
  if (Math.abs(one.length - other.length) > 20) return 99
  let beforeLast: number[] = []
  let last = Array.from({ length: other.length + 1 }, (_, index) => index)
  for (let row = 1; row <= one.length; row += 1) {
    const current = [row]
    for (let column = 1; column <= other.length; column += 1) {
      const replace = (last[column - 1] ?? 0) + (one[row - 1] === other[column - 1] ? 0 : 1)
      let best = Math.min(replace, (last[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1)
      const swapped = one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1]
      if (row > 1 && column > 1 && swapped) best = Math.min(best, (beforeLast[column - 2] ?? 0) + 1)
      current.push(best)
    }
    beforeLast = last
    last = current
  }
  return last[other.length] ?? 99
}
