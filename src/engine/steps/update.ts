// update: set, unset, increment or append attributes. Values may come from the triggering event or from other attributes.

import { isRef } from '../../model/comparison.ts'
import type { UpdateStep } from '../../model/journey.ts'
import { type Json, type JsonObject, readPath, splitPath } from '../../model/json.ts'
import type { CompiledCondition } from '../answer.ts'
import { setAttributes } from '../attributes.ts'
import { resolveRef } from '../enrollments.ts'
import type { CompiledStep } from '../program.ts'
import type { Enrollment } from '../state.ts'
import { about, decide, type Turn } from '../turn.ts'
import { plainStep, type StepContext } from './step-context.ts'

export function compileUpdate(step: UpdateStep, context: StepContext, condition: CompiledCondition | undefined): CompiledStep {
  const { update } = step
  for (const value of [...Object.values(update.set ?? {}), ...Object.values(update.append ?? {})]) if (isRef(value)) context.needsTrigger(value.ref)
  return plainStep(context, 'update', condition, (turn, enrollment) => {
    const changes: Record<string, Json> = {}
    for (const [path, value] of Object.entries(update.set ?? {})) put(turn, changes, path, resolved(turn, enrollment, value as Json))
    for (const [path, by] of Object.entries(update.increment ?? {})) {
      const before = read(turn, changes, path)
      put(turn, changes, path, (typeof before === 'number' ? before : 0) + by)
    }
    for (const [path, value] of Object.entries(update.append ?? {})) {
      const before = read(turn, changes, path)
      put(turn, changes, path, [...(Array.isArray(before) ? before : []), resolved(turn, enrollment, value as Json) ?? null])
    }
    for (const path of update.unset ?? []) put(turn, changes, path, null)
    decide(turn, { kind: 'acted', ...about(turn, enrollment), step: context.id, action: `updates ${Object.keys(changes).join(', ')}` })
    setAttributes(turn, changes, turn.now, 'journey')
    return { to: context.next, because: `${context.id} done` }
  })
}

function resolved(turn: Turn, enrollment: Enrollment, value: Json): Json | undefined {
  return isRef(value) ? resolveRef(turn, enrollment.trigger.properties, value.ref) : value
}

function read(turn: Turn, changes: Readonly<Record<string, Json>>, path: string): Json | undefined {
  const parts = splitPath(path)
  const root = parts[0] as string
  return readPath(Object.hasOwn(changes, root) ? changes : turn.state.attributes, parts)
}

/** Puts a value at a path inside a copy of the top-level attribute; a missing value changes nothing. */
function put(turn: Turn, changes: Record<string, Json>, path: string, value: Json | undefined): void {
  if (value === undefined) return
  const [root, ...rest] = splitPath(path) as [string, ...string[]]
  const before = Object.hasOwn(changes, root) ? changes[root] : turn.state.attributes[root]
  changes[root] = rest.length === 0 ? value : placed(before, rest, value)
}

function placed(before: Json | undefined, path: readonly string[], value: Json): Json {
  const [first, ...rest] = path as [string, ...string[]]
  const object: JsonObject = before !== null && typeof before === 'object' && !Array.isArray(before) ? (before as JsonObject) : {}
  if (rest.length === 0 && value === null) return Object.fromEntries(Object.entries(object).filter(([name]) => name !== first))
  return { ...object, [first]: rest.length === 0 ? value : placed(object[first], rest, value) }
}
