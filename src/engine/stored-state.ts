// A state as it rests in a store: nested arrays without names, because that packs to less than half the bytes and time of objects. The first
// element is the version of the form; every older version is upgraded here. What is missing at the end of a row was not known yet when it was written.

import type { Json, JsonObject } from '../model/json.ts'
import { IdTable } from './id-table.ts'
import type {
  ArmState,
  CartItem,
  CartState,
  Enrollment,
  EntryState,
  HeardMove,
  MemoryState,
  PendingEffect,
  QuietState,
  ReturnsState,
  SessionState,
  SubscriberState,
  Suppression,
  TrackingState,
  TriggerMemory,
} from './state.ts'
import { fromConsents, fromEvidence, fromTopics, toConsents, toEvidence, toTopics } from './stored-consent.ts'
import { WatchTable } from './watch-table.ts'

export const storedStateVersion = 1

type Row = readonly Json[]

const statuses = ['active', 'completed', 'exited'] as const

/** The parts of a state that are most of it, in a form of their own already. */
export type Tables = Pick<SubscriberState, 'memories' | 'watches'>

/** The state as nested arrays of plain JSON. */
export function serializeState(state: SubscriberState): Json {
  const memories = Array.from(state.memories, ([id, memory]) => [id, memory])
  const watches = Array.from(state.watches, ([id, { value, until }]) => [id, value, finiteOrNull(until)])
  return serializeAround(state, memories, watches)
}

/** The same without its tables, for who stores them in another way. */
export function serializeWithoutTables(state: SubscriberState): Json {
  return serializeAround(state, null, null)
}

function serializeAround(state: SubscriberState, memories: Json, watches: Json): Json {
  return [
    storedStateVersion,
    state.id,
    state.now,
    state.firstSeenAt,
    state.attributes,
    state.attributesAt,
    state.lists,
    fromTopics(state.topics),
    state.session === undefined ? null : [orNull(state.session.id), state.session.startedAt, state.session.lastAt],
    state.carts.map(fromCart),
    memories,
    watches,
    state.quiets.map(fromQuiet),
    state.enrollments.map(fromEnrollment),
    state.entries.map((entry) => [entry.journey, entry.key, entry.at]),
    state.nextEnrollment,
    orNull(state.addedAt),
    state.program,
    finiteOrNull(state.deadline),
    state.suppressed.map(({ address, reason, at }) => [address, reason, at]),
    state.tracking === undefined ? null : [state.tracking.allowed, state.tracking.at, fromEvidence(state.tracking.evidence)],
    [state.returns.since, state.returns.softBounces],
    fromConsents(state),
    state.pauses,
    // Most people have none.
    ...(state.arms.length === 0 ? [] : [state.arms.map(({ journey, step, variant, at }) => [journey, step, variant, at])]),
  ]
}

/** The inverse of `serializeState`, for the current and every older version. */
export function parseState(stored: Json): SubscriberState {
  const row = stored as Row
  return parseWithTables(row, { memories: toMemories((row[10] ?? []) as Row[]), watches: toWatches((row[11] ?? []) as Row[]) })
}

/** The inverse of `serializeWithoutTables`. */
export function parseWithTables(stored: Json, { memories, watches }: Tables): SubscriberState {
  const row = stored as Row
  const version = Array.isArray(row) ? row[0] : undefined
  if (version !== storedStateVersion) {
    const form = typeof version === 'number' ? `form ${version}` : 'no known form'
    throw new Error(`A subscriber is stored in ${form}, and this Oncue reads form ${storedStateVersion}: start the newer version that wrote it.`)
  }
  const enrollments = (row[13] as Row[]).map(toEnrollment)
  return {
    id: row[1] as string,
    now: row[2] as number,
    firstSeenAt: row[3] as number,
    attributes: { ...(row[4] as JsonObject) },
    attributesAt: { ...(row[5] as Record<string, number>) },
    lists: { ...(row[6] as Record<string, number>) },
    topics: toTopics(row[7] as Row[]),
    session: toSession(row[8] as Row | null),
    carts: (row[9] as Row[]).map(toCart),
    memories,
    watches,
    quiets: (row[12] as Row[]).map(toQuiet),
    enrollments,
    entries: (row[14] as Row[]).map(([journey, key, at]) => ({ journey, key, at }) as EntryState),
    nextEnrollment: row[15] as number,
    addedAt: orUndefined(row[16]) as number | undefined,
    program: row[17] as number,
    deadline: orInfinity(row[18]),
    suppressed: ((row[19] ?? []) as Row[]).map(toSuppression),
    tracking: toTracking((row[20] ?? null) as Row | null),
    returns: toReturns((row[21] ?? undefined) as Row | undefined),
    ...toConsents((row[22] ?? null) as Row | null),
    pauses: (row[23] ?? 0) as number,
    arms: row[24] === undefined ? armsOf(enrollments) : (row[24] as Row[]).map(toArm),
  }
}

function toArm([journey, step, variant, at]: Row): ArmState {
  return { journey, step, variant, at } as ArmState
}

/** What a state from before variants were remembered says of them. */
function armsOf(enrollments: readonly Enrollment[]): readonly ArmState[] {
  return enrollments.flatMap(({ journey, variants, enteredAt }) => variants.map(([step, variant]) => ({ journey, step, variant, at: enteredAt })))
}

function toTracking(row: Row | null): TrackingState | undefined {
  return row === null ? undefined : { allowed: row[0] as boolean, at: row[1] as number, evidence: toEvidence(row[2]) }
}

function toMemories(rows: readonly Row[]): IdTable<MemoryState> {
  const memories = new IdTable<MemoryState>()
  for (const [id, memory] of rows) memories.set(id as number, memory as MemoryState)
  return memories
}

function toWatches(rows: readonly Row[]): WatchTable {
  const watches = new WatchTable()
  for (const [id, value, until] of rows) watches.set(id as number, { value: value as boolean, until: orInfinity(until) })
  return watches
}

function toSuppression([address, reason, at]: Row): Suppression {
  return { address, reason, at } as Suppression
}

function toReturns(row: Row | undefined): ReturnsState {
  return row === undefined ? { since: 0, softBounces: [] } : ({ since: row[0], softBounces: row[1] } as ReturnsState)
}

function toSession(row: Row | null): SessionState | undefined {
  return row === null ? undefined : { id: orUndefined(row[0]) as string | undefined, startedAt: row[1] as number, lastAt: row[2] as number }
}

function fromCart(cart: CartState): Json {
  return [cart.id, cart.changedAt, cart.clearedAt, cart.items.map(fromItem)]
}

function toCart([id, changedAt, clearedAt, items]: Row): CartState {
  return { id, changedAt, clearedAt, items: (items as Row[]).map(toItem) } as CartState
}

function fromItem(item: CartItem): Json {
  return [item.product, item.changedAt, item.quantity, item.price, orNull(item.name), orNull(item.image), orNull(item.url)]
}

function toItem([product, changedAt, quantity, price, name, image, url]: Row): CartItem {
  return { product, changedAt, quantity, price, name: orUndefined(name), image: orUndefined(image), url: orUndefined(url) } as CartItem
}

function fromQuiet(quiet: QuietState): Json {
  return [quiet.trigger, quiet.key, quiet.lastAt, quiet.armed, quiet.disarmedAt, fromTrigger(quiet.event)]
}

function toQuiet([trigger, key, lastAt, armed, disarmedAt, event]: Row): QuietState {
  return { trigger, key, lastAt, armed, disarmedAt, event: toTrigger(event as Row) } as QuietState
}

function fromTrigger(trigger: TriggerMemory): Json {
  return [trigger.name, trigger.occurredAt, trigger.properties, orNull(trigger.position)]
}

function toTrigger([name, occurredAt, properties, position]: Row): TriggerMemory {
  return { name, occurredAt, properties, position: orUndefined(position) } as TriggerMemory
}

function fromEnrollment(enrollment: Enrollment): Json {
  return [
    enrollment.id,
    enrollment.journey,
    enrollment.version,
    orNull(enrollment.key),
    enrollment.enteredAt,
    fromTrigger(enrollment.trigger),
    statuses.indexOf(enrollment.status),
    enrollment.step,
    enrollment.stepEnteredAt,
    enrollment.visits,
    finiteOrNull(enrollment.wakeAt),
    enrollment.converted,
    enrollment.pending.map(fromPending),
    enrollment.formerKeys,
    enrollment.heldOut,
    enrollment.variants,
    enrollment.lastMessage === undefined ? null : fromLastMessage(enrollment.lastMessage),
    enrollment.heldMs,
    enrollment.heard === undefined ? null : [orNull(enrollment.heard.to), enrollment.heard.because, enrollment.heard.at],
  ]
}

function toEnrollment(row: Row): Enrollment {
  return {
    id: row[0] as number,
    journey: row[1] as string,
    version: row[2] as number,
    key: orUndefined(row[3]) as string | undefined,
    enteredAt: row[4] as number,
    trigger: toTrigger(row[5] as Row),
    status: statuses[row[6] as number] as Enrollment['status'],
    step: row[7] as string,
    stepEnteredAt: row[8] as number,
    visits: row[9] as number,
    wakeAt: orInfinity(row[10]),
    converted: row[11] as boolean,
    pending: (row[12] as Row[]).map(toPending),
    formerKeys: row[13] as readonly string[],
    heldOut: row[14] === true,
    variants: (row[15] ?? []) as Enrollment['variants'],
    lastMessage: toLastMessage((row[16] ?? null) as Row | null),
    heldMs: (row[17] ?? 0) as number,
    heard: toHeard(row[18] as Row | null | undefined),
  }
}

function toHeard(row: Row | null | undefined): HeardMove | undefined {
  return row ? ({ to: orUndefined(row[0]), because: row[1], at: row[2] } as HeardMove) : undefined
}

function toLastMessage(row: Row | null): Enrollment['lastMessage'] {
  return row === null
    ? undefined
    : { step: row[0] as string, version: row[1] as number, template: orUndefined(row[2]) as string | undefined, sentAt: row[3] as number }
}

function fromLastMessage({ step, version, template, sentAt }: NonNullable<Enrollment['lastMessage']>): Json {
  return [step, version, orNull(template), sentAt]
}

function fromPending(pending: PendingEffect): Json {
  const { key, channel, template, topic, expiresAt, step, decidedAt, cancelled, authorizedAt } = pending
  return [key, channel, orNull(template), orNull(topic), orNull(expiresAt), step, decidedAt, orNull(cancelled), orNull(authorizedAt)]
}

function toPending(row: Row): PendingEffect {
  return {
    key: row[0] as string,
    channel: row[1] as string,
    template: orUndefined(row[2]) as string | undefined,
    topic: orUndefined(row[3]) as string | undefined,
    expiresAt: orUndefined(row[4]) as number | undefined,
    step: row[5] as string,
    decidedAt: row[6] as number,
    cancelled: orUndefined(row[7]) as string | undefined,
    authorizedAt: orUndefined(row[8]) as number | undefined,
  }
}

function orNull(value: string | number | undefined): string | number | null {
  return value ?? null
}

function orUndefined(value: Json | undefined): Json | undefined {
  return value ?? undefined
}

function finiteOrNull(value: number): number | null {
  return value === Number.POSITIVE_INFINITY ? null : value
}

function orInfinity(value: Json | undefined): number {
  return typeof value === 'number' ? value : Number.POSITIVE_INFINITY
}
