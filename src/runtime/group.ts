// One group: inputs that are decided one after another and committed in one transaction. The group collects what they
// change; nothing of it is kept in memory or answered until the commit has succeeded, and nothing remains of it when it fails.

import assert from 'node:assert/strict'
import type { Transition } from '../engine/transition.ts'
import type { Decision } from '../model/decision.ts'
import type { Input } from '../model/input.ts'
import { limits } from '../model/limits.ts'
import { followDelivery, joinOpenDeliveries, type Ledger, type Member } from './ledger.ts'
import { eventsOf } from './log-entry.ts'
import { type Fingerprint, noMessages, packMessages, parseMessages } from './recent-messages.ts'
import { packState, unpackState } from './state-codec.ts'
import type { Commit, CountChange, DeadLetter, Delivery, Identity, LogEntry, Position, StoredSubscriber, SubscriberNumber } from './store.ts'

/** An input that the engine could not digest. The input is set aside as a dead letter; everything else goes on. */
export class PoisonInput extends Error {
  override readonly name = 'PoisonInput'
  readonly member: Member

  constructor(member: Member, reason: string, cause?: unknown) {
    super(reason, { cause })
    this.member = member
  }
}

/** A chain of the log that is being read backwards for message ids. */
export interface Walk {
  readonly head: Position
  readonly ids: Set<string>
  read: number
  isComplete: boolean
}

/** What a subscriber's new memories are filled from. */
type Past = Pick<Extract<Input, { kind: 'adopt' }>, 'history' | 'decisions'>

export class Group {
  readonly ledger: Ledger
  /** The instant at which the group began. */
  readonly now: number
  readonly seen: { subscriber: SubscriberNumber; fingerprint: number; day: number }[] = []
  /** Deliveries changed by this group, by key; a later change replaces an earlier one. */
  readonly deliveries = new Map<string, Delivery>()
  /** For the metrics: when each event that decided something about a journey was received. */
  readonly decided: { readonly journey: string; readonly receivedAt: number }[] = []
  readonly #id: number
  readonly #members = new Map<SubscriberNumber, Member>()
  readonly #changed: Member[] = []
  readonly #resolved = new Map<Identity, SubscriberNumber>()
  readonly #newIdentities = new Map<Identity, SubscriberNumber>()
  readonly #mergedInto = new Map<SubscriberNumber, SubscriberNumber>()
  readonly #pasts = new Map<SubscriberNumber, Past>()
  readonly #log: LogEntry[] = []
  readonly #decisions: { subscriber: SubscriberNumber; decision: Decision }[] = []
  readonly #counts = new Map<string, CountChange & { by: number }>()
  readonly #letters: DeadLetter[] = []
  /** What the engine was given in this group, to repeat it after a poison input. */
  readonly #given: { readonly member: Member; readonly input: Input }[] = []
  readonly #received: { readonly subscriber: SubscriberNumber; readonly messageId: string }[] = []
  readonly #walks = new Map<SubscriberNumber, Walk[]>()
  readonly #createdAt = new Map<SubscriberNumber, number>()
  readonly #firstNumber: SubscriberNumber
  readonly #firstPosition: Position
  #lastPosition: Position
  #lastNumber: SubscriberNumber

  constructor(ledger: Ledger, now: number) {
    ledger.groups += 1
    this.ledger = ledger
    this.now = now
    this.#id = ledger.groups
    this.#lastPosition = this.#firstPosition = ledger.lastPosition
    this.#lastNumber = this.#firstNumber = ledger.lastSubscriber
  }

  /** Fetches, in bulk, everything that the inputs of this group will ask for. */
  async prepare(identities: readonly Identity[], numbers: readonly SubscriberNumber[]): Promise<void> {
    const unknown = [...new Set(identities.filter((identity) => this.#lookUp(identity)))]
    if (unknown.length > 0) {
      const found = await this.ledger.store.resolve(unknown)
      for (const [index, number] of found.entries()) if (number !== undefined) this.#learn(unknown[index], number)
    }
    const wanted = new Set(numbers)
    for (const number of this.#resolved.values()) wanted.add(number)
    await this.#load([...wanted])
  }

  /** Whether the store must be asked for an identity; remembers what the ledger knows. */
  #lookUp(identity: Identity): boolean {
    if (this.#resolved.has(identity)) return false
    const known = this.ledger.identities.get(identity)
    if (known !== undefined) this.#resolved.set(identity, known)
    return known === undefined
  }

  #learn(identity: Identity | undefined, number: SubscriberNumber): void {
    assert(identity !== undefined)
    this.#resolved.set(identity, number)
    this.ledger.identities.set(identity, number)
  }

  async #load(numbers: readonly SubscriberNumber[]): Promise<void> {
    const missing: SubscriberNumber[] = []
    for (const number of numbers) {
      const member = this.ledger.members.get(number)
      if (member === undefined) missing.push(number)
      else this.#members.set(number, member)
    }
    if (missing.length > 0) {
      const rows = await this.ledger.store.load(missing)
      for (const row of rows) if (row !== undefined) this.#members.set(row.number, this.#decode(row))
    }
    for (const number of numbers) {
      const member = this.#members.get(number)
      if (member !== undefined && this.#isOutdated(member)) await this.#recall(member)
    }
  }

  #decode(row: StoredSubscriber): Member {
    const { engine, members } = this.ledger
    const base = { number: row.number, recent: parseMessages(row.recent), head: row.head, chains: row.head === 0 ? [] : [row.head] }
    const rest = { deadline: row.deadline ?? Number.POSITIVE_INFINITY, isKnownUser: undefined, changedIn: 0 }
    let state = engine.newState(String(row.number), this.now)
    let damage: Member['damage']
    try {
      state = unpackState(engine, row.state)
    } catch (error) {
      damage = { reason: `the stored state cannot be read: ${reasonOf(error)}`, stored: row.state }
    }
    const member: Member = { ...base, ...rest, state, damage }
    members.set(row.number, member)
    return member
  }

  #isOutdated(member: Member): boolean {
    return member.state.program !== this.ledger.program.id && member.state.program !== 0
  }

  async #recall(member: Member): Promise<void> {
    const { store } = this.ledger
    const history = member.head === 0 ? [] : eventsOf(await store.history(member.head, limits.historyEntries))
    this.#pasts.set(member.number, { history, decisions: await store.decisions(member.number, limits.historyEntries) })
  }

  /** The subscriber that an identity leads to; undefined when it is new. */
  find(identity: Identity): SubscriberNumber | undefined {
    const number = this.#newIdentities.size === 0 ? this.#resolved.get(identity) : (this.#newIdentities.get(identity) ?? this.#resolved.get(identity))
    return number === undefined ? undefined : this.follow(number)
  }

  /** Where a number leads after the merges of this group. */
  follow(number: SubscriberNumber): SubscriberNumber {
    let last = number
    if (this.#mergedInto.size > 0) for (let next = this.#mergedInto.get(last); next !== undefined; next = this.#mergedInto.get(last)) last = next
    return last
  }

  /** The numbers under which the store still keeps what is this subscriber's: its own and those merged into it here. */
  numbersOf(member: Member): readonly SubscriberNumber[] {
    if (this.#mergedInto.size === 0) return [member.number]
    return [member.number, ...[...this.#mergedInto.keys()].filter((from) => this.follow(from) === member.number)]
  }

  /** The subscriber of this number; undefined when there is none. It was prepared, or made in this group. */
  member(number: SubscriberNumber): Member | undefined {
    return this.#members.get(number)
  }

  /** Somebody who has never been seen. */
  create(at: number): Member {
    this.#lastNumber += 1
    const number = this.#lastNumber
    this.#createdAt.set(number, at)
    const state = this.ledger.engine.newState(String(number), at)
    const recent = noMessages()
    const deadline = Number.POSITIVE_INFINITY
    const member: Member = { number, state, recent, head: 0, chains: [], deadline, isKnownUser: false, damage: undefined, changedIn: 0 }
    this.#members.set(number, member)
    // Written even when its first input turns out to be poison: the number is taken.
    this.touch(member)
    return member
  }

  /** From now on the identity leads to this subscriber. */
  identify(identity: Identity, member: Member): void {
    this.#newIdentities.set(identity, member.number)
    if (identity.startsWith('u:')) member.isKnownUser = true
  }

  /** Identities that this group gave to a subscriber. */
  newIdentitiesOf(number: SubscriberNumber): Identity[] {
    return [...this.#newIdentities].filter(([, owner]) => owner === number).map(([identity]) => identity)
  }

  /**
   * Lets the engine decide, after a change of the definitions the subscriber's adoption first. Throws PoisonInput when the engine
   * does; then `afterPoison` must be called before the member is used again.
   */
  decide(member: Member, input: Input): Transition {
    const past = this.#pasts.get(member.number)
    if (past !== undefined) {
      this.#pasts.delete(member.number)
      if (this.#isOutdated(member)) this.#apply(member, { kind: 'adopt', at: Math.min(input.at, this.ledger.publishedAt), ...past })
    }
    return this.#apply(member, input)
  }

  #apply(member: Member, input: Input): Transition {
    if (member.damage !== undefined) throw new PoisonInput(member, member.damage.reason)
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
    for (const decision of transition.decisions) this.#decisions.push({ subscriber: member.number, decision })
    for (const effect of transition.effects) this.deliveries.set(effect.key, newDelivery(member.number, effect))
    for (const change of transition.counts) this.#count(change)
    return transition
  }

  #count(change: CountChange): void {
    const key = `${change.journey}\n${change.version}\n${change.step}\n${change.measure}`
    const count = this.#counts.get(key)
    if (count === undefined) this.#counts.set(key, { ...change })
    else this.#counts.set(key, { ...count, by: count.by + change.by })
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
    const [row] = member.number > this.#firstNumber ? [] : await store.load([member.number])
    member.state = row === undefined ? engine.newState(String(member.number), this.#createdAt.get(member.number) ?? this.now) : unpackState(engine, row.state)
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

  /** Adds a decision that the runtime itself made about who is who. */
  note(member: Member, decision: Decision): void {
    this.#decisions.push({ subscriber: member.number, decision })
  }

  /** Keeps what could not be taken in. */
  setAside(letter: DeadLetter): void {
    this.#letters.push(letter)
  }

  /** Makes one subscriber disappear into another, whose state has taken it in already. */
  absorb(into: Member, from: Member, identities: readonly Identity[]): void {
    this.#mergedInto.set(from.number, into.number)
    for (const identity of identities) this.identify(identity, into)
    into.chains = [...into.chains, ...from.chains]
    this.#walks.delete(into.number)
  }

  /** Notes an accepted message, so that its repetition in the same group is recognized. */
  received(member: Member, messageId: string, moved: readonly Fingerprint[]): void {
    this.#received.push({ subscriber: member.number, messageId })
    this.moveOut(member, moved)
  }

  /** Gives fingerprints that left the subscriber's row a row of their own. */
  moveOut(member: Member, moved: readonly Fingerprint[]): void {
    for (const { fingerprint, day } of moved) this.seen.push({ subscriber: member.number, fingerprint, day })
  }

  /** Whether this group itself accepted the message. */
  receivedHere(member: Member, messageId: string): boolean {
    return this.#received.some((message) => message.messageId === messageId && this.follow(message.subscriber) === member.number)
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
    const live = this.#changed.filter((member) => !this.#mergedInto.has(member.number))
    const owned = <Row extends { readonly subscriber: SubscriberNumber }>(rows: readonly Row[]): readonly Row[] =>
      this.#mergedInto.size === 0 ? rows : rows.map((row) => ({ ...row, subscriber: this.follow(row.subscriber) }))
    const commit: Commit = {
      log: this.#log,
      subscribers: live.map((member) => this.#encode(member)),
      identities: [...this.#newIdentities].map(([identity, subscriber]) => ({ identity, subscriber: this.follow(subscriber) })),
      merged: [...this.#mergedInto].map(([from, into]) => ({ from, into })),
      decisions: owned(this.#decisions),
      deliveries: owned([...this.deliveries.values()]),
      counts: [...this.#counts.values()],
      deadLetters: this.#letters,
      seen: owned(this.seen),
    }
    return Object.values(commit).some((rows) => rows.length > 0) ? commit : undefined
  }

  #encode(member: Member): StoredSubscriber {
    return {
      number: member.number,
      state: member.damage?.stored ?? packState(this.ledger.engine, member.state),
      recent: packMessages(member.recent),
      head: member.head,
      deadline: Number.isFinite(member.deadline) ? member.deadline : undefined,
    }
  }

  /** After the commit: what it changed is the new truth. */
  keep(commit: Commit): void {
    const { ledger } = this
    ledger.lastPosition = this.#lastPosition
    ledger.lastSubscriber = this.#lastNumber
    for (const { identity, subscriber } of commit.identities) ledger.identities.set(identity, subscriber)
    for (const { from, into } of commit.merged) {
      ledger.members.delete(from)
      joinOpenDeliveries(ledger, { from, into })
    }
    for (const member of this.#changed) {
      if (this.#mergedInto.has(member.number)) continue
      member.chains = member.head === 0 ? [] : [member.head]
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
    assert(this.ledger.lastPosition === this.#firstPosition, 'a group that was kept cannot be dropped')
    for (const number of this.#members.keys()) this.ledger.members.delete(number)
  }
}

function newDelivery(subscriber: SubscriberNumber, effect: Transition['effects'][number]): Delivery {
  return {
    key: effect.key,
    subscriber,
    status: 'waiting',
    dueAt: effect.decidedAt,
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
  }
}

/** What an exception says, in one line. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
