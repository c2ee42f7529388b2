// A condition that is asked of people although nobody published it: compiled beside what is in force, with each of its parts and its place, and with
// what has to be made from the past because states do not remember it.

import type { CompiledCondition } from '../../engine/answer.ts'
import { compileBeside } from '../../engine/compile.ts'
import type { Program } from '../../engine/program.ts'
import { refsOf } from '../../model/comparison.ts'
import { type Condition, conditionKind } from '../../model/condition.ts'
import type { Problem } from '../../model/definitions.ts'
import { theEngine } from '../../runtime/engine.ts'
import type { Published } from '../../runtime/publishing/published.ts'

/** Where a condition stands: in a journey it may speak of the event that started the passage. */
export type ConditionPlace = 'segment' | 'journey'

export interface AskedPart {
  /** Keys and places that lead to it in the condition. */
  readonly path: readonly (string | number)[]
  readonly condition: CompiledCondition
  /** Whether it speaks of the event that starts a passage, so that nobody can be asked without one. */
  readonly needsTrigger: boolean
}

export interface AskedCondition {
  readonly program: Program
  /** The condition itself first, then its parts in the order in which they are written. */
  readonly parts: readonly [AskedPart, ...AskedPart[]]
  /** Memories that they read. */
  readonly memories: readonly number[]
  /** Those of them that states in force do not have. */
  readonly missing: readonly number[]
  /** The program whose states have all the others. */
  readonly inForce: number | undefined
}

/** Compiles a condition beside what is in force. `problems` holds what is wrong with it, by its own paths; with an error in there nobody may be asked. */
export function askedCondition(
  published: Published,
  condition: Condition,
  place: ConditionPlace,
): { readonly asked: AskedCondition; readonly problems: readonly Problem[] } {
  const { program, condition: compiled, problems } = compileBeside(published, condition, { hasPassage: place === 'journey' })
  const known = new Set(published.publication?.memories)
  const memories = [...new Set(compiled.memories.map(({ id }) => id))]
  return {
    asked: {
      program,
      parts: [partOf(condition, compiled, []), ...partsBelow(condition, compiled, [])],
      memories,
      missing: memories.filter((id) => !known.has(id)),
      inForce: published.publication?.program,
    },
    problems,
  }
}

/** The segments in force, each as a part of its own; undefined when there are none. */
export function askedSegments(published: Published): { readonly asked: AskedCondition; readonly segments: readonly string[] } | undefined {
  const program = theEngine.compile({ ...published, stops: [], plans: [] })
  const parts = program.segments.map(({ condition }): AskedPart => ({ path: [], condition, needsTrigger: false }))
  const [first, ...others] = parts
  if (first === undefined) return undefined
  const memories = [...new Set(parts.flatMap(({ condition }) => condition.memories.map(({ id }) => id)))]
  const asked = { program, parts: [first, ...others] as const, memories, missing: [], inForce: published.publication?.program }
  return { asked, segments: program.segments.map(({ segment }) => segment as string) }
}

/** The parts that a condition is written of, with where they stand in it. */
export function writtenParts(condition: Condition): readonly { readonly condition: Condition; readonly path: readonly (string | number)[] }[] {
  const kind = conditionKind(condition)
  if (kind === 'not') return [{ condition: (condition as { not: Condition }).not, path: ['not'] }]
  if (kind !== 'all' && kind !== 'any') return []
  const parts = (condition as unknown as Record<string, readonly Condition[]>)[kind] as readonly Condition[]
  return parts.map((part, index) => ({ condition: part, path: [kind, index] }))
}

function partsBelow(condition: Condition, compiled: CompiledCondition, path: AskedPart['path']): AskedPart[] {
  return writtenParts(condition).flatMap((part, index) => {
    const own = compiled.parts[index] as CompiledCondition
    const place = [...path, ...part.path]
    return [partOf(part.condition, own, place), ...partsBelow(part.condition, own, place)]
  })
}

function partOf(condition: Condition, compiled: CompiledCondition, path: AskedPart['path']): AskedPart {
  return { path, condition: compiled, needsTrigger: speaksOfTrigger(condition) }
}

function speaksOfTrigger(condition: Condition): boolean {
  const kind = conditionKind(condition)
  if (kind === 'trigger') return true
  const {
    since,
    where,
    'in-order': order,
  } = condition as { readonly since?: unknown; readonly where?: object; readonly 'in-order'?: readonly { where?: object }[] }
  if (kind !== 'since' && since !== undefined) return true
  const comparisons = [where, ...(order ?? []).map((item) => item.where)].flatMap((one) => Object.values(one ?? {}))
  if (kind === 'attribute') comparisons.push(condition)
  if (comparisons.some((one) => refsOf(one as never).some((ref) => ref.startsWith('trigger.')))) return true
  return writtenParts(condition).some((part) => speaksOfTrigger(part.condition))
}
