// Everything that matters about one subscriber: a small plain-data value, bounded by the program that is in force.
// A state is a fold of the subscriber's log. It is owned by whoever holds it: `transition` changes it in place,
// because copying it was the largest cost of a transition; who wants to keep the old one uses `copyState`.

import type { ConsentChannel, Evidence } from '../model/consent.ts'
import type { Json, JsonObject } from '../model/json.ts'
import { Ahead } from './ahead.ts'
import { MemoryTable } from './memories/memory-table.ts'
import { WatchTable } from './watch-table.ts'

export interface SubscriberState {
  /** The subscriber's key inside Oncue: never changes, seeds chance and effect keys. */
  readonly id: string
  /** The instant up to which the state is true: that of the last input. */
  now: number
  /** When the subscriber was first seen: the earliest occurredAt of any input. */
  firstSeenAt: number
  attributes: Record<string, Json>
  /** For every attribute, the instant its value is from; an older value never replaces a newer one. */
  attributesAt: Record<string, number>
  /** List name -> joined at. */
  lists: Record<string, number>
  /** Topic name (or "all") -> what was last said about mail on it, and when. */
  topics: Record<string, TopicState>
  /** The same for the other channels. */
  channelTopics: Partial<Record<ConsentChannel, Record<string, TopicState>>>
  /** Double opt-ins that were asked for, oldest first: those that may still be confirmed, and lately those that were. */
  asks: readonly AskState[]
  /** No mail before this instant, by the person's own wish; undefined when there is no such wish. */
  pausedUntil: number | undefined
  /** What was last said about following opens and clicks; undefined when nothing was. */
  tracking: TrackingState | undefined
  session: SessionState | undefined
  /** Open carts, the most recently changed last. */
  carts: CartState[]
  /** Memory id -> what the memory holds. A missing entry is an empty memory. */
  memories: MemoryTable
  /** Watched conditions (segments and `becomes` triggers) that hold or that will change by themselves. */
  watches: WatchTable
  /** `quiet` triggers that are armed or were disarmed lately. */
  quiets: QuietState[]
  enrollments: Enrollment[]
  /** Past entries per journey, for `again`. */
  entries: EntryState[]
  /** Variants that chance gave, the newest last: who has one keeps it. */
  arms: readonly ArmState[]
  /** Ordinal of the next enrollment, from 1. */
  nextEnrollment: number
  /** When the e-mail address first became known ("Subscriber Added"); undefined before. */
  addedAt: number | undefined
  /** How many of the program's pauses and their ends the state has lived through. */
  pauses: number
  /** Which program the state was filled for; 0 before the first input. */
  program: number
  /** Mail addresses that must not be written to, this subscriber's own of now and before. Another address may be. */
  suppressed: readonly Suppression[]
  returns: ReturnsState
  /** The earliest instant at which something changes by itself; Infinity when nothing does. */
  deadline: number
  /** The part of it that passages and timers have. */
  readonly ahead: Ahead
}

export interface Suppression {
  /** In lower case. */
  readonly address: string
  readonly reason: string
  readonly at: number
}

/** What came back from the address that the subscriber has now. */
export interface ReturnsState {
  /** Since when it is the address: a report about an earlier mail is about another one. 0 when it never changed. */
  readonly since: number
  /** Soft bounces since mail was last seen to arrive, the newest of each day (UTC), oldest first. */
  readonly softBounces: readonly number[]
}

export interface TopicState {
  readonly subscribed: boolean
  readonly at: number
  /** How it came about, as far as that is known. */
  readonly evidence?: Evidence | undefined
}

/** A question that was sent to an address: is mail on these topics wanted there? */
export interface AskState {
  /** The key of the message that asks. */
  readonly id: string
  readonly topics: readonly string[]
  readonly address: string
  readonly at: number
  readonly expiresAt: number
  /** When it was answered; undefined before. */
  readonly confirmedAt: number | undefined
  readonly set: JsonObject
  readonly tracking: boolean
  readonly locale: string | undefined
  readonly replaces: boolean
  /** The browser in which the form was filled in, as it calls itself. */
  readonly device: string | undefined
  readonly evidence: Evidence
}

export interface TrackingState {
  readonly allowed: boolean
  readonly at: number
  readonly evidence: Evidence | undefined
}

/**
 * The newest session. It ends `sessionGap` after its last event. An event within the gap before its start moves
 * the start back; an older one belongs to no current session; sessions that ended are never joined up.
 */
export interface SessionState {
  /** The client's own id, when it sends one. */
  id: string | undefined
  startedAt: number
  lastAt: number
}

export interface CartState {
  /** `cart_id` of the events; "" when they carry none. */
  readonly id: string
  /** Newest change of any kind. */
  readonly changedAt: number
  /** When it was last cleared or ordered; what is at or before it came late. 0 when never. */
  readonly clearedAt: number
  readonly items: readonly CartItem[]
}

export interface CartItem {
  readonly product: string
  /** Its last change. */
  readonly changedAt: number
  readonly quantity: number
  readonly price: number
  readonly name: string | undefined
  readonly image: string | undefined
  readonly url: string | undefined
}

/** What a memory holds: plain arrays of JSON, whose form its kind knows. */
export type MemoryState = readonly Json[]

/** A `quiet` trigger for one key. Forgotten once it is not armed and every late event that could matter is too old to fire. */
export interface QuietState {
  /** The trigger's id in the program. */
  readonly trigger: number
  readonly key: string
  /** Newest occurrence of an `on` event that passed. */
  readonly lastAt: number
  /** Whether it will fire `quiet` after `lastAt`. */
  readonly armed: boolean
  /** Newest occurrence of an `unless` event; 0 when never. */
  readonly disarmedAt: number
  /** The arming event. */
  readonly event: TriggerMemory
}

/** How the event that started an enrollment is remembered: only what the journey refers to, and where to find the rest. */
export interface TriggerMemory {
  readonly name: string
  readonly occurredAt: number
  readonly properties: JsonObject
  readonly position: number | undefined
}

export interface Enrollment {
  /** Ordinal within the subscriber. */
  readonly id: number
  readonly journey: string
  /** A publication may move it to a newer one. */
  version: number
  readonly key: string | undefined
  enteredAt: number
  trigger: TriggerMemory
  /** `active` until it completes or exits; then kept while messages are under way or the goal may still be reached. */
  status: 'active' | 'completed' | 'exited'
  /** The step it is at (the last one, once ended). */
  step: string
  stepEnteredAt: number
  /** Whether it came to the step at the very instant of a local time that it waited for: the same time then means the next day. */
  isFromLocalTime: boolean
  /** How long the clock of this step has stood still, by pauses whose end shifted it. */
  heldMs: number
  /** What would have moved it during a pause, the first of it; undefined when nothing would. */
  heard: HeardMove | undefined
  /** How many steps it has entered: makes the keys of effects in loops distinct. */
  visits: number
  /** When it moves if nothing else happens; Infinity when only an input can move it. */
  wakeAt: number
  /** Whether the goal was reached. */
  converted: boolean
  /** Messages and webhooks decided but not yet handed over for good. */
  pending: PendingEffect[]
  /** Whether it is passed through to measure what mail brings, without being sent anything; settled on entering. */
  readonly heldOut: boolean
  /** Steps that split, with the variant that was taken last. */
  variants: readonly (readonly [step: string, variant: string, version: number])[]
  /** The last message to the person that was sent. */
  lastMessage: { readonly step: string; readonly version: number; readonly template: string | undefined; readonly sentAt: number } | undefined
  /** What the keys of its effects began with before its subscriber was merged into another one, or it moved to another version; the newest few. */
  formerKeys: readonly string[]
}

export interface HeardMove {
  /** Undefined is the journey's end. */
  readonly to: string | undefined
  readonly because: string
  readonly at: number
}

export interface PendingEffect {
  readonly key: string
  readonly channel: string
  readonly template: string | undefined
  readonly topic: string | undefined
  readonly expiresAt: number | undefined
  readonly step: string
  readonly decidedAt: number
  /** Why it must not go out any more; undefined while it may. */
  cancelled: string | undefined
  /** When it was last let out, while it is not known what became of it; undefined while it waits. */
  authorizedAt: number | undefined
}

export interface EntryState {
  readonly journey: string
  readonly key: string
  /** Instants of entering, oldest first. */
  readonly at: readonly number[]
}

export interface ArmState {
  readonly journey: string
  readonly step: string
  readonly variant: string
  readonly at: number
}

/**
 * The state of somebody who has just been seen for the first time, before the first input. Its fields stand in the order in which stored-state.ts reads
 * them: then both are one form of object for the compiler.
 */
export function newState(id: string, at: number): SubscriberState {
  return {
    id,
    now: at,
    firstSeenAt: at,
    attributes: {},
    attributesAt: {},
    lists: {},
    topics: {},
    session: undefined,
    carts: [],
    memories: new MemoryTable(),
    watches: new WatchTable(),
    quiets: [],
    enrollments: [],
    entries: [],
    nextEnrollment: 1,
    addedAt: undefined,
    program: 0,
    deadline: Number.POSITIVE_INFINITY,
    suppressed: [],
    tracking: undefined,
    returns: { since: 0, softBounces: [] },
    channelTopics: {},
    asks: [],
    pausedUntil: undefined,
    pauses: 0,
    arms: [],
    ahead: new Ahead(),
  }
}

/** A copy that shares nothing that `transition` changes. */
export function copyState(state: SubscriberState): SubscriberState {
  const { memories, watches, ahead: _, ...rest } = state
  return { ...structuredClone(rest), memories: memories.copy(), watches: watches.copy(), ahead: new Ahead() }
}

/** Adds a passage that begins now and stands at no step yet. */
export function addEnrollment(state: SubscriberState, at: number, entry: Pick<Enrollment, 'journey' | 'version' | 'key' | 'trigger' | 'heldOut'>): Enrollment {
  const enrollment: Enrollment = {
    id: state.nextEnrollment,
    journey: entry.journey,
    version: entry.version,
    key: entry.key,
    enteredAt: at,
    trigger: entry.trigger,
    status: 'active',
    step: '',
    stepEnteredAt: at,
    isFromLocalTime: false,
    visits: 0,
    heldMs: 0,
    heard: undefined,
    wakeAt: Number.POSITIVE_INFINITY,
    converted: false,
    pending: [],
    formerKeys: [],
    heldOut: entry.heldOut,
    variants: [],
    lastMessage: undefined,
  }
  state.nextEnrollment += 1
  state.enrollments.push(enrollment)
  return enrollment
}
