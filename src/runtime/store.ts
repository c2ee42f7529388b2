// The port to wherever subscribers, their log and what is to be done are kept. One commit is one transaction:
// log, states, deadlines, outbox, decisions and counts change together or not at all.
// The contract that every store must pass is in test/stores/store-contract.ts.

import type {
  ArchiveDictionary,
  ArchivedLine,
  ArchivedMessage,
  DayCount,
  DayCountChange,
  DayCountQuery,
  MessageSearch,
  Purpose,
} from '../model/archived-message.ts'
import type { ChannelName } from '../model/channel-names.ts'
import type { StoredCode } from '../model/code-pool.ts'
import type { Decision } from '../model/decision.ts'
import type { JourneyDayCount, JourneyDayQuery } from '../model/journey-day-count.ts'
import type { JsonObject } from '../model/json.ts'
import type { SegmentDay, SegmentDayQuery } from '../model/segment-day.ts'
import type { SendingChange, SendingCount } from '../model/sending-count.ts'
import type { AdminAnswer, AuditEntry, AuditQuery, BegunAudit, DraftChange, EndedAudit, StoredAuditEntry, StoredDraft } from './admin-records.ts'
import type { CatalogueStore } from './catalogue-store.ts'
import type { DeadLetter, DeadLetterQuery, StoredDeadLetter } from './dead-letter.ts'
import type { Erasure } from './erasure.ts'
import type { ReachChange, Reached, StoredSuppression, SuppressedAddress, SuppressionPlace, Tombstone } from './people/kept-addresses.ts'
import type { MembershipChange, PeopleReader } from './people-reader.ts'
import type { LogShare } from './publishing/log-share.ts'

export type { AdminAnswer, AdminRecord, AuditEntry, AuditQuery, BegunAudit, DraftChange, EndedAudit, StoredAuditEntry, StoredDraft } from './admin-records.ts'
export type { CatalogueStore, ItemPage, ItemsQuery } from './catalogue-store.ts'
export type { DeadLetter, DeadLetterQuery, StoredDeadLetter } from './dead-letter.ts'
export type * from './erasure.ts'
export type { ReachChange, Reached, StoredSuppression, SuppressedAddress, SuppressionPlace, Tombstone } from './people/kept-addresses.ts'
export type * from './people-reader.ts'
export type { LogShare } from './publishing/log-share.ts'

/** A place in the log: 1, 2, 3, ... over the whole workspace; never reused. */
export type Position = number
/** A subscriber's number: 1, 2, 3, ...; never reused. */
export type SubscriberNumber = number

export interface StoredSubscriber {
  readonly number: SubscriberNumber
  /** The engine's state, packed. */
  readonly state: Uint8Array
  /** Fingerprints of recent message ids, packed by the runtime. */
  readonly recent: Uint8Array
  /** Newest log entry of this subscriber; the entries form a chain through `previous`. 0 when there is none. */
  readonly head: Position
  /** When the state must be looked at even if nothing happens; undefined when never. */
  readonly deadline: number | undefined
  /** In a commit: whether the deadline is known to be another than the stored one; the store finds out by itself where nothing is said. */
  readonly isDeadlineMoved?: boolean
}

/** One line of the append-only log: any input that the engine was given, as JSON text. */
export interface LogEntry {
  readonly position: Position
  readonly subscriber: SubscriberNumber
  /** The subscriber's entry before this one; 0 for the first. */
  readonly previous: Position
  /** The head of the subscriber that was merged in by this entry; 0 otherwise. Its chain is history too. */
  readonly merged: Position
  readonly receivedAt: number
  /** The event's name for an event, else the input's kind in brackets, such as "(authorize)". */
  readonly name: string
  readonly body: string
}

/** What a line of the log says, without its place. */
export interface LoggedText extends Pick<LogEntry, 'subscriber' | 'receivedAt' | 'name' | 'body'> {
  /** When the event occurred, in place of the body, where that was all that was asked for and the store could tell. */
  readonly occurredAt?: number
}

export interface LogRange {
  readonly after: Position
  readonly upTo: Position
  /** Names of which nothing but the instant is wanted. */
  readonly instantsOf?: readonly string[]
}

export interface StoredDecision {
  readonly subscriber: SubscriberNumber
  readonly decision: Decision
}

/** An effect that waits, or is being handed over, or has an outcome. One row per effect, from decision to archive. */
export interface Delivery {
  readonly key: string
  readonly subscriber: SubscriberNumber
  readonly status: DeliveryStatus
  /** Not to be tried before; meaningful while `waiting`. */
  readonly dueAt: number
  readonly decidedAt: number
  /** When the last attempt began; when the outcome was known. */
  readonly attemptedAt: number | undefined
  readonly finishedAt: number | undefined
  readonly attempts: number
  readonly channel: ChannelName
  readonly journey: string
  readonly step: string
  readonly template: string | undefined
  /** The engine's effect, as JSON text. */
  readonly effect: string
  /** Why it failed, was refused, or is tried again. */
  readonly reason: string | undefined
  /** Where each link of the mail leads, as JSON text; undefined when its links lead there by themselves. */
  readonly links: string | undefined
  /** What was reported about it and when first, as JSON text: {"delivered": instant, "opened by human": instant}. */
  readonly reports: string | undefined
  /** Of a mail that was let out: the domain that it came from. */
  readonly domain: string | undefined
  /** What the other side said when it took the message, such as the last answer of the mail server. */
  readonly answer?: string | undefined
}

/** What waits for one channel, or of it what one journey sends. */
export type Line = Pick<Delivery, 'channel'> & Partial<Pick<Delivery, 'journey'>>

/**
 * waiting: to be authorized at `dueAt` · handing over: authorized, being transmitted; found at a start, it is `unknown`
 * · sent, failed, refused, unknown: final.
 */
export type DeliveryStatus = 'waiting' | 'handing over' | 'sent' | 'failed' | 'refused' | 'unknown'

/** An identity on the wire: "u:" + userId or "a:" + anonymousId. */
export type Identity = string

/** A change of a running count, such as ("welcome", 1, "remind", "here now", +1). */
export interface CountChange {
  readonly journey: string
  readonly version: number
  /** A step id, or "" for the journey as a whole. Where `journey` is "", the name of a template, counted over all journeys. */
  readonly step: string
  readonly measure: string
  readonly by: number
}
export type Count = Omit<CountChange, 'by'> & { readonly count: number }

/** Everything that one commit changes. */
export interface Commit {
  readonly log: readonly LogEntry[]
  readonly subscribers: readonly StoredSubscriber[]
  /** Identities that are new or point to another subscriber from now on. */
  readonly identities: readonly { readonly identity: Identity; readonly subscriber: SubscriberNumber }[]
  /**
   * Subscribers that were merged into another: their state is gone, their number points on; identities, decisions, deliveries
   * and seen fingerprints are the other's, also decisions and deliveries that still come in under the old number.
   */
  readonly merged: readonly { readonly from: SubscriberNumber; readonly into: SubscriberNumber }[]
  readonly decisions: readonly StoredDecision[]
  /** Inserted; of one whose key is known, what became of it is replaced. Whose it is and what was decided with it stays. */
  readonly deliveries: readonly Delivery[]
  readonly counts: readonly CountChange[]
  /** The day (since 1970) on which they are also counted by day (src/model/journey-day-count.ts). */
  readonly countedOn?: number
  readonly deadLetters: readonly DeadLetter[]
  /** Older message ids of busy subscribers, moved out of `recent`. */
  readonly seen: readonly { readonly subscriber: SubscriberNumber; readonly fingerprint: number; readonly day: number }[]
  /** What somebody of the team did. */
  readonly audit?: readonly AuditEntry[]
  readonly begunAudit?: readonly BegunAudit[]
  readonly endedAudit?: readonly EndedAudit[]
  /** Answers to requests that may be repeated; those older than `limits.idempotencyKeyMs` are forgotten on the way. */
  readonly answers?: readonly AdminAnswer[]
  /** Definition files as somebody wants them to be. */
  readonly drafts?: readonly DraftChange[]
  /** Counts of sending domains; those of slots that are older than `limits.sendingDays` are forgotten on the way. */
  readonly sending?: readonly SendingChange[]
  /** Hashes of tombstones that no longer count. */
  readonly liftedTombstones?: readonly string[]
  /** Messages that are about to be handed over; a later one replaces an earlier one of the same delivery. One whose delivery is gone is not kept. */
  readonly archived?: readonly ArchivedMessage[]
  /** Kept for good; one of a known hash changes nothing. */
  readonly dictionaries?: readonly ArchiveDictionary[]
  /** Keys of messages that were not handed over after all. */
  readonly unarchived?: readonly string[]
  readonly dayCounts?: readonly DayCountChange[]
  /** Added to what the days have already. */
  readonly segmentDays?: readonly SegmentDay[]
  /** Where subscribers are reached from now on; one without an address is not reached on the channel any more. What was vouched for stays so. */
  readonly reach?: readonly ReachChange[]
  /** Addresses of a subscriber that are not written to: all of them, in place of those before. */
  readonly suppressed?: readonly { readonly subscriber: SubscriberNumber; readonly addresses: readonly SuppressedAddress[] }[]
  /** Discount codes that are given with this commit: free ones of their pool, or new ones. Given before to somebody else, the commit is refused. */
  readonly codes?: readonly StoredCode[]
  readonly members?: readonly MembershipChange[]
  /** Refused events that were dealt with. */
  readonly droppedLetters?: readonly number[]
  /** A merge that is taken back, before everything else of the commit. */
  readonly apart?: Apart
}

/** `from` was merged into `into`, and is somebody of their own again: under the old number, with these rows in place of what was the other's. */
export interface Apart {
  readonly from: SubscriberNumber
  readonly into: SubscriberNumber
  /** Lines of the log as they stand from now on, each in its place; their instants stay. */
  readonly lines: readonly LogEntry[]
  readonly identities: readonly Identity[]
  /** Keys of deliveries that are theirs, with what belongs to each. */
  readonly deliveries: readonly string[]
  /** Everything that was decided about each of the two, in order. */
  readonly decisions: { readonly into: readonly Decision[]; readonly from: readonly Decision[] }
}

export interface BeginErasure {
  readonly erasure: Erasure
  readonly tombstones: readonly Tombstone[]
  /** What the end of the person's passages changes in the running counts. */
  readonly counts: readonly CountChange[]
}

/** What is left of an erased line: its place, so that positions and chains stay whole. */
export const blankEntry = { name: '(erased)', body: '{}' } as const

export interface MessageQuery {
  readonly subscriber?: SubscriberNumber
  readonly journey?: string
  readonly template?: string
  readonly status?: DeliveryStatus
  /** Newest first; continue before this decidedAt and key. */
  readonly before?: { readonly decidedAt: number; readonly key: string }
  readonly limit: number
}

/** Where a list of messages goes on. */
export type MessagePlace = NonNullable<MessageQuery['before']>

export interface FoundMessages {
  /** Newest decided first, each with what the archive has of it. */
  readonly messages: readonly (Delivery & { readonly archived: ArchivedLine | undefined })[]
  /** Undefined when there are no more. However few were found: so far was looked, and from here on may be more. */
  readonly next: MessagePlace | undefined
}

/** What was made from the log for one subscriber. */
export interface Filled {
  readonly subscriber: SubscriberNumber
  readonly content: Uint8Array
}

/** A change that can be read. */
export interface Committed {
  readonly durable: Promise<void>
}

export interface Store {
  /** The last position and the last subscriber number in use. */
  last(): Promise<{ readonly position: Position; readonly subscriber: SubscriberNumber }>

  /** Commits everything or throws and changes nothing. When it returns, the change survives a power cut. */
  commit(commit: Commit): Promise<void>
  /**
   * The same in two steps, for who has something else to do while the disk works. When it returns, the change can be read and more committed upon it;
   * once `durable` resolves, it survives a power cut, with everything before it. Where `durable` rejects, nothing can be committed any more.
   */
  commitAhead(commit: Commit): Promise<Committed>

  /** The subscriber of each identity, in the order asked; undefined where unknown. */
  resolve(identities: readonly Identity[]): Promise<readonly (SubscriberNumber | undefined)[]>
  /** All identities that lead to a subscriber, in code point order. */
  identitiesOf(subscriber: SubscriberNumber): Promise<readonly Identity[]>
  /** Where each number leads after all merges, in the order asked: the number itself when it was never merged away. */
  follow(subscribers: readonly SubscriberNumber[]): Promise<readonly SubscriberNumber[]>
  /** The stored subscribers, in the order asked; undefined where there is none (or it was merged away). */
  load(subscribers: readonly SubscriberNumber[]): Promise<readonly (StoredSubscriber | undefined)[]>
  /** Subscriber numbers after `after`, ascending, at most `limit`: to visit everybody. */
  subscribersAfter(after: SubscriberNumber, limit: number): Promise<readonly SubscriberNumber[]>
  countSubscribers(): Promise<number>
  /** Who is reached under an address, in order of number, at most `limit`. */
  reachedAt(address: string, limit: number): Promise<readonly Reached[]>
  /** Where a subscriber is reached, in order of channel. */
  reachOf(subscriber: SubscriberNumber): Promise<readonly Reached[]>
  /** Addresses that are not written to, newest first, and among equals the highest address and number first; only one address, or only those of a channel, when it is named. */
  suppressions(query: {
    readonly address?: string
    readonly channel?: 'email' | 'sms'
    readonly before?: SuppressionPlace | undefined
    readonly limit: number
  }): Promise<readonly StoredSuppression[]>

  /** Subscribers whose deadline is at or before `now`, earliest first and then by number, at most `limit`; `latest`: from the other end. */
  due(now: number, limit: number, from?: 'latest'): Promise<readonly { readonly number: SubscriberNumber; readonly deadline: number }[]>
  /** The earliest deadline of all. */
  nextDeadline(): Promise<number | undefined>

  /** Whether the fingerprint was moved out of `recent` on or after this day. */
  wasSeen(subscriber: SubscriberNumber, fingerprint: number, sinceDay: number): Promise<boolean>
  /** Forgets moved-out fingerprints older than this day. */
  forgetSeen(beforeDay: number): Promise<void>

  /** Log entries after `after`, ascending, at most `limit`: the whole workspace, for replay. */
  readLog(after: Position, limit: number): Promise<readonly LogEntry[]>
  /** One subscriber's entries from `head` backwards, newest first by position, merged chains included, at most `limit`; only those after `after`. */
  history(head: Position, limit: number, after?: Position): Promise<readonly LogEntry[]>
  /** Log entries of these names after `after` and up to `upTo`, ascending: what new memories read of the whole workspace. */
  readLogOf(names: readonly string[], range: LogRange): Promise<readonly LoggedText[]>
  /**
   * Log entries after `after` and up to `upTo`, ascending, of one of several equal shares of the people: those whose number, or the number that
   * `moved` gives them, leaves `index` when divided by `of`. With `names`, only entries of these names and the first of each chain.
   */
  readShare(share: LogShare, range: { readonly after: Position; readonly upTo: Position }): Promise<readonly LogEntry[]>
  /** Every number that was merged away, with the number it leads to in the end, ascending. */
  merges(): Promise<readonly (readonly [from: SubscriberNumber, into: SubscriberNumber])[]>
  /** Pairs that were taken apart: they are not made one again by what their devices say. As they are named in the commits, oldest first. */
  apart(): Promise<readonly (readonly [from: SubscriberNumber, into: SubscriberNumber])[]>
  entriesAt(positions: readonly Position[]): Promise<readonly (LogEntry | undefined)[]>

  /** One subscriber's decisions in order of decision; the newest `limit`. */
  decisions(subscriber: SubscriberNumber, limit: number): Promise<readonly Decision[]>

  /** Waiting deliveries due at or before `now`, earliest first and then by key; only those of one channel, or of one journey on it, when it is named. */
  dueDeliveries(now: number, limit: number, of?: Line): Promise<readonly Delivery[]>
  /** Journeys of which something waits for a channel that is due at or before `now`, by code point. */
  dueJourneys(now: number, channel: Delivery['channel']): Promise<readonly string[]>
  /** How many waiting deliveries of a channel are due at or before `now`; counted up to `limit`. */
  countDue(now: number, limit: number, channel: Delivery['channel']): Promise<number>
  /** Deliveries found `handing over`, oldest decided first: at a start, the ones whose outcome nobody knows. */
  interrupted(limit: number): Promise<readonly Delivery[]>
  delivery(key: string): Promise<Delivery | undefined>
  messages(query: MessageQuery): Promise<readonly Delivery[]>
  /** Looks through at most so many messages that it never takes long, and says where to go on. */
  searchMessages(search: MessageSearch): Promise<FoundMessages>

  /** The message as it was handed over; undefined when it was not, or is not kept (any more). */
  archived(key: string): Promise<ArchivedMessage | undefined>
  archiveDictionary(hash: string): Promise<Uint8Array | undefined>
  /** Takes messages of a purpose that are older than an instant out of the archive, oldest first, at most `limit` in one transaction; how many. Deliveries stay. */
  forgetArchived(old: { readonly purpose: Purpose; readonly before: number; readonly limit: number }): Promise<number>
  /** In order of day, purpose, channel, template and measure. */
  dayCounts(query: DayCountQuery): Promise<readonly DayCount[]>
  /** In order of day; days on which nobody entered or left are left out. */
  segmentDays(query: SegmentDayQuery): Promise<readonly SegmentDay[]>

  /** In order of journey, version, step and measure. */
  counts(journey?: string): Promise<readonly Count[]>
  /** In order of step, day, version and measure. */
  journeyDays(query: JourneyDayQuery): Promise<readonly JourneyDayCount[]>
  /** Counts of sending domains in slots that begin at or after `since`, in order of slot, domain and measure. */
  sendingCounts(since: number): Promise<readonly SendingCount[]>
  /** Newest first; the newest `limits.deadLetters` are kept. */
  deadLetters(query: DeadLetterQuery): Promise<readonly StoredDeadLetter[]>
  deadLetter(id: number): Promise<StoredDeadLetter | undefined>

  /** What the team did, newest first; the newest `limits.auditEntries` are kept. */
  audit(query: AuditQuery): Promise<readonly StoredAuditEntry[]>
  /** The answer that was kept under an idempotency key of an admin. */
  adminAnswer(admin: string, key: string): Promise<AdminAnswer | undefined>
  /** All drafts of definition files, in order of path. */
  drafts(): Promise<readonly StoredDraft[]>

  /**
   * Takes a person's row, identities, addresses and everything that waits out, in one transaction with the tombstones; what was answered to
   * admins is forgotten too. From then on nobody has that number. The rest goes in steps, each a transaction: `blankEntries` until no chain is
   * left, `forgetBelongings` (decisions and deliveries) until it answers true, `forgetDeadLetters`, `finishErasure`. Running counts stay.
   */
  beginErasure(begin: BeginErasure): Promise<void>
  /** Blanks these lines of the log and keeps how far the erasure got. */
  blankEntries(step: { readonly positions: readonly Position[]; readonly erasure: Erasure; readonly tombstones: readonly Tombstone[] }): Promise<void>
  /** True when nothing was left. */
  forgetBelongings(subscriber: SubscriberNumber, limit: number): Promise<boolean>
  /** Forgets refused events (reason and body as one text) that are about the person. */
  forgetDeadLetters(isAbout: (text: string) => boolean): Promise<void>
  /** Ends the erasure. True when nothing that it deleted can be found in any file of the store any more; false while a reader stands in the way. */
  finishErasure(subscriber: SubscriberNumber): Promise<boolean>
  /** Erasures that have begun and are not finished, in order of number. */
  erasures(): Promise<readonly Erasure[]>
  /** Those of the hashes that are there. */
  tombstones(hashes: readonly string[]): Promise<readonly Tombstone[]>
  hasTombstones(): Promise<boolean>

  /** What a shop sells, and the codes it gives away. */
  readonly catalogue: CatalogueStore
  /** Who is where, and somebody's past a page at a time. */
  readonly people: PeopleReader

  /** Small named values: the definitions' versions, keys, marks of imports. */
  setting(name: string): Promise<JsonObject | undefined>
  setSetting(name: string, value: JsonObject): Promise<void>

  /**
   * Data that was made from the log beforehand, per subscriber, under a name; kept beside the store, no part of a backup, and not sure to
   * survive a restart: whoever misses it makes it again. A store opened for reading may write it.
   */
  keepFilled(name: string, rows: readonly Filled[]): Promise<void>
  /** In the order asked; undefined where nothing is kept. */
  filled(name: string, subscribers: readonly SubscriberNumber[]): Promise<readonly (Uint8Array | undefined)[]>
  /** Forgets what is kept, except under this name. */
  dropFilled(except?: string): Promise<void>

  /** Writes a consistent copy to a new file while work goes on. Throws where the store has no files. */
  backup(path: string): Promise<void>
  close(): Promise<void>
}
