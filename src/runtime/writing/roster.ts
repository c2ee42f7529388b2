// Who takes part in one group: the subscribers that its inputs are about, fetched in bulk, with the identities that lead to
// them, as the group makes, names and merges them. What the engine decides about them is the group's business.

import { type Past, pastsOf } from '../publishing/past.ts'
import { unpackState } from '../states/state-codec.ts'
import type { Identity, StoredSubscriber, SubscriberNumber } from '../store.ts'
import { type Indexed, indexedOf, type Ledger, type Member } from './ledger.ts'
import { noMessages, parseMessages } from './recent-messages.ts'

/** Of whom the store's index has nothing. */
const nowhere: Indexed = { email: undefined, phone: undefined, suppressed: [] }

export class Roster {
  readonly ledger: Ledger
  /** Identities that lead somewhere else from now on. */
  readonly newIdentities = new Map<Identity, SubscriberNumber>()
  /** Who was merged into whom. */
  readonly mergedInto = new Map<SubscriberNumber, SubscriberNumber>()
  readonly #now: number
  readonly #members = new Map<SubscriberNumber, Member>()
  readonly #resolved = new Map<Identity, SubscriberNumber>()
  readonly #pasts = new Map<SubscriberNumber, Past>()
  readonly #createdAt = new Map<SubscriberNumber, number>()
  lastNumber: SubscriberNumber

  constructor(ledger: Ledger, now: number) {
    this.ledger = ledger
    this.#now = now
    this.lastNumber = ledger.lastSubscriber
  }

  /** Everybody who was looked at. */
  get numbers(): IterableIterator<SubscriberNumber> {
    return this.#members.keys()
  }

  /** Fetches, in bulk, everybody whom these identities and numbers lead to. */
  async prepare(identities: readonly Identity[], numbers: readonly SubscriberNumber[]): Promise<void> {
    const unknown = new Set<Identity>()
    for (const identity of identities) {
      const known = this.ledger.identities.get(identity)
      if (known === undefined) unknown.add(identity)
      else this.#resolved.set(identity, known)
    }
    if (unknown.size > 0) await this.#resolve([...unknown])
    const wanted = new Set(numbers)
    for (const number of this.#resolved.values()) wanted.add(number)
    await this.#load(wanted)
  }

  async #resolve(identities: readonly Identity[]): Promise<void> {
    const found = await this.ledger.store.resolve(identities)
    for (const [index, identity] of identities.entries()) {
      const number = found[index]
      if (number === undefined) continue
      this.#resolved.set(identity, number)
      this.ledger.identities.set(identity, number)
    }
  }

  async #load(numbers: ReadonlySet<SubscriberNumber>): Promise<void> {
    const missing: SubscriberNumber[] = []
    for (const number of numbers) {
      const member = this.ledger.members.get(number)
      if (member === undefined) missing.push(number)
      else this.#members.set(number, member)
    }
    if (missing.length > 0) {
      for (const row of await this.ledger.store.load(missing)) if (row !== undefined) this.#members.set(row.number, this.#decode(row))
    }
    const outdated: Member[] = []
    for (const member of this.#members.values()) if (this.isOutdated(member) && !this.#pasts.has(member.number)) outdated.push(member)
    if (outdated.length > 0) await this.#recall(outdated)
  }

  /** Fetches those who are not here yet. */
  async bring(numbers: readonly SubscriberNumber[]): Promise<void> {
    const missing = numbers.filter((number) => !this.#members.has(number) && !this.mergedInto.has(number))
    if (missing.length > 0) await this.#load(new Set(missing))
  }

  #decode(row: StoredSubscriber): Member {
    const { engine } = this.ledger
    let state: Member['state']
    let damage: Member['damage']
    try {
      state = unpackState(engine, row.state)
    } catch (error) {
      state = engine.newState(String(row.number), this.#now)
      damage = { reason: `the stored state cannot be read: ${reasonOf(error)}`, stored: row.state }
    }
    return {
      number: row.number,
      state,
      recent: parseMessages(row.recent),
      head: row.head,
      chains: row.head === 0 ? [] : [row.head],
      deadline: row.deadline ?? Number.POSITIVE_INFINITY,
      storedDeadline: row.deadline ?? Number.POSITIVE_INFINITY,
      indexed: indexedOf(state),
      vouchedFor: undefined,
      isKnownUser: undefined,
      damage,
      changedIn: 0,
    }
  }

  /** Whether the state was filled for other definitions than those in force. */
  isOutdated(member: Member): boolean {
    const { program } = member.state
    return program !== this.ledger.program.id && program !== 0
  }

  async #recall(members: readonly Member[]): Promise<void> {
    const { store, program, missing, fill } = this.ledger
    const pasts = await pastsOf(store, { program, missing, fill }, members)
    for (const [index, member] of members.entries()) this.#pasts.set(member.number, pasts[index] as Past)
  }

  /** What new memories of an outdated state are filled from; given out once, undefined when there is nothing to fill. */
  takePast(member: Member): Past | undefined {
    if (this.#pasts.size === 0) return undefined
    const past = this.#pasts.get(member.number)
    this.#pasts.delete(member.number)
    return this.isOutdated(member) ? past : undefined
  }

  /** The subscriber that an identity leads to; undefined when it is new. */
  find(identity: Identity): SubscriberNumber | undefined {
    const number = this.newIdentities.size === 0 ? this.#resolved.get(identity) : (this.newIdentities.get(identity) ?? this.#resolved.get(identity))
    return number === undefined ? undefined : this.follow(number)
  }

  /** Where a number leads after the merges of this group. */
  follow(number: SubscriberNumber): SubscriberNumber {
    let last = number
    if (this.mergedInto.size > 0) for (let next = this.mergedInto.get(last); next !== undefined; next = this.mergedInto.get(last)) last = next
    return last
  }

  /** The numbers under which the store still keeps what is this subscriber's: its own and those merged into it here. */
  numbersOf(member: Pick<Member, 'number'>): readonly SubscriberNumber[] {
    if (this.mergedInto.size === 0) return [member.number]
    return [member.number, ...[...this.mergedInto.keys()].filter((from) => this.follow(from) === member.number)]
  }

  /** The subscriber of this number; undefined when there is none. It was prepared, or made in this group. */
  member(number: SubscriberNumber): Member | undefined {
    return this.#members.get(number)
  }

  /** Somebody who has never been seen. */
  create(at: number): Member {
    this.lastNumber += 1
    const number = this.lastNumber
    this.#createdAt.set(number, at)
    const member: Member = {
      number,
      state: this.ledger.engine.newState(String(number), at),
      recent: noMessages(),
      head: 0,
      chains: [],
      deadline: Number.POSITIVE_INFINITY,
      storedDeadline: Number.POSITIVE_INFINITY,
      indexed: nowhere,
      vouchedFor: undefined,
      isKnownUser: false,
      damage: undefined,
      changedIn: 0,
    }
    this.#members.set(number, member)
    return member
  }

  /** Somebody who was merged away, and is somebody of their own again under the old number. */
  revive(number: SubscriberNumber, { state, recent, head }: Pick<Member, 'state' | 'recent' | 'head'>): Member {
    const deadline = Number.POSITIVE_INFINITY
    const unknown = { vouchedFor: undefined, isKnownUser: undefined, damage: undefined, changedIn: 0 }
    const member: Member = { number, state, recent, head, chains: [head], deadline, storedDeadline: deadline, indexed: nowhere, ...unknown }
    this.#members.set(number, member)
    return member
  }

  /** When this group made the subscriber; undefined for everybody who was there before. */
  createdAt(number: SubscriberNumber): number | undefined {
    return this.#createdAt.get(number)
  }

  /** From now on the identity leads to this subscriber. */
  identify(identity: Identity, member: Member): void {
    this.newIdentities.set(identity, member.number)
    if (identity.startsWith('u:')) member.isKnownUser = true
  }

  /** Identities that this group gave to a subscriber. */
  newIdentitiesOf(number: SubscriberNumber): Identity[] {
    return [...this.newIdentities].filter(([, owner]) => owner === number).map(([identity]) => identity)
  }

  /** Makes one subscriber disappear into another, whose state has taken it in already. */
  absorb(into: Member, from: Member, identities: readonly Identity[]): void {
    this.mergedInto.set(from.number, into.number)
    for (const identity of identities) this.identify(identity, into)
    into.chains = [...into.chains, ...from.chains]
  }
}

/** What an exception says, in one line. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
