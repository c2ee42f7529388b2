// One group: inputs that are decided one after another and committed in one transaction. The group collects what they
// change; nothing of it is kept in memory or answered until the commit has succeeded, and nothing remains of it when it fails.

import type { AskAgain } from '../../engine/policies/ask-again.ts'
import type { Transition } from '../../engine/transition.ts'
import type { Decision } from '../../model/decision.ts'
import type { Input } from '../../model/input.ts'
import type { SendingChange } from '../../model/sending-count.ts'
import { indexChanges } from '../people/index-changes.ts'
import { groupingsOf, movesBetweenGroupings } from '../people/memberships.ts'
import { isReachedAnew, type Reached, reachedAt, type Said } from '../people/reached-at.ts'
import { packState, unpackState } from '../states/state-codec.ts'
import type { AdminRecord, Commit, CountChange, DeadLetter, Delivery, Identity, LogEntry, Position, StoredSubscriber, SubscriberNumber } from '../store.ts'
import { countSending } from '../watching/domain-watcher.ts'
import { type AllowedChange, countsAsVolume, countVolume, volumeOf } from '../watching/journey-watcher.ts'
import type { VolumeChange } from '../watching/volume-book.ts'
import { GroupCodes } from './group-codes.ts'
import { followDelivery, indexedOf, joinApart, joinOpenDeliveries, type Ledger, type Member } from './ledger.ts'
import { MessagesOfGroup } from './messages-of-group.ts'
import { type Fingerprint, packMessages } from './recent-messages.ts'
import { Roster, reasonOf } from './roster.ts'
import { SegmentsOfGroup } from './segments-of-group.ts'

/** An input that the engine could not digest. The input is set aside as a dead letter; everything else goes on. */
export class PoisonInput extends Error {
  override readonly name = 'PoisonInput'
  readonly member: Member

  constructor(member: Member, reason: string, cause?: unknown) {
    super(reason, { cause })
    this.member = member
  }
}

const dayMs = 86_400_000

/** A chain of the log that is being read backwards for message ids. */
export interface Walk {
  readonly head: Position
  readonly ids: Set<string>
  read: number
  isComplete: boolean
}

export class Group {
  readonly ledger: Ledger
  /** The instant at which the group began. */
  readonly now: number
  /** Whom it is about. */
  readonly roster: Roster
  readonly seen: { subscriber: SubscriberNumber; fingerprint: number; day: number }[] = []
  /** Deliveries changed by this group, by key; a later change replaces an earlier one. */
  readonly deliveries = new Map<string, Delivery>()
  /** Keys of the deliveries that this group decided. */
  readonly decidedKeys: string[] = []
  /** Deliveries that this group's reports are about, as they were when it began. */
  readonly reported = new Map<string, Delivery>()
  /** Keys of waiting deliveries that the engine wants to be asked about again, and from when on. */
  readonly askAgain = new Map<string, Omit<AskAgain, 'key'> & { readonly at: number }>()
  /** What the archive keeps, and what was counted of messages by day. */
  readonly messages = new MessagesOfGroup()
  /** Tombstones that no longer count: the person said yes anew. */
  readonly liftedTombstones = new Set<string>()
  /** Whose address or number was not held against tombstones and suppressions since it changed, and what it was before. */
  readonly newlyReached = new Map<Member, Reached>()
  /** Mail addresses that a server, or the reader of the mails there, said are somebody's. */
  readonly vouched = new Map<SubscriberNumber, string>()
  /** What this group said about addresses: not written to for a reason, or written to again. */
  readonly suppressions = new Map<string, { readonly reason: string | undefined }>()
  readonly #noted = new Map<string, Set<SubscriberNumber>>()
  /** Discount codes that this group gives. */
  readonly codes: GroupCodes
  /** For the metrics: when each event that decided something about a journey was received. */
  readonly decided: { readonly journey: string; readonly receivedAt: number }[] = []
  readonly #id: number
  readonly #changed: Member[] = []
  /** Who may be in another list, segment or journey, or be called otherwise. */
  readonly #moved = new Set<Member>()
  readonly #log: LogEntry[] = []
  readonly #decisions: { subscriber: SubscriberNumber; decision: Decision }[] = []
  readonly #counts = new Map<string, CountChange & { by: number }>()
  readonly #segments = new SegmentsOfGroup()
  readonly #sending = new Map<string, SendingChange & { by: number }>()
  readonly #volume: VolumeChange[] = []
  readonly #allowed: AllowedChange[] = []
  readonly #letters: DeadLetter[] = []
  readonly #records: AdminRecord[] = []
  /** What the engine was given in this group, to repeat it after a poison input. */
  readonly #given: { readonly member: Member; readonly input: Input }[] = []
  readonly #received: { readonly subscriber: SubscriberNumber; readonly messageId: string }[] = []
  readonly #walks = new Map<SubscriberNumber, Walk[]>()
  #lastPosition: Position

  constructor(ledger: Ledger, now: number) {
    ledger.groups += 1
    this.ledger = ledger
    this.now = now
    this.roster = new Roster(ledger, now)
    this.codes = new GroupCodes(ledger.store)
    this.#id = ledger.groups
    this.#lastPosition = ledger.lastPosition
  }

  /** Somebody who has never been seen. Written even when its first input turns out to be poison: the number is taken. */
  create(at: number): Member {
    const member = this.roster.create(at)
    this.touch(member)
    return member
  }

  /**
   * Lets the engine decide, after a change of the definitions the subscriber's adoption first. Throws PoisonInput when the engine
   * does; then `afterPoison` must be called before the member is used again.
   */
  decide(member: Member, input: Input): Transition {
    const past = this.roster.takePast(member)
    if (past !== undefined) {
      // What is new counts from when it came into force, however late somebody is visited: mere time passes up to then first, and what is due
      // after it is decided by what is new. An event that came before is taken in before.
      const { publishedAt } = this.ledger
      const at = input.kind === 'time' ? publishedAt : Math.min(input.at, publishedAt)
      this.#apply(member, { kind: 'adopt', at, ...past })
    }
    return this.#apply(member, input)
  }

  #apply(member: Member, input: Input): Transition {
    if (member.damage !== undefined) throw new PoisonInput(member, member.damage.reason)
    const { email, phone } = member.state.attributes
    let transition: Transition
    try {
      transition = this.ledger.engine.transition(this.ledger.program, member.state, input)
    } catch (error) {
      throw new PoisonInput(member, `the engine failed on it: ${reasonOf(error)}`, error)
    }
    this.#given.push({ member, input })
    member.state = transition.state
    member.deadline = transition.deadline
    this.touch(member)
    this.#noteReached(member, { email, phone })
    for (const decision of transition.decisions) {
      this.#decisions.push({ subscriber: member.number, decision })
      if (decision.kind === 'segment') this.#segments.take(decision)
      if (movesBetweenGroupings(decision)) this.#moved.add(member)
      if (countsAsVolume(decision))
        this.#volume.push(...volumeOf(decision, input, { live: this.ledger.program.live, allow: (allowed) => this.#allowed.push(allowed) }))
    }
    for (const effect of transition.effects) {
      this.deliveries.set(effect.key, newDelivery(member.number, effect))
      this.decidedKeys.push(effect.key)
    }
    for (const change of transition.counts) this.#count(change)
    for (const { key, ...asked } of transition.askAgain) this.askAgain.set(key, { ...asked, at: member.state.now })
    return transition
  }

  #noteReached(member: Member, said: Said): void {
    const { attributes } = member.state
    if ((attributes['email'] === said.email && attributes['phone'] === said.phone) || this.newlyReached.has(member)) return
    const before = reachedAt(said)
    if (isReachedAnew(reachedAt(attributes), before)) this.newlyReached.set(member, before)
  }

  #count(change: CountChange): void {
    const key = `${change.journey}\n${change.version}\n${change.step}\n${change.measure}`
    const count = this.#counts.get(key)
    if (count === undefined) this.#counts.set(key, { ...change })
    else count.by += change.by
  }

  /** Counts for a sending domain; what is decided later in the group sees it. */
  countSending(change: SendingChange): void {
    const key = `${change.domain} ${change.slot} ${change.measure}`
    const count = this.#sending.get(key)
    if (count === undefined) this.#sending.set(key, { ...change })
    else count.by += change.by
    countSending(this.ledger.watcher, change)
  }

  /** Counts what came of a journey's messages, for its guard. */
  countVolume(change: VolumeChange): void {
    this.#volume.push(change)
  }

  /** Notes that the subscriber's row has to be written. */
  touch(member: Member): void {
    if (member.changedIn === this.#id) return
    member.changedIn = this.#id
    this.#changed.push(member)
  }

  /** Undoes what a poison input did to its subscriber and says why it was poison. Throws on anything that is not poison. */
  async afterPoison(error: unknown): Promise<string> {
    if (!(error instanceof PoisonInput)) throw error
    await this.#restore(error.member)
    return error.message
  }

  /** The state as it was before that input, made again from the store and this group's earlier inputs. */
  async #restore(member: Member): Promise<void> {
    if (member.damage !== undefined) return
    const { engine, store, program } = this.ledger
    const createdAt = this.roster.createdAt(member.number)
    const [row] = createdAt === undefined ? await store.load([member.number]) : []
    member.state = row === undefined ? engine.newState(String(member.number), createdAt ?? this.now) : unpackState(engine, row.state)
    member.deadline = row?.deadline ?? Number.POSITIVE_INFINITY
    for (const given of this.#given) {
      if (given.member !== member) continue
      const again = engine.transition(program, member.state, given.input)
      member.state = again.state
      member.deadline = again.deadline
    }
  }

  /** The position that the next line of the log gets. */
  get nextPosition(): Position {
    return this.#lastPosition + 1
  }

  /** Adds a line to the log, as the subscriber's newest. */
  record(member: Member, line: { readonly at: number; readonly name: string; readonly body: string; readonly merged?: Position }): Position {
    this.#lastPosition += 1
    const position = this.#lastPosition
    const { at: receivedAt, name, body } = line
    this.#log.push({ position, subscriber: member.number, previous: member.head, merged: line.merged ?? 0, receivedAt, name, body })
    member.head = position
    this.touch(member)
    return position
  }

  /** A line that this group adds to the log. */
  lineAt(position: Position): LogEntry | undefined {
    return this.#log[position - this.ledger.lastPosition - 1]
  }

  /** Adds a decision that the runtime itself made about who is who. */
  note(member: Member, decision: Decision): void {
    this.#decisions.push({ subscriber: member.number, decision })
  }

  /** Remembers who came to an address in this group, which the store cannot know yet. */
  noteAddress(address: string, member: Member): void {
    this.#noted.set(address, (this.#noted.get(address) ?? new Set()).add(member.number))
  }

  /** Who came to an address in this group, and may have left it since. */
  membersNotedAt(address: string): Iterable<SubscriberNumber> {
    return this.#noted.get(address) ?? []
  }

  /** Keeps what could not be taken in. */
  setAside(letter: DeadLetter): void {
    this.#letters.push(letter)
  }

  /** Keeps what the doors for the team have to keep. */
  keepRecord(record: AdminRecord): void {
    this.#records.push(record)
  }

  /** Makes one subscriber disappear into another, whose state has taken it in already. */
  absorb(into: Member, from: Member, identities: readonly Identity[]): void {
    this.roster.absorb(into, from, identities)
    this.#walks.delete(into.number)
  }

  /** Notes an accepted message, so that its repetition in the same group is recognized. */
  received(member: Member, messageId: string, moved: readonly Fingerprint[]): void {
    this.#received.push({ subscriber: member.number, messageId })
    if (moved.length > 0) this.moveOut(member, moved)
  }

  /** Gives fingerprints that left the subscriber's row a row of their own. */
  moveOut(member: Member, moved: readonly Fingerprint[]): void {
    for (const { fingerprint, day } of moved) this.seen.push({ subscriber: member.number, fingerprint, day })
  }

  /** Whether this group itself accepted the message. */
  receivedHere(member: Member, messageId: string): boolean {
    return this.#received.some((message) => message.messageId === messageId && this.roster.follow(message.subscriber) === member.number)
  }

  /** The walks through a subscriber's committed log, as far as they have gone. */
  walksOf(member: Member): readonly Walk[] {
    const known = this.#walks.get(member.number)
    if (known !== undefined) return known
    const walks = member.chains.map((head): Walk => ({ head, ids: new Set(), read: 0, isComplete: false }))
    this.#walks.set(member.number, walks)
    return walks
  }

  /** Everything that the group changes, or undefined when it changes nothing. */
  toCommit(): Commit | undefined {
    const { mergedInto, newIdentities } = this.roster
    const members = this.#changed.filter(({ number }) => !mergedInto.has(number))
    const subscribers = members.map((member) => this.#encode(member))
    const owned = <Row extends { readonly subscriber: SubscriberNumber }>(rows: readonly Row[]): readonly Row[] =>
      mergedInto.size === 0 ? rows : rows.map((row) => ({ ...row, subscriber: this.roster.follow(row.subscriber) }))
    const commit: Commit = {
      log: this.#log,
      subscribers,
      identities: Array.from(newIdentities, ([identity, subscriber]) => ({ identity, subscriber: this.roster.follow(subscriber) })),
      merged: Array.from(mergedInto, ([from, into]) => ({ from, into })),
      decisions: owned(this.#decisions),
      deliveries: owned([...this.deliveries.values()]),
      counts: [...this.#counts.values()],
      sending: [...this.#sending.values()],
      segmentDays: this.#segments.toCommit(),
      deadLetters: this.#letters,
      seen: owned(this.seen),
      audit: this.#records.flatMap(({ audit }) => audit ?? []),
      begunAudit: this.#records.flatMap(({ begun }) => begun ?? []),
      endedAudit: this.#records.flatMap(({ ended }) => ended ?? []),
      liftedTombstones: [...this.liftedTombstones],
      codes: this.codes.given,
      answers: this.#records.flatMap(({ answer }) => answer ?? []),
      drafts: this.#records.flatMap(({ drafts }) => drafts ?? []),
      ...this.messages.toCommit(),
      ...indexChanges(members, this.vouched),
      members: members
        .filter((member) => this.#moved.has(member) && member.damage === undefined)
        .map(({ number, state }) => ({ subscriber: number, groupings: groupingsOf(this.ledger.program, state) })),
      droppedLetters: this.#records.flatMap(({ droppedLetter }) => droppedLetter ?? []),
    }
    const isEmpty = Object.values(commit).every((rows) => Array.isArray(rows) && rows.length === 0)
    return isEmpty ? undefined : { ...commit, countedOn: Math.floor(this.now / dayMs) }
  }

  #encode(member: Member): StoredSubscriber {
    return {
      number: member.number,
      state: member.damage?.stored ?? packState(this.ledger.engine, member.state),
      recent: packMessages(member.recent),
      head: member.head,
      deadline: Number.isFinite(member.deadline) ? member.deadline : undefined,
      isDeadlineMoved: member.deadline !== member.storedDeadline,
    }
  }

  /** After the commit: what it changed is the new truth. */
  keep(commit: Commit): void {
    const { ledger } = this
    // What is played in no time says nothing about how busy an hour is.
    if (ledger.pace === 'live') countVolume(ledger.journeys, { changes: this.#volume, allowed: this.#allowed }, { program: ledger.program, now: this.now })
    ledger.lastPosition = this.#lastPosition
    ledger.lastSubscriber = this.roster.lastNumber
    for (const { identity, subscriber } of commit.identities) ledger.identities.set(identity, subscriber)
    for (const { from, into } of commit.merged) {
      ledger.members.delete(from)
      joinOpenDeliveries(ledger, { from, into })
      joinApart(ledger, { from, into })
    }
    for (const member of this.#changed) {
      if (this.roster.mergedInto.has(member.number)) continue
      member.chains = member.head === 0 ? [] : [member.head]
      if (member.damage === undefined) member.indexed = indexedOf(member.state)
      member.storedDeadline = member.deadline
      ledger.members.set(member.number, member)
      if (member.deadline < ledger.nextDeadline) ledger.nextDeadline = member.deadline
    }
    for (const delivery of commit.deliveries) {
      if (delivery.status === 'handing over') ledger.underway.set(delivery.key, delivery)
      else ledger.underway.delete(delivery.key)
      followDelivery(ledger, delivery)
    }
  }

  /** After a failure: what was decoded and changed here is forgotten. */
  drop(): void {
    for (const number of this.roster.numbers) this.ledger.members.delete(number)
    for (const { by, ...about } of this.#sending.values()) countSending(this.ledger.watcher, { ...about, by: -by })
  }
}

function newDelivery(subscriber: SubscriberNumber, effect: Transition['effects'][number]): Delivery {
  return {
    key: effect.key,
    subscriber,
    status: 'waiting',
    // A popup waits for its subscriber; at the end of that it is due, to be refused.
    dueAt: effect.kind === 'popup' ? (effect.expiresAt ?? effect.decidedAt) : effect.decidedAt,
    decidedAt: effect.decidedAt,
    attemptedAt: undefined,
    finishedAt: undefined,
    attempts: 0,
    channel: effect.channel,
    journey: effect.journey,
    step: effect.step,
    template: effect.kind === 'send' ? effect.template : undefined,
    effect: JSON.stringify(effect),
    reason: undefined,
    links: undefined,
    reports: undefined,
    domain: undefined,
  }
}
