// The store for tests, trials and replays that need no file: the same promises except durability. What goes in and what comes out are copies.

import type { DayCountQuery, MessageSearch } from '../../model/archived-message.ts'
import { OncueError } from '../../model/errors.ts'
import type { JourneyDayQuery } from '../../model/journey-day-count.ts'
import type { JsonObject } from '../../model/json.ts'
import type { SegmentDayQuery } from '../../model/segment-day.ts'
import type {
  Apart,
  AuditQuery,
  BeginErasure,
  Commit,
  Committed,
  DeadLetterQuery,
  Delivery,
  Filled,
  Identity,
  Line,
  MessageQuery,
  PeopleReader,
  Position,
  Store,
  SubscriberNumber,
} from '../../runtime/store.ts'
import { AdminRecords } from './admin-records.ts'
import { Erasures } from './erasures.ts'
import { KeptAddresses } from './kept-addresses.ts'
import { KeptArchive } from './kept-archive.ts'
import { KeptCatalogue } from './kept-catalogue.ts'
import { KeptCounts } from './kept-counts.ts'
import { KeptDecisions } from './kept-decisions.ts'
import { KeptDeliveries } from './kept-deliveries.ts'
import { KeptFilled } from './kept-filled.ts'
import { KeptIdentities } from './kept-identities.ts'
import { KeptLetters } from './kept-letters.ts'
import { KeptLog } from './kept-log.ts'
import { KeptMembers } from './kept-members.ts'
import { KeptMerges } from './kept-merges.ts'
import { KeptSeen } from './kept-seen.ts'
import { KeptSegmentDays } from './kept-segment-days.ts'
import { KeptSubscribers } from './kept-subscribers.ts'
import { createPeopleReader } from './people-reader.ts'
import { SendingCounts } from './sending-counts.ts'

/** An empty store in memory. */
export function createMemoryStore(): Store {
  return new MemoryStore()
}

class MemoryStore implements Store {
  readonly #log = new KeptLog()
  readonly #subscribers = new KeptSubscribers()
  readonly #identities = new KeptIdentities()
  readonly #merged = new KeptMerges()
  readonly #seen = new KeptSeen()
  readonly #decisions = new KeptDecisions()
  readonly #deliveries = new KeptDeliveries()
  readonly #archive = new KeptArchive()
  readonly #counts = new KeptCounts()
  readonly #settings = new Map<string, string>()
  readonly #filled = new KeptFilled()
  readonly #adminRecords = new AdminRecords()
  readonly #sending = new SendingCounts()
  readonly #segmentDays = new KeptSegmentDays()
  readonly #erasures = new Erasures()
  readonly #addresses = new KeptAddresses()
  readonly catalogue = new KeptCatalogue(() => this.#requireOpen())
  readonly #deadLetters = new KeptLetters()
  readonly #members = new KeptMembers()
  #isOpen = true

  async last() {
    this.#requireOpen()
    return { position: this.#log.lastPosition, subscriber: this.#subscribers.lastNumber }
  }

  async commitAhead(commit: Commit): Promise<Committed> {
    await this.commit(commit)
    return { durable: Promise.resolve() }
  }

  async commit(commit: Commit): Promise<void> {
    this.#requireOpen()
    this.#log.check(commit.log)
    this.#merged.check(commit.merged)
    this.catalogue.codes.check(commit.codes ?? [])
    if (commit.apart !== undefined) this.#takeApart(commit.apart)
    this.#log.append(commit.log)
    for (const subscriber of commit.subscribers) this.#subscribers.keep(subscriber)
    for (const { identity, subscriber } of commit.identities) this.#identities.point(identity, subscriber)
    for (const { subscriber, fingerprint, day } of commit.seen) this.#seen.remember(subscriber, fingerprint, day)
    for (const { subscriber, decision } of commit.decisions) this.#decisions.add(this.#merged.follow(subscriber), decision)
    for (const delivery of commit.deliveries) this.#deliveries.put({ ...delivery, subscriber: this.#merged.follow(delivery.subscriber) })
    for (const change of commit.counts) this.#counts.add(change, commit.countedOn)
    this.#deadLetters.add(commit.deadLetters)
    this.#deadLetters.drop(commit.droppedLetters ?? [])
    this.#members.take(commit.members ?? [])
    this.#adminRecords.take(commit)
    this.#archive.take(commit, (key) => this.#deliveries.has(key))
    this.#sending.take(commit.sending ?? [])
    this.#segmentDays.take(commit.segmentDays ?? [])
    this.#erasures.drop(commit.liftedTombstones ?? [])
    this.#addresses.take(commit)
    for (const code of commit.codes ?? []) this.catalogue.codes.give({ ...code, subscriber: code.subscriber && this.#merged.follow(code.subscriber) })
    for (const { from, into } of commit.merged) this.#merge(from, this.#merged.follow(into))
  }

  async resolve(identities: readonly Identity[]) {
    this.#requireOpen()
    return identities.map((identity) => this.#identities.ownerOf(identity))
  }

  async identitiesOf(subscriber: SubscriberNumber) {
    return this.#opened.#identities.of(subscriber)
  }

  async follow(subscribers: readonly SubscriberNumber[]) {
    this.#requireOpen()
    return subscribers.map((number) => this.#merged.follow(number))
  }

  async load(subscribers: readonly SubscriberNumber[]) {
    this.#requireOpen()
    return subscribers.map((number) => this.#subscribers.get(number))
  }

  async subscribersAfter(after: SubscriberNumber, limit: number) {
    this.#requireOpen()
    return this.#subscribers.after(after, limit)
  }

  readonly countSubscribers = async () => this.#opened.#subscribers.size

  async reachedAt(address: string, limit: number) {
    return this.#opened.#addresses.at(address, limit)
  }

  async reachOf(subscriber: SubscriberNumber) {
    return this.#opened.#addresses.of(subscriber)
  }

  async suppressions(query: Parameters<Store['suppressions']>[0]) {
    return this.#opened.#addresses.suppressions(query)
  }

  async due(now: number, limit: number, from?: 'latest') {
    return this.#opened.#subscribers.due(now, limit, from)
  }

  readonly nextDeadline = async () => this.#opened.#subscribers.nextDeadline()

  async wasSeen(subscriber: SubscriberNumber, fingerprint: number, sinceDay: number) {
    return this.#opened.#seen.has(subscriber, fingerprint, sinceDay)
  }

  async forgetSeen(beforeDay: number): Promise<void> {
    this.#requireOpen()
    this.#seen.forgetBefore(beforeDay)
  }

  async readLog(after: Position, limit: number) {
    return this.#opened.#log.after(after, limit)
  }

  async history(head: Position, limit: number, after: Position = 0) {
    return this.#opened.#log.history(head, limit, after)
  }

  async readLogOf(...[names, range]: Parameters<Store['readLogOf']>) {
    return this.#opened.#log.ofNames(names, range)
  }

  async readShare(...[share, range]: Parameters<Store['readShare']>) {
    return this.#opened.#log.share(share, range)
  }

  async merges() {
    return this.#opened.#merged.all()
  }

  async apart() {
    return this.#opened.#merged.apart()
  }

  async entriesAt(positions: readonly Position[]) {
    this.#requireOpen()
    return positions.map((position) => this.#log.at(position))
  }

  async decisions(subscriber: SubscriberNumber, limit: number) {
    return this.#opened.#decisions.newest(subscriber, limit)
  }

  async dueDeliveries(now: number, limit: number, of?: Line) {
    return this.#opened.#deliveries.due(now, limit, of)
  }

  async dueJourneys(now: number, channel: Delivery['channel']) {
    return this.#opened.#deliveries.dueJourneys(now, channel)
  }

  async countDue(now: number, limit: number, channel: Delivery['channel']) {
    return this.#opened.#deliveries.due(now, limit, { channel }).length
  }

  async interrupted(limit: number) {
    return this.#opened.#deliveries.interrupted(limit)
  }

  async delivery(key: string) {
    return this.#opened.#deliveries.get(key)
  }

  async messages(query: MessageQuery) {
    return this.#opened.#deliveries.search(query)
  }

  async searchMessages(search: MessageSearch) {
    return this.#opened.#archive.search(
      search,
      this.#deliveries.newestFirst(() => true),
    )
  }

  async archived(key: string) {
    return this.#opened.#archive.message(key)
  }

  async archiveDictionary(hash: string) {
    return this.#opened.#archive.dictionary(hash)
  }

  async forgetArchived(old: Parameters<Store['forgetArchived']>[0]) {
    return this.#opened.#archive.forgetOld(old)
  }

  async dayCounts(query: DayCountQuery) {
    return this.#opened.#archive.dayCounts(query)
  }

  async segmentDays(query: SegmentDayQuery) {
    return this.#opened.#segmentDays.of(query)
  }

  async sendingCounts(since: number) {
    return this.#opened.#sending.since(since)
  }

  async counts(journey?: string) {
    return this.#opened.#counts.of(journey)
  }

  async journeyDays(query: JourneyDayQuery) {
    return this.#opened.#counts.days(query)
  }

  async deadLetters(query: DeadLetterQuery) {
    return this.#opened.#deadLetters.newest(query)
  }

  async deadLetter(id: number) {
    return this.#opened.#deadLetters.one(id)
  }

  readonly people: PeopleReader = createPeopleReader({
    numbers: () => this.#subscribers.numbers,
    ...{ members: this.#members, addresses: this.#addresses, identities: this.#identities, decisions: this.#decisions },
    requireOpen: () => this.#requireOpen(),
  })

  async audit(query: AuditQuery) {
    return this.#opened.#adminRecords.audit(query)
  }

  async adminAnswer(admin: string, key: string) {
    return this.#opened.#adminRecords.answer(admin, key)
  }

  async drafts() {
    return this.#opened.#adminRecords.drafts()
  }

  async beginErasure({ erasure, tombstones, counts }: BeginErasure): Promise<void> {
    this.#requireOpen()
    const { subscriber } = erasure
    this.#erasures.keep(erasure, tombstones)
    this.#subscribers.delete(subscriber)
    this.#identities.forget(subscriber)
    this.#addresses.forget(subscriber)
    this.#members.forget(subscriber)
    this.#seen.forget(subscriber)
    const isOpen = ({ status }: Delivery): boolean => status === 'waiting' || status === 'handing over'
    this.#archive.forget(this.#deliveries.forget((delivery) => delivery.subscriber === subscriber && isOpen(delivery)))
    this.#adminRecords.forgetAnswers()
    this.catalogue.codes.forgetOwner(subscriber)
    for (const change of counts) this.#counts.add(change)
  }

  async blankEntries(step: Parameters<Store['blankEntries']>[0]): Promise<void> {
    this.#requireOpen()
    for (const position of step.positions) this.#log.blank(position)
    this.#erasures.keep(step.erasure, step.tombstones)
  }

  async forgetBelongings(subscriber: SubscriberNumber, _limit: number) {
    this.#requireOpen()
    this.#decisions.forget(subscriber)
    this.#archive.forget(this.#deliveries.forget((delivery) => delivery.subscriber === subscriber))
    return true
  }

  async forgetDeadLetters(isAbout: (text: string) => boolean): Promise<void> {
    this.#requireOpen()
    this.#deadLetters.forget(isAbout)
  }

  async finishErasure(subscriber: SubscriberNumber) {
    this.#requireOpen()
    this.#erasures.finish(subscriber)
    this.#filled.forget(subscriber)
    return true
  }

  async erasures() {
    return this.#opened.#erasures.unfinished()
  }

  async tombstones(hashes: readonly string[]) {
    return this.#opened.#erasures.tombstones(hashes)
  }

  readonly hasTombstones = async () => this.#opened.#erasures.hasTombstones

  async setting(name: string) {
    this.#requireOpen()
    return (JSON.parse(this.#settings.get(name) ?? 'null') ?? undefined) as JsonObject | undefined
  }

  async setSetting(name: string, value: JsonObject): Promise<void> {
    this.#requireOpen()
    this.#settings.set(name, JSON.stringify(value))
  }

  async keepFilled(name: string, rows: readonly Filled[]): Promise<void> {
    this.#requireOpen()
    this.#filled.keep(name, rows)
  }

  async filled(name: string, subscribers: readonly SubscriberNumber[]) {
    return this.#opened.#filled.read(name, subscribers)
  }

  async dropFilled(except?: string): Promise<void> {
    this.#requireOpen()
    this.#filled.drop(except)
  }

  async backup(_path: string): Promise<void> {
    this.#requireOpen()
    throw new OncueError('backup-impossible', {})
  }

  async close(): Promise<void> {
    this.#isOpen = false
  }

  get #opened(): this {
    this.#requireOpen()
    return this
  }

  #requireOpen(): void {
    if (!this.#isOpen) throw new OncueError('store-closed', { path: 'in memory' })
  }

  #takeApart({ from, into, lines, identities, deliveries, decisions }: Apart): void {
    this.#merged.takeBack(from, into)
    for (const line of lines) this.#log.rewrite(line)
    for (const identity of identities) this.#identities.point(identity, from)
    for (const key of deliveries) this.#deliveries.giveTo(key, from)
    this.catalogue.codes.moveDeliveries(new Set(deliveries), from)
    this.#decisions.replace(into, decisions.into)
    this.#decisions.replace(from, decisions.from)
    this.#seen.copy(into, from)
  }

  #merge(from: SubscriberNumber, into: SubscriberNumber): void {
    this.#merged.add(from, into)
    this.#subscribers.delete(from)
    for (const identity of this.#identities.of(from)) this.#identities.point(identity, into)
    this.#deliveries.move(from, into)
    this.#seen.merge(from, into)
    this.#decisions.merge(from, into)
    this.#addresses.forget(from)
    this.#members.forget(from)
    this.catalogue.codes.move(from, into)
  }
}
