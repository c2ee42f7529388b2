// Two subscribers turn out to be one person. For attributes, lists, topics and carts the later word wins; memories become those of both
// histories together; waits go on; of two enrollments in the same journey for the same key the earlier one goes on. Merging is associative:
// in whichever order three subscribers are found to be one, the result remembers the same.

import { consentChannels } from '../model/consent.ts'
import { limits } from '../model/limits.ts'
import { sentence } from '../model/sentence.ts'
import { isFull } from './attributes.ts'
import { mergeAsks } from './opt-in.ts'
import { effectKeyStart, exit } from './passage.ts'
import { addSuppression } from './policies/suppression.ts'
import { mergeTracking } from './policies/tracking.ts'
import type { ArmState, CartState, Enrollment, EntryState, QuietState, SessionState, SubscriberState, TopicState } from './state.ts'
import { everyTopic, leaveEveryTopic } from './subscriptions.ts'
import { keepToLimit } from './triggers/quiet.ts'
import type { Turn } from './turn.ts'

/** Takes everything that `other` remembers into the turn's state. */
export function mergeStates(turn: Turn, other: SubscriberState): void {
  const { state } = turn
  state.firstSeenAt = Math.min(state.firstSeenAt, other.firstSeenAt)
  state.addedAt = earliest(state.addedAt, other.addedAt)
  const address = state.attributes['email']
  mergeAttributes(turn, other)
  if (state.attributes['email'] !== address || address === undefined) state.returns = other.returns
  mergeLists(turn, other)
  mergeTopics(state.topics, other.topics)
  for (const channel of consentChannels) {
    const theirs = other.channelTopics[channel]
    if (theirs !== undefined) state.channelTopics[channel] = mergeTopics(state.channelTopics[channel] ?? {}, theirs)
  }
  mergeAsks(state, other)
  state.pausedUntil = latest(state.pausedUntil, other.pausedUntil)
  state.tracking = mergeTracking(state.tracking, other.tracking)
  state.session = mergeSessions(state.session, other.session, turn.program.sessionGapMs)
  state.carts = mergeCarts(state.carts, other.carts)
  mergeMemories(turn, other)
  mergeQuiets(state, other.quiets)
  keepToLimit(turn)
  mergeEnrollments(turn, other)
  mergeEntries(state, other.entries)
  mergeArms(state, other.arms)
  for (const suppression of other.suppressed) addSuppression(state, suppression)
}

/** A memory that follows an attribute goes with the side whose value holds: only that side knows since when. */
function mergeAttributes(turn: Turn, other: SubscriberState): void {
  const { state, program } = turn
  for (const [name, at] of Object.entries(other.attributesAt)) {
    const ours = Object.hasOwn(state.attributesAt, name) ? (state.attributesAt[name] as number) : undefined
    if (ours !== undefined && ours >= at) continue
    const value = Object.hasOwn(other.attributes, name) ? other.attributes[name] : undefined
    const previous = Object.hasOwn(state.attributes, name) ? state.attributes[name] : undefined
    if (value !== undefined && isFull(turn, name, { previous, value })) continue
    state.attributesAt[name] = at
    if (value === undefined) delete state.attributes[name]
    else state.attributes[name] = value
    for (const slot of program.memoriesByAttribute.get(name) ?? []) {
      const memory = other.memories.get(slot.id)
      if (memory === undefined) state.memories.delete(slot.id)
      else state.memories.set(slot.id, memory)
    }
  }
}

function mergeTopics(topics: Record<string, TopicState>, others: Readonly<Record<string, TopicState>>): Record<string, TopicState> {
  for (const [topic, theirs] of Object.entries(others)) {
    const ours = Object.hasOwn(topics, topic) ? topics[topic] : undefined
    if (ours === undefined || theirs.at > ours.at || (theirs.at === ours.at && !theirs.subscribed)) topics[topic] = theirs
  }
  const all = topics[everyTopic]
  if (all?.subscribed === false) leaveEveryTopic(topics, all.at)
  return topics
}

function mergeLists(turn: Turn, other: SubscriberState): void {
  const { lists } = turn.state
  for (const [list, at] of Object.entries(other.lists)) {
    if (Object.hasOwn(lists, list)) lists[list] = Math.min(lists[list] as number, at)
    else if (Object.keys(lists).length < limits.lists) lists[list] = at
    else turn.decisions.push({ kind: 'cut', at: turn.now, because: sentence('list-not-taken-over', { list, count: limits.lists }) })
  }
}

/** Sessions that touch become one; otherwise the later one is the current one. */
function mergeSessions(ours: SessionState | undefined, theirs: SessionState | undefined, gapMs: number): SessionState | undefined {
  if (ours === undefined || theirs === undefined) return ours ?? theirs
  const [earlier, later] = ours.lastAt <= theirs.lastAt ? [ours, theirs] : [theirs, ours]
  if (later.startedAt >= earlier.lastAt + gapMs) return later
  return { id: later.id ?? earlier.id, startedAt: Math.min(earlier.startedAt, later.startedAt), lastAt: later.lastAt }
}

/** A cart that both have: products of both, and what either knew to be emptied is emptied. */
function mergeCarts(ours: readonly CartState[], theirs: readonly CartState[]): CartState[] {
  const carts = new Map(ours.map((cart) => [cart.id, cart]))
  for (const cart of theirs) {
    const mine = carts.get(cart.id)
    carts.set(cart.id, mine === undefined ? cart : mergeCart(mine, cart))
  }
  return [...carts.values()].sort((one, other) => one.changedAt - other.changedAt).slice(-limits.carts)
}

function mergeCart(mine: CartState, theirs: CartState): CartState {
  const clearedAt = Math.max(mine.clearedAt, theirs.clearedAt)
  const products = new Map(mine.items.map((item) => [item.product, item]))
  for (const item of theirs.items) {
    const same = products.get(item.product)
    if (same === undefined) products.set(item.product, item)
    else products.set(item.product, { ...(same.changedAt >= item.changedAt ? same : item), quantity: same.quantity + item.quantity })
  }
  const items = [...products.values()].filter((item) => item.changedAt > clearedAt).slice(0, limits.cartItems)
  return { id: mine.id, changedAt: Math.max(mine.changedAt, theirs.changedAt), clearedAt, items }
}

function mergeMemories(turn: Turn, other: SubscriberState): void {
  const { state, program } = turn
  for (const [id, theirs] of other.memories) {
    const slot = program.memories.get(id)
    if (slot === undefined || slot.attribute !== undefined) continue
    const ours = state.memories.get(id)
    const merged = ours === undefined ? theirs : slot.merge(ours, theirs, turn.now)
    if (merged === undefined) state.memories.delete(id)
    else state.memories.set(id, merged)
  }
}

function mergeQuiets(state: SubscriberState, quiets: readonly QuietState[]): void {
  for (const theirs of quiets) {
    const index = state.quiets.findIndex((one) => one.trigger === theirs.trigger && one.key === theirs.key)
    const ours = state.quiets[index]
    if (ours === undefined) {
      state.quiets.push(theirs)
      continue
    }
    const later = ours.lastAt >= theirs.lastAt ? ours : theirs
    const disarmedAt = Math.max(ours.disarmedAt, theirs.disarmedAt)
    state.quiets[index] = { ...later, disarmedAt, armed: later.armed && disarmedAt < later.lastAt }
  }
}

function mergeEnrollments(turn: Turn, other: SubscriberState): void {
  const { state } = turn
  for (const enrollment of other.enrollments) {
    const same = state.enrollments.find((one) => one.status === 'active' && one.journey === enrollment.journey && one.key === enrollment.key)
    const moved: Enrollment = {
      ...enrollment,
      id: state.nextEnrollment,
      formerKeys: [...enrollment.formerKeys, effectKeyStart(other.id, enrollment)].slice(-limits.formerKeys),
    }
    state.nextEnrollment += 1
    state.enrollments.push(moved)
    if (same === undefined || moved.status !== 'active') continue
    exit(turn, same.enteredAt <= moved.enteredAt ? moved : same, 'inside twice after two subscribers were found to be one')
  }
  const active = state.enrollments.filter((enrollment) => enrollment.status === 'active').sort((one, other) => one.enteredAt - other.enteredAt)
  for (const surplus of active.slice(limits.enrollments)) exit(turn, surplus, `inside ${limits.enrollments} journeys already`)
}

/** Adds past entries of the same person. */
export function mergeEntries(state: SubscriberState, entries: readonly EntryState[]): void {
  for (const theirs of entries) {
    const index = state.entries.findIndex((one) => one.journey === theirs.journey && one.key === theirs.key)
    const ours = state.entries[index]
    if (ours === undefined) state.entries.push(theirs)
    else state.entries[index] = { ...ours, at: [...ours.at, ...theirs.at].sort((one, other) => one - other).slice(-limits.entries) }
  }
  state.entries = entriesWithinLimit(state.entries)
}

/** Of two variants of one split the one that was given first. */
export function mergeArms(state: SubscriberState, arms: readonly ArmState[]): void {
  const isSame = (one: ArmState, other: ArmState): boolean => one.journey === other.journey && one.step === other.step
  for (const theirs of arms) {
    const ours = state.arms.find((one) => isSame(one, theirs))
    if (ours !== undefined && ours.at <= theirs.at) continue
    state.arms = [...state.arms.filter((one) => one !== ours), theirs]
  }
  if (arms.length > 0) state.arms = state.arms.toSorted((one, other) => one.at - other.at).slice(-limits.arms)
}

/** Past entries for so many keys of a journey; the oldest leave. */
function entriesWithinLimit(entries: readonly EntryState[]): EntryState[] {
  const newest = new Map<string, number>()
  const kept = entries.toReversed().filter(({ journey }) => {
    const known = newest.get(journey) ?? 0
    newest.set(journey, known + 1)
    return known < limits.entries
  })
  return kept.reverse()
}

function latest(one: number | undefined, other: number | undefined): number | undefined {
  if (one === undefined || other === undefined) return one ?? other
  return Math.max(one, other)
}

function earliest(one: number | undefined, other: number | undefined): number | undefined {
  if (one === undefined || other === undefined) return one ?? other
  return Math.min(one, other)
}
