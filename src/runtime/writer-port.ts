// What the single writer can be asked, whether it works in this thread or in one of its own.

import type { ProgramSource } from '../engine/program.ts'
import type { Arrival, Receipt } from '../model/arrival.ts'
import type { Command, CommandSource } from '../model/input.ts'
import type { Pause, PauseWish } from '../model/pause.ts'
import type { Publication } from '../model/publication.ts'
import type { Stop } from '../model/stop.ts'
import type { ChangeCatalogue } from './catalogue/change-catalogue.ts'
import type { CommandIdentity } from './inbox.ts'
import type { Parting } from './people/take-apart.ts'
import type { Description, Finished, PublishHow, Taken } from './requests.ts'
import type { KeptMessage } from './sending/archivist.ts'
import type { StopChange } from './stopping/stop-switches.ts'
import type { AdminRecord, DeadLetter, Delivery, Erasure, SubscriberNumber } from './store.ts'
import type { AllowanceChange, Allowances } from './watching/allowances.ts'
import type { Forecasts } from './watching/journey-watcher.ts'

/** What the writer can be asked, in this thread or across one. */
export interface Writer {
  submit(arrivals: readonly Arrival[], bodies?: readonly string[]): Promise<readonly Receipt[]>
  /** The number of the subscriber that was changed. */
  command(identity: CommandIdentity, command: Command, source: CommandSource): Promise<SubscriberNumber>
  refuse(letters: readonly DeadLetter[]): Promise<void>
  /**
   * Authorizes due deliveries of a channel and hands them out; each is out until `finish` says what became of it. With a visitor, those that
   * wait for this subscriber, due or not. Where fewer than `limit` are due, the channel has room left: until the next question as many more are handed
   * out in the commits that decide them, and told with these.
   */
  take(channel: Delivery['channel'], limit: number, visitor?: SubscriberNumber): Promise<Taken>
  finish(finished: readonly Finished[]): Promise<void>
  /** Keeps a message that was taken and is about to be handed over, and where its links lead; resolves once that is durable. */
  keepMessage(key: string, kept: KeptMessage): Promise<void>
  /** Deliveries that an earlier process left being handed over, at most `limit`. */
  interrupted(limit: number): Promise<readonly Delivery[]>
  publish(source: ProgramSource, how?: PublishHow): Promise<Publication>
  /** Switches a stop switch on or off, ahead of everything that is queued. Those that are on from then on. */
  changeStops(change: StopChange): Promise<readonly Stop[]>
  /** Pauses a journey or lets it go on, ahead of everything that is queued. Those that are paused from then on. */
  changePause(wish: PauseWish): Promise<ReadonlyMap<string, Pause>>
  /** From now on this is expected of these journeys; resolves when that is durable. */
  expectVolume(forecasts: Forecasts): Promise<void>
  /** Lets the guard allow a journey more for a while, or ends that; resolves when it is durable. What is kept from then on. */
  changeAllowance(change: AllowanceChange): Promise<Allowances>
  describe(identity: CommandIdentity): Promise<Description | undefined>
  /** Takes a merge back; false, with nothing changed, when something happened to the person since the split was found out. */
  takeApart(parting: Parting): Promise<boolean>
  /** Takes a subscriber out of the store; gives back by what others may know the person. Gone on with where it was cut short. */
  erase(subscriber: SubscriberNumber): Promise<Erasure>
  /** Nobody else knows the person any more. Whether nothing of it can be found in the store's files. */
  finishErasure(subscriber: SubscriberNumber): Promise<boolean>
  /** Erasures that an earlier process did not finish. */
  unfinishedErasures(): Promise<readonly Erasure[]>
  /** Changes the catalogue or a pool of codes, in one transaction. */
  readonly changeCatalogue: ChangeCatalogue
  /** Keeps what somebody of the team did, and how it was answered. */
  record(record: AdminRecord): Promise<void>
  /** When something is due next after an instant, except popups, which wait for a visit. */
  nextDue(after: number): Promise<number | undefined>
  /** Winds the workspace's clock and keeps how far. Rejects where it cannot be wound. */
  wind(leadMs: number): Promise<void>
  /** Resolves when nothing is queued and no deadline is due. */
  idle(): Promise<void>
  readonly isIdle: boolean
  /** Takes nothing more in, finishes what it has, and leaves the store open. */
  stop(): Promise<void>
}
