// The oracle: what a condition means, written from docs/reference/conditions.md by filtering the whole history. It is
// slow and it is meant to be obviously right; the engine must agree with it at every instant. It may import only the
// model, so that no mistake of the engine can be its own.

import {
  type Comparison,
  type ComparisonObject,
  compileComparison,
  compileWhere,
  type NumberComparison,
  type Resolve,
  type Where,
} from '../../model/comparison.ts'
import type {
  AttributeCondition,
  CartCondition,
  Condition,
  DistinctCondition,
  EventCondition,
  InOrderCondition,
  JourneyCondition,
  MessageCondition,
  RateCondition,
  SinceCondition,
  TimeCondition,
} from '../../model/condition.ts'
import { durationMs } from '../../model/duration.ts'
import type { SubscriberEvent } from '../../model/event.ts'
import { isZone } from '../../model/is-zone.ts'
import { type Json, readPath, splitPath } from '../../model/json.ts'
import { attributeSnapshots, currentAttributes, isOnList, isSubscribed } from './attributes.ts'
import { cartTotals } from './cart.ts'
import { type Arrived, eventsInOrder, firstSeenAt, type History, type OracleContext, receivedBy } from './history.ts'
import { localClock } from './local-clock.ts'
import { currentSessionStart } from './session.ts'

/** Whether the condition holds at `now`, after everything received by then. */
export function evaluateNaively(condition: Condition, history: History, now: number, context: OracleContext): boolean {
  return holds(condition, { history: receivedBy(history, now), now, context })
}

/** Everything that a condition may look at. */
interface Scene {
  readonly history: History
  readonly now: number
  readonly context: OracleContext
}

function holds(condition: Condition, scene: Scene): boolean {
  if ('all' in condition) return condition.all.every((part) => holds(part, scene))
  if ('any' in condition) return condition.any.some((part) => holds(part, scene))
  if ('not' in condition) return !holds(condition.not, scene)
  if ('event' in condition) return eventHolds(condition, scene)
  if ('sum' in condition) return aggregateHolds(condition, condition.sum, (numbers) => numbers.reduce((sum, number) => sum + number, 0), scene)
  if ('avg' in condition) return aggregateHolds(condition, condition.avg, (numbers) => numbers.reduce((sum, number) => sum + number, 0) / numbers.length, scene)
  if ('min' in condition) return aggregateHolds(condition, condition.min, (numbers) => Math.min(...numbers), scene)
  if ('max' in condition) return aggregateHolds(condition, condition.max, (numbers) => Math.max(...numbers), scene)
  if ('distinct' in condition) return distinctHolds(condition, scene)
  if ('in-order' in condition) return inOrderHolds(condition, scene)
  if ('latest' in condition) return latestHolds(condition, scene)
  if ('message' in condition) return messageHolds(condition, scene)
  if ('rate' in condition) return rateHolds(condition, scene)
  if ('journey' in condition) return journeyHolds(condition, scene)
  if ('since' in condition) return sinceHolds(condition, scene)
  if ('attribute' in condition) return attributeHolds(condition, scene)
  if ('list' in condition) return isOnList(scene.history, condition.list)
  if ('topic' in condition) return isSubscribed(scene.history, condition.topic, condition.channel)
  if ('segment' in condition) return segmentHolds(condition.segment, scene)
  if ('cart' in condition) return cartHolds(condition, scene)
  if ('time' in condition) return timeHolds(condition, scene)
  return compare(readPath(passageOf(scene).trigger.properties, splitPath(condition.trigger)), condition, scene)
}

function eventHolds(condition: EventCondition, scene: Scene): boolean {
  const found = occurrences({ ...condition, name: condition.event }, scene)
  const count = (of: readonly Arrived[]): boolean => compare(of.length, condition.count ?? { gte: 1 }, scene)
  const { by } = condition
  if (by === undefined) return count(found)
  const values = new Set(found.map(({ event }) => valueAt(event, by)).filter(isPlainValue))
  return [...values].some((value) => count(found.filter(({ event }) => valueAt(event, by) === value)))
}

type AggregateCondition = { readonly of: string; readonly where?: Where; readonly within?: string } & NumberComparison

/** A sum over none is 0; the others have no value then. */
function aggregateHolds(condition: AggregateCondition, path: string, aggregate: (numbers: readonly number[]) => number, scene: Scene): boolean {
  const found = occurrences({ ...condition, name: condition.of }, scene)
  const numbers = found.map(({ event }) => valueAt(event, path)).filter((value) => typeof value === 'number')
  const value = numbers.length > 0 || 'sum' in condition ? aggregate(numbers) : undefined
  return compareComputed(value, condition, scene)
}

function distinctHolds(condition: DistinctCondition, scene: Scene): boolean {
  const found = occurrences({ ...condition, name: condition.of }, scene)
  const values = new Set(found.map(({ event }) => valueAt(event, condition.distinct)).filter(isPlainValue))
  return compare(values.size, condition, scene)
}

/** Taking the first that fits for each item in turn leaves the most room for the items after it. */
function inOrderHolds(condition: InOrderCondition, scene: Scene): boolean {
  const inside = eventsInOrder(scene.history).filter(({ event }) => isWithin(event.occurredAt, condition.within, scene))
  let from = 0
  return condition['in-order'].every((item) => {
    const index = inside.findIndex(({ event }, place) => place >= from && event.name === item.event && passes(event, item.where, scene))
    from = index + 1
    return index >= 0
  })
}

function latestHolds(condition: { latest: string; where: Where }, scene: Scene): boolean {
  const newest = eventsInOrder(scene.history).findLast(({ event }) => event.name === condition.latest)
  return newest !== undefined && passes(newest.event, condition.where, scene)
}

function messageHolds(condition: MessageCondition, scene: Scene): boolean {
  const names = { sent: 'Message Sent', delivered: 'Message Delivered', opened: 'Message Opened', clicked: 'Message Clicked', bounced: 'Message Bounced' }
  const defaultBy = condition.did === 'opened' || condition.did === 'clicked' ? 'human' : undefined
  const by = condition.by ?? defaultBy
  const who: Where = by === undefined ? {} : { by: { in: [by].flat() } }
  const found = occurrences({ ...condition, name: names[condition.did], where: who }, scene).filter(
    ({ event }) => condition.message === 'any' || event.properties.template === condition.message,
  )
  return compare(found.length, condition.count ?? { gte: 1 }, scene)
}

/** Each message counts once, at its newest report; of reports of one instant the ids decide which is the newer. */
function rateHolds(condition: RateCondition, scene: Scene): boolean {
  const reports = occurrences({ name: condition.over === 'sent' ? 'Message Sent' : 'Message Delivered', ...within(condition) }, scene)
  const messages = [...new Set(reports.map(({ event }) => String(event.properties.message)))]
  const newestAt = (message: string): number =>
    Math.max(...reports.filter(({ event }) => event.properties.message === message).map(({ event }) => event.occurredAt))
  const counted = messages.sort((one, other) => newestAt(other) - newestAt(one) || (one < other ? 1 : -1)).slice(0, condition.last)
  const where: Where = { by: { in: [condition.by ?? 'human'].flat() } }
  const reactions = occurrences({ name: condition.rate === 'opened' ? 'Message Opened' : 'Message Clicked', where }, scene)
  const engaged = counted.filter((message) => reactions.some(({ event }) => event.properties.message === message))
  return compareComputed(counted.length === 0 ? undefined : engaged.length / counted.length, condition, scene)
}

function within({ within: window }: RateCondition): { within?: string } {
  return window === undefined ? {} : { within: window }
}

function journeyHolds(condition: JourneyCondition, scene: Scene): boolean {
  const { journey, is, at } = condition
  if (is === 'active') return scene.context.enrollments.some((enrollment) => enrollment.journey === journey && (at === undefined || enrollment.step === at))
  const name = is === 'completed' ? 'Journey Completed' : 'Journey Exited'
  return eventsInOrder(scene.history).some(
    ({ event }) => event.name === name && event.properties.journey === journey && isWithin(event.occurredAt, condition.within, scene),
  )
}

function sinceHolds(condition: SinceCondition, scene: Scene): boolean {
  const names = typeof condition.since === 'string' ? [condition.since] : condition.since
  const newest = eventsInOrder(scene.history).findLast(({ event }) => names.includes(event.name) && isByPeople(event))
  if (newest === undefined && condition.never === false) return false
  const from = newest === undefined ? firstSeenAt(scene.history) : newest.event.occurredAt
  return scene.now >= from + durationMs(condition.gte)
}

/** With `for`: walks back from the newest snapshot as long as every one passes; what passes from the first on passes since first seen. */
function attributeHolds(condition: AttributeCondition, scene: Scene): boolean {
  const path = splitPath(condition.attribute)
  const snapshots = attributeSnapshots(scene.history)
  const passed = snapshots.map(({ attributes }) => compare(readPath(attributes, path), condition, scene))
  if (passed.at(-1) !== true) return false
  if (condition.for === undefined) return true
  const holdsFrom = snapshots[passed.lastIndexOf(false) + 1]
  return holdsFrom !== undefined && scene.now >= holdsFrom.at + durationMs(condition.for)
}

/** A segment's condition knows of no enrollment. */
function segmentHolds(name: string, scene: Scene): boolean {
  const condition = scene.context.segments[name]
  if (condition === undefined) throw new Error(`no segment is called ${name}`)
  return holds(condition, { ...scene, context: { ...scene.context, passage: undefined } })
}

function cartHolds(condition: CartCondition, scene: Scene): boolean {
  const totals = cartTotals(scene.history, scene.context.cartEvents)
  const { items, value } = condition.cart
  return (items === undefined || compareComputed(totals.items, items, scene)) && (value === undefined || compareComputed(totals.value, value, scene))
}

function timeHolds(condition: TimeCondition, scene: Scene): boolean {
  const { between, days, zone } = condition.time
  const { clock, weekday } = localClock(zone === undefined || zone === 'subscriber' ? zoneOf(scene.history, scene.context) : zone, scene.now)
  if (days !== undefined && !days.includes(weekday)) return false
  if (between === undefined) return true
  const [from, to] = between
  return from <= to ? from <= clock && clock < to : clock >= from || clock < to
}

/** The subscriber's time zone, else the workspace's. */
export function zoneOf(history: History, context: Pick<OracleContext, 'zone'>): string {
  const { timezone } = currentAttributes(history)
  return typeof timezone === 'string' && isZone(timezone) ? timezone : context.zone
}

interface Sought {
  readonly name: string
  readonly where?: Where
  readonly within?: string
  readonly since?: 'enrollment' | 'step'
}

/** The occurrences that a condition counts, by (occurredAt, arrival). */
function occurrences(sought: Sought, scene: Scene): Arrived[] {
  return eventsInOrder(scene.history).filter(
    ({ event }) =>
      event.name === sought.name &&
      passes(event, sought.where, scene) &&
      isWithin(event.occurredAt, sought.within, scene) &&
      (sought.since !== 'enrollment' || isSince(event, passageOf(scene).startedAt)) &&
      (sought.since !== 'step' || isSince(event, passageOf(scene).stepEnteredAt)),
  )
}

/** Strictly after; events about messages also at the very instant. */
function isSince(event: SubscriberEvent, instant: number): boolean {
  return event.occurredAt > instant || (event.name.startsWith('Message ') && event.occurredAt === instant)
}

function isWithin(occurredAt: number, within: string | undefined, scene: Scene): boolean {
  if (within === undefined) return true
  if (within === 'session') return occurredAt >= (currentSessionStart(scene.history, scene.context.sessionGapMs, scene.now) ?? Number.POSITIVE_INFINITY)
  return scene.now - durationMs(within) < occurredAt
}

function passes(event: SubscriberEvent, where: Where | undefined, scene: Scene): boolean {
  if (!isByPeople(event) && where?.['by'] === undefined) return false
  return compileWhere(where)(event.properties, resolveIn(scene))
}

/** What a machine opened or clicked does not count where nothing is said about who. */
function isByPeople({ name, properties }: SubscriberEvent): boolean {
  return (name !== 'Message Opened' && name !== 'Message Clicked') || properties.by === 'human'
}

function compare(value: Json | undefined, comparison: Comparison | Partial<ComparisonObject>, scene: Scene): boolean {
  return compileComparison(comparison)(value, resolveIn(scene))
}

/** What is within a billionth of a number that the author wrote counts as that number. */
function compareComputed(value: number | undefined, comparison: NumberComparison, scene: Scene): boolean {
  const { eq, ne, gt, gte, lt, lte } = comparison
  const operands = [eq, ne, gt, gte, lt, lte].filter((operand) => operand !== undefined)
  const meant = operands.find((operand) => value !== undefined && Math.abs(value - operand) <= 1e-9 * Math.max(1, Math.abs(operand)))
  return compare(meant ?? value, comparison, scene)
}

function resolveIn(scene: Scene): Resolve {
  return (ref) => {
    const [from, ...path] = splitPath(ref)
    return readPath(from === 'trigger' ? passageOf(scene).trigger.properties : currentAttributes(scene.history), path)
  }
}

function passageOf(scene: Scene): NonNullable<OracleContext['passage']> {
  if (scene.context.passage === undefined) throw new Error('a condition speaks of the enrollment, but is asked outside of one')
  return scene.context.passage
}

function valueAt(event: SubscriberEvent, path: string): Json | undefined {
  return readPath(event.properties, splitPath(path))
}

/** What `by` and `distinct` tell apart. */
function isPlainValue(value: Json | undefined): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
}
