// update: set, unset, increment or append attributes. Values may come from the triggering event or from other attributes. What does not fit
// the attribute, by the type that the workspace declares or by what is there already, is left as it is, and a decision says so.

import { isRef } from '../../model/comparison.ts'
import type { UpdateStep } from '../../model/journey.ts'
import { type Json, type JsonObject, readPath, splitPath } from '../../model/json.ts'
import { mistake } from '../../model/mistake.ts'
import { sentence } from '../../model/sentence.ts'
import type { CompiledCondition } from '../answer.ts'
import { setAttributes } from '../attributes.ts'
import { resolveRef } from '../enrollments.ts'
import { misfit } from '../misfit.ts'
import type { CompiledStep } from '../program.ts'
import type { Enrollment } from '../state.ts'
import { about, count, decide, type Turn, versionOf } from '../turn.ts'
import { plainStep, type StepContext } from './step-context.ts'

export function compileUpdate(step: UpdateStep, context: StepContext, condition: CompiledCondition | undefined): CompiledStep {
  const { update } = step
  for (const value of [...Object.values(update.set ?? {}), ...Object.values(update.append ?? {})]) if (isRef(value)) context.needsTrigger(value.ref)
  checkTypes(step, context)
  return plainStep(context, 'update', condition, (turn, enrollment) => {
    const work: Work = { turn, enrollment, context, changes: {}, misfits: [] }
    for (const [path, value] of Object.entries(update.set ?? {})) put(work, path, resolved(turn, enrollment, value as Json))
    for (const [path, by] of Object.entries(update.increment ?? {})) {
      const before = read(work, path) ?? 0
      if (typeof before === 'number') put(work, path, before + by)
      else work.misfits.push(`${path} ${misfit('number', before)}`)
    }
    for (const [path, value] of Object.entries(update.append ?? {})) {
      const before = read(work, path) ?? []
      if (Array.isArray(before)) put(work, path, [...before, resolved(turn, enrollment, value as Json) ?? null])
      else work.misfits.push(`${path} ${misfit('list', before)}`)
    }
    for (const path of update.unset ?? []) put(work, path, null)
    finish(work)
    return { to: context.next, because: sentence('step-done', { step: context.id }) }
  })
}

/** One step's changes while they are made. */
interface Work {
  readonly turn: Turn
  readonly enrollment: Enrollment
  readonly context: StepContext
  readonly changes: Record<string, Json>
  /** What did not fit, in words. */
  readonly misfits: string[]
}

function finish({ turn, enrollment, context, changes, misfits }: Work): void {
  if (misfits.length > 0) {
    count(turn, versionOf(enrollment), context.id, 'skipped')
    count(turn, versionOf(enrollment), context.id, 'skipped: wrong type')
    decide(turn, { kind: 'skipped', ...about(turn, enrollment), step: context.id, reason: 'wrong type', because: misfits.join('; ') })
  }
  const names = Object.keys(changes)
  if (names.length === 0 && misfits.length > 0) return
  decide(turn, { kind: 'acted', ...about(turn, enrollment), step: context.id, action: `updates ${names.join(', ')}` })
  setAttributes(turn, changes, turn.now, 'journey')
}

/** What can be seen to be wrong before anybody comes by. */
function checkTypes({ update }: UpdateStep, context: StepContext): void {
  const { attributeTypes } = context.names
  const report = (path: readonly (string | number)[], message: string, fix: string): void =>
    context.problem({ code: 'update.type', message, fix, path: [...context.path, 'update', ...path] })
  for (const [name, value] of Object.entries(update.set ?? {})) {
    const wrong = isRef(value) ? undefined : misfit(attributeTypes.get(name), value as Json)
    if (wrong !== undefined) report(['set', name], `${name} ${wrong}`, mistake('value-of-type'))
  }
  for (const [kind, type] of [
    ['increment', 'number'],
    ['append', 'list'],
  ] as const) {
    for (const name of Object.keys(update[kind] ?? {})) {
      const declared = attributeTypes.get(name)
      if (declared === undefined || declared === type) continue
      report([kind, name], mistake('attribute-declared', { attribute: name, type: declared, does: kind, wanted: type }), mistake('use-set'))
    }
  }
}

function resolved(turn: Turn, enrollment: Enrollment, value: Json): Json | undefined {
  return isRef(value) ? resolveRef(turn, enrollment.trigger.properties, value.ref) : value
}

function read({ turn, changes }: Work, path: string): Json | undefined {
  const parts = splitPath(path)
  const root = parts[0] as string
  return readPath(Object.hasOwn(changes, root) ? changes : turn.state.attributes, parts)
}

/** Puts a value at a path inside a copy of the top-level attribute; a missing value changes nothing, nor does one that does not fit. */
function put(work: Work, path: string, value: Json | undefined): void {
  if (value === undefined) return
  const { turn, changes, context } = work
  const [root, ...rest] = splitPath(path) as [string, ...string[]]
  const before = Object.hasOwn(changes, root) ? changes[root] : turn.state.attributes[root]
  const after = rest.length === 0 ? value : placed(before, rest, value)
  const wrong = misfit(context.names.attributeTypes.get(root), after) ?? misfit(context.names.attributeTypes.get(path), value)
  if (wrong === undefined) changes[root] = after
  else work.misfits.push(`${path} ${wrong}`)
}

function placed(before: Json | undefined, path: readonly string[], value: Json): Json {
  const [first, ...rest] = path as [string, ...string[]]
  const object: JsonObject = before !== null && typeof before === 'object' && !Array.isArray(before) ? (before as JsonObject) : {}
  if (rest.length === 0 && value === null) return Object.fromEntries(Object.entries(object).filter(([name]) => name !== first))
  return { ...object, [first]: rest.length === 0 ? value : placed(object[first], rest, value) }
}
