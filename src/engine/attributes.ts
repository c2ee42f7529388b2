// Facts about a subscriber. A value that is older than the one in place never replaces it; the memories that follow an
// attribute and the conditions that read it hear of every change.

import type { Json, JsonObject } from '../model/json.ts'
import { limits } from '../model/limits.ts'
import { sentence } from '../model/sentence.ts'
import { isSameData } from './equality.ts'
import { decide, type Turn, touch } from './turn.ts'

/** Sets attributes as of an instant; null removes one. `source` says who did: "event", "api", "journey", ... */
export function setAttributes(turn: Turn, values: JsonObject, at: number, source: string): void {
  for (const [name, value] of Object.entries(values)) setAttribute(turn, { name, value, at, source })
}

function setAttribute(turn: Turn, change: { readonly name: string; readonly value: Json; readonly at: number; readonly source: string }): void {
  const { name, value, at, source } = change
  const { state } = turn
  // It would become what the other attributes are looked up in.
  if (name === '__proto__') return
  const knownAt = Object.hasOwn(state.attributesAt, name) ? state.attributesAt[name] : undefined
  if (knownAt !== undefined && at < knownAt) return
  const previous = Object.hasOwn(state.attributes, name) ? state.attributes[name] : undefined
  if (value === null) {
    if (previous === undefined) return
    delete state.attributes[name]
    forgetRemoved(turn)
  } else {
    if (previous !== undefined && isSameData(previous, value)) {
      state.attributesAt[name] = at
      return
    }
    if (isFull(turn, name, { previous, value })) return
    state.attributes[name] = value
  }
  state.attributesAt[name] = at
  if (name === 'email') state.returns = { since: previous === undefined ? state.returns.since : turn.now, softBounces: [] }
  attributeChanged(turn, name, at)
  decide(turn, {
    kind: 'changed',
    at: turn.now,
    attribute: name,
    ...(value === null ? {} : { value }),
    ...(previous === undefined ? {} : { previous }),
    source,
  })
  if (name === 'email' && typeof value === 'string' && state.addedAt === undefined) {
    state.addedAt = turn.now
    decide(turn, { kind: 'added', at: turn.now })
  }
}

/** When a removed attribute was removed is kept, so that an older value does not bring it back, but not for any number of them. */
function forgetRemoved({ state }: Turn): void {
  const names = Object.keys(state.attributesAt)
  if (names.length <= 2 * limits.attributes) return
  const removed = names.filter((name) => !Object.hasOwn(state.attributes, name))
  const oldest = removed.reduce((best, name) => ((state.attributesAt[name] ?? 0) < (state.attributesAt[best] ?? 0) ? name : best))
  delete state.attributesAt[oldest]
}

function attributeChanged(turn: Turn, name: string, at: number): void {
  const { program, state } = turn
  for (const slot of program.memoriesByAttribute.get(name) ?? []) {
    const before = state.memories.get(slot.id)
    const after = slot.changed(before, state.attributes, at)
    if (after === before) continue
    if (after === undefined) state.memories.delete(slot.id)
    else state.memories.set(slot.id, after)
  }
  touch(turn, program.watchesBy.attribute.get(name))
  turn.dataChanged = true
}

/** Whether a new name is one too many, or a value that grows takes more than is left; says so. */
export function isFull(turn: Turn, name: string, change: { readonly previous: Json | undefined; readonly value: Json }): boolean {
  const { attributes } = turn.state
  const isTooMany = change.previous === undefined && Object.keys(attributes).length >= limits.attributes
  const growth = change.previous === undefined ? name.length + sizeOf(change.value) : sizeOf(change.value) - sizeOf(change.previous)
  const isTooLarge = !isTooMany && growth > 0 && sizeOf(attributes) + growth > limits.attributeBytes
  if (!isTooMany && !isTooLarge) return false
  const because = isTooMany
    ? sentence('too-many-attributes', { attribute: name, count: limits.attributes })
    : sentence('attributes-too-large', { attribute: name, count: limits.attributeBytes })
  turn.decisions.push({ kind: 'cut', at: turn.now, because })
  return true
}

function sizeOf(value: Json): number {
  return JSON.stringify(value).length
}
