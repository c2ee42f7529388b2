// What people do: events under their userId, their devices or both; the same message twice; news that come late and out of order; a device that
// turns out to be somebody's; a no and a yes. What was not answered before a crash is sent again, as clients do.

import type { Arrival } from '../../src/model/arrival.ts'
import { OncueError } from '../../src/model/errors.ts'
import type { Command } from '../../src/model/input.ts'
import type { Json, JsonObject } from '../../src/model/json.ts'
import type { Clock } from '../../src/runtime/clock.ts'
import type { Inbox } from '../../src/runtime/inbox.ts'
import { cartEvents, eventNames, lists, zones } from '../../src/testing/arbitraries/vocabulary.ts'
import type { Life } from './life.ts'
import type { Person, Truth } from './truth.ts'
import { contactGiven } from './workspaces.ts'

const minute = 60_000
const behavior = [
  ...eventNames,
  ...eventNames,
  'Page Viewed',
  ...cartEvents.added,
  ...cartEvents.added,
  ...cartEvents.removed,
  ...cartEvents.cleared,
  ...cartEvents.ordered,
]
/** Of newer messages a repetition must be recognized; older ones the clients of the simulation do not repeat. */
const repeatedWithinMs = 20 * 24 * 60 * minute

export class Shoppers {
  readonly #truth: Truth
  readonly #clock: Clock
  readonly #random: () => number
  readonly #unanswered = new Map<string, Arrival>()
  readonly #newest: Arrival[] = []
  #inbox!: Inbox
  #life!: Life
  #messages = 0
  repeated = 0

  constructor(truth: Truth, clock: Clock, random: () => number) {
    this.#truth = truth
    this.#clock = clock
    this.#random = random
  }

  /** From now on this inbox takes everything in. */
  serve(inbox: Inbox, life: Life): void {
    this.#inbox = inbox
    this.#life = life
  }

  get isUnanswered(): boolean {
    return this.#unanswered.size > 0
  }

  /** Most of those who do most are known and said yes before anything else happens. */
  openDoors(): void {
    for (const person of this.#truth.people.slice(0, 20)) {
      this.#truth.saysYes(person)
      const event = { name: 'Identified', occurredAt: this.#clock.now(), receivedAt: this.#clock.now(), properties: {}, traits: { email: person.address } }
      this.#submit([{ userId: person.userId, event: { ...event, messageId: `known-${person.number}` } }])
      this.#command(person, { do: 'subscribe', topic: 'news' })
    }
  }

  /** A batch of events; some of them repeat earlier ones. */
  shop(): void {
    const arrivals: Arrival[] = []
    for (let count = 1 + this.#below(this.#random() < 0.1 ? 40 : 6); count > 0; count -= 1) {
      const again = this.#random() < 0.12 ? this.#newest[this.#below(this.#newest.length)] : undefined
      if (again !== undefined && again.event.receivedAt > this.#clock.now() - repeatedWithinMs) {
        this.repeated += 1
        arrivals.push(this.#receivedNow(again))
      } else arrivals.push(this.#event(this.#person()))
    }
    this.#submit(arrivals)
  }

  /** Somebody, or an admin, changes what is known. */
  changeMind(): void {
    const person = this.#person()
    const topic = this.#oneOf(['news', 'news', 'all', 'offers'])
    const choice = this.#random()
    if (choice < 0.5) this.#command(person, { do: 'unsubscribe', topic }, () => person.refused.add(topic))
    else if (choice < 0.58) {
      this.#truth.saysYes(person)
      this.#command(person, { do: 'subscribe', topic })
    } else if (choice < 0.66) this.#command(person, { do: 'ask to confirm', topics: ['news'], address: person.address })
    else if (choice < 0.72) this.#confirm()
    else if (choice < 0.8) this.#command(person, { do: this.#oneOf(['join list', 'leave list'] as const), list: this.#oneOf(lists) })
    else if (choice < 0.95) this.#command(person, { do: 'set attributes', set: this.#traits(person) })
    else this.#command(person, { do: 'stop journey', journey: this.#oneOf(['welcome', 'cart']) })
  }

  /** Somebody presses the button behind the link of a mail that asked. */
  #confirm(): void {
    const question = this.#truth.questions[this.#below(this.#truth.questions.length)]
    if (question === undefined) return
    const { person, subscriber, ask } = question
    this.#truth.saysYes(person)
    this.#inbox.command({ subscriber }, { do: 'confirm', ask }, 'link').catch(() => {})
  }

  /** What was asked of the process that died. */
  repeatUnanswered(): void {
    if (this.#unanswered.size > 0) this.#submit([...this.#unanswered.values()].map((arrival) => this.#receivedNow(arrival)))
  }

  /** Somebody leaves an address in a form of the shop, which a journey takes over later. */
  leaveAddress(person: Person): void {
    this.#messages += 1
    const now = this.#clock.now()
    const event = { name: contactGiven, occurredAt: now, receivedAt: now, messageId: `m-${this.#messages}`, properties: { wrote: person.address } }
    this.#submit([{ userId: person.userId, event }])
  }

  #submit(arrivals: readonly Arrival[]): void {
    const life = this.#life
    for (const arrival of arrivals) {
      this.#truth.sent.set(arrival.event.messageId, arrival)
      if (!this.#truth.acknowledged.has(arrival.event.messageId)) this.#unanswered.set(arrival.event.messageId, arrival)
    }
    const answered = (): void => {
      for (const arrival of arrivals) {
        this.#truth.acknowledged.add(arrival.event.messageId)
        this.#unanswered.delete(arrival.event.messageId)
      }
    }
    // Refused: nothing was taken in, and the client tries again a little later.
    const refused = (error: unknown): void => {
      if (error instanceof OncueError && error.code !== 'overloaded') this.#truth.say(`a batch was refused: ${error.message}`)
      this.#clock.at(this.#clock.now() + 2000, () => {
        if (life === this.#life && !life.isOver) this.#submit(arrivals.map((arrival) => this.#receivedNow(arrival)))
      })
    }
    this.#inbox.submit(arrivals).then(answered, refused)
  }

  #command(person: Person, command: Command, done: () => void = () => {}): void {
    this.#inbox.command({ userId: person.userId }, command, 'api').then(done, () => {})
  }

  #event(person: Person): Arrival {
    this.#messages += 1
    const receivedAt = this.#clock.now()
    const isIdentify = this.#random() < 0.2
    const event = {
      name: isIdentify ? 'Identified' : this.#oneOf(behavior),
      occurredAt: receivedAt - this.#latenessMs(),
      receivedAt,
      messageId: `m-${this.#messages}`,
      properties: isIdentify ? {} : this.#properties(),
    }
    const identity = isIdentify ? { userId: person.userId } : this.#identity(person)
    const traits = isIdentify ? { traits: this.#traits(person) } : {}
    const silent = this.#random() < 0.02 ? ({ silent: true } as const) : {}
    const arrival: Arrival = { ...identity, event: { ...event, ...traits, ...silent } }
    this.#newest.push(arrival)
    if (this.#newest.length > 300) this.#newest.shift()
    return arrival
  }

  #identity(person: Person): Omit<Arrival, 'event'> {
    const { userId } = person
    const device = this.#oneOf(person.devices)
    const chance = this.#random()
    if (chance < 0.45) return { userId }
    if (chance < 0.75) return { anonymousId: device }
    if (chance < 0.93) return { userId, anonymousId: device }
    // A device in a shop window, which belongs to nobody in particular.
    if (chance < 0.96) return { userId, anonymousId: 'shop-window' }
    return { userId, previousId: device }
  }

  #traits(person: Person): JsonObject {
    const traits: Record<string, Json> = {}
    if (this.#random() < 0.8) traits['email'] = this.#random() < 0.95 ? person.address : null
    if (this.#random() < 0.4) traits['plan'] = this.#oneOf<Json>(['gold', 1, 'x', null])
    if (this.#random() < 0.3) traits['age'] = this.#oneOf<Json>([1, 2, 2.5, '1', null])
    if (this.#random() < 0.2) traits['home'] = { city: this.#oneOf<Json>([1, 'x', 'gold']) }
    if (this.#random() < 0.2) traits['timezone'] = this.#oneOf<Json>([...zones, 'Nowhere/At_All', null])
    return traits
  }

  #properties(): JsonObject {
    const properties: Record<string, Json> = {}
    if (this.#random() < 0.6) properties['p'] = this.#oneOf<Json>([1, 1, '1', 'x', 'gold', true, null])
    if (this.#random() < 0.6) properties['n'] = this.#oneOf<Json>([0, 1, 2, 2.5, -1, '2'])
    if (this.#random() < 0.3) properties['deep'] = { q: this.#oneOf<Json>([0, 1, 'x']) }
    if (this.#random() < 0.6) properties['cart_id'] = this.#oneOf<Json>(['c1', 'c2', 1, null, ''])
    if (this.#random() < 0.8) properties['product_id'] = this.#oneOf<Json>(['a', 'b', 1])
    if (this.#random() < 0.5) properties['quantity'] = this.#oneOf<Json>([1, 2, 0, -1, '2'])
    if (this.#random() < 0.5) properties['price'] = this.#oneOf<Json>([0.1, 1, 2, '3'])
    return properties
  }

  /** A few people do most of it, so that something comes of it. */
  #person(): Person {
    const { people } = this.#truth
    return people[this.#random() < 0.5 ? this.#below(Math.min(people.length, 25)) : this.#below(people.length)] as Person
  }

  #latenessMs(): number {
    const chance = this.#random()
    if (chance < 0.65) return 0
    if (chance < 0.9) return this.#below(15) * minute
    return this.#below(600) * minute
  }

  #receivedNow(arrival: Arrival): Arrival {
    return { ...arrival, event: { ...arrival.event, receivedAt: this.#clock.now() } }
  }

  #below(limit: number): number {
    return Math.floor(this.#random() * limit)
  }

  #oneOf<T>(choices: readonly T[]): T {
    return choices[this.#below(choices.length)] as T
  }
}
