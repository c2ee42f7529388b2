// What can be done with parts of a condition: adding, removing, doubling, moving, nesting. Each edit gives the whole condition anew and where the part
// is now; nothing else of it changes. The parts of a row are edited at their own paths (condition-json.ts).

import { type ConditionJson, type Json, type Path, partAt, withPart } from './condition-json.ts'
import { type GroupMode, groupAt, groupOf } from './group-shape.ts'

export interface Edited {
  /** Undefined when nothing is left. */
  readonly condition: ConditionJson | undefined
  /** Where the part is that was worked on, or the one that took its place. */
  readonly at: Path
}

interface Place {
  readonly list: Path
  readonly index: number
  readonly parts: readonly Json[]
}

/** Puts a part behind the last of a group, or makes a group of what stands there alone. */
export function addTo(root: ConditionJson | undefined, path: Path, part: ConditionJson): Edited {
  if (root === undefined) return { condition: part, at: [] }
  const here = partAt(root, path) as Json
  const group = groupAt(here, path)
  if (group === undefined) return { condition: withPart(root, path, { all: [here, part] }), at: [...path, 'all', 1] }
  return { condition: withPart(root, group.list, [...group.parts, part]), at: [...group.list, group.parts.length] }
}

/** Takes a part out. A group that is left empty goes with it. */
export function removeAt(root: ConditionJson, path: Path): Edited {
  const place = placeOf(root, path)
  if (place === undefined) return { condition: undefined, at: [] }
  const parts = place.parts.filter((_, index) => index !== place.index)
  if (parts.length === 0) return removeAt(root, groupPathOf(root, place))
  return { condition: withPart(root, place.list, parts), at: [...place.list, Math.min(place.index, parts.length - 1)] }
}

/** The same part once more, right behind it. */
export function duplicateAt(root: ConditionJson, path: Path): Edited {
  const part = partAt(root, path) as Json
  const place = placeOf(root, path)
  if (place === undefined) return { condition: { all: [part, part] }, at: ['all', 1] }
  return { condition: withPart(root, place.list, place.parts.toSpliced(place.index + 1, 0, part)), at: [...place.list, place.index + 1] }
}

/** Up or down among its siblings; undefined where there is no further. */
export function moveAt(root: ConditionJson, path: Path, by: -1 | 1): Edited | undefined {
  const place = placeOf(root, path)
  const to = place === undefined ? -1 : place.index + by
  if (place === undefined || to < 0 || to >= place.parts.length) return undefined
  const part = place.parts[place.index] as Json
  return { condition: withPart(root, place.list, place.parts.toSpliced(place.index, 1).toSpliced(to, 0, part)), at: [...place.list, to] }
}

/** Puts a part into a group of its own, to which others can be added. */
export function nestAt(root: ConditionJson, path: Path): Edited {
  const place = placeOf(root, path)
  const outer = place === undefined ? 'all' : place.list.at(-1)
  // A group within a group of the same kind would say nothing new.
  const mode = outer === 'any' ? 'all' : 'any'
  return { condition: withPart(root, path, { [mode]: [partAt(root, path) as Json] }), at: [...path, mode, 0] }
}

/** Puts the parts of a group where the group stands; undefined where the meaning would change. */
export function ungroupAt(root: ConditionJson, path: Path): Edited | undefined {
  const group = groupAt(partAt(root, path) as Json, path)
  if (group === undefined || group.mode === 'none' || group.mode === 'not-all') return undefined
  const [only] = group.parts
  if (group.parts.length === 1) return { condition: withPart(root, path, only as Json), at: path }
  const place = placeOf(root, path)
  if (place === undefined || place.list.at(-1) !== group.mode) return undefined
  return { condition: withPart(root, place.list, place.parts.toSpliced(place.index, 1, ...group.parts)), at: [...place.list, place.index] }
}

/** Another mode for a group. */
export function setMode(root: ConditionJson, path: Path, mode: GroupMode): Edited {
  const here = partAt(root, path) as Json
  const parts = groupAt(here, path)?.parts ?? [here]
  return { condition: withPart(root, path, groupOf(mode, parts)), at: path }
}

/** Another part in a place. */
export function replaceAt(root: ConditionJson, path: Path, part: Json): Edited {
  return { condition: withPart(root, path, part), at: path }
}

/** The list that a part stands in; undefined for the whole condition, and for what stands below `not` alone. */
function placeOf(root: ConditionJson, path: Path): Place | undefined {
  // The part of a negated row is its row: nobody takes out what a `not` is about.
  const own = path.at(-1) === 'not' ? path.slice(0, -1) : path
  const index = own.at(-1)
  if (typeof index !== 'number') return undefined
  const list = own.slice(0, -1)
  return { list, index, parts: partAt(root, list) as readonly Json[] }
}

/** The path of the group that a list belongs to, with the `not` that makes its mode. */
function groupPathOf(root: ConditionJson, { list }: Place): Path {
  const own = list.slice(0, -1)
  if (own.at(-1) !== 'not') return own
  const outer = own.slice(0, -1)
  return groupAt(partAt(root, outer) as Json, outer) === undefined ? own : outer
}
