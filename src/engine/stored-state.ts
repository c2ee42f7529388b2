// A state as it rests in a store: nested rows without names, because that packs to less than half the bytes and time of objects. The first
// element is the version of the form; every older version is upgraded here. What is missing at the end of a row was not known yet when it was
// written; what is beyond its known end was written by a newer version and is passed over. The rows go to a sink and come from a source
// (state-rows.ts), so that bytes are written and read without anything in between.

import type { Json } from '../model/json.ts'
import { Ahead } from './ahead.ts'
import { MemoryTable } from './memories/memory-table.ts'
import type {
  ArmState,
  Enrollment,
  EntryState,
  MemoryState,
  QuietState,
  ReturnsState,
  SessionState,
  SubscriberState,
  Suppression,
  TrackingState,
} from './state.ts'
import { JsonSink, JsonSource, pass, type RowSink, type RowSource, readRows } from './state-rows.ts'
import { readCart, writeCart } from './stored-cart.ts'
import { fromEvidence, readConsents, readTopics, toEvidence, writeConsents, writeTopics } from './stored-consent.ts'
import { readEnrollment, readTrigger, writeEnrollment, writeTrigger } from './stored-enrollment.ts'
import { finiteOrNull, orInfinity, orNull, orUndefined } from './stored-nothing.ts'
import { WatchTable } from './watch-table.ts'

export const storedStateVersion = 1

/** The parts of a state that are most of it, in a form of their own already. */
export type Tables = Pick<SubscriberState, 'memories' | 'watches'>

/** The state as nested arrays of plain JSON. */
export function serializeState(state: SubscriberState): Json {
  const memories = Array.from(state.memories, ([id, memory]): Json => [id, memory])
  const watches = Array.from(state.watches, ([id, { value, until }]): Json => [id, value, finiteOrNull(until)])
  const sink = new JsonSink()
  writeAround(state, sink, memories, watches)
  return sink.json
}

/** The inverse of `serializeState`, for the current and every older version. */
export function parseState(stored: Json): SubscriberState {
  return readAround(new JsonSource(stored), undefined)
}

/** Writes the state without its tables, for who stores them in another way. */
export function writeWithoutTables(state: SubscriberState, sink: RowSink): void {
  writeAround(state, sink, null, null)
}

/** The inverse of `writeWithoutTables`. */
export function readWithTables(source: RowSource, tables: Tables): SubscriberState {
  return readAround(source, tables)
}

/** Rows have at least so many values; the first version had them. */
const leastLength = 19
/** With the variants that chance gave, which most people have none of. Whoever took a winner's way has none either, and says so: without them they are read from the passages. */
const knownLength = 25

function writeAround(state: SubscriberState, sink: RowSink, memories: Json, watches: Json): void {
  const saysArms = state.arms.length > 0 || state.enrollments.some(({ variants }) => variants.length > 0)
  sink.list(saysArms ? knownLength : knownLength - 1)
  sink.value(storedStateVersion)
  sink.value(state.id)
  sink.value(state.now)
  sink.value(state.firstSeenAt)
  sink.value(state.attributes)
  sink.value(state.attributesAt)
  sink.value(state.lists)
  writeTopics(sink, state.topics)
  writeSession(sink, state.session)
  sink.list(state.carts.length)
  for (const cart of state.carts) writeCart(sink, cart)
  sink.value(memories)
  sink.value(watches)
  sink.list(state.quiets.length)
  for (const quiet of state.quiets) writeQuiet(sink, quiet)
  sink.list(state.enrollments.length)
  for (const enrollment of state.enrollments) writeEnrollment(sink, enrollment)
  sink.list(state.entries.length)
  for (const entry of state.entries) writeEntry(sink, entry)
  sink.value(state.nextEnrollment)
  sink.value(orNull(state.addedAt))
  sink.value(state.program)
  sink.value(finiteOrNull(state.deadline))
  sink.list(state.suppressed.length)
  for (const suppression of state.suppressed) writeSuppression(sink, suppression)
  writeTracking(sink, state.tracking)
  sink.list(2)
  sink.value(state.returns.since)
  sink.value(state.returns.softBounces)
  writeConsents(sink, state)
  sink.value(state.pauses)
  if (!saysArms) return
  sink.list(state.arms.length)
  for (const arm of state.arms) writeArm(sink, arm)
}

/** Without tables it finds them among the rest. */
function readAround(source: RowSource, tables: Tables | undefined): SubscriberState {
  const length = source.list()
  const version = length > 0 ? source.value() : undefined
  if (version !== storedStateVersion || length < leastLength) {
    const form = typeof version === 'number' ? `form ${version}` : 'no known form'
    throw new Error(`A subscriber is stored in ${form}, and this Oncue reads form ${storedStateVersion}: start the newer version that wrote it.`)
  }
  // Values are read in the order in which they stand, and none is spread: with the form that `newState` makes, whatever looks at states is compiled for
  // one form of object only.
  const state: SubscriberState = {
    id: source.value() as string,
    now: source.value() as number,
    firstSeenAt: source.value() as number,
    attributes: source.object(),
    attributesAt: source.object() as Record<string, number>,
    lists: source.object() as Record<string, number>,
    topics: readTopics(source),
    session: readSession(source),
    carts: readRows(source, readCart),
    memories: memoriesOf(source.value(), tables),
    watches: watchesOf(source.value(), tables),
    quiets: readRows(source, readQuiet),
    enrollments: readRows(source, readEnrollment),
    entries: readRows(source, readEntry),
    nextEnrollment: source.value() as number,
    addedAt: orUndefined(source.value()) as number | undefined,
    program: source.value() as number,
    deadline: orInfinity(source.value()),
    suppressed: length > 19 ? readRows(source, readSuppression) : [],
    tracking: length > 20 ? readTracking(source) : undefined,
    returns: length > 21 ? readReturns(source) : { since: 0, softBounces: [] },
    channelTopics: {},
    asks: [],
    pausedUntil: undefined,
    pauses: 0,
    arms: [],
    ahead: new Ahead(),
  }
  if (length > 22) readConsents(source, state)
  if (length > 23) state.pauses = source.value() as number
  state.arms = length > 24 ? readRows(source, readArm) : armsOf(state.enrollments)
  pass(source, length - knownLength)
  return state
}

function memoriesOf(stored: Json, tables: Tables | undefined): MemoryTable {
  if (tables !== undefined) return tables.memories
  const memories = new MemoryTable()
  for (const [id, memory] of (stored ?? []) as readonly (readonly Json[])[]) memories.set(id as number, memory as MemoryState)
  return memories
}

function watchesOf(stored: Json, tables: Tables | undefined): WatchTable {
  if (tables !== undefined) return tables.watches
  const watches = new WatchTable()
  for (const [id, value, until] of (stored ?? []) as readonly (readonly Json[])[])
    watches.set(id as number, { value: value as boolean, until: orInfinity(until) })
  return watches
}

function writeSession(sink: RowSink, session: SessionState | undefined): void {
  if (session === undefined) return sink.value(null)
  sink.list(3)
  sink.value(orNull(session.id))
  sink.value(session.startedAt)
  sink.value(session.lastAt)
}

function readSession(source: RowSource): SessionState | undefined {
  const length = source.list()
  if (length < 0) return undefined
  const session = { id: orUndefined(source.value()) as string | undefined, startedAt: source.value() as number, lastAt: source.value() as number }
  pass(source, length - 3)
  return session
}

function writeQuiet(sink: RowSink, quiet: QuietState): void {
  sink.list(6)
  sink.value(quiet.trigger)
  sink.value(quiet.key)
  sink.value(quiet.lastAt)
  sink.value(quiet.armed)
  sink.value(quiet.disarmedAt)
  writeTrigger(sink, quiet.event)
}

function readQuiet(source: RowSource): QuietState {
  const length = source.list()
  const quiet = {
    trigger: source.value() as number,
    key: source.value() as string,
    lastAt: source.value() as number,
    armed: source.value() as boolean,
    disarmedAt: source.value() as number,
    event: readTrigger(source),
  }
  pass(source, length - 6)
  return quiet
}

function writeEntry(sink: RowSink, entry: EntryState): void {
  sink.list(3)
  sink.value(entry.journey)
  sink.value(entry.key)
  sink.value(entry.at)
}

function readEntry(source: RowSource): EntryState {
  const length = source.list()
  const entry = { journey: source.value() as string, key: source.value() as string, at: source.value() as readonly number[] }
  pass(source, length - 3)
  return entry
}

function writeArm(sink: RowSink, { journey, step, variant, at }: ArmState): void {
  sink.list(4)
  sink.value(journey)
  sink.value(step)
  sink.value(variant)
  sink.value(at)
}

function readArm(source: RowSource): ArmState {
  const length = source.list()
  const arm = { journey: source.value() as string, step: source.value() as string, variant: source.value() as string, at: source.value() as number }
  pass(source, length - 4)
  return arm
}

/** What a state from before variants were remembered says of them. */
function armsOf(enrollments: readonly Enrollment[]): readonly ArmState[] {
  if (enrollments.length === 0) return []
  return enrollments.flatMap(({ journey, variants, enteredAt }) => variants.map(([step, variant]) => ({ journey, step, variant, at: enteredAt })))
}

function writeSuppression(sink: RowSink, { address, reason, at }: Suppression): void {
  sink.list(3)
  sink.value(address)
  sink.value(reason)
  sink.value(at)
}

function readSuppression(source: RowSource): Suppression {
  const length = source.list()
  const suppression = { address: source.value() as string, reason: source.value() as string, at: source.value() as number }
  pass(source, length - 3)
  return suppression
}

function writeTracking(sink: RowSink, tracking: TrackingState | undefined): void {
  if (tracking === undefined) return sink.value(null)
  sink.list(3)
  sink.value(tracking.allowed)
  sink.value(tracking.at)
  sink.value(fromEvidence(tracking.evidence))
}

function readTracking(source: RowSource): TrackingState | undefined {
  const length = source.list()
  if (length < 0) return undefined
  const tracking = { allowed: source.value() as boolean, at: source.value() as number, evidence: toEvidence(source.value()) }
  pass(source, length - 3)
  return tracking
}

function readReturns(source: RowSource): ReturnsState {
  const length = source.list()
  if (length < 0) return { since: 0, softBounces: [] }
  const returns = { since: source.value() as number, softBounces: source.value() as readonly number[] }
  pass(source, length - 2)
  return returns
}
