// What a publication means for one subscriber: passages in older versions stay, move to the new one or begin anew on it, and those for whom
// an entrance holds already are let in, where the author chose so. Done once per subscriber, while the state takes over the program.

import type { Json, JsonObject } from '../model/json.ts'
import { limits } from '../model/limits.ts'
import { sentence } from '../model/sentence.ts'
import { isWaiting } from './check-state.ts'
import { advance, enter, onlyPaths } from './enrollments.ts'
import { complete, effectKeyStart, journeyOf } from './passage.ts'
import { type CompiledJourney, journeyKey, type PeoplePlan } from './program.ts'
import type { Enrollment } from './state.ts'
import { fireOn } from './triggers/on.ts'
import { about, count, decide, type Turn, touch, versionOf, viewOf } from './turn.ts'

/** Where a mapping may lead besides to a step. */
export const mapTargets = { end: ':end', stay: ':stay' } as const

type Triggers = ReadonlyMap<number, JsonObject> | undefined

/** Applies the plans that the state has not been through. `before` is the program that it comes from. */
export function applyPlans(turn: Turn, from: { readonly before: number; readonly triggers: Triggers }): void {
  for (const plan of turn.program.plans) {
    if (plan.doneIn.includes(from.before)) continue
    const journey = turn.program.journeys.get(journeyKey(plan.journey, plan.to))
    if (journey === undefined) continue
    if (plan.people !== 'stay')
      for (const enrollment of [...turn.state.enrollments]) changeVersion(turn, enrollment, { plan, journey, triggers: from.triggers })
    if (plan.existing && journey.live) letExistingIn(turn, journey)
  }
}

/**
 * Where people at a step go when they move: its own place in the new version, or what the mapping says. Undefined where nothing is said of a step
 * that is gone: they stay.
 */
export function targetOf(plan: Pick<PeoplePlan, 'map'>, step: string, journey: Pick<CompiledJourney, 'steps'>): string | undefined {
  const mapped = Object.hasOwn(plan.map, step) ? plan.map[step] : undefined
  if (mapped === mapTargets.stay) return undefined
  if (mapped !== undefined) return mapped
  return journey.steps.has(step) ? step : undefined
}

interface Change {
  readonly plan: PeoplePlan
  readonly journey: CompiledJourney
  readonly triggers: Triggers
}

function changeVersion(turn: Turn, enrollment: Enrollment, { plan, journey, triggers }: Change): void {
  if (enrollment.status !== 'active' || enrollment.journey !== plan.journey || enrollment.version >= plan.to) return
  const isRestarted = plan.people === 'restart'
  const target = isRestarted ? journey.first : targetOf(plan, enrollment.step, journey)
  if (target === undefined && !isRestarted) return
  if (target === mapTargets.end) return complete(turn, enrollment)
  const { converted, heldOut } = enrollment
  const old = { version: enrollment.version, step: enrollment.step, kind: journeyOf(turn, enrollment)?.steps.get(enrollment.step)?.kind }
  leave(turn, enrollment)
  enrollment.version = journey.version
  enrollment.trigger = withPaths(enrollment, journey, triggers)
  count(turn, journey, '', 'inside')
  count(turn, journey, '', 'moved in')
  // What has converted counts where it did; begun anew, it is one more passage.
  if (converted && !isRestarted) count(turn, journey, '', 'moved in converted')
  else if (heldOut) count(turn, journey, '', 'held out')
  const because = sentence(isRestarted ? 'begins-anew' : 'moved')
  const to = target ?? ''
  decide(turn, {
    kind: 'changed version',
    ...about(turn, enrollment),
    from: old.version,
    fromStep: old.step,
    step: to,
    because,
    ...flagsOf({ converted, heldOut, isRestarted }),
  })
  callOff(enrollment, { plan, journey, isRestarted })
  touch(turn, turn.program.watchesBy.journey.get(enrollment.journey))
  turn.dataChanged = true
  if (isRestarted) {
    enrollment.enteredAt = turn.now
    enrollment.converted = false
    enrollment.variants = []
    enrollment.lastMessage = undefined
  }
  const step = journey.steps.get(to)
  if (!isRestarted && step !== undefined && step.kind === old.kind && isWaiting(step)) {
    // The same place under another version: whoever has waited there has waited already.
    enrollment.step = to
    count(turn, journey, to, 'here now')
    return
  }
  enrollment.step = ''
  advance(turn, enrollment, journey, { to: target, because })
}

/** What a recount has to know besides. */
function flagsOf(of: { readonly converted: boolean; readonly heldOut: boolean; readonly isRestarted: boolean }) {
  return { ...(of.converted && { converted: true }), ...(of.heldOut && { heldOut: true }), ...(of.isRestarted && { anew: true }) }
}

function leave(turn: Turn, enrollment: Enrollment): void {
  const old = versionOf(enrollment)
  if (enrollment.step !== '') count(turn, old, enrollment.step, 'here now', -1)
  count(turn, old, '', 'inside', -1)
  count(turn, old, '', 'moved out')
  if (enrollment.converted) count(turn, old, '', 'moved out converted')
  else if (enrollment.heldOut) count(turn, old, '', 'held out', -1)
  enrollment.formerKeys = [...enrollment.formerKeys, effectKeyStart(turn.state.id, enrollment)].slice(-limits.formerKeys)
}

/** Messages under way of steps that the new version does not have, or of a passage that begins anew, are not sent. */
function callOff(enrollment: Enrollment, { plan, journey, isRestarted }: { plan: PeoplePlan; journey: CompiledJourney; isRestarted: boolean }): void {
  for (const pending of enrollment.pending) {
    if (isRestarted) pending.cancelled ??= sentence('begins-anew-on', { version: journey.version })
    else if (targetOf(plan, pending.step, journey) === undefined)
      pending.cancelled ??= sentence('version-without-step', { version: journey.version, step: pending.step })
  }
}

/** What the new version refers to of the triggering event, out of the event itself where it is known. */
function withPaths({ trigger }: Enrollment, journey: CompiledJourney, triggers: Triggers): Enrollment['trigger'] {
  const whole = trigger.position === undefined ? undefined : triggers?.get(trigger.position)
  return whole === undefined ? trigger : { ...trigger, properties: { ...trigger.properties, ...onlyPaths(whole, journey.triggerPaths) } }
}

/** Lets in whoever an entrance of the journey would let in had it been there when its condition turned true; once, by the first that fits. */
function letExistingIn(turn: Turn, journey: CompiledJourney): void {
  const inside = turn.state.nextEnrollment
  for (const watch of turn.program.watches) {
    if (!watch.becomes.includes(journey) || !watch.condition.evaluate(viewOf(turn)).value) continue
    const trigger = { name: 'condition', occurredAt: turn.now, properties: {}, position: undefined }
    enter(turn, journey, { trigger, because: sentence('held-already', { condition: watch.condition.words, version: journey.version }) })
    if (turn.state.nextEnrollment > inside) return
  }
  for (const entrance of journey.definition.enter) {
    if (!('joins' in entrance)) continue
    const joined = isJoined(turn, entrance.joins)
    if (joined === undefined) continue
    const triggers = turn.program.reactions.get(joined.name)?.triggers.filter((one) => one.journey === journey) ?? []
    fireOn(turn, triggers, { name: joined.name, occurredAt: turn.now, properties: joined.properties }, undefined)
    if (turn.state.nextEnrollment > inside) return
  }
}

/** The event that joining would have been; undefined for who is not there. */
function isJoined(turn: Turn, joins: { readonly segment: string } | { readonly list: string }): { name: string; properties: Record<string, Json> } | undefined {
  if ('list' in joins) {
    return Object.hasOwn(turn.state.lists, joins.list) ? { name: 'List Joined', properties: { list: joins.list, source: 'admin' } } : undefined
  }
  const watch = turn.program.segments.find((one) => one.segment === joins.segment)
  return watch?.condition.evaluate(viewOf(turn)).value === true ? { name: 'Segment Entered', properties: { segment: joins.segment } } : undefined
}
