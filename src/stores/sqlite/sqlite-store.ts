// The store in one SQLite file: subscribers, log, decisions and deliveries of one workspace. One process writes, any number
// may read. Calls are synchronous inside, so it belongs on the writer's own thread; the port is asynchronous for stores
// that are not. Decides nothing: it keeps what it is given.

import { realpathSync } from 'node:fs'
import { resolve as absolute } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { DayCountQuery, MessageSearch } from '../../model/archived-message.ts'
import type { Decision } from '../../model/decision.ts'
import { OncueError } from '../../model/errors.ts'
import type { JourneyDayQuery } from '../../model/journey-day-count.ts'
import type { JsonObject } from '../../model/json.ts'
import type { SegmentDayQuery } from '../../model/segment-day.ts'
import type {
  AuditQuery,
  BeginErasure,
  CatalogueStore,
  Commit,
  Committed,
  Delivery,
  Erasure,
  Filled,
  Identity,
  Line,
  LogRange,
  LogShare,
  MessageQuery,
  Position,
  Store,
  SubscriberNumber,
  Tombstone,
} from '../../runtime/store.ts'
import { backupDatabase } from './backup-database.ts'
import { CarryOver } from './carry-over.ts'
import { createEraser, type Eraser } from './erase-subscriber.ts'
import { toOncueError } from './failure.ts'
import { type FileLock, takeLock } from './file-lock.ts'
import { FilledFiles } from './filled-files.ts'
import { type DatabaseOptions, makeFile, openForReading, openForWriting } from './open-database.ts'
import { createPeopleReader } from './people-reader.ts'
import { prepareQueries, type Queries } from './prepare-queries.ts'
import { createSqliteCatalogue } from './sqlite-catalogue.ts'
import { type CommitWriter, createCommitWriter } from './write-commit.ts'
import { WrittenAhead } from './written-ahead.ts'

export interface SqliteStoreOptions extends Partial<Pick<DatabaseOptions, 'onUpgrade'>> {
  /** The file; it and its folder are created when missing, unless it is opened for reading only. */
  readonly path: string
  /** FULL (the default) survives a power cut; NORMAL may lose the latest commits to one. */
  readonly synchronous?: 'FULL' | 'NORMAL'
  /** Memory for pages of the file; 8 MiB by default, for reading only 512 KiB. */
  readonly cacheBytes?: number
  /** The file may not grow beyond this: a commit that would is refused with `store-full`. */
  readonly maxBytes?: number
  /** Only reads, without the lock, while another process may write. The file must exist and have the newest schema. */
  readonly readOnly?: true
}

/** More made commits and reads no faster that could be measured: the system keeps the file's pages too. */
const defaultCacheBytes = 8 * 1024 * 1024
/** Subscribers whose old message ids are forgotten in one go, before other work has its turn. */
const forgetSubscribers = 2000
/** Refused events that are looked through in one go. */
const lettersAtOnce = 500

/**
 * Opens a store. Throws `store-locked` while another process has it, `store-too-new`, `store-outdated`, `store-foreign` or
 * `store-damaged` for a file that must not be touched, `store-missing` and `store-unreachable` for none at all.
 */
export async function openSqliteStore(options: SqliteStoreOptions): Promise<Store> {
  const { synchronous = 'FULL', cacheBytes = defaultCacheBytes, maxBytes, onUpgrade } = options
  if (options.readOnly === true) {
    const path = absolute(options.path)
    return new SqliteStore(path, openForReading({ path, cacheBytes: options.cacheBytes }), undefined)
  }
  makeFile(options.path)
  const path = realpathSync(options.path)
  const lock = takeLock(path)
  try {
    return new SqliteStore(path, openForWriting({ path, synchronous, cacheBytes, maxBytes, onUpgrade }), lock)
  } catch (error) {
    lock.release()
    throw error
  }
}

class SqliteStore implements Store {
  readonly #path: string
  readonly #database: DatabaseSync
  readonly #queries: Queries
  /** Undefined when the store was opened for reading only. */
  readonly #writer: CommitWriter | undefined
  readonly #eraser: Eraser | undefined
  readonly catalogue: CatalogueStore
  readonly #lock: FileLock | undefined
  readonly #carryOver: CarryOver | undefined
  readonly #writtenAhead: WrittenAhead | undefined
  readonly #filledFiles: FilledFiles
  #isOpen = true

  constructor(path: string, database: DatabaseSync, lock: FileLock | undefined) {
    this.#path = path
    this.#filledFiles = new FilledFiles(path)
    this.#database = database
    this.#lock = lock
    this.#queries = prepareQueries(database)
    this.#writtenAhead = lock && new WrittenAhead(database, path)
    this.#carryOver = lock && new CarryOver(database, path)
    this.#writer = this.#carryOver && createCommitWriter(database, this.#carryOver)
    this.#eraser = lock && createEraser(database)
    this.catalogue = createSqliteCatalogue(database, { path, isWritable: lock !== undefined, requireOpen: () => this.#requireOpen() })
  }

  async last() {
    return this.#ask(({ readLastPosition, readLastNumber }) => this.#writer?.last() ?? { position: readLastPosition(), subscriber: readLastNumber() })
  }

  async commit(commit: Commit): Promise<void> {
    this.#change((writer) => writer.write(commit))
  }

  async commitAhead(commit: Commit): Promise<Committed> {
    const ahead = this.#forWriting(this.#writtenAhead)
    this.#change((writer) => ahead.unsynced(() => writer.write(commit)))
    return { durable: ahead.flush() }
  }

  async resolve(identities: readonly Identity[]) {
    return this.#ask(({ resolveIdentities }) => resolveIdentities(identities))
  }

  async identitiesOf(subscriber: SubscriberNumber) {
    return this.#ask(({ readIdentitiesOf }) => readIdentitiesOf(subscriber))
  }

  async follow(subscribers: readonly SubscriberNumber[]) {
    return this.#ask(({ followMerges }) => followMerges(subscribers))
  }

  async load(subscribers: readonly SubscriberNumber[]) {
    return this.#ask(({ loadSubscribers }) => loadSubscribers(subscribers))
  }

  async subscribersAfter(after: SubscriberNumber, limit: number) {
    return this.#ask(({ readNumbersAfter }) => readNumbersAfter(after, limit))
  }

  readonly countSubscribers = async () => this.#ask(({ readSubscriberTotal }) => readSubscriberTotal())

  async reachedAt(address: string, limit: number) {
    return this.#ask(({ readReachedAt }) => readReachedAt(address, limit))
  }

  async reachOf(subscriber: SubscriberNumber) {
    return this.#ask(({ readReachOf }) => readReachOf(subscriber))
  }

  async suppressions(query: Parameters<Store['suppressions']>[0]) {
    return this.#ask(({ readSuppressions }) => readSuppressions(query))
  }

  async due(now: number, limit: number, from?: 'latest') {
    return this.#ask(({ readDueSubscribers }) => readDueSubscribers(now, limit, from))
  }

  readonly nextDeadline = async () => this.#ask(({ readNextDeadline }) => readNextDeadline())

  async wasSeen(subscriber: SubscriberNumber, fingerprint: number, sinceDay: number) {
    return this.#ask(({ findSeen }) => findSeen(subscriber, fingerprint, sinceDay))
  }

  /** Goes in small steps, so that commits have their turn in between. */
  async forgetSeen(beforeDay: number): Promise<void> {
    let next = this.#ask(({ readNextSeenSubscriber }) => readNextSeenSubscriber(0))
    while (next !== undefined) {
      const from: SubscriberNumber = next
      this.#change(() => this.#queries.forgetSeenRange(from, from + forgetSubscribers, beforeDay))
      await nextTurn()
      next = this.#ask(({ readNextSeenSubscriber }) => readNextSeenSubscriber(from + forgetSubscribers))
    }
  }

  async readLog(after: Position, limit: number) {
    return this.#ask(({ readLogAfter }) => readLogAfter(after, limit))
  }

  async history(head: Position, limit: number, after: Position = 0) {
    return this.#ask(({ readHistory }) => readHistory(head, limit, after))
  }

  async readLogOf(names: readonly string[], range: LogRange) {
    return this.#ask(({ readLogOfNames }) => readLogOfNames(names, range))
  }

  async readShare(share: LogShare, range: { readonly after: Position; readonly upTo: Position }) {
    return this.#ask(({ readLogShare }) => readLogShare(share, range))
  }

  readonly merges = async () => this.#ask(({ readMerges }) => readMerges())

  readonly apart = async () => this.#ask(({ readApart }) => readApart())

  async entriesAt(positions: readonly Position[]) {
    return this.#ask(({ readEntriesAt }) => readEntriesAt(positions))
  }

  async decisions(subscriber: SubscriberNumber, limit: number): Promise<readonly Decision[]> {
    return this.#ask(({ readNewestDecisions }) => readNewestDecisions(subscriber, limit))
  }

  async dueDeliveries(now: number, limit: number, of?: Line) {
    return this.#ask(({ readDueDeliveries }) => readDueDeliveries(now, limit, of))
  }

  async dueJourneys(now: number, channel: Delivery['channel']) {
    return this.#ask(({ readDueJourneys }) => readDueJourneys(now, channel))
  }

  async countDue(now: number, limit: number, channel: Delivery['channel']) {
    return this.#ask(({ countDueDeliveries }) => countDueDeliveries(now, limit, channel))
  }

  async interrupted(limit: number) {
    return this.#ask(({ readDeliveriesOfStatus }) => readDeliveriesOfStatus('handing over', limit))
  }

  async delivery(key: string) {
    return this.#ask(({ readDelivery }) => readDelivery(key))
  }

  async messages(query: MessageQuery) {
    return this.#ask(({ searchDeliveries }) => searchDeliveries(query))
  }

  async searchMessages(search: MessageSearch) {
    return this.#ask(({ searchMessages }) => searchMessages(search))
  }

  async archived(key: string) {
    return this.#ask(({ readArchived }) => readArchived(key))
  }

  readonly archiveDictionary = async (hash: string) => this.#ask(({ readDictionary }) => readDictionary(hash))

  async forgetArchived({ purpose, before, limit }: Parameters<Store['forgetArchived']>[0]) {
    let forgotten = 0
    this.#change(() => {
      forgotten = this.#queries.forgetArchivedBefore(purpose, before, limit)
    })
    return forgotten
  }

  async dayCounts(query: DayCountQuery) {
    return this.#ask(({ readDayCounts }) => readDayCounts(query))
  }

  async segmentDays(query: SegmentDayQuery) {
    return this.#ask(({ readSegmentDays }) => readSegmentDays(query))
  }

  async sendingCounts(since: number) {
    return this.#ask(({ readSending }) => readSending(since))
  }

  async counts(journey?: string) {
    return this.#ask(({ readCounts, readCountsOfJourney }) => (journey === undefined ? readCounts() : readCountsOfJourney(journey)))
  }

  readonly journeyDays = async (query: JourneyDayQuery) => this.#ask(({ readJourneyDays }) => readJourneyDays(query))

  async deadLetters(query: Parameters<Store['deadLetters']>[0]) {
    return this.#ask(({ readDeadLetters }) => readDeadLetters(query))
  }

  async deadLetter(id: number) {
    return this.#ask(({ readDeadLetter }) => readDeadLetter(id))
  }

  readonly people = createPeopleReader((work) => this.#ask(work))

  async audit(query: AuditQuery) {
    return this.#ask(({ readAudit }) => readAudit(query))
  }

  readonly adminAnswer = async (admin: string, key: string) => this.#ask(({ readAnswer }) => readAnswer(admin, key))

  readonly drafts = async () => this.#ask(({ readDrafts }) => readDrafts())

  async beginErasure(begin: BeginErasure): Promise<void> {
    this.#erase((eraser) => eraser.begin(begin))
  }

  async blankEntries(step: Parameters<Eraser['blank']>[0]): Promise<void> {
    this.#erase((eraser) => eraser.blank(step))
  }

  async forgetBelongings(subscriber: SubscriberNumber, limit: number) {
    return this.#erase((eraser) => eraser.forgetBelongings(subscriber, limit))
  }

  /** Goes in small steps, so that commits have their turn in between. */
  async forgetDeadLetters(isAbout: (text: string) => boolean): Promise<void> {
    let after: number | undefined = 0
    while (after !== undefined) {
      const page: { readonly after: number; readonly limit: number } = { after, limit: lettersAtOnce }
      after = this.#erase((eraser) => eraser.forgetLetters(isAbout, page))
      await nextTurn()
    }
  }

  async finishErasure(subscriber: SubscriberNumber) {
    await this.#carryOver?.idle()
    this.#filledFiles.forget(subscriber)
    return this.#erase((eraser) => eraser.finish(subscriber))
  }

  async erasures(): Promise<readonly Erasure[]> {
    return this.#ask(({ readErasures }) => readErasures())
  }

  async tombstones(hashes: readonly string[]): Promise<readonly Tombstone[]> {
    return this.#ask(({ readTombstones }) => readTombstones(hashes))
  }

  readonly hasTombstones = async () => this.#ask(({ findAnyTombstone }) => findAnyTombstone())

  async setting(name: string) {
    return this.#ask(({ readSetting }) => readSetting(name))
  }

  async setSetting(name: string, value: JsonObject): Promise<void> {
    this.#change(() => this.#queries.writeSetting(name, value))
  }

  async keepFilled(name: string, rows: readonly Filled[]): Promise<void> {
    this.#requireOpen()
    this.#filledFiles.keep(name, rows)
  }

  async filled(name: string, subscribers: readonly SubscriberNumber[]) {
    this.#requireOpen()
    return this.#filledFiles.read(name, subscribers)
  }

  async dropFilled(except?: string): Promise<void> {
    this.#requireOpen()
    this.#filledFiles.drop(except)
  }

  async backup(path: string): Promise<void> {
    this.#requireOpen()
    await backupDatabase({ from: this.#path, to: path })
  }

  async close(): Promise<void> {
    if (!this.#isOpen) return
    this.#isOpen = false
    this.#filledFiles.close()
    await this.#writtenAhead?.close()
    await this.#carryOver?.close()
    this.#database.close()
    this.#lock?.release()
  }

  #ask<Answer>(work: (queries: Queries) => Answer): Answer {
    return this.#guarded(() => work(this.#queries))
  }

  #change(work: (writer: CommitWriter) => void): void {
    const writer = this.#forWriting(this.#writer)
    this.#guarded(() => work(writer))
  }

  #erase<Result>(work: (eraser: Eraser) => Result): Result {
    const eraser = this.#forWriting(this.#eraser)
    return this.#guarded(() => work(eraser))
  }

  #forWriting<Part>(part: Part | undefined): Part {
    this.#requireOpen()
    this.#writtenAhead?.requireSound()
    if (part === undefined) throw new OncueError('store-read-only', { path: this.#path })
    return part
  }

  #guarded<Result>(work: () => Result): Result {
    this.#requireOpen()
    try {
      return work()
    } catch (error) {
      throw toOncueError(error, this.#path)
    }
  }

  #requireOpen(): void {
    if (!this.#isOpen) throw new OncueError('store-closed', { path: this.#path })
  }
}
