// What stands at a path of plain data.

import type { Path } from '../step-tree.ts'

/** Undefined where there is nothing. */
export function valueAt(value: unknown, path: Path): unknown {
  let at = value
  for (const part of path) at = typeof at === 'object' && at !== null ? (at as Record<string | number, unknown>)[part] : undefined
  return at
}
