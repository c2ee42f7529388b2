// What may be asked of the single writer. Requests are served in the order in which they were made; several together form a group.

import type { Program, ProgramSource } from '../engine/program.ts'
import type { Arrival, Receipt } from '../model/arrival.ts'
import type { Effect, Transmission } from '../model/effect.ts'
import type { Command, CommandSource } from '../model/input.ts'
import type { Json, JsonObject } from '../model/json.ts'
import type { Pause, PauseWish } from '../model/pause.ts'
import type { Publication } from '../model/publication.ts'
import type { Stop } from '../model/stop.ts'
import type { CommandIdentity } from './inbox.ts'
import type { Parting } from './people/take-apart.ts'
import type { FillMark } from './publishing/fill-log.ts'
import type { KeptMessage } from './sending/archivist.ts'
import type { LiftMark, StopChange } from './stopping/stop-switches.ts'
import type { AdminRecord, DeadLetter, Delivery, Erasure, Identity, SubscriberNumber } from './store.ts'

/** Events to take in. `bodies` are their lines in the log, made when they are missing. */
export interface ArrivalsRequest extends Answer<readonly Receipt[]> {
  readonly kind: 'arrivals'
  readonly arrivals: readonly Arrival[]
  readonly bodies: readonly string[] | undefined
  readonly receipts: (Receipt | undefined)[]
}

export interface CommandRequest extends Answer<SubscriberNumber> {
  readonly kind: 'command'
  readonly identity: CommandIdentity
  readonly command: Command
  readonly source: CommandSource
}

export interface LettersRequest extends Answer<void> {
  readonly kind: 'letters'
  readonly letters: readonly DeadLetter[]
}

/** Asks for deliveries that are due, each authorized on the way. */
export interface TakeRequest extends Answer<Taken> {
  readonly kind: 'take'
  readonly channel: Delivery['channel']
  readonly limit: number
  /** Only what waits for this subscriber, due or not: they are here. */
  readonly visitor?: SubscriberNumber
}

/** Says what became of deliveries that were taken. */
export interface FinishRequest extends Answer<void> {
  readonly kind: 'finish'
  readonly finished: readonly Finished[]
}

/** Keeps a message that is about to be handed over. */
export interface KeepRequest extends Answer<void> {
  readonly kind: 'keep'
  readonly key: string
  readonly kept: KeptMessage
}

/** Puts new definitions in force. */
export interface PublishRequest extends Answer<Publication> {
  readonly kind: 'publish'
  readonly program: Program
  /** What the program was compiled from. */
  readonly source: ProgramSource
  readonly how: PublishHow
}

export interface PublishHow {
  /** Who did it, for the list of versions. */
  readonly by: string
  /** What was filled from the log beforehand. */
  readonly fill?: FillMark
}

/** Asks what is known about a subscriber, after everything asked before. */
export interface DescribeRequest extends Answer<Description | undefined> {
  readonly kind: 'describe'
  readonly identity: CommandIdentity
}

/** Switches a stop switch on or off. Answered with those that are on from then on. */
export interface SwitchRequest extends Answer<readonly Stop[]> {
  readonly kind: 'switch'
  readonly change: StopChange
}

/** Pauses a journey or lets it go on. Answered with those that are paused from then on. */
export interface PauseRequest extends Answer<ReadonlyMap<string, Pause>> {
  readonly kind: 'pause'
  readonly wish: PauseWish
}

/** Looks for deliveries that no stop switch holds any more, a page at a time. Answered with where to go on; undefined when all were seen. */
export interface LiftRequest extends Answer<LiftMark | undefined> {
  readonly kind: 'lift'
  readonly after: LiftMark | undefined
}

export interface RecordRequest extends Answer<void> {
  readonly kind: 'record'
  readonly record: AdminRecord
}

/** Takes a subscriber out of everything but the log; the rest is gone on with beside the groups. */
export interface EraseRequest extends Answer<Erasure> {
  readonly kind: 'erase'
  readonly subscriber: SubscriberNumber
}

/** Takes a merge back. Answered false, with nothing changed, when something happened to the person since the split was found out. */
export interface TakeApartRequest extends Answer<boolean> {
  readonly kind: 'take apart'
  readonly parting: Parting
}

export type Request =
  | TakeApartRequest
  | EraseRequest
  | RecordRequest
  | SwitchRequest
  | PauseRequest
  | LiftRequest
  | DescribeRequest
  | ArrivalsRequest
  | CommandRequest
  | LettersRequest
  | TakeRequest
  | FinishRequest
  | KeepRequest
  | PublishRequest

/** A message that may be handed over now. */
export interface Work {
  readonly delivery: Delivery
  readonly effect: Effect
  readonly transmission: Transmission
  /** The event that started the enrollment; undefined when none did. */
  readonly trigger: { readonly name: string; readonly occurredAt: number; readonly receivedAt: number; readonly properties: JsonObject } | undefined
}

export interface Taken {
  readonly work: readonly Work[]
  /** Whether everything that was due was looked at. */
  readonly isDrained: boolean
  /** When the next delivery of any channel is due; undefined when none waits. */
  readonly nextDueAt: number | undefined
}

/** Messages that a group handed out unasked, to a channel that had said it has room. */
export interface Handed {
  readonly channel: Delivery['channel']
  readonly work: readonly Work[]
}

/**
 * What became of one taken delivery. sent, failed, unknown: for good. retry: nothing was handed over; it waits again, after
 * `expiresAt` only to be refused. released: no attempt was made at all. held: nor was any, and none will be before it is let go on or expires.
 */
export type Finished = { readonly key: string } & (
  | { readonly outcome: 'sent'; readonly answer?: string }
  /** `isBounce`: the address was refused for good. */
  | { readonly outcome: 'failed'; readonly reason: string; readonly isBounce?: true }
  | { readonly outcome: 'unknown'; readonly reason: string }
  | { readonly outcome: 'retry'; readonly reason: string; readonly afterMs: number; readonly expiresAt?: number }
  | { readonly outcome: 'released' }
  | { readonly outcome: 'held'; readonly reason: string; readonly domain: string; readonly expiresAt?: number }
)

/** A subscriber as the writer knows it. */
export interface Description {
  readonly number: SubscriberNumber
  readonly identities: readonly Identity[]
  /** The engine's state, as it serializes it. */
  readonly state: Json
  readonly deadline: number | undefined
  readonly head: number
}

export interface Answer<Result> {
  readonly resolve: (result: Result) => void
  readonly reject: (error: unknown) => void
}
