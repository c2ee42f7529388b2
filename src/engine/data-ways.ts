// Which journeys a change of data may let somebody into at the very instant: what a step sets, who listens to it, and over which segment. As far
// as that can be seen in the definitions: where it cannot be ruled out, it counts as possible.

import { type Comparison, compileComparison, isRef, refsOf, type Where } from '../model/comparison.ts'
import type { AttributeCondition, Condition } from '../model/condition.ts'
import type { Segment } from '../model/definitions.ts'
import type { Step, Trigger } from '../model/journey.ts'
import { type Json, splitPath } from '../model/json.ts'
import type { CompiledCondition } from './answer.ts'
import { canonicalJson } from './canonical-json.ts'
import { comparisonOf } from './conditions/attribute.ts'
import type { CompiledJourney, Watch } from './program.ts'

/** What one step changes about the person. */
export interface DataChange {
  readonly of: 'attribute' | 'list' | 'topic'
  readonly name: string
  /** What it is from then on; undefined where that depends. */
  readonly value: Json | undefined
  readonly words: string
}

/** A way into a journey that data may open. */
export interface DataEntrance {
  readonly journey: string
  readonly words: string
  opens(change: DataChange): boolean
}

/** What a step changes, in the order in which it is written. */
export function changesOf(step: Step): readonly DataChange[] {
  if ('list' in step) {
    const isAdding = 'add' in step.list
    const name = 'add' in step.list ? step.list.add : step.list.remove
    return [{ of: 'list', name, value: isAdding, words: isAdding ? `puts on list ${name}` : `takes off list ${name}` }]
  }
  if ('topic' in step && typeof step.topic === 'object') {
    const isYes = 'subscribe' in step.topic
    const name = 'subscribe' in step.topic ? step.topic.subscribe : step.topic.unsubscribe
    return [{ of: 'topic', name, value: isYes, words: isYes ? `says yes to ${name}` : `says no to ${name}` }]
  }
  if (!('update' in step)) return []
  const { set = {}, unset = [], increment = {}, append = {} } = step.update
  const changes: readonly (readonly [path: string, value: Json | undefined])[] = [
    ...Object.entries(set).map(([path, value]) => [path, isRef(value) ? undefined : (value as Json)] as const),
    ...unset.map((path) => [path, null] as const),
    ...Object.keys({ ...increment, ...append }).map((path) => [path, undefined] as const),
  ]
  return changes.map(([path, value]) => {
    const [root = path, ...inner] = splitPath(path)
    return { of: 'attribute', name: root, value: inner.length === 0 ? value : undefined, words: `updates ${path}` }
  })
}

/** Whether changes of one thing can follow on each other for ever: one that always sets the same changes it only once. */
export function canGoOn(changes: readonly DataChange[]): boolean {
  const values = new Set(changes.map(({ value }) => (value === undefined ? undefined : canonicalJson(value))))
  return values.size > 1 || values.has(undefined)
}

/** What the compiler knows of the conditions that let in. */
export interface LettingIn {
  readonly becomes: readonly { readonly definition: Condition; readonly condition: CompiledCondition; readonly journey: CompiledJourney }[]
  readonly watches: readonly Watch[]
  readonly segments: readonly Segment[]
}

/** Every way into these journeys that data may open. */
export function dataEntrances(journeys: readonly CompiledJourney[], { becomes, watches, segments }: LettingIn): readonly DataEntrance[] {
  const turning = becomes.map(
    ({ definition, condition, journey }): DataEntrance => ({
      journey: journey.name,
      words: '',
      opens: (change) => mayTurn(condition, definition, change, 'true'),
    }),
  )
  const conditions = new Map(watches.flatMap((watch) => (watch.segment === undefined ? [] : [[watch.segment, watch.condition] as const])))
  const definitions = new Map(segments.map((one) => [one.segment, one.if]))
  const others = journeys.flatMap(({ name, definition: { enter } }) =>
    enter.flatMap((trigger): DataEntrance[] => {
      if (!('joins' in trigger || 'leaves' in trigger)) return 'on' in trigger && !('quiet' in trigger) ? [onEvent(name, trigger)] : []
      const group = 'joins' in trigger ? trigger.joins : trigger.leaves
      const isJoining = 'joins' in trigger
      if ('list' in group) {
        return [{ journey: name, words: '', opens: (change) => change.of === 'list' && change.name === group.list && change.value === isJoining }]
      }
      const [condition, definition] = [conditions.get(group.segment), definitions.get(group.segment)]
      if (condition === undefined || definition === undefined) return []
      return [{ journey: name, words: `segment ${group.segment}`, opens: (change) => mayTurn(condition, definition, change, isJoining ? 'true' : 'false') }]
    }),
  )
  return [...turning, ...others]
}

function mayTurn({ dependencies }: CompiledCondition, definition: Condition, change: DataChange, to: 'true' | 'false'): boolean {
  const read = { attribute: dependencies.attributes, list: dependencies.lists, topic: dependencies.topics }[change.of]
  if (!read.has(change.name)) return false
  if (!('attribute' in definition) || change.of !== 'attribute' || definition.attribute !== change.name) return true
  return passesWith(definition, change.value) === undefined || passesWith(definition, change.value) === (to === 'true')
}

/** Whether the attribute passes with a value; undefined where that cannot be said. What has to hold for a while never holds at once. */
function passesWith(definition: AttributeCondition, value: Json | undefined): boolean | undefined {
  if (definition.for !== undefined) return false
  const comparison = comparisonOf(definition)
  if (value === undefined || refsOf(comparison).length > 0) return undefined
  return compileComparison(comparison)(value ?? undefined, () => undefined)
}

const told: Readonly<Record<string, { readonly of: DataChange['of']; readonly value?: boolean }>> = {
  'Attribute Changed': { of: 'attribute' },
  'List Joined': { of: 'list', value: true },
  'List Left': { of: 'list', value: false },
  Subscribed: { of: 'topic', value: true },
  Unsubscribed: { of: 'topic', value: false },
}

function onEvent(journey: string, trigger: Extract<Trigger, { on: unknown }>): DataEntrance {
  const about = [trigger.on].flat().flatMap((name) => (typeof name === 'string' ? (told[name] ?? []) : []))
  const where: Where = ('where' in trigger ? trigger.where : undefined) ?? {}
  return {
    journey,
    words: '',
    opens(change) {
      if (!about.some(({ of, value }) => of === change.of && (value === undefined || value === change.value))) return false
      const known: Record<string, Json | undefined> = { [change.of]: change.name, source: 'journey', ...(change.of === 'attribute' && { value: change.value }) }
      return Object.entries(where).every(([path, comparison]) => mayPass(comparison, known[path]))
    },
  }
}

/** Whether a value, as far as it is known, may pass. */
export function mayPass(comparison: Comparison, value: Json | undefined): boolean {
  return value === undefined || refsOf(comparison).length > 0 || compileComparison(comparison)(value, () => undefined)
}
