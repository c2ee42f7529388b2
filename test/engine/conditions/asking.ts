// One subscriber, one condition: what happened is told, then the condition is asked at an instant.

import type { CompiledCondition, Passage, View } from '../../../src/engine/answer.ts'
import { type ConditionContext, compileCondition } from '../../../src/engine/conditions/compile-condition.ts'
import { createMemoryRegistry } from '../../../src/engine/memories/memory-registry.ts'
import { newState, type SubscriberState } from '../../../src/engine/state.ts'
import type { Condition } from '../../../src/model/condition.ts'
import { conditionSchema } from '../../../src/model/condition.ts'
import type { JsonObject } from '../../../src/model/json.ts'

export const minute = 60_000
export const hour = 60 * minute
export const day = 24 * hour
/** When the subscriber was first seen: a Saturday, midnight in UTC. */
export const start = Date.parse('2026-11-21T00:00:00Z')

export interface Asked {
  readonly condition: CompiledCondition
  readonly state: SubscriberState
  /** Tells what happened at an instant after the start, and when it became known (then, by default). */
  readonly happened: (name: string, afterMs: number, properties?: JsonObject, knownAfterMs?: number) => void
  readonly changed: (attributes: JsonObject, afterMs: number) => void
  /** The answer at an instant after the start; `until` is counted from the start too, undefined when never. */
  readonly at: (afterMs: number, passage?: Passage) => { value: boolean; until: number | undefined }
  readonly view: (afterMs: number, passage?: Passage) => View
}

/** Compiles a condition as an author wrote it. Fails when it has problems. */
export function asking(written: Condition, given: Partial<ConditionContext> = {}): Asked {
  const { condition, problems, slots } = compiling(written, given)
  if (problems.length > 0) throw new Error(problems.map(({ message }) => message).join('\n'))
  const state = newState('somebody', start)
  const view = (afterMs: number, passage?: Passage): View => ({ state, now: start + afterMs, zone: 'UTC', passage })
  return {
    condition,
    state,
    view,
    happened: (name, afterMs, properties = {}, knownAfterMs = afterMs) => {
      state.now = start + knownAfterMs
      for (const slot of slots) {
        if (!slot.events.includes(name)) continue
        const content = slot.record(state.memories.get(slot.id), { name, occurredAt: start + afterMs, properties }, state.now)
        if (content !== undefined) state.memories.set(slot.id, content)
      }
    },
    changed: (attributes, afterMs) => {
      for (const [name, value] of Object.entries(attributes)) {
        if (value === null) delete state.attributes[name]
        else state.attributes[name] = value
        for (const slot of slots) {
          if (slot.attribute !== name) continue
          const content = slot.changed(state.memories.get(slot.id), state.attributes, start + afterMs)
          if (content !== undefined) state.memories.set(slot.id, content)
        }
      }
    },
    at: (afterMs, passage) => {
      const { value, until } = condition.evaluate(view(afterMs, passage))
      return { value, until: until === Number.POSITIVE_INFINITY ? undefined : until - start }
    },
  }
}

export interface Reported {
  readonly code: string
  readonly message: string
  readonly fix: string | undefined
  readonly path: readonly (string | number)[]
}

/** Compiles a condition and collects its problems. */
export function compiling(
  written: Condition,
  given: Partial<ConditionContext> = {},
): { condition: CompiledCondition; problems: Reported[]; slots: ReturnType<ReturnType<typeof createMemoryRegistry>['complete']> } {
  const problems: Reported[] = []
  const memories = createMemoryRegistry()
  const context: ConditionContext = {
    memories,
    segment: () => undefined,
    problem: (code, message, fix, path) => problems.push({ code, message, fix, path }),
    hasPassage: true,
    sessionGapMs: 30 * minute,
    ...given,
  }
  const condition = compileCondition(conditionSchema.parse(written), context)
  return { condition, problems, slots: memories.complete() }
}

/** The enrollment that an event at an instant after the start would begin. */
export function passageOf(properties: JsonObject, afterMs: number, stepAfterMs = afterMs): Passage {
  return { trigger: { name: 'Product Viewed', occurredAt: start + afterMs, properties }, startedAt: start + afterMs, stepEnteredAt: start + stepAfterMs }
}
