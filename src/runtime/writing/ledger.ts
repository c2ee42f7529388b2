// What the writer keeps in memory from one group to the next. All of it can be rebuilt from the store at any time: a group
// that fails throws away what it touched here.

import type { Program } from '../../engine/program.ts'
import type { SubscriberState, Suppression } from '../../engine/state.ts'
import type { Json } from '../../model/json.ts'
import { limits } from '../../model/limits.ts'
import type { Engine } from '../engine.ts'
import type { Tombstones } from '../people/tombstones.ts'
import type { FillMark } from '../publishing/fill-log.ts'
import type { Delivery, Identity, Position, Store, SubscriberNumber } from '../store.ts'
import { type DomainWatcher, openWatcher } from '../watching/domain-watcher.ts'
import { type JourneyWatcher, openJourneyWatcher } from '../watching/journey-watcher.ts'
import type { RecentMessages } from './recent-messages.ts'
import { RecentlyUsed } from './recently-used.ts'
import { Returning } from './returning.ts'
import { Turns } from './turns.ts'

/**
 * live: the clock is real and inputs come as they come. virtual: instants are replayed, possibly many per second, and every
 * mail is authorized at the instant at which a live server would have done it, before its subscriber's next input.
 */
export type Pace = 'live' | 'virtual'

/** One subscriber, decoded. Changed in place by the group that works on it. */
export interface Member {
  readonly number: SubscriberNumber
  state: SubscriberState
  recent: RecentMessages
  head: Position
  /** Ends of the committed chains that lead to all lines of this subscriber: one, more right after a merge. */
  chains: readonly Position[]
  /** When the state must be looked at even if nothing happens; Infinity when never. */
  deadline: number
  /** The deadline at the last commit. */
  storedDeadline: number
  /** What the store's index has of it. */
  indexed: Indexed
  /** The mail address that is known to be vouched for; undefined while nobody asked. */
  vouchedFor: string | undefined
  /** Whether a userId leads here; undefined while nobody asked. */
  isKnownUser: boolean | undefined
  /** Why the state cannot be used, and what is stored, so that it stays as it is; undefined when it can be used. */
  damage: { readonly reason: string; readonly stored: Uint8Array } | undefined
  /** The group that changed it last. */
  changedIn: number
}

/** What the attributes say of where somebody is reached, and what is not written to, as of the last commit. */
export interface Indexed {
  readonly email: Json | undefined
  readonly phone: Json | undefined
  readonly suppressed: readonly Suppression[]
}

/** What the store's index has of a state that it just wrote, or gave. */
export function indexedOf({ attributes: { email, phone }, suppressed }: SubscriberState): Indexed {
  return { email, phone, suppressed }
}

export interface Ledger {
  readonly engine: Engine
  readonly store: Store
  readonly pace: Pace
  program: Program
  /** When the program came into force. */
  publishedAt: number
  /** Memories that a state of an earlier program does not have; undefined when it is not known which it has. */
  missing: readonly number[] | undefined
  /** Those of them that were filled from the log beforehand. */
  fill: FillMark | undefined
  /** Those who were changed more than once lately. */
  readonly members: Returning<SubscriberNumber, Member>
  readonly identities: RecentlyUsed<Identity, SubscriberNumber>
  /** Deliveries that are being handed over, by key. */
  readonly underway: Map<string, Delivery>
  /** At virtual pace: deliveries that are not final, per subscriber, with the instant at which each is due. */
  readonly open: Map<SubscriberNumber, Map<string, number>>
  lastPosition: Position
  lastSubscriber: SubscriberNumber
  /** No deadline is earlier than this. */
  nextDeadline: number
  groups: number
  /** Undefined where nobody can be erased. */
  readonly tombstones: Tombstones | undefined
  /** Whether there may be any. */
  hasTombstones: boolean
  /** Counts of sending domains, and what the watch over them does. */
  readonly watcher: DomainWatcher
  /** How journeys run, and what is expected of them. */
  readonly journeys: JourneyWatcher
  /** Pairs of numbers whose merge was taken back: no device makes them one again. */
  readonly apart: (readonly [from: SubscriberNumber, into: SubscriberNumber])[]
  /** By each number of such a pair, the others. */
  readonly apartFrom: Map<SubscriberNumber, readonly SubscriberNumber[]>
  /** How many stop switches were lifted since the start. */
  lifts: number
  /** How many messages each channel would take unasked. At virtual pace there is none. */
  readonly room: Map<Delivery['channel'], number>
  /** Whose messages are next where a channel has not room for all. */
  readonly turns: Turns
}

/** A ledger over an opened store. */
export async function openLedger(
  parts: Pick<Ledger, 'engine' | 'store' | 'pace' | 'program' | 'publishedAt' | 'missing' | 'tombstones'> & { cachedSubscribers?: number },
): Promise<Ledger> {
  const last = await parts.store.last()
  const ledger: Ledger = {
    engine: parts.engine,
    store: parts.store,
    pace: parts.pace,
    program: parts.program,
    publishedAt: parts.publishedAt,
    missing: parts.missing,
    fill: undefined,
    members: new Returning(parts.cachedSubscribers ?? limits.cachedSubscribers),
    identities: new RecentlyUsed(limits.cachedIdentities),
    underway: new Map(),
    open: new Map(),
    lastPosition: last.position,
    lastSubscriber: last.subscriber,
    nextDeadline: (await parts.store.nextDeadline()) ?? Number.POSITIVE_INFINITY,
    groups: 0,
    tombstones: parts.tombstones,
    hasTombstones: await parts.store.hasTombstones(),
    watcher: await openWatcher(parts.store),
    journeys: await openJourneyWatcher(parts.store),
    apart: [],
    apartFrom: new Map(),
    lifts: 0,
    room: new Map(),
    turns: new Turns(),
  }
  for (const pair of await parts.store.apart()) {
    noteApart(ledger, pair)
    for (const number of pair) joinApart(ledger, { from: number, into: (await parts.store.follow([number]))[0] ?? number })
  }
  if (ledger.pace === 'virtual') {
    for (const delivery of await parts.store.dueDeliveries(Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER)) followDelivery(ledger, delivery)
  }
  return ledger
}

/** From now on these two are not made one again by what devices say. */
export function noteApart({ apart, apartFrom }: Pick<Ledger, 'apart' | 'apartFrom'>, pair: readonly [from: SubscriberNumber, into: SubscriberNumber]): void {
  const [from, into] = pair
  apart.push(pair)
  apartFrom.set(from, [...(apartFrom.get(from) ?? []), into])
  apartFrom.set(into, [...(apartFrom.get(into) ?? []), from])
}

/** Of whom somebody who was merged away was taken apart, the other is taken apart too. */
export function joinApart(
  { apartFrom }: Pick<Ledger, 'apartFrom'>,
  { from, into }: { readonly from: SubscriberNumber; readonly into: SubscriberNumber },
): void {
  const others = apartFrom.get(from)
  if (others !== undefined && from !== into) apartFrom.set(into, [...new Set([...(apartFrom.get(into) ?? []), ...others])])
}

/** Keeps `open` in step with a committed delivery. */
export function followDelivery(ledger: Ledger, delivery: Delivery): void {
  if (ledger.pace === 'live') return
  const ofSubscriber = ledger.open.get(delivery.subscriber)
  if (isOpen(delivery)) {
    if (ofSubscriber === undefined) ledger.open.set(delivery.subscriber, new Map([[delivery.key, delivery.dueAt]]))
    else ofSubscriber.set(delivery.key, delivery.dueAt)
  } else if (ofSubscriber?.delete(delivery.key) && ofSubscriber.size === 0) ledger.open.delete(delivery.subscriber)
}

/** At virtual pace: the deliveries of a subscriber that was merged away are the other's. */
export function joinOpenDeliveries(ledger: Ledger, merged: { readonly from: SubscriberNumber; readonly into: SubscriberNumber }): void {
  const open = ledger.open.get(merged.from)
  if (open === undefined) return
  ledger.open.delete(merged.from)
  ledger.open.set(merged.into, new Map([...(ledger.open.get(merged.into) ?? []), ...open]))
}

/** Whether something may still become of it. */
export function isOpen(delivery: Delivery): boolean {
  return delivery.status === 'waiting' || delivery.status === 'handing over'
}
