// How conditions are drawn as groups and rows: all, any, none, not all of several parts; a row may say that it does not hold. A shape says where in
// the condition each part stands.

import { type ConditionJson, isObject, type Json, kindOf, type Path } from './condition-json.ts'

export const groupModes = ['all', 'any', 'none', 'not-all'] as const
export type GroupMode = (typeof groupModes)[number]

export interface GroupShape {
  readonly mode: GroupMode
  /** Where the list of its parts stands. */
  readonly list: Path
  readonly parts: readonly Json[]
}

export interface RowShape {
  readonly isNegated: boolean
  /** Where what it asks stands: below `not` when it is negated. */
  readonly path: Path
  readonly condition: Json
}

/** The group that a condition is; undefined when it is none. `not` over a group is a group of its own mode. */
export function groupAt(condition: Json, path: Path): GroupShape | undefined {
  const kind = kindOf(condition)
  if (kind === 'not') {
    const inner = (condition as ConditionJson)['not'] as Json
    const group = Object.keys(condition as object).length === 1 ? groupAt(inner, [...path, 'not']) : undefined
    if (group === undefined || group.mode === 'none' || group.mode === 'not-all') return undefined
    return { ...group, mode: group.mode === 'any' ? 'none' : 'not-all' }
  }
  if (kind !== 'all' && kind !== 'any') return undefined
  const parts = (condition as ConditionJson)[kind]
  // An empty or foreign list is not drawn: as it stands it is shown as text.
  if (!Array.isArray(parts) || Object.keys(condition as object).length !== 1) return undefined
  return { mode: kind, list: [...path, kind], parts }
}

/** The row that a condition is when it is no group. */
export function rowAt(condition: Json, path: Path): RowShape {
  if (kindOf(condition) === 'not' && Object.keys(condition as object).length === 1) {
    const inner = (condition as ConditionJson)['not'] as Json
    const kind = kindOf(inner)
    // `not` over `not`, or over a group, is no plain row.
    if (kind !== undefined && kind !== 'not' && kind !== 'all' && kind !== 'any') return { isNegated: true, path: [...path, 'not'], condition: inner }
  }
  return { isNegated: false, path, condition }
}

/** A group of these parts. */
export function groupOf(mode: GroupMode, parts: readonly Json[]): ConditionJson {
  const group: ConditionJson = mode === 'all' || mode === 'not-all' ? { all: parts } : { any: parts }
  return mode === 'none' || mode === 'not-all' ? { not: group } : group
}

/** The same condition, said the other way round. */
export function negated(condition: Json): Json {
  return isObject(condition) && Object.hasOwn(condition, 'not') && Object.keys(condition).length === 1 ? (condition['not'] as Json) : { not: condition }
}
