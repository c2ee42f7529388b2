// The reading desk of a workspace, joined with the reader of authored conditions: what a form cannot hold is said before anybody is asked.

import { explain } from '../authoring/explain.ts'
import { DeskDoor } from '../insight/matching/desk-door.ts'
import { type Condition, conditionSchema } from '../model/condition.ts'
import type { Problem } from '../model/definitions.ts'
import { limits } from '../model/limits.ts'

/** The desk that admin doors ask. */
export class ConditionDesk extends DeskDoor {
  /** The condition that a JSON value stands for, or what is wrong with its form, by its own paths. */
  read(value: unknown): { readonly condition: Condition } | { readonly problems: readonly Problem[] } {
    const definition = { kind: 'condition', name: '' } as const
    const tooLarge = sizeProblem(value)
    if (tooLarge !== undefined) return { problems: [{ severity: 'error', code: 'condition/size', message: tooLarge, definition, path: [] }] }
    const parsed = conditionSchema.safeParse(value)
    if (parsed.success) return { condition: parsed.data }
    const found = explain(conditionSchema, value)
    return {
      problems: found.map(({ path, code, message, fix }) => ({ severity: 'error', code, message, ...(fix === undefined ? {} : { fix }), definition, path })),
    }
  }
}

/** Parts inside each other, at the most: deeper than any condition that somebody reads, and less than would exhaust who checks it. */
const deepest = 100

/** Looks through the value without calling itself, so that nothing that was sent can exhaust it. */
function sizeProblem(value: unknown): string | undefined {
  const waiting: (readonly [value: unknown, depth: number])[] = [[value, 0]]
  let objects = 0
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [one, depth] = next
    if (one === null || typeof one !== 'object') continue
    objects += 1
    if (depth > 2 * deepest) return `parts stand inside each other more than ${deepest} deep`
    if (objects > 8 * limits.askedParts) return `a condition has at most ${limits.askedParts} parts`
    for (const part of Object.values(one)) waiting.push([part, depth + 1])
  }
  return undefined
}
