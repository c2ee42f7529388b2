// One condition, compiled, with a subscriber's state that is fed by hand: the smallest world in which the compiled
// condition and its memories can be held against the oracle, without journeys or `transition`.

import type { CompiledCondition, MemorySlot, Passage, View } from '../../../src/engine/answer.ts'
import { cartsAfter } from '../../../src/engine/cart.ts'
import { compileCondition } from '../../../src/engine/conditions/compile-condition.ts'
import { createMemoryRegistry } from '../../../src/engine/memories/memory-registry.ts'
import { sessionAfter } from '../../../src/engine/session.ts'
import { type Enrollment, newState, type SubscriberState } from '../../../src/engine/state.ts'
import type { Condition } from '../../../src/model/condition.ts'
import { isSystemEvent } from '../../../src/model/event.ts'
import type { Input } from '../../../src/model/input.ts'
import { isZone } from '../../../src/model/is-zone.ts'
import type { Json, JsonObject } from '../../../src/model/json.ts'
import { cartEvents, type Scale, segments, sessionGapUnits } from '../../../src/testing/arbitraries/vocabulary.ts'
import type { OracleContext } from '../../../src/testing/oracle/history.ts'

export interface ConditionWorld {
  readonly compiled: CompiledCondition
  readonly slots: readonly MemorySlot[]
  readonly state: SubscriberState
  readonly feed: (input: Input) => void
  readonly view: (now: number) => View
  readonly oracle: OracleContext
}

export interface WorldOptions {
  readonly scale: Scale
  /** The enrollment that the condition is asked for. */
  readonly passage?: Passage
  /** Enrollments that are active all the time. */
  readonly enrollments: readonly { readonly journey: string; readonly step: string }[]
}

export function conditionWorld(condition: Condition, options: WorldOptions): ConditionWorld {
  const { scale, passage } = options
  const sessionGapMs = sessionGapUnits * scale.unitMs
  const memories = createMemoryRegistry()
  const compiled = compileCondition(condition, {
    memories,
    segment: (name) => segments[name],
    problem: () => undefined,
    hasPassage: passage !== undefined,
    sessionGapMs,
  })
  const slots = memories.complete()
  const state = newState('somebody', scale.startAt)
  state.firstSeenAt = Number.POSITIVE_INFINITY
  state.enrollments = options.enrollments.map(({ journey, step }, index) => enrollmentAt(index + 1, journey, step, scale.startAt))
  return {
    compiled,
    slots,
    state,
    feed: (input) => feed(state, slots, input, sessionGapMs),
    view: (now) => ({ state, now, zone: zoneOf(state, scale.zone), passage }),
    oracle: { zone: scale.zone, sessionGapMs, cartEvents, segments, enrollments: options.enrollments, passage },
  }
}

function feed(state: SubscriberState, slots: readonly MemorySlot[], input: Input, sessionGapMs: number): void {
  state.now = input.at
  state.firstSeenAt = Math.min(state.firstSeenAt, input.kind === 'event' ? input.event.occurredAt : input.at)
  if (input.kind === 'command') obey(state, slots, input)
  if (input.kind === 'event') takeIn(state, slots, input, sessionGapMs)
}

function takeIn(state: SubscriberState, slots: readonly MemorySlot[], input: Input & { kind: 'event' }, sessionGapMs: number): void {
  const { event } = input
  for (const [name, value] of Object.entries(event.traits ?? {})) setAttribute(state, slots, { name, value, at: event.occurredAt })
  if (!isSystemEvent(event.name) && event.name !== 'Identified') state.session = sessionAfter(state.session, event, sessionGapMs)
  for (const role of ['added', 'removed', 'cleared', 'ordered'] as const) {
    if ((cartEvents[role] as readonly string[]).includes(event.name)) state.carts = cartsAfter(state.carts, role, event)
  }
  for (const slot of slots) {
    if (slot.events.includes(event.name)) keep(state, slot, slot.record(state.memories.get(slot.id), event, input.at))
  }
}

function obey(state: SubscriberState, slots: readonly MemorySlot[], input: Input & { kind: 'command' }): void {
  const { command, at } = input
  switch (command.do) {
    case 'set attributes':
      for (const [name, value] of Object.entries(command.set)) setAttribute(state, slots, { name, value, at })
      for (const name of command.unset ?? []) setAttribute(state, slots, { name, value: null, at })
      return
    case 'join list':
      state.lists[command.list] = at
      return
    case 'leave list':
      delete state.lists[command.list]
      return
    case 'subscribe':
    case 'unsubscribe': {
      const { channel = 'email' } = command
      const said = channel === 'email' ? state.topics : { ...state.channelTopics[channel] }
      const topics = command.topic === 'all' && command.do === 'unsubscribe' ? [...Object.keys(said), 'all'] : [command.topic]
      for (const topic of topics) said[topic] = { subscribed: command.do === 'subscribe', at }
      if (channel !== 'email') state.channelTopics[channel] = said
      return
    }
    case 'stop journey':
    case 'look again':
      return
  }
}

function setAttribute(
  state: SubscriberState,
  slots: readonly MemorySlot[],
  change: { readonly name: string; readonly value: Json; readonly at: number },
): void {
  const { name, value, at } = change
  if (at < (state.attributesAt[name] ?? Number.NEGATIVE_INFINITY)) return
  if (value === null && state.attributes[name] === undefined) return
  if (value === null) delete state.attributes[name]
  else state.attributes[name] = value
  state.attributesAt[name] = at
  for (const slot of slots) {
    if (slot.attribute === name) keep(state, slot, slot.changed(state.memories.get(slot.id), state.attributes as JsonObject, at))
  }
}

function keep(state: SubscriberState, slot: MemorySlot, content: ReturnType<MemorySlot['record']>): void {
  if (content === undefined) state.memories.delete(slot.id)
  else state.memories.set(slot.id, content)
}

function zoneOf(state: SubscriberState, workspaceZone: string): string {
  const own = state.attributes.timezone
  return typeof own === 'string' && isZone(own) ? own : workspaceZone
}

/** As much of an enrollment as conditions look at. */
function enrollmentAt(id: number, journey: string, step: string, at: number): Enrollment {
  const part: Partial<Enrollment> = { id, journey, version: 1, status: 'active', step, enteredAt: at, stepEnteredAt: at }
  return part as Enrollment
}
